"""A hundred copies of one answer change no other theme and count as one idea of many people."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.analysis import run_analysis
from app.db import reading, transaction
from app.demo.texts import read_answers
from app.queries import parts
from app.queries.repeated import repeated_groups
from app.usecases import analyses, dialogues
from clustering import load_embedder
from dialogue.models import (
    AnalysisRun,
    Contribution,
    ContributionVersion,
    Dialogue,
    Placement,
    RoundKind,
)
from tests.cast import FACILITATOR, make_asking, store_answers

TEXTS = [
    each.text for each in read_answers(Path(__file__).parents[2] / "app" / "demo" / "spoedzorg.tsv")
]
COPIES = 100


@pytest.fixture(scope="module")
def embedder():
    return load_embedder()


def themes_as_texts(session: Session) -> set[frozenset[str]]:
    """What lies together, by its words: identifiers and numbers differ from run to run."""
    query = (
        select(Placement.theme_id, ContributionVersion.text)
        .join(Contribution, Contribution.id == Placement.contribution_id)
        .join(ContributionVersion, ContributionVersion.contribution_id == Contribution.id)
    )
    together: dict[object, set[str]] = {}
    for theme_id, text in session.exec(query).all():
        together.setdefault(theme_id, set()).add(text)
    return {frozenset(texts) for theme_id, texts in together.items() if theme_id is not None}


def test_a_hundred_copies_change_no_theme_and_are_shown_once_as_so_many_people(
    engine: Engine, clock, embedder
) -> None:
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        store_answers(session, dialogue, TEXTS, clock())
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        dialogues.close_round(session, dialogue, asking, now=clock(), actor=FACILITATOR)
        run = session.exec(select(AnalysisRun)).one()
    run_analysis(engine, run.id, embedder=embedder, clock=clock)
    with reading(engine) as session:
        before = themes_as_texts(session)

    clock.pass_by(hours=1)
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        store_answers(session, dialogue, [TEXTS[0]] * COPIES, clock())
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        again = analyses.ask_again(session, dialogue, asking, actor=FACILITATOR, now=clock())
    run_analysis(engine, again.id, embedder=embedder, clock=clock)

    with reading(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        groups = repeated_groups(session, dialogue, number=1).rows
        assert themes_as_texts(session) == before
    assert (groups[0].answers, groups[0].people) == (COPIES + 1, COPIES + 1)
    assert groups[0].may_be_campaign
