"""A facilitator writes once, looks at it, and sends; no address is ever on a page."""

import html
import re

import pytest
from pydantic import SecretStr
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import reading, transaction
from app.queries.mailings import beyond_reach
from dialogue.models import AddressList, Dialogue, Draw, Mailing, MailingState, Recipient, new_id
from tests.cast import make_asking
from tests.facilitator_cast import log_in_facilitator
from tests.mail_server import Mailbox
from tests.mailing_cast import ALICE, CHARLIE, deliveries, mailing_now, people, redeem, who, work
from tests.mailing_pages import PAGE, fields, form, listed


@pytest.fixture
def on(settings, mailbox: Mailbox):
    """Settings with which e-mail can be sent."""
    return mailbox.settings(settings, messages_per_minute=6000)


@pytest.fixture
def desk(web: TestClient, engine, clock, on) -> TestClient:
    web.app.state.settings = on
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_asking(session, clock())
    return web


def test_without_a_list_the_page_says_what_to_do_first(desk: TestClient) -> None:
    page = desk.get(f"{PAGE}?lang=en").text

    assert "There is no list of addresses yet" in page
    assert "/addresses" in page


def test_the_words_are_right_before_anything_is_changed(desk, engine, clock) -> None:
    filled = form(desk, listed(engine, [ALICE], clock))

    assert "Denk mee: Spoedzorg in de regio" in filled["subject_nl"]
    for place in ("{name}", "{link}", "{code}", "{last_day}", "Het bestuur beslist."):
        assert place in filled["text_nl"]
    assert desk.post(f"{PAGE}/preview", data=filled).status_code == 200


@pytest.mark.parametrize("kind", ["reminder", "after_bounce"])
def test_who_is_written_to_again_may_have_a_code_without_a_last_day(
    desk, engine, clock, kind: str
) -> None:
    filled = form(desk, listed(engine, [ALICE], clock), kind=kind)

    assert not any("last_day" in text for text in filled.values())
    assert "{code}" in filled["text_en"]


def test_the_preview_shows_what_arrives_and_how_many_get_it(desk, engine, clock) -> None:
    filled = form(desk, listed(engine, [*people(3), CHARLIE], clock))

    page = desk.post(f"{PAGE}/preview?lang=en", data=filled).text

    assert "4 people get it:" in page
    assert "E-mail: 3" in page
    assert "Letter: 1" in page
    assert "Beste A. de Vries," in html.unescape(page)
    assert "Send to 4 people" in page
    with reading(engine) as session:
        assert session.exec(select(Mailing)).all() == []


