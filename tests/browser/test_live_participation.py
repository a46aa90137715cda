"""People arrive, and the facilitator's page follows: how many, who is missing, nobody under ten.

A real server, worker, database and browser.
"""

import csv
import io
import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session, select

from app.clock import utc_now
from app.db import make_engine, transaction
from app.usecases.background import save_background
from app.usecases.populations import store_population
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.models import Dialogue, new_id
from tests.browser import facilitator_pages as facilitator
from tests.browser.conftest import Phone, Site, wait_until
from tests.browser.test_accessibility import problems_of
from tests.cast import FACILITATOR, PASSWORD, arrive, make_asking

POPULATION = """dimension,group,count
age,under-25,40000
age,25-44,40000
age,45-64,40000
"""
UNTIL_COUNTED = 30_000
FILES = ("chambers", "channels", "trust", "waves", "arrivals", "missing", "groups-age", "loss",
         "representativity", "helix")  # fmt: skip
# What counts people in a file; other columns hold shares, ratios, places and rounds.
PEOPLE = re.compile(r"people|came_in|used|invited|silent|answered|round_\d_\w+")


class Crowd:
    """People who come in by the open link and tell how old they are."""

    def __init__(self, site: Site, slug: str) -> None:
        self.engine = make_engine(site.environment["SAMENSPRAAK_DATABASE_URL"])
        self.slug = slug
        with transaction(self.engine) as session:
            dialogue = make_asking(session, utc_now(), slug=slug)
            dialogue.background_questions = [STANDARD_QUESTIONS[0]]
            session.flush()
            store_population(
                session, dialogue, data=POPULATION, source="Verzonnen", actor=FACILITATOR,
                now=utc_now(),
            )  # fmt: skip

    def find(self, session: Session) -> Dialogue:
        return session.exec(select(Dialogue).where(Dialogue.slug == self.slug)).one()

    def comes(self, ages: Mapping[str, int]) -> None:
        """So many people of each age take part."""
        with transaction(self.engine) as session:
            dialogue = self.find(session)
            for age, count in ages.items():
                for _ in range(count):
                    save_background(session, arrive(session, dialogue, utc_now()), {"age": age})


@pytest.fixture
def desk(phone: Phone) -> Page:
    return phone().new_page()


def test_people_arrive_and_the_page_says_who_is_missing(site: Site, desk: Page) -> None:
    crowd = begin(site, desk)
    watch(desk, crowd)
    expect(desk.get_by_text("Er is nog niemand binnengekomen")).to_be_visible(timeout=UNTIL_COUNTED)

    before = counted(desk)
    crowd.comes({"under-25": 7})
    wait_until(lambda: counted(desk) != before, seconds=30, otherwise="nothing was counted anew")
    nobody_under_ten(desk)
    expect(desk.get_by_text("Er is nog niemand binnengekomen")).to_be_visible()

    crowd.comes({"25-44": 40, "45-64": 45})
    expect(missing_first(desk)).to_contain_text("Jonger dan 25", timeout=UNTIL_COUNTED)
    expect(desk.get_by_text("Tot nu toe deden ten minste 90 mensen mee.")).to_be_visible()
    expect(desk.locator("[data-live-voice]")).to_contain_text("ten minste")
    nobody_under_ten(desk)

    crowd.comes({"under-25": 150})
    expect(missing_first(desk)).not_to_contain_text("Jonger dan 25", timeout=UNTIL_COUNTED)
    expect(missing_first(desk)).to_contain_text("25 tot en met 44")
    nobody_under_ten(desk)
    assert not was_reloaded(desk), "the page should follow by itself"
    assert list(problems_of(desk)) == []


