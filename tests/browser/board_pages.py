"""What a board member does, page by page, by the words on the buttons."""

from playwright.sync_api import Page, expect

from app.i18n import translations_for

# The table's Dutch, by the sentences of its pages.
dutch = translations_for("nl").gettext
FIRST_PAGE = dutch("Proposals for the board")
ADOPT = dutch("We adopt this proposal")
TAKEN_OVER = dutch("The board adopts this proposal.")


def decide(page: Page, title: str, *, outcome: str, reason: str, owner: str, due_on: str) -> None:
    """Answer a proposal, and look it over before it is final."""
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label(dutch("Why?")).fill(reason)
    page.get_by_label(dutch("Who sees to it?")).fill(owner)
    page.get_by_label(dutch("By which day can residents see a result?")).fill(due_on)
    page.get_by_role("button", name=dutch("Look it over")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(dutch("Is this your answer?"))
    expect(page.get_by_text(reason)).to_be_visible()
    page.get_by_role("button", name=dutch("Make this answer final")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text(reason)).to_be_visible()
