"""Take the pictures of the guides anew: all of them, in Dutch and in English.

    python tests/guide_pictures.py docs/guides/pictures

fills a database with the demo, opens the pages below, and writes a picture of a part of each as a
small PNG. `make guide-pictures` does the same. A new picture is a line in ``PICTURES``.
"""

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.demo.seeding import ANSWERED, ASKING, WEIGHING
from dialogue.models import Role
from tests.browser.conftest import Site, new_site, running
from tests.chromium import launch_options
from tests.house import CONFIRMING, DRAFT, House, open_house
from tests.pages import addresses
from tests.screenshots import filled

LANGUAGES = ("nl", "en")
PHONE, DESK = 390, 760
TALLEST = 620
# Colours in a picture: enough for our pages, and few enough to stay small.
COLOURS = 32
LARGEST = 40_000  # bytes
PATIENCE = 10_000  # milliseconds
SPACE = 8  # pixels around what is shown


@dataclass(frozen=True)
class Picture:
    """A part of a page, as somebody sees it. Pictures of one visitor are taken in their order."""

    name: str
    address: str
    # What is shown: from the first to the last of what this CSS selector finds.
    part: str
    width: int = DESK
    # What is done on the page first, without words, so that it is the same in every language.
    before: Callable[[Page], None] | None = None
    tallest: int = TALLEST


@dataclass(frozen=True)
class Visitor:
    """Somebody and what they look at."""

    who: str
    pictures: Sequence[Picture]


def come_in(page: Page) -> None:
    """Start without a code, as a resident."""
    page.locator("details:has(form[action$='/enter']) summary").click()
    page.locator("form[action$='/enter'] input[type=radio]").first.check()
    page.locator("form[action$='/enter'] button").click()


def take_part(page: Page) -> None:
    """Say yes on the page about what happens with what is written."""
    page.locator("#field-agree").check()
    page.locator("form[action$='/consent'] button").click()
    page.locator("#field-text").fill(
        "Na de bevalling wist ik niet wie ik kon bellen. Eén vast nummer zou helpen."
    )


def skip_to_the_end(page: Page) -> None:
    """Save the answer and go to the page with the receipt code."""
    page.locator("button[name=then][value=next]").click()
    page.goto(f"/d/{ASKING}/thanks")


def deal(page: Page) -> None:
    """Say yes, take a hand of cards, and look for one in Dutch."""
    page.locator("#field-agree").check()
    page.locator("form[action$='/consent'] button").click()
    page.goto(f"/d/{WEIGHING}/cards")
    if page.locator("form[action$='/cards']").count():
        page.locator("form[action$='/cards'] button").click()
    for number in range(1, 16):
        page.goto(f"/d/{WEIGHING}/cards/{number}")
        if page.locator(".hand-card-words[lang=nl]").count():
            return


def change_the_answer(page: Page) -> None:
    """Open the form of the board, and choose in it."""
    page.locator("details:has(form[action$='/summary']) > summary").click()
    page.locator("input[type=radio][value=in_part]").check()


VISITORS = (
    Visitor(
        "nobody",
        (
            Picture("door", f"/d/{ASKING}", "#door, #door ~ p, #door ~ form", PHONE, tallest=580),
            Picture("consent", f"/d/{ASKING}", "form[action$='/consent']", PHONE, come_in),
            Picture("answer", "", "h1, form", PHONE, take_part, 760),
            Picture("receipt", "", "h1, .receipt-card", PHONE, skip_to_the_end, 750),
        ),
    ),
    Visitor(
        "newcomer",
        (Picture("card", f"/d/{WEIGHING}/consent", ".progress, main form", PHONE, deal, 860),),
    ),
    Visitor("kiosk", (Picture("kiosk", f"/d/{CONFIRMING}/kiosk", "main .kiosk-begin"),)),
    Visitor(
        Role.FACILITATOR,
        (
            Picture(
                "overview",
                f"/facilitator/dialogues/{ASKING}",
                "main h1, section[aria-labelledby=next-step]",
                tallest=820,
            ),
            Picture("step-plan", f"/facilitator/dialogues/{DRAFT}/design", ".card--promise"),
            Picture("codes", f"/facilitator/dialogues/{ASKING}/invitations", "main .card"),
            Picture("mailing", f"/facilitator/dialogues/{CONFIRMING}/mailings/new", "form .card"),
            Picture(
                "missing", f"/facilitator/dialogues/{WEIGHING}/participation", "#who-is-missing"
            ),
            Picture("held", f"/facilitator/dialogues/{WEIGHING}/moderation", "#queue"),
            Picture("theme", f"/facilitator/dialogues/{WEIGHING}/themes", ".themes > li >> nth=0"),
            Picture(
                "support", f"/facilitator/dialogues/{WEIGHING}/weighing", ".weighed >> nth=0", 1000
            ),
            Picture("paper", f"/facilitator/dialogues/{WEIGHING}/paper", "main .card"),
        ),
    ),
    Visitor(
        Role.BOARD,
        (
            Picture(
                "board",
                "/board/proposals/{proposal_id}",
                "form[action$='/summary']",
                before=change_the_answer,
            ),
        ),
    ),
)
NAMES = tuple(each.name for visitor in VISITORS for each in visitor.pictures)


