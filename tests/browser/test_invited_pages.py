"""The pages about who lives there, who is invited and what is asked pass axe and fit 320 px."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.demo.seeding import ASKING, DEMO_PASSWORD, EMAILS
from dialogue.models import Role
from tests.browser import facilitator_pages as facilitator
from tests.browser import resident_pages as resident
from tests.browser.conftest import Phone
from tests.browser.test_accessibility import looking_at

HERE = f"/facilitator/dialogues/{ASKING}"
FIGURES = "dimensie;groep;aantal\ngender;Vrouw;600\ngender;Man;590\n"
GROUPS = "gender;aantal\nVrouw;20\nMan;30\n"


@pytest.fixture
def desk(demo_phone: Phone) -> Page:
    page = demo_phone().new_page()
    facilitator.log_in(page, EMAILS[Role.FACILITATOR], DEMO_PASSWORD, first_page="Mijn dialogen")
    return page


def choose_file(page: Page, folder: Path, text: str) -> None:
    """Choose a file with this text."""
    file = folder / "groepen.csv"
    file.write_text(text, encoding="utf-8")
    page.set_input_files("input[type=file]", file)


def test_figures_of_who_lives_there_are_looked_at(desk: Page, tmp_path: Path) -> None:
    with looking_at(desk) as look:
        desk.goto(f"{HERE}/population")
        look()
        choose_file(desk, tmp_path, FIGURES.replace("590", "veel"))
        desk.get_by_label("Waar komen de cijfers vandaan?").fill("CBS 2025")
        desk.get_by_role("button", name="Bekijk de cijfers").click()
        look()
        choose_file(desk, tmp_path, FIGURES)
        desk.get_by_role("button", name="Bekijk de cijfers").click()
        desk.get_by_text("Dit vervangt de cijfers die nu tellen").wait_for()
        look()


def test_codes_for_several_groups_are_looked_at_and_made(desk: Page, tmp_path: Path) -> None:
    with looking_at(desk) as look:
        desk.goto(f"{HERE}/invitations/batches")
        look()
        choose_file(desk, tmp_path, GROUPS)
        desk.get_by_label("Voor wie?").select_option(index=1)
        desk.get_by_role("button", name="Bekijk welke codes er komen").click()
        look()
        desk.get_by_role("button", name="Maak de codes").click()
        desk.get_by_role("heading", name="50 codes").wait_for()
        look()


def test_a_new_step_plan_with_mistakes_is_shown_with_all_its_questions(desk: Page) -> None:
    with looking_at(desk) as look:
        desk.goto("/facilitator/dialogues/new")
        desk.get_by_label("Titel in het Nederlands").fill("Proef")
        desk.locator("main form button").first.click()
        desk.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        look()
        desk.locator('[name="own-1-text_nl"]').fill("Hoe gezond bent u?")
        desk.locator('[name="indicator-1-text_nl"]').fill("Hoe makkelijk?")
        desk.get_by_role("button", name="Bewaar het stappenplan").first.click()
        desk.locator("#field-own-1-text_nl-error").wait_for()
        look()


def test_the_page_on_which_a_resident_says_for_whom_they_speak(demo_phone: Phone) -> None:
    page = demo_phone().new_page()
    with looking_at(page) as look:
        resident.come_in(page, f"/d/{ASKING}", code=None)
        page.goto(f"/d/{ASKING}/background")
        look()
        page.get_by_label("Welke groep?").fill("De buurt")
        page.get_by_role("button", name="Ga verder").click()
        page.locator("#field-group_name-error").wait_for()
        look()
