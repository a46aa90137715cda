"""The three Dutch demo dialogues are complete, varied and hold nothing of a real person."""

import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[2] / "app" / "demo"
LENGTH_LIMIT = 2000
CHAMBERS = {"resident": 0.72, "professional": 0.15, "manager": 0.08, "director": 0.05}
LANGUAGES = {"nl", "en", "tr", "ar", "pl", "uk"}
LADDER = {"inform", "consult", "advise", "coproduce", "codecide"}
SIZES = {"spoedzorg": 190, "geboortezorg": 130, "chronische-zorg": 200}
SLUGS = list(SIZES)

# The made-up personal data that moderation has to find. All other answers must be free of it.
MADE_UP_NAMES = (
    "Jansen-van Vliet",
    "Fatma Yildirim",
    "Marieke Zonderveste",
    "Van Buggenum-Peters",
    "Mehmet Karatas",
)
MADE_UP_NUMBERS = {"0612345678", "111222333"}
PERSONAL = {
    "digits": re.compile(r"(?<![A-Z\d])\d(?:[ -]?\d){8,}"),
    "email": re.compile(r"\S+@\S+"),
    "iban": re.compile(r"\bNL\d{2}[A-Z]{4}\d{10}\b"),
    "address": re.compile(r"\b[1-9]\d{3} ?[A-Z]{2} \d+"),
}


def answers_of(slug: str) -> list[dict[str, str]]:
    lines = (DEMO / f"{slug}.tsv").read_text(encoding="utf-8").split("\n")
    header = lines[0].split("\t")
    assert lines[-1] == ""
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:-1]]


def design_of(slug: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / f"{slug}.toml").read_text(encoding="utf-8"))


def holds_personal_data(text: str) -> bool:
    named = any(name in text for name in MADE_UP_NAMES)
    return named or any(pattern.search(text) for pattern in PERSONAL.values())


