"""The hearts of themes and the map's sample are read from few vectors, of what may be seen."""

from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from app.bulk import insert_rows
from app.db import reading, transaction
from app.queries import hearts
from clustering import assign_to
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Embedding,
    PlacedBy,
    Placement,
    Round,
    Theme,
    ThemeState,
)
from tests.cast import make_asking, store_answers

WIDTH = 8
MODEL = "a model"


def themed(session: Session, now, sizes: list[int]) -> tuple[Dialogue, list[Theme], list[UUID]]:
    """A dialogue with themes of these sizes, each in a direction of its own."""
    dialogue = make_asking(session, now)
    said = store_answers(session, dialogue, ["woorden"] * sum(sizes), now)
    themes = [
        Theme(dialogue_id=dialogue.id, number=place, machine_label=f"thema {place}", created_at=now)
        for place in range(1, len(sizes) + 1)
    ]
    session.add_all(themes)
    session.flush()
    homes = [place for place, size in enumerate(sizes) for _ in range(size)]
    for contribution_id, home in zip(said, homes, strict=True):
        put(session, dialogue, contribution_id, themes[home], direction=home, now=now)
    return dialogue, themes, said


def put(session: Session, dialogue: Dialogue, contribution_id: UUID, theme, *, direction, now):
    query = select(ContributionVersion.id)
    version = session.exec(
        query.where(ContributionVersion.contribution_id == contribution_id)
    ).one()
    vector = np.zeros(WIDTH, dtype=np.int8)
    vector[direction] = 127
    insert_rows(
        session, Embedding,
        [{"version_id": version, "fingerprint": MODEL, "vector": vector.tobytes()}],
    )  # fmt: skip
    session.add(
        Placement(
            contribution_id=contribution_id, dialogue_id=dialogue.id,
            theme_id=theme.id, placed_by=PlacedBy.MACHINE, probability=0.9, placed_at=now,
        )
    )  # fmt: skip
    session.flush()


def test_each_theme_in_use_has_a_heart_where_its_answers_lie(session, clock) -> None:
    dialogue, themes, _ = themed(session, clock(), [3, 4, 2])
    themes[1].state = ThemeState.MERGED
    session.flush()

    found = hearts.theme_hearts(session, dialogue, MODEL, WIDTH)

    assert found.theme_ids == (themes[0].id, themes[2].id)
    placed = assign_to(np.eye(WIDTH)[[0, 2]], found.hearts)
    assert placed.labels.tolist() == [0, 1]


def test_what_may_not_be_seen_and_vectors_of_another_model_move_no_heart(session, clock) -> None:
    dialogue, themes, said = themed(session, clock(), [2, 2])
    for each in said[:2]:
        session.get_one(Contribution, each).state = ContributionState.REMOVED
    session.flush()

    assert hearts.theme_hearts(session, dialogue, MODEL, WIDTH).theme_ids == (themes[1].id,)
    assert hearts.theme_hearts(session, dialogue, "another model", WIDTH).theme_ids == ()
    assert hearts.sampled_vectors(session, dialogue, MODEL).total == 2


def test_a_small_dialogue_is_drawn_whole(session, clock) -> None:
    dialogue, themes, said = themed(session, clock(), [3, 1])

    sample = hearts.sampled_vectors(session, dialogue, MODEL)

    assert set(sample.contribution_ids) == set(said)
    assert sample.theme_ids == (themes[0].id,) * 3 + (themes[1].id,)
    assert (sample.codes.shape, sample.total) == ((4, WIDTH), 4)
    assert sample.codes[3].tolist() == [0, 127, 0, 0, 0, 0, 0, 0]


def test_of_a_large_dialogue_each_theme_is_drawn_by_its_size_and_none_is_missed(
    session, clock
) -> None:
    dialogue, themes, _ = themed(session, clock(), [160, 36, 4])

    sample = hearts.sampled_vectors(session, dialogue, MODEL, most=60)

    drawn = [sample.theme_ids.count(each.id) for each in themes]
    assert sample.total == 200
    assert sum(drawn) <= 60
    assert drawn[2] == 4
    assert drawn[0] > 3 * drawn[1] > 0


def test_hearts_and_sample_are_one_query_each(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        dialogue, _, _ = themed(session, clock(), [5, 5, 5, 5])
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))

    with reading(engine) as session:
        hearts.theme_hearts(session, dialogue, MODEL, WIDTH)
        hearts.sampled_vectors(session, dialogue, MODEL)

    assert sum(each.startswith("SELECT") for each in asked) == 2


@pytest.mark.parametrize("analysed", [True, False])
def test_a_page_knows_the_model_of_the_vectors_without_loading_it(
    session, clock, analysed: bool
) -> None:
    dialogue = make_asking(session, clock())
    assert hearts.present_fingerprint(session, dialogue) is None
    said = store_answers(session, dialogue, ["woorden"], clock())
    theme = Theme(dialogue_id=dialogue.id, number=1, machine_label="thema", created_at=clock())
    session.add(theme)
    session.flush()
    put(session, dialogue, said[0], theme, direction=0, now=clock())
    if analysed:
        asked = session.get_one(Contribution, said[0]).round_id
        session.add(
            AnalysisRun(
                dialogue_id=dialogue.id, round_id=session.get_one(Round, asked).id, seed=1,
                state=AnalysisState.DONE, versions={"embedder": "that of the run"},
                created_at=clock(), finished_at=clock(),
            )
        )  # fmt: skip
        session.flush()

    expected = "that of the run" if analysed else MODEL
    assert hearts.present_fingerprint(session, dialogue) == expected
