"""What takes long in a very large dialogue is worked out beside the page, and then shown."""

import time

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.figures import KeptFigures
from app.routes.facilitator import measuring
from dialogue.models import Dialogue, RoundKind
from tests.cast import go_on_to, make_asking
from tests.facilitator_cast import log_in_facilitator, make_theme, read, say

HERE = "/facilitator/dialogues/spoedzorg"
# The database makes no difference to who waits for whom.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(web: TestClient, engine, clock, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The desk of a dialogue that counts as very large, with one theme."""
    monkeypatch.setattr(measuring, "LARGE", 0)
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        said = [say(session, dialogue, f"Over de nacht, {n}", clock()) for n in range(3)]
        read(session, said, 0)
        make_theme(session, dialogue, clock(), number=1, label="Nacht", contributions=said)
        return log_in_facilitator(web, session, clock())


def until_measured(app: FastAPI) -> None:
    kept = [each for each in app.state._state.values() if isinstance(each, KeptFigures)]
    until = time.monotonic() + 30
    while any(each.underway for each in kept):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_the_map_says_that_it_is_being_drawn_and_is_there_the_next_time(desk: TestClient) -> None:
    first = desk.get(f"{HERE}/themes/map")
    until_measured(desk.app)
    then = desk.get(f"{HERE}/themes/map")

    assert (first.status_code, "refresh" in first.headers) == (202, True)
    assert then.status_code == 200
    assert "Nacht" in then.text


def test_a_map_that_grows_keeps_what_it_shows_until_there_is_another(desk: TestClient) -> None:
    first = desk.get(f"{HERE}/themes/map/drawing")
    until_measured(desk.app)
    then = desk.get(f"{HERE}/themes/map/drawing")

    assert (first.status_code, first.text) == (204, "")
    assert "Nacht" in then.text


@pytest.mark.parametrize("page", ["", "/themes", "/themes/none"])
def test_a_page_is_there_before_its_figures_are(desk: TestClient, page: str) -> None:
    first = desk.get(HERE + page)
    until_measured(desk.app)
    then = desk.get(HERE + page)

    assert (first.status_code, then.status_code) == (200, 200)


def test_the_overview_tells_how_many_ratings_there_are_once_they_are_counted(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        go_on_to(session, session.exec(select(Dialogue)).one(), RoundKind.WEIGH, clock())

    first = desk.get(HERE)
    until_measured(desk.app)
    then = desk.get(HERE)

    assert ("wegingen tot nu toe" in first.text, "wegingen tot nu toe" in then.text) == (
        False,
        True,
    )
