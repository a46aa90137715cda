"""Rooms that hardly hold anything are weighed without a crash and without a figure made up."""

from uuid import UUID

import numpy as np
import pytest

from app.queries.alarms import told
from app.queries.confirming import finalists
from app.queries.matrices import Ratings
from app.queries.weighing import weigh_ratings
from dialogue.bloc import bloc_alarm
from dialogue.models import Chamber
from dialogue.rating_matrix import read_ratings

NAN = float("nan")
CHAMBER = Chamber(
    dialogue_id=UUID(int=1), key="resident", name_nl="Inwoners", name_en="Residents",
    position=1, minimum_size=10,
)  # fmt: skip


def ratings(table: list[list[float]]) -> Ratings:
    """A row for each person and a column for each contribution; every cell is a rating."""
    values = np.array(table, dtype=np.float64)
    person, contribution = np.indices(values.shape).reshape(2, -1)
    people, contributions = values.shape
    return Ratings(
        participant_ids=tuple(UUID(int=at) for at in range(people)),
        chamber_keys=("resident",) * people,
        contribution_ids=tuple(UUID(int=1000 + at) for at in range(contributions)),
        participant=person.astype(np.int64),
        contribution=contribution.astype(np.int64),
        value=values.reshape(-1),
        reach=3,
    )


ODD = {
    "one rater": [[2.0, -1.0, NAN]],
    "one contribution": [[2.0]] * 30,
    "all the same rating": [[1.0] * 8] * 40,
    "everybody passes": [[NAN] * 5] * 30,
    "one rating": [[3.0]],
    "nine people": [[1.0, -1.0, 2.0]] * 9,
    "identical rows": [[3.0, -3.0, 0.0, 1.0]] * 3000,
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_room_is_weighed_and_of_few_people_nothing_is_told(name: str) -> None:
    given = ratings(ODD[name])
    cards = len(given.contribution_ids)
    themes = np.arange(cards, dtype=np.int64) % 2

    weighing = weigh_ratings(given, themes, np.zeros(cards, dtype=np.int64), [CHAMBER], seed=1)

    said = np.isfinite(np.array(ODD[name])).sum(axis=0)
    means = weighing.contributions.table.mean
    assert np.array_equal(np.isfinite(means), said >= 10)
    known = dict(zip(weighing.theme_numbers, weighing.themes.table.mean, strict=True))
    assert all(np.isfinite(known[each.theme]) for each in finalists(weighing))
    assert weighing.people == len(ODD[name])


@pytest.mark.parametrize("name", ODD)
def test_an_odd_room_holds_no_bloc(name: str) -> None:
    given = ratings(ODD[name])

    found = bloc_alarm(
        read_ratings(
            given.participant,
            given.contribution,
            given.value,
            contributions=len(given.contribution_ids),
        )
    )

    assert not told(found, given.contribution_ids, (), ()).raised