def take_all(browser: Browser, site: Site, house: House, into: Path) -> Iterator[Path]:
    """Take every picture in every language."""
    for language in LANGUAGES:
        folder = into / language
        folder.mkdir(parents=True, exist_ok=True)
        for visitor in VISITORS:
            context = browser.new_context(
                base_url=site.address, locale=language, reduced_motion="reduce",
                viewport={"width": PHONE, "height": 844},
            )  # fmt: skip
            let_in(context, site, house, visitor.who)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            for picture in visitor.pictures:
                yield take(page, house, picture, folder)
            context.close()


def let_in(context: BrowserContext, site: Site, house: House, who: str) -> None:
    """Give a browser the cookies of a visitor."""
    known = {
        "nobody": {},
        "newcomer": house.visitors.residents[WEIGHING][1],
        "kiosk": house.visitors.kiosk,
        **house.visitors.staff,
    }
    cookies = known[who]
    context.add_cookies([{"url": site.address, "name": n, "value": v} for n, v in cookies.items()])


def take(page: Page, house: House, picture: Picture, folder: Path) -> Path:
    """Open a page and keep a picture of its part. Raises ValueError when it is too large."""
    page.set_viewport_size({"width": picture.width, "height": 844})
    if picture.address:
        page.goto(next(addresses(house, picture.address, ANSWERED)))
    if picture.before:
        picture.before(page)
    page.evaluate("document.activeElement?.blur()")
    path = folder / f"{picture.name}.png"
    path.write_bytes(small(page.screenshot(clip=clip(page, picture), full_page=True)))
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} has {path.stat().st_size} bytes; show a smaller part")
    return path


def clip(page: Page, picture: Picture) -> dict[str, float]:
    """Measure from the first to the last of what is shown, at most so high as was asked."""
    found = page.locator(picture.part)
    found.first.wait_for()
    boxes = [box for each in found.all() if (box := each.bounding_box())]
    top = max(min(box["y"] for box in boxes) - SPACE, 0)
    bottom = max(box["y"] + box["height"] for box in boxes) + SPACE
    scrolled = float(page.evaluate("window.scrollY"))
    height = min(bottom - top, picture.tallest)
    return {"x": 0, "y": top + scrolled, "width": picture.width, "height": height}


def small(picture: bytes) -> bytes:
    """Keep few colours, and nothing beside the picture."""
    with Image.open(io.BytesIO(picture)) as opened:
        few = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    kept = io.BytesIO()
    few.save(kept, format="PNG", optimize=True)
    return kept.getvalue()


def main() -> None:
    """Fill a demo or copy one, and take the pictures."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--demo", type=Path, help="a folder with a filled demo, to be copied")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        shutil.copytree(wanted.demo or filled(Path(place) / "demo"), Path(place) / "site")
        site = new_site(Path(place) / "site")
        site.command("migrate")
        house = open_house(site.environment["SAMENSPRAAK_DATABASE_URL"])
        browser = playwright.chromium.launch(**launch_options())
        with running(site, worker=False):
            for path in take_all(browser, site, house, wanted.folder):
                print(f"{path}: {path.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
