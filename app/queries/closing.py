"""What somebody did so far, and what they said about taking part itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.ballots import proposals_to_weigh
from dialogue.closing_questions import Asked, Steps, asked_of
from dialogue.models import (
    ClosingAnswer,
    Confirmation,
    Contribution,
    Dialogue,
    Hand,
    Indicator,
    IndicatorAnswer,
    Moment,
    Participant,
    Rating,
    Round,
    RoundKind,
    ScaleAnswer,
)


@dataclass(frozen=True)
class OwnAnswers:
    """What counts of somebody's answers about taking part: by moment and scale or indicator."""

    scales: dict[tuple[Moment, str], ClosingAnswer]
    indicators: dict[tuple[Moment, UUID], IndicatorAnswer]

    @property
    def anything(self) -> bool:
        """Tell whether there is something to show or erase."""
        return bool(self.scales or self.indicators)


def asked_now(
    session: Session,
    dialogue: Dialogue,
    rounds: Sequence[Round],
    participant: Participant,
    *,
    now: datetime,
) -> Asked:
    """Say what may be asked of this person now; most dialogues ask nothing, at no cost."""
    indicators = bool(indicators_of(session, dialogue))
    if not indicators and not dialogue.closing_questions:
        return Asked(None)
    steps = steps_of(session, dialogue, rounds, participant)
    return asked_of(dialogue, rounds, steps, indicators=indicators, now=now)


def steps_of(
    session: Session, dialogue: Dialogue, rounds: Sequence[Round], participant: Participant
) -> Steps:
    """Tell what this person did in each round; a whole hand is enough for a weigh round."""
    enough = cards_of_a_hand(session, participant)
    judged = cards_rated(session, participant) | proposals_weighed(session, participant)
    confirming = [each.id for each in rounds if each.kind is RoundKind.CONFIRM]
    if any(each in judged for each in confirming):
        proposals = len(proposals_to_weigh(session, dialogue))
        enough |= dict.fromkeys(confirming, proposals)
    return Steps(
        consented=participant.consented_at is not None,
        said=said_something(session, participant),
        begun=frozenset(judged),
        finished=frozenset(each for each, count in judged.items() if count >= enough[each]),
    )


def said_something(session: Session, participant: Participant) -> bool:
    """Tell whether this person answered a question, in words or on a scale."""
    written = select(Contribution.id).where(Contribution.participant_id == participant.id)
    chosen = select(ScaleAnswer.id).where(ScaleAnswer.participant_id == participant.id)
    return any(session.exec(query.limit(1)).first() is not None for query in (written, chosen))


def cards_of_a_hand(session: Session, participant: Participant) -> dict[UUID, int]:
    """Count the cards of this person's smallest hand, by round: who asks for more did enough."""
    query = (
        sql_select(col(Hand.round_id), func.min(Hand.size))
        .where(col(Hand.participant_id) == participant.id)
        .group_by(col(Hand.round_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def cards_rated(session: Session, participant: Participant) -> dict[UUID, int]:
    """Count the cards that this person rated, by round; a changed mind is one rating."""
    held = select(Hand.round_id).where(Hand.participant_id == participant.id)
    query = (
        sql_select(col(Rating.round_id), func.count())
        .where(
            col(Rating.round_id).in_(held),  # the index begins with the round
            col(Rating.participant_id) == participant.id,
            col(Rating.revision) == 1,
        )
        .group_by(col(Rating.round_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def proposals_weighed(session: Session, participant: Participant) -> dict[UUID, int]:
    """Count the proposals that this person weighed, by round."""
    here = select(Round.id).where(
        Round.dialogue_id == participant.dialogue_id, Round.kind == RoundKind.CONFIRM
    )
    query = (
        sql_select(col(Confirmation.round_id), func.count())
        .where(
            col(Confirmation.round_id).in_(here),
            col(Confirmation.participant_id) == participant.id,
            col(Confirmation.revision) == 1,
        )
        .group_by(col(Confirmation.round_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def indicators_of(session: Session, dialogue: Dialogue) -> Sequence[Indicator]:
    """Load the indicators of a dialogue in their order."""
    query = select(Indicator).where(Indicator.dialogue_id == dialogue.id)
    return session.exec(query.order_by(col(Indicator.position))).all()


def own_answers(session: Session, participant: Participant) -> OwnAnswers:
    """Load what counts of this person's answers; a later revision replaces an earlier."""
    told = select(ClosingAnswer).where(ClosingAnswer.participant_id == participant.id)
    measured = select(IndicatorAnswer).where(IndicatorAnswer.participant_id == participant.id)
    scales = session.exec(told.order_by(col(ClosingAnswer.revision))).all()
    indicators = session.exec(measured.order_by(col(IndicatorAnswer.revision))).all()
    return OwnAnswers(
        scales={(each.moment, each.scale): each for each in scales},
        indicators={(each.moment, each.indicator_id): each for each in indicators},
    )
