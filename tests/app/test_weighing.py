"""What the ratings of a dialogue say: figures, views, chambers, minorities; the same each time."""

import json
import re

import numpy as np
import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from app.db import make_engine, migrate, transaction
from app.queries.weighing import Weighing, weigh
from app.queries.weighing_report import weighing_report
from app.queries.weighing_shown import chambers_shown, themes_shown
from dialogue.chambers import Carried
from dialogue.models import Rating
from dialogue.not_enough import NotEnoughData
from dialogue.opinion import OpinionGroups
from participation.disclosure import MINIMUM_CELL
from tests.cast import make_over
from tests.weighing_cast import make_room

PARTS = ("support", "opinion", "consensus", "chambers", "minority")


def measured(session: Session, dialogue) -> Weighing:
    found = weigh(session, dialogue)
    assert isinstance(found, Weighing)
    return found


def test_a_dialogue_that_nobody_weighed_has_no_figures(session, clock) -> None:
    dialogue = make_over(session, clock())

    found = weigh(session, dialogue)

    assert found == NotEnoughData("ratings", 0, 1)
    report = weighing_report(session, dialogue)
    assert {part: report[part]["outcome"] for part in PARTS} == dict.fromkeys(
        PARTS, "not enough data"
    )


def test_themes_are_in_bands_and_the_best_liked_come_first(session, clock) -> None:
    room = make_room(session, clock())

    report = weighing_report(session, room.dialogue)

    themes = {each["theme"]: each for each in report["support"]["themes"]}
    assert [themes[number]["band"] for number in (0, 1)] == [1, 1]
    assert themes[3]["band"] > themes[2]["band"] > 1
    assert themes[0]["low"] < themes[0]["mean"] < themes[0]["high"]
    assert themes[2]["polarisation"] > themes[0]["polarisation"]
    assert themes[None]["band"] is None  # what is in no theme has no rank among themes


def test_two_camps_are_found_and_named_by_what_sets_them_apart(session, clock) -> None:
    room = make_room(session, clock())

    found = measured(session, room.dialogue)

    assert isinstance(found.ours.found, OpinionGroups)
    assert min(found.ours.found.sizes) > 0.45 * len(room.people)
    apart = {each.contribution // 6 for group in found.ours.representatives for each in group}
    assert apart == {2}  # only the theme on which the camps differ
    best = np.argsort(-np.nan_to_num(found.ours.consensus.score))[:6]
    assert {int(each) // 6 for each in best} <= {0, 1}


def test_a_theme_that_splits_the_room_is_on_the_minority_panel(session, clock) -> None:
    room = make_room(session, clock())

    minority = weighing_report(session, room.dialogue)["minority"]

    [divided] = minority["divided"]
    assert divided["theme"] == 2
    assert {part.partition(":")[0] for part in divided["rejected_by"]} == {"group"}
    assert minority["outside"] == [str(each.id) for each in room.contributions[-4:]]


def test_every_chamber_that_counts_carries_a_theme_and_a_small_one_does_not_decide(
    session, clock
) -> None:
    room = make_room(session, clock())

    found = measured(session, room.dialogue)
    chambers = chambers_shown(session, room.dialogue, found)
    themes = {each.number: each for each in themes_shown(found, chambers.chambers)}

    assert dict(zip([each.key for each in chambers.chambers], chambers.counting, strict=True)) == {
        "resident": True, "professional": True, "manager": True, "director": False,
    }  # fmt: skip
    assert themes[0].carried is Carried.CARRIED
    assert themes[3].carried is Carried.NOT_CARRIED


def test_a_small_chamber_can_not_be_worked_out_from_the_others(session, clock) -> None:
    room = make_room(session, clock())

    found = measured(session, room.dialogue)
    chambers = chambers_shown(session, room.dialogue, found)

    for theme in themes_shown(found, chambers.chambers):
        hidden = [each.chamber.key for each in theme.support.chambers if each.figure is None]
        assert "director" in hidden
        assert len(hidden) >= 2 or theme.figure is None
        assert theme.equal is None  # it would give away the second one
        assert theme.lowest is None


def test_no_figure_in_the_report_stands_for_fewer_than_ten_people(session, clock) -> None:
    room = make_room(session, clock(), chambers={"resident": 23, "manager": 5})

    report = weighing_report(session, room.dialogue)

    few = [each for each in report["support"]["contributions"] if each["n"] is None]
    assert few
    assert {each[name] for each in few for name in each if name != "id"} == {None}
    for each in report["consensus"]["contributions"]:
        assert (each["n"] or 0) >= MINIMUM_CELL or set(each.values()) == {each["id"], None}
    assert all(
        each is None or each["n"] >= MINIMUM_CELL
        for theme in report["chambers"]["themes"]
        for each in theme["by_chamber"].values()
    )
    assert [each["people"] for each in report["chambers"]["chambers"]] == [25, None]


def test_the_report_names_no_participant_and_gives_no_small_group(session, clock) -> None:
    room = make_room(session, clock())

    report = weighing_report(session, room.dialogue)

    text = json.dumps(report, allow_nan=False)
    assert not [each for each in room.people if str(each.id) in text or each.id.hex in text]
    groups = report["opinion"]["groups"] + report["opinion"]["polis"]["groups"]
    assert all(each["people"] is None or each["people"] % 5 == 0 for each in groups)
    shares = re.findall(r'"n": (\d+)[^{}]*?"for": ([\d.]+)', text)
    assert shares
    assert all(int(people) >= 50 for people, _ in shares)


def test_the_lowest_group_is_told_when_ten_of_every_group_saw_the_answer(session, clock) -> None:
    room = make_room(session, clock(), chambers={"resident": 56})

    found = measured(session, room.dialogue)
    entries = weighing_report(session, room.dialogue)["consensus"]["contributions"]

    assert isinstance(found.ours.found, OpinionGroups)
    enough = {
        str(found.contribution_ids[place])
        for place in np.flatnonzero((found.ours.seen >= MINIMUM_CELL).all(axis=0))
    }
    assert {each["id"] for each in entries if each["lowest"] is not None} == enough
    assert 0 < len(enough) < len(entries)


def test_the_log_is_read_once_however_many_themes_there_are(session, clock) -> None:
    room = make_room(session, clock())
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *call: asked.append(call[2]))

    weigh(session, room.dialogue)

    assert len(asked) <= 8
    assert len([each for each in asked if "latest_rating" in each]) == 1


def test_a_second_run_says_the_same_to_the_last_digit(session, clock) -> None:
    room = make_room(session, clock())

    first = json.dumps(weighing_report(session, room.dialogue))
    session.expire_all()

    assert json.dumps(weighing_report(session, room.dialogue)) == first


def test_another_database_says_the_same_to_the_last_digit(session, clock, tmp_path) -> None:
    room = make_room(session, clock())
    here = weighing_report(session, room.dialogue)
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    migrate(url)
    other = make_engine(url)

    with transaction(other) as elsewhere:
        there = weighing_report(elsewhere, make_room(elsewhere, clock()).dialogue)
    other.dispose()

    assert json.dumps(there) == json.dumps(here)


@pytest.mark.parametrize("value", [None, 3, -3])
def test_a_room_that_says_one_thing_has_figures_that_do_not_break(session, clock, value) -> None:
    room = make_room(session, clock(), chambers={"resident": 30})
    for each in session.exec(select(Rating)):
        each.value = value
    session.flush()

    report = weighing_report(session, room.dialogue)

    json.dumps(report, allow_nan=False)
    assert report["support"]["themes"][0]["mean"] == (None if value is None else value)
    assert report["opinion"]["outcome"] != "groups"
