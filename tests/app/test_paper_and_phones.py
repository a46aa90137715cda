"""Ten people on paper, and ten on phones: the same figures."""

from dataclasses import dataclass, fields, is_dataclass
from uuid import UUID, uuid5

import numpy as np
import pytest
from pydantic import BaseModel
from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, select

from app.db import transaction
from app.queries import parts
from app.queries.exposure import exposure
from app.queries.support import theme_support
from app.queries.weighing import weigh
from app.usecases import background, contributions, hands, invitations, paper, participants, ratings
from app.usecases.deck_audit import audit_decks
from app.usecases.participation import measure_participation
from dialogue.models import (
    Contribution,
    Dialogue,
    Participant,
    PlacedBy,
    Placement,
    Rating,
    Round,
    RoundKind,
    Theme,
    Visit,
    new_id,
)
from tests.cast import KEY, arrive, go_on_to, make_asking, say
from tests.facilitator_cast import make_theme
from tests.paper_cast import TABLE, asking_round, entering, printing
from tests.residents import QUESTIONS

FIRST, SECOND = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Said:
    """What one of the ten does, whatever the way."""

    text: str
    age: str

    def mark(self, card: str) -> int | None:
        lot = UUID(card).int % 8
        return None if lot == 7 else lot - 3


PEOPLE = [Said(f"Antwoord {n} van de tafel", "young" if n % 2 else "old") for n in range(TABLE)]


def answer_id(number: int) -> UUID:
    return uuid5(uuid5(FIRST, str(number)), "answer/1")


def addition_id(number: int) -> UUID:
    return uuid5(uuid5(SECOND, str(number)), "add/2")


def person_id(running: Dialogue, number: int) -> UUID:
    return paper.secret_id(running, number, key=KEY, purpose="paper-participant")


def by_phone(session: Session, running: Dialogue, now) -> None:
    """Ten people with a code in a letter, who take out their phones together."""
    chamber = parts.chambers_of(session, running)[0]
    codes = invitations.create_invitations(session, running, chamber, count=TABLE, key=KEY)
    for number, (code, each) in enumerate(zip(codes, PEOPLE, strict=True), start=1):
        person = in_by_phone(session, running, code, person_id(running, number), now)
        prompt = parts.prompts_of(session, asking_round(session, running))[0]
        contributions.submit_answer(
            session, running, person, prompt, contribution_id=answer_id(number),
            text=each.text, language="nl", now=now,
        )  # fmt: skip
        background.save_background(session, person, {"age": each.age})
    weighing = go_on(session, running, now)
    people = [session.get_one(Participant, person_id(running, n + 1)) for n in range(TABLE)]
    dealt = [hands.current_hand(session, running, each, weighing, now=now) for each in people]
    for number, (hand, person, each) in enumerate(zip(dealt, people, PEOPLE, strict=True), 1):
        for position, card in enumerate(hand.cards):
            hands.show_card(session, hand, position, now=now)
            ratings.rate(
                session, running, person, weighing, UUID(card), rating_id=new_id(),
                value=each.mark(card), now=now,
            )  # fmt: skip
        contributions.enrich(
            session, running, person, weighing, session.get_one(Contribution, UUID(hand.cards[1])),
            contribution_id=addition_id(number), text=f"En ook {number} dit", language="nl",
            now=now,
        )  # fmt: skip


def in_by_phone(session: Session, running: Dialogue, code: str, wanted: UUID, now) -> Participant:
    """Somebody who comes in with a code, under a known identifier so that figures compare."""
    arrival = participants.redeem_code(
        session, running, code=code, request_id=new_id(), language="nl", key=KEY, now=now
    )
    made = arrival.participant
    session.execute(delete(Visit).where(col(Visit.participant_id) == made.id))
    session.execute(update(Participant).where(col(Participant.id) == made.id).values(id=wanted))
    session.expunge(made)
    person = session.get_one(Participant, wanted)
    participants.give_consent(session, person, may_be_quoted=True, now=now)
    return person


