"""Somebody says how it was with nothing but the keyboard, on pages that everybody can use."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from app.db import make_engine, transaction
from app.demo.seeding import WEIGHING
from dialogue.models import ClosingAnswer, Dialogue, Moment
from tests.browser import resident_pages as resident
from tests.browser.conftest import Phone, Site
from tests.browser.test_accessibility import NARROW, looking_at
from tests.browser.test_keyboard_only import press

SCALES = ["heard", "legitimacy"]


@pytest.fixture
def asking(demo: Site) -> Iterator[Site]:
    """The demo, in which the dialogue that is weighed asks at the end how it was."""
    chosen = set_scales(demo, SCALES)
    yield demo
    set_scales(demo, chosen)


def set_scales(demo: Site, chosen: list[str]) -> list[str]:
    """Choose what is asked at the end; returns what was chosen before."""
    with transaction(make_engine(demo.environment["SAMENSPRAAK_DATABASE_URL"])) as session:
        dialogue = session.exec(select(Dialogue).where(Dialogue.slug == WEIGHING)).one()
        before, dialogue.closing_questions = dialogue.closing_questions, chosen
        return before


def stored(demo: Site) -> list[ClosingAnswer]:
    with transaction(make_engine(demo.environment["SAMENSPRAAK_DATABASE_URL"])) as session:
        rows = session.exec(select(ClosingAnswer)).all()
        session.expunge_all()
        return list(rows)


def test_somebody_says_how_it_was_with_the_keyboard(asking: Site, demo_phone: Phone) -> None:
    before = {each.id for each in stored(asking)}
    page = demo_phone(viewport=NARROW).new_page()
    resident.come_in(page, f"/d/{WEIGHING}", code=None)
    page.get_by_role("button", name="Begin met de eerste kaart").click()
    resident.weigh_hand(page, lambda _: "+1")

    with looking_at(page) as look_wide:

        def look() -> None:
            page.set_viewport_size(NARROW)
            look_wide()

        look()
        press(page, page.get_by_role("link", name="Beantwoord deze vragen"), "Enter")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("Voelde u zich gehoord door de anderen?")
        look()
        voice = page.get_by_role("group", name="Ik kon zeggen wat ik wilde.")
        press(page, voice.get_by_role("radio").first, "Space", "ArrowRight", "ArrowRight")
        respect = page.get_by_role("group", name="De andere deelnemers namen mij serieus.")
        press(page, respect.get_by_role("radio").first, "Space", "ArrowLeft")
        expect(voice.get_by_role("radio", name="3", exact=True)).to_be_checked()
        expect(respect.get_by_role("radio", name="Dat zeg ik liever niet")).to_be_checked()
        press(page, page.get_by_role("button", name="Bewaar en ga verder"), "Enter")
        expect(heading).to_have_text("Wat vindt u van hoe het ging?")
        look()
        press(page, page.get_by_role("link", name="Sla deze pagina over"), "Enter")
        while heading.inner_text() != "Dank u wel!":  # the demo may ask more
            press(page, page.get_by_role("link", name="Sla deze pagina over"), "Enter")
        page.goto(f"/d/{WEIGHING}/my-answer")
        press(page, page.locator("summary", has_text="gehoord door de anderen"), "Enter")
        expect(page.get_by_text("Ik kon zeggen wat ik wilde.")).to_be_visible()
        look()

    [told] = [each for each in stored(asking) if each.id not in before]
    assert (told.scale, told.moment, told.answers) == ("heard", Moment.AFTER_ROUNDS, {"voice": 3})
