"""Attacks on the document and the pages: can somebody of a small group be worked out of them?"""

import math
from itertools import product

import pytest
from sqlmodel import Session

from app.queries.analysis_report import analysis_report
from app.queries.evidence import enough, shown_themes
from app.queries.weighing_report import weighing_report
from app.usecases.participation import measure_participation
from dialogue.support import SupportFigure
from participation.disclosure import MINIMUM_CELL
from tests.weighing_cast import make_room

SMALL = {"resident": 40, "professional": 13, "manager": 4}


def counts_in(document: object, names: tuple[str, ...]) -> list[int]:
    """Every number of people anywhere in a document."""
    if isinstance(document, list):
        return [found for each in document for found in counts_in(each, names)]
    if not isinstance(document, dict):
        return []
    own = [document[name] for name in names if isinstance(document.get(name), int)]
    return own + [found for each in document.values() for found in counts_in(each, names)]


def test_no_number_of_people_under_ten_stands_anywhere_in_the_document(session, clock) -> None:
    room = make_room(session, clock(), chambers=SMALL)

    measure_participation(session, room.dialogue, now=clock())
    report = analysis_report(session, room.dialogue)

    counts = counts_in(report, ("n", "people", "seen", "hands", "looked_at"))
    assert counts
    assert min(counts) >= MINIMUM_CELL
    for people in report["participants"].values():
        assert all(each in (None, 0) or each >= MINIMUM_CELL for each in people.values())
        assert people["director"] is None  # nobody is not told apart from a few


def test_a_small_chamber_does_not_follow_from_the_whole_less_the_others(session, clock) -> None:
    """The attacker knows how many weighed a theme in all, and each chamber that is shown."""
    room = make_room(session, clock(), chambers=SMALL)

    report = analysis_report(session, room.dialogue)

    told = 0
    for theme in report["themes"]:
        support = theme["support"]
        chambers = {key: each["n"] for key, each in support["by_chamber"].items()}
        hidden = [key for key in SMALL if chambers[key] is None]
        assert "manager" in hidden
        if support["n"] is not None:
            rest = support["n"] - sum(each or 0 for each in chambers.values())
            assert len(hidden) > 1
            assert rest >= MINIMUM_CELL
            told += 1
    assert told


def test_a_small_chamber_does_not_follow_from_a_theme_that_everybody_weighed(
    session, clock
) -> None:
    """The attacker takes the largest n of a theme for everybody, and subtracts whole chambers."""
    sizes = {"resident": 41, "professional": 23, "manager": 12, "director": 9}
    room = make_room(session, clock(), chambers=sizes)

    measure_participation(session, room.dialogue, now=clock())
    report = analysis_report(session, room.dialogue)

    everybody = sum(sizes.values())
    people = {each["key"]: each["people"] for each in report["chambers"]["chambers"]}
    assert (people["director"], people["resident"]) == (None, 40)
    known = [each for each in people.values() if each is not None]
    possible = range(everybody - sum(known) - 6, everybody - sum(known) + 7)
    assert len([each for each in possible if 0 <= each < MINIMUM_CELL]) > 5
    assert report["participants"]["weigh"]["director"] is None
    assert all(each % 10 == 0 for each in report["participants"]["weigh"].values() if each)


def test_the_document_and_the_weighing_hide_the_same_chambers(session, clock) -> None:
    room = make_room(session, clock(), chambers=SMALL)

    report = analysis_report(session, room.dialogue)

    weighed = {each["theme"]: each for each in report["chambers"]["themes"]}
    for theme in report["themes"]:
        for key, figure in weighed[theme["number"]]["by_chamber"].items():
            assert (figure is None or figure["n"] is None) == (
                theme["support"]["by_chamber"][key]["n"] is None
            )


def test_a_theme_that_fewer_than_ten_weighed_has_no_figure_on_any_page(session, clock) -> None:
    room = make_room(session, clock(), chambers={"resident": 8})

    themes = shown_themes(session, room.dialogue)
    report = analysis_report(session, room.dialogue)

    assert themes
    assert not [each for each in themes if isinstance(each.support.together, SupportFigure)]
    assert {each["support"]["mean"] for each in report["themes"]} == {None}
    assert {each["support"]["n"] for each in report["themes"]} == {None}


def figure(n: int, against: int, in_favour: int) -> SupportFigure:
    neutral = n - against - in_favour
    return SupportFigure(
        n=n, ratings=n, cannot_say=0, mean=0.5, low=0.1, high=0.9, shrunken=0.5,
        against=against / n, neutral=neutral / n, in_favour=in_favour / n,
    )  # fmt: skip


@pytest.mark.parametrize("n", [50, 60, 75, 120])
def test_shares_never_tell_how_few_said_something(n: int) -> None:
    """The attacker tries every split that gives the shares that are told."""
    for against, in_favour in product(range(0, n + 1, 3), repeat=2):
        if against + in_favour > n:
            continue
        parts = (against, n - against - in_favour, in_favour)
        found = enough(figure(n, against, in_favour))
        told = (found.against, found.neutral, found.in_favour)
        shown = [not math.isnan(share) for share in told]
        small = [part < MINIMUM_CELL for part in parts]
        assert not [True for seen, few in zip(shown, small, strict=True) if seen and few]
        if any(small) and any(shown):
            assert sum(shown) == 1
            rest = sum(part for part, seen in zip(parts, shown, strict=True) if not seen)
            assert rest >= MINIMUM_CELL


def test_under_fifty_people_no_share_is_told() -> None:
    found = enough(figure(49, 15, 20))

    assert math.isnan(found.in_favour)
    assert math.isnan(found.against)
    assert found.mean == 0.5


def test_who_stopped_between_two_figures_does_not_follow_by_subtracting(
    session: Session, clock
) -> None:
    """People of rounds and chambers stand in one place only, and there in whole tens."""
    room = make_room(session, clock(), chambers={"resident": 43, "professional": 16})
    measure_participation(session, room.dialogue, now=clock())

    report = analysis_report(session, room.dialogue)

    rows = {row["key"]: row["steps"] for row in report["participation"]["funnel"]["chambers"]}
    assert report["participants"]["weigh"]["professional"] == 10
    for at, people in enumerate(report["participants"].values()):
        assert people == {key: steps[at]["started"] for key, steps in rows.items()}


def test_shares_in_the_weighing_follow_the_same_rule(session, clock) -> None:
    room = make_room(session, clock())

    report = weighing_report(session, room.dialogue)

    entries = [*report["support"]["themes"], *report["support"]["contributions"]]
    for entry in entries:
        shares = [entry[name] for name in ("against", "neutral", "for") if entry[name] is not None]
        assert not shares or entry["n"] >= 50
        assert all(share * entry["n"] >= MINIMUM_CELL - 0.5 for share in shares)
