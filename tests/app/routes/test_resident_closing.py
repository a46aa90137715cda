"""After the last step somebody may say how it was, change it, and erase it; nobody must."""

import re
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.db import transaction
from dialogue.models import (
    ClosingAnswer,
    DialogueState,
    Indicator,
    IndicatorAnswer,
    Moment,
    RoundKind,
    new_id,
)
from tests.residents import HOME, TEXTS, Resident, Setting

FROM_ELSEWHERE = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}


def ask_about(setting: Setting, *scales: str) -> None:
    setting.change(closing_questions=list(scales))


def add_indicator(setting: Setting, **more) -> UUID:
    with transaction(setting.engine) as session:
        made = Indicator(
            dialogue_id=setting.dialogue(session).id, position=1,
            text_nl="Krijgt u zorg als u die nodig hebt?", lowest_nl="nooit", highest_nl="altijd",
            **more,
        )  # fmt: skip
        session.add(made)
        return made.id


def weigh_all(who: Resident) -> Resident:
    who.go(f"{HOME}/cards").send("/cards")
    while re.search(r"/cards/\d+$", who.at):
        who.send(who.at, score="1")
    return who


@pytest.fixture
def done(weighing: Resident, setting: Setting) -> Resident:
    """Somebody who weighed a whole hand in a dialogue that asks how it was."""
    ask_about(setting, "heard", "pulse", "legitimacy")
    return weigh_all(weighing)


def test_the_questions_are_offered_after_the_last_card_and_not_before(
    weighing: Resident, setting: Setting
) -> None:
    ask_about(setting, "heard")
    assert "How was it to take part?" not in weighing.go(f"{HOME}/thanks").page

    weigh_all(weighing)

    assert weighing.at == f"{HOME}/thanks"
    assert "How was it to take part?" in weighing.page


def test_a_dialogue_that_asks_nothing_offers_nothing(weighing: Resident) -> None:
    weigh_all(weighing)

    assert "How was it to take part?" not in weighing.page
    assert weighing.go(f"{HOME}/closing").at == f"{HOME}/my-answer"


def test_one_scale_per_page_and_never_the_pulse_beside_the_full_scale(
    done: Resident, setting: Setting
) -> None:
    done.go(f"{HOME}/closing")
    assert done.at == f"{HOME}/closing/heard"
    assert done.page.count("<fieldset") == 8
    assert "The other participants listened to me." in done.page
    assert "not validated" not in done.page

    done.send("/closing/heard", **{"item-voice": "7", "item-overall": "6"})
    assert done.at == f"{HOME}/closing/legitimacy"
    done.send("/closing/legitimacy", **{"item-fair": "5"})

    assert done.at == f"{HOME}/thanks"
    assert "Thank you for saying how it was" in done.page
    assert done.go(f"{HOME}/closing/pulse").at == f"{HOME}/my-answer"
    assert {each.scale: each.answers for each in setting.all(ClosingAnswer)} == {
        "heard": {"voice": 7, "overall": 6},
        "legitimacy": {"fair": 5},
    }


def test_who_would_rather_not_say_is_not_asked_again(done: Resident) -> None:
    done.go(f"{HOME}/closing/heard").send("/closing/heard")
    done.send("/closing/legitimacy")

    assert "Answer these questions" not in done.go(f"{HOME}/thanks").page
    assert done.go(f"{HOME}/closing/heard").page.count('value="" checked') == 8


def test_a_page_can_be_skipped(done: Resident, setting: Setting) -> None:
    done.go(f"{HOME}/closing/heard")

    assert f'href="{HOME}/closing/legitimacy"' in done.page
    assert f'href="{HOME}/thanks"' in done.go(f"{HOME}/closing/legitimacy").page
    assert not setting.all(ClosingAnswer)


def test_what_was_chosen_stands_on_the_page_and_can_be_changed(
    done: Resident, setting: Setting
) -> None:
    done.go(f"{HOME}/closing/heard").send("/closing/heard", **{"item-voice": "2"})
    done.go(f"{HOME}/closing/heard")
    assert re.search(r'name="item-voice" value="2" checked', done.page)

    done.send("/closing/heard", **{"item-voice": "3"})

    assert sorted(each.answers["voice"] for each in setting.all(ClosingAnswer)) == [2, 3]


