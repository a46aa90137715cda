"""Every page of every door passes axe, in Dutch by day and in Arabic by night, and fits on 320 px.

The pages are found from the routes (``tests/pages.py``): one that is added is looked at too.
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Phone, Site, new_site, phones, running
from tests.browser.test_accessibility import problems_of
from tests.house import open_house
from tests.pages import NO_PAGE, Found, Shown, answers_to_empty_forms, pages_in

POSTED = "/what-a-form-answered"


@pytest.fixture(scope="module")
def found(filled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Found]:
    """All pages, on a copy of the demo that nothing else uses."""
    folder = tmp_path_factory.mktemp("every-page")
    shutil.copytree(filled_demo, folder, dirs_exist_ok=True)
    made = new_site(folder)
    return made, pages_in(open_house(made.environment["SAMENSPRAAK_DATABASE_URL"]))


@pytest.fixture(scope="module")
def answered(filled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """What forms answer, on another copy: a form that is sent changes something."""
    folder = tmp_path_factory.mktemp("every-form")
    shutil.copytree(filled_demo, folder, dirs_exist_ok=True)
    return answers_to_empty_forms(
        open_house(new_site(folder).environment["SAMENSPRAAK_DATABASE_URL"])
    )


@pytest.fixture(scope="module")
def house(found: tuple[Site, Found]) -> Iterator[Site]:
    """A server at which all pages that were found show."""
    with running(found[0], worker=False) as made:
        yield made


@pytest.fixture
def house_phone(browser, house: Site, request: pytest.FixtureRequest) -> Iterator[Phone]:
    with phones(browser, house, request.node) as new_phone:
        yield new_phone


def test_every_route_shows_a_page_or_says_why_not(found: tuple[Site, Found]) -> None:
    _, pages = found

    assert pages.pageless == [], "name each in NO_PAGE of tests/pages.py, or add what it shows"
    assert len({each.route for each in pages.pages}) > 60
    assert not set(NO_PAGE) & {each.route for each in pages.pages}


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("ar", "dark")])
def test_axe_finds_nothing_on_any_page(
    found: tuple[Site, Found],
    answered: list[Shown],
    house_phone: Phone,
    house: Site,
    language: str,
    scheme: str,
) -> None:
    problems = []
    for cookies, pages in by_visitor([*found[1].pages, *answered]).items():
        context = house_phone(locale=language, color_scheme=scheme, reduced_motion="reduce")
        context.add_cookies([{"url": house.address, "name": n, "value": v} for n, v in cookies])
        page = context.new_page()
        for each in pages:
            show(page, each)
            problems += [f"{each.address}: {problem}" for problem in problems_of(page)]
            if not each.body and page.locator("html").get_attribute("lang") != language:
                problems.append(f"{each.address} is not in this language")
        page.close()

    assert not problems, "\n".join(problems)


def by_visitor(pages: list[Shown]) -> Mapping[tuple[tuple[str, str], ...], list[Shown]]:
    """The pages by the cookies of who sees them."""
    grouped: dict[tuple[tuple[str, str], ...], list[Shown]] = {}
    for each in pages:
        grouped.setdefault(tuple(each.cookies.items()), []).append(each)
    return grouped


def show(page: Page, shown: Shown) -> None:
    """Open a page; what a form answered is shown as it came, with our own styles and scripts."""
    if not shown.body:
        page.goto(shown.address)
        return

    def reply(route: Route) -> None:
        route.fulfill(body=shown.body, content_type="text/html; charset=utf-8")

    page.route(f"**{POSTED}", reply)
    page.goto(POSTED)
    page.unroute(f"**{POSTED}")
