"""Every sentence of the interface is said in six languages, and no catalogue keeps an old one."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from app import i18n

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_later": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# What a named refusal says is translated when it is shown.
SPOKEN_BY_REFUSALS = {"message", "advice"}
Key = tuple[str | None, str | tuple[str, ...]]

SOURCES = [file for room in ("app", "dialogue") for file in (ROOT / room).rglob("*.py")]
# English is the source: its catalogue is the messages themselves.
OTHER_LANGUAGES = [code for code in i18n.LANGUAGES if code != i18n.SOURCE_LANGUAGE]
# The plural forms that stand for a single number: none, one and two in Arabic.
SAID_IN_WORDS = {"ar": (0, 1, 2), "pl": (0,)}


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def spoken_in(refusal: ast.ClassDef) -> Iterator[str]:
    """The message and the advice in the body of a class."""
    for line in refusal.body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        value = getattr(line, "value", None)
        named = isinstance(target, ast.Name) and target.id in SPOKEN_BY_REFUSALS
        if named and isinstance(value, ast.Constant):
            yield str(value.value)


@cache
def asked_messages() -> dict[Key, set[str]]:
    """Every message of templates and code, with the files that ask for it."""
    asked: dict[Key, set[str]] = defaultdict(set)
    for file in TEMPLATES.rglob("*.html"):
        found = extract_from_file("jinja2", file, keywords=KEYWORDS, options=JINJA)
        for _, message, _, context in found:
            asked[context, message].add(str(file.relative_to(ROOT)))
    for file in SOURCES:
        for _, message, _, context in extract_from_file("python", file, keywords=KEYWORDS):
            asked[context, message].add(str(file.relative_to(ROOT)))
        for refusal in (node for node in ast.walk(tree_of(file)) if isinstance(node, ast.ClassDef)):
            for message in spoken_in(refusal):
                asked[None, message].add(str(file.relative_to(ROOT)))
    return asked


def written_texts() -> set[str]:
    """Every text constant in our code: a message may be translated where it is shown."""
    trees = (ast.walk(ast.parse(file.read_text())) for file in SOURCES)
    constants = (node for tree in trees for node in tree if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def translations(language: str) -> Iterator[tuple[str, Message]]:
    """Every entry of every catalogue of a language, with the name of its area."""
    for file in sorted((i18n.LOCALES / language).glob("*.po")):
        with file.open("rb") as source:
            catalogue = read_po(source, locale=language, abort_invalid=True)
        yield from ((file.name, message) for message in catalogue if message.id)


def key_of(message: Message) -> Key:
    return message.context, message.id


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def marks(text: str) -> set[str]:
    """The placeholders and the HTML tags of a sentence."""
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}|</?\w+|%%", text))


def sentences(problems: list[str]) -> str:
    return f"{len(problems)} problem(s)\n" + "\n".join(sorted(problems))


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_every_message_of_the_interface_is_translated(language: str):
    done = {
        key_of(message)
        for _, message in translations(language)
        if all(forms(message)) and not message.fuzzy
    }

    missing = [
        f"{', '.join(sorted(files))}: {message!r}" + (f" (context {context!r})" if context else "")
        for (context, message), files in asked_messages().items()
        if (context, message) not in done
    ]

    assert not missing, sentences(missing)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_translation_has_the_placeholders_and_tags_of_its_source(language: str):
    wrong = []
    for area, message in translations(language):
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = {frozenset(marks(text)) for text in source}
        wrong += [
            f"{area}: {message.id!r} -> {form!r}"
            for place, form in enumerate(forms(message))
            if form
            and frozenset(marks(form)) not in allowed
            # "No card", "one card", "two cards" may be said without the number.
            and not (place in SAID_IN_WORDS.get(language, ()) and marks(form) < marks(source[-1]))
        ]

    assert not wrong, sentences(wrong)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_no_catalogue_keeps_a_message_that_nobody_asks_for(language: str):
    asked, written = set(asked_messages()), written_texts()

    forgotten = [
        f"{area}: {message.id!r}"
        for area, message in translations(language)
        if key_of(message) not in asked and message.id not in written
    ]

    assert not forgotten, sentences(forgotten)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_two_areas_never_translate_the_same_message_differently(language: str):
    said: dict[Key, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for area, message in translations(language):
        said[key_of(message)][area] = forms(message)

    torn = [
        f"{message!r}: {by_area}"
        for (_, message), by_area in said.items()
        if len(set(by_area.values())) > 1
    ]

    assert not torn, sentences(torn)


def test_the_search_for_messages_finds_each_way_of_asking(tmp_path: Path):
    template = tmp_path / "page.html"
    template.write_text(
        "{{ _('plain') }} {% trans %}\n  over\n  lines {% endtrans %}"
        "{% trans count=n %}one{% pluralize %}many{% endtrans %}"
    )

    found = extract_from_file("jinja2", template, keywords=KEYWORDS, options=JINJA)

    assert [message for _, message, *_ in found] == ["plain", "over lines", ("one", "many")]


# Which form these numbers take, by the rules of Unicode's CLDR.
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100, 101)
FORMS = {
    "nl": "101111111",
    "tr": "101111111",
    "ar": "012334455",
    "pl": "201122222",
    "uk": "201122020",
}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_every_message_that_counts_has_its_own_words_for_each_form(language: str):
    catalogue, wrong = i18n.translations_for(language), []
    for area, message in translations(language):
        if not isinstance(message.id, tuple):
            continue
        asked = [catalogue.ngettext(*message.id, number) for number in NUMBERS]
        wanted = [message.string[int(form)] for form in FORMS[language]]
        wrong += [f"{area}: {message.id[0]!r}"] if asked != wanted or not all(asked) else []

    assert not wrong, sentences(wrong)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_no_translation_is_only_a_guess(language: str):
    assert [message.id for _, message in translations(language) if message.fuzzy] == []


# The gallery of components is for who builds pages; its words are examples.
EXAMPLES = TEMPLATES / "components" / "gallery.html"
NOT_WORDS = re.compile(
    r"\{#.*?#\}"
    r"|\{%-?\s*trans\b.*?endtrans\s*-?%\}"
    r"|\{%\s*block body_class\s*%\}.*?\{%\s*endblock\s*%\}"
    r"|\{\{.*?\}\}|\{%.*?%\}",
    re.DOTALL,
)
HEARD = re.compile(r'\b(?:alt|title|placeholder|aria-label|aria-description)="([^"]*)"')
# A tag, or the half of one that a macro puts together.
TAG = re.compile(
    r"<(script|style)\b.*?</\1>|<[^<>]*>|<\w[^<]*|^[^<>]*>|[\w-]+=\"[^\"]*\"", re.DOTALL
)


def bare_words(template: str) -> list[str]:
    """The words in a template that no catalogue knows: between tags, or in what is read aloud."""
    page = NOT_WORDS.sub(" ", template)
    texts = [*HEARD.findall(page), *TAG.sub("\n", page).replace("Samenspraak", "").split("\n")]
    return [text.strip() for text in texts if re.search(r"[^\W\d_]{2,}", text)]


def test_no_page_has_words_outside_the_catalogues():
    found = {
        str(page.relative_to(ROOT)): words
        for page in TEMPLATES.rglob("*.html")
        if page != EXAMPLES and (words := bare_words(page.read_text()))
    }

    assert found == {}


def test_words_outside_the_catalogues_are_found():
    page = """{% trans %}Said{% endtrans %}<p class="quiet">Hello {{ name }}</p>
        <img alt="A cat"><b>{{ _("Known") }}</b>"""

    assert bare_words(page) == ["A cat", "Hello"]
