"""The ratings of a dialogue as arrays, streamed from the view that shows which revision counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.parts import rounds_of
from dialogue.models import (
    Chamber,
    Contribution,
    ContributionState,
    Dialogue,
    Participant,
    Round,
    RoundKind,
    latest_rating,
)

Indexes = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

ROWS_AT_ONCE = 10_000
RATING_COLUMNS = ("round_id", "participant_id", "contribution_id", "value")


@dataclass(frozen=True, eq=False)
class Ratings:
    """The latest rating of everybody of every visible contribution, a row each (r,).

    participant indexes ``participant_ids`` (sorted), contribution ``contribution_ids`` (in the
    order they came in); value is NaN for can't say. Values reach from -reach to +reach.
    """

    participant_ids: tuple[UUID, ...]
    chamber_keys: tuple[str, ...]
    contribution_ids: tuple[UUID, ...]
    participant: Indexes
    contribution: Indexes
    value: Values
    reach: int

    @property
    def scaled(self) -> Values:
        """The values from -1 to +1, to compare dialogues of different scales."""
        return self.value / self.reach

    @cached_property
    def chamber_of_person(self) -> npt.NDArray[np.str_]:
        """The key of the chamber of each of ``participant_ids``."""
        return np.array(self.chamber_keys, dtype=np.str_)

    def of_chamber(self, key: str) -> "Ratings":
        """Keep the ratings of the people of one chamber."""
        kept = (self.chamber_of_person == key)[self.participant]
        return replace(
            self,
            participant=self.participant[kept],
            contribution=self.contribution[kept],
            value=self.value[kept],
        )


def read_ratings(
    session: Session, dialogue: Dialogue, *, weighed: Sequence[Round] | None = None
) -> Ratings:
    """Read the ratings of all weigh rounds; of who rated a card in two rounds the later counts.

    With ``weighed`` only those rounds are read.
    """
    people = people_of(session, dialogue)
    contributions = visible_contributions(session, dialogue)
    weighed = weigh_rounds(session, dialogue) if weighed is None else weighed
    rounds = {each.id: each for each in weighed}
    reach = max((each.scale.reach for each in weighed), default=1)
    place_of_person = {person: place for place, (person, _) in enumerate(people)}
    place_of = {contribution: place for place, contribution in enumerate(contributions)}
    rows = [
        (
            place_of_person[participant],
            place_of[contribution],
            rounds[round_id].position,
            np.nan if value is None else value * reach / rounds[round_id].scale.reach,
        )
        for round_id, participant, contribution, value in stream_ratings(session, rounds)
        if contribution in place_of  # else held, removed or withdrawn: out of sight
    ]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 4)
    whole = table[:, :3].astype(np.int64)
    participant, contribution = whole[:, 0], whole[:, 1]
    order = latest_only(participant, contribution, position=whole[:, 2])
    return Ratings(
        participant_ids=tuple(person for person, _ in people),
        chamber_keys=tuple(key for _, key in people),
        contribution_ids=tuple(contributions),
        participant=participant[order],
        contribution=contribution[order],
        value=table[order, 3],
        reach=reach,
    )


def weigh_rounds(session: Session, dialogue: Dialogue) -> list[Round]:
    """List the rounds in which answers are weighed, in their order."""
    return [each for each in rounds_of(session, dialogue) if each.kind is RoundKind.WEIGH]


def stream_ratings(
    session: Session, round_ids: Iterable[UUID]
) -> Iterator[tuple[UUID, UUID, UUID, int | None]]:
    """Give round, person, contribution and value of each rating that counts."""
    columns = (latest_rating.c[name] for name in RATING_COLUMNS)
    query = sql_select(*columns).where(latest_rating.c.round_id.in_(list(round_ids)))
    for row in session.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
        yield tuple(row)


def latest_only(participant: Indexes, contribution: Indexes, position: Indexes) -> Indexes:
    """Give rows sorted by person and contribution, only that of the last round of each pair.

    Sorted, so that sums over them are the same to the last bit whatever the database's order.
    """
    order = np.lexsort((position, contribution, participant))
    pairs = np.stack((participant[order], contribution[order]), axis=1)
    is_last = np.ones(len(order), dtype=np.bool_)
    is_last[:-1] = (pairs[1:] != pairs[:-1]).any(axis=1)
    chosen: Indexes = order[is_last].astype(np.int64)
    return chosen


def people_of(session: Session, dialogue: Dialogue) -> list[tuple[UUID, str]]:
    """List everybody with the key of their chamber, sorted by identifier."""
    query = (
        select(Participant.id, Chamber.key)
        .join(Chamber, col(Chamber.id) == Participant.chamber_id)
        .where(Participant.dialogue_id == dialogue.id)
        .order_by(col(Participant.id))
    )
    return list(session.exec(query).all())


def visible_contributions(session: Session, dialogue: Dialogue) -> list[UUID]:
    """List the contributions that may be seen, in the order they came in."""
    query = select(Contribution.id).where(
        Contribution.dialogue_id == dialogue.id, Contribution.state == ContributionState.VISIBLE
    )
    ordered = query.order_by(col(Contribution.created_at), col(Contribution.id))
    return list(session.exec(ordered).all())
