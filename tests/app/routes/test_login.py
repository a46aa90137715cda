"""The door for staff: in with a password, to the right desk, and out again."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.security import own_path
from app.usecases import accounts
from dialogue.models import Role, StaffSession
from tests.cast import PASSWORD, make_account, make_region

COOKIE = "samenspraak-staff"


@pytest.fixture
def boss(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        make_account(session, make_region(session), Role.BOARD, clock())


def log_in(web: TestClient, **fields: str):
    return web.post("/login", data={"email": "board@example.nl", "password": PASSWORD} | fields)


def logins(engine: Engine) -> int:
    with transaction(engine) as session:
        return len(session.exec(select(StaffSession)).all())


def test_the_page_has_one_heading_and_two_labelled_fields(web: TestClient) -> None:
    page = web.get("/login").text

    assert page.count("<h1") == 1
    assert 'for="field-email"' in page
    assert 'for="field-password"' in page


def test_a_right_login_sets_a_cookie_that_scripts_cannot_read(web: TestClient, boss) -> None:
    answer = log_in(web)

    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(COOKIE)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("wrong", [{"password": "guess"}, {"email": "board@example.com"}])
def test_a_wrong_login_keeps_the_address_and_never_the_password(
    web: TestClient, boss, wrong: dict[str, str]
) -> None:
    answer = log_in(web, **wrong, next="/board")

    assert answer.status_code == 422
    assert f'value="{wrong.get("email", "board@example.nl")}"' in answer.text
    assert 'value="/board"' in answer.text
    assert wrong.get("password", PASSWORD) not in answer.text
    assert "set-cookie" not in answer.headers


def test_both_kinds_of_wrong_get_the_same_words(web: TestClient, boss) -> None:
    unknown = log_in(web, email="x@example.nl").text.replace("x@example.nl", "")
    mistaken = log_in(web, password="guess").text.replace("board@example.nl", "")

    assert unknown == mistaken


def test_an_address_with_markup_is_shown_as_text(web: TestClient) -> None:
    answer = log_in(web, email='"><script>alert(1)</script>')

    assert "<script>alert" not in answer.text


def test_after_the_login_you_are_where_you_wanted_to_go(web: TestClient, boss) -> None:
    asked = web.get("/staff?a=b&c=d")
    assert asked.headers["location"] == "/login?next=/staff%3Fa%3Db%26c%3Dd"

    assert log_in(web, next="/board").headers["location"] == "/board"


def test_no_address_leads_to_another_site_after_the_login(web: TestClient, boss) -> None:
    assert log_in(web, next="//evil.example/").headers["location"] == "/staff"
    page = web.get("/login", params={"next": "https://evil.example/"}).text
    assert "evil.example" not in page.split("<main")[1]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "\n//evil.example",
        "/a\r\nSet-Cookie: b",
        "javascript:alert(1)",
        "board",
        "",
    ],
)
def test_only_a_path_of_our_own_is_a_place_to_go_on(elsewhere: str) -> None:
    assert own_path(elsewhere) is None
    assert own_path("/board/proposals?page=2") == "/board/proposals?page=2"


@pytest.mark.parametrize(
    ("role", "desk"), [(Role.FACILITATOR, "/facilitator"), (Role.BOARD, "/board")]
)
def test_somebody_with_one_role_goes_straight_to_that_desk(
    web: TestClient, engine: Engine, clock, role: Role, desk: str
) -> None:
    with transaction(engine) as session:
        make_account(session, make_region(session), role, clock())

    log_in(web, email=f"{role}@example.nl")

    assert web.get("/staff").headers["location"] == desk


def test_somebody_with_two_roles_chooses(web: TestClient, engine: Engine, clock) -> None:
    with transaction(engine) as session:
        region = make_region(session)
        account = make_account(session, region, Role.BOARD, clock())
        accounts.give_role(session, account, region, Role.FACILITATOR)
    log_in(web)

    page = web.get("/staff")

    assert page.status_code == 200
    assert 'href="/facilitator"' in page.text
    assert 'href="/board"' in page.text


def test_somebody_without_a_role_is_told_so(web: TestClient, engine: Engine, clock) -> None:
    with transaction(engine) as session:
        accounts.create_account(
            session, email="new@example.nl", name="Nieuw", password=PASSWORD, now=clock()
        )
    log_in(web, email="new@example.nl")

    page = web.get("/staff")

    assert page.status_code == 200
    assert 'href="/board"' not in page.text


def test_every_login_gives_a_new_token_and_ends_the_one_before(
    web: TestClient, engine: Engine, boss
) -> None:
    log_in(web)
    before = web.cookies[COOKIE]
    log_in(web)

    assert web.cookies[COOKIE] != before
    assert logins(engine) == 1
    web.cookies.set(COOKIE, before)
    assert web.get("/staff").status_code == 303


def test_a_token_that_was_put_in_the_browser_before_is_not_taken_over(
    web: TestClient, boss
) -> None:
    web.cookies.set(COOKIE, "chosen-by-somebody-else")

    answer = log_in(web)

    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]


def test_a_failed_attempt_does_not_end_the_login_that_runs(
    web: TestClient, engine: Engine, boss
) -> None:
    log_in(web)
    log_in(web, password="guess")

    assert logins(engine) == 1


def test_after_logging_out_the_old_token_is_of_no_use(
    web: TestClient, engine: Engine, boss
) -> None:
    log_in(web)
    token = web.cookies[COOKIE]

    gone = web.post("/logout")

    assert (gone.status_code, gone.headers["location"]) == (303, "/login")
    assert 'samenspraak-staff=""' in gone.headers["set-cookie"]
    assert logins(engine) == 0
    web.cookies.set(COOKIE, token)
    assert web.get("/staff").headers["location"].startswith("/login")


def test_logging_out_without_a_login_is_no_mistake(web: TestClient) -> None:
    assert web.post("/logout").status_code == 303


def test_a_link_can_not_log_anybody_out(web: TestClient) -> None:
    assert web.get("/logout").status_code == 404


def test_whoever_guesses_too_often_is_stopped_for_a_while(web: TestClient, boss) -> None:
    web.app.state.attempts = type(web.app.state.attempts)(3)
    guesses = [log_in(web, password=f"guess {turn}").status_code for turn in range(3)]

    stopped = log_in(web)

    assert guesses == [422, 422, 422]
    assert (stopped.status_code, stopped.headers["retry-after"]) == (429, "60")


def test_a_login_is_over_after_half_a_day(web: TestClient, clock, boss) -> None:
    log_in(web)

    clock.pass_by(hours=12)

    assert web.get("/staff").headers["location"] == "/login?next=/staff"
