"""What may be exported is asked for at the desk, made by the worker, and public once published."""

from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.exporting.background import Documents
from app.exporting.makers import MAKERS
from app.usecases import contributions, participants
from app.usecases.published_data import renew_published
from dialogue.models import (
    Contribution,
    ContributionVersion,
    Dialogue,
    Document,
    DocumentState,
    ModerationDecision,
    Participant,
    Round,
    RoundState,
)
from tests.cast import make_asking, make_over
from tests.facilitator_cast import log_in_facilitator, make_participant, say

PAGE = "/facilitator/dialogues/spoedzorg/export"
DATA = "/d/spoedzorg/results/data"


@pytest.fixture
def over(web: TestClient, engine, clock) -> TestClient:
    """Every round is closed; one answer may be quoted."""
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        dialogue = make_over(session, clock())
        author = make_participant(session, dialogue, clock())
        author.may_be_quoted = True
        say(session, dialogue, "De bus rijdt niet in de nacht", clock(), participant=author)
    return web


def make_all(engine, clock) -> None:
    Documents(engine, clock, MAKERS).make_all()


def test_as_long_as_people_answer_there_is_nothing_to_export(web, engine, clock) -> None:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_asking(session, clock())

    assert "niets om te exporteren" in web.get(PAGE).text
    assert web.post(PAGE, data={"form": "xlsx"}).status_code == 409
    with transaction(engine) as session:
        assert session.exec(select(Document)).all() == []


def test_a_file_is_asked_for_made_and_fetched(over, engine, clock) -> None:
    empty = over.get(PAGE).text
    asked = over.post(PAGE, data={"form": "json"})
    waiting = over.get(f"{PAGE}/files").text
    make_all(engine, clock)
    ready = over.get(PAGE).text
    with transaction(engine) as session:
        document_id = session.exec(select(Document.id)).one()
    file = over.get(f"{PAGE}/{document_id}")

    assert "Er is nog geen bestand gemaakt" in empty
    assert asked.headers["location"].endswith("done=export-asked")
    assert 'hx-trigger="every 2s"' in waiting
    assert "hx-trigger" not in ready
    assert f"{PAGE}/{document_id}" in ready
    assert file.json()["contributions"][0]["text"] == "De bus rijdt niet in de nacht"
    assert file.headers["content-disposition"] == (
        'attachment; filename="spoedzorg-open-data-2026-11-20.json"'
    )
    assert over.get("/facilitator/dialogues/spoedzorg/export/nothing").status_code == 404


def test_an_unknown_form_is_refused(over) -> None:
    assert over.post(PAGE, data={"form": "exe"}).status_code == 404


def publish(engine, clock) -> None:
    with transaction(engine) as session:
        session.exec(select(Dialogue)).one().results_published_at = clock()
        renew_published(session, now=clock())
    make_all(engine, clock)


def test_once_published_everybody_may_fetch_the_same_files(over, engine, clock) -> None:
    visitor = TestClient(over.app)
    before = visitor.get(f"{DATA}/zip").status_code
    publish(engine, clock)
    page = visitor.get("/d/spoedzorg/results", headers={"accept-language": "en"}).text

    assert before == 404
    for form in ("zip", "xlsx", "json"):
        assert f'href="{DATA}/{form}"' in page
        assert visitor.get(f"{DATA}/{form}").status_code == 200
    with transaction(engine) as session:
        assert renew_published(session, now=clock.pass_by(days=40)) == 0


@pytest.mark.parametrize("change", ["moderation", "consent", "withdrawal"])
def test_words_that_go_are_never_served_again(over, engine, clock, change) -> None:
    publish(engine, clock)
    clock.pass_by(hours=1)
    with transaction(engine) as session:
        author = session.exec(select(Participant).where(Participant.may_be_quoted)).one()
        if change == "consent":
            participants.give_consent(session, author, may_be_quoted=False, now=clock())
        elif change == "withdrawal":
            # A round of weighing may open after the publication.
            own = session.exec(select(Contribution)).one()
            chosen = session.get_one(Round, own.round_id)
            chosen.state, chosen.closes_at = RoundState.OPEN, None
            contributions.withdraw(session, own, now=clock())
            chosen.state = RoundState.CLOSED
        else:
            version = session.exec(select(ContributionVersion)).one()
            session.add(
                ModerationDecision(
                    contribution_id=version.contribution_id, dialogue_id=author.dialogue_id,
                    action="remove", reason="personal_data", actor_role="facilitator",
                    decided_at=clock(),
                )
            )  # fmt: skip
    assert over.get(f"{DATA}/json").status_code == 404
    assert 'id="data"' not in over.get("/d/spoedzorg/results").text

    clock.pass_by(minutes=1)
    with transaction(engine) as session:
        assert renew_published(session, now=clock()) == 3
        states = set(session.exec(select(Document.state)).all())
        assert states == {DocumentState.ASKED}
        assert renew_published(session, now=clock() + timedelta(minutes=1)) == 0
    make_all(engine, clock)
    renewed = over.get(f"{DATA}/json").json()["contributions"][0]["text"]
    assert (renewed is None) == (change != "moderation")
