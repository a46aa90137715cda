"""Pages escape what people wrote, refuse unknown names and carry no style or script inline."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import UndefinedError
from starlette.testclient import TestClient

from app import i18n, templating

UI = '{% import "components/ui.html" as ui %}'


def drawn(source: str, **context: object) -> str:
    """Render a piece of template with all components at hand."""
    return templating.environment().from_string(UI + source).render(**context)


@pytest.fixture
def visitor() -> Iterator[TestClient]:
    """Somebody with a browser, at a small app that shows one page per address."""
    app = FastAPI()

    @app.get("/gallery")
    def gallery(request: Request, speak: str = "nl") -> HTMLResponse:
        request.state.language = speak
        return templating.render(request, "components/gallery.html")

    @app.get("/refusal")
    def refusal(request: Request, kept: str = "") -> HTMLResponse:
        return templating.render(
            request,
            "errors/error.html",
            status_code=409,
            headers={"Retry-After": "60"},
            varies_by_htmx=True,
            title="De ronde is gesloten.",
            message="",
            advice="Kijk op de eerste pagina.",
            kept_text=kept,
        )

    with TestClient(app) as client:
        yield client


# ---- the environment ----


def test_what_somebody_wrote_is_text_and_never_markup():
    page = drawn("{{ ui.hand_card(words) }}", words="<script>alert(1)</script>")

    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_value_inside_a_translated_sentence_is_escaped_too():
    page = drawn("{{ _('Card %(position)s of %(total)s', position=p, total=2) }}", p="<b>")

    assert "&lt;b&gt;" in page


def test_a_name_that_was_not_given_is_an_error_and_not_an_empty_place():
    with pytest.raises(UndefinedError, match="nobody_gave_this"):
        drawn("{{ nobody_gave_this }}")


def test_dates_numbers_and_shares_follow_the_language():
    with i18n.speaking("nl"):
        assert drawn("{{ 1234.5 | number }} {{ 0.25 | percent }}") == "1.234,5 25%"
    with i18n.speaking("en"):
        assert drawn("{{ 1234.5 | number }} {{ 0.25 | percent }}") == "1,234.5 25%"


def test_a_component_speaks_the_language_of_the_moment_although_it_is_read_once():
    with i18n.speaking("nl"):
        assert "Kaart 4 van 15" in drawn("{{ ui.progress(4, 15) }}")
    with i18n.speaking("en"):
        assert "Card 4 of 15" in drawn("{{ ui.progress(4, 15) }}")


def test_templates_of_an_installed_package_come_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "app" / "templates").mkdir(parents=True)
    monkeypatch.setattr(templating, "__file__", str(tmp_path / "app" / "templating.py"))

    assert templating.template_folder() == tmp_path / "app" / "templates"


def test_a_letter_can_be_made_without_a_request():
    page = templating.render_text("components/ui.html", language="en")

    assert page.strip() == ""


# ---- a page ----


def test_a_page_says_its_language_and_direction(visitor: TestClient):
    answer = visitor.get("/gallery", params={"speak": "en"})

    assert '<html lang="en" dir="ltr">' in answer.text
    assert answer.headers["Content-Language"] == "en"
    assert "Vary" not in answer.headers


def test_a_page_that_answers_htmx_otherwise_says_so_to_caches(visitor: TestClient):
    answer = visitor.get("/refusal")

    assert (answer.status_code, answer.headers["Vary"]) == (409, "HX-Request")
    assert answer.headers["Retry-After"] == "60"


def test_a_refusal_hands_back_what_was_written(visitor: TestClient):
    page = visitor.get("/refusal", params={"kept": "Mijn <lange> verhaal"}).text

    assert "De ronde is gesloten." in page
    assert "Mijn &lt;lange&gt; verhaal" in page


def test_the_other_language_is_the_same_page_with_the_same_question(visitor: TestClient):
    page = visitor.get("/refusal?kept=a%26b&lang=nl&lang=xx").text

    assert 'href="/refusal?kept=a%26b&amp;lang=en"' in page
    assert 'hreflang="nl" aria-current="true"' in page


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_page_carries_a_style_or_script_of_its_own(visitor: TestClient, language: str):
    page = visitor.get("/gallery", params={"speak": language}).text

    assert not re.findall(r"<[^>]*\s(?:style|on\w+)=", page)
    assert "<style" not in page
    assert all(script.endswith("></script>") for script in re.findall(r"<script.*", page))
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_reference_inside_a_page_has_its_target(visitor: TestClient, language: str):
    page = visitor.get("/gallery", params={"speak": language}).text
    there = set(re.findall(r'\sid="([^"]+)"', page))

    asked = re.findall(r'\s(?:for|aria-describedby|data-counts)="([^"]*)"', page)

    assert {name for names in asked for name in names.split()} <= there


# ---- static files ----


def test_the_address_of_a_static_file_changes_with_its_content(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(templating, "STATIC", tmp_path)
    (tmp_path / "a.css").write_text("a{}")
    before = templating.static_url("a.css")
    (tmp_path / "a.css").write_text("a{color:red}")

    assert before.startswith("/static/a.css?v=")
    assert templating.static_url("a.css") != before


def test_a_static_file_that_does_not_exist_is_an_error():
    with pytest.raises(FileNotFoundError):
        templating.static_url("no-such-file.css")


# ---- components ----


def test_the_scale_of_seven_sends_minus_three_to_three_or_cannot_say():
    page = drawn("{{ ui.rating_scale(value=-2) }}")

    assert re.findall(r'value="([^"]+)"', page) == [
        *("-3", "-2", "-1", "0", "1", "2", "3"),
        "cannot_say",
    ]
    assert re.findall(r'value="([^"]+)" checked', page) == ["-2"]


def test_the_scale_of_agreement_sends_agree_disagree_or_pass():
    page = drawn("{{ ui.rating_scale(kind='agree', cannot_say='pass') }}")

    assert re.findall(r'value="([^"]+)"', page) == ["1", "-1", "pass"]
    assert "checked" not in page


def test_a_rating_of_nought_is_a_choice_and_not_an_absence():
    assert 'value="0" checked' in drawn("{{ ui.rating_scale(value=0) }}")


def test_a_text_that_is_too_long_is_never_cut_off_by_the_browser():
    page = drawn("{{ ui.field('text', 'Text', kind='textarea', maxlength=10, counter=true) }}")

    assert "maxlength" not in page
    assert 'data-limit="10"' in page


def test_a_refused_field_is_marked_and_explained():
    page = drawn("{{ ui.field('mail', 'Mail', hint='h', error='Wrong', value='x\"y') }}")

    assert 'aria-describedby="field-mail-hint field-mail-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="x&#34;y"' in page


def test_a_password_is_never_sent_back():
    page = drawn("{{ ui.field('p', 'P', kind='password', value='secret') }}")

    assert "secret" not in page


def test_a_line_break_at_the_start_of_a_text_survives():
    page = drawn("{{ ui.field('t', 'T', kind='textarea', value='\\n\\nhello') }}")

    assert ">\n\n\nhello</textarea>" in page


def test_a_share_of_a_bar_stays_within_the_bar():
    page = drawn("{{ ui.support_bar('x', 1, 1, 1, n=5) }}{{ ui.support_bar('none', 0, 0, 0) }}")

    assert re.findall(r'width="(\d+\.\d+)%"', page) == ["33.33", "33.33", "33.33"]
    assert "2 konden het niet zeggen" in page


def test_a_dangerous_button_differs_from_a_plain_one():
    assert "nl-button--negative" in drawn("{{ ui.button('Remove', kind='negative') }}")
    assert 'hx-post="/x"' in drawn("{{ ui.button('Go', attributes={'hx-post': '/x'}) }}")
