"""E-mail goes to a real server, and each fault says what to do next."""

import pytest
from pydantic import SecretStr

from app.config import Settings
from app.sending import (
    NotSetUp,
    ServiceAway,
    ServiceRefused,
    TryLater,
    Undeliverable,
    email_is_on,
    send_email,
)
from app.sending.email import email_post, server_at
from app.sending.message import Message
from tests.mail_server import Mailbox, free_port, mail_server

NOTHING = Settings()


def write_to(mailbox: Mailbox, to: str = "alice@example.nl", **more: str) -> str:
    settings = mailbox.settings(NOTHING)
    return send_email(settings, to=to, subject="Doe mee", text="Beste Alice,\nhallo", **more)


def test_a_message_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    reference = write_to(mailbox)

    (got,) = mailbox.received
    assert (got["To"], got["Subject"]) == ("alice@example.nl", "Doe mee")
    assert got["From"] == "Samenspraak <dialoog@example.nl>"
    assert got.get_content().replace("\r\n", "\n") == "Beste Alice,\nhallo\n"
    assert got["Message-ID"] == reference
    assert reference.endswith("@example.nl>")


def test_a_page_goes_along_with_the_plain_words(mailbox: Mailbox) -> None:
    write_to(mailbox, html="<p>Beste Alice</p>")

    (got,) = mailbox.received
    assert got.get_content_type() == "multipart/alternative"
    assert "<p>Beste Alice</p>" in got.get_body(("html",)).get_content()
    assert "hallo" in got.get_body(("plain",)).get_content()


def test_who_is_written_to_in_numbers_can_stop_with_one_press(mailbox: Mailbox) -> None:
    with email_post(mailbox.settings(NOTHING)) as post:
        post.send(Message("a@example.nl", "x", stop_url="https://s.example/stop/1", reference="r1"))
        post.send(Message("b@example.nl", "y"))

    first, second = mailbox.received
    assert first["List-Unsubscribe"] == "<https://s.example/stop/1>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["Message-ID"] == "<r1@example.nl>"
    assert second["List-Unsubscribe"] is None


def test_a_subject_of_two_lines_makes_no_header_of_its_own(mailbox: Mailbox) -> None:
    send_email(
        mailbox.settings(NOTHING), to="a@example.nl", subject="Doe\r\nBcc: x@example.nl", text="x"
    )

    (got,) = mailbox.received
    assert got["Bcc"] is None
    assert got["Subject"] == "Doe Bcc: x@example.nl"


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        ("550 5.1.1 no such person", Undeliverable),
        ("550 no such person", Undeliverable),
        ("552 5.2.2 mailbox full", Undeliverable),
        ("450 4.2.0 greylisted", TryLater),
        ("550 5.7.1 relaying denied", ServiceRefused),
        ("550 relay not permitted", ServiceRefused),
        ("554 5.7.1 policy", ServiceRefused),
    ],
)
def test_a_refusal_of_the_server_says_whom_it_is_about(
    mailbox: Mailbox, reply: str, meaning: type[Exception]
) -> None:
    mailbox.replies["weg@example.nl"] = reply

    with pytest.raises(meaning) as refused:
        write_to(mailbox, to="weg@example.nl")

    assert "weg@example.nl" not in repr(refused.value)
    assert refused.value.__cause__ is None


def test_after_a_refusal_the_next_message_arrives(mailbox: Mailbox) -> None:
    mailbox.replies["weg@example.nl"] = "550 5.1.1 no such person"

    with email_post(mailbox.settings(NOTHING)) as post:
        with pytest.raises(Undeliverable):
            post.send(Message("weg@example.nl", "x"))
        post.send(Message("bob@example.nl", "x"))

    assert mailbox.to() == ["bob@example.nl"]


def test_a_server_that_takes_no_words_for_now_is_away(mailbox: Mailbox) -> None:
    mailbox.to_data = "451 4.3.0 try again later"

    with pytest.raises(ServiceAway):
        write_to(mailbox)


def test_a_server_that_is_not_there_is_away() -> None:
    gone = Mailbox()
    gone.port = free_port()

    with pytest.raises(ServiceAway):
        write_to(gone)


def test_a_password_is_never_sent_over_an_open_line() -> None:
    assert server_at("smtp://me:secret@mail.example.nl").must_encrypt is True
    assert server_at("smtps://me:secret@mail.example.nl").must_encrypt is False
    assert server_at("smtps://me:secret@mail.example.nl").port == 465
    assert server_at("smtp://me:a%40b@mail.example.nl").password == "a@b"
    assert server_at("smtp://127.0.0.1:2525").must_encrypt is None


@pytest.mark.parametrize("address", ["", "https://mail.example.nl", "smtp://", "mail.example.nl"])
def test_without_a_server_that_can_be_read_nothing_is_set_up(address: str) -> None:
    settings = Settings(mail_server=SecretStr(address), mail_from="d@example.nl")

    with pytest.raises(NotSetUp):
        send_email(settings, to="a@example.nl", subject="x", text="x")


def test_without_a_sender_nothing_is_set_up(mailbox: Mailbox) -> None:
    settings = mailbox.settings(NOTHING, mail_from="")

    assert not email_is_on(settings)
    with pytest.raises(NotSetUp):
        send_email(settings, to="a@example.nl", subject="x", text="x")


def test_to_try_out_messages_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    send_email(
        Settings(mail_server=SecretStr("console")), to="a@example.nl", subject="Doe mee", text="Hoi"
    )

    assert "To: a@example.nl\nSubject: Doe mee\n\nHoi" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["a@example.nl\nBcc: b@example.nl", "zoë@example.nl"])
def test_an_address_that_cannot_be_written_is_about_one_person_only(address: str) -> None:
    with mail_server(utf8=False) as old:
        with pytest.raises(Undeliverable):
            write_to(old, to=address)
        write_to(old)

    assert old.to() == ["alice@example.nl"]


def test_a_server_of_today_takes_letters_of_every_script(mailbox: Mailbox) -> None:
    write_to(mailbox, to="zoë@example.nl")

    assert mailbox.to() == ["zoë@example.nl"]
