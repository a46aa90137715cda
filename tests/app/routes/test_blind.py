"""Blind means blind: before the ask round closes, no door of residents gives another's words."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import transaction
from app.usecases import moderation
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    ContributionState,
    Hand,
    PlacedBy,
    Placement,
    Role,
    Round,
    RoundKind,
    Theme,
)
from dialogue.moderation import ModerationReason
from tests.board_cast import log_in_as
from tests.cast import FACILITATOR, make_proposal
from tests.doors import Door, doors
from tests.residents import HOME, Resident, Setting

FOR_RESIDENTS = {"anybody", "public_dialogue", "taking_part"}
SAID = "Wachttijd van drie weken bij de fysiotherapeut"
HELD = "Bel mij over de fysiotherapeut op 06-12345678"
RELEASED = "Mail over de fysiotherapeut naar zorg@voorbeeld.nl"
MARK = "fysiotherapeut"
ROUGH = "Een ruwe indeling"
# Ends the visit, so it comes last.
LAST = ("/leave", "/kiosk/next")


@pytest.fixture
def others(setting: Setting, engine: Engine) -> UUID:
    """What others said: visible, held, and held but released again; gives one of the ids."""
    setting.crowd_says(SAID, HELD, RELEASED)
    with transaction(engine) as session:
        rows = session.exec(select(Contribution)).all()
        held = [each for each in rows if each.state is ContributionState.HELD]
        assert len(held) == 2
        moderation.release(
            session, held[1], reason=ModerationReason.MISTAKEN_HOLD, note="", actor=FACILITATOR,
            now=setting.clock(),
        )  # fmt: skip
        return rows[0].id


def residents_doors(web: TestClient) -> list[Door]:
    """Every method and path that a resident may use, the one that ends the visit last."""
    found = [door for door in doors(web.app) if door.rules <= FOR_RESIDENTS]
    return sorted(found, key=lambda door: door.path.endswith(LAST))


def addresses(door: Door, contribution_id: UUID) -> Iterator[str]:
    """The address of a door with everything that might be behind it; an unknown name fails."""
    known = {"slug": "spoedzorg", "contribution_id": str(contribution_id), "scale": "heard"}
    known |= {"form": "json", "token": "a-token-of-nobody"}
    for number in ("1", "2") if "{number}" in door.path else ("",):
        names = known | {"number": number}
        # Called before the loop goes on, so it never meets the names of the next round.
        yield re.sub(r"\{(\w+)[^}]*\}", lambda found: names[found[1]], door.path)  # noqa: B023


def a_form_of_everything(contribution_id: UUID, hand_id: UUID | None = None) -> dict[str, str]:
    """The fields of all forms at once, with the id of another's contribution."""
    return {
        "contribution_id": str(contribution_id),
        "hand_id": str(hand_id or uuid4()),
        "rating_id": str(uuid4()),
        "confirmation_id": str(uuid4()),
        "request_id": str(uuid4()),
        "chamber_id": str(uuid4()),
        "score": "1",
        "text": "Mijn eigen woorden",
        "code": "0000",
        "agree": "yes",
        "email": "a@example.nl",
        "password": "guess",
    }


def knock_everywhere(web: TestClient, resident: Resident, contribution_id: UUID) -> dict[str, str]:
    """Try every door of residents as this person; gives what each answered."""
    pages = {}
    for door in residents_doors(web):
        for address in addresses(door, contribution_id):
            form = {"data": a_form_of_everything(contribution_id)} if door.method == "POST" else {}
            answer = resident.browser.request(door.method, address, **form)
            pages[f"{door.method} {address}"] = answer.text
    return pages


def tellers(pages: dict[str, str]) -> list[str]:
    return [address for address, page in pages.items() if MARK in page]


def test_there_are_doors_to_knock_at(web: TestClient) -> None:
    found = {(door.method, door.path) for door in residents_doors(web)}

    assert {("GET", "/"), ("GET", "/d/{slug}/my-answer"), ("POST", "/d/{slug}/cards")} <= found
    assert len(found) > 25


def test_before_the_close_no_door_gives_the_words_of_another(
    web: TestClient, alice: Resident, others: UUID
) -> None:
    alice.send("/answer/1", text="Mijn eigen woorden", then="next")

    assert tellers(knock_everywhere(web, alice, others)) == []


def test_before_the_close_a_passer_by_reads_nothing_either(
    web: TestClient, setting: Setting, others: UUID
) -> None:
    assert tellers(knock_everywhere(web, Resident(web), others)) == []


