"""A mark that is another one when something changed in who took part; cheap to read.

Counts by index only: never of the millions of ratings. Hands dealt stand for them, and while
people weigh the minute counts as well.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.queries.parts import rounds_of
from dialogue.models import (
    AnalysisRun,
    Background,
    Chamber,
    ClosingAnswer,
    Confirmation,
    Contribution,
    Deck,
    DeckTurn,
    Dialogue,
    Event,
    Indicator,
    IndicatorAnswer,
    Invitation,
    Participant,
    Population,
    Round,
    RoundKind,
    RoundState,
    Theme,
)

ERASED = "closing_answers.erased"


def change_mark(session: Session, dialogue: Dialogue, *, now: datetime) -> str:
    """Give the mark of this moment."""
    rounds = rounds_of(session, dialogue)
    seen: list[Any] = [(each.position, str(each.state)) for each in rounds]
    seen += [list(map(tuple, session.execute(query))) for query in counts(dialogue, rounds)]
    if any(judged_now(each) for each in rounds):
        seen.append(now.replace(second=0, microsecond=0).isoformat())
    return sha256(repr(seen).encode()).hexdigest()


def judged_now(each: Round) -> bool:
    """Tell whether people weigh or confirm at this moment."""
    return each.kind is not RoundKind.ASK and each.state is RoundState.OPEN


def counts(dialogue: Dialogue, rounds: Sequence[Round]) -> Iterator[Select[*tuple[Any, ...]]]:
    """Give the statements, each of a row or a few."""
    yield (
        sql_select(func.count(), func.count(col(Participant.consented_at)))
        .where(col(Participant.dialogue_id) == dialogue.id)
    )  # fmt: skip
    yield (
        sql_select(func.count(), func.count(col(Invitation.redeemed_on)))
        .where(col(Invitation.dialogue_id) == dialogue.id)
    )  # fmt: skip
    yield (
        sql_select(col(Contribution.state), func.count())
        .where(col(Contribution.dialogue_id) == dialogue.id)
        .group_by(col(Contribution.state))
        .order_by(col(Contribution.state))
    )
    yield (
        sql_select(func.sum(DeckTurn.next_turn))
        .join(Deck, col(Deck.id) == DeckTurn.deck_id)
        .where(col(Deck.round_id).in_([each.id for each in rounds]))
    )
    yield (
        sql_select(col(AnalysisRun.state), func.count())
        .where(col(AnalysisRun.dialogue_id) == dialogue.id)
        .group_by(col(AnalysisRun.state))
        .order_by(col(AnalysisRun.state))
    )
    yield sql_select(func.count(), func.sum(Theme.version)).where(
        col(Theme.dialogue_id) == dialogue.id
    )
    yield sql_select(func.count()).where(col(Background.dialogue_id) == dialogue.id)
    yield sql_select(func.count()).where(col(ClosingAnswer.dialogue_id) == dialogue.id)
    # Who erases their answers while another gives some leaves the same number of rows.
    yield sql_select(func.count()).where(
        col(Event.dialogue_id) == dialogue.id, col(Event.kind) == ERASED
    )
    yield sql_select(func.max(Population.revision)).where(
        col(Population.dialogue_id) == dialogue.id
    )
    yield sql_select(func.count(col(Chamber.helix))).where(col(Chamber.dialogue_id) == dialogue.id)
    yield (
        sql_select(func.count(), func.sum(IndicatorAnswer.value))
        .select_from(IndicatorAnswer)
        .join(Indicator, col(Indicator.id) == IndicatorAnswer.indicator_id)
        .where(col(Indicator.dialogue_id) == dialogue.id)
    )
    confirming = [each.id for each in rounds if each.kind is RoundKind.CONFIRM]
    yield sql_select(func.count()).where(col(Confirmation.round_id).in_(confirming))
