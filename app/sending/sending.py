"""The worker's part: sends what was asked for, a bounded piece at a time, beside the other work.

Every message is two short transactions with the sending in between, outside any. Killed halfway
it goes on with the next; only of the one message that was under way nobody knows whether it went.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine

from app.config import Settings
from app.db import reading, transaction
from app.i18n import TIME_ZONE
from app.queries.audiences import EMAIL, TEXT_MESSAGE
from app.sending.composing import Addressed, email_to, stop_address, text_message_to
from app.sending.email import email_post
from app.sending.message import Message, Post
from app.sending.notifynl import text_message_post
from app.sending.problems import (
    NotSetUp,
    SendingFailed,
    ServiceAway,
    TryLater,
    Undeliverable,
)
from app.usecases.letter_documents import erase_letters, letters_of_lists_gone
from app.usecases.mailing_steps import (
    Taken,
    due_mailings,
    finish_if_done,
    prepare,
    store_away,
    store_bounce,
    store_later,
    store_refused,
    store_sent,
    take,
)

log = logging.getLogger(__name__)

# So many messages go out before the worker looks whether it must stop.
IN_ONE_PIECE = 50
AFTER_A_FAULT = timedelta(seconds=30)
BETWEEN_TIDYING = timedelta(minutes=5)
BETWEEN_IDLE_LOOKS = timedelta(seconds=5)
POSTS: dict[str, Callable[[Settings], Post]] = {
    EMAIL: email_post,
    TEXT_MESSAGE: text_message_post,
}


class Stop(Protocol):
    """Tells when to stop."""

    def is_set(self) -> bool:
        """Tell whether it is time to stop."""


class Never:
    """Never stops."""

    def is_set(self) -> bool:
        """Go on."""
        return False


@dataclass
class Pace:
    """Lets so many messages go in a minute, spread over it; ``left`` may go at once."""

    per_minute: int
    left: float = 1.0
    counted_at: datetime | None = None

    def allowed(self, now: datetime) -> int:
        """Say how many may go now; never more than five seconds' worth at once."""
        most = max(1.0, self.per_minute / 12)
        if self.counted_at is None:
            self.left = most
        else:
            passed = max(0.0, (now - self.counted_at).total_seconds())
            self.left = min(most, self.left + passed * self.per_minute / 60)
        self.counted_at = now
        return int(self.left)

    def spend(self) -> None:
        """Count one that went."""
        self.left -= 1


