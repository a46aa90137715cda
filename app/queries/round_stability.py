"""Whether another round of weighing would say the same: what a Delphi dialogue stops by."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from sqlmodel import Session

from app.queries.matrices import Ratings, read_ratings, weigh_rounds
from dialogue.models import Dialogue, RoundState
from dialogue.not_enough import NotEnoughData
from dialogue.rating_matrix import RatingMatrix
from dialogue.rating_matrix import read_ratings as rating_matrix
from dialogue.stability import RoundStability, StopRule, round_stability

# The same for every dialogue, so that it is known before the first round.
RULE = StopRule()


@dataclass(frozen=True)
class RoundsCompared:
    """Two rounds of weighing (by their positions); compared: answers weighed in both."""

    earlier: int
    later: int
    found: RoundStability | NotEnoughData
    compared: int


def compare_rounds(session: Session, dialogue: Dialogue) -> list[RoundsCompared]:
    """Compare each round of weighing that was opened with the one before it."""
    weighed = [each for each in weigh_rounds(session, dialogue) if is_held(each.state)]
    if len(weighed) < 2:
        return []
    logs = [matrix_of(read_ratings(session, dialogue, weighed=[each])) for each in weighed]
    held = zip(weighed, logs, strict=True)
    return [
        compare((one.position, first), (other.position, second), rounds_held=number)
        for number, ((one, first), (other, second)) in enumerate(pairwise(held), start=2)
    ]


def compare(
    earlier: tuple[int, RatingMatrix], later: tuple[int, RatingMatrix], *, rounds_held: int
) -> RoundsCompared:
    """Compare two rounds."""
    found = round_stability(earlier[1], later[1], RULE, rounds_held=rounds_held)
    compared = int(np.isfinite(found.moved).sum()) if isinstance(found, RoundStability) else 0
    return RoundsCompared(earlier[0], later[0], found, compared)


def matrix_of(ratings: Ratings) -> RatingMatrix:
    """Put the ratings of one round in a matrix; people keep their numbers over the rounds."""
    return rating_matrix(
        ratings.participant,
        ratings.contribution,
        ratings.value,
        contributions=len(ratings.contribution_ids),
    )


def is_held(state: RoundState) -> bool:
    """Tell whether a round was opened."""
    return state is not RoundState.PLANNED