def skeleton(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def pairs_in_both_languages(table: dict[str, Any], *names: str) -> None:
    for name in names:
        dutch, english = table[f"{name}_nl"], table[f"{name}_en"]
        assert dutch.strip()
        assert english.strip()
        assert dutch != english


@pytest.mark.parametrize("slug", SLUGS)
def test_the_header_names_the_columns_and_only_geboortezorg_has_a_prompt(slug: str) -> None:
    header = (DEMO / f"{slug}.tsv").read_text(encoding="utf-8").split("\n")[0]

    prompt = "\tprompt" if slug == "geboortezorg" else ""
    assert header == f"chamber\tlanguage\ttext{prompt}"


@pytest.mark.parametrize("slug", SLUGS)
def test_there_are_about_as_many_answers_as_asked(slug: str) -> None:
    assert len(answers_of(slug)) == pytest.approx(SIZES[slug], rel=0.08)


def test_the_three_dialogues_together_hold_more_than_500_answers() -> None:
    assert sum(len(answers_of(slug)) for slug in SLUGS) >= 500


@pytest.mark.parametrize("slug", SLUGS)
def test_every_chamber_speaks_in_about_its_share(slug: str) -> None:
    answers = answers_of(slug)

    counts = Counter(answer["chamber"] for answer in answers)

    assert counts.keys() == CHAMBERS.keys()
    for chamber, share in CHAMBERS.items():
        assert counts[chamber] / len(answers) == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize("slug", SLUGS)
def test_about_one_in_eight_answers_is_in_another_language_and_each_language_occurs(
    slug: str,
) -> None:
    answers = answers_of(slug)

    counts = Counter(answer["language"] for answer in answers)

    assert counts.keys() == LANGUAGES
    assert 0.10 <= 1 - counts["nl"] / len(answers) <= 0.14


@pytest.mark.parametrize(
    ("language", "letters"), [("ar", r"[\u0600-\u06ff]"), ("uk", r"[\u0400-\u04ff]")]
)
def test_a_script_stands_only_under_its_own_language(language: str, letters: str) -> None:
    for slug in SLUGS:
        for answer in answers_of(slug):
            assert bool(re.search(letters, answer["text"])) == (answer["language"] == language)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_answer_fits_the_form_and_a_plain_csv_reader(slug: str) -> None:
    for answer in answers_of(slug):
        text = answer["text"]
        assert text == text.strip()
        assert 0 < len(text) <= LENGTH_LIMIT
        assert not text.startswith('"')
        assert text == unicodedata.normalize("NFC", text)
        assert not any(unicodedata.category(letter) in {"Cc", "Co", "Cs"} for letter in text)


@pytest.mark.parametrize("slug", SLUGS)
def test_answers_are_both_short_and_long(slug: str) -> None:
    lengths = [len(answer["text"]) for answer in answers_of(slug)]

    assert min(lengths) < 40
    assert max(lengths) > 600
    assert sum(length > 150 for length in lengths) >= len(lengths) / 10


def test_nobody_says_exactly_what_another_says() -> None:
    said = Counter(skeleton(answer["text"]) for slug in SLUGS for answer in answers_of(slug))

    assert [text for text, times in said.items() if times > 1] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_some_answers_say_nearly_the_same(slug: str) -> None:
    words = [set(skeleton(answer["text"]).split()) for answer in answers_of(slug)]

    alike = [
        (one, other)
        for index, one in enumerate(words)
        for other in words[index + 1 :]
        if len(one & other) / len(one | other) >= 0.4
    ]

    assert alike


@pytest.mark.parametrize("slug", SLUGS)
def test_two_or_three_answers_in_a_hundred_give_moderation_something_to_hold(slug: str) -> None:
    texts = [answer["text"] for answer in answers_of(slug)]

    held = [text for text in texts if holds_personal_data(text)]

    assert 0.02 <= len(held) / len(texts) <= 0.035


def test_all_personal_data_is_of_the_kind_that_belongs_to_nobody() -> None:
    texts = [answer["text"] for slug in SLUGS for answer in answers_of(slug)]

    found = {
        kind: [match for text in texts for match in pattern.findall(text)]
        for kind, pattern in PERSONAL.items()
    }

    assert {re.sub(r"\D", "", number) for number in found["digits"]} == MADE_UP_NUMBERS
    assert found["email"]
    assert all(address.rstrip(".,").endswith("@example.nl") for address in found["email"])
    assert found["iban"] == ["NL91ABNA0417164300"]
    assert found["address"] == ["2799 ZZ 12"]


def test_answers_to_the_second_prompt_exist_only_where_there_is_one() -> None:
    prompts = Counter(answer["prompt"] for answer in answers_of("geboortezorg"))

    assert prompts.keys() == {"1", "2"}
    assert prompts["2"] >= 30
    assert [len(design_of(slug)["prompts"]) for slug in SLUGS] == [1, 2, 1]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_design_is_complete_in_dutch_and_english(slug: str) -> None:
    design = design_of(slug)

    assert design["dialogue"]["slug"] == slug
    pairs_in_both_languages(design["dialogue"], "title", "intro")
    pairs_in_both_languages(design["promise"], "purpose", "decides", "not_open")
    for prompt in design["prompts"]:
        pairs_in_both_languages(prompt, "text", "hint")
    assert any("scale_nl" in prompt for prompt in design["prompts"])
    for prompt in design["prompts"]:
        assert ("scale_nl" in prompt) == ("scale_en" in prompt)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_promise_has_no_gap(slug: str) -> None:
    promise = design_of(slug)["promise"]

    assert promise["ladder"] in LADDER
    assert promise["owner"].strip()
    assert 0 < promise["answer_within_days"] <= 365


@pytest.mark.parametrize("slug", SLUGS)
def test_every_background_question_has_its_options_in_both_languages(slug: str) -> None:
    questions = design_of(slug)["background"]

    assert {q["key"] for q in questions} == {"age", "neighbourhood", "gender", "mother-tongue"}
    for question in questions:
        pairs_in_both_languages(question, "text")
        keys = [option["key"] for option in question["options"]]
        assert len(keys) == len(set(keys)) >= 3
        assert all(option["nl"].strip() and option["en"].strip() for option in question["options"])


def test_the_neighbourhoods_are_those_of_zoetermeer_in_each_dialogue() -> None:
    expected = {
        "Centrum, Palenstein of Driemanspolder",
        "Buytenwegh de Leyens",
        "Meerzicht",
        "Seghwaert",
        "Noordhove",
        "Rokkeveen",
        "Oosterheem",
        "Buiten Zoetermeer",
    }

    for slug in SLUGS:
        question = next(q for q in design_of(slug)["background"] if q["key"] == "neighbourhood")
        assert {option["nl"] for option in question["options"]} == expected


@pytest.mark.parametrize("slug", ["spoedzorg", "chronische-zorg"])
def test_an_enrichment_points_at_exactly_one_answer_that_others_may_see(slug: str) -> None:
    texts = [answer["text"] for answer in answers_of(slug)]
    enrichments = design_of(slug)["enrichments"]

    assert len(enrichments) >= 25
    for enrichment in enrichments:
        enriched = [text for text in texts if enrichment["after"] in text]
        assert len(enriched) == 1, enrichment["after"]
        assert not holds_personal_data(enriched[0])
        assert not holds_personal_data(enrichment["text"])
        assert enrichment["language"] in LANGUAGES
        assert 0 < len(enrichment["text"]) <= LENGTH_LIMIT


def test_a_blind_round_has_no_enrichments_and_only_the_answered_dialogue_has_proposals() -> None:
    assert "enrichments" not in design_of("geboortezorg")
    assert ["proposals" in design_of(slug) for slug in SLUGS] == [False, False, True]


def test_the_three_proposals_are_adopted_adopted_in_part_and_declined_with_a_reason() -> None:
    proposals = design_of("chronische-zorg")["proposals"]

    assert [proposal["decision"] for proposal in proposals] == ["adopt", "in_part", "decline"]
    for proposal in proposals:
        pairs_in_both_languages(proposal, "title", "text", "minority", "reason")
        assert proposal["owner"].strip()
        assert proposal["due_in_days"] > 0


def test_a_proposal_has_the_same_three_to_five_sentences_in_both_languages() -> None:
    for proposal in design_of("chronische-zorg")["proposals"]:
        dutch = re.findall(r"[.!?](?=\s|$)", proposal["text_nl"])
        english = re.findall(r"[.!?](?=\s|$)", proposal["text_en"])

        assert 3 <= len(dutch) == len(english) <= 5


def test_the_theme_of_a_proposal_can_be_recognised_by_its_fragments() -> None:
    texts = [answer["text"].casefold() for answer in answers_of("chronische-zorg")]

    for proposal in design_of("chronische-zorg")["proposals"]:
        fragments = proposal["theme_fragments"]
        assert all(any(fragment in text for text in texts) for fragment in fragments)
        assert sum(any(fragment in text for fragment in fragments) for text in texts) >= 8
