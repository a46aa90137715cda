"""A facilitator hears which answers are in a language that the model was not trained on."""

from sqlmodel import Session
from starlette.testclient import TestClient

from app import i18n
from app.db import transaction
from app.queries.languages_known import LanguageCount, languages_outside
from dialogue.models import ContributionState, Dialogue
from tests.cast import make_asking
from tests.facilitator_cast import log_in_facilitator, say


def in_languages(session: Session, now) -> Dialogue:
    running = make_asking(session, now)
    for code, state in (
        ("nl", ContributionState.VISIBLE),
        ("tr", ContributionState.VISIBLE),
        ("uk", ContributionState.VISIBLE),
        ("uk", ContributionState.VISIBLE),
        ("uk", ContributionState.HELD),
        ("so", ContributionState.VISIBLE),
        ("", ContributionState.VISIBLE),
    ):
        said = say(session, running, f"Over {code}", now, state=state)
        said.language = code
    session.flush()
    return running


def test_visible_answers_are_counted_by_language_outside_the_model(session: Session, clock) -> None:
    running = in_languages(session, clock())

    assert languages_outside(session, running, "") == [
        LanguageCount("uk", 2), LanguageCount("so", 1)
    ]  # fmt: skip


def test_of_another_model_nothing_is_claimed(session: Session, clock) -> None:
    running = in_languages(session, clock())

    assert languages_outside(session, running, "intfloat/multilingual-e5-small") == []


def test_the_page_of_the_themes_names_them(web: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        in_languages(session, clock())
        desk = log_in_facilitator(web, session, clock())

    page = desk.get("/facilitator/dialogues/spoedzorg/themes").text

    assert "2 antwoorden zijn in een taal die de machine niet kent (Oekraïens)" in page
    assert "1 antwoord is in een taal die de machine niet kent (Somalisch)" in page
    assert "(Turks)" not in page


def test_a_language_is_named_in_the_language_of_the_reader() -> None:
    with i18n.speaking("en"):
        assert i18n.language_name("uk") == "Ukrainian"
    with i18n.speaking("nl"):
        assert i18n.language_name("uk") == "Oekraïens"
        assert i18n.language_name("xx-unknown") == "xx-unknown"
