"""What a failure says, what a cookie allows, and what no log repeats."""

import logging
from collections.abc import Iterator
from typing import Annotated

import pytest
from fastapi import Form
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from starlette.testclient import TestClient

from app.access import Anybody
from app.config import Settings
from app.db import transaction
from app.main import create_app
from app.security import STAFF_COOKIE, visit_cookie
from dialogue.models import ContributionVersion, Region, Role
from tests.cast import PASSWORD, make_account, make_asking, make_region
from tests.doors import World, break_on_purpose, build_world, doors, field_names, values_in

CANARY = "Kanarie-Jansen-0612345678"


@pytest.fixture
def broken(own_web: TestClient) -> TestClient:
    """An app with routes that fail in every way."""
    break_on_purpose(own_web.app, CANARY)
    return own_web


@pytest.fixture
def world(engine: Engine, clock) -> World:
    with transaction(engine) as session:
        return build_world(session, clock())


# --- cookies ---------------------------------------------------------------------------------


@pytest.fixture
def secure(settings: Settings, engine: Engine, clock) -> Iterator[TestClient]:
    made = create_app(settings.model_copy(update={"secure_cookies": True}), engine, clock)
    with TestClient(made, base_url="https://testserver", follow_redirects=False) as client:
        yield client


def flags_of(cookie: str) -> set[str]:
    return {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}


def test_the_cookie_of_a_login_can_not_be_read_sent_along_or_set_by_others(
    secure: TestClient, engine: Engine, clock
) -> None:
    with transaction(engine) as session:
        make_account(session, make_region(session), Role.BOARD, clock())

    answer = secure.post("/login", data={"email": "board@example.nl", "password": PASSWORD})
    gone = secure.post("/logout")

    for cookie in (answer.headers["set-cookie"], gone.headers["set-cookie"]):
        assert cookie.startswith(f"__Host-{STAFF_COOKIE}=")
        assert flags_of(cookie) >= {"secure", "httponly", "samesite", "path"}
        assert "domain" not in flags_of(cookie)
        assert "path=/;" in cookie.lower() + ";"
    assert secure.get("/staff").headers["location"].startswith("/login")


def test_the_cookie_of_a_visit_is_as_safe(secure: TestClient, engine: Engine, clock) -> None:
    with transaction(engine) as session:
        make_asking(session, clock())
    page = secure.get("/d/spoedzorg").text

    entered = secure.post("/d/spoedzorg/enter", data=values_in(page))

    cookie = entered.headers["set-cookie"]
    assert cookie.startswith(f"__Host-{visit_cookie('spoedzorg')}=")
    assert flags_of(cookie) >= {"secure", "httponly", "samesite", "path"}


def test_without_the_prefix_a_cookie_is_not_believed(secure: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        world = build_world(session, clock())

    (door,) = (each for each in doors(secure.app) if each.path == "/board")

    assert world.ask(secure, "board", door).status_code == 303


# --- failures --------------------------------------------------------------------------------


def regions(engine: Engine) -> set[str]:
    with transaction(engine) as session:
        return set(session.exec(select(Region.slug)).all())


def test_a_request_that_fails_halfway_stores_nothing(broken: TestClient, engine: Engine) -> None:
    answer = broken.post("/boom")

    assert answer.status_code == 500
    assert regions(engine) == set()


def test_a_commit_that_fails_is_not_answered_with_yes(broken: TestClient, engine: Engine) -> None:
    answer = broken.post("/twice")

    assert answer.status_code == 409
    assert "stored" not in answer.text
    assert regions(engine) == set()


def test_our_own_fault_gives_the_words_back_and_says_nothing_of_the_inside(
    broken: TestClient,
) -> None:
    answer = broken.post("/boom", data={"text": "Mijn lange antwoord"})

    assert answer.status_code == 500
    assert "Mijn lange antwoord" in answer.text
    assert "Boom" not in answer.text
    assert CANARY not in answer.text


def test_a_full_database_gives_the_words_back(own_web: TestClient) -> None:
    @own_web.app.post("/full", dependencies=[Anybody])
    def full(text: Annotated[str, Form()]) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    answer = own_web.post("/full", data={"text": "Mijn lange antwoord"})

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "Mijn lange antwoord" in answer.text


def test_the_log_says_where_it_failed_and_never_with_which_words(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    broken.post("/boom", data={"text": CANARY})

    assert "Boom" in caplog.text
    assert "in boom" in caplog.text
    assert "POST /boom" in caplog.text
    assert CANARY not in caplog.text


# --- logs ------------------------------------------------------------------------------------


def test_no_log_repeats_what_somebody_wrote(
    web: TestClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Every form by everybody, with the same words in every field, at the chattiest level."""
    caplog.set_level(logging.DEBUG)
    filled = dict.fromkeys(sorted(field_names()), CANARY)

    for door in doors(web.app):
        if door.method == "POST":
            for who in ("nobody", "resident", "facilitator", "board"):
                world.ask(web, who, door, data=filled)

    assert CANARY not in caplog.text


def test_an_answer_that_is_stored_is_not_logged(
    web: TestClient, engine: Engine, clock, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction(engine) as session:
        make_asking(session, clock())
        make_account(session, make_region(session), Role.BOARD, clock())
    caplog.set_level(logging.DEBUG)
    page = web.get("/d/spoedzorg").text
    web.post("/d/spoedzorg/enter", data=values_in(page))
    web.post("/d/spoedzorg/consent", data={"agree": "yes"})
    page = web.get("/d/spoedzorg/answer/1").text
    stored = web.post(
        "/d/spoedzorg/answer/1", data=values_in(page) | {"text": f"Dag {CANARY}", "checked": "yes"}
    )
    web.post("/login", data={"email": f"{CANARY}@example.nl", "password": CANARY})

    assert stored.status_code == 303
    with transaction(engine) as session:
        assert CANARY in session.exec(select(ContributionVersion.text)).one()
    assert CANARY not in caplog.text
    assert web.cookies[visit_cookie("spoedzorg")] not in caplog.text
