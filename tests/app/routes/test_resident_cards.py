"""Cards and proposals are weighed one by one, in a browser without scripts."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from dialogue.models import (
    Confirmation,
    Contribution,
    ContributionState,
    Rating,
    RoundKind,
)
from tests.cast import arrive, make_proposal, say
from tests.residents import HOME, TEXTS, Forms, Resident, Setting


def test_a_newcomer_weighs_cards_one_by_one(weighing: Resident, setting: Setting) -> None:
    assert weighing.at == f"{HOME}/cards"
    weighing.send("/cards")
    for number in range(1, 4):
        assert weighing.at == f"{HOME}/cards/{number}"
        assert f"Card {number} of 3" in weighing.page
        weighing.send(f"/cards/{number}", score="2" if number > 1 else "cannot_say")

    assert weighing.at == f"{HOME}/thanks"
    assert "You weighed 3 cards" in weighing.page
    assert sorted(str(each.value) for each in setting.all(Rating)) == ["2", "2", "None"]


def test_going_back_shows_the_earlier_choice_and_a_change_is_a_revision(
    weighing: Resident, setting: Setting
) -> None:
    weighing.send("/cards").send("/cards/1", score="-3").go(f"{HOME}/cards/1")

    assert Forms(weighing.page).forms[0].fields["score"] == "-3"
    weighing.send("/cards/1", score="3")

    assert [(e.revision, e.value) for e in setting.all(Rating)] == [(1, -3), (2, 3)]


def test_a_card_without_a_choice_asks_for_one_and_keeps_the_addition(
    weighing: Resident, setting: Setting
) -> None:
    weighing.send("/cards").send("/cards/1", text="Ook in het weekend")

    assert weighing.answer.status_code == 422
    assert "Ook in het weekend" in weighing.page
    assert setting.all(Rating) == []


@pytest.mark.parametrize("score", ["4", "-4", "x", "1.5", "--1"])
def test_a_rating_of_four_is_refused(weighing: Resident, setting: Setting, score: str) -> None:
    weighing.send("/cards").send("/cards/1", score=score)

    assert weighing.answer.status_code == 422
    assert "not a choice on the scale" in weighing.page
    assert setting.all(Rating) == []


def test_an_addition_is_stored_with_the_rating_and_once(
    weighing: Resident, setting: Setting
) -> None:
    weighing.send("/cards")
    form = Forms(weighing.page).forms[0]
    sent = form.fields | {"score": "1", "text": "Ook in het weekend graag"}

    pages = [weighing.browser.post(form.action, data=sent) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    added = [each for each in setting.all(Contribution) if each.enriches_id]
    assert len(added) == 1
    assert "Ook in het weekend graag" in weighing.go(f"{HOME}/cards/1").page


def test_an_addition_that_is_too_long_comes_back_while_the_rating_counts(
    weighing: Resident, setting: Setting
) -> None:
    weighing.send("/cards").send("/cards/1", score="1", text="b" * 2001)

    assert weighing.answer.status_code == 422
    assert "b" * 2001 in weighing.page
    weighing.send("/cards/1", score="2", text="Korter gezegd dan net")
    assert weighing.answer.status_code == 200
    assert [(e.revision, e.value) for e in setting.all(Rating)] == [(1, 1), (2, 2)]


def test_a_rating_after_the_close_is_refused_and_earlier_ones_count(
    weighing: Resident, setting: Setting
) -> None:
    weighing.send("/cards").send("/cards/1", score="1")
    setting.close(RoundKind.WEIGH)

    weighing.send("/cards/2", score="3")

    assert weighing.answer.status_code == 409
    assert "This round is closed" in weighing.page
    assert [each.value for each in setting.all(Rating)] == [1]


def test_nobody_rates_a_card_of_somebody_else(
    web: TestClient, weighing: Resident, setting: Setting
) -> None:
    weighing.send("/cards")
    form = Forms(weighing.page).forms[0]
    bob = Resident(web).come_in(setting.codes()[0]).consent()

    assert (
        bob.browser.post(form.action, data=form.fields | {"score": "1", "visit": ""}).status_code
        == 404
    )
    assert bob.send("/cards").browser.get(f"{HOME}/cards/99").status_code == 404


def test_a_card_that_was_removed_meanwhile_is_skipped(
    weighing: Resident, setting: Setting, engine
) -> None:
    weighing.send("/cards")
    with transaction(engine) as session:
        for each in session.exec(select(Contribution)).all():
            each.state = ContributionState.REMOVED

    weighing.go(f"{HOME}/cards/2")

    assert "This card was taken away" in weighing.page
    assert not any(text in weighing.page for text in TEXTS)


def test_who_saw_all_cards_hears_that_there_are_no_more(weighing: Resident) -> None:
    weighing.send("/cards")
    for number in range(1, 4):
        weighing.send(f"/cards/{number}", score="0")

    weighing.send("/more-cards")

    assert "You have weighed all the cards" in weighing.page


def test_the_words_on_a_card_tell_their_language_and_find_their_direction(
    web: TestClient, setting: Setting, engine
) -> None:
    with transaction(engine) as session:
        dialogue = setting.dialogue(session)
        answer = say(
            session, dialogue, arrive(session, dialogue, setting.clock()),
            "أريد طبيباً يتكلم لغتي", setting.clock(),
        )  # fmt: skip
        answer.language = "ar"
    setting.go_on_to(RoundKind.WEIGH)

    bob = Resident(web).come_in(setting.codes()[0]).consent().send("/cards")

    assert re.search(r'dir="auto" lang="ar">أريد', bob.page)


def test_proposals_are_weighed_one_by_one_with_a_guess(
    web: TestClient, setting: Setting, engine
) -> None:
    setting.go_on_to(RoundKind.CONFIRM)
    with transaction(engine) as session:
        for position in (1, 2):
            make_proposal(
                session, setting.dialogue(session), setting.clock(), position=position,
                title=f"Voorstel {position}",
            )  # fmt: skip
    bob = Resident(web).come_in(setting.codes()[0]).consent()
    assert bob.at == f"{HOME}/proposals/1"

    bob.send("/proposals/1", score="3", predicted_percent="70")
    bob.send("/proposals/2", score="cannot_say", predicted_percent="")

    assert bob.at == f"{HOME}/thanks"
    said = {(each.value, each.predicted_percent) for each in setting.all(Confirmation)}
    assert said == {(3, 70), (None, None)}
    assert 'value="70"' in bob.go(f"{HOME}/proposals/1").page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"score": "1", "predicted_percent": "101"}, 422),
        ({"score": "1", "predicted_percent": "veel"}, 422),
        ({"predicted_percent": "50"}, 422),
        ({"score": "4"}, 422),
    ],
)
def test_a_guess_or_choice_that_cannot_be_is_refused(
    web: TestClient, setting: Setting, engine, fields: dict[str, str], status: int
) -> None:
    setting.go_on_to(RoundKind.CONFIRM)
    with transaction(engine) as session:
        make_proposal(session, setting.dialogue(session), setting.clock())
    bob = Resident(web).come_in(setting.codes()[0]).consent()

    assert bob.send("/proposals/1", **fields).answer.status_code == status
    assert setting.all(Confirmation) == []


def test_a_draft_proposal_is_not_shown(web: TestClient, setting: Setting, engine) -> None:
    setting.go_on_to(RoundKind.CONFIRM)
    with transaction(engine) as session:
        make_proposal(
            session, setting.dialogue(session), setting.clock(), state="draft", title="Geheim plan"
        )

    bob = Resident(web).come_in(setting.codes()[0]).consent()

    assert "There are no proposals yet" in bob.page
    assert "Geheim plan" not in bob.page
