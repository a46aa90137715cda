"""What a facilitator does, page by page, by the words on the buttons."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Page, expect

STEP_PLAN = {
    "Titel in het Engels": "Care close to home",
    "Inleiding in het Nederlands": "Wat gaat er goed in de zorg dichtbij, en wat kan beter?",
    "Doel in het Nederlands: waarom vragen we dit?": "Een plan voor de zorg in onze wijken.",
    "Wie beslist wat, en wanneer? In het Nederlands": "Het bestuur beslist in het voorjaar.",
    "Wat ligt al vast? In het Nederlands": "De plaats van het ziekenhuis.",
    "Eigenaar: wie is verantwoordelijk voor het antwoord?": "De directeur van de regio",
    "Datum van het antwoord van het bestuur": "2031-03-01",
    "Vraag 1 in het Nederlands": "Wat moet er beter in de zorg bij u in de buurt?",
    "Vraag 1 in het Engels": "What should become better in the care near you?",
    "Kaarten per stapel": "6",
}


def log_in(page: Page, email: str, password: str, *, first_page: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Voor medewerkers").click()
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first_page)


def create_dialogue(page: Page, title: str) -> None:
    page.get_by_role("link", name="Nieuwe dialoog").click()
    page.get_by_label("Titel in het Nederlands").fill(title)
    page.get_by_label("Zoetermeer: vragen, wegen, bevestigen").check()
    page.get_by_role("button", name="Maak de dialoog").click()
    expect_message(page, "De dialoog is gemaakt.")


def fill_step_plan(page: Page, plan: Mapping[str, str] = STEP_PLAN) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Stappenplan")
    for label, words in plan.items():
        page.get_by_label(re.compile("^" + re.escape(label))).fill(words)
    page.get_by_label("Hoeveel invloed hebben inwoners?").select_option(
        "Adviseren: het bestuur volgt het advies, of zegt waarom niet"
    )
    page.get_by_label("Iedereen met de link mag meedoen").check()
    page.get_by_role("button", name="Bewaar het stappenplan").first.click()
    expect(page.get_by_text("Het stappenplan is compleet.")).to_be_visible()


def launch(page: Page) -> str:
    """Launch the dialogue; returns the address of its public page."""
    page.get_by_role("link", name="Naar de start", exact=True).click()
    page.get_by_role("button", name="Start de dialoog").click()
    expect_message(page, "De dialoog is gestart.")
    return page.get_by_role("link", name="/d/").inner_text()


def make_codes(page: Page, chamber: str, count: int) -> list[str]:
    """Make single-use codes for a chamber; returns them as they stand on the page to print."""
    page.get_by_role("link", name="Uitnodigingen", exact=True).first.click()
    page.get_by_label("Voor wie?").select_option(chamber)
    page.get_by_label("Hoeveel codes?").fill(str(count))
    page.get_by_role("button", name="Maak de codes").click()
    expect(page.get_by_text("Deze codes ziet u alleen nu")).to_be_visible()
    codes = page.locator(".code-slip strong").all_inner_texts()
    assert len(codes) == count, f"{count} codes asked, {len(codes)} shown"
    return codes


def open_round(page: Page) -> None:
    go_to(page, "Overzicht")
    confirm_twice(page, "Open deze ronde", "Open de ronde nu")
    expect_message(page, "De ronde is open.")


def close_round(page: Page) -> None:
    go_to(page, "Overzicht")
    page.get_by_role("link", name="Sluit deze ronde").click()
    page.get_by_role("button", name="Sluit de ronde nu").click()
    expect_message(page, "De ronde is gesloten.")


def wait_for_themes(page: Page) -> list[str]:
    """Watch the machine until it is done; returns the names it gave to its groups."""
    go_to(page, "Overzicht")
    done = page.get_by_text("De computer was klaar met groepen zoeken")
    failed = page.get_by_text("De computer kon het niet afmaken")
    expect(done.or_(failed), "the worker did not finish in time").to_be_visible(timeout=240_000)
    page.reload()
    expect(done, "the analysis failed").to_be_visible()
    go_to(page, "Thema's")
    return page.locator("main .themes .card-title a").all_inner_texts()


def rename_theme(page: Page, name: str, new_name: str) -> None:
    go_to(page, "Thema's")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_label("Naam van het thema").fill(new_name)
    page.get_by_role("button", name="Bewaar de naam").click()
    expect_message(page, "Het thema heeft een nieuwe naam.")


def theme_about(page: Page, word: str) -> str:
    """The name of the theme whose examples speak of something."""
    go_to(page, "Thema's")
    cards = page.locator("main li.card").filter(has_text=word)
    assert cards.count(), f"no theme is about {word!r}: {page.locator('main').inner_text()}"
    return cards.first.get_by_role("link").first.inner_text()


def write_proposal(
    page: Page, theme: str, *, title: str, text: str, minority: str, sources: Sequence[str]
) -> None:
    go_to(page, "Thema's")
    page.get_by_role("link", name=theme, exact=True).click()
    page.get_by_role("link", name="Schrijf een voorstel uit dit thema").click()
    page.get_by_label("Titel in het Nederlands").fill(title)
    page.get_by_label("Tekst in het Nederlands").fill(text)
    page.get_by_label("Mening van een minderheid, in het Nederlands").fill(minority)
    for words in sources:
        page.get_by_role("group", name="Op welke antwoorden steunt het?").get_by_label(
            words
        ).check()
    page.get_by_role("button", name="Bewaar het voorstel").click()
    expect_message(page, "Het voorstel is bewaard.")


def publish_proposal(page: Page) -> None:
    go_to(page, "Voorstellen")
    confirm_twice(page, "Publiceer", "Publiceer dit voorstel")
    expect_message(page, "Het voorstel is gepubliceerd.")


def publish_results(page: Page) -> None:
    go_to(page, "Overzicht")
    confirm_twice(page, "Publiceer de uitkomsten", "Publiceer de uitkomsten nu")
    expect_message(page, "De uitkomsten zijn gepubliceerd.")


def close_dialogue(page: Page) -> None:
    go_to(page, "Overzicht")
    confirm_twice(page, "Sluit de dialoog", "Sluit de dialoog nu")
    expect_message(page, "De dialoog is gesloten.")


def go_to(page: Page, name: str) -> None:
    """Choose a page in the menu of the door."""
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    menu.get_by_role("link", name=name, exact=True).click()


def confirm_twice(page: Page, summary: str, button: str) -> None:
    """Unfold a change that deserves a second thought, and make it."""
    page.locator("summary").get_by_text(summary, exact=True).click()
    page.get_by_role("button", name=button, exact=True).click()


def expect_message(page: Page, words: str) -> None:
    expect(page.locator("#flash")).to_contain_text(words)