@dataclass
class Sending:
    """Sends the mailings that are due; ``look`` never keeps the worker from its other work."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    stop: Stop = field(default_factory=Never)
    busy: Thread | None = None
    resting_until: datetime | None = None
    tidied_at: datetime | None = None
    complete: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with a full pace."""
        self.pace = Pace(self.settings.messages_per_minute)

    def look(self) -> bool:
        """Send a piece in a thread of its own, unless one is still under way; asks for no hurry."""
        now = self.clock()
        resting = self.resting_until is not None and now < self.resting_until
        if resting or (self.busy and self.busy.is_alive()):
            return False
        try:
            self.tidy_now_and_then(now)
            with reading(self.engine) as session:
                due = due_mailings(session, now=now)
            if due and self.pace.allowed(now):
                # Not a daemon: a message that is under way is finished before the process ends.
                self.busy = Thread(target=self.attempt)
                self.busy.start()
        except Exception as fault:
            self.rest(fault)
        return False

    def tidy_now_and_then(self, now: datetime) -> None:
        """Erase letters of lists that were erased, every few minutes."""
        if self.tidied_at is not None and now < self.tidied_at + BETWEEN_TIDYING:
            return
        self.tidied_at = now
        with reading(self.engine) as session:
            files = letters_of_lists_gone(session)
        if files:
            with transaction(self.engine) as session:
                erase_letters(session, files)

    def attempt(self) -> bool:
        """Send a bounded piece of what is due; says whether anything was done."""
        try:
            with reading(self.engine) as session:
                due = due_mailings(session, now=self.clock())
        except Exception as fault:
            self.rest(fault)
            return False
        did = [self.attempt_safely(each) for each in due if not self.stop.is_set()]
        if not any(did):
            soon = self.clock() + BETWEEN_IDLE_LOOKS
            self.resting_until = max(self.resting_until or soon, soon)
        return any(did)

    def attempt_safely(self, mailing_id: UUID) -> bool:
        """Send a piece of one mailing; a fault in one holds up no other."""
        try:
            return self.attempt_one(mailing_id)
        except Exception as fault:
            self.rest(fault)
            return False

    def rest(self, fault: Exception) -> None:
        """Rest a while after a fault of ours; only its kind is logged."""
        self.resting_until = self.clock() + AFTER_A_FAULT
        log.error("Sending stopped for a while: %s", type(fault).__name__)

    def attempt_one(self, mailing_id: UUID) -> bool:
        """Prepare the next people of a mailing and send a piece of it."""
        now = self.clock()
        with transaction(self.engine) as session:
            complete = prepare(
                session, mailing_id, key=self.settings.key(),
                today=now.astimezone(TIME_ZONE).date(), now=now,
                complete=mailing_id in self.complete,
            )  # fmt: skip
        with ExitStack() as stack:
            sent = self.send_some(mailing_id, Posts(self.settings, stack))
        if not complete or self.stop.is_set():
            return bool(sent) or not complete
        self.complete.add(mailing_id)
        with transaction(self.engine) as session:
            return finish_if_done(session, mailing_id, now=self.clock()) or bool(sent)

    def send_some(self, mailing_id: UUID, posts: "Posts") -> int:
        """Send messages one by one as far as the pace allows; returns how many were tried."""
        for tried in range(IN_ONE_PIECE):
            if self.stop.is_set() or not self.pace.allowed(self.clock()):
                return tried
            with transaction(self.engine) as session:
                taken = take(session, mailing_id, key=self.settings.key(), now=self.clock())
            if taken is None:
                return tried
            self.pace.spend()
            if not self.send_one(taken, posts):
                return tried + 1
        return IN_ONE_PIECE

    def send_one(self, taken: Taken, posts: "Posts") -> bool:
        """Send one message and write down what came of it; says whether the next may go."""
        try:
            reference = posts.send(
                taken.way, self.compose(taken), again=taken.delivery.attempts > 1
            )
        except SendingFailed as failure:
            return self.write_down(taken.delivery.id, failure)
        except Exception as fault:
            # A fault of ours at one message: it is put off, and the others go on.
            log.error("A message was put off: %s", type(fault).__name__)
            return self.write_down(taken.delivery.id, TryLater())
        with transaction(self.engine) as session:
            store_sent(session, taken.delivery.id, reference, now=self.clock())
        return True

    def write_down(self, delivery_id: UUID, failure: SendingFailed) -> bool:
        """Store why a message was not sent; says whether the next one may fare better."""
        steps = {Undeliverable: store_bounce, TryLater: store_later, ServiceAway: store_away}
        step = steps.get(type(failure), store_refused)
        with transaction(self.engine) as session:
            step(session, delivery_id, failure.problem, now=self.clock())
        return isinstance(failure, Undeliverable | TryLater)

    def compose(self, taken: Taken) -> Message:
        """Write the message of one person."""
        site = self.settings.public_url
        one = Addressed(
            taken.dialogue, taken.mailing, taken.recipient, taken.person, taken.last_day, site
        )
        if taken.way == TEXT_MESSAGE:
            made = text_message_to(one)
        else:
            stop = stop_address(taken.recipient, site=site, key=self.settings.key())
            made = email_to(one, stop_url=stop)
        return replace(made, reference=str(taken.delivery.id))


class Posts:
    """The ways of sending of one piece, each opened at its first message."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self._settings, self._stack = settings, stack
        self._open: dict[str, Post] = {}

    def send(self, way: str, message: Message, *, again: bool) -> str:
        """Send a message; what may have gone before is first asked for. Raises SendingFailed."""
        if way not in POSTS:
            raise NotSetUp
        if way not in self._open:
            self._open[way] = self._stack.enter_context(POSTS[way](self._settings))
        post = self._open[way]
        known = post.sent_before(message.reference) if again else ""
        return known or post.send(message)
