"""A facilitator on a phone of 390 px, from an empty region to results that everybody reads.

A real server, worker, database and browser. Residents answer and rate with plain requests, by the
forms that the pages hold: their phones are in the other stories.
"""

import html
import re

import httpx
from playwright.sync_api import BrowserContext, Page, expect

from app.clock import utc_now
from app.db import make_engine, transaction
from app.usecases import people
from dialogue.models import Role
from tests.browser import facilitator_pages as facilitator
from tests.browser.conftest import Phone, Site, wait_until
from tests.browser.story_texts import ANSWERS, BUS, TELEPHONE
from tests.cast import KEY, PASSWORD, make_region
from tests.residents import Forms

TITLE = "Zorg in de buurt"
PURPOSE = "Doel in het Nederlands: waarom vragen we dit?"
NAMES = {TELEPHONE: "Bereikbaar in de avond", BUS: "Vervoer naar het ziekenhuis"}
CARDS = 6


def test_a_facilitator_goes_from_an_empty_region_to_published_results(
    site: Site, phone: Phone
) -> None:
    context = phone()
    desk = context.new_page()
    join(desk, invitation(site))
    desk = fill_step_plan(context, desk)
    address = facilitator.launch(desk)
    codes = facilitator.make_codes(desk, "Inwoners", len(ANSWERS))
    facilitator.open_round(desk)
    residents = [come_in(site, address, code) for code in codes]
    for browser, answers in zip(residents, ANSWERS.values(), strict=True):
        answer(browser, address, answers)
    facilitator.close_round(desk)

    found = facilitator.wait_for_themes(desk)
    assert len(found) == 3, f"24 answers about three subjects gave these themes: {found}"
    for subject, name in NAMES.items():
        facilitator.rename_theme(desk, facilitator.theme_about(desk, subject), name)
    facilitator.open_round(desk)
    for browser in residents:
        weigh(browser, address)
    facilitator.close_round(desk)
    facilitator.publish_results(desk)
    read_results(phone().new_page(), address)


def invitation(site: Site) -> str:
    """The link that whoever runs the server prints for the first facilitator of a region."""
    engine = make_engine(site.environment["SAMENSPRAAK_DATABASE_URL"])
    with transaction(engine) as session:
        token = people.invite(
            session, make_region(session), email="ada@example.nl", role=Role.FACILITATOR, by=None,
            key=KEY, now=utc_now(),
        )  # fmt: skip
    engine.dispose()
    return f"/join/{token}"


def join(page: Page, link: str) -> None:
    """Make an account with the link, and find an empty desk that says where to begin."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent uitgenodigd")
    page.get_by_label("Uw naam").fill("Ada")
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Hetzelfde wachtwoord nog een keer").fill(PASSWORD)
    page.get_by_role("button", name="Maak mijn account").click()
    expect(page.get_by_text("Er zijn nog geen dialogen")).to_be_visible()


def fill_step_plan(context: BrowserContext, page: Page) -> Page:
    """Begin, close the tab by mistake, find the words back in another, and finish."""
    facilitator.create_dialogue(page, TITLE)
    page.get_by_label(PURPOSE).fill("Dit was ik bijna kwijt.")
    plan = page.url.split("?")[0]
    wait_until(lambda: kept_drafts(page) == 1, seconds=10, otherwise="no draft was kept")
    page.close()

    page = context.new_page()
    page.goto(plan)
    expect(page.get_by_text("Er staat nog een concept van u van")).to_be_visible()
    expect(page.get_by_label(PURPOSE)).to_have_value("")
    page.get_by_role("button", name="Terugzetten").click()
    expect(page.get_by_label(PURPOSE)).to_have_value("Dit was ik bijna kwijt.")
    facilitator.fill_step_plan(page)
    assert kept_drafts(page) == 0
    return page


def kept_drafts(page: Page) -> int:
    """Count what this device keeps of forms that were not saved."""
    return page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('samenspraak-desk/')).length"
    )


def come_in(site: Site, address: str, code: str) -> httpx.Client:
    """Enter with a code and agree, as a browser without scripts does."""
    browser = httpx.Client(base_url=site.address, follow_redirects=True, timeout=60)
    page = send(browser, browser.get(address), "/enter-code", code=code)
    send(browser, page, "/consent", agree="yes")
    return browser


def answer(browser: httpx.Client, address: str, answers: tuple[str, ...]) -> None:
    """Give some answers to the first question."""
    page = browser.get(f"{address}/answer/1")
    for words in answers:
        page = send(browser, page, "/answer/1", text=words, then="again")
        assert words in html.unescape(page.text)


def weigh(browser: httpx.Client, address: str) -> None:
    """Rate a hand of cards: for buses, a little against the rest."""
    page = send(browser, browser.get(f"{address}/cards"), "/cards")
    for number in range(1, CARDS + 1):
        words = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", page.text, re.S)[1]
        score = "3" if BUS in words or "ziekenhuis" in words else "-1"
        page = send(browser, page, f"/cards/{number}", score=score)
    assert page.url.path.endswith("/thanks")


def send(browser: httpx.Client, page: httpx.Response, action: str, **fields: str) -> httpx.Response:
    """Send the form of a page that posts to an address with this end."""
    form = next(each for each in Forms(page.text).forms if each.action.endswith(action))
    answer = browser.post(form.action, data=form.fields | fields)
    assert answer.status_code == 200, answer.text
    return answer


def read_results(page: Page, address: str) -> None:
    """Everybody reads the themes by the names that people gave, with what supports them."""
    page.goto(address)
    page.get_by_role("link", name=re.compile("Bekijk")).first.click()
    for words in NAMES.values():
        expect(page.locator("main")).to_contain_text(words)
