"""Who lives there: store a checked file as the next revision, and read the latest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

import participation
from app.usecases.population_files import PopulationFile, read_population_file
from dialogue.errors import ChangedMeanwhile, PopulationRefused, SourceMissing
from dialogue.lifecycle import Actor
from dialogue.models import Dialogue, Population

LONGEST_SOURCE = 500


def store_population(
    session: Session,
    dialogue: Dialogue,
    *,
    data: str | bytes,
    source: str,
    actor: Actor,
    now: datetime,
    seen_revision: int | None = None,
) -> Population:
    """Store a file about who lives there as the next revision, as a whole or not at all.

    ``seen_revision`` is the one that the page showed (0 for none). Raises SourceMissing,
    PopulationRefused (see ``population_files.read_population_file`` for what is wrong, by row) or
    ChangedMeanwhile.
    """
    read = check_population(dialogue, data=data, source=source)
    if read.population is None:
        raise PopulationRefused
    session.flush()  # a refresh would forget what was not sent to the database yet
    session.refresh(dialogue, with_for_update={"key_share": True})  # two uploads, two revisions
    latest = latest_population(session, dialogue)
    revision = latest.revision if latest else 0
    if seen_revision is not None and seen_revision != revision:
        raise ChangedMeanwhile
    stored = Population(
        dialogue_id=dialogue.id,
        revision=revision + 1,
        source=" ".join(source.split()),
        file=read.text,
        account_id=actor.account_id,
        uploaded_at=now,
    )
    session.add(stored)
    session.flush()
    return stored


def check_population(
    dialogue: Dialogue, *, data: str | bytes, source: str, language: str = "nl"
) -> PopulationFile:
    """Read a file for the questions of this dialogue; raises SourceMissing."""
    if not source.strip() or len(" ".join(source.split())) > LONGEST_SOURCE:
        raise SourceMissing
    return read_population_file(data, dialogue.background_questions, language=language)


def population_of(session: Session, dialogue: Dialogue) -> participation.Population | None:
    """Give the latest population, as far as the dialogue still asks about its groups."""
    latest = latest_population(session, dialogue)
    if latest is None:
        return None
    return as_asked(read_stored(latest), dialogue.background_questions)


def read_stored(stored: Population) -> participation.Population:
    """Read a file that was checked before it was stored."""
    return participation.read_population(stored.file)


def as_asked(
    population: participation.Population, questions: Sequence[Mapping[str, Any]]
) -> participation.Population | None:
    """Leave out what is no longer asked; before the launch questions may still change."""
    asked = {each["key"]: {option["key"] for option in each["options"]} for each in questions}
    margins = {
        dimension: {group: count for group, count in groups.items() if group in asked[dimension]}
        for dimension, groups in population.margins.items()
        if dimension in asked
    }
    if margins == population.margins:
        return population
    kept = {dimension: groups for dimension, groups in margins.items() if len(groups) > 1}
    return participation.Population(kept) if kept else None


def latest_population(session: Session, dialogue: Dialogue) -> Population | None:
    """Load the row that counts."""
    return next(iter(populations_of(session, dialogue)), None)


def populations_of(session: Session, dialogue: Dialogue) -> Sequence[Population]:
    """Load every revision, the latest first."""
    query = select(Population).where(Population.dialogue_id == dialogue.id)
    return session.exec(query.order_by(col(Population.revision).desc())).all()
