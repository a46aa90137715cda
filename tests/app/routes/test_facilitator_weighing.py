"""The pages about weighing: figures with their uncertainty, in two languages, nobody named."""

import re
import time
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.figures import KeptFigures
from app.queries import parts
from app.routes.facilitator import measuring
from dialogue.models import (
    Contribution,
    ContributionState,
    Dialogue,
    Participant,
    Rating,
    RoundKind,
    RoundState,
    Theme,
)
from tests.cast import make_over, make_proposal
from tests.facilitator_cast import log_in_facilitator
from tests.weighing_cast import confirm_all, make_room

HERE = "/facilitator/dialogues/spoedzorg/weighing"
PAGES = (HERE, f"{HERE}/contributions", f"{HERE}/opinion", f"{HERE}/finalists")


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    """The desk beside a room of 124 people, of whom four are directors."""
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        room = make_room(session, clock())
        proposal = make_proposal(session, room.dialogue, clock(), theme=room.themes[0])
        confirm_all(session, room, proposal, clock(), liked=1.8, guess=40)
        log_in_facilitator(web, session, clock(), existing=False)
    return web


def make_desk(web: TestClient, engine, clock, **chambers: int) -> list[UUID]:
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        room = make_room(session, clock(), chambers=chambers)
        log_in_facilitator(web, session, clock())
        return [each.id for each in room.people]


def cells_of(page: str, row: str) -> list[str]:
    """The cells of the first row of a table that begins with these words, without markup."""
    found = re.search(rf"<th[^>]*>{re.escape(row)}</th>(.*?)</tr>", page, re.DOTALL)
    assert found, f"no row {row!r}"
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found[1], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


# --- the figures -------------------------------------------------------------------------------


def test_themes_are_shown_with_band_interval_and_people(desk: TestClient) -> None:
    page = desk.get(HERE).text

    band, rank, _, mean, between, people, _, divided = cells_of(page, "Thema 0")
    assert (band, rank) == ("1", "1 to 2")
    assert re.fullmatch(r"\+1\.\d", mean)
    assert re.fullmatch(r"\+1\.\d to \+[12]\.\d", between)
    assert int(people) > 100
    assert re.fullmatch(r"0\.\d\d", divided)
    assert cells_of(page, "In no theme")[:2] == ["–", "–"]


def test_a_theme_that_one_chamber_does_not_support_is_not_carried(
    web: TestClient, engine, clock
) -> None:
    people = make_desk(web, engine, clock, resident=60, professional=40)
    with transaction(engine) as session:
        for each in session.exec(select(Rating)):
            if each.participant_id in people[60:]:
                each.value = -3

    page = web.get(HERE).text
    chambers = page[page.index("Support per chamber") :]

    assert cells_of(chambers, "Thema 0")[0] == "Not carried"
    differ = page[page.rindex("Where chambers differ") :]
    assert cells_of(differ, "Thema 0")[:2] == ["Residents", "Professionals"]


def test_single_answers_come_a_page_at_a_time(desk: TestClient) -> None:
    first, second = (desk.get(f"{HERE}/contributions?page={page}").text for page in (1, 2))

    assert (first.count('class="card"'), second.count('class="card"')) == (25, 9)
    assert "band 1" in first
    assert desk.get(f"{HERE}/contributions?page=99").status_code == 200
    assert desk.get(f"{HERE}/contributions?page=0").status_code == 422


def test_both_views_stand_beside_each_other_with_the_difference_in_words(
    desk: TestClient,
) -> None:
    page = desk.get(f"{HERE}/opinion").text

    assert "The groups on the map" in page
    assert cells_of(page, "Group A")[0].startswith("about ")
    assert "Our view" in page
    assert "Polis' view" in page
    assert re.search(r"\d+ of our 10 answers stand in its list too", page)


def test_the_map_is_a_table_as_well_with_a_row_for_each_place(desk: TestClient) -> None:
    page = desk.get(f"{HERE}/opinion").text

    table = page.split("Places on the map with at least 10 people each</caption>")[1]
    rows = re.findall(r"<tr", table.split("</table>")[0].split("<tbody")[1])
    assert len(rows) == page.count('class="hexagon ') > 0


def test_the_rule_and_what_it_picks_stand_beside_the_proposals(desk: TestClient) -> None:
    page = desk.get(f"{HERE}/finalists").text

    assert "At most 10 themes go on" in page
    assert cells_of(page, "Thema 0")[2] == "Een huisartsenpost in elke wijk (published)"
    assert cells_of(page, "Thema 1")[2] == "no proposal yet"
    assert re.search(r"for this than residents think\. Guessed: (39|40|41)%", page)


def test_what_the_rule_would_not_pick_is_named(web: TestClient, engine, clock) -> None:
    make_desk(web, engine, clock, resident=40)
    with transaction(engine) as session:
        make_proposal(session, session.exec(select(Dialogue)).one(), clock(), title="Anders")

    page = web.get(f"{HERE}/finalists").text

    assert "Proposals that were chosen otherwise" in page
    assert "Anders" in page


