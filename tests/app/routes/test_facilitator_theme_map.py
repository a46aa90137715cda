"""The map of the themes: an equal table, and honest about what is drawn and what is not."""

import re

import pytest
from sqlmodel import select, update
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts, theme_map
from app.usecases import dialogues
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    ContributionState,
    Dialogue,
    PlacedBy,
    Placement,
    RoundKind,
    Theme,
)
from tests.cast import FACILITATOR, make_asking
from tests.facilitator_cast import log_in_facilitator, make_run, make_theme, read, say

HERE = "/facilitator/dialogues/spoedzorg"


@pytest.fixture
def asking(engine, clock) -> str:
    """A dialogue in which people answer; returns its address at the desk."""
    with transaction(engine) as session:
        make_asking(session, clock())
    return HERE


@pytest.fixture
def desk(web: TestClient, engine, clock, asking) -> TestClient:
    with transaction(engine) as session:
        return log_in_facilitator(web, session, clock())


def fill(engine, clock, sizes: dict[str, int], *, loose: int = 0, close: bool = True) -> None:
    """Themes of these sizes with vectors, answers in none, and a finished run."""
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        for number, (name, size) in enumerate(sizes.items(), start=1):
            said = [say(session, dialogue, f"Over {name}, {n}", clock()) for n in range(size)]
            read(session, said, number - 1)
            theme = make_theme(
                session, dialogue, clock(), number=number, label=name, contributions=said
            )
            theme.stability = [0.9, 0.4, None][number % 3]
            session.add(theme)
        for n in range(loose):
            read(session, [say(session, dialogue, f"Iets anders, {n}", clock())], 7)
        if close:
            asked = parts.round_of_kind(session, dialogue, RoundKind.ASK)
            dialogues.close_round(session, dialogue, asked, now=clock(), actor=FACILITATOR)
            session.exec(update(AnalysisRun).values(state=AnalysisState.DONE))
        clock.pass_by(minutes=1)
        make_run(session, dialogue, clock(), answers=sum(sizes.values()), rough=not close)


def dots_on(page: str) -> int:
    return sum(path.count("M") for path in re.findall(r'class="map-dots" d="([^"]*)"', page))


def test_each_theme_is_a_circle_and_a_row_of_the_table(desk: TestClient, engine, clock) -> None:
    fill(engine, clock, {"wachten": 30, "bus": 20}, loose=10)
    page = desk.get(f"{HERE}/themes/map").text

    assert page.count('class="map-circle"') == 2
    assert dots_on(page) == 50
    assert "Alle 50 antwoorden die in een thema staan zijn getekend." in page
    assert "In geen thema: 10." in page
    for words in ("50%", "33%", "17%", "wankel", "niet gemeten"):
        assert words in page
    assert 'role="img"' in page
    assert "<style" not in page
    assert " style=" not in page


def test_the_text_of_nobody_is_on_the_map(desk: TestClient, engine, clock) -> None:
    fill(engine, clock, {"wachten": 20, "bus": 20})

    assert "Over wachten" not in desk.get(f"{HERE}/themes/map").text


@pytest.mark.parametrize("state", [s for s in ContributionState if s != ContributionState.VISIBLE])
def test_what_may_not_be_seen_is_not_drawn(desk: TestClient, engine, clock, state) -> None:
    fill(engine, clock, {"wachten": 20, "bus": 20})
    with transaction(engine) as session:
        some = session.exec(select(Contribution)).all()[:4]
        for each in some:
            each.state = state
        session.add_all(some)
    page = desk.get(f"{HERE}/themes/map").text

    assert dots_on(page) == 36
    assert "Alle 36 antwoorden" in page


def test_of_many_answers_a_sample_is_drawn_and_the_page_says_so(
    desk: TestClient, engine, clock, monkeypatch
) -> None:
    fill(engine, clock, {"wachten": 30, "bus": 20})
    monkeypatch.setattr(theme_map, "MOST_DOTS", 25)
    page = desk.get(f"{HERE}/themes/map").text

    drawn = dots_on(page)
    assert 10 <= drawn <= 25
    assert f"Van de 50 antwoorden die in een thema staan zijn er {drawn} getekend." in page