def test_what_was_seen_is_sent(desk, engine, clock, on, mailbox) -> None:
    filled = form(desk, listed(engine, [ALICE], clock), subject_nl="Kom {name} & doe mee")
    seen = fields(desk.post(f"{PAGE}/preview", data=filled).text)

    made = desk.post(PAGE, data=seen)
    work(engine, on, clock)

    assert made.status_code == 303
    assert mailbox.received[0]["Subject"] == "Kom Alice & doe mee"
    plain = mailbox.received[0].get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert who(engine, "Alice")[1].code in plain
    assert "Het bestuur beslist." in plain
    assert (
        "100%" in desk.get(made.headers["location"]).text
        or "1 van 1" in desk.get(made.headers["location"]).text
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text_nl": "Ga naar {link}"}, "Your words don&#39;t hold {code} yet."),
        ({"text_nl": "{link} {code} {address}"}, "We can&#39;t fill in {address}."),
        ({"sms_nl": "Doe mee"}, "Your words don&#39;t hold {link} yet."),
        ({"text_nl": ""}, "empty"),
        ({"expires_on": ""}, "no last day is chosen. Choose a last day"),
        ({"expires_on": "2020-01-01"}, "Choose a day from today on."),
        ({"send_at": "straks"}, "Write a day and a time"),
        ({"whom": "x"}, "Choose a list."),
        ({"channel": "pigeon"}, "Choose how it is sent."),
        ({"wave": "0"}, "Choose a number from 1 to 99."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    desk, engine, clock, wrong, said
) -> None:
    filled = form(desk, listed(engine, [ALICE], clock), subject_nl="Mijn eigen woorden") | wrong

    answer = desk.post(f"{PAGE}/preview?lang=en", data=filled)

    assert answer.status_code == 422
    assert said in answer.text
    assert fields(answer.text)["subject_nl"] == "Mijn eigen woorden"


def test_nothing_goes_out_that_this_installation_cannot_send(desk, engine, clock, on) -> None:
    filled = form(desk, listed(engine, [ALICE], clock))
    desk.app.state.settings = on.model_copy(update={"mail_server": SecretStr("")})

    answer = desk.post(f"{PAGE}/preview?lang=en", data=filled)

    assert answer.status_code == 422
    assert "E-mail or text messages are not set up here." in answer.text


def test_without_an_address_of_its_own_nothing_is_sent(desk, engine, clock, on) -> None:
    filled = form(desk, listed(engine, [ALICE], clock))
    desk.app.state.settings = on.model_copy(update={"public_url": ""})

    answer = desk.post(f"{PAGE}/preview?lang=en", data=filled)

    assert (answer.status_code, "SAMENSPRAAK_PUBLIC_URL" in answer.text) == (422, True)


def test_a_message_to_try_out_goes_to_who_asks_and_lets_nobody_in(
    desk, engine, clock, mailbox
) -> None:
    filled = form(desk, listed(engine, people(2), clock))

    page = desk.post(f"{PAGE}/test?lang=en", data=filled).text

    assert mailbox.to() == ["facilitator@example.nl"]
    assert "on its way to facilitator@example.nl" in page
    assert "ABCD-EFGH-JKMN-X" in mailbox.received[0].get_body(("plain",)).get_content()
    assert deliveries(engine) == []


def test_no_page_holds_an_address_a_name_or_a_code(desk, engine, clock, on) -> None:
    filled = form(desk, listed(engine, people(12), clock))
    made = desk.post(PAGE, data=filled).headers["location"]
    work(engine, on, clock)

    pages = [desk.get(each) for each in (PAGE, made, f"{made.partition('?')[0]}/progress")]

    code = who(engine, "P3")[1].code
    assert code
    for page in pages:
        assert page.status_code == 200
        assert "p3@example.nl" not in page.text
        assert code not in page.text


def words_on(page: str) -> str:
    """What can be read on a page; identifiers in it hold any number."""
    main = page.partition("<main")[2].partition("<footer")[0]
    return re.sub(r"<textarea.*?</textarea>|<[^>]*>", " ", main, flags=re.DOTALL)


def test_of_a_reminder_no_number_tells_who_did_not_answer(desk, engine, clock, on) -> None:
    whom = listed(engine, people(30), clock)
    desk.post(PAGE, data=form(desk, whom))
    work(engine, on, clock)
    redeem(engine, "P1", clock().date())
    clock.pass_by(hours=1)

    filled = form(desk, whom, kind="reminder", expires_on="")
    preview = desk.post(f"{PAGE}/preview?lang=en", data=filled).text
    made = desk.post(PAGE, data=filled).headers["location"]
    work(engine, on, clock)
    page = desk.get(made).text

    assert "At least 20 people did not take part yet" in preview
    assert ("29" in words_on(preview), "Letter" in preview) == (False, False)
    assert "29" not in words_on(page).replace("2029", "")
    assert len(deliveries(engine)) == 59


def test_a_reminder_of_a_small_draw_does_not_say_that_nobody_of_it_came(
    desk, engine, clock, on
) -> None:
    whom = listed(engine, people(30), clock)
    desk.post(PAGE, data=form(desk, whom))
    work(engine, on, clock)
    clock.pass_by(hours=1)
    with transaction(engine) as session:
        addresses = session.exec(select(AddressList)).one()
        draw = Draw(
            dialogue_id=addresses.dialogue_id, list_id=addresses.id, seed=1, size=12, listed=30,
            list_hash="x", drawn_hash="x", drawn_at=clock(),
        )  # fmt: skip
        session.add(draw)
        session.flush()
        for recipient in session.exec(select(Recipient).limit(12)).all():
            recipient.draw_id = draw.id
        chosen = f"{whom}/{draw.id}"

    filled = form(desk, chosen, kind="reminder", expires_on="")
    preview = desk.post(f"{PAGE}/preview?lang=en", data=filled).text

    assert "How many is not told" in preview
    assert "At least 10" not in preview


@pytest.mark.parametrize(("channel", "beyond"), [("email", 18), ("text_message", 25), ("best", 18)])
def test_who_has_no_such_address_is_beyond_the_reach_of_a_reminder(
    channel: str, beyond: int
) -> None:
    read = AddressList(
        dialogue_id=new_id(), name="x", rows=32, rows_wrong=2, counts={"email": 12, "sms": 5}
    )

    assert beyond_reach(read, channel) == beyond


def test_pause_go_on_and_stop(desk, engine, clock) -> None:
    made = desk.post(PAGE, data=form(desk, listed(engine, [ALICE], clock))).headers["location"]
    page = made.partition("?")[0]

    for what, state in (("pause", "paused"), ("resume", "ready"), ("stop", "stopped")):
        assert desk.post(f"{page}/{what}").status_code == 303
        assert mailing_now(engine).state == MailingState(state)
    assert desk.post(f"{page}/resume").status_code == 409
    assert desk.post(f"{page}/burn").status_code == 404


def test_a_service_that_is_down_is_told_with_the_next_try(desk, engine, clock, on) -> None:
    made = desk.post(PAGE, data=form(desk, listed(engine, [ALICE], clock))).headers["location"]
    with transaction(engine) as session:
        mailing = session.merge(mailing_now(engine))
        mailing.state = MailingState.SENDING
    work(engine, on.model_copy(update={"mail_server": SecretStr("smtp://127.0.0.1:9")}), clock)

    page = desk.get(f"{made.partition('?')[0]}?lang=nl").text

    assert "De berichtendienst antwoordt niet" in page
    assert "We proberen het weer op 20 november 2026 om 20:01" in page


def test_a_list_of_another_dialogue_is_none(desk, engine, clock) -> None:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        other = Dialogue(**{**dialogue.model_dump(), "slug": "elders", "id": None})
        other.id = Dialogue(region_id=dialogue.region_id, slug="x", template="pulse", seed=1,
                            title_nl="x", created_at=clock()).id  # fmt: skip
        session.add(other)
        session.flush()
        foreign = AddressList(dialogue_id=other.id, name="x", state="imported", uploaded_at=clock())
        session.add(foreign)
        session.flush()
        whom = str(foreign.id)

    answer = desk.post(PAGE, data=form(desk, whom))

    assert answer.status_code == 422
    assert deliveries(engine) == []


def test_a_form_that_is_sent_twice_makes_one_mailing(desk, engine, clock, on, mailbox) -> None:
    filled = form(desk, listed(engine, [ALICE], clock))
    seen = fields(desk.post(f"{PAGE}/preview", data=filled).text)

    answers = [desk.post(PAGE, data=seen).status_code for _ in range(2)]

    assert answers == [303, 409]
    work(engine, on, clock)
    assert len(mailbox.received) == 1
