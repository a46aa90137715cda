"""While people answer the facilitator sees a rough map grow; a name by a person outlives it.

A real server, worker, database and browser; answers come in as from many phones at once.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func
from sqlmodel import col, select

from app.clock import utc_now
from app.db import make_engine, transaction
from dialogue.models import AnalysisRun, AnalysisState, Dialogue
from tests.browser import facilitator_pages as facilitator
from tests.browser.conftest import Phone, Site, wait_until
from tests.cast import PASSWORD, arrive, say

NAME = "Bereikbaar aan de telefoon"
UNTIL_PLACED = 240_000

SUBJECTS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "telefoon": (
        ("Ik wacht te lang aan de telefoon", "De telefoon wordt niet opgenomen",
         "Drie kwartier in de wacht aan de telefoon", "Neem de telefoon sneller op"),
        ("bij de huisartsenpost", "bij de huisarts", "in het weekend", "als ik ziek ben",
         "voor ik iemand spreek", "met een ziek kind op schoot"),
    ),
    "bus": (
        ("Er rijdt geen bus", "De bus stopt te vroeg", "Laat de bus vaker rijden",
         "De bushalte is te ver lopen"),
        ("naar het ziekenhuis", "vanaf het ziekenhuis", "na acht uur naar het ziekenhuis",
         "voor ouderen zonder auto", "op zondag", "als je slecht ter been bent"),
    ),
    "tolk": (
        ("Er is geen tolk", "Zorg voor een tolk", "Laat kinderen niet tolken",
         "Een tolk moet erbij zijn"),
        ("bij de dokter", "voor mijn moeder", "als iemand geen Nederlands spreekt",
         "bij een moeilijk gesprek", "in het Turks en Arabisch", "bij de specialist"),
    ),
}  # fmt: skip


def answers() -> Iterator[str]:
    """Different answers about three subjects, by turns."""
    about = [
        [f"{start} {end}." for end, start in product(ends, starts)]
        for starts, ends in SUBJECTS.values()
    ]
    for together in zip(*about, strict=True):
        yield from together


class Crowd:
    """People who answer by the open link, each once."""

    def __init__(self, site: Site, slug: str) -> None:
        self.engine = make_engine(site.environment["SAMENSPRAAK_DATABASE_URL"])
        self.slug, self.words = slug, answers()

    def answer(self, count: int) -> list[str]:
        """So many people answer; returns their words."""
        said = [next(self.words) for _ in range(count)]
        for text in said:
            with transaction(self.engine) as session:
                found = session.exec(select(Dialogue).where(Dialogue.slug == self.slug)).one()
                say(session, found, arrive(session, found, utc_now()), text, utc_now())
        return said

    def looks(self) -> int:
        """How often the machine has looked, and was ready."""
        done = select(func.count()).where(col(AnalysisRun.state) == AnalysisState.DONE)
        with transaction(self.engine) as session:
            return session.exec(done.where(col(AnalysisRun.rough))).one()


def test_the_map_grows_while_answers_come_in_and_a_given_name_stays(
    site: Site, phone: Phone
) -> None:
    desk = phone().new_page()
    crowd = Crowd(site, begin(desk))
    crowd.answer(10)
    open_map(desk)
    expect(desk.get_by_text("Nog te weinig antwoorden voor groepen")).to_be_visible()

    crowd.answer(32)
    expect(desk.locator("svg.theme-map")).to_be_visible(timeout=UNTIL_PLACED)
    expect(desk.get_by_text("Een ruwe kaart, die groeit")).to_be_visible()
    assert not was_reloaded(desk), "the map should appear by itself"

    facilitator.rename_theme(desk, facilitator.theme_about(desk, "telefoon"), NAME)
    open_map(desk)
    before, dots = size_of(row_of(desk, NAME)), count_dots(desk)
    crowd.answer(24)
    wait_until(lambda: count_dots(desk) >= dots + 12, seconds=60, otherwise="no dots were added")
    assert not was_reloaded(desk), "the map should grow by itself"

    wait_until(lambda: crowd.looks() >= 2, seconds=60, otherwise="the machine looks only once")
    expect(row_of(desk, NAME)).to_be_visible(timeout=UNTIL_PLACED)
    wait_until(
        lambda: size_of(row_of(desk, NAME)) > before, seconds=30,
        otherwise="the named theme holds no new answers",
    )  # fmt: skip
    assert not was_reloaded(desk), "the map should follow the machine by itself"
    new_answers_are_in(desk, NAME)


def begin(desk: Page) -> str:
    """Open the ask round of a new dialogue; returns its short name."""
    facilitator.log_in(desk, "facilitator@example.nl", PASSWORD, first_page="Mijn dialogen")
    facilitator.create_dialogue(desk, "Zorg dichtbij")
    facilitator.fill_step_plan(desk)
    address = facilitator.launch(desk)
    facilitator.open_round(desk)
    return address.rsplit("/", 1)[1]


def open_map(desk: Page) -> None:
    """Go to the map, and leave a mark there that a reload would wipe out."""
    facilitator.go_to(desk, "Thema's")
    desk.get_by_role("link", name="Kaart", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Kaart van de thema's")
    desk.evaluate("document.body.dataset.mark = 'here'")


def was_reloaded(desk: Page) -> bool:
    return desk.evaluate("document.body.dataset.mark") != "here"


def row_of(desk: Page, name: str) -> Locator:
    """The row of a theme in the table beside the map."""
    return desk.get_by_role("row").filter(has=desk.get_by_role("link", name=name, exact=True))


def size_of(row: Locator) -> int:
    """How many answers the table says that a theme holds."""
    cells = row.get_by_role("cell").all_inner_texts()
    return int(next(each for each in cells[1:] if re.fullmatch(r"\d+", each)))


def count_dots(desk: Page) -> int:
    drawn = desk.evaluate(
        "[...document.querySelectorAll('.map-dots')].map(each => each.getAttribute('d')).join('')"
    )
    return int(drawn.count("M"))


def new_answers_are_in(desk: Page, name: str) -> None:
    """The named theme, opened, holds answers that came after it was named."""
    late = [text for text in list(answers())[42:66] if "telefoon" in text]
    desk.get_by_role("link", name=name, exact=True).first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(name)
    words = desk.locator("main").inner_text()
    assert any(text in words for text in late), f"none of {late} is in the theme: {words}"
