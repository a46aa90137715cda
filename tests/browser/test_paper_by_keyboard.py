"""A facilitator types in a sheet with nothing but the keyboard, on pages that everybody can use."""

from collections import Counter

from playwright.sync_api import Page, expect
from sqlmodel import select

from app.db import make_engine, transaction
from app.demo.seeding import DEMO_PASSWORD, EMAILS, WEIGHING
from dialogue.models import Dialogue, Participant, Rating, Role
from tests.browser import facilitator_pages as facilitator
from tests.browser.conftest import Phone, Site
from tests.browser.test_accessibility import NARROW, looking_at
from tests.browser.test_keyboard_only import press

HERE = f"/facilitator/dialogues/{WEIGHING}/paper"


def given_on_paper(demo: Site) -> Counter[int | None]:
    """How often people on paper gave each mark."""
    with transaction(make_engine(demo.environment["SAMENSPRAAK_DATABASE_URL"])) as session:
        query = (
            select(Rating.value)
            .join(Participant)
            .join(Dialogue)
            .where(Participant.channel == "paper", Dialogue.slug == WEIGHING)
        )
        return Counter(session.exec(query).all())


def print_sheets(page: Page, count: int) -> list[str]:
    """Print sheets for the first chamber; returns the numbers at their top."""
    page.goto(HERE)
    page.get_by_label("Wie zitten er aan de tafel?").select_option(index=1)
    page.get_by_label("Hoeveel bladen voor nieuwe mensen?").fill(str(count))
    page.get_by_role("button", name="Toon de bladen").click()
    expect(page.locator(".sheet")).to_have_count(count)
    return page.locator(".sheet-number strong").all_inner_texts()


def test_a_sheet_is_typed_in_with_the_keyboard(demo: Site, demo_phone: Phone) -> None:
    before = given_on_paper(demo)
    page = demo_phone(viewport=NARROW).new_page()
    facilitator.log_in(page, EMAILS[Role.FACILITATOR], DEMO_PASSWORD, first_page="Mijn dialogen")

    with looking_at(page) as look:
        first, second = print_sheets(page, 2)
        look()
        page.goto(HERE)
        look()
        press(page, page.get_by_role("link", name="Bladen overtypen"), "Enter")
        expect(page.get_by_label("Nummer van het volgende blad")).to_be_focused()
        look()
        page.keyboard.type(first.replace("-", "").lower())
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Blad {first}")
        expect(page.get_by_label("ik heb dit gelezen en doe mee")).to_be_focused()
        page.keyboard.press("Space")
        press(page, page.get_by_label("Kaart 1", exact=True))
        for mark in ("3", "-2", "?"):
            page.keyboard.type(mark)
            page.keyboard.press("Tab")
        look()
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Blad {first} is bewaard.")).to_be_visible()
        expect(page.get_by_label("Nummer van het volgende blad")).to_be_focused()
        page.keyboard.type(second)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Blad {second}")
        page.goto(f"{HERE}/table")
        look()

    assert given_on_paper(demo) - before == Counter([3, -2, None])
