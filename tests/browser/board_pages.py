"""What a board member does, page by page, by the words on the buttons."""

from playwright.sync_api import Page, expect

FIRST_PAGE = "Voorstellen voor het bestuur"


def decide(page: Page, title: str, *, outcome: str, reason: str, owner: str, due_on: str) -> None:
    """Answer a proposal, and look it over before it is final."""
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("Waarom?").fill(reason)
    page.get_by_label("Wie zorgt ervoor?").fill(owner)
    page.get_by_label("Voor welke dag kunnen bewoners een resultaat zien?").fill(due_on)
    page.get_by_role("button", name="Bekijk het antwoord").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is dit uw antwoord?")
    expect(page.get_by_text(reason)).to_be_visible()
    page.get_by_role("button", name="Maak dit antwoord definitief").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text(reason)).to_be_visible()
