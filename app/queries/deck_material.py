"""What a deck is laid from: everything that may be read, its themes, likenesses and meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy import Select, and_, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select

from app.queries.theme_numbers import theme_numbers
from dialogue.meaning_order import Codes, order_by_meaning
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    ContributionState,
    Dialogue,
    Rating,
    RepeatedAnswer,
    Round,
)

ROWS_AT_ONCE = 5_000
IN_NO_THEME = -1
# Tables rather than objects: a large deck reads a hundred thousand rows of each.
CONTRIBUTION, VERSION, EMBEDDING = (
    SQLModel.metadata.tables[name] for name in ("contribution", "contribution_version", "embedding")
)


@dataclass(frozen=True)
class DeckMaterial:
    """The inputs of a deck in one order; see ``dialogue.deck.build_deck``."""

    ids: tuple[UUID, ...]
    themes: list[int]
    near_duplicates: list[int] | None
    meaning: list[int] | None


def deck_material(session: Session, dialogue: Dialogue, *, seed: int) -> DeckMaterial:
    """Read everything that others may read, in an order that says nothing of who or when."""
    ids = visible_ids(session, dialogue)
    numbers = theme_numbers(session, dialogue)
    themes = [numbers.get(each, IN_NO_THEME) for each in ids]
    run = latest_finished_run(session, dialogue)
    if run is None:
        return DeckMaterial(ids, themes, None, None)
    return DeckMaterial(
        ids,
        themes,
        near_duplicates(session, run, ids),
        meaning(session, dialogue, run, ids, themes, seed=seed),
    )


def visible_ids(session: Session, dialogue: Dialogue) -> tuple[UUID, ...]:
    """List what others may read, sorted."""
    query = (
        sql_select(CONTRIBUTION.c.id)
        .where(
            CONTRIBUTION.c.dialogue_id == dialogue.id,
            CONTRIBUTION.c.state == ContributionState.VISIBLE,
        )
        .order_by(CONTRIBUTION.c.id)
    )
    session.flush()
    return tuple(session.scalars(query))


def latest_finished_run(session: Session, dialogue: Dialogue) -> AnalysisRun | None:
    """Find the last analysis of a whole round that was finished."""
    query = select(AnalysisRun).where(
        AnalysisRun.dialogue_id == dialogue.id,
        AnalysisRun.state == AnalysisState.DONE,
        col(AnalysisRun.rough).is_(False),
    )
    return session.exec(query.order_by(col(AnalysisRun.finished_at).desc())).first()


def near_duplicates(session: Session, run: AnalysisRun, ids: Sequence[UUID]) -> list[int] | None:
    """Number who says nearly the same; none when nobody does. Who says it alone is a group."""
    query = select(RepeatedAnswer.contribution_id, RepeatedAnswer.number).where(
        RepeatedAnswer.run_id == run.id
    )
    group_of = dict(session.exec(query).all())
    if not group_of:
        return None
    alone = max(group_of.values()) + 1
    return [group_of.get(each, alone + place) for place, each in enumerate(ids)]


def meaning(
    session: Session,
    dialogue: Dialogue,
    run: AnalysisRun,
    ids: Sequence[UUID],
    themes: Sequence[int],
    *,
    seed: int,
) -> list[int] | None:
    """Lay the contributions on a line of meaning, by the vectors of the run's model; or none."""
    codes = read_codes(session, dialogue, str(run.versions.get("embedder", "")), ids)
    if codes is None:
        return None
    order: list[int] = order_by_meaning(
        codes, np.asarray(themes, dtype=np.int64), seed=seed
    ).tolist()
    return order


def read_codes(
    session: Session, dialogue: Dialogue, fingerprint: str, ids: Sequence[UUID]
) -> Codes | None:
    """Read int8 vectors (n, d), zeros where there is none yet; none when there are none at all."""
    place_of = {each: place for place, each in enumerate(ids)}
    codes: Codes | None = None
    rows = session.execute(
        visible_vectors(dialogue, fingerprint).execution_options(yield_per=ROWS_AT_ONCE)
    )
    for contribution_id, vector in rows:
        if codes is None:
            codes = np.zeros((len(ids), len(vector)), dtype=np.int8)
        place = place_of.get(contribution_id)
        if place is not None and len(vector) == codes.shape[1]:
            codes[place] = np.frombuffer(vector, dtype=np.int8)
    return codes


def visible_vectors(dialogue: Dialogue, fingerprint: str) -> Select[UUID, bytes]:
    """Select the vectors that this model made of the words that may be read."""
    current = and_(
        VERSION.c.contribution_id == CONTRIBUTION.c.id,
        VERSION.c.number == CONTRIBUTION.c.current_version,
    )
    return (
        sql_select(CONTRIBUTION.c.id, EMBEDDING.c.vector)
        .select_from(
            CONTRIBUTION.join(VERSION, current).join(
                EMBEDDING, EMBEDDING.c.version_id == VERSION.c.id
            )
        )
        .where(
            CONTRIBUTION.c.dialogue_id == dialogue.id,
            CONTRIBUTION.c.state == ContributionState.VISIBLE,
            EMBEDDING.c.fingerprint == fingerprint,
        )
    )


def ratings_received(session: Session, weighing: Round) -> dict[UUID, int]:
    """Count how many people judged each contribution in this round; can't say counts as well.

    Whoever can't say read the card and thought about it: it had its turn.
    """
    query = (
        select(Rating.contribution_id, func.count())
        .where(Rating.round_id == weighing.id, Rating.revision == 1)
        .group_by(col(Rating.contribution_id))
    )
    return dict(session.exec(query).all())
