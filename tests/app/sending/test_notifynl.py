"""A text message goes to a real server, signed, and each fault says what to do next."""

import pytest

from app.config import Settings
from app.sending import NotSetUp, ServiceAway, ServiceRefused, Undeliverable
from app.sending.message import Message
from app.sending.notifynl import text_message_post, token
from tests.notify_server import SECRET, SERVICE, Notify, notify_server, signed_by_us, told_in

HELLO = Message("+31612345678", "Doe mee", reference="r1", fields={"code": "ABCD"})


@pytest.fixture
def notify():
    with notify_server() as served:
        yield served


def send(notify: Notify, message: Message = HELLO) -> str:
    with text_message_post(notify.settings(Settings())) as post:
        return post.send(message)


def test_a_text_message_fills_the_template_of_the_service(notify: Notify) -> None:
    assert send(notify) == "notify-1"

    assert notify.taken == [
        {
            "phone_number": "+31612345678",
            "template_id": "sjabloon-1",
            "personalisation": {"code": "ABCD", "text": "Doe mee"},
            "reference": "r1",
        }
    ]


def test_each_request_is_signed_with_the_key_of_the_service(notify: Notify) -> None:
    send(notify)

    assert signed_by_us(notify.tokens[0])
    assert told_in(notify.tokens[0])["iss"] == SERVICE


def test_a_token_is_the_same_for_the_same_second() -> None:
    key = f"naam-met-streepjes-{SERVICE}-{SECRET}"

    assert told_in(token(key, 1_700_000_000)) == {"iss": SERVICE, "iat": 1_700_000_000}
    assert signed_by_us(token(key, 1_700_000_000))
    assert token(key, 1) != token(key, 2)


def test_a_message_that_was_taken_is_found_again_by_its_reference(notify: Notify) -> None:
    send(notify)

    with text_message_post(notify.settings(Settings())) as post:
        assert post.sent_before("r1") == "notify-1"
        assert post.sent_before("r2") == ""


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (400, {"errors": [{"message": "phone_number Not a valid number"}]}, Undeliverable),
        (400, {"errors": [{"message": "Template not found"}]}, ServiceRefused),
        (400, {"errors": []}, ServiceRefused),
        (403, {"errors": [{"message": "Invalid token"}]}, ServiceRefused),
        (302, {}, ServiceRefused),
        (201, {"no": "id"}, ServiceRefused),
        (429, {}, ServiceAway),
        (503, {}, ServiceAway),
    ],
)
def test_a_status_says_whether_to_wait_or_to_ask_for_help(
    notify: Notify, status: int, body: dict, meaning: type[Exception]
) -> None:
    notify.replies = [(status, body)]

    with pytest.raises(meaning):
        send(notify)

    assert notify.taken == []


def test_a_service_that_is_not_there_is_away(notify: Notify) -> None:
    notify.address = "http://127.0.0.1:9"

    with pytest.raises(ServiceAway):
        send(notify)


@pytest.mark.parametrize("more", [{"sms_service": ""}, {"sms_template": ""}, {"sms_key": None}])
def test_half_a_setting_is_none(notify: Notify, more: dict) -> None:
    with pytest.raises(NotSetUp):
        text_message_post(notify.settings(Settings(), **more))
