"""The confirm round: which themes the rule picks, and what came of it beside what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlmodel import Session, col

from app.queries.evidence import Support, confirmed_proposals, last_confirmed
from app.queries.parts import rounds_of
from app.queries.support import IN_NO_THEME, Rank, ranks_by_id
from app.queries.weighing import Weighing
from dialogue.bands import rank_items
from dialogue.confirmation import (
    FEWEST_PREDICTIONS,
    FinalistRule,
    PredictionGap,
    Quadrant,
    choose_finalists,
    prediction_gap,
    quadrant,
)
from dialogue.models import (
    BoardPrediction,
    Chamber,
    Dialogue,
    Participant,
    Proposal,
    Round,
    latest_confirmation,
)
from dialogue.not_enough import NotEnoughData
from dialogue.rating_matrix import read_ratings
from dialogue.support import SupportFigure
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE

# The same for every dialogue, so that it is known before any round opens.
RULE = FinalistRule()
RESIDENT, DIRECTOR = "resident", "director"

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Finalist:
    """A theme that the rule picks; some places are kept for the minority panel."""

    place: int
    theme: int
    from_minority: bool


class Guessed(StrEnum):
    """How a guess of the residents' support compares with it."""

    FEW = "few"
    FITTING = "fitting"
    TOO_LOW = "too low"
    TOO_HIGH = "too high"


@dataclass(frozen=True)
class Guess:
    """What some people thought of the residents' support; shares only from fifty residents."""

    outcome: Guessed
    people: int = 0
    predicted: float | None = None
    actual: float | None = None


@dataclass(frozen=True)
class Confirmed:
    """What came of a proposal. by_residents: what residents thought of each other, by_board: what
    board members thought of them; quadrant: residents beside directors, if both may be shown.
    """

    support: Support
    rank: Rank | None
    by_residents: Guess
    by_board: Guess
    quadrant: Quadrant | None


@dataclass(frozen=True, eq=False)
class _Said:
    """The confirmations that count, a row each; NaN for can't say and for no guess."""

    proposals: tuple[UUID, ...]
    participant: npt.NDArray[np.int64]
    proposal: npt.NDArray[np.int64]
    value: Values
    predicted: Values
    resident: npt.NDArray[np.bool_]


def finalists(weighing: Weighing, rule: FinalistRule = RULE) -> list[Finalist]:
    """Pick themes by the rule; what is in no theme and what too few weighed can't be picked.

    A theme that no chamber is certainly for can't be picked either, except from the panel.
    """
    numbers = np.array(weighing.theme_numbers)
    panel = weighing.minority
    minority = {*panel.small_but_strong, *(each.item for each in panel.divided)}
    places = [int(at) for at in np.flatnonzero(np.isin(numbers, sorted(minority)))]
    in_theme = numbers != IN_NO_THEME
    picked = choose_finalists(
        np.where(in_theme, weighing.themes.table.shrunken, np.nan),
        np.where(in_theme, weighing.chambers.verdicts.lowest, np.nan),
        places,
        rule,
        supported=supported_anywhere(weighing),
    )
    return [
        Finalist(place, int(numbers[at]), int(numbers[at]) in minority)
        for place, at in enumerate(picked, start=1)
    ]


def supported_anywhere(weighing: Weighing) -> npt.NDArray[np.bool_]:
    """Tell of each theme whether a chamber that counts is certainly for it.

    Where no such chamber has a figure, everybody together decides.
    """
    found, together = weighing.chambers.found, weighing.themes.table.low
    lows = [
        each.themes.low for each, counts in zip(found.each, found.counting, strict=True) if counts
    ]
    apart = np.stack(lows) if lows else np.full((1, len(together)), np.nan)
    unknown = np.isnan(apart).all(axis=0)
    return np.asarray(np.where(unknown, together > 0, (apart > 0).any(axis=0)))


def confirmed(session: Session, dialogue: Dialogue) -> dict[UUID, Confirmed]:
    """Measure every proposal of the last confirm round that is over; before that there is none."""
    confirming = last_confirmed(rounds_of(session, dialogue))
    if confirming is None:
        return {}
    said = read_confirmations(session, confirming)
    ranks = ranks_of(said, seed=dialogue.seed)
    boards = board_predictions(session, dialogue)
    return {
        proposal_id: Confirmed(
            support=measured,
            rank=ranks.get(proposal_id) if shown(measured.together) else None,
            by_residents=residents_guess(said, proposal_id),
            by_board=board_guess(said, proposal_id, boards.get(proposal_id, [])),
            quadrant=quadrant_of(measured),
        )
        for proposal_id, measured in confirmed_proposals(session, dialogue).items()
    }