def test_sending_a_page_twice_counts_once(done: Resident, setting: Setting) -> None:
    done.go(f"{HOME}/closing/heard")
    sent = {"request_id": str(new_id()), "moment": "after_rounds", "item-voice": "2"}

    for _ in range(2):
        done.browser.post(f"{HOME}/closing/heard", data=sent)

    assert len(setting.all(ClosingAnswer)) == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"item-voice": "8"}, 422),
        ({"item-voice": "many"}, 422),
        ({"item-voice": "9" * 4000}, 422),
        ({"item-colour": "3"}, 422),
        ({"moment": "never"}, 422),
        ({"moment": "after_answer", "item-voice": "3"}, 409),
        ({"request_id": "1"}, 422),
    ],
)
def test_what_is_no_choice_is_refused_on_a_page(
    done: Resident, setting: Setting, fields, status: int
) -> None:
    done.go(f"{HOME}/closing/heard").send("/closing/heard", **fields)

    assert done.answer.status_code == status
    assert not setting.all(ClosingAnswer)


@pytest.mark.parametrize("address", ["/closing/heard", "/closing/unheard-of", "/indicators"])
def test_what_is_not_asked_is_refused(alice: Resident, setting: Setting, address: str) -> None:
    ask_about(setting, "heard")
    sent = {"request_id": str(new_id()), "moment": "after_rounds", "item-voice": "3"}

    answer = alice.browser.post(f"{HOME}{address}", data=sent)

    assert answer.status_code in (409, 422) or answer.url.path == f"{HOME}/answer/1"
    assert not setting.all(ClosingAnswer) + setting.all(IndicatorAnswer)


def test_nothing_can_be_sent_from_another_site_or_without_a_visit(
    web: TestClient, done: Resident, setting: Setting
) -> None:
    sent = {"request_id": str(new_id()), "moment": "after_rounds", "item-voice": "3"}

    for page in ("/closing/heard", "/indicators", "/erase-closing"):
        cross = done.browser.post(f"{HOME}{page}", data=sent, headers=FROM_ELSEWHERE)
        assert cross.status_code == 403
        stranger = TestClient(web.app, follow_redirects=False)
        assert stranger.post(f"{HOME}{page}", data=sent).status_code == 401
    assert not setting.all(ClosingAnswer)


def test_the_id_of_anothers_answer_gives_nothing_away_and_changes_nothing(
    web: TestClient, done: Resident, setting: Setting
) -> None:
    done.go(f"{HOME}/closing/heard").send("/closing/heard", **{"item-voice": "2"})
    [mine] = setting.all(ClosingAnswer)
    bob = weigh_all(Resident(web).come_in(setting.codes()[0]).consent())

    for value in ("2", "7"):
        sent = {"request_id": str(mine.id), "moment": "after_rounds", "item-voice": value}
        assert bob.browser.post(f"{HOME}/closing/heard", data=sent).status_code == 409
    bob.go(f"{HOME}/my-answer")

    assert 'id="told"' not in bob.page
    assert [each.answers for each in setting.all(ClosingAnswer)] == [{"voice": 2}]


def test_own_answers_are_shown_and_can_be_erased_by_their_owner_only(
    web: TestClient, done: Resident, setting: Setting
) -> None:
    done.go(f"{HOME}/closing/heard").send("/closing/heard", **{"item-voice": "2"})
    bob = weigh_all(Resident(web).come_in(setting.codes()[0]).consent())
    bob.browser.post(f"{HOME}/erase-closing")
    assert len(setting.all(ClosingAnswer)) == 1

    done.go(f"{HOME}/my-answer")
    assert "I could say what I wanted to say." in done.page
    done.send("/erase-closing")

    assert "are erased" in done.page
    assert "I could say what I wanted to say." not in done.page
    assert not setting.all(ClosingAnswer)


