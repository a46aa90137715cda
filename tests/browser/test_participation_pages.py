"""With everything measured, the pages about who takes part pass axe, fit 320 px and show charts."""

import pytest
from playwright.sync_api import Page, expect

from app.clock import utc_now
from app.db import make_engine, transaction
from app.demo.seeding import ANSWERED, DEMO_PASSWORD, EMAILS
from app.queries.support import active_themes
from dialogue.models import Role
from tests.browser import facilitator_pages as facilitator
from tests.browser.conftest import Phone, Site
from tests.browser.test_accessibility import ENGLISH, NARROW, looking_at
from tests.measured_cast import everything, find, store

HERE = f"/facilitator/dialogues/{ANSWERED}/participation"
PAGES = ("", "/groups", "/said", "/voice", "/heard")
LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture
def measured(demo: Site) -> None:
    """Every figure that there can be is there."""
    engine = make_engine(demo.environment["SAMENSPRAAK_DATABASE_URL"])
    with transaction(engine) as session:
        dialogue = find(session, ANSWERED)
        themes = [(each.id, each.number) for each in active_themes(session, dialogue)]
        store(session, dialogue, everything(themes=themes), utc_now())
    engine.dispose()


@pytest.fixture
def desk(demo_phone: Phone, measured: None) -> Page:
    page = demo_phone().new_page()
    facilitator.log_in(page, EMAILS[Role.FACILITATOR], DEMO_PASSWORD, first_page="Mijn dialogen")
    return page


def open_all(page: Page) -> None:
    """Unfold every table."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def test_the_pages_about_who_takes_part(desk: Page) -> None:
    with looking_at(desk) as look:
        for path in PAGES:
            desk.goto(HERE + path)
            open_all(desk)
            look()


def test_the_pages_about_who_takes_part_in_english(demo_phone: Phone, measured: None) -> None:
    page = demo_phone(locale=ENGLISH).new_page()
    page.goto("/login")
    page.get_by_label("E-mail address").fill(EMAILS[Role.FACILITATOR])
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My dialogues")
    with looking_at(page) as look:
        for path in PAGES:
            page.goto(HERE + path)
            assert page.locator("html").get_attribute("lang") == "en"
            look()


def test_charts_are_drawn_for_a_phone_and_for_a_laptop(desk: Page) -> None:
    for size, drawn in ((NARROW, "narrow"), (LAPTOP, "wide")):
        desk.set_viewport_size(size)
        for path in PAGES:
            desk.goto(HERE + path)
            charts = desk.locator(".chart img")
            expect(charts.first).to_be_visible()
            for each in charts.all():
                assert f"width={drawn}" in each.evaluate("image => image.currentSrc")
                assert smallest_letters(each) >= 12


def smallest_letters(chart) -> float:
    """How large letters of 13 or 14 px are on the screen, as far as the picture is scaled."""
    drawn, shown, letters = chart.evaluate(
        "image => [image.naturalWidth, image.clientWidth, image.naturalWidth > 400 ? 14 : 13]"
    )
    return letters * shown / drawn
