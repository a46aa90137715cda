"""Residents in a browser, at the stages of a dialogue."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from app.config import Settings
from app.db import transaction
from dialogue.models import RoundKind
from tests.cast import make_asking
from tests.residents import HOME, TEXTS, Resident, Setting


@pytest.fixture
def setting(engine: Engine, settings: Settings, clock) -> Setting:
    with transaction(engine) as session:
        make_asking(session, clock())
    return Setting(engine, settings.key(), clock)


@pytest.fixture
def alice(web: TestClient, setting: Setting) -> Resident:
    return Resident(web).come_in(setting.codes()[0]).consent()


@pytest.fixture
def weighing(web: TestClient, setting: Setting) -> Resident:
    """Somebody who came in after the ask round, before the first card."""
    setting.crowd_says(*TEXTS)
    setting.go_on_to(RoundKind.WEIGH)
    return Resident(web).come_in(setting.codes()[0]).consent()


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an app on this machine; gives its address."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    port = door.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def address(web: TestClient, setting: Setting) -> Iterator[str]:
    """Where the app of this test is served."""
    with served(web.app) as address:
        yield address


@pytest.fixture
def phone(address: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="en-GB", viewport={"width": 390, "height": 844})
    page.set_default_timeout(60_000)
    yield page
    page.close()


@pytest.fixture
def answering(phone: Page, address: str, setting: Setting) -> Page:
    """A phone on which the first question is open."""
    phone.goto(address + HOME)
    phone.get_by_label("The code from your letter").fill(setting.codes()[0])
    phone.get_by_role("button", name="Start", exact=True).click()
    phone.get_by_label("I have read this and take part.").check()
    phone.get_by_role("button", name="Go on").click()
    return phone


def await_in(page: Page, expression: str) -> None:
    """Ask a page until it says yes; its policy lets no test wait inside the page itself."""
    until = time.monotonic() + 60
    while not page.evaluate(expression):
        assert time.monotonic() < until, f"this stayed untrue: {expression}"
        time.sleep(0.05)


def await_worker(page: Page) -> None:
    """Wait until the phone keeps what it needs to stand a lost network."""
    await_in(page, "Boolean(navigator.serviceWorker.controller)")
    for kept in ("/kept-on-your-phone", "/no-connection"):
        await_in(page, f"caches.match('{kept}').then(Boolean)")