def test_with_the_keyboard_the_page_stands_still_and_follows_again(site: Site, desk: Page) -> None:
    crowd = begin(site, desk)
    crowd.comes({"under-25": 60})
    watch(desk, crowd)
    expect(desk.get_by_text("ten minste 60 mensen mee")).to_be_visible(timeout=UNTIL_COUNTED)

    table = desk.locator("#table-chambers > summary")
    table.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("table", name="Per kamer")).to_be_visible()
    crowd.comes({"25-44": 60})
    expect(desk.get_by_text("ten minste 120 mensen mee")).to_be_visible(timeout=UNTIL_COUNTED)
    expect(desk.get_by_role("table", name="Per kamer")).to_be_visible()
    expect(table).to_be_focused()

    desk.get_by_role("button", name="Pauze").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Deze pagina staat stil tot u haar weer laat volgen.")).to_be_visible()
    crowd.comes({"25-44": 60})
    desk.wait_for_timeout(5_000)
    expect(desk.get_by_text("ten minste 120 mensen mee")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("ten minste 180 mensen mee")).to_be_visible(timeout=UNTIL_COUNTED)
    expect(desk.get_by_role("button", name="Pauze")).to_be_focused()
    assert not was_reloaded(desk)


def test_without_scripts_a_link_refreshes_the_page(site: Site, desk: Page, phone: Phone) -> None:
    crowd = begin(site, desk)
    watch(desk, crowd)
    quiet = phone(scripts=False).new_page()
    facilitator.log_in(quiet, "facilitator@example.nl", PASSWORD, first_page="Mijn dialogen")
    quiet.goto(desk.url)
    expect(quiet.get_by_role("button", name="Pauze")).to_be_hidden()

    crowd.comes({"45-64": 70})
    expect(desk.get_by_text("ten minste 70 mensen mee")).to_be_visible(timeout=UNTIL_COUNTED)
    quiet.get_by_role("link", name="Ververs").click()

    expect(quiet.get_by_text("ten minste 70 mensen mee")).to_be_visible()


def begin(site: Site, desk: Page) -> Crowd:
    """A new dialogue whose ask round is open; the facilitator is at her list."""
    facilitator.log_in(desk, "facilitator@example.nl", PASSWORD, first_page="Mijn dialogen")
    return Crowd(site, f"zorg-{new_id().hex[:8]}")


def watch(desk: Page, crowd: Crowd) -> None:
    """Go to the page, and leave a mark there that a reload would wipe out."""
    desk.goto(f"/facilitator/dialogues/{crowd.slug}")
    facilitator.go_to(desk, "Wie doen mee")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Wie doen mee")
    desk.evaluate("document.body.dataset.mark = 'here'")


def was_reloaded(desk: Page) -> bool:
    return desk.evaluate("document.body.dataset.mark") != "here"


def missing_first(desk: Page) -> Locator:
    """The group that is named first as missing."""
    return desk.locator(".wanting").first


def counted(desk: Page) -> str:
    """When it was counted, by a fresh answer of the server."""
    page = desk.request.get(desk.url).text()
    return re.search(r'data-live-since="([^"]*)"', page)[1]


def nobody_under_ten(desk: Page) -> None:
    """No number of people from one to nine: not in the words, a picture or a file."""
    words = desk.locator("#board").inner_text()
    told = re.findall(r"(\d[\d.]*) (?:mens|persoon|uitnodig|stem)", words)
    assert [each for each in told if few(each)] == []
    for each in desk.locator(".chart img").all():
        drawn = desk.request.get(each.evaluate("image => image.currentSrc")).text()
        assert [n for n in re.findall(r">[^<]*: (\d[\d.]*)<", drawn) if few(n)] == []
    for name in FILES:
        answer = desk.request.get(f"{desk.url}/{name}.csv")
        rows = list(csv.DictReader(io.StringIO(answer.text().removeprefix("\ufeff"))))
        cells = [(key, cell) for row in rows for key, cell in row.items() if PEOPLE.fullmatch(key)]
        assert [(key, cell) for key, cell in cells if cell and few(cell)] == []


def few(number: str) -> bool:
    return 0 < int(number.replace(".", "")) < 10