def test_while_people_answer_the_map_is_rough_and_asks_for_itself(
    desk: TestClient, engine, clock
) -> None:
    fill(engine, clock, {"wachten": 30, "bus": 20}, loose=3, close=False)
    page = desk.get(f"{HERE}/themes/map").text

    assert "Een ruwe kaart, die groeit" in page
    assert "Sindsdien kwamen er 3 antwoorden bij." in page
    assert f'hx-get="{HERE}/themes/map/drawing" hx-trigger="every 5s"' in page
    part = desk.get(f"{HERE}/themes/map/drawing").text
    assert part.lstrip().startswith('<div id="theme-map"')
    assert "<html" not in part


@pytest.mark.parametrize("close", [False, True])
def test_only_when_the_round_is_closed_the_themes_wait_for_a_name(
    desk: TestClient, engine, clock, close: bool
) -> None:
    fill(engine, clock, {"wachten": 3, "bus": 3}, close=close)

    assert ("hebben nog geen naam van u" in desk.get(HERE).text) is close


def test_a_map_of_a_closed_round_stands_still(desk: TestClient, engine, clock) -> None:
    fill(engine, clock, {"wachten": 30, "bus": 20})
    page = desk.get(f"{HERE}/themes/map").text

    assert "hx-trigger" not in page
    assert "ruwe kaart" not in page


def test_with_few_answers_the_page_says_so_and_leads_to_the_answers(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        for n in range(12):
            say(session, dialogue, f"Antwoord {n}", clock())
    page = desk.get(f"{HERE}/themes/map").text

    assert "Nog te weinig antwoorden voor groepen" in page
    assert "Er zijn 12 antwoorden." in page
    assert f'href="{HERE}/contributions"' in page
    assert "<svg class=" + '"theme-map' not in page


def test_themes_are_gathered_under_main_themes_from_six_on(desk: TestClient, engine, clock) -> None:
    fill(engine, clock, dict.fromkeys("abcdef", 3))
    with transaction(engine) as session:
        for theme in session.exec(select(Theme)).all():
            theme.main_group = {1: "Vervoer", 2: "Vervoer", 3: ""}.get(theme.number, "Bellen")
            session.add(theme)
    page = desk.get(f"{HERE}/themes").text
    headings = re.findall(r'<h2><span dir="auto">([^<]+)</span>', page)

    assert headings == ["Bellen", "Vervoer", "Andere thema's"]
    assert page.count('<h3 class="card-title"') == 6


def test_every_answer_is_accounted_for_on_the_page_of_the_themes(
    desk: TestClient, engine, clock
) -> None:
    fill(engine, clock, {"wachten": 5, "bus": 4}, loose=2)
    page = desk.get(f"{HERE}/themes").text

    assert (
        "11 ontvangen = 9 in een thema + 2 in geen thema + 0 vastgehouden + 0 verwijderd + "
        "0 ingetrokken." in page
    )


def test_an_answer_in_no_theme_is_offered_its_nearest_theme_and_a_person_puts_it_there(
    desk: TestClient, engine, clock
) -> None:
    fill(engine, clock, {"wachten": 9, "bus": 9})
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        loose = say(session, dialogue, "Waar blijft de bus", clock())
        read(session, [loose], 1)
    page = desk.get(f"{HERE}/themes/none").text
    action, form = move_form(page)

    assert re.search(r"Dichtstbij, heel waarschijnlijk \(\d+%\):", page)
    assert desk.post(action, data=form).status_code == 303
    assert "Waar blijft de bus" not in desk.get(f"{HERE}/themes/none").text
    with transaction(engine) as session:
        placement = session.get_one(Placement, loose.id)
        assert placement.placed_by is PlacedBy.PERSON
        assert session.get_one(Theme, placement.theme_id).machine_label == "bus"


def move_form(page: str) -> tuple[str, dict[str, str]]:
    """The first form that moves an answer, filled as the page fills it."""
    form = re.search(r'<form [^>]*action="([^"]+/placements/[^"]+)".*?</form>', page, re.DOTALL)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    chosen = re.search(r'<option[^>]*value="([^"]+)" selected', form[0])
    assert chosen, form[0]
    return form[1], {**hidden, "to_theme": chosen[1]}


def test_with_one_theme_nothing_is_suggested(desk: TestClient, engine, clock) -> None:
    fill(engine, clock, {"wachten": 9}, loose=1)
    page = desk.get(f"{HERE}/themes/none").text

    assert "Iets anders" in page
    assert "Dichtstbij" not in page


def test_the_map_of_another_region_is_not_shown(web: TestClient, asking) -> None:
    for path in ("themes/map", "themes/map/drawing", "repeated"):
        assert web.get(f"{HERE}/{path}").status_code in (303, 401, 403)
