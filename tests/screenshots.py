"""Take a picture of every page: 320, 390 and 1280 px wide, in Dutch, in Arabic and in the dark.

    python tests/screenshots.py var/screenshots

fills a database with the demo, finds the pages from the routes (``tests/pages.py``), and writes a
folder for each look with ``index.html`` to leaf through. `make screenshots` does the same.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.conftest import Site, new_site, running
from tests.browser.test_every_page import by_visitor, show
from tests.chromium import launch_options
from tests.house import open_house
from tests.pages import Shown, answers_to_empty_forms, pages_in

WIDTHS = (320, 390, 1280)
HEIGHT = 900
LOOKS = {"nl": ("nl", "light"), "ar": ("ar", "light"), "dark": ("nl", "dark")}
# A page that is longer is cut: what matters can be seen, and a picture stays small.
LONGEST = 6000


@dataclass(frozen=True)
class Look:
    """One way to look at all pages."""

    name: str
    language: str
    scheme: str
    width: int

    @property
    def folder(self) -> str:
        """Where its pictures are."""
        return f"{self.name}-{self.width}"


def looks(only: str) -> Iterator[Look]:
    """Every language or light at every width, or those whose name begins with ``only``."""
    for name, (language, scheme) in LOOKS.items():
        for width in WIDTHS:
            look = Look(name, language, scheme, width)
            if look.folder.startswith(only):
                yield look


def filled(folder: Path) -> Path:
    """Fill a database with the demo."""
    folder.mkdir(parents=True)
    new_site(folder).command("demo", "--no-serve")
    return folder


def find_pages(demo: Path, place: Path) -> tuple[Site, dict[str, list[Shown]]]:
    """The site at which the pages show, and all pages with what forms answer, by language."""
    site = copied(demo, place / "pages")
    pages = pages_in(open_house(address_of(site))).pages
    answered = {
        language: answers_to_empty_forms(
            open_house(address_of(copied(demo, place / language)), language)
        )
        for language in {language for language, _ in LOOKS.values()}
    }
    return site, {language: [*pages, *forms] for language, forms in answered.items()}


def copied(demo: Path, folder: Path) -> Site:
    """A site on a copy of the demo."""
    shutil.copytree(demo, folder)
    return new_site(folder)


def address_of(site: Site) -> str:
    return site.environment["SAMENSPRAAK_DATABASE_URL"]


def take(browser: Browser, site: Site, pages: list[Shown], look: Look, into: Path) -> None:
    """Take the pictures of one look."""
    folder = into / look.folder
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    for cookies, shown in by_visitor(pages).items():
        context = browser.new_context(
            base_url=site.address, locale=look.language, color_scheme=look.scheme,
            reduced_motion="reduce", viewport={"width": look.width, "height": HEIGHT},
        )  # fmt: skip
        context.add_cookies([{"url": site.address, "name": n, "value": v} for n, v in cookies])
        page = context.new_page()
        for each in shown:
            show(page, each)
            name = f"{each.name}{'-answered' if each.body else ''}.png"
            tall = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": look.width, "height": max(HEIGHT, tall)})
            page.screenshot(path=folder / name)
            page.set_viewport_size({"width": look.width, "height": HEIGHT})
            names.append(name)
        context.close()
    (folder / "index.html").write_text(leaves(look, sorted(names)), encoding="utf-8")


def leaves(look: Look, names: list[str]) -> str:
    """A page with all pictures of a look."""
    pictures = "".join(
        f'<h2>{escape(name)}</h2><img loading="lazy" src="{escape(name)}" alt="">' for name in names
    )
    return f"<!doctype html><title>{look.folder}</title><h1>{look.folder}</h1>{pictures}"


def main() -> None:
    """Read what was asked for, and take the pictures."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--demo", type=Path, help="a folder with a filled demo, to be copied")
    asked.add_argument("--only", default="", help="a look such as nl, ar-390 or dark-1280")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        demo = wanted.demo or filled(Path(place) / "demo")
        site, pages = find_pages(demo, Path(place))
        browser = playwright.chromium.launch(**launch_options())
        with running(site, worker=False):
            for look in looks(wanted.only):
                shown = pages[look.language]
                take(browser, site, shown, look, wanted.folder)
                print(f"{len(shown)} pages: {wanted.folder / look.folder}/index.html")
        browser.close()


if __name__ == "__main__":
    main()
