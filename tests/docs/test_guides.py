"""The guides name what there is: words on the screen, pages, pictures, commands, settings.

Whatever stands in **bold** in a guide is what stands on the screen, word for word, in the language
of the guide; an … in it stands for what differs each time.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from babel.messages.pofile import read_po

from app.cli import commands
from app.config import Settings
from app.i18n import LOCALES
from tests.guide_pictures import LARGEST, NAMES

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"
PAIRS = {"helping": "meehelpen", "facilitating": "begeleiden", "administering": "beheren"}
LANGUAGES = ("nl", "en")
PAGES = sorted(GUIDES.rglob("*.md"))
OF_A_LANGUAGE = [guide for guide in PAGES if guide.parent != GUIDES]


def name_of(guide: Path) -> str:
    return str(guide.relative_to(GUIDES))


@cache
def words_of(guide: Path) -> str:
    return guide.read_text(encoding="utf-8")


def targets(guide: Path) -> list[str]:
    """Where links and pictures of a guide lead, without addresses elsewhere."""
    found = re.findall(r"\]\(([^)\s]+)\)", words_of(guide))
    return [each for each in found if not each.startswith(("http:", "https:", "mailto:"))]


def headings(guide: Path) -> list[str]:
    without_code = re.sub(r"```.*?```", "", words_of(guide), flags=re.DOTALL)
    return re.findall(r"^(#+) ", without_code, re.MULTILINE)


def anchors(guide: Path) -> set[str]:
    """The names under which headings can be linked to, as GitHub makes them."""
    lines = re.findall(r"^#+ (.+)$", words_of(guide), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in lines}


def on_the_screen(language: str) -> set[str]:
    """Every message in a language, with … for what is filled in."""
    found: set[str] = set()
    for file in sorted((LOCALES / "nl").glob("*.po")):
        with file.open("rb") as source:
            for message in read_po(source, locale="nl"):
                found.update(forms(message.id if language == "en" else message.string))
    return {re.sub(r"%\(\w+\)[sd]|\{\w+\}", "…", each) for each in found if each}


def forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def bold(guide: Path) -> list[str]:
    without_code = re.sub(r"```.*?```|`[^`]*`", "", words_of(guide), flags=re.DOTALL)
    return [
        " ".join(each.split()) for each in re.findall(r"\*\*(.+?)\*\*", without_code, re.DOTALL)
    ]


def test_each_guide_is_there_in_both_languages() -> None:
    wanted = {f"en/{each}.md" for each in PAIRS} | {f"nl/{each}.md" for each in PAIRS.values()}

    assert {name_of(guide) for guide in OF_A_LANGUAGE} == wanted


@pytest.mark.parametrize("english", sorted(PAIRS))
def test_both_languages_have_the_same_headings_in_the_same_order(english: str) -> None:
    dutch = GUIDES / "nl" / f"{PAIRS[english]}.md"

    assert headings(GUIDES / "en" / f"{english}.md") == headings(dutch)


@pytest.mark.parametrize("guide", PAGES, ids=name_of)
def test_links_and_pictures_lead_somewhere(guide: Path) -> None:
    for target in targets(guide):
        file, _, anchor = target.partition("#")
        aim = (guide.parent / file).resolve() if file else guide
        assert aim.exists(), target
        assert not anchor or anchor in anchors(aim), target


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_used_small_and_taken_by_the_command(language: str) -> None:
    there = {each.stem: each for each in (GUIDES / "pictures" / language).iterdir()}
    pages = [words_of(guide) for guide in OF_A_LANGUAGE if guide.parent.name == language]

    assert set(there) == set(NAMES)
    for name, path in there.items():
        assert any(f"../pictures/{language}/{name}.png" in words for words in pages), name
        assert path.stat().st_size <= LARGEST, name


@pytest.mark.parametrize("guide", OF_A_LANGUAGE, ids=name_of)
def test_every_picture_says_in_words_what_it_shows(guide: Path) -> None:
    shown = re.findall(r"!\[([^\]]*)\]", words_of(guide))

    assert all(len(each) > 10 for each in shown), shown


@pytest.mark.parametrize("guide", OF_A_LANGUAGE, ids=name_of)
def test_what_is_bold_stands_on_the_screen(guide: Path) -> None:
    known = on_the_screen(guide.parent.name)

    assert not [each for each in bold(guide) if each not in known]


def test_the_english_key_of_a_message_is_no_dutch_word_on_the_screen() -> None:
    assert "Bewaar het stappenplan" in on_the_screen("nl") - on_the_screen("en")


def spoken(guide: Path) -> Iterator[list[str]]:
    """The commands that a guide tells to type, each as its words."""
    code = re.findall(r"```.*?```|`[^`\n]+`", words_of(guide), re.DOTALL)
    for line in "\n".join(code).replace("`", "\n").splitlines():
        line = line.replace("sudo -u samenspraak ", "")
        found = re.search(r"(?:^|[\s/])samenspraak (?!samenspraak)([a-z][^#|&]*)", line)
        if found:
            yield found[1].split()


@pytest.mark.parametrize("guide", PAGES, ids=name_of)
def test_every_command_exists_with_its_options(guide: Path) -> None:
    for words in spoken(guide):
        command, rest = typer.main.get_command(commands), list(words)
        while known_here := getattr(command, "commands", {}):
            assert rest, " ".join(words)
            assert rest[0] in known_here, " ".join(words)
            command = known_here[rest.pop(0)]
        known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
        assert {each for each in rest if each.startswith("--")} <= known, " ".join(words)


@pytest.mark.parametrize("guide", PAGES, ids=name_of)
def test_every_setting_exists(guide: Path) -> None:
    known = {f"SAMENSPRAAK_{name.upper()}" for name in Settings.model_fields}

    assert set(re.findall(r"SAMENSPRAAK_\w+", words_of(guide))) <= known


@pytest.mark.parametrize("guide", PAGES, ids=name_of)
def test_every_target_of_make_exists(guide: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in re.findall(r"`make ([a-z-]+)", words_of(guide)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