@pytest.mark.parametrize(
    "address", [*PAGES, *(HERE.replace("weighing", each) for each in ("exposure", "alarms"))]
)
def test_in_a_very_large_dialogue_the_page_comes_at_once_and_looks_again(
    desk: TestClient, monkeypatch, address
) -> None:
    at_once = "".join(desk.get(address).text.split("<main")[1:])
    desk.app.state.weighings = KeptFigures()
    desk.app.state.exposures = KeptFigures()
    desk.app.state.alarms = KeptFigures()
    monkeypatch.setattr(measuring, "LARGE", 100)

    first = desk.get(address)
    seen = [first.status_code]
    while seen[-1] == 202 and len(seen) < 600:
        time.sleep(0.05)
        seen.append(desk.get(address).status_code)

    if first.status_code == 202:  # an exposure of a round without a hand needs no figures
        assert "The figures are being worked out" in first.text
        assert first.headers["refresh"] == "5"
    assert seen[-1] == 200
    assert "".join(desk.get(address).text.split("<main")[1:]) == at_once


# --- nobody is singled out ---------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_a_participant(desk: TestClient, engine, address) -> None:
    page = desk.get(address).text

    with transaction(engine) as session:
        people = session.exec(select(Participant.id)).all()
    assert people
    assert not [each for each in people if str(each) in page or each.hex in page]


def test_a_small_chamber_and_what_would_give_it_away_are_not_shown(desk: TestClient) -> None:
    page = desk.get(HERE).text

    assert cells_of(page, "Directors")[0] == "not shown"
    row = cells_of(page[page.index("Support per chamber") :], "Thema 0")
    assert row[3:5] == ["not shown", "not shown"]  # managers beside directors
    assert row[5:] == ["–", "–"]


def test_nobody_has_a_dot_on_the_map(desk: TestClient) -> None:
    page = desk.get(f"{HERE}/opinion").text

    drawing = re.search(r'<svg class="opinion-map".*?</svg>', page, re.DOTALL)[0]
    assert drawing.count("hexagon--") <= 12  # 124 people in tens
    assert drawing.count("<circle") == 2 * drawing.count("<text")  # an outline and a name each


def test_under_ten_people_there_is_no_figure_at_all(web: TestClient, engine, clock) -> None:
    make_desk(web, engine, clock, resident=9)

    page = web.get(HERE).text
    assert {cells_of(page, f"Thema {number}")[5] for number in range(5)} == {"fewer than 10"}
    assert not re.search(r"[+-]\d\.\d", page)
    opinion = web.get(f"{HERE}/opinion").text
    assert "opinion-map" not in opinion
    assert "No answer was weighed by 10 people or more" in opinion
    answers = web.get(f"{HERE}/contributions").text
    assert answers.count("Fewer than 10 people weighed this answer") == 25
    assert "The rule can't pick a theme yet" in web.get(f"{HERE}/finalists").text


def test_an_answer_that_was_held_since_the_figures_is_not_read(desk: TestClient, engine) -> None:
    assert "Antwoord nummer 0<" in desk.get(f"{HERE}/contributions").text
    with transaction(engine) as session:
        for each in session.exec(select(Contribution)):
            each.state = ContributionState.HELD

    for address in PAGES:
        assert "Antwoord nummer" not in desk.get(address).text


# --- empty states, languages, doors ------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES[:3])
def test_before_anybody_rated_the_page_says_so(web, engine, clock, address) -> None:
    with transaction(engine) as session:
        make_over(session, clock())
        log_in_facilitator(web, session, clock())

    page = web.get(address).text

    assert "Nog niemand heeft een antwoord gewogen" in page
    assert web.get(PAGES[3]).status_code == 200


def test_in_an_open_round_the_page_warns_that_figures_change(desk: TestClient, engine) -> None:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        parts.round_of_kind(session, dialogue, RoundKind.WEIGH).state = RoundState.OPEN

    assert "People are weighing now" in desk.get(HERE).text


@pytest.mark.parametrize(("language", "heading"), [("nl", "Wegen"), ("en", "Weighing")])
def test_the_page_speaks_both_languages(desk: TestClient, language, heading) -> None:
    page = desk.get(f"{HERE}?lang={language}", follow_redirects=True).text

    assert f"<h1>{heading}</h1>" in page


@pytest.mark.parametrize("address", PAGES)
def test_who_is_no_facilitator_here_does_not_get_in(desk: TestClient, address) -> None:
    stranger = TestClient(desk.app, follow_redirects=False)

    assert stranger.get(address).status_code in (303, 401, 404)


def test_figures_are_worked_out_once_a_minute_and_names_are_always_new(
    desk: TestClient, engine, clock
) -> None:
    desk.get(HERE)
    with transaction(engine) as session:
        for each in session.exec(select(Rating)):
            each.value = -3
        session.exec(select(Theme).where(Theme.number == 0)).one().label = "Korter wachten"

    within = desk.get(HERE).text
    clock.pass_by(seconds=61)
    after = desk.get(HERE).text

    assert cells_of(within, "Korter wachten")[3].startswith("+1")
    assert cells_of(after, "Korter wachten")[3] == "-3.0"
