"""What every answer carries, what no page holds, what no log repeats."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.body_limit import LARGEST_BODY
from app.db import transaction
from app.security import CONTENT_SECURITY_POLICY, HEADERS
from app.templating import STATIC, template_folder
from tests.doors import Door, World, break_on_purpose, build_world, doors, field_names

ROOT = Path(__file__).parents[2]
CANARY = "Kanarie-Jansen-0612345678"
CROSS_SITE = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}


@pytest.fixture
def broken(own_web: TestClient) -> TestClient:
    """An app with routes that fail in every way."""
    break_on_purpose(own_web.app, CANARY)
    return own_web


# --- headers ---------------------------------------------------------------------------------


def every_kind_of_answer(web: TestClient) -> Iterator[tuple[str, object]]:
    yield "a page", web.get("/login")
    yield "a page that is not there", web.get("/nowhere")
    yield "a wrong method", web.delete("/login")
    yield "a redirect", web.get("/staff")
    yield "a refused form", web.post("/login", data={"email": "x"})
    yield "a static file", web.get("/static/samenspraak.css")
    yield "a static file that is not there", web.get("/static/nowhere.css")
    yield "a form of another site", web.post("/login", headers=CROSS_SITE)
    yield "too much", web.post("/login", data={"email": "x" * LARGEST_BODY})
    yield "our own fault", web.get("/boom")
    yield "a lost race", web.post("/twice")
    yield "only the headers", web.head("/static/samenspraak.css")


def test_every_kind_of_answer_carries_every_header(broken: TestClient) -> None:
    for kind, answer in every_kind_of_answer(broken):
        missing = {
            name: answer.headers.get(name)
            for name, value in HEADERS.items()
            if answer.headers.get(name) != value
        }
        assert not missing, (kind, answer.status_code, missing)


def test_no_page_is_kept_by_a_cache(broken: TestClient) -> None:
    for kind, answer in every_kind_of_answer(broken):
        if "static" not in kind and "headers" not in kind:
            assert answer.headers["cache-control"] == "no-store", kind


def test_every_refusal_is_a_page_in_the_language_of_the_visitor(broken: TestClient) -> None:
    broken.headers["accept-language"] = "en"
    for kind, answer in every_kind_of_answer(broken):
        if answer.status_code >= 400:
            assert answer.headers["content-type"].startswith("text/html"), kind
            assert '<html lang="en"' in answer.text, kind
            assert answer.text.count("<h1") == 1, kind


def test_the_policy_allows_only_our_own_files() -> None:
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY


# --- what no page holds ----------------------------------------------------------------------

TEMPLATES = sorted(template_folder().rglob("*.html"))
OWN_CODE = [
    file
    for file in sorted(STATIC.rglob("*"))
    if file.suffix in (".css", ".js") and "gallery" not in file.name
]
INLINE = {
    "a script in the page": r"<script(?![^>]*\bsrc=)",
    "a style in the page": r"<style|\sstyle\s*=",
    "a handler in an attribute": r"\son[a-z]+\s*=\s*[\"']",
    "a javascript: address": r"javascript:",
    "script in htmx": r"hx-on|\bjs:",
}
ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
TARGETS = re.compile(r"\s(?:src|href|action|formaction|hx-\w+)=\"([^\"]*)\"")
NAME_OF_SVG = "http://www.w3.org/2000/svg"


# What is printed or mailed is no page of ours: it carries its styles along.
SENT = {"_paper.html", "letters.html", "poster.html", "slips.html", "email.html"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.stem)
def test_a_template_holds_no_inline_script_or_style_and_no_other_site(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)

    found = {kind for kind, pattern in INLINE.items() if re.search(pattern, text, re.IGNORECASE)}

    assert found <= ({"a style in the page"} if template.name in SENT else set())
    assert ADDRESS.findall(text.replace(NAME_OF_SVG, "")) == []


@pytest.mark.parametrize("file", OWN_CODE, ids=lambda file: file.name)
def test_no_stylesheet_or_script_asks_another_site(file: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)

    assert ADDRESS.findall(text.replace(NAME_OF_SVG, "")) == []
    assert "@import" not in text


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.stem)
def test_only_words_of_our_own_go_unescaped(template: Path) -> None:
    """`| safe` may follow a text that stands in the template, never a value."""
    text = template.read_text()

    marked = re.findall(r"(\S+)\s*\|\s*safe\b", text)

    assert [each for each in marked if not each.endswith(("'", '"'))] == []
    assert "autoescape" not in text
    assert "Markup" not in text


def test_no_code_marks_a_value_as_safe() -> None:
    marking = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "app").rglob("*.py")
        if re.search(r"\bMarkup\(|markupsafe|autoescape\s*=\s*False", file.read_text())
    ]

    assert marking == []


@pytest.fixture
def world(engine: Engine, clock) -> World:
    with transaction(engine) as session:
        return build_world(session, clock())


def test_every_page_that_anybody_gets_asks_only_our_own_site(web: TestClient, world) -> None:
    """What a browser would fetch or go to from a page is an address of ours, or in the page."""
    wrong, seen = [], 0
    for who in world.cookies:
        for door in doors(web.app):
            answer = world.ask(web, who, door) if door.method == "GET" else None
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            seen += 1
            targets = TARGETS.findall(answer.text)
            wrong += [
                (door.path, target)
                for target in targets
                if re.match(r"[a-z]+:|//", target, re.IGNORECASE)
            ]
            wrong += [
                (door.path, kind)
                for kind, pattern in INLINE.items()
                if re.search(pattern, answer.text, re.IGNORECASE)
            ]

    assert wrong == []
    assert seen > 50


# --- requests of another site, too large, unreadable -----------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "nonsense"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(web: TestClient, headers: dict[str, str]) -> None:
    refused = web.post("/logout", headers=headers)

    assert refused.status_code == 403
    assert "<h1" in refused.text


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {}]
)
def test_a_form_of_our_own_is_let_through(web: TestClient, headers: dict[str, str]) -> None:
    assert web.post("/logout", headers=headers).status_code == 303


def test_no_route_changes_anything_for_another_site(web: TestClient, world: World) -> None:
    for door in doors(web.app):
        if door.method not in ("GET", "HEAD"):
            web.cookies.clear()
            refused = web.request(door.method, world.address(door.path), headers=CROSS_SITE)
            assert refused.status_code == 403, door


def test_a_body_of_more_than_64_kb_is_refused_with_a_page(web: TestClient) -> None:
    web.headers["accept-language"] = "en"

    refused = web.post("/login", data={"email": "x" * (LARGEST_BODY + 1)})

    assert refused.status_code == 413
    assert "This is too much to send at once." in refused.text


def test_a_body_without_an_announced_length_is_refused_too(web: TestClient) -> None:
    chunks = (b"email=" + b"x" * 1024 for _ in range(80))

    refused = web.post(
        "/login", content=chunks, headers={"content-type": "application/x-www-form-urlencoded"}
    )

    assert refused.status_code == 413


NASTY = {
    "NUL": "a\x00b",
    "very long": "a" * 3000,
    "a number of thirty digits": "9" * 30,
    "bidi and emoji": "\u202e👍\u200f",
}


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_no_field_of_any_form_makes_the_app_fail(web: TestClient, world: World, nasty: str) -> None:
    """Every form, by whoever may send it, with the same nasty words in every field."""
    filled = dict.fromkeys(sorted(field_names())[:20], nasty)
    failed = [
        (who, door.path, answer.status_code)
        for door in doors(web.app)
        if door.method == "POST"
        for who in ("resident", "facilitator", "board")
        if (answer := world.ask(web, who, door, data=filled)).status_code >= 500
    ]

    assert failed == []


@pytest.mark.parametrize("nasty", ["%00", "%ff", "9" * 30, "-1", "../x", "a" * 3000])
def test_no_address_makes_the_app_fail(web: TestClient, world: World, nasty: str) -> None:
    failed = []
    for door in doors(web.app):
        if door.method == "GET":
            for who in ("nobody", "resident", "facilitator", "board"):
                for path in {door.path, re.sub(r"\{\w+\}", nasty, door.path)}:
                    tried = Door("GET", f"{path}?page={nasty}&number={nasty}", door.rules)
                    answer = world.ask(web, who, tried)
                    if answer.status_code >= 500:
                        failed.append((who, tried.path[:80], answer.status_code))

    assert failed == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"email=%ff%fe%ed%a0%80&password=%ed%a0%80", "application/x-www-form-urlencoded"),
        (b"--x\r\ngarbage", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"email=" + b"&email=a" * 2000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_form_that_is_no_form_is_refused_with_a_page(
    web: TestClient, content: bytes, kind: str
) -> None:
    refused = web.post("/login", content=content, headers={"content-type": kind})

    assert refused.status_code == 422
    assert "<h1" in refused.text
