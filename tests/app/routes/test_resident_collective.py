"""Somebody says for whom they speak: without scripts, changeable, and shown to nobody else."""

import re

import pytest
from starlette.testclient import TestClient

from dialogue.models import Background, Participant
from tests.residents import HOME, QUESTIONS, Resident, Setting

PAGE = f"{HOME}/background"


@pytest.fixture
def bob(web: TestClient, setting: Setting) -> Resident:
    setting.change(asks_collective=True, background_questions=QUESTIONS)
    return Resident(web).come_in(setting.codes()[0]).consent().go(PAGE)


def collective(setting: Setting) -> list[str]:
    return [each.collective for each in setting.all(Participant)]


def test_without_the_question_nobody_is_asked(web: TestClient, setting: Setting) -> None:
    setting.change(background_questions=QUESTIONS)
    alice = Resident(web).come_in(setting.codes()[0]).consent().go(PAGE)

    assert "For whom do you speak?" not in alice.page
    alice.send("/background", speaks_for="group", group_name="De buurt")
    assert collective(setting) == [""]


def test_who_says_nothing_speaks_for_themselves(bob: Resident, setting: Setting) -> None:
    bob.send("/background")

    assert bob.at == f"{HOME}/thanks"
    assert collective(setting) == [""]


def test_a_group_is_kept_beside_the_answers_and_shown_to_its_speaker_only(
    bob: Resident, setting: Setting, web: TestClient
) -> None:
    group = {"speaks_for": "group", "group_name": "  Buurt\tSeghwaert "}
    bob.send("/background", **group, **{"background-age": "old"})

    assert collective(setting) == ["Buurt Seghwaert"]
    assert [each.answers for each in setting.all(Background)] == [{"age": "old"}]
    assert "Buurt Seghwaert" in bob.go(PAGE).page
    other = Resident(web).come_in(setting.codes()[0]).consent()
    pages = [other.go(address).page for address in (PAGE, HOME, f"{HOME}/my-answer")]
    assert not any("Buurt Seghwaert" in page for page in pages)


def test_a_group_may_stay_without_a_name_and_be_taken_back(bob: Resident, setting: Setting) -> None:
    bob.send("/background", speaks_for="group")
    named = collective(setting)
    bob.go(PAGE)
    kept = re.findall(r'<input[^>]*name="speaks_for"[^>]*value="(\w+)"[^>]* checked', bob.page)
    bob.send("/background", speaks_for="myself")

    assert (named, collective(setting)) == (["–"], [""])
    assert kept == ["group"]
    assert "Change what you told about yourself" not in bob.page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"speaks_for": "group", "group_name": "Bel 06 12345678"}, "number of a person"),
        ({"speaks_for": "group", "group_name": "x" * 121}, "There is room for 120."),
        ({"speaks_for": "myself", "group_name": "De buurt"}, "You filled in a group."),
    ],
)
def test_a_name_that_can_not_be_kept_is_said_at_its_field(
    bob: Resident, setting: Setting, fields: dict[str, str], words: str
) -> None:
    bob.send("/background", **fields, **{"background-age": "old"})

    assert bob.answer.status_code == 422
    assert words in bob.page
    assert 'id="field-group_name-error"' in bob.page
    assert fields["group_name"] in bob.page
    assert collective(setting) == [""]
    assert setting.all(Background) == []


def test_a_dialogue_may_ask_only_for_whom_people_speak(web: TestClient, setting: Setting) -> None:
    setting.change(asks_collective=True)
    bob = Resident(web).come_in(setting.codes()[0]).consent()
    bob.send("/answer/1", text="Meer zorg", then="next")

    assert bob.at == PAGE
    bob.send("/background", speaks_for="group", group_name="De buurt")
    assert "Change what you told about yourself" in bob.page
