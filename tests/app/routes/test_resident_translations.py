"""Somebody who reads another language sees the original, and under it what a service made of it."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries.closing_statements import STATEMENTS, worded
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionVersion,
    InOwnLanguage,
    Moment,
    Participant,
    Rating,
    RoundKind,
    Translation,
)
from tests.facilitator_cast import log_in_facilitator
from tests.residents import HOME, Resident, Setting

ORIGINAL = "Ik wacht <b>te lang</b>"
MADE = {
    "en": "I wait <i>too long</i>", "tr": "Çok bekliyorum", "ar": "أنتظر طويلًا",
    "pl": "Czekam za długo", "uk": "Я чекаю задовго",
}  # fmt: skip
MARKED = {
    "en": "Translated automatically from Dutch by DeepL",
    "tr": "Otomatik çeviri (özgün dil: Felemenkçe, hizmet: DeepL)",
    "ar": "ترجمة آلية (لغة الأصل: الهولندية، الخدمة: DeepL)",
    "pl": "Tłumaczenie automatyczne (język oryginału: niderlandzki, usługa: DeepL)",
    "uk": "Автоматичний переклад (мова оригіналу: нідерландська, сервіс: DeepL)",
}


def translate_all(setting: Setting) -> None:
    with transaction(setting.engine) as session:
        for version in session.exec(select(ContributionVersion)).all():
            session.add_all(
                Translation(
                    version_id=version.id, language=language, text=text, service="DeepL",
                    made_at=setting.clock(),
                )
                for language, text in MADE.items()
            )  # fmt: skip


@pytest.fixture
def card(web: TestClient, setting: Setting) -> Resident:
    """The first card of somebody, with a translation in every language."""
    setting.crowd_says(ORIGINAL)
    setting.go_on_to(RoundKind.WEIGH)
    translate_all(setting)
    return Resident(web).come_in(setting.codes()[0]).consent().send("/cards")


@pytest.mark.parametrize("language", sorted(MADE))
def test_the_translation_stands_under_the_original_and_says_what_it_is(
    card: Resident, language: str
) -> None:
    page = card.go(f"{HOME}/cards/1?lang={language}").page

    original = 'lang="nl">Ik wacht &lt;b&gt;te lang&lt;/b&gt;</blockquote>'
    shown = re.search(r'<details class="[^"]*translation" open>(.*?)</details>', page, re.DOTALL)
    assert shown is not None
    assert MARKED[language] in shown[1]
    words = MADE[language].replace("<", "&lt;").replace(">", "&gt;")
    assert re.search(rf'<p [^>]*lang="{language}"[^>]*>{re.escape(words)}</p>', shown[1])
    assert page.index(original) < shown.start()


def test_who_reads_the_original_sees_no_translation(card: Resident) -> None:
    assert "<details" not in card.go(f"{HOME}/cards/1?lang=nl").page.partition("<form")[0]


def test_without_a_translation_there_is_the_original_alone(
    card: Resident, setting: Setting
) -> None:
    with transaction(setting.engine) as session:
        for each in session.exec(select(Translation)).all():
            session.delete(each)

    page = card.go(f"{HOME}/cards/1?lang=ar").page

    assert "Ik wacht" in page
    assert "DeepL" not in page


def test_other_words_take_the_translation_along(card: Resident, setting: Setting) -> None:
    with transaction(setting.engine) as session:
        one = session.exec(select(Contribution)).one()
        one.current_version = 2
        session.add(
            ContributionVersion(
                contribution_id=one.id, number=2, text="Heel anders", created_at=setting.clock()
            )
        )

    page = card.go(f"{HOME}/cards/1?lang=pl").page

    assert "Heel anders" in page
    assert MADE["pl"] not in page


def test_translations_are_made_into_the_language_that_somebody_reads_now(
    card: Resident, setting: Setting
) -> None:
    reading_before = languages_of(setting)
    card.go(f"{HOME}/cards/1?lang=pl")

    assert reading_before == ["en", "nl"]
    assert languages_of(setting) == ["nl", "pl"]


def languages_of(setting: Setting) -> list[str]:
    return sorted(each.language for each in setting.all(Participant))


def test_what_a_card_adds_to_is_translated_as_well(card: Resident, setting: Setting) -> None:
    with transaction(setting.engine) as session:
        one = session.exec(select(Contribution)).one()
        other = Contribution(**one.model_dump(exclude={"id"}))
        session.add(other)
        session.flush()
        version = ContributionVersion(
            contribution_id=other.id, text="Het eerste antwoord", created_at=setting.clock()
        )
        session.add(version)
        session.flush()
        session.add(
            Translation(
                version_id=version.id, language="tr", text="İlk yanıt", service="DeepL",
                made_at=setting.clock(),
            )
        )  # fmt: skip
        one.kind, one.enriches_id = ContributionKind.ENRICHMENT, other.id

    page = card.go(f"{HOME}/cards/1?lang=tr").page

    assert page.index("Het eerste antwoord") < page.index("İlk yanıt") < page.index(MADE["tr"])


def test_a_rating_is_of_the_original(card: Resident, setting: Setting) -> None:
    card.go(f"{HOME}/cards/1?lang=uk").send("/cards/1", score="3")

    [rating] = setting.all(Rating)
    [one] = setting.all(Contribution)
    assert (rating.contribution_id, rating.version_number) == (one.id, 1)


def test_a_facilitator_reads_it_in_the_language_of_the_desk(
    web: TestClient, setting: Setting, card: Resident
) -> None:
    with transaction(setting.engine) as session:
        log_in_facilitator(web, session, setting.clock())
        one = session.exec(select(Contribution.id)).one()
    english = {"accept-language": "en"}

    desk = "/facilitator/dialogues/spoedzorg"
    for page in (f"/contributions/{one}", "/contributions", "/themes/none"):
        answer = web.get(desk + page, headers=english)
        assert answer.status_code == 200
        assert "Translated automatically from Dutch by DeepL" in answer.text
        assert "I wait &lt;i&gt;too long&lt;/i&gt;" in answer.text


@pytest.mark.parametrize("language", ["nl", "tr", "ar", "pl", "uk"])
def test_the_statements_about_taking_part_are_in_every_language(language: str) -> None:
    dutch = [worded(each, Moment.AFTER_ANSWER, "nl") for each in STATEMENTS["heard"]]
    said = [
        worded(each, moment, language)
        for items in STATEMENTS.values()
        for each in items
        for moment in (Moment.AFTER_ROUNDS, Moment.AFTER_ANSWER)
    ]

    assert not any("{" in each for each in said)
    if language != "nl":
        assert all(isinstance(each, InOwnLanguage) for each in said)
        assert not set(said) & set(dutch)