def test_after_the_answer_the_receipt_page_asks_about_the_board(
    done: Resident, setting: Setting
) -> None:
    done.go(f"{HOME}/closing/heard").send("/closing/heard", **{"item-respect": "2"})
    setting.close(RoundKind.WEIGH)
    setting.change(state=DialogueState.ANSWERED)

    done.go(f"{HOME}/my-answer")
    assert "Do you feel heard by the board?" in done.page
    done.go(f"{HOME}/closing")
    assert "The people on the board took me seriously." in done.page
    assert "checked" not in done.page
    done.send("/closing/heard", **{"item-respect": "6"})
    done.send("/closing/legitimacy", **{"item-fair": "6"})

    assert done.at == f"{HOME}/my-answer"
    assert {(each.moment, each.scale) for each in setting.all(ClosingAnswer)} == {
        (Moment.AFTER_ROUNDS, "heard"),
        (Moment.AFTER_ANSWER, "heard"),
        (Moment.AFTER_ANSWER, "legitimacy"),
    }


def test_an_answer_that_comes_after_the_boards_answer_is_not_counted_as_before(
    done: Resident, setting: Setting
) -> None:
    done.go(f"{HOME}/closing/heard")
    setting.change(state=DialogueState.ANSWERED)

    done.send("/closing/heard", **{"item-voice": "2"})

    assert done.answer.status_code == 409
    assert not setting.all(ClosingAnswer)


def test_indicators_are_asked_once_before_the_first_question(
    web: TestClient, setting: Setting
) -> None:
    indicator = add_indicator(setting)
    alice = Resident(web).come_in(setting.codes()[0]).consent()
    assert alice.at == f"{HOME}/indicators"
    assert "Krijgt u zorg als u die nodig hebt?" in alice.page

    alice.send("/indicators", **{f"item-{indicator}": "0"})

    assert alice.at == f"{HOME}/answer/1"
    assert alice.go(f"{HOME}/go-on").at == f"{HOME}/answer/1"
    assert [(each.moment, each.value) for each in setting.all(IndicatorAnswer)] == [
        (Moment.BEFORE, 0)
    ]


def test_indicators_can_be_skipped(web: TestClient, setting: Setting) -> None:
    add_indicator(setting)
    alice = Resident(web).come_in(setting.codes()[0]).consent()

    assert f'href="{HOME}/answer/1"' in alice.page
    assert alice.send("/indicators").at == f"{HOME}/answer/1"
    assert not setting.all(IndicatorAnswer)


def test_indicators_are_asked_again_at_the_end(weighing: Resident, setting: Setting) -> None:
    indicator = add_indicator(setting)
    weigh_all(weighing)
    assert "Answer these questions" in weighing.page

    weighing.go(f"{HOME}/closing").send("/indicators", **{f"item-{indicator}": "9"})

    assert weighing.at == f"{HOME}/thanks"
    assert [(each.moment, each.value) for each in setting.all(IndicatorAnswer)] == [
        (Moment.AFTER_ROUNDS, 9)
    ]
    assert re.search(r">9</dd>", weighing.go(f"{HOME}/my-answer").page)


@pytest.mark.parametrize("typed", ["101", "-1", "often", "1.5", "1e3"])
def test_a_number_that_is_not_on_a_long_scale_is_asked_for_again(
    web: TestClient, setting: Setting, typed: str
) -> None:
    indicator = add_indicator(setting, lowest=0, highest=100)
    alice = Resident(web).come_in(setting.codes()[0]).consent()

    alice.send("/indicators", **{f"item-{indicator}": typed})

    assert alice.answer.status_code == 422
    assert "Give a whole number from 0 to 100." in alice.page
    assert f'value="{typed}"' in alice.page
    alice.send("/indicators", **{f"item-{indicator}": " 40 "})
    assert [each.value for each in setting.all(IndicatorAnswer)] == [40]


def test_words_of_a_facilitator_are_no_markup(web: TestClient, setting: Setting) -> None:
    add_indicator(setting, text_en="<script>alert(1)</script>", lowest_en='"><img src=x>')

    page = Resident(web).come_in(setting.codes()[0]).consent().page

    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page


def test_the_texts_are_dutch_for_who_reads_dutch(done: Resident) -> None:
    page = done.go(f"{HOME}/closing/heard?lang=nl").page

    assert "De andere deelnemers luisterden goed naar mij." in page
    assert "Voelde u zich gehoord door de anderen?" in page
    assert TEXTS[0] not in page
