"""How many took part so far, per chamber and round: "at least" so many, in whole tens.

Who stopped between two steps is a group as well, so that no small one follows by subtracting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from dialogue.models import (
    Chamber,
    Confirmation,
    Contribution,
    ContributionKind,
    Dialogue,
    Exposure,
    Hand,
    Invitation,
    Participant,
    Prompt,
    Proposal,
    ProposalState,
    Rating,
    Round,
    RoundKind,
    RoundState,
)
from participation.disclosure import SUPPRESSED, shown_steps


@dataclass(frozen=True)
class RoundTurnout:
    """At least how many started and finished a round; None is a number that is not shown."""

    round: Round
    begun: bool
    started: int | None
    finished: int | None


@dataclass(frozen=True)
class ChamberTurnout:
    """A chamber's row: codes made (known to who made them), came in, and each round."""

    chamber: Chamber
    invited: int
    came_in: int | None
    rounds: tuple[RoundTurnout, ...]


Counts = dict[UUID, int]


def turnout(
    session: Session, dialogue: Dialogue, rounds: Sequence[Round], chambers: Sequence[Chamber]
) -> list[ChamberTurnout]:
    """Count who came in, started and finished; no totals, so that nothing can be subtracted."""
    invited = count_by_chamber(session, codes_made(dialogue))
    came_in = count_by_chamber(session, who_came_in(dialogue))
    per_round = [
        (each, count_people(session, who_started(each)), count_people(session, who_finished(each)))
        for each in rounds
    ]
    table = []
    for chamber in chambers:
        codes, entered = invited.get(chamber.id, 0), came_in.get(chamber.id, 0)
        # With an open link more people may come in than there are codes.
        known = None if dialogue.open_link else codes
        steps = [
            at_least(
                (entered, started.get(chamber.id, 0), finished.get(chamber.id, 0)), known=known
            )
            for _, started, finished in per_round
        ]
        rounds_of_chamber = tuple(
            RoundTurnout(each, each.state is not RoundState.PLANNED, begun, done)
            for (each, _, _), (_, begun, done) in zip(per_round, steps, strict=True)
        )
        [shown] = at_least((entered,), known=known)
        table.append(ChamberTurnout(chamber, codes, shown, rounds_of_chamber))
    return table


def at_least(steps: Sequence[int], *, known: int | None) -> tuple[int | None, ...]:
    """Give counts that are each part of the one before in whole tens, or None for not shown."""
    shown = shown_steps(steps, known=known)
    return tuple(None if count is SUPPRESSED else count for count in shown)


def count_by_chamber(session: Session, query: Select[UUID, int]) -> Counts:
    """Read counts per chamber."""
    return {row[0]: row[1] for row in session.execute(query)}


def count_people(session: Session, people: Select[UUID]) -> Counts:
    """Count these participants per chamber."""
    query = (
        sql_select(col(Participant.chamber_id), func.count())
        .where(col(Participant.id).in_(people))
        .group_by(col(Participant.chamber_id))
    )
    return count_by_chamber(session, query)


def codes_made(dialogue: Dialogue) -> Select[UUID, int]:
    """Count the invitations per chamber."""
    return (
        sql_select(col(Invitation.chamber_id), func.count())
        .where(col(Invitation.dialogue_id) == dialogue.id)
        .group_by(col(Invitation.chamber_id))
    )


def who_came_in(dialogue: Dialogue) -> Select[UUID, int]:
    """Count who agreed to take part, per chamber."""
    return (
        sql_select(col(Participant.chamber_id), func.count())
        .where(
            col(Participant.dialogue_id) == dialogue.id,
            col(Participant.consented_at).is_not(None),
        )
        .group_by(col(Participant.chamber_id))
    )


def who_started(each: Round) -> Select[UUID]:
    """Select who did anything in a round: answered, was shown a card, judged a proposal."""
    if each.kind is RoundKind.ASK:
        return answered(each)
    if each.kind is RoundKind.WEIGH:
        shown = sql_select(col(Hand.participant_id)).join(
            Exposure, col(Exposure.hand_id) == Hand.id
        )
        return shown.where(col(Hand.round_id) == each.id)
    return sql_select(col(Confirmation.participant_id)).where(col(Confirmation.round_id) == each.id)


def who_finished(each: Round) -> Select[UUID]:
    """Select who did all of a round: every question, the first hand, every proposal."""
    if each.kind is RoundKind.ASK:
        return all_questions_answered(each)
    if each.kind is RoundKind.WEIGH:
        return first_hand_rated(each)
    return all_proposals_judged(each)


def answered(asking: Round) -> Select[UUID]:
    """Select who answered at least one question."""
    return sql_select(col(Contribution.participant_id)).where(
        col(Contribution.round_id) == asking.id,
        col(Contribution.kind) == ContributionKind.ANSWER,
    )


def all_questions_answered(asking: Round) -> Select[UUID]:
    """Select who answered every question of the round."""
    questions = (
        sql_select(func.count())
        .select_from(Prompt)
        .where(col(Prompt.round_id) == asking.id)
        .scalar_subquery()
    )
    done = func.count(func.distinct(col(Contribution.prompt_id)))
    return answered(asking).group_by(col(Contribution.participant_id)).having(done >= questions)


def first_hand_rated(weighing: Round) -> Select[UUID]:
    """Select who rated as many cards as one hand holds."""
    one_hand = (
        sql_select(func.min(col(Hand.size)))
        .where(col(Hand.round_id) == weighing.id, col(Hand.participant_id) == Rating.participant_id)
        .correlate(Rating)
        .scalar_subquery()
    )
    return (
        sql_select(col(Rating.participant_id))
        .where(col(Rating.round_id) == weighing.id, col(Rating.revision) == 1)
        .group_by(col(Rating.participant_id))
        .having(func.count() >= one_hand)
    )


def all_proposals_judged(confirming: Round) -> Select[UUID]:
    """Select who judged every published proposal."""
    proposals = (
        sql_select(func.count())
        .select_from(Proposal)
        .where(
            col(Proposal.dialogue_id) == confirming.dialogue_id,
            col(Proposal.state) != ProposalState.DRAFT,
        )
        .scalar_subquery()
    )
    judged = func.count(func.distinct(col(Confirmation.proposal_id)))
    return (
        sql_select(col(Confirmation.participant_id))
        .where(col(Confirmation.round_id) == confirming.id)
        .group_by(col(Confirmation.participant_id))
        .having(judged >= proposals)
    )
