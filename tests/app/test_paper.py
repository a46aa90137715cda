"""A table on paper counts as phones do: once each, with the same cards, the same figures."""

from dataclasses import dataclass, fields, is_dataclass
from uuid import UUID, uuid5

import numpy as np
import pytest
from pydantic import BaseModel
from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, func, select

from app.db import transaction
from app.queries import parts
from app.queries.exposure import exposure
from app.queries.sheets import sheets_of
from app.queries.support import theme_support
from app.queries.weighing import weigh
from app.usecases import (
    background,
    contributions,
    hands,
    invitations,
    paper,
    paper_entry,
    participants,
    ratings,
)
from app.usecases.deck_audit import audit_decks
from app.usecases.participation import measure_participation
from dialogue.errors import CodeUsed, RatingOutOfScale, RoundClosed, RoundNotOpen
from dialogue.errors.paper import (
    SheetNotAgreed,
    SheetUnknown,
    SheetUsedByPhone,
    SheetWithoutCards,
)
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Event,
    Exposure,
    Hand,
    Invitation,
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
from dialogue.sheets import sheet_label
from tests.cast import FACILITATOR, KEY, arrive, go_on_to, make_asking, say
from tests.facilitator_cast import make_theme
from tests.residents import QUESTIONS

TABLE = 10
FIRST, SECOND = UUID(int=1), UUID(int=2)


def printing(session: Session, running: Dialogue, chosen: Round, now, *, count=TABLE, **more):
    chamber = parts.chambers_of(session, running)[0]
    options = {"print_id": new_id(), "language": "nl", **more}
    return paper.print_sheets(
        session, running, chamber, chosen, count=count, key=KEY, now=now, actor=FACILITATOR,
        **options,
    )  # fmt: skip


def entering(session: Session, running: Dialogue, chosen: Round, number: int, now, **more):
    filled = paper_entry.Filled(number, **{"entry_id": new_id(), "agrees": True, **more})
    return paper_entry.enter_sheet(
        session, running, chosen, filled, key=KEY, now=now, actor=FACILITATOR
    )


def asking_round(session: Session, running: Dialogue) -> Round:
    return parts.round_of_kind(session, running, RoundKind.ASK)


def weighing_round(session: Session, now, *, others: int = 30) -> tuple[Dialogue, Round]:
    running = make_asking(session, now)
    for number in range(others):
        say(session, running, arrive(session, running, now), f"Idee {number} voor zorg", now)
    weighing = go_on_to(session, running, RoundKind.WEIGH, now)
    weighing.hand_size = 5
    session.flush()
    return running, weighing


def rated_by(session: Session, person: Participant) -> list[tuple[int, int | None]]:
    query = select(Rating.revision, Rating.value).where(Rating.participant_id == person.id)
    return sorted(session.exec(query).all(), key=str)


def words_of(session: Session, person: Participant) -> list[tuple[str, str]]:
    query = (
        select(ContributionVersion.text, Contribution.state)
        .join(Contribution, col(Contribution.id) == ContributionVersion.contribution_id)
        .where(Contribution.participant_id == person.id)
    )
    return sorted((text, str(state)) for text, state in session.exec(query).all())


# ---- Shows 6: ten people on paper, and ten on phones ----


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


# ---- printing ----


def test_a_sheet_has_a_number_a_letter_and_codes_of_its_own(session: Session, clock) -> None:
    running = make_asking(session, clock())

    sheets = printing(session, running, asking_round(session, running), clock(), count=3)

    assert [each.number for each in sheets] == [1, 2, 3]
    assert all(each.label == sheet_label(running.id, each.number) for each in sheets)
    assert len({each.code for each in sheets} | {each.receipt_code for each in sheets}) == 6
    assert {each.participant.channel for each in sheets} == {"paper"}
    assert {each.participant.consented_at for each in sheets} == {None}


def test_the_same_request_prints_the_same_sheets(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())

    once = printing(session, running, weighing, clock(), count=2, print_id=FIRST)
    twice = printing(session, running, weighing, clock(), count=2, print_id=FIRST)
    other = printing(session, running, weighing, clock(), count=1)

    assert [each.hand.id for each in once] == [each.hand.id for each in twice]
    assert [each.label for each in once] == [each.label for each in twice]
    assert other[0].number == 3


def test_who_answered_on_paper_is_not_dealt_their_own_answer(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=4)
    people = [
        entering(session, running, asking, n, clock(), answers={1: f"Mijn eigen idee {n}"})
        for n in range(1, 5)
    ]
    weighing = go_on_to(session, running, RoundKind.WEIGH, clock())

    sheets = printing(session, running, weighing, clock(), count=0, again=[1, 2, 3, 4])

    own = {each.participant_id: str(each.id) for each in session.exec(select(Contribution)).all()}
    assert [each.participant.id for each in sheets] == [each.id for each in people]
    for sheet in sheets:
        assert len(sheet.hand.cards) == 3
        assert own[sheet.participant.id] not in sheet.hand.cards
    assert not audit_decks(session, running).differ


def test_cards_are_printed_only_while_they_are_weighed(session: Session, clock) -> None:
    running = make_asking(session, clock())
    weighing = parts.round_of_kind(session, running, RoundKind.WEIGH)

    with pytest.raises(RoundNotOpen):
        printing(session, running, weighing, clock())


def test_sheets_that_stay_unused_raise_no_alarm(session: Session, clock) -> None:
    """Half of forty sheets come back: like people who stopped before their first card."""
    running, weighing = weighing_round(session, clock(), others=60)
    sheets = printing(session, running, weighing, clock(), count=40)
    for sheet in sheets[::2]:
        entering(session, running, weighing, sheet.number, clock(), marks={1: 2})

    realised = exposure(session, running, weighing)

    assert realised is not None
    assert not realised.alarm
    assert not audit_decks(session, running).differ
    assert session.exec(select(func.count()).select_from(Exposure)).one() == 20 * 5


