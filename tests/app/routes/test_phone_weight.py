"""What a phone has to fetch for a resident's page, measured where it leaves the server."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.app.routes.conftest import await_worker, served
from tests.residents import HOME, Resident, Setting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

FIRST_VISIT, LATER_VISIT = 60_000, 15_000
# On a slow network each request that a page waits for costs a second or so.
FIRST_REQUESTS = 20
COOKIE = "samenspraak-visit-spoedzorg"


class Scales:
    """Weighs what an app sends, headers and all, by address; for the page and its worker alike."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.sent: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requests[scope["path"]] += 1

        async def weigh(message: Message) -> None:
            headers = message.get("headers", ())
            weight = sum(len(name) + len(value) + 4 for name, value in headers)
            self.sent[scope["path"]] += weight + len(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, weigh)

    def total(self) -> int:
        """Bytes, without fonts: those are shown late and kept long."""
        return sum(weight for path, weight in self.sent.items() if not path.endswith(".woff2"))


@pytest.fixture
def scales(web: TestClient, setting: Setting) -> Scales:
    return Scales(web.app)


@pytest.fixture
def phone(scales: Scales, alice: Resident, browser: Browser) -> Iterator[Page]:
    """A phone that was never here, of somebody who takes part."""
    with served(scales) as address:
        context = browser.new_context(
            base_url=address, locale="nl-NL", viewport={"width": 390, "height": 844}
        )
        token = alice.browser.cookies[COOKIE]
        context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        elsewhere: list[str] = []
        context.on("request", lambda each: elsewhere.append(each.url))
        page = context.new_page()
        page.set_default_timeout(60_000)
        yield page
        context.close()
        assert [each for each in elsewhere if not each.startswith(address)] == []


def settle(page: Page) -> None:
    """Wait until the page and the worker beside it have fetched all they want."""
    await_worker(page)
    page.wait_for_load_state("networkidle")


def test_a_first_visit_is_light_and_what_follows_is_lighter(phone: Page, scales: Scales) -> None:
    phone.goto(f"{HOME}/thanks")
    settle(phone)
    at_first = scales.total()
    weights = scales.sent.most_common()
    asked = scales.requests.copy()
    scales.sent.clear()
    scales.requests.clear()

    phone.goto(f"{HOME}/answer/1")
    expect(phone.get_by_role("textbox")).to_be_visible()
    phone.wait_for_load_state("networkidle")

    assert 10_000 < at_first < FIRST_VISIT, weights
    assert 1_000 < scales.total() < LATER_VISIT, scales.sent
    assert asked.total() <= FIRST_REQUESTS, asked
    assert scales.requests == {f"{HOME}/answer/1": 1}, "the page itself and nothing else"
