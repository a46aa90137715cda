"""Answering and weighing with nothing but Tab, Space, Enter and the arrows."""

from playwright.sync_api import Locator, Page, expect

from app.demo.seeding import ASKING, WEIGHING
from tests.browser.conftest import Phone

ANSWER = "Bij nacht staat er niemand aan de balie, dat vind ik eng."
ADDITION = "En zet er een bel neer."
MOST_STOPS = 60


def test_the_first_stop_skips_to_the_content(demo_phone: Phone) -> None:
    page = demo_phone().new_page()
    page.goto(f"/d/{ASKING}")

    page.keyboard.press("Tab")

    link = page.get_by_role("link", name="Naar de inhoud")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_somebody_answers_with_the_keyboard(demo_phone: Phone) -> None:
    page = demo_phone().new_page()

    come_in(page, ASKING)
    press(page, page.get_by_role("textbox"))
    page.keyboard.type(ANSWER)
    press(page, page.get_by_role("button", name="Bewaar en ga verder"), "Enter")
    press(page, page.get_by_role("link", name="Sla deze vraag over"), "Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel!")
    press(page, page.get_by_role("link", name="Wat is er met mijn antwoord gedaan?").first, "Enter")
    expect(page.get_by_text(ANSWER)).to_be_visible()


def test_somebody_weighs_cards_with_the_keyboard(demo_phone: Phone) -> None:
    page = demo_phone().new_page()

    come_in(page, WEIGHING)
    press(page, page.get_by_role("button", name="Begin met de eerste kaart"), "Enter")
    first_words = page.get_by_role("blockquote").inner_text()
    press(page, page.get_by_role("radio", name="−3"), "Space", "ArrowRight", "ArrowRight")
    expect(page.get_by_role("radio", name="−1")).to_be_checked()
    press(page, page.locator("summary", has_text="Ik wil iets toevoegen"), "Enter")
    press(page, page.get_by_label("Ik zou toevoegen:"))
    page.keyboard.type(ADDITION)
    press(page, page.get_by_role("button", name="Volgende kaart"), "Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kaart 2 van")
    press(page, page.get_by_role("link", name="Vorige kaart"), "Enter")
    expect(page.get_by_role("blockquote")).to_have_text(first_words)
    expect(page.get_by_role("radio", name="−1")).to_be_checked()
    expect(page.get_by_text(ADDITION)).to_be_visible()


def come_in(page: Page, slug: str) -> None:
    """By the open link, in the first chamber, with consent."""
    page.goto(f"/d/{slug}")
    press(page, page.locator("summary", has_text="Ik heb geen code"), "Enter")
    press(page, page.get_by_role("radio").first, "Space")
    press(page, page.get_by_role("button", name="Begin zonder code"), "Enter")
    press(page, page.get_by_label("Ik heb dit gelezen en doe mee."), "Space")
    press(page, page.get_by_role("button", name="Ga verder"), "Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Voor u begint")
    if page.url.endswith("/indicators"):
        press(page, page.get_by_role("link", name="Sla deze pagina over"), "Enter")


def press(page: Page, target: Locator, *keys: str) -> None:
    """Tab until the focus is on something, and press keys there."""
    expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        if target.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target, "Tab does not get there").to_be_focused()
    for key in keys:
        page.keyboard.press(key)
