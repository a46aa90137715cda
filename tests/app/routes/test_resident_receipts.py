"""A receipt code leads back, and tells what happened with what somebody wrote."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.usecases import moderation
from dialogue.models import (
    Contribution,
    ContributionState,
    RoundKind,
)
from dialogue.moderation import ModerationReason
from tests.cast import FACILITATOR
from tests.residents import HOME, UNKNOWN, Resident, Setting


def test_somebody_answers_from_code_to_receipt(alice: Resident, setting: Setting) -> None:
    assert alice.at == f"{HOME}/answer/1"

    alice.send("/answer/1", text="Meer zorg in de avond", then="next")

    assert alice.at == f"{HOME}/thanks"
    assert re.search(r"(\w{4}-){3}\w", alice.page)
    [stored] = setting.all(Contribution)
    assert (stored.language, stored.state) == ("nl", ContributionState.VISIBLE)


def test_a_held_answer_is_told_with_the_reason(alice: Resident) -> None:
    alice.send("/answer/1", text="Bel mij op 06-12345678 of mail", checked="yes")

    assert "We look at something first" in alice.page
    alice.go(f"{HOME}/my-answer")
    assert "There may be a phone number" in alice.page
    assert "Bel mij op 06-12345678 of mail" in alice.page


def test_the_receipt_code_leads_back_from_another_device(web: TestClient, alice: Resident) -> None:
    alice.send("/answer/1", text="Meer zorg in de avond", then="next")
    code = re.search(r'id="receipt-code"[^>]*>([\w-]+)<', alice.page)
    assert code is not None

    elsewhere = Resident(web).go("/receipt").send("/receipt", code=code[1].lower())

    assert elsewhere.at == f"{HOME}/my-answer"
    assert "Meer zorg in de avond" in elsewhere.page
    assert "You came back with your receipt code" in elsewhere.go(f"{HOME}/thanks").page


@pytest.mark.parametrize("code", ["", "abc", UNKNOWN, "x" * 500])
def test_a_wrong_receipt_code_is_refused_and_kept_in_the_field(
    web: TestClient, setting: Setting, code: str
) -> None:
    bob = Resident(web).go("/receipt").send("/receipt", code=code)

    assert bob.answer.status_code == 422
    assert f'value="{code}"' in bob.page


def test_the_receipt_picture_is_drawn_for_its_owner_only(web: TestClient, alice: Resident) -> None:
    picture = alice.browser.get(f"{HOME}/receipt.svg")

    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "<svg" in picture.text
    assert "style=" not in picture.text
    assert TestClient(web.app).get(f"{HOME}/receipt.svg").status_code == 401


def test_who_stops_here_is_unknown_on_this_device(alice: Resident) -> None:
    alice.go(HOME).send("/leave")

    assert alice.go(f"{HOME}/my-answer").answer.status_code == 401


def test_an_answer_is_taken_back_by_its_author_only(
    web: TestClient, alice: Resident, setting: Setting
) -> None:
    alice.send("/answer/1", text="Meer zorg", then="next")
    address = f"{HOME}/my-answer/{setting.all(Contribution)[0].id}/withdraw"
    bob = Resident(web).come_in(setting.codes()[0]).consent()

    assert bob.browser.post(address).status_code == 404
    alice.go(f"{HOME}/my-answer").send("/withdraw")

    assert "You took this back" in alice.page
    assert setting.all(Contribution)[0].state is ContributionState.WITHDRAWN


def test_somebody_takes_everything_along_and_nothing_of_others(
    alice: Resident, setting: Setting
) -> None:
    setting.crowd_says("Wat een ander zei")
    alice.send("/answer/1", text="Meer zorg in de avond", then="next")

    file = alice.browser.get(f"{HOME}/my-answer/everything.json")

    assert "attachment" in file.headers["content-disposition"]
    assert file.headers["cache-control"] == "no-store"
    assert [each["words"] for each in file.json()["written"]] == ["Meer zorg in de avond"]
    assert file.json()["agreed_at"]
    assert "Wat een ander zei" not in file.text
    assert "everything.json" in alice.go(f"{HOME}/my-answer").page


def test_a_card_that_was_held_since_is_taken_along_without_its_words(
    web: TestClient, setting: Setting
) -> None:
    setting.crowd_says("Wat een ander zei")
    setting.go_on_to(RoundKind.WEIGH)
    rater = Resident(web).come_in(setting.codes()[0]).consent().send("/cards")
    rater.send("/cards/1", score="2")
    address = f"{HOME}/my-answer/everything.json"
    before = rater.browser.get(address).json()["rated"]
    with transaction(setting.engine) as session:
        moderation.hold(
            session, session.exec(select(Contribution)).one(),
            reason=ModerationReason.PERSONAL_DATA, actor=FACILITATOR, now=setting.clock(),
        )  # fmt: skip

    after = rater.browser.get(address).json()["rated"]

    assert before == [{"card": "Wat een ander zei", "rating": 2}]
    assert after == [{"card": None, "rating": 2}]


def test_nobody_takes_along_what_is_anothers(web: TestClient, alice: Resident) -> None:
    stranger = TestClient(web.app, follow_redirects=False)

    answer = stranger.get(f"{HOME}/my-answer/everything.json")

    assert answer.status_code in (303, 401, 403)
    assert "written" not in answer.text
