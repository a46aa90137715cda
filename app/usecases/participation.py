"""Measure who took part: the one door through which all figures of it are made and stored.

They are computed from a snapshot, outside any transaction that writes, and stored as one row that
every page reads (``app.queries.participation_figures``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import process_time
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.db import reading, transaction
from app.measuring.figures import figures_and_releases
from app.measuring.material import Material
from app.measuring.reading_all import read_material
from app.measuring.releasing import Released, Releases
from app.queries.participation_figures import (
    Figures,
    Measured,
    read_participation,
    stored_form,
)
from app.queries.participation_mark import change_mark
from app.usecases.populations import population_of
from dialogue.models import (
    Dialogue,
    DialogueState,
    MeasuredParticipation,
    Round,
    RoundState,
)

LEAST_BETWEEN = timedelta(seconds=2)
BETWEEN_QUIET = timedelta(seconds=30)
SHARE_OF_TIME = 0.05
RELEASES = TypeAdapter(dict[str, Released])


def measure_participation(session: Session, dialogue: Dialogue, *, now: datetime) -> Measured:
    """Read, compute and store in this one transaction; for commands, and dialogues that are over.

    The worker uses ``measure_apart``, which holds no transaction while it computes.
    """
    began = process_time()
    before = read_before(session, dialogue, now=now)
    found = figures_and_releases(material_of(session, dialogue), before.released)
    cost = process_time() - began
    return store(session, dialogue.id, found, before, cost=cost, now=now)


@dataclass(frozen=True)
class Before:
    """How things were when measuring began: a mark of the dialogue, and what was out."""

    mark: str
    measured_at: datetime | None
    released: Releases


def read_before(session: Session, dialogue: Dialogue, *, now: datetime) -> Before:
    """Read what the new figures build on."""
    row = session.get(MeasuredParticipation, dialogue.id, populate_existing=True)
    kept = row.figures.get("released", {}) if row else {}
    return Before(
        mark=change_mark(session, dialogue, now=now),
        measured_at=row.measured_at if row else None,
        released=RELEASES.validate_python(kept),
    )


def material_of(session: Session, dialogue: Dialogue) -> Material:
    """Read everything that the figures are made of."""
    return read_material(session, dialogue, population_of(session, dialogue))


def measure_apart(engine: Engine, dialogue_id: UUID, *, clock: Callable[[], datetime]) -> Measured:
    """Read a snapshot, compute without holding anything, and store."""
    began, now = process_time(), clock()
    with reading(engine) as session:
        dialogue = session.get_one(Dialogue, dialogue_id)
        before = read_before(session, dialogue, now=now)
        material = material_of(session, dialogue)
    found = figures_and_releases(material, before.released)
    cost = process_time() - began
    with transaction(engine) as session:
        return store(session, dialogue_id, found, before, cost=cost, now=now)


def store(
    session: Session,
    dialogue_id: UUID,
    found: tuple[Figures, Releases],
    before: Before,
    *,
    cost: float,
    now: datetime,
) -> Measured:
    """Keep these figures in the place of the former; cost in seconds of processor time.

    Figures that somebody else stored in the meantime stay: two releases that build on the same
    former one may differ by one answer.
    """
    row = session.get(MeasuredParticipation, dialogue_id, with_for_update=True)
    if row is not None and row.measured_at != before.measured_at:
        stored = read_participation(session, session.get_one(Dialogue, dialogue_id))
        if stored is not None:
            return stored
    if row is None:
        row = MeasuredParticipation(dialogue_id=dialogue_id, measured_at=now)
    figures, released = found
    row.figures = stored_form(figures, before.mark, released)
    row.cost_ms = round(1000 * cost)
    row.measured_at = now
    session.add(row)
    session.flush()
    return Measured(figures=figures, measured_at=now)


def due(session: Session, *, now: datetime) -> UUID | None:
    """Find a dialogue that changed since it was measured, the one that waits longest first.

    One with an open round is looked at every other second, others now and then; each so seldom
    that measuring takes a twentieth of the time.
    """
    opened = select(Round.dialogue_id).where(Round.state == RoundState.OPEN)
    live = set(session.exec(opened).all())
    query = (
        select(Dialogue, MeasuredParticipation)
        .outerjoin(MeasuredParticipation, col(MeasuredParticipation.dialogue_id) == Dialogue.id)
        .where(Dialogue.state != DialogueState.DRAFT)
        .order_by(col(MeasuredParticipation.measured_at), col(Dialogue.id))
    )
    for dialogue, row in session.exec(query).all():
        if row is None:
            return dialogue.id
        if now < row.measured_at + pause_after(row.cost_ms, live=dialogue.id in live):
            continue
        if row.figures.get("mark") != change_mark(session, dialogue, now=now):
            return dialogue.id
    return None


def pause_after(cost_ms: int, *, live: bool) -> timedelta:
    """Say how long to leave a dialogue alone that was just measured."""
    least = LEAST_BETWEEN if live else BETWEEN_QUIET
    return max(least, timedelta(milliseconds=cost_ms / SHARE_OF_TIME))


def measure_what_changed(engine: Engine, *, clock: Callable[[], datetime]) -> bool:
    """Measure one dialogue that changed, if any; tells whether there was one."""
    with reading(engine) as session:
        found = due(session, now=clock())
    if found is None:
        return False
    measure_apart(engine, found, clock=clock)
    return True
