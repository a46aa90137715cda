"""Somebody who reads Arabic answers on a phone, from right to left, and finds the answer back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from app import i18n
from app.demo.seeding import ASKING
from tests.browser.conftest import Phone
from tests.browser.test_accessibility import looking_at

ANSWER = "أريد أن أتكلم مع القابلة بلغتي في المساء أيضًا."
RECEIPT = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


def arabic(message: str) -> str:
    with i18n.speaking("ar"):
        return i18n.gettext(message)


def expect_heading(page: Page, message: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(arabic(message))


def left_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"]


def come_in(page: Page, look: Callable[[], None]) -> None:
    """Enter by the open link and consent."""
    page.locator("summary").get_by_text(arabic("I have no code")).click()
    page.locator('input[name="chamber_id"]').first.check()
    page.get_by_role("button", name=arabic("Start without a code")).click()
    expect_heading(page, "Before you start")
    look()
    page.get_by_label(arabic("I have read this and take part.")).check()
    page.get_by_role("button", name=arabic("Go on"), exact=True).click()
    if page.url.endswith("/indicators"):
        page.get_by_role("link", name=arabic("Skip this page")).click()


def expect_dutch_question(page: Page) -> None:
    """The question is in Dutch, says so to a screen reader and to who reads it."""
    question = page.get_by_role("heading", level=1).locator("[lang=nl]")
    expect(question).to_have_attribute("dir", "ltr")
    note = arabic("This text is in Dutch. You may answer in any language.")
    expect(page.get_by_text(note)).to_be_visible()


def answer_first_question(page: Page) -> None:
    """Answer the first question and skip the others."""
    page.get_by_role("textbox").fill(ANSWER)
    page.get_by_role("button", name=arabic("Save and go on")).click()
    while page.get_by_role("textbox").count() and "/answer/" in page.url:
        page.get_by_role("link", name=arabic("Skip this question")).click()


def test_somebody_answers_in_arabic_and_keeps_a_receipt(demo_phone: Phone) -> None:
    page = demo_phone(locale="ar-SY").new_page()
    with looking_at(page) as look:
        page.goto(f"/d/{ASKING}")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert left_of(page, ".brand-mark") > 195, "our name stands where reading starts"
        look()
        come_in(page, look)

        expect_dutch_question(page)
        lowest, higher = (f'input[name="scale"][value="{step}"]' for step in (0, 3))
        assert left_of(page, lowest) > left_of(page, higher), "0 stands where reading starts"
        look()
        answer_first_question(page)

        page.goto(f"/d/{ASKING}/thanks")
        expect_heading(page, "Thank you!")
        receipt = page.locator("#receipt-code")
        assert RECEIPT.fullmatch(receipt.inner_text())
        assert receipt.evaluate("each => getComputedStyle(each).direction") == "ltr"
        look()
        page.goto(f"/d/{ASKING}/my-answer")
        expect(page.get_by_role("blockquote")).to_have_text(ANSWER)
        expect(page.get_by_role("blockquote")).to_have_attribute("lang", "ar")
        look()
