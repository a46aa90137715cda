"""Three kinds of service, each at a real address on this machine."""

import json
import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr, ValidationError

from app.config import Settings
from app.translating import translator_of
from app.translating.problems import Problem, TranslationFailed
from tests.translating_cast import LIKE, Served, serving

TEXTS = ["Ik wacht te lang.", 'Zeg "nee"\nen niets <b>anders</b>']


@pytest.fixture
def service() -> Iterator[Served]:
    with serving(LIKE["deepl"]) as served:
        yield served


def failure(served: Served, kind: str = "deepl") -> Problem:
    with pytest.raises(TranslationFailed) as failed:
        translator_of(served.settings(kind)).translate(TEXTS, "nl", "tr")
    return failed.value.problem


def test_deepl_is_asked_as_it_wants_to_be(service: Served) -> None:
    made = translator_of(service.settings("deepl")).translate(TEXTS, "nl", "tr")

    [asked] = service.asked
    assert made == [f"tr: {text}" for text in TEXTS]
    assert asked.path == "/v2/translate"
    assert asked.headers["Authorization"] == "DeepL-Auth-Key a secret key"
    assert asked.body == {"text": TEXTS, "target_lang": "TR", "source_lang": "NL"}


def test_deepl_is_told_which_english(service: Served) -> None:
    translator_of(service.settings("deepl")).translate(TEXTS, "", "en")

    assert service.asked[0].body == {"text": TEXTS, "target_lang": "EN-GB"}


def test_libretranslate_is_asked_for_text_and_gets_its_key(service: Served) -> None:
    service.answer = LIKE["libretranslate"]

    made = translator_of(service.settings("libretranslate")).translate(TEXTS, "", "uk")

    assert made == [f"uk: {text}" for text in TEXTS]
    assert service.asked[0].path == "/translate"
    assert service.asked[0].body == {
        "q": TEXTS, "source": "auto", "target": "uk", "format": "text", "api_key": "a secret key",
    }  # fmt: skip


def test_a_model_gets_each_text_alone_and_as_data(service: Served) -> None:
    service.answer = LIKE["openai"]
    model = translator_of(service.settings("openai"))

    made = model.translate(TEXTS, "nl", "ar")

    asked = service.asked[0]
    instruction, data = (each["content"] for each in asked.body["messages"])
    assert made == [f"model: {text}" for text in TEXTS]
    assert model.name == "klein-model"
    assert asked.path == "/chat/completions"
    assert asked.headers["Authorization"] == "Bearer a secret key"
    assert "Dutch into Arabic" in instruction
    assert not any(text in instruction for text in TEXTS)
    assert json.loads(data) == {"text": TEXTS[0]}
    assert len(service.asked) == len(TEXTS)


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (403, Problem.KEY_REFUSED),
        (429, Problem.BUSY),
        (456, Problem.BUSY),
        (500, Problem.BUSY),
        (400, Problem.NOT_UNDERSTOOD),
        (307, Problem.NOT_UNDERSTOOD),
    ],
)
def test_a_refusal_has_a_name(service: Served, status: int, problem: Problem) -> None:
    service.answer = lambda _asked: (status, {})

    assert failure(service) is problem


def test_nothing_follows_a_redirect(service: Served) -> None:
    service.answer = lambda _asked: (307, {})

    failure(service)

    assert [each.path for each in service.asked] == ["/v2/translate"]


@pytest.mark.parametrize(
    "reply",
    [
        b"no json",
        {},
        {"translations": []},
        {"translations": [{"text": "een"}]},
        {"translations": [{"text": "een"}, {"text": 2}]},
        {"translations": [{"text": "een"}, {"text": " "}]},
        {"translations": [{"text": "een"}, {"text": "lang " * 500}]},
        b" " * 300_000,
    ],
)
def test_what_is_no_translation_is_not_believed(service: Served, reply: object) -> None:
    service.answer = lambda _asked: (200, reply)

    assert failure(service) is Problem.UNREADABLE


@pytest.mark.parametrize("said", ["Sorry!", "{}", '{"translation": ["een"]}', "[]"])
def test_a_model_that_says_something_else_is_not_believed(service: Served, said: str) -> None:
    service.answer = lambda _asked: (200, {"choices": [{"message": {"content": said}}]})

    assert failure(service, "openai") is Problem.UNREADABLE


def test_hidden_characters_are_taken_out_as_of_what_people_write(service: Served) -> None:
    service.answer = lambda _asked: (200, {"translatedText": ["e\u202een", "twee "]})

    made = translator_of(service.settings("libretranslate")).translate(TEXTS, "nl", "en")

    assert made == ["een", "twee"]


def test_a_service_that_is_away_or_too_slow_is_out_of_reach(service: Served) -> None:
    slow = service.settings("deepl")
    slow.translation_seconds = 0.05
    service.answer = lambda asked: time.sleep(0.3) or LIKE["deepl"](asked)
    away = service.settings("deepl")
    away.translation_url = "http://127.0.0.1:9"

    for settings in (slow, away):
        with pytest.raises(TranslationFailed) as failed:
            translator_of(settings).translate(TEXTS, "nl", "tr")
        assert failed.value.problem is Problem.OUT_OF_REACH


def test_a_failure_and_a_service_tell_no_words_and_no_key(service: Served) -> None:
    service.answer = lambda _asked: (200, b"wachten")
    translator = translator_of(service.settings("deepl"))

    with pytest.raises(TranslationFailed) as failed:
        translator.translate(TEXTS, "nl", "tr")

    assert "wacht" not in repr(failed.value) + str(failed.value.__cause__)
    assert "secret" not in repr(translator)


def test_deepl_has_an_address_by_its_key() -> None:
    free = Settings(translation_service="deepl", translation_key=SecretStr("abc:fx"))
    paid = Settings(translation_service="deepl", translation_key=SecretStr("abc"))

    assert free.translation_host == "api-free.deepl.com"
    assert paid.translation_host == "api.deepl.com"


@pytest.mark.parametrize(
    "wrong",
    [
        {"translation_service": "deepl"},
        {"translation_service": "libretranslate"},
        {"translation_service": "libretranslate", "translation_url": "ftp://here"},
        {"translation_service": "openai", "translation_url": "https://model.example/v1"},
        {"translation_url": "https://somewhere.example"},
    ],
)
def test_half_a_service_stops_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_translation_is_off_by_default() -> None:
    assert not Settings().translation
    with pytest.raises(LookupError):
        translator_of(Settings())
