"""The pages about the site are there in both languages, and say what is true of the code."""

import re

import pytest
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from app.usecases.accounts import STAY_LOGGED_IN
from app.usecases.participants import VISIT_LASTS

PAGES = ("/about", "/privacy", "/accessibility")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_page_is_there_in_both_languages_with_one_heading(
    web: TestClient, page: str, language: str
) -> None:
    answer = web.get(page, headers={"accept-language": language})

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_no_english_sentence_stays_on_the_dutch_page(web: TestClient, page: str) -> None:
    dutch, english = (
        set(re.findall(r"<(?:p|li|h1|h2)[^>]*>([^<]{12,})<", main_of(web, page, language)))
        for language in ("nl", "en")
    )

    assert dutch & english == set()


def main_of(web: TestClient, page: str, language: str) -> str:
    text = web.get(page, headers={"accept-language": language}).text
    return text.split("<main")[1].split("</main>")[0]


def test_every_page_links_to_these_pages(web: TestClient) -> None:
    for page in ("/", "/login", "/nowhere", *PAGES):
        for linked in PAGES:
            assert f'href="{linked}"' in web.get(page).text


def test_privacy_names_the_cookies_with_the_time_that_the_code_gives_them(web: TestClient) -> None:
    page = main_of(web, "/privacy", "en")

    assert f"for {VISIT_LASTS.days} days" in page
    assert f"ends after {STAY_LOGGED_IN.total_seconds() / 3600:.0f} hours" in page


def test_the_three_stores_are_as_apart_as_the_page_says() -> None:
    """No invitation points at a person or at words; background only through its link.

    Whom a letter goes to is known by its invitation, and by nothing of who came in with it.
    """
    tables = SQLModel.metadata.tables
    points_at = {
        name: {key.column.table.name for key in table.foreign_keys}
        for name, table in tables.items()
    }

    assert points_at["invitation"] == {"dialogue", "chamber"}
    assert points_at["background"] == {"dialogue"}
    assert {name for name, to in points_at.items() if "background" in to} == {"background_link"}
    assert {name for name, to in points_at.items() if "invitation" in to} == {"recipient"}
    assert points_at["recipient"] <= {"address_list", "chamber", "dialogue", "draw", "invitation"}


def test_accessibility_promises_no_audit_that_never_was(web: TestClient) -> None:
    page = main_of(web, "/accessibility", "en")

    assert "Nobody from outside has audited them yet" in page
    assert "What was not tested yet" in page


def test_to_whom_words_are_sent_is_said_as_it_is_set_up(own_web: TestClient) -> None:
    own = own_web.app.state.settings
    quiet = "not sent to an artificial intelligence elsewhere"
    assert quiet in main_of(own_web, "/privacy", "en")
    assert "another company reads along" in main_of(own_web, "/about", "en")

    own_web.app.state.settings = own.model_copy(
        update={"translation_service": "deepl", "translation_url": "https://vertaler.example.nl"}
    )

    assert "vertaler.example.nl" in main_of(own_web, "/privacy", "en")
    assert quiet not in main_of(own_web, "/privacy", "en")
    assert "another company reads along" not in main_of(own_web, "/about", "en")
