"""A quick model, and dialogues in which answers keep arriving."""

from pathlib import Path
from uuid import UUID

import numpy as np
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.analysis import Reception, run_analysis
from app.db import reading, transaction
from app.demo.texts import read_answers
from clustering import SILENT, Embedder
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Dialogue,
    Placement,
    Theme,
)
from tests.cast import make_asking, store_answers

DEMO = Path(__file__).parents[1] / "app" / "demo"
TEXTS = [each.text for each in read_answers(DEMO / "spoedzorg.tsv")]
SUBJECTS = ("bus", "dokter", "taal", "geld", "wachten")


class Subjects:
    """A model that hears nothing but the subject of a sentence: quick, and sure to find groups."""

    name, dimension, fingerprint = "subjects", 16, "subjects/1"

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts, *, progress=SILENT):
        self.read += texts
        rows = [self.vector(each) for each in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)

    def vector(self, text: str):
        chance = np.random.default_rng(list(text.encode()))
        row = 0.2 * chance.normal(size=self.dimension)
        for place, subject in enumerate(SUBJECTS):
            row[place] += 3.0 * (subject in text)
        return row / np.linalg.norm(row)


def about(*numbers: int, start: int = 0) -> list[str]:
    """So many different sentences about each subject in turn."""
    return [
        f"{subject} en verder iets anders {start + each} van {subject}"
        for subject, number in zip(SUBJECTS, numbers, strict=False)
        for each in range(number)
    ]


def take_in(reception: Reception) -> None:
    """Look until nothing waits, as the worker does."""
    while reception.look():
        pass


def asking_with(engine: Engine, texts: list[str], now) -> Dialogue:
    with transaction(engine) as session:
        dialogue = make_asking(session, now)
        store_answers(session, dialogue, texts, now)
        return dialogue


def more(engine: Engine, dialogue: Dialogue, texts: list[str], now) -> list[UUID]:
    with transaction(engine) as session:
        return store_answers(session, dialogue, texts, now)


def run_all(engine: Engine, model: Embedder, clock) -> None:
    """Do the searches that were asked for, as the worker does."""
    with reading(engine) as session:
        query = select(AnalysisRun.id).where(AnalysisRun.state == AnalysisState.QUEUED)
        waiting = session.exec(query.order_by(col(AnalysisRun.created_at))).all()
    for each in waiting:
        run_analysis(engine, each, embedder=model, clock=clock)


def grouped(engine: Engine, reception: Reception, model, clock, texts=None) -> Dialogue:
    """A dialogue in its ask round, with rough themes."""
    dialogue = asking_with(engine, texts or about(20, 15, 12), clock())
    take_in(reception)
    run_all(engine, model, clock)
    clock.pass_by(minutes=5)
    return dialogue


def themes_of(session: Session) -> list[Theme]:
    return list(session.exec(select(Theme).order_by(col(Theme.number))).all())


def placement_of(engine: Engine, contribution_id: UUID) -> Placement | None:
    with reading(engine) as session:
        return session.get(Placement, contribution_id)
