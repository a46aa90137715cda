"""The pages of colleagues: invite, join, remove, a forgotten password, one's own account."""

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.config import Settings
from app.db import transaction
from app.routes.staff import letters
from app.usecases import accounts
from dialogue.models import Account, Membership, Region, Role, StaffLink
from tests.cast import PASSWORD, make_account, make_region
from tests.facilitator_cast import log_in_facilitator

PAGE = "/facilitator/people"
MAIL = "smtp://mail.example.nl"
OURS = {"mail_from": "samen@example.nl", "public_url": "https://samen.example.nl"}
NEW = "paarse fiets op het dak"


@pytest.fixture
def desk(web: TestClient, engine: Engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
    return web


@pytest.fixture
def post(web: TestClient, settings: Settings, monkeypatch) -> list[dict[str, str]]:
    """What goes out by e-mail, where that is set up."""
    sent: list[dict[str, str]] = []
    monkeypatch.setattr(letters, "send_email", lambda _settings, **letter: sent.append(letter))
    with_mail = {"mail_server": MAIL, **OURS}
    web.app.state.settings = Settings(**settings.model_dump() | with_mail)
    return sent


def somebody_else(web: TestClient) -> TestClient:
    return TestClient(web.app, follow_redirects=False, raise_server_exceptions=False)


def link_in(page: str) -> str:
    """The path of the link that a page shows once."""
    return re.search(r'id="link-once">https?://[^/]+(/[^<]+)<', page)[1]


def invite(desk: TestClient, email: str = "ada@example.nl", role: str = "facilitator") -> str:
    return link_in(desk.post(f"{PAGE}/invitations", data={"email": email, "role": role}).text)


def ids(engine: Engine, email: str) -> dict[str, str]:
    with transaction(engine) as session:
        account = session.exec(select(Account).where(Account.email == email)).one()
        region = session.exec(select(Region).where(Region.slug == "zoetermeer")).one()
        return {"account": str(account.id), "region": str(region.id)}


def test_an_invited_colleague_makes_an_account_and_is_at_the_desk(desk: TestClient) -> None:
    path = invite(desk)
    new = somebody_else(desk)

    page = new.get(path)
    joined = new.post(path, data={"name": "Ada", "password": PASSWORD, "again": PASSWORD})

    assert "Gezondheidsregio Zoetermeer" in page.text
    assert "ada@example.nl" in page.text
    assert joined.headers["location"] == "/staff"
    assert "Ada" in new.get(PAGE).text
    assert new.get(path).status_code == 410


def test_the_link_is_shown_once_and_the_list_shows_who_was_invited(desk: TestClient) -> None:
    path = invite(desk)

    listed = desk.get(PAGE).text

    assert "ada@example.nl" in listed
    assert path.rsplit("/", 1)[1] not in listed


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"name": "", "password": PASSWORD, "again": PASSWORD}, "name"),
        ({"name": "Ada", "password": "kort", "again": "kort"}, "password"),
        ({"name": "Ada", "password": "Welkom2026!!!", "again": "Welkom2026!!!"}, "password"),
        ({"name": "Ada", "password": PASSWORD, "again": "iets anders dan dat"}, "again"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_link_is_not_used_up(
    desk: TestClient, form: dict[str, str], field: str
) -> None:
    path = invite(desk)

    answer = somebody_else(desk).post(path, data=form)

    assert answer.status_code == 422
    assert f'id="field-{field}-error"' in answer.text
    assert form["password"] not in answer.text
    assert somebody_else(desk).get(path).status_code == 200


@pytest.mark.parametrize("email", ["", "ada", "facilitator@example.nl"])
def test_an_invitation_that_can_not_be_is_said_at_the_field(desk: TestClient, email: str) -> None:
    form = {"email": email, "role": "facilitator"}

    answer = desk.post(f"{PAGE}/invitations", data=form)

    assert answer.status_code == 422
    assert 'id="field-email-error"' in answer.text


def test_somebody_with_an_account_logs_in_and_accepts(
    desk: TestClient, engine: Engine, clock
) -> None:
    with transaction(engine) as session:
        make_account(session, make_region(session), Role.BOARD, clock())
    path = invite(desk, "board@example.nl")
    colleague = somebody_else(desk)

    to_login = f'href="/login?next={path}"' in colleague.get(path).text
    form = {"email": "board@example.nl", "password": PASSWORD, "next": path}
    assert colleague.post("/login", data=form).headers["location"] == path
    accepted = colleague.post(f"{path}/accept")

    assert to_login
    assert accepted.headers["location"] == "/staff"
    assert colleague.get(PAGE).status_code == 200
    assert desk.post(f"{invite(desk, 'x@example.nl')}/accept").status_code == 409


def test_a_withdrawn_invitation_is_gone(desk: TestClient, engine: Engine) -> None:
    path = invite(desk)
    with transaction(engine) as session:
        stored = session.exec(select(StaffLink)).one().token_hash

    desk.post(f"{PAGE}/invitations/withdraw", data={"link": stored})

    assert somebody_else(desk).get(path).status_code == 410
    assert "ada@example.nl" not in desk.get(PAGE).text


def joined(desk: TestClient, role: str = "facilitator") -> TestClient:
    colleague = somebody_else(desk)
    form = {"name": "Ada", "password": PASSWORD, "again": PASSWORD}
    colleague.post(invite(desk, role=role), data=form)
    return colleague


def test_who_is_removed_sees_nothing_at_the_next_click(desk: TestClient, engine: Engine) -> None:
    colleague = joined(desk)
    assert colleague.get("/facilitator").status_code == 200

    form = ids(engine, "ada@example.nl") | {"role": "facilitator"}
    assert desk.post(f"{PAGE}/remove", data=form).status_code == 303

    assert colleague.get("/facilitator").status_code == 404
    assert colleague.get("/staff/account").status_code == 200


def test_the_last_facilitator_can_not_go(desk: TestClient, engine: Engine) -> None:
    own = ids(engine, "facilitator@example.nl") | {"role": "facilitator"}

    answers = [desk.post(f"{PAGE}/remove", data=own), desk.post("/staff/account/leave", data=own)]

    assert [each.status_code for each in answers] == [409, 409]
    assert "Nodig eerst iemand anders uit" in answers[0].text
    joined(desk)
    assert desk.post("/staff/account/leave", data=own).status_code == 303
    assert desk.get("/facilitator").status_code == 404


def test_another_regions_people_are_out_of_reach(desk: TestClient, engine: Engine, clock) -> None:
    with transaction(engine) as session:
        elsewhere = Region(slug="elders", name="Elders")
        session.add(elsewhere)
        session.flush()
        other = accounts.create_account(
            session, email="o@example.nl", name="O", password=PASSWORD, now=clock()
        )
        accounts.give_role(session, other, elsewhere, Role.FACILITATOR)
        there, who = str(elsewhere.id), str(other.id)

    form = {"account": who, "role": "facilitator"}
    for region in (there, ""):
        assert desk.post(f"{PAGE}/remove", data=form | {"region": region}).status_code == 404
        assert desk.post(f"{PAGE}/password", data=form | {"region": region}).status_code == 404
    asked = {"email": "x@example.nl", "role": "board", "region": there}
    assert desk.post(f"{PAGE}/invitations", data=asked).status_code == 404
    assert desk.get(f"{PAGE}?region={there}").status_code == 404
    with transaction(engine) as session:
        assert len(session.exec(select(Membership)).all()) == 2


def test_without_e_mail_a_facilitator_hands_over_a_link_to_a_new_password(
    desk: TestClient, engine: Engine
) -> None:
    colleague = joined(desk, "board")

    page = desk.post(f"{PAGE}/password", data=ids(engine, "ada@example.nl"))
    renewed = somebody_else(desk).post(link_in(page.text), data={"password": NEW, "again": NEW})

    assert renewed.headers["location"] == "/login?done=renewed"
    assert colleague.get("/board").headers["location"].startswith("/login")
    colleague.post("/login", data={"email": "ada@example.nl", "password": NEW})
    assert "Facilitator heeft die link gemaakt" in colleague.get("/staff/account").text


def test_with_e_mail_the_link_goes_to_the_colleague_only(
    desk: TestClient, engine: Engine, post: list[dict[str, str]]
) -> None:
    joined(desk, "board")
    post.clear()

    page = desk.post(f"{PAGE}/password", data=ids(engine, "ada@example.nl")).text

    assert "/login/renew/" not in page
    [letter] = post
    assert letter["to"] == "ada@example.nl"
    assert "https://samen.example.nl/login/renew/" in letter["text"]


def test_with_e_mail_an_invitation_is_sent_and_shown(desk: TestClient, post) -> None:
    path = invite(desk)

    [letter] = post
    assert letter["to"] == "ada@example.nl"
    assert f"https://samen.example.nl{path}" in letter["text"]
    assert "Facilitator nodigt u uit" in letter["text"]


def ask(web: TestClient, email: str) -> str:
    answer = web.post("/login/forgotten", data={"email": email})
    assert answer.status_code == 200
    return answer.text


def test_known_or_not_a_forgotten_password_gets_the_same_answer(
    web: TestClient, engine: Engine, clock, post
) -> None:
    with transaction(engine) as session:
        make_account(session, make_region(session), Role.BOARD, clock())

    assert ask(web, "board@example.nl") == ask(web, "nobody@example.nl")

    [letter] = post
    path = re.search(r"samen\.example\.nl(/login/renew/\S+)", letter["text"])[1]
    assert web.get(path).status_code == 200
    assert web.post(path, data={"password": NEW, "again": NEW}).status_code == 303
    assert web.get(path).status_code == 410


def test_nobodys_mailbox_is_filled_by_another(web: TestClient, engine, clock, post) -> None:
    with transaction(engine) as session:
        make_account(session, make_region(session), Role.BOARD, clock())
    for _ in range(5):
        ask(web, "board@example.nl")
    assert len(post) == 3

    clock.pass_by(minutes=61)
    ask(web, "board@example.nl")

    assert len(post) == 4


def test_asking_is_limited(web: TestClient, post) -> None:
    web.app.state.attempts = type(web.app.state.attempts)(2)
    ask(web, "a@example.nl")
    ask(web, "b@example.nl")

    assert web.post("/login/forgotten", data={"email": "c@example.nl"}).status_code == 429


def test_without_e_mail_the_page_says_whom_to_ask(web: TestClient, engine: Engine) -> None:
    page = web.get("/login/forgotten").text

    assert "Een facilitator van uw regio maakt een link" in page
    assert "<form" not in page.split("<main")[1]
    assert "Vraag het aan iemand" in web.post("/login/forgotten", data={"email": "x@y.nl"}).text
    with transaction(engine) as session:
        assert session.exec(select(StaffLink)).all() == []


def test_a_mail_server_that_fails_breaks_no_page_and_logs_no_address(
    desk: TestClient, settings: Settings, caplog
) -> None:
    with_mail = {"mail_server": "smtp://127.0.0.1:1", **OURS}
    desk.app.state.settings = Settings(**settings.model_dump() | with_mail)

    assert invite(desk)

    assert "ServiceAway" in caplog.text
    assert "ada@" not in caplog.text


def test_my_name_address_and_password_are_mine_to_change(desk: TestClient, engine: Engine) -> None:
    page = "/staff/account"
    there = somebody_else(desk)
    there.post("/login", data={"email": "facilitator@example.nl", "password": PASSWORD})

    wrong = desk.post(f"{page}/password", data={"present": "no", "password": NEW, "again": NEW})
    done = desk.post(f"{page}/password", data={"present": PASSWORD, "password": NEW, "again": NEW})
    moved = desk.post(page, data={"name": "Fee", "email": "fee@example.nl", "present": NEW})

    assert wrong.status_code == 422
    assert 'id="field-password-present-error"' in wrong.text
    assert (done.status_code, moved.status_code) == (303, 303)
    assert there.get("/staff").headers["location"].startswith("/login")
    assert "fee@example.nl" in desk.get(page).text
    elsewhere = desk.post(page, data={"name": "Fee", "email": "x@example.nl", "present": "no"})
    assert (elsewhere.status_code, 'value="x@example.nl"' in elsewhere.text) == (422, True)


def test_a_changed_account_is_told_at_the_address_it_had(desk: TestClient, post) -> None:
    page = "/staff/account"
    desk.post(page, data={"name": "Fee", "email": "facilitator@example.nl"})
    assert post == []

    desk.post(page, data={"name": "Fee", "email": "fee@example.nl", "present": PASSWORD})
    desk.post(f"{page}/password", data={"present": PASSWORD, "password": NEW, "again": NEW})

    assert [each["to"] for each in post] == ["facilitator@example.nl", "fee@example.nl"]
    assert "Hallo Fee" in post[0]["text"]


def test_all_other_logins_can_be_ended(desk: TestClient) -> None:
    there = somebody_else(desk)
    there.post("/login", data={"email": "facilitator@example.nl", "password": PASSWORD})

    desk.post("/staff/account/logins")

    assert there.get("/staff").headers["location"].startswith("/login")
    assert desk.get("/facilitator").status_code == 200


def test_a_name_with_markup_is_shown_as_text(desk: TestClient, engine: Engine) -> None:
    desk.post("/staff/account", data={"name": "<b>Fee</b>", "email": "facilitator@example.nl"})

    for page in (PAGE, "/staff/account"):
        shown = desk.get(page).text
        assert "&lt;b&gt;Fee" in shown
        assert "<b>Fee" not in shown
