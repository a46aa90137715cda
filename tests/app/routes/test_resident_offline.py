"""A phone without a network in the middle: nothing is lost, and nothing is stored twice."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.db import transaction
from dialogue.models import ContributionVersion, RoundKind
from tests.app.routes.conftest import await_worker
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
