"""The ratings of a dialogue as arrays, streamed from the view that shows which revision counts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row, String, cast
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
KEPT = "ratings of dialogues, read once"
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


@contextmanager
def ratings_kept(session: Session) -> Iterator[None]:
    """Inside the block this session reads the ratings of a dialogue once, however many ask.

    Only for a session that reads: what is written meanwhile is not seen.
    """
    session.info[KEPT] = {}
    try:
        yield
    finally:
        del session.info[KEPT]


def read_ratings(
    session: Session, dialogue: Dialogue, *, weighed: Sequence[Round] | None = None
) -> Ratings:
    """Read the ratings of all weigh rounds; of who rated a card in two rounds the later counts.

    With ``weighed`` only those rounds are read.
    """
    weighed = weigh_rounds(session, dialogue) if weighed is None else weighed
    kept: dict[object, Ratings] | None = session.info.get(KEPT)
    if kept is None:
        return read_rows(session, dialogue, weighed)
    asked = (dialogue.id, tuple(each.id for each in weighed))
    if asked not in kept:
        kept[asked] = read_rows(session, dialogue, weighed)
    return kept[asked]


def read_rows(session: Session, dialogue: Dialogue, weighed: Sequence[Round]) -> Ratings:
    """Read the ratings of these rounds, some thousands at a time."""
    people = people_of(session, dialogue)
    contributions = visible_contributions(session, dialogue)
    reach = max((each.scale.reach for each in weighed), default=1)
    as_text = text_of_ids(session)
    place_of_person = {as_text(person): place for place, (person, _) in enumerate(people)}
    place_of = {as_text(each): place for place, each in enumerate(contributions)}
    rounds = {as_text(each.id): (each.position, reach / each.scale.reach) for each in weighed}
    parts = [
        np.array(
            [
                (
                    place_of_person[participant],
                    place_of[contribution],
                    rounds[round_id][0],
                    np.nan if value is None else value * rounds[round_id][1],
                )
                for round_id, participant, contribution, value in rows
                if contribution in place_of  # else held, removed or withdrawn: out of sight
            ],
            dtype=np.float64,
        ).reshape(-1, 4)
        for rows in stream_ratings(session, [each.id for each in weighed])
    ]
    table = np.concatenate([np.empty((0, 4)), *parts])
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


def text_of_ids(session: Session) -> Callable[[UUID], str]:
    """Give how this database writes an identifier when it is asked for it as text."""
    return (lambda each: each.hex) if session.get_bind().dialect.name == "sqlite" else str


def weigh_rounds(session: Session, dialogue: Dialogue) -> list[Round]:
    """List the rounds in which answers are weighed, in their order."""
    return [each for each in rounds_of(session, dialogue) if each.kind is RoundKind.WEIGH]


def stream_ratings(
    session: Session, round_ids: Iterable[UUID]
) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """Give round, person, contribution (as text) and value of each rating that counts.

    By the connection and as text: making an identifier of each costs more than all the rest.
    """
    names = [cast(latest_rating.c[name], String) for name in RATING_COLUMNS[:3]]
    query = sql_select(*names, latest_rating.c[RATING_COLUMNS[3]])
    chosen = query.where(latest_rating.c.round_id.in_(list(round_ids)))
    result = session.connection().execute(chosen.execution_options(yield_per=ROWS_AT_ONCE))
    yield from result.partitions()


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
