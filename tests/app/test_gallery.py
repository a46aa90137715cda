"""Every component in a real browser: it fits, is accessible and works without scripts."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Annotated, Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page
from starlette.types import ASGIApp

from app import i18n
from app.security import SecurityHeaders
from app.static_files import KeptFiles
from app.templating import STATIC, STATIC_PATH, environment, page_context, render

Look = Callable[..., AbstractContextManager[Page]]
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
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    port = door.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
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


@pytest.fixture
def looking_at(browser: Browser) -> Look:
    """Opens a page; fails when the browser complained about anything but a refusal."""

    @contextmanager
    def look(address: str, width: int = 390, **options: Any) -> Iterator[Page]:
        complaints: list[str] = []
        page = browser.new_page(viewport={"width": width, "height": 800}, **options)
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(address, wait_until="networkidle")
        yield page
        page.close()
        assert [text for text in complaints if "status of 422" not in text] == []

    return look


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_every_component_is_accessible_and_fits_the_screen(
    gallery: str, looking_at: Look, language: str, width: int, monkeypatch: pytest.MonkeyPatch
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
def test_letters_of_twice_the_size_still_fit_a_phone(gallery: str, looking_at: Look):
    with looking_at(f"{gallery}/nl") as page:
        page.evaluate("document.documentElement.style.setProperty('font-size', '36px')")

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.browser
def test_a_refused_form_is_shown_in_place_with_its_error_in_focus(gallery: str, looking_at: Look):
    with looking_at(f"{gallery}/form") as page:
        page.fill("textarea", "far too long")
        page.click("button")
        page.wait_for_selector("#error-summary")

        assert page.evaluate("document.activeElement.id") == "error-summary"
        assert page.input_value("textarea") == "far too long"
        assert page.inner_text("#field-text-count") == "7 tekens te veel"


@pytest.mark.browser
def test_the_counter_counts_down_and_counts_a_picture_as_one(gallery: str, looking_at: Look):
    with looking_at(f"{gallery}/form") as page:
        page.fill("textarea", "ja 👍")

        assert page.inner_text("#field-text-count") == "Nog 1 teken over"


@pytest.mark.browser
def test_without_javascript_the_same_form_still_works(gallery: str, looking_at: Look):
    with looking_at(f"{gallery}/form", java_script_enabled=False) as page:
        page.fill("textarea", "far too long")
        page.click("button")

        assert page.inner_text("#error-summary a") == "Too long"
        assert page.inner_text("#field-text-count") == "U kunt 5 tekens gebruiken."


@pytest.mark.browser
def test_the_scale_is_chosen_with_the_keyboard(gallery: str, looking_at: Look):
    with looking_at(f"{gallery}/nl") as page:
        page.focus("input[name=score][value='2']")
        page.keyboard.press("ArrowRight")

        assert page.is_checked("input[name=score][value='3']")
        assert page.is_visible("text='helemaal voor' >> nth=-1")
