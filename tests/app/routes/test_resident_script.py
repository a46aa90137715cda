"""What resident.js adds in a real browser: no typed word is lost, and none stays behind."""

import pytest
from playwright.sync_api import Page, expect

from dialogue.models import RoundKind
from tests.residents import HOME, Setting

# The database makes no difference to a script: one is enough.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

WORDS = "Ik wil graag dat de huisarts ook in de avond open is"


def kept(page: Page) -> int:
    """Count what stays on a phone of what was typed."""
    return int(page.evaluate("localStorage.length + sessionStorage.length"))


def test_typed_words_survive_a_reload_and_are_forgotten_once_sent(answering: Page) -> None:
    answering.get_by_role("textbox").fill(WORDS)
    answering.reload()
    expect(answering.get_by_role("textbox")).to_have_value(WORDS)
    assert kept(answering) == 1

    answering.get_by_role("button", name="Save and write another answer").click()

    expect(answering.get_by_text("Your answer is saved.")).to_be_visible()
    expect(answering.get_by_role("textbox")).to_have_value("")
    assert kept(answering) == 0


def test_words_that_came_too_late_are_still_there_on_the_way_back(
    answering: Page, setting: Setting
) -> None:
    answering.get_by_role("textbox").fill(WORDS)
    setting.close(RoundKind.ASK)
    answering.get_by_role("button", name="Save and go on").click()
    expect(answering.get_by_role("heading", level=1)).to_contain_text("This round is closed")

    answering.goto(answering.url.replace("/answer/1", ""))

    assert WORDS in answering.evaluate("JSON.stringify(localStorage)")


def test_words_that_were_refused_are_kept_until_they_arrive(answering: Page) -> None:
    answering.get_by_role("textbox").fill("🙂")
    answering.get_by_role("button", name="Save and go on").click()
    expect(answering.locator("#error-summary")).to_be_focused()
    expect(answering.get_by_role("textbox")).to_have_value("🙂")

    answering.get_by_role("textbox").fill(WORDS)
    answering.get_by_role("button", name="Save and go on").click()

    expect(answering.get_by_role("heading", level=1)).to_have_text("Thank you!")
    assert kept(answering) == 0


def test_who_stops_here_leaves_no_words_behind(answering: Page, address: str) -> None:
    answering.get_by_role("textbox").fill(WORDS)
    answering.goto(address + HOME)
    answering.get_by_text("Stop on this device").click()
    answering.get_by_role("button", name="Yes, stop here").click()

    expect(answering.get_by_label("The code from your letter")).to_be_visible()
    assert kept(answering) == 0


def test_a_scanned_receipt_fills_the_field_and_leaves_the_address(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}/receipt#7K2M-9QXT-4ABC-D")

    expect(phone.get_by_label("Your receipt code")).to_have_value("7K2M-9QXT-4ABC-D")
    assert phone.url == f"{address}/receipt"
