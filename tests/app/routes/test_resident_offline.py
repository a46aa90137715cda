"""A phone without a network in the middle: nothing is lost, and nothing is stored twice."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from app.db import transaction
from dialogue.models import ContributionVersion, RoundKind
from tests.app.routes.conftest import await_worker, served
from tests.residents import HOME, Setting

# The database makes no difference to a phone: one is enough.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

WORDS = "Ik wil graag dat de huisarts ook in de avond open is"
KEPT = "Kept on your phone"


@contextmanager
def without_network(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def stored(setting: Setting) -> list[str]:
    with transaction(setting.engine) as session:
        return list(session.exec(select(ContributionVersion.text)))


def addresses_kept(page: Page) -> set[str]:
    return set(
        page.evaluate(
            "async () => (await Promise.all((await caches.keys()).map(async (name) => "
            "(await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname)"
            "))).flat()"
        )
    )


def test_an_answer_that_is_sent_without_a_network_arrives_once(
    answering: Page, setting: Setting
) -> None:
    await_worker(answering)
    answering.get_by_role("textbox").fill(WORDS)
    with without_network(answering):
        answering.get_by_role("button", name="Save and go on").click()
        expect(answering.get_by_role("heading", level=1)).to_have_text(KEPT)
        assert stored(setting) == []

    expect(answering.locator("#sending")).to_contain_text("Sent.")
    answering.get_by_role("link", name="Go on", exact=True).click()

    expect(answering.get_by_role("heading", level=1)).to_have_text("Thank you!")
    assert stored(setting) == [WORDS]
    assert "samenspraak-draft" not in answering.evaluate("JSON.stringify(localStorage)")
    private = [each for each in addresses_kept(answering) if each.startswith("/d/")]
    assert private == [], "a page with people's words was kept"


def test_a_page_without_a_network_says_so_and_the_text_is_still_there(answering: Page) -> None:
    await_worker(answering)
    answering.get_by_role("textbox").fill(WORDS)
    with without_network(answering):
        answering.reload()
        expect(answering.get_by_role("heading", level=1)).to_have_text("No connection")

    answering.get_by_role("link", name="Try again").click()

    expect(answering.get_by_role("textbox")).to_have_value(WORDS)


def test_what_came_too_late_is_shown_to_copy_and_not_sent(
    answering: Page, setting: Setting
) -> None:
    await_worker(answering)
    answering.get_by_role("textbox").fill(WORDS)
    with without_network(answering):
        answering.get_by_role("button", name="Save and go on").click()
        expect(answering.get_by_role("heading", level=1)).to_have_text(KEPT)
        setting.close(RoundKind.ASK)

    expect(answering.locator("#sending")).to_contain_text("could not be sent any more")
    answering.goto(re.sub(f"{HOME}.*", f"{HOME}/my-answer", answering.url))

    expect(answering.get_by_text("You wrote this, and it was not sent")).to_be_visible()
    expect(answering.locator("[data-words]")).to_have_text(WORDS)
    assert stored(setting) == []
    answering.get_by_role("button", name="Erase it from this phone").click()
    expect(answering.locator("[data-words]")).to_have_count(0)


def test_who_comes_after_on_the_same_phone_finds_nothing_and_sends_nothing(
    answering: Page, setting: Setting, address: str
) -> None:
    answering.get_by_role("textbox").fill(WORDS)
    answering.context.clear_cookies()

    answering.goto(address + HOME)
    answering.get_by_label("The code from your letter").fill(setting.codes()[0])
    answering.get_by_role("button", name="Start", exact=True).click()
    answering.get_by_label("I have read this and take part.").check()
    answering.get_by_role("button", name="Go on").click()

    expect(answering.get_by_role("textbox")).to_have_value("")
    assert WORDS not in answering.evaluate("JSON.stringify(localStorage)")


def in_seconds() -> dict[str, str]:
    return {"Retry-After": "2"}


def at_a_moment() -> dict[str, str]:
    # A date has whole seconds: one more, so that two have passed for sure.
    moment = datetime.now(UTC) + timedelta(seconds=3)
    return {"Retry-After": format_datetime(moment, usegmt=True)}


@dataclass
class Busy:
    """A gateway that answers what is sent with these statuses one by one, then lets it through."""

    app: ASGIApp
    replies: list[tuple[int, Callable[[], dict[str, str]]]] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or "/answer/" not in scope["path"]:
            await self.app(scope, receive, send)
            return
        self.asked_at.append(time.monotonic())
        if not self.replies:
            await self.app(scope, receive, send)
            return
        status, wait = self.replies.pop(0)
        await PlainTextResponse("busy", status, wait())(scope, receive, send)


@pytest.fixture
def gateway(web: TestClient, setting: Setting) -> Busy:
    return Busy(web.app)


@pytest.fixture
def address(gateway: Busy) -> Iterator[str]:
    with served(gateway) as address:
        yield address


def test_a_busy_server_is_asked_again_not_sooner_than_it_said_and_nothing_is_lost(
    answering: Page, setting: Setting, gateway: Busy
) -> None:
    gateway.replies = [(503, in_seconds), (429, at_a_moment), (500, dict), (502, dict)]
    await_worker(answering)
    answering.get_by_role("textbox").fill(WORDS)

    answering.get_by_role("button", name="Save and go on").click()
    expect(answering.get_by_role("heading", level=1)).to_have_text(KEPT)
    until = time.monotonic() + 60
    while not stored(setting) and time.monotonic() < until:
        answering.evaluate("window.dispatchEvent(new Event('online'))")  # a most impatient page
        time.sleep(0.1)

    expect(answering.locator("#sending")).to_contain_text("Sent.")
    assert stored(setting) == [WORDS]
    first, second, third, *others = gateway.asked_at
    assert second - first >= 2, "503: wait so many seconds"
    assert third - second >= 2, "429: wait until a moment"
    assert len(others) == 2, "500 and 502 say nothing of when: again as soon as may be"
    assert "samenspraak-draft" not in answering.evaluate("JSON.stringify(localStorage)")
