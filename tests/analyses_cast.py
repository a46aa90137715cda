"""Answers of the demo, the run that groups them, and the model that reads them."""

from pathlib import Path

import numpy as np
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import reading, transaction
from app.demo.texts import read_answers
from app.queries import parts
from app.usecases import analyses, dialogues
from clustering import SILENT, Embedder
from dialogue.models import (
    AnalysisRun,
    Cluster,
    ClusterMember,
    Dialogue,
    Event,
    Placement,
    RoundKind,
    Theme,
)
from tests.cast import FACILITATOR, make_asking, store_answers

DEMO = Path(__file__).parents[1] / "app" / "demo"
TEXTS = [each.text for each in read_answers(DEMO / "spoedzorg.tsv")]


class Remembering:
    """The real model, that reads each text once for all tests."""

    def __init__(self, real: Embedder) -> None:
        self.real, self.known = real, {}
        self.name, self.dimension, self.fingerprint = real.name, real.dimension, real.fingerprint

    def embed(self, texts, *, progress=SILENT):
        new = [each for each in dict.fromkeys(texts) if each not in self.known]
        self.known |= dict(zip(new, self.real.embed(new), strict=True))
        return np.array([self.known[each] for each in texts]).reshape(-1, self.dimension)


class BrokenEmbedder:
    """A model that is there, and fails on every text."""

    name, dimension, fingerprint = "broken", 4, "broken"

    def embed(self, texts, *, progress=SILENT):
        raise RuntimeError(f"can't read {texts[0]}")


def closed_with(engine: Engine, texts: list[str], now) -> AnalysisRun:
    """A dialogue whose ask round closed with these answers, and the run that waits."""
    with transaction(engine) as session:
        dialogue = make_asking(session, now)
        store_answers(session, dialogue, texts, now)
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        dialogues.close_round(session, dialogue, asking, now=now, actor=FACILITATOR)
        return session.exec(select(AnalysisRun)).one()


def ask_once_more(engine: Engine, now) -> AnalysisRun:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        return analyses.ask_again(session, dialogue, asking, actor=FACILITATOR, now=now)


def snapshot(engine: Engine) -> dict[str, list]:
    """Everything that an analysis writes, to compare before and after."""
    with reading(engine) as session:
        tables = (AnalysisRun, Cluster, ClusterMember, Theme, Placement, Event)
        return {
            table.__name__: sorted(str(each) for each in session.exec(select(table)).all())
            for table in tables
        }


def in_theme(session: Session, theme: Theme) -> set:
    query = select(Placement.contribution_id).where(Placement.theme_id == theme.id)
    return set(session.exec(query).all())
