"""A design as a file: what is read back is what was written, and what can't be used is named."""

import json

import pytest

from app.routes.facilitator import design_closing, design_form
from dialogue import design_parts, errors
from dialogue.design_file import LARGEST_FILE, read_design_file, write_design_file

DESIGN = {
    "format": "samenspraak-design",
    "version": 1,
    "template": "pulse",
    "title_nl": "Zorg in de wijk",
    "rounds": [{"kind": "ask", "opens_after_minutes": 0, "closes_after_minutes": 20160}],
    "prompts": [{"text_nl": "Wat mist u?", "text_en": "What do you miss?"}],
    "chambers": [{"key": "resident", "name_nl": "Inwoners", "name_en": "Residents"}],
    "background_questions": [
        {
            "key": "rol",
            "text_nl": "Wat is uw rol?",
            "options": [{"key": "a", "nl": "Inwoner"}, {"key": "b", "nl": "Zorgverlener"}],
        }
    ],
}
MEASURE = {"text_nl": "Hoe makkelijk?", "lowest_nl": "moeilijk", "highest_nl": "makkelijk"}


def problems(**changes) -> list[tuple[tuple, type]]:
    read = read_design_file(json.dumps({**DESIGN, **changes}))
    assert (read.design is None) is bool(read.problems)
    return [(each.place, type(each.refusal)) for each in read.problems]


def test_what_was_written_is_read_back_the_same() -> None:
    design = read_design_file(json.dumps(DESIGN)).design

    assert design is not None
    assert read_design_file(write_design_file(design)).design == design


def in_turkish() -> dict:
    asked = DESIGN["background_questions"][0]
    options = [{**each, "tr": f"{each['nl']} (tr)"} for each in asked["options"]]
    return {
        **DESIGN,
        "words": {"tr": {"title": "Mahallede bakım", "purpose": "Daha iyi bakım"}},
        "prompts": [{**DESIGN["prompts"][0], "words": {"tr": {"text": "Neyi özlüyorsunuz?"}}}],
        "chambers": [{**DESIGN["chambers"][0], "words": {"ar": {"name": "السكان"}}}],
        "background_questions": [{**asked, "text_tr": "Rolünüz nedir?", "options": options}],
        "indicators": [{**MEASURE, "words": {"uk": {"lowest": "важко"}}}],
    }


def test_words_in_more_languages_go_along() -> None:
    design = read_design_file(json.dumps(in_turkish())).design

    assert design is not None
    written = write_design_file(design)
    assert read_design_file(written).design == design
    assert "Neyi özlüyorsunuz?" in written
    assert '""' not in written


def test_a_file_from_before_there_were_words_says_nothing_in_them() -> None:
    design = read_design_file(json.dumps(DESIGN)).design

    assert design is not None
    assert design.words == {}
    assert design.prompts[0].words == {}


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"de": {"title": "Pflege"}}, errors.PartNotOnList),
        ({"tr": {"slogan": "x"}}, errors.PartUnknown),
        ({"tr": {"title": "x" * 201}}, errors.TextTooLong),
        ({"tr": "Bakım"}, errors.PartOfOtherKind),
    ],
)
def test_words_are_checked_like_all_texts(words: dict, refusal: type) -> None:
    assert [each for _, each in problems(words=words)] == [refusal]


def test_texts_are_cleaned_as_on_the_form() -> None:
    design = read_design_file(
        json.dumps({**DESIGN, "title_nl": " Zorg\u202e\u00a0dichtbij "})
    ).design

    assert design is not None
    assert design.title_nl == "Zorg dichtbij"


@pytest.mark.parametrize(
    ("changes", "place", "refusal"),
    [
        ({"title_nl": "x" * 201}, ("title_nl",), errors.TextTooLong),
        ({"title_nl": "  "}, ("title_nl",), errors.EmptyText),
        ({"title_nl": 5}, ("title_nl",), errors.PartOfOtherKind),
        ({"owner": "Jan"}, ("owner",), errors.PartUnknown),
        ({"seed": 5}, ("seed",), errors.PartUnknown),
        ({"prompts": [{"hint_nl": "x"}]}, ("prompts", 0, "text_nl"), errors.PartMissing),
        ({"prompts": [{"text_nl": "x"}] * 6}, ("prompts",), errors.TooManyOrFew),
        ({"chambers": []}, ("chambers",), errors.TooManyOrFew),
        ({"chambers": DESIGN["chambers"] * 2}, ("chambers",), errors.NamedTwice),
        ({"rounds": [{"kind": "dance"}]}, ("rounds", 0, "kind"), errors.PartNotOnList),
        ({"rounds": [{"kind": "ask", "hand_size": 0}]}, ("rounds", 0, "hand_size"),
         errors.NumberOutOfBounds),
        ({"rounds": [{"kind": "ask", "hand_size": "5"}]}, ("rounds", 0, "hand_size"),
         errors.PartOfOtherKind),
        ({"rounds": [{"kind": "weigh"}]}, (), errors.RoundsDoNotFit),
        ({"template": "senate"}, (), errors.PartNotOnList),
        ({"closing_questions": ["heard", "pulse"]}, (), errors.ScalesOverlap),
        ({"closing_questions": ["mood"]}, (), errors.PartNotOnList),
        ({"indicators": [{**MEASURE, "highest": 0}]}, ("indicators", 0),
         errors.NumberOutOfBounds),
        ({"background_questions": [{**DESIGN["background_questions"][0],
                                    "text_nl": "Hoe gezond bent u?"}]}, (), errors.AsksAboutHealth),
        ({"background_questions": [{**DESIGN["background_questions"][0], "options": []}]}, (),
         errors.QuestionsTooFine),
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_named_with_its_place(changes, place, refusal) -> None:
    assert problems(**changes) == [(place, refusal)]


def test_every_mistake_is_told_at_once() -> None:
    assert len(problems(title_nl="", owner="x", prompts=[{}])) == 3


def test_what_a_file_says_is_never_repeated_in_the_refusal() -> None:
    read = read_design_file(json.dumps({**DESIGN, "template": "geheim", "title_nl": ["geheim"]}))

    assert not any("geheim" in str(each.refusal) for each in read.problems)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe", b"[]", b"{}", b"null", b"title,text\n", b'{"format": "samenspraak"}',
        b'{"format": "samenspraak-design", "version": "1"', b"[" * 40_000,
        b'{"format": "samenspraak-design", "version": 0}',
    ],
)  # fmt: skip
def test_another_file_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(errors.DesignFileUnreadable):
        read_design_file(data)


def test_a_file_of_a_newer_edition_is_refused_with_its_version() -> None:
    with pytest.raises(errors.DesignFileTooNew, match="version 2"):
        read_design_file(json.dumps({**DESIGN, "version": 2, "new_part": []}))


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(errors.DesignFileTooLarge):
        read_design_file(b" " * (LARGEST_FILE + 1))


def test_a_byte_order_mark_of_a_spreadsheet_does_no_harm() -> None:
    assert read_design_file("\ufeff" + json.dumps(DESIGN)).design


def test_the_file_allows_as_much_as_the_form() -> None:
    assert design_parts.MOST_PROMPTS == design_form.MOST_PROMPTS
    assert design_parts.MOST_CARDS == design_form.MOST_CARDS
    assert design_parts.MOST_INDICATORS == design_closing.MOST_INDICATORS
    assert {*design_form.PROMPT_TEXTS, "words"} == set(design_parts.PromptPart.model_fields)
    assert set(design_closing.INDICATOR_TEXTS) <= set(design_parts.IndicatorPart.model_fields)
