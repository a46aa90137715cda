"""The list to reach out with names missing groups, and never a few people."""

import pytest
from starlette.testclient import TestClient

from app.db import transaction
from app.queries.participation_figures import Figures
from app.queries.participation_parts import Dimension, GroupRow, MissingGroup
from app.queries.waves import GroupOfWave, Wave
from app.routes.facilitator.reach_out import reach_out_rows
from app.usecases import dialogues
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.models import Chamber
from participation.missing import HowOften
from tests.cast import make_draft
from tests.facilitator_cast import log_in_facilitator

QUESTIONS = STANDARD_QUESTIONS[:2]


@pytest.fixture
def figures() -> Figures:
    young = GroupRow(
        group="under-25", people=20, share=None, population=31_000, population_share=0.25,
        ratio=None, verdict=HowOften.HALF, missing=True, more_voices=40, invited=200, silent=150,
        uninvited=30_800,
    )  # fmt: skip
    old = young.model_copy(
        update={"group": "80-plus", "people": None, "invited": None, "silent": None}
    )
    missing = [
        MissingGroup(
            dimension="age", group=each.group, verdict=HowOften.HALF, more_voices=40,
            at_least=each is old, silent=each.silent, uninvited=each.uninvited,
        )
        for each in (young, old)
    ]  # fmt: skip
    age = Dimension.model_construct(key="age", rows=(young, old))
    return Figures.model_construct(dimensions=(age,), missing=tuple(missing))


def wave(number: int, *groups: tuple[dict[str, str], int]) -> Wave:
    made = tuple(GroupOfWave(known, count) for known, count in groups)
    return Wave(Chamber(), "letter", number, None, sum(each.made for each in made), None, made)


def test_a_missing_group_is_listed_with_its_people_its_codes_and_its_gap(figures) -> None:
    waves = [
        wave(1, ({"age": "under-25", "gender": "man"}, 50), ({"age": "under-25"}, 50)),
        wave(2, ({"age": "under-25"}, 100), ({"age": "80-plus"}, 9)),
    ]

    header, young, old = reach_out_rows(figures, waves, QUESTIONS)

    assert header[-2:] == ["codes_in_wave_1", "codes_in_wave_2"]
    assert young == [
        "age", "under-25", "Hoe oud bent u?", "Jonger dan 25", 31_000, 200, 150, 30_800, 40, "0",
        100, 100,
    ]  # fmt: skip
    assert old[5:] == [None, None, 30_800, 40, "1", None, None]


def test_before_anything_was_measured_the_list_is_empty(web: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        draft = make_draft(session, clock())
        dialogues.change_design(session, draft, background_questions=list(QUESTIONS))

    answer = web.get("/facilitator/dialogues/spoedzorg/participation/reach-out.csv")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text.splitlines()) == 1
