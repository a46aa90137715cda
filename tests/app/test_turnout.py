"""Who came in, started and finished, per chamber: "at least", in whole tens, silent below."""

from datetime import datetime

from sqlmodel import Session, select

from app.queries import parts
from app.queries.turnout import turnout
from app.usecases import dialogues
from app.usecases.invitations import create_invitations
from app.usecases.participation import measure_participation
from dialogue.models import (
    Confirmation,
    Contribution,
    Deck,
    Dialogue,
    Exposure,
    Hand,
    Invitation,
    Participant,
    Rating,
    Round,
    RoundKind,
    TrustLevel,
)
from tests.cast import FACILITATOR, make_asking, make_proposal
from tests.facilitator_cast import make_participant, say


def weigh(
    session: Session,
    weighing: Round,
    deck: Deck,
    person: Participant,
    cards: list[Contribution],
    *,
    turn: int,
    rated: int,
    now: datetime,
) -> None:
    """Deal a hand to somebody who looks at the first card and rates some."""
    hand = Hand(
        deck_id=deck.id, round_id=weighing.id, participant_id=person.id, turn=turn,
        size=len(cards), cards=[str(each.id) for each in cards], dealt_at=now,
    )  # fmt: skip
    session.add(hand)
    session.flush()
    session.add(
        Exposure(
            hand_id=hand.id, position=0, contribution_id=cards[0].id, version_number=1, shown_at=now
        )
    )
    for card in cards[:rated]:
        for revision in (1, 2):
            session.add(
                Rating(
                    round_id=weighing.id, participant_id=person.id, contribution_id=card.id,
                    revision=revision, value=1, created_at=now,
                )
            )  # fmt: skip
    session.flush()


def row_of(session: Session, running: Dialogue, key: str = "resident") -> list[int | None]:
    """Came in, then started and finished of each round."""
    session.flush()
    measure_participation(session, running, now=running.created_at)
    rounds = parts.rounds_of(session, running)
    table = turnout(session, running, rounds, parts.chambers_of(session, running))
    row = next(each for each in table if each.chamber.key == key)
    return [row.came_in, *(count for each in row.rounds for count in (each.started, each.finished))]


def test_started_and_finished_are_counted_per_round(session: Session, clock) -> None:
    now = clock()
    running = make_asking(session, now)
    asking, weighing, confirming = parts.rounds_of(session, running)
    people = [make_participant(session, running, now) for _ in range(30)]
    cards = [say(session, running, f"{n}", now, participant=people[n]) for n in range(20)]
    dialogues.close_round(session, running, asking, now=now, actor=FACILITATOR)
    dialogues.open_round(session, running, weighing, now=now, actor=FACILITATOR)
    deck = Deck(
        round_id=weighing.id, epoch=1, seed=1, contribution_ids=[], theme_numbers=[], created_at=now
    )
    session.add(deck)
    session.flush()
    for turn, person in enumerate(people[:25]):
        weigh(
            session, weighing, deck, person, cards[:3], turn=turn, rated=3 if turn < 15 else 2,
            now=now,
        )  # fmt: skip
    dialogues.close_round(session, running, weighing, now=now, actor=FACILITATOR)
    dialogues.open_round(session, running, confirming, now=now, actor=FACILITATOR)
    proposals = [make_proposal(session, running, now, position=place) for place in (1, 2)]
    for place, person in enumerate(people[:20]):
        for proposal in proposals[: 2 if place < 10 else 1]:
            session.add(
                Confirmation(
                    round_id=confirming.id, participant_id=person.id, proposal_id=proposal.id,
                    version_number=1, value=1, created_at=now,
                )
            )  # fmt: skip
    session.flush()

    assert row_of(session, running) == [30, 20, 20, 20, 10, 20, 10]


def test_who_answers_one_of_two_questions_started_but_did_not_finish(
    session: Session, clock
) -> None:
    running = make_asking(session, clock(), template="pulse")
    asking = parts.round_of_kind(session, running, RoundKind.ASK)
    first = parts.prompts_of(session, asking)[0]
    session.add(type(first)(round_id=asking.id, position=2, text_nl="En verder?"))
    for place in range(12):
        say(session, running, f"Antwoord {place}", clock())

    assert row_of(session, running) == [10, 10, None]


def test_a_chamber_of_nine_and_an_empty_one_look_alike(session: Session, clock) -> None:
    running = make_asking(session, clock())
    for _ in range(9):
        make_participant(session, running, clock(), chamber="manager")

    assert row_of(session, running, "manager") == row_of(session, running, "director")


def test_that_nearly_every_code_was_used_does_not_tell_who_stayed_away(
    session: Session, clock
) -> None:
    running = make_asking(session, clock())
    running.open_link = False
    chamber = parts.chambers_of(session, running)[0]
    create_invitations(session, running, chamber, count=30, key=b"a key")
    for code in session.exec(select(Invitation)).all():
        code.redeemed_on = clock().date()
        person = make_participant(session, running, clock())
        person.trust, person.channel = TrustLevel.CODE, code.channel
    everybody = row_of(session, running)[0]
    one = next(iter(session.exec(select(Participant)).all()))
    one.consented_at = None
    session.flush()

    assert everybody == row_of(session, running)[0] == 20


def test_before_anything_was_measured_nothing_is_shown(session: Session, clock) -> None:
    running = make_asking(session, clock())
    make_participant(session, running, clock())
    rounds, chambers = parts.rounds_of(session, running), parts.chambers_of(session, running)

    assert all(row.came_in is None for row in turnout(session, running, rounds, chambers))