def read_confirmations(session: Session, confirming: Round) -> _Said:
    """Read what counts, in an order that is always the same."""
    judged = latest_confirmation.c
    query = (
        select(
            judged.participant_id,
            judged.proposal_id,
            judged.value,
            judged.predicted_percent,
            col(Chamber.key),
        )
        .join(Participant, col(Participant.id) == judged.participant_id)
        .join(Chamber, col(Chamber.id) == Participant.chamber_id)
        .where(judged.round_id == confirming.id)
        .order_by(judged.participant_id, judged.proposal_id)
    )
    rows = session.execute(query).all()
    people: dict[UUID, int] = {}
    proposals: dict[UUID, int] = {}
    return _Said(
        participant=np.array([people.setdefault(row[0], len(people)) for row in rows], np.int64),
        proposal=np.array([proposals.setdefault(row[1], len(proposals)) for row in rows], np.int64),
        value=numbers_of([row[2] for row in rows]),
        predicted=numbers_of([row[3] for row in rows]),
        resident=np.array([row[4] == RESIDENT for row in rows], dtype=np.bool_),
        proposals=tuple(proposals),
    )


def numbers_of(values: Sequence[int | None]) -> Values:
    """Write "none" as NaN."""
    return np.array([np.nan if each is None else each for each in values], dtype=np.float64)


def ranks_of(said: _Said, *, seed: int) -> dict[UUID, Rank]:
    """Divide the proposals into bands."""
    count = len(said.proposals)
    matrix = read_ratings(said.participant, said.proposal, said.value, contributions=count)
    found = rank_items(matrix, np.arange(count), seed=seed, minimum=MINIMUM_CELL)
    if isinstance(found, NotEnoughData):
        return {}
    ranked = ranks_by_id(found, np.arange(count))
    return {said.proposals[place]: rank for place, rank in ranked.items()}


def residents_guess(said: _Said, proposal_id: UUID) -> Guess:
    """Compare what residents thought of residents with what these said."""
    rows = said.resident & (said.proposal == said.proposals.index(proposal_id))
    gap = prediction_gap(said.value[rows], said.predicted[rows])
    return shown_guess(gap, fewest=MINIMUM_CELL)


def board_guess(said: _Said, proposal_id: UUID, predicted: Sequence[int]) -> Guess:
    """Compare what board members thought of residents with what these said."""
    rows = said.resident & (said.proposal == said.proposals.index(proposal_id))
    gap = prediction_gap(said.value[rows], np.array(predicted, dtype=np.float64))
    return shown_guess(gap, fewest=FEWEST_PREDICTIONS)


def shown_guess(gap: PredictionGap | NotEnoughData, *, fewest: int) -> Guess:
    """Show a gap of enough people; of fewer than fifty residents without percentages."""
    if isinstance(gap, NotEnoughData) or gap.votes < MINIMUM_CELL or gap.predictions < fewest:
        return Guess(Guessed.FEW)
    outcome = Guessed.FITTING
    if gap.certain:
        outcome = Guessed.TOO_HIGH if gap.gap > 0 else Guessed.TOO_LOW
    many = gap.votes >= PERCENTAGE_BASE
    return Guess(
        outcome,
        people=gap.predictions,
        predicted=gap.predicted if many else None,
        actual=gap.actual if many else None,
    )


def board_predictions(session: Session, dialogue: Dialogue) -> dict[UUID, list[int]]:
    """Read what board members predicted of each proposal, without who."""
    query = (
        select(col(BoardPrediction.proposal_id), col(BoardPrediction.predicted_percent))
        .join(Proposal, col(Proposal.id) == BoardPrediction.proposal_id)
        .where(col(Proposal.dialogue_id) == dialogue.id)
        .order_by(col(BoardPrediction.proposal_id), col(BoardPrediction.predicted_percent))
    )
    found: dict[UUID, list[int]] = {}
    for proposal_id, percent in session.execute(query):
        found.setdefault(proposal_id, []).append(percent)
    return found


def quadrant_of(measured: Support) -> Quadrant | None:
    """Place a proposal between residents and directors, when both may be shown."""
    shown_of = {
        each.chamber.key: (each.figure.low, each.figure.high)
        for each in measured.chambers
        if isinstance(each.figure, SupportFigure)
    }
    if RESIDENT not in shown_of or DIRECTOR not in shown_of:
        return None
    return quadrant(shown_of[RESIDENT], shown_of[DIRECTOR])


def shown(figure: object) -> bool:
    """Tell whether a figure may be shown."""
    return isinstance(figure, SupportFigure)