def test_a_closing_time_that_passed_opens_nothing_until_the_round_is_closed(
    web: TestClient, alice: Resident, others: UUID, setting: Setting, engine: Engine
) -> None:
    with transaction(engine) as session:
        asking = session.exec(select(Round).where(Round.kind == RoundKind.ASK)).one()
        asking.closes_at = setting.clock() - timedelta(minutes=1)

    assert tellers(knock_everywhere(web, alice, others)) == []


def test_before_the_close_nobody_but_the_facilitator_knows_of_rough_themes(
    web: TestClient, alice: Resident, others: UUID, setting: Setting, engine: Engine
) -> None:
    alice.send("/answer/1", text="Mijn eigen woorden", then="next")
    board = TestClient(web.app)
    with transaction(engine) as session:
        proposal_id = publish_about_a_rough_theme(session, setting)
        asking = session.exec(select(Round).where(Round.kind == RoundKind.ASK)).one()
        asking.closes_at = setting.clock() - timedelta(minutes=1)
        log_in_as(board, session, Role.BOARD, setting.clock())

    pages = knock_everywhere(web, alice, others)
    for address in ("/board", f"/board/proposals/{proposal_id}"):
        answer = board.get(address)
        assert answer.status_code == 200
        pages[address] = answer.text

    assert [address for address, page in pages.items() if ROUGH in page] == []

    setting.close(RoundKind.ASK)
    assert ROUGH in board.get("/board").text


def publish_about_a_rough_theme(session: Session, setting: Setting) -> UUID:
    """Put every answer in a theme as a rough search does, with a published proposal about it."""
    dialogue = setting.dialogue(session)
    asking = session.exec(select(Round).where(Round.kind == RoundKind.ASK)).one()
    run = AnalysisRun(
        dialogue_id=dialogue.id, round_id=asking.id, seed=1, rough=True,
        state=AnalysisState.DONE, created_at=setting.clock(),
    )  # fmt: skip
    session.add(run)
    session.flush()
    theme = Theme(
        dialogue_id=dialogue.id, run_id=run.id, number=1, machine_label=ROUGH,
        created_at=setting.clock(),
    )  # fmt: skip
    session.add(theme)
    session.flush()
    session.add_all(
        Placement(
            contribution_id=each, dialogue_id=dialogue.id, theme_id=theme.id,
            placed_by=PlacedBy.MACHINE, placed_at=setting.clock(),
        )
        for each in session.exec(select(Contribution.id)).all()
    )  # fmt: skip
    return make_proposal(session, dialogue, setting.clock(), theme=theme).id


def test_a_known_id_of_another_answer_gives_its_words_away_to_nobody(
    web: TestClient, alice: Resident, others: UUID
) -> None:
    for form in ({"text": "Ander woord"}, {"text": SAID}, {"text": ""}):
        sent = form | {"contribution_id": str(others), "then": "again"}
        answer = alice.browser.post(f"{HOME}/answer/1", data=sent)

        assert MARK not in answer.text.replace(form["text"], "")


def test_the_same_knocking_does_find_the_words_once_they_are_dealt(
    web: TestClient, alice: Resident, others: UUID, setting: Setting, engine: Engine
) -> None:
    setting.go_on_to(RoundKind.WEIGH)

    found = tellers(knock_everywhere(web, alice, others))

    assert f"GET {HOME}/cards/1" in found
    with transaction(engine) as session:
        dealt = {card for hand in session.exec(select(Hand)).all() for card in hand.cards}
        answers = session.exec(select(Contribution).where(Contribution.kind == "answer")).all()
        visible = {str(each.id) for each in answers if each.state is ContributionState.VISIBLE}
    assert dealt == visible


def test_a_held_answer_is_read_by_nobody_else_in_any_round(
    web: TestClient, alice: Resident, setting: Setting
) -> None:
    setting.crowd_says(HELD)
    with transaction(setting.engine) as session:
        held = session.exec(select(Contribution.id)).one()

    for kind in (RoundKind.WEIGH, RoundKind.CONFIRM):
        setting.go_on_to(kind)
        assert tellers(knock_everywhere(web, alice, held)) == []


def test_an_addition_does_not_repeat_the_removed_words_that_it_adds_to(
    web: TestClient, alice: Resident, setting: Setting, engine: Engine
) -> None:
    setting.crowd_says(SAID)
    setting.go_on_to(RoundKind.WEIGH)
    bob = Resident(web).come_in(setting.codes()[0]).consent().send("/cards")
    bob.send("/cards/1", score="1", text="Ook in het weekend graag")
    with transaction(engine) as session:
        removed = session.exec(select(Contribution).where(Contribution.kind == "answer")).one()
        removed.state = ContributionState.REMOVED
        removed_id = removed.id

    pages = knock_everywhere(web, alice, removed_id)

    assert any("Ook in het weekend graag" in page for page in pages.values())
    assert tellers(pages) == []
