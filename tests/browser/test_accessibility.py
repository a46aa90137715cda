"""The main pages of each door pass axe at 390 px, fit on 320 px, and have one heading on top."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.demo.seeding import ANSWERED, ASKING, WEIGHING
from tests.browser import resident_pages as resident
from tests.browser.conftest import PHONE, Phone

NARROW = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ENGLISH = "en-GB"


def problems_of(page: Page) -> Iterator[str]:
    """What is wrong with the page as it stands, with its styles."""
    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    for violation in found.response["violations"]:
        where = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
        yield f"{violation['id']}: {violation['help']} ({where})"
    if (headings := page.get_by_role("heading", level=1).count()) != 1:
        yield f"{headings} headings of level 1"
    if too_wide := parts_too_wide(page):
        yield f"wider than 320 px: {too_wide}"


def parts_too_wide(page: Page) -> str:
    """What sticks out of a phone of 320 px, if the page scrolls sideways there."""
    page.set_viewport_size(NARROW)
    try:
        return page.evaluate("""() => {
            if (document.scrollingElement.scrollWidth <= innerWidth) return '';
            const wide = [...document.body.querySelectorAll('*')].filter(
                each => each.getBoundingClientRect().right > innerWidth + 1);
            return wide.slice(0, 3).map(each => each.outerHTML.slice(0, 90)).join(' | ') || 'page';
        }""")
    finally:
        page.set_viewport_size(PHONE)


@contextmanager
def looking_at(page: Page) -> Iterator[Callable[[], None]]:
    """Collect what is wrong with every page that is looked at, and tell it all at the end."""
    problems: list[str] = []

    def look() -> None:
        problems.extend(f"{page.url}: {each}" for each in problems_of(page))

    yield look
    assert not problems, "\n".join(problems)


def test_the_public_pages_in_english(demo_phone: Phone) -> None:
    page = demo_phone(locale=ENGLISH).new_page()
    with looking_at(page) as look:
        for address in ("/", f"/d/{ASKING}", f"/d/{ANSWERED}/results"):
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == "en"
            look()


def test_the_pages_of_somebody_who_answers(demo_phone: Phone) -> None:
    page = demo_phone().new_page()
    with looking_at(page) as look:
        page.goto(f"/d/{ASKING}")
        page.get_by_label("De code uit uw brief").fill("AAAA-BBBB-CCCC-D")
        page.get_by_role("button", name="Begin", exact=True).click()
        look()  # refused: there is a typing error in this code
        resident.come_in(page, f"/d/{ASKING}", code=None, look=look)
        look()
        page.get_by_role("textbox").fill("Bel mij maar op 06-12345678, dan leg ik het uit.")
        page.get_by_role("button", name="Bewaar en schrijf nog een antwoord").click()
        expect(page.get_by_text("Kijk nog even")).to_be_visible()
        look()
        page.get_by_role("button", name="Toch zo versturen").click()
        expect(page.get_by_text("Uw antwoord is bewaard.")).to_be_visible()
        look()
        page.get_by_role("link", name="Ga verder zonder iets toe te voegen").click()
        look()
        for name in ("Vertel iets over uzelf", "Wat is er met mijn antwoord gedaan?"):
            page.goto(f"/d/{ASKING}/thanks")
            page.get_by_role("link", name=name).first.click()
            look()


def test_the_pages_of_somebody_who_weighs(demo_phone: Phone) -> None:
    page = demo_phone().new_page()
    with looking_at(page) as look:
        resident.come_in(page, f"/d/{WEIGHING}", code=None)
        look()
        page.get_by_role("button", name="Begin met de eerste kaart").click()
        page.locator("summary").get_by_text("Ik wil iets toevoegen").click()
        look()
        resident.weigh_card(page, "+2")
        look()
        page.get_by_role("link", name="Stop voor nu").click()
        look()
