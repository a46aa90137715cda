"""A facilitator works through the queue of held texts with nothing but the keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from app.clock import utc_now
from app.db import make_engine, transaction
from app.demo.seeding import ASKING, DEMO_PASSWORD, EMAILS
from dialogue.models import Contribution, ContributionState, Dialogue, Role
from tests.browser import facilitator_pages as facilitator
from tests.browser.conftest import Phone, Site
from tests.browser.test_accessibility import looking_at
from tests.browser.test_keyboard_only import press
from tests.facilitator_cast import say

TEXTS = (
    "Bel mij op 06 12345678, ik wacht al weken.",
    "Dokter Jan Jansen hielp mij goed.",
    "Mijn buurvrouw Ria de Wit kan niet naar de post.",
    "Bel mij op 06 87654321, ik wacht al weken.",
)


@pytest.fixture
def held(demo: Site) -> Iterator[list[Contribution]]:
    """Texts of this test in the queue of the demo; what stood there is away as long as it runs."""
    engine = make_engine(demo.environment["SAMENSPRAAK_DATABASE_URL"])
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue).where(Dialogue.slug == ASKING)).one()
        waiting = session.exec(
            select(Contribution).where(
                Contribution.dialogue_id == dialogue.id,
                Contribution.state == ContributionState.HELD,
            )
        ).all()
        for each in waiting:
            each.state = ContributionState.WITHDRAWN
        made = [
            say(session, dialogue, text, utc_now(), state=ContributionState.HELD) for text in TEXTS
        ]
    yield made
    with transaction(engine) as session:
        for each in waiting:
            session.get_one(Contribution, each.id).state = ContributionState.HELD
    engine.dispose()


def states(demo: Site, held: list[Contribution]) -> list[str]:
    with transaction(make_engine(demo.environment["SAMENSPRAAK_DATABASE_URL"])) as session:
        return [session.get_one(Contribution, each.id).state.value for each in held]


def card(page: Page, number: int, total: int) -> Locator:
    return page.get_by_role("article", name=f"Antwoord {number} van {total}")


def test_the_queue_is_emptied_with_the_keyboard(
    demo: Site, demo_phone: Phone, held: list[Contribution]
) -> None:
    page = demo_phone().new_page()
    facilitator.log_in(page, EMAILS[Role.FACILITATOR], DEMO_PASSWORD, first_page="Mijn dialogen")
    page.goto(f"/facilitator/dialogues/{ASKING}/moderation")
    with looking_at(page) as look:
        press(page, page.locator("summary", has_text="Werken met het toetsenbord"), "Enter")
        look()
        press(page, page.get_by_label("Gebruik deze toetsen"), "Space")
        press(page, card(page, 1, 4), "s", "j", "x")
        expect(card(page, 1, 4)).to_be_focused()
        page.reload()
        press(page, page.locator("summary", has_text="Werken met het toetsenbord"), "Enter")
        press(page, page.get_by_label("Gebruik deze toetsen"), "Space")

        press(page, card(page, 1, 4), "w")  # without a reason this only leads to the reasons
        expect(card(page, 1, 4).get_by_label("Reden")).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(card(page, 1, 4)).not_to_be_focused()
        assert states(demo, held) == ["held"] * 4

        page.reload()
        press(page, card(page, 1, 4), "j", "k", "s")
        expect(page.get_by_text("Over 1 antwoord is besloten.")).to_be_visible()
        expect(card(page, 1, 3)).to_be_focused()
        look()

        page.keyboard.press("t")
        words = card(page, 1, 3).get_by_label("De woorden die mogen blijven")
        expect(words).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type("Dokter hielp mij goed.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Zo lezen anderen het:")).to_be_visible()
        expect(page.get_by_role("button", name="Geef het zo vrij")).to_be_focused()
        look()
        page.keyboard.press("Enter")
        expect(card(page, 1, 2)).to_be_focused()

        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
        several = page.get_by_role("region", name="Eén besluit over alles wat u koos")
        press(page, several.get_by_label("Reden"), "ArrowDown", "ArrowDown")
        expect(several.get_by_label("Reden")).to_have_value("names_person")
        press(page, page.get_by_role("button", name="Verwijder de gekozen antwoorden"), "Enter")
        sure = page.get_by_role("button", name="Verwijder deze 2 antwoorden")
        expect(sure).to_be_visible()
        look()
        press(page, sure, "Enter")
        expect(page.get_by_text("Over 2 antwoorden is besloten.")).to_be_visible()
        assert states(demo, held) == ["visible", "visible", "removed", "removed"]

        press(page, page.get_by_role("button", name="Draai terug: houd ze weer vast"), "Enter")
        expect(page.get_by_text("De antwoorden zijn weer vastgehouden.")).to_be_visible()
        assert states(demo, held) == ["visible", "visible", "held", "held"]
