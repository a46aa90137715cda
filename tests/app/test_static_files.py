"""What is served as a file is ours to serve, unchanged since it was vendored, and fit to read."""

import base64
import hashlib
import json
import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.security import SecurityHeaders
from app.static_files import A_DAY, FOREVER, KeptFiles
from app.templating import (
    STATIC,
    STATIC_PATH,
    static_url,
    template_folder,
)

VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text())
OPEN_LICENCES = {"EUPL-1.2", "OFL-1.1", "MIT", "ISC", "0BSD"}
OURS = {"vendor.py", "MANIFEST.json"}


def served(*endings: str) -> list[str]:
    """The content of every file that a browser gets, without the licence texts."""
    files = [f for f in STATIC.rglob("*") if f.suffix in endings and "licences" not in f.parts]
    return [f.read_text() for f in files]


# ---- vendored files ----


def test_every_vendored_file_is_what_the_manifest_says():
    found = {
        str(file.relative_to(VENDOR)): "sha384-"
        + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()
        for file in VENDOR.rglob("*")
        if file.is_file() and file.name not in OURS and "__pycache__" not in file.parts
    }

    assert found == MANIFEST["files"]


def test_everything_vendored_has_an_open_licence_whose_text_goes_along():
    licences = {package["licence"] for package in MANIFEST["packages"]}

    assert licences <= OPEN_LICENCES
    assert all((VENDOR / "licences" / f"{licence}.txt").is_file() for licence in licences)


def test_no_house_style_of_a_government_is_among_the_packages():
    names = " ".join(package["name"] for package in MANIFEST["packages"])

    assert not re.search(r"rijkshuisstijl|amsterdam|@utrecht/design-tokens|assets", names)


def test_no_file_asks_a_third_party_for_anything():
    addresses = {
        address
        for text in served(".css", ".js", ".svg")
        for address in re.findall(r"""(?:https?:)?//[\w.-]+\.\w{2,}""", text)
    }

    # The names of XML vocabularies and a page of documentation in a message; none is fetched.
    assert addresses <= {"http://www.w3.org", "https://htmx.org", "https://four.htmx.org"}


def test_every_design_token_that_our_styles_read_was_vendored():
    own = "".join((STATIC / f"{name}.css").read_text() for name in ("samenspraak", "dialogue"))
    read = set(re.findall(r"var\((--[\w-]+)\)", own))
    told = set(re.findall(r"(--[\w-]+):", "".join(served(".css"))))

    assert read <= told, "run app/static/vendor/vendor.py: it keeps only the tokens that are read"


def test_every_icon_that_a_page_draws_is_in_the_sprite():
    drawn = {
        name
        for file in template_folder().rglob("*.html")
        for name in re.findall(r"""(?:icon|icon_end)(?:\(|=)["']([a-z-]+)["']""", file.read_text())
    }
    there = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))

    assert drawn
    assert drawn <= there


# ---- how long a browser keeps them ----


def test_a_file_with_its_hash_in_the_address_is_kept_and_a_font_for_a_day():
    app = FastAPI()
    app.mount(STATIC_PATH, KeptFiles(directory=STATIC))
    app.add_middleware(SecurityHeaders)
    browser = TestClient(app)

    style = browser.get(static_url("theme.css"))
    font = browser.get(f"{STATIC_PATH}/vendor/fonts/noto-sans-latin.woff2")
    nothing = browser.get(f"{STATIC_PATH}/nothing.css?v=1")

    assert (style.headers["Cache-Control"], font.headers["Cache-Control"]) == (FOREVER, A_DAY)
    assert (nothing.status_code, nothing.headers["Cache-Control"]) == (404, "no-store")
    assert (
        browser.get(
            static_url("theme.css"), headers={"If-None-Match": style.headers["ETag"]}
        ).status_code
        == 304
    )


# ---- colours ----


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2, from #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT, _, DARK = (STATIC / "theme.css").read_text().partition("(prefers-color-scheme: dark)")


def colours(part: str) -> dict[str, str]:
    """The colours that a part of the theme names."""
    return dict(re.findall(r"--(?:voorbeeld-kleuren|samenspraak)-([\w-]+):\s*(#\w{6});", part))


# What the dark theme does not name stays as it is by day; its paper is dark.
BY_DAY = {"wit": "#ffffff"} | colours(LIGHT)
PALETTES = {"day": BY_DAY, "dark": BY_DAY | colours(DARK)}


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *[("grijs-700", ground) for ground in ("wit", "grijs-50", "violet-100", "accent-ground")],
        *[("grijs-400", ground) for ground in ("wit", "grijs-50", "violet-100", "accent-ground")],
        *[("violet-500", ground) for ground in ("wit", "grijs-50", "violet-50", "violet-100")],
        ("violet-700", "violet-100"),
        ("wit", "violet-500"),
        ("wit", "violet-600"),
        ("wit", "violet-700"),
        ("wit", "for"),
        ("wit", "against"),
        ("for", "for-ground"),
        ("against", "against-ground"),
        ("accent-text", "accent-ground"),
        ("focus", "focus-ground"),
    ],
)
def test_words_stand_out_from_their_ground(palette: str, text: str, ground: str):
    assert contrast(PALETTES[palette][text], PALETTES[palette][ground]) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_the_edge_of_a_field_can_be_seen(palette: str):
    assert contrast(PALETTES[palette]["grijs-400"], PALETTES[palette]["wit"]) >= 3