def test_a_chamber_that_only_got_sheets_is_not_counted_as_viewers(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock(), others=60)
    sheets = printing(session, running, weighing, clock(), count=15)
    for sheet in sheets[:4]:
        entering(session, running, weighing, sheet.number, clock(), marks={1: 2})

    spread = exposure(session, running, weighing).chambers[0]

    assert spread.share_seen is None  # four people saw cards, not fifteen


# ---- typing in ----


def test_typing_in_uses_the_code_once_and_says_that_they_take_part(session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=2)
    clock.pass_by(days=2)

    person = entering(
        session, running, asking, 2, clock(), answers={1: "Meer bankjes"}, may_be_quoted=True
    )

    used = session.exec(select(Invitation).where(col(Invitation.redeemed_on).is_not(None))).all()
    assert [each.channel for each in used] == ["paper"]
    assert (person.consented_at, person.may_be_quoted) == (clock(), True)
    assert person.joined_on == clock().date()
    assert words_of(session, person) == [("Meer bankjes", "visible")]
    listed = [(each.number, each.entered) for each in sheets_of(session, running, asking)]
    assert listed == [(1, False), (2, True)]
    log = session.exec(select(Event).where(Event.kind == "paper.entered")).one()
    assert (log.actor_role, log.account_id) == ("facilitator", None)


def test_nothing_is_kept_of_a_sheet_without_a_tick(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=1)

    with pytest.raises(SheetNotAgreed):
        entering(session, running, asking, 1, clock(), agrees=False, answers={1: "Iets"})

    assert session.exec(select(Contribution)).all() == []


def test_the_same_entry_sent_twice_is_stored_once(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())
    printing(session, running, weighing, clock(), count=1)
    sent = {"entry_id": FIRST, "marks": {1: 3, 2: None}, "additions": {1: "En een lift"}}

    person = entering(session, running, weighing, 1, clock(), **sent)
    entering(session, running, weighing, 1, clock(), **sent)

    assert rated_by(session, person) == [(1, 3), (1, None)]
    assert words_of(session, person) == [("En een lift", "visible")]
    assert session.exec(select(func.count()).select_from(Exposure)).one() == 5


def test_typing_in_again_replaces(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=1)
    person = entering(session, running, asking, 1, clock(), answers={1: "Meer bankjs"})
    clock.pass_by(minutes=1)

    entering(session, running, asking, 1, clock(), answers={1: "Meer bankjes"})
    entering(session, running, asking, 1, clock(), answers={})

    assert words_of(session, person) == [("Meer bankjes", "visible"), ("Meer bankjs", "withdrawn")]


def test_a_corrected_mark_is_a_next_revision(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())
    printing(session, running, weighing, clock(), count=1)
    person = entering(session, running, weighing, 1, clock(), marks={1: 3})

    entering(session, running, weighing, 1, clock(), marks={1: -3})

    assert rated_by(session, person) == [(1, 3), (2, -3)]


def test_a_typed_answer_with_a_phone_number_is_held(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=1)

    entering(session, running, asking, 1, clock(), answers={1: "Bel mij op 06-12345678"})

    assert session.exec(select(Contribution.state)).one() is ContributionState.HELD


def test_a_code_that_was_used_on_a_phone_counts_there_only(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    one, two = printing(session, running, asking, clock(), count=2)
    came = {"language": "nl", "key": KEY, "now": clock()}
    participants.redeem_code(session, running, code=one.code, request_id=new_id(), **came)
    entering(session, running, asking, 2, clock(), answers={1: "Meer bankjes"})

    with pytest.raises(SheetUsedByPhone):
        entering(session, running, asking, 1, clock(), answers={1: "Meer bankjes"})
    with pytest.raises(CodeUsed):
        participants.redeem_code(session, running, code=two.code, request_id=new_id(), **came)


def test_the_receipt_on_the_sheet_opens_what_was_typed_in(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    [sheet] = printing(session, running, asking, clock(), count=1)
    person = entering(session, running, asking, 1, clock(), answers={1: "Meer bankjes"})

    back = participants.return_with_receipt(
        session, running, receipt_code=sheet.receipt_code, key=KEY, now=clock()
    )

    assert back.participant.id == person.id


def test_what_is_not_on_the_sheet_is_refused(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())
    printing(session, running, weighing, clock(), count=1)

    for more, refusal in (
        ({"number": 2}, SheetUnknown),
        ({"marks": {6: 1}}, SheetWithoutCards),
        ({"marks": {1: 4}}, RatingOutOfScale),
    ):
        number = more.pop("number", 1)
        with pytest.raises(refusal), session.begin_nested():
            entering(session, running, weighing, number, clock(), **more)


def test_nothing_is_typed_in_after_the_round(session: Session, clock) -> None:
    running = make_asking(session, clock())
    asking = asking_round(session, running)
    printing(session, running, asking, clock(), count=1)
    go_on_to(session, running, RoundKind.WEIGH, clock())

    with pytest.raises(RoundClosed):
        entering(session, running, asking, 1, clock(), answers={1: "Te laat"})


def test_a_hand_on_paper_is_one_that_was_dealt(session: Session, clock) -> None:
    running, weighing = weighing_round(session, clock())

    sheets = printing(session, running, weighing, clock(), count=3)

    dealt = session.exec(select(Hand).order_by(col(Hand.turn))).all()
    assert [each.hand.id for each in sheets] == [each.id for each in dealt]
    assert [each.turn for each in dealt] == [0, 1, 2]
