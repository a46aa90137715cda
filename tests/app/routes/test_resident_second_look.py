"""Before a text with a name or a number goes out its author sees that, and decides."""

import pytest
from sqlmodel import select

from app.db import transaction
from dialogue.models import Contribution, ContributionState, ContributionVersion, Rating
from tests.residents import Resident, Setting

NUMBER = "Bel mij op 06-12345678 als het drukker wordt"
SAFE = "De huisarts is te vroeg dicht"


def stored(setting: Setting) -> list[tuple[str, ContributionState]]:
    with transaction(setting.engine) as session:
        found = select(ContributionVersion.text, Contribution.state).join(
            Contribution, ContributionVersion.contribution_id == Contribution.id
        )
        return [(text, state) for text, state in session.exec(found)]


def test_a_text_with_a_number_is_shown_once_more_and_not_stored(
    alice: Resident, setting: Setting
) -> None:
    alice.send("/answer/1", text=NUMBER, scale="7")

    assert alice.answer.status_code == 422
    assert "Please look once more" in alice.page
    assert "<bdi>06-12345678</bdi>" in alice.page
    assert NUMBER in alice.page
    assert stored(setting) == []


def test_whoever_sends_it_all_the_same_is_never_stopped(alice: Resident, setting: Setting) -> None:
    alice.send("/answer/1", text=NUMBER).send("/answer/1", text=NUMBER, checked="yes")

    assert stored(setting) == [(NUMBER, ContributionState.HELD)]


def test_a_changed_text_goes_on_and_keeps_where_its_author_was_going(
    alice: Resident, setting: Setting
) -> None:
    alice.send("/answer/1", text=NUMBER, then="again").send("/answer/1", text=SAFE)

    assert "Your answer is saved." in alice.page
    assert stored(setting) == [(SAFE, ContributionState.VISIBLE)]


def test_a_changed_text_that_still_names_somebody_is_asked_about_again(alice: Resident) -> None:
    alice.send("/answer/1", text=NUMBER).send("/answer/1", text="Mail naar jan@voorbeeld.nl")

    assert "<bdi>jan@voorbeeld.nl</bdi>" in alice.page


def test_an_addition_with_a_number_is_asked_about_and_the_choice_is_kept(
    weighing: Resident, setting: Setting
) -> None:
    weighing.send("/cards").send("/cards/1", score="2", text=NUMBER)

    assert "Please look once more" in weighing.page
    assert [each.value for each in setting.all(Rating)] == [2]
    assert NUMBER not in [text for text, _ in stored(setting)]
    weighing.send("/cards/1", score="2", text=NUMBER, checked="yes")
    assert (NUMBER, ContributionState.HELD) in stored(setting)
    assert [each.value for each in setting.all(Rating)] == [2]


@pytest.mark.parametrize(
    ("sent", "kept"), [("together", "together"), ("", ""), ("everybody else", "")]
)
def test_who_has_to_act_is_kept_with_the_answer_and_may_be_skipped(
    alice: Resident, setting: Setting, sent: str, kept: str
) -> None:
    alice.send("/answer/1", text=SAFE, who_acts=sent)

    assert [each.who_acts for each in setting.all(Contribution)] == [kept]
