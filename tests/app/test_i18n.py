"""The interface speaks to each reader in a language of theirs, and says everything in it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app import i18n

# ---- which language ----


@pytest.mark.parametrize(
    ("cookie", "header", "chosen"),
    [
        (None, None, "nl"),
        ("en", "nl", "en"),
        ("xx", "en-GB,en;q=0.9", "en"),
        (None, "de-DE,de;q=0.9,en;q=0.8,nl;q=0.7", "en"),
        (None, "en;q=0.3, nl-BE;q=0.8", "nl"),
        (None, "en;q=0, fr", "nl"),
        (None, "en;q=high", "nl"),
        (None, ";;;,,=;q", "nl"),
        ("", "*", "nl"),
    ],
)
def test_a_visitor_gets_their_own_choice_then_their_browsers_wish_then_dutch(
    cookie: str | None, header: str | None, chosen: str
):
    assert i18n.negotiate(cookie, header) == chosen


def test_an_endless_language_header_is_cut_off():
    assert i18n.negotiate(None, "xx," * 100_000 + "en") == "nl"


def test_the_former_language_comes_back_after_a_block():
    with i18n.speaking("en"):
        with i18n.speaking("nl"):
            assert i18n.gettext("Language") == "Taal"
        assert i18n.gettext("Language") == "Language"
    assert i18n.current_language() == i18n.DEFAULT_LANGUAGE


def test_a_language_that_is_not_offered_becomes_dutch():
    with i18n.speaking("tlh"):
        assert i18n.current_language() == "nl"


# ---- catalogues ----


def write_catalogue(folder: Path, language: str, area: str, plural: str, body: str) -> None:
    target = folder / language / f"{area}.po"
    target.parent.mkdir(exist_ok=True)
    header = f'"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural};\\n"\n'
    target.write_text(f'msgid ""\nmsgstr ""\n{header}\n{body}', encoding="utf-8")


def test_all_areas_of_a_language_are_one_catalogue(tmp_path: Path):
    plural = "nplurals=2; plural=(n != 1)"
    write_catalogue(tmp_path, "tr", "board", plural, 'msgid "Board"\nmsgstr "Yönetim"\n')
    write_catalogue(tmp_path, "tr", "common", plural, 'msgid "Language"\nmsgstr "Dil"\n')

    merged = i18n.translations_for("tr", tmp_path)

    assert (merged.gettext("Board"), merged.gettext("Language")) == ("Yönetim", "Dil")


def test_a_fuzzy_guess_is_not_shown(tmp_path: Path):
    plural = "nplurals=2; plural=(n != 1)"
    write_catalogue(tmp_path, "nl", "a", plural, '#, fuzzy\nmsgid "Lock"\nmsgstr "Sluis"\n')

    assert i18n.translations_for("nl", tmp_path).gettext("Lock") == "Lock"


def test_english_is_the_message_itself_in_one_and_in_many():
    with i18n.speaking("en"):
        spoken = [i18n.ngettext("%(n)s person", "%(n)s people", n) % {"n": n} for n in (0, 1, 2)]

    assert spoken == ["0 people", "1 person", "2 people"]


SLAVIC_FEW = "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)"
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100)
PLURALS = {
    "tr": ("nplurals=2; plural=(n != 1)", "10111111"),
    "pl": (f"nplurals=3; plural=(n==1 ? 0 : {SLAVIC_FEW} ? 1 : 2)", "20112222"),
    "uk": (f"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : {SLAVIC_FEW} ? 1 : 2)", "20112202"),
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
        "01233445",
    ),
}


@pytest.mark.parametrize("language", PLURALS)
def test_each_language_counts_by_the_rule_in_its_own_catalogue(language: str, tmp_path: Path):
    rule, expected = PLURALS[language]
    forms = "".join(f'msgstr[{form}] "{form}"\n' for form in range(int(rule[9])))
    entry = f'msgid "card"\nmsgid_plural "cards"\n{forms}'
    write_catalogue(tmp_path, language, "common", rule, entry)

    catalogue = i18n.translations_for(language, tmp_path)

    assert "".join(catalogue.ngettext("card", "cards", n) for n in NUMBERS) == expected


# ---- dates and numbers ----

SUMMER_NIGHT = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("nl", "1 juli 2026", "1 juli 2026 om 00:30 uur"),
        ("en", "July 1, 2026", "July 1, 2026, 00:30"),
    ],
)
def test_a_moment_is_told_in_dutch_time(language: str, day: str, moment: str):
    with i18n.speaking(language):
        assert i18n.format_date(SUMMER_NIGHT) == day
        assert i18n.format_datetime(SUMMER_NIGHT) == moment


def test_a_moment_without_a_zone_is_read_as_utc():
    naive = SUMMER_NIGHT.replace(tzinfo=None)

    assert i18n.format_datetime(naive) == i18n.format_datetime(SUMMER_NIGHT)


def test_a_plain_day_is_not_moved_to_another_day():
    assert i18n.format_date(date(2026, 12, 31), "full") == "donderdag 31 december 2026"


@pytest.mark.parametrize(
    ("language", "thousand", "half", "share", "fine_share"),
    [("nl", "1.234", "0,50", "67%", "66,7%"), ("en", "1,234", "0.50", "67%", "66.7%")],
)
def test_numbers_have_the_separators_of_the_language(
    language: str, thousand: str, half: str, share: str, fine_share: str
):
    with i18n.speaking(language):
        assert i18n.format_number(1234) == thousand
        assert i18n.format_number(0.5, 2) == half
        assert i18n.format_percent(2 / 3) == share
        assert i18n.format_percent(2 / 3, 1) == fine_share


def test_a_number_that_rounds_to_nothing_has_no_sign() -> None:
    with i18n.speaking("nl"):
        assert i18n.format_number(-0.04, 1) == "0,0"


@pytest.mark.parametrize("language", ["tr", "ar", "pl", "uk"])
def test_a_later_language_needs_no_more_than_a_row_in_the_table(
    language: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(i18n.LANGUAGES, language, i18n.Language(language, language, "ltr"))

    with i18n.speaking(i18n.negotiate(language, None)):
        assert i18n.current_language() == language
        assert "2026" in i18n.format_datetime(SUMMER_NIGHT)
        assert "62" in i18n.format_percent(0.62)