def on_paper(session: Session, running: Dialogue, now, *, unused: int = 0) -> None:
    """The same ten, whose sheets are typed in one after another."""
    asking = asking_round(session, running)
    printing(session, running, asking, now)
    for number, each in enumerate(PEOPLE, start=1):
        entering(
            session, running, asking, number, now, entry_id=uuid5(FIRST, str(number)),
            may_be_quoted=True, answers={1: each.text}, background={"age": each.age},
        )  # fmt: skip
    weighing = go_on(session, running, now)
    sheets = printing(session, running, weighing, now, count=unused, again=range(1, TABLE + 1))
    for sheet, each in zip(sheets[:TABLE], PEOPLE, strict=True):
        marks = {n: each.mark(card) for n, card in enumerate(sheet.hand.cards, start=1)}
        entering(
            session, running, weighing, sheet.number, now, may_be_quoted=True, marks=marks,
            entry_id=uuid5(SECOND, str(sheet.number)), additions={2: f"En ook {sheet.number} dit"},
        )  # fmt: skip


def go_on(session: Session, running: Dialogue, now) -> Round:
    """Close the questions, place the ten answers by hand, and let people weigh."""
    weighing = go_on_to(session, running, RoundKind.WEIGH, now)
    weighing.hand_size = 6
    themes = session.exec(select(Theme).order_by(col(Theme.number))).all()
    session.add_all(
        Placement(
            contribution_id=answer_id(number + 1), dialogue_id=running.id, placed_at=now,
            placed_by=PlacedBy.MACHINE, theme_id=themes[number % 2].id,
        )
        for number in range(TABLE)
    )  # fmt: skip
    session.flush()
    return weighing


def plain(figures: object) -> object:
    """Figures as texts and lists, so that all of them can be compared."""
    if isinstance(figures, BaseModel):
        return plain(figures.model_dump())
    if is_dataclass(figures):
        return {each.name: plain(getattr(figures, each.name)) for each in fields(figures)}
    if isinstance(figures, np.ndarray):
        return plain(figures.tolist())
    if isinstance(figures, dict):
        return {str(name): plain(value) for name, value in figures.items()}
    if isinstance(figures, list | tuple):
        return [plain(each) for each in figures]
    return repr(figures)


def figures_of(session: Session, running: Dialogue, now) -> dict[str, object]:
    weighing = parts.round_of_kind(session, running, RoundKind.WEIGH)
    said = select(Contribution.id, Contribution.state, Contribution.language).where(
        Contribution.dialogue_id == running.id
    )
    counted = select(Rating.participant_id, Rating.contribution_id, Rating.value)
    measured = plain(measure_participation(session, running, now=now).figures)
    assert isinstance(measured, dict)
    measured["funnel"].pop("channels")
    for wave in measured["funnel"]["waves"]:
        wave.pop("channel")
    return {
        "support": plain(theme_support(session, running)),
        "weighing": plain(weigh(session, running)),
        "turnout": measured,
        "contributions": sorted(map(str, session.exec(said).all())),
        "ratings": sorted(map(str, session.exec(counted).all())),
        "shown": plain(exposure(session, running, weighing).whole),
        "chambers": plain(exposure(session, running, weighing).chambers),
    }


@pytest.fixture
def meeting(engine: Engine, clock) -> Engine:
    """A dialogue with twelve other answers in two themes, of which everybody is asked their age."""
    with transaction(engine) as session:
        running = make_asking(session, clock())
        running.background_questions = QUESTIONS
        said = [
            say(session, running, arrive(session, running, clock()), f"Idee {n}", clock())
            for n in range(12)
        ]
        for number in range(2):
            make_theme(
                session, running, clock(), number=number, label=f"thema {number}",
                contributions=said[number::2],
            )  # fmt: skip
    return engine


def played(meeting: Engine, way, now, **more) -> dict[str, object]:
    """Play a meeting, measure everything, and undo it."""
    with Session(meeting) as session:
        running = session.exec(select(Dialogue)).one()
        way(session, running, now, **more)
        assert not audit_decks(session, running).differ
        figures = figures_of(session, running, now)
        session.rollback()
        return figures


def test_ten_people_on_paper_change_results_exactly_as_ten_phones(meeting: Engine, clock) -> None:
    phones = played(meeting, by_phone, clock())
    sheets = played(meeting, on_paper, clock())

    assert len(sheets["ratings"]) == TABLE * 6
    for name, figures in phones.items():
        assert sheets[name] == figures, name


def test_sheets_that_nobody_fills_in_change_no_result(meeting: Engine, clock) -> None:
    used = played(meeting, on_paper, clock())
    with_rest = played(meeting, on_paper, clock(), unused=3)
    # Sheets that were handed out in vain are people who were invited and did not come.
    for figures in (used, with_rest):
        figures.pop("turnout")
    assert with_rest == used
