"""A dialogue in its weigh round, and people who take the hands that they are dealt."""

from uuid import NAMESPACE_OID, UUID, uuid5

from sqlmodel import Session

from app.usecases import hands, ratings
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Dialogue,
    Hand,
    Participant,
    Round,
    RoundKind,
    new_id,
)
from tests.cast import arrive, go_on_to, make_asking, say


def weighing_with(
    session: Session, now, *, people: int, hand_size: int = 15
) -> tuple[Dialogue, Round, list[Participant]]:
    """A dialogue in its weigh round; each of these people gave one answer.

    Answers have the same ids each time, so that the same hands are dealt each time.
    """
    running = make_asking(session, now)
    crowd = [arrive(session, running, now) for _ in range(people)]
    for number, person in enumerate(crowd):
        text = f"Idee {number} voor betere zorg"
        say(session, running, person, text, now, contribution_id=uuid5(NAMESPACE_OID, text))
    weighing = go_on_to(session, running, RoundKind.WEIGH, now)
    weighing.hand_size = hand_size
    session.flush()
    return running, weighing, crowd


def take_hand(session, running, person, weighing, now, *, rated: bool = False) -> Hand:
    hand = hands.current_hand(session, running, person, weighing, now=now)
    for position, card in enumerate(hand.cards):
        hands.show_card(session, hand, position, now=now)
        if rated:
            rate_card(session, running, person, weighing, card, now)
    return hand


def rate_card(session, running, person, weighing, card: str, now) -> None:
    ratings.rate(
        session, running, person, weighing, UUID(card), rating_id=new_id(), value=1, now=now
    )


def analysed(session: Session, running: Dialogue, weighing: Round, now) -> AnalysisRun:
    """An analysis that was finished, with a model of its own."""
    run = AnalysisRun(
        dialogue_id=running.id, round_id=weighing.id, state=AnalysisState.DONE, seed=1,
        versions={"embedder": "by hand"}, created_at=now, finished_at=now,
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run
