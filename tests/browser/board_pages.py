"""What a board member does, page by page, by the words on the buttons."""

from playwright.sync_api import Page, expect


def decide(page: Page, title: str, *, outcome: str, reason: str, owner: str, due_on: str) -> None:
    """Answer a proposal, and look it over before it is final."""
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_label(outcome).check()
    page.get_by_label("Waarom?").fill(reason)
    page.get_by_label("Wie zorgt ervoor?").fill(owner)
    page.get_by_label("Op welke dag kunnen inwoners het resultaat zien?").fill(due_on)
    page.get_by_role("button", name="Kijk het na").click()
    expect(page.get_by_text(reason)).to_be_visible()
    page.get_by_role("button", name="Maak dit antwoord definitief").click()
    expect(page.get_by_text(reason)).to_be_visible()
