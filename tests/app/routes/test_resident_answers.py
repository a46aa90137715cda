"""Consent, answers and background: nothing is lost, nothing is stored twice."""

import pytest
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.usecases import dialogues
from dialogue.models import (
    Background,
    Contribution,
    RoundKind,
    ScaleAnswer,
)
from tests.cast import FACILITATOR, go_on_to, make_draft
from tests.residents import HOME, QUESTIONS, Forms, Resident, Setting


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("   \n ", "There are no words here yet."),
        ("a" * 2001, "Your text has 2001 characters. There is room for 2000."),
        ("🙂🙂🙂", "There are only pictures here, no words."),
        ("a\x00b", "A part of this text can&#39;t be read."),
        ("\u202e\u2066\u200b", "There are no words here yet."),
    ],
)
def test_words_that_cannot_be_read_come_back_with_what_is_wrong(
    alice: Resident, setting: Setting, text: str, message: str
) -> None:
    alice.send("/answer/1", text=text, then="next")

    assert alice.answer.status_code == 422
    assert message in alice.page
    assert text.replace("\x00", "")[:50].strip() in alice.page
    assert setting.all(Contribution) == []


def test_a_body_that_no_form_of_ours_can_hold_is_refused(alice: Resident) -> None:
    alice.send("/answer/1", text="a" * 70_000, then="next")

    assert alice.answer.status_code == 413


def test_markup_in_an_answer_is_shown_as_words(alice: Resident) -> None:
    alice.send("/answer/1", text="<script>alert(1)</script> zorg", then="again")

    assert "<script>alert(1)" not in alice.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; zorg" in alice.page


def test_several_answers_to_one_question(alice: Resident, setting: Setting) -> None:
    alice.send("/answer/1", text="Meer zorg", then="again")
    alice.send("/answer/1", text="Minder wachten", then="next")

    assert alice.at == f"{HOME}/thanks"
    assert len(setting.all(Contribution)) == 2


def test_an_answer_that_was_sent_twice_is_stored_once(alice: Resident, setting: Setting) -> None:
    form = Forms(alice.page).forms[0]
    sent = form.fields | {"text": "Meer zorg", "then": "next"}

    pages = [alice.browser.post(form.action, data=sent) for _ in range(2)]

    assert [page.url.path for page in pages] == [f"{HOME}/thanks"] * 2
    assert len(setting.all(Contribution)) == 1


def test_an_id_of_another_answer_is_refused_and_the_words_come_back(
    alice: Resident, setting: Setting
) -> None:
    form = Forms(alice.page).forms[0]
    alice.browser.post(form.action, data=form.fields | {"text": "Meer zorg"})

    again = alice.browser.post(form.action, data=form.fields | {"text": "Heel iets anders"})

    assert again.status_code == 409
    assert "Heel iets anders" in again.text


def test_an_answer_after_the_close_is_refused_and_the_words_come_back(
    alice: Resident, setting: Setting
) -> None:
    setting.close(RoundKind.ASK)

    alice.send("/answer/1", text="Net te laat", then="next")

    assert alice.answer.status_code == 409
    assert "This round is closed" in alice.page
    assert "Net te laat" in alice.page


def test_an_answer_sent_before_the_close_and_again_after_it_gets_the_same_page(
    alice: Resident, setting: Setting
) -> None:
    form = Forms(alice.page).forms[0]
    sent = form.fields | {"text": "Op tijd gestuurd"}
    first = alice.browser.post(form.action, data=sent)
    setting.close(RoundKind.ASK)

    again = alice.browser.post(form.action, data=sent)

    assert (again.status_code, again.url) == (first.status_code, first.url)


def test_the_question_page_has_a_scale_when_the_question_has_one(
    web: TestClient, setting: Setting, engine, clock
) -> None:
    with transaction(engine) as session:
        draft = make_draft(session, clock(), slug="schaal")
        prompts = [{"text_nl": "Wat mist u?", "scale_nl": "Hoe gaat het?"}, {"text_nl": "En?"}]
        dialogues.set_prompts(session, draft, prompts)
        dialogues.launch_dialogue(session, draft, now=clock(), actor=FACILITATOR)
        go_on_to(session, draft, RoundKind.ASK, clock())
        chamber = str(parts.chambers_of(session, draft)[0].id)
    bob = Resident(web).go("/d/schaal").send("/enter", chamber_id=chamber).consent()

    bob.send("/answer/1", scale="7", then="next")

    assert bob.at == "/d/schaal/answer/2"
    assert [each.value for each in setting.all(ScaleAnswer)] == [7]
    bob.go("/d/schaal/answer/1").send("/answer/1", scale="11")
    assert bob.answer.status_code == 422


def test_background_is_asked_once_and_may_be_left_out(web: TestClient, setting: Setting) -> None:
    setting.change(background_questions=QUESTIONS)
    bob = Resident(web).come_in(setting.codes()[0]).consent()
    bob.send("/answer/1", text="Meer zorg", then="next")
    assert bob.at == f"{HOME}/background"
    assert "rather not say" in bob.page

    bob.send("/background", **{"background-age": "old", "background-hobby": "chess"})

    assert bob.at == f"{HOME}/thanks"
    assert [each.answers for each in setting.all(Background)] == [{"age": "old"}]


def test_a_form_with_fields_missing_is_refused_in_words(alice: Resident) -> None:
    answer = alice.browser.post(f"{HOME}/answer/1", data={"text": "Mijn woorden"})

    assert answer.status_code == 422
    assert "We could not read what was sent" in answer.text
    assert "Mijn woorden" in answer.text


def test_a_form_from_another_site_is_refused(alice: Resident) -> None:
    form = Forms(alice.page).forms[0]

    answer = alice.browser.post(
        form.action, data=form.fields | {"text": "Niet van mij"},
        headers={"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"},
    )  # fmt: skip

    assert answer.status_code == 403
