"""Everybody is offered the languages that can say everything to residents."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from app import i18n, offered
from tests.resident_messages import TEMPLATE_FILE, resident_messages

HOW_TO = "run: python tests/resident_messages.py, and translate what is new"


def key_of(message) -> tuple:
    return message.context, message.id


def test_the_list_for_translators_is_what_the_pages_ask_for() -> None:
    with TEMPLATE_FILE.open("rb") as source:
        listed = {key_of(message) for message in read_po(source) if message.id}

    assert listed ^ set(resident_messages()) == set(), HOW_TO


def test_the_list_reaches_pages_refusals_and_reasons() -> None:
    asked = {message for _, message in resident_messages()}

    assert {"Your receipt code", "This code has been used already.", "It is advertising"} <= asked
    assert not any(
        "facilitator/" in file for files in resident_messages().values() for file in files
    )


@pytest.mark.parametrize("language", [each for each in i18n.LANGUAGES if each != "en"])
def test_every_language_says_everything_to_residents(language: str) -> None:
    assert offered.missing(language) == set(), HOW_TO


def test_a_language_with_one_message_less_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "residents.pot").write_text('msgid "Yes"\nmsgstr ""\n\nmsgid "No"\nmsgstr ""\n')
    (tmp_path / "tr").mkdir()
    catalogue = tmp_path / "tr" / "common.po"

    catalogue.write_text('msgid "Yes"\nmsgstr "Evet"\n\n#, fuzzy\nmsgid "No"\nmsgstr "Hayır"\n')
    assert offered.missing("tr", tmp_path) == {(None, "No")}
    assert not offered.is_complete("tr", tmp_path)

    offered.is_complete.cache_clear()
    catalogue.write_text('msgid "Yes"\nmsgstr "Evet"\n\nmsgid "No"\nmsgstr "Hayır"\n')
    assert offered.is_complete("tr", tmp_path)
    offered.is_complete.cache_clear()


def test_everybody_chooses_among_all_languages() -> None:
    assert list(offered.languages_offered()) == list(i18n.LANGUAGES)


def test_a_page_comes_in_the_language_that_was_chosen_and_in_its_direction(
    web: TestClient,
) -> None:
    turkish = web.get("/?lang=tr")

    assert '<html lang="tr" dir="ltr">' in turkish.text
    assert "samenspraak-language=tr" in turkish.headers["set-cookie"]
    assert "Yanıtımla ne yapıldı?" in turkish.text
    web.cookies.clear()
    arabic = web.get("/", headers={"Accept-Language": "ar-SY,ar;q=0.9"})
    assert '<html lang="ar" dir="rtl">' in arabic.text


def test_a_desk_speaks_the_language_that_was_chosen(web: TestClient) -> None:
    web.get("/?lang=tr")

    assert '<html lang="tr" dir="ltr">' in web.get("/login").text
    assert '<html lang="ar" dir="rtl">' in web.get("/login?lang=ar").text
