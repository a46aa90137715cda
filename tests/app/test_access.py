"""Every route has exactly one answer to "who may use this?", and keeps to it."""

import pytest
from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import Engine, func, select
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from app.access import Anybody, AnyStaff
from app.db import transaction
from tests.doors import Door, World, build_world, doors

# Whom each rule lets in. A new rule has no line here yet: add it, and say who is meant.
EVERYBODY = {
    "nobody",
    "resident",
    "resident elsewhere",
    "facilitator",
    "facilitator elsewhere",
    "board",
    "board elsewhere",
}
MEANT = {
    "anybody": EVERYBODY,
    "public_dialogue": EVERYBODY,
    "taking_part": {"resident"},
    "any_staff": {"facilitator", "facilitator elsewhere", "board", "board elsewhere"},
    "any_facilitator": {"facilitator", "facilitator elsewhere"},
    "any_board_member": {"board", "board elsewhere"},
    "facilitating": {"facilitator"},
    "deciding": {"board"},
}
TURNED_AWAY = {401, 403, 404}
# These end somebody's stay: they come last.
LAST = ("/logout", "/d/{slug}/leave", "/d/{slug}/kiosk/next")


def without_one_rule(app: FastAPI) -> list[str]:
    return [
        f"{door.method} {door.path}: {sorted(door.rules) or 'no rule'}"
        for door in doors(app)
        if len(door.rules) != 1
    ]


def test_every_route_depends_on_exactly_one_access_rule(web: TestClient) -> None:
    assert without_one_rule(web.app) == []


def test_there_are_routes_to_walk(web: TestClient) -> None:
    found = {(door.method, door.path) for door in doors(web.app)}

    assert {("GET", "/login"), ("POST", "/board/proposals/{proposal_id}/decision")} <= found
    assert len(found) > 50


def test_a_route_without_a_rule_or_with_two_is_found() -> None:
    app, router, inner = FastAPI(openapi_url=None), APIRouter(), APIRouter()

    @router.get("/bare")
    def bare() -> None: ...

    @router.get("/right", dependencies=[Anybody])
    def right() -> None: ...

    @inner.post("/twice", dependencies=[Anybody])
    def twice(staff: AnyStaff) -> None: ...

    @inner.get("/deep")
    def deep(number: int = Depends(lambda: 1)) -> None: ...

    router.include_router(inner, prefix="/inner")
    app.include_router(router)
    app.add_route("/starlette", lambda request: None)

    assert sorted(without_one_rule(app)) == [
        "GET /bare: no rule",
        "GET /inner/deep: no rule",
        "GET /starlette: no rule",
        "HEAD /starlette: no rule",
        "POST /inner/twice: ['any_staff', 'anybody']",
    ]


def test_every_rule_says_whom_it_means(web: TestClient) -> None:
    assert {rule for door in doors(web.app) for rule in door.rules} <= set(MEANT)


@pytest.fixture
def world(engine: Engine, clock) -> World:
    with transaction(engine) as session:
        return build_world(session, clock())


def in_order(app: FastAPI) -> list[Door]:
    return sorted(doors(app), key=lambda door: (door.path in LAST, door.method, door.path))


def turned_away(answer) -> bool:
    to_login = answer.headers.get("location", "").startswith("/login?")
    return answer.status_code in TURNED_AWAY or (answer.status_code == 303 and to_login)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_door_opens_for_who_is_meant_and_for_nobody_else(
    web: TestClient, world: World, who: str
) -> None:
    wrong = []
    for door in in_order(web.app):
        (rule,) = door.rules
        answer = world.ask(web, who, door)
        if who not in MEANT[rule]:
            right = turned_away(answer)
        else:
            right = answer.status_code < 500 and answer.status_code not in (401, 403)
            right = right and not turned_away_to_login(answer)
        if not right:
            wrong.append(f"{door.method} {door.path} ({rule}) answers {answer.status_code}")

    assert wrong == []


def turned_away_to_login(answer) -> bool:
    return answer.headers.get("location", "").startswith("/login?")


def test_nothing_was_written_by_who_was_not_meant(
    web: TestClient, world: World, engine: Engine
) -> None:
    """What is asked for in vain leaves no event, no decision and no moderation behind."""
    before = everything_written(engine)

    for who in ("nobody", "resident elsewhere", "facilitator elsewhere", "board elsewhere"):
        for door in in_order(web.app):
            (rule,) = door.rules
            if who not in MEANT[rule] and door.method != "GET":
                world.ask(web, who, door, data={"reason": "x", "title_nl": "x", "version": "1"})

    assert everything_written(engine) == before


def everything_written(engine: Engine) -> dict[str, int]:
    with transaction(engine) as session:
        return {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in SQLModel.metadata.tables.items()
        }
