"""What is served as a file is ours to serve, unchanged since it was vendored, and fit to read."""

import base64
import hashlib
import json
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse
from playwright.sync_api import Page, sync_playwright
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from app import i18n
from app.security import SecurityHeaders
from app.static_files import A_DAY, FOREVER, KeptFiles
from app.templating import (
    STATIC,
    STATIC_PATH,
    environment,
    page_context,
    render,
    static_url,
    template_folder,
)

VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text())
OPEN_LICENCES = {"EUPL-1.2", "OFL-1.1", "MIT", "0BSD"}
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


PALETTE = dict(
    re.findall(
        r"--(?:voorbeeld-kleuren|samenspraak)-([\w-]+):\s*(#\w{6});",
        (STATIC / "theme.css").read_text(),
    )
) | {"white": "#ffffff"}


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *[("grijs-700", ground) for ground in ("white", "grijs-50", "violet-100", "accent-ground")],
        *[("grijs-400", ground) for ground in ("white", "grijs-50", "violet-100", "accent-ground")],
        *[("violet-500", ground) for ground in ("white", "grijs-50", "violet-50", "violet-100")],
        ("violet-700", "violet-100"),
        ("white", "violet-500"),
        ("white", "violet-600"),
        ("white", "violet-700"),
        ("white", "for"),
        ("white", "against"),
        ("for", "for-ground"),
        ("against", "against-ground"),
        ("accent-text", "accent-ground"),
        ("focus", "focus-ground"),
    ],
)
def test_words_stand_out_from_their_ground(text: str, ground: str):
    assert contrast(PALETTE[text], PALETTE[ground]) >= 4.5


def test_the_edge_of_a_field_can_be_seen():
    assert contrast(PALETTE["grijs-400"], PALETTE["white"]) >= 3


# ---- the gallery in a real browser ----

ARABIC = i18n.Language("ar", "العربية", "rtl")
SCREENS = [("nl", 320), ("nl", 390), ("nl", 1280), ("en", 390), ("ar", 390)]
TOO_SMALL = """
[...document.querySelectorAll('.scale-face, .nl-button, summary, .choice label')]
  .filter(each => each.getClientRects().length)
  .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([_, box]) => box.width < 44 || box.height < 44)
  .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)
"""


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve an app on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


FORM = """
{% extends "base.html" %}{% import "components/ui.html" as ui %}{% block title %}Form{% endblock %}
{% block content %}
<form id="form" method="post" hx-post="/form" hx-select="#form" hx-swap="outerHTML">
{{ ui.error_summary([("text", "Too long")] if refused else []) }}
{{ ui.field("text", "Text", kind="textarea", value=text, maxlength=5, counter=true) }}
{{ ui.button("Send") }}
</form>
{% endblock %}
"""


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The address of a page with every component, under the headers of the real app."""
    app = FastAPI()
    app.mount(STATIC_PATH, KeptFiles(directory=STATIC))
    app.add_middleware(SecurityHeaders)

    def form(request: Request, text: str, refused: bool) -> HTMLResponse:
        page = environment().from_string(FORM)
        known = page_context(request) | {"text": text, "refused": refused}
        return HTMLResponse(page.render(known), status_code=422 if refused else 200)

    @app.get("/form")
    def empty_form(request: Request) -> HTMLResponse:
        return form(request, "", refused=False)

    @app.post("/form")
    def refused_form(request: Request, text: Annotated[str, Form()]) -> HTMLResponse:
        return form(request, text, refused=True)

    @app.get("/{language}")
    def page(request: Request, language: str) -> HTMLResponse:
        request.state.language = language
        return render(request, "components/gallery.html", flash_messages=[("ok", "Bewaard.")])

    with serving(app) as address:
        yield address


@contextmanager
def looking_at(address: str, width: int = 390, **options: Any) -> Iterator[Page]:
    """A page in Chromium; fails when the browser complained about anything but a refusal."""
    complaints: list[str] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": width, "height": 800}, **options)
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(address, wait_until="networkidle")
        yield page
        browser.close()
    assert [text for text in complaints if "status of 422" not in text] == []


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_every_component_is_accessible_and_fits_the_screen(
    gallery: str, language: str, width: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(i18n.LANGUAGES, "ar", ARABIC)

    with looking_at(f"{gallery}/{language}", width) as page:
        # Without its styles a page passes any test, so the styles come first.
        button = "getComputedStyle(document.querySelector('.nl-button')).backgroundColor"
        assert page.evaluate(button) == "rgb(11, 83, 81)"
        assert page.evaluate("document.fonts.check('16px \"Noto Sans\"')")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
        assert page.evaluate(TOO_SMALL) == []
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.browser
def test_letters_of_twice_the_size_still_fit_a_phone(gallery: str):
    with looking_at(f"{gallery}/nl") as page:
        page.evaluate("document.documentElement.style.setProperty('font-size', '36px')")

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.browser
def test_a_refused_form_is_shown_in_place_with_its_error_in_focus(gallery: str):
    with looking_at(f"{gallery}/form") as page:
        page.fill("textarea", "far too long")
        page.click("button")
        page.wait_for_selector("#error-summary")

        assert page.evaluate("document.activeElement.id") == "error-summary"
        assert page.input_value("textarea") == "far too long"
        assert page.inner_text("#field-text-count") == "7 tekens te veel"


@pytest.mark.browser
def test_the_counter_counts_down_and_counts_a_picture_as_one(gallery: str):
    with looking_at(f"{gallery}/form") as page:
        page.fill("textarea", "ja 👍")

        assert page.inner_text("#field-text-count") == "Nog 1 teken over"


@pytest.mark.browser
def test_without_javascript_the_same_form_still_works(gallery: str):
    with looking_at(f"{gallery}/form", java_script_enabled=False) as page:
        page.fill("textarea", "far too long")
        page.click("button")

        assert page.inner_text("#error-summary a") == "Too long"
        assert page.inner_text("#field-text-count") == "U kunt 5 tekens gebruiken."


@pytest.mark.browser
def test_the_scale_is_chosen_with_the_keyboard(gallery: str):
    with looking_at(f"{gallery}/nl") as page:
        page.focus("input[name=score][value='2']")
        page.keyboard.press("ArrowRight")

        assert page.is_checked("input[name=score][value='3']")
        assert page.is_visible("text='helemaal voor' >> nth=-1")
