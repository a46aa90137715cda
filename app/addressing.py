"""The worker's share of lists of addresses: reads them a piece at a time, and erases."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from app.config import Settings
from app.db import reading, transaction
from app.sealing import SealBroken
from app.usecases import addresses_checking, addresses_erasing
from app.usecases.addresses_checking import Reading
from dialogue.models import AddressList

log = logging.getLogger(__name__)

BETWEEN_LOOKS = timedelta(seconds=1)
BETWEEN_ERASURES = timedelta(seconds=5)
# Of people who came in: the promise is within a day.
BETWEEN_WIPES = timedelta(minutes=10)
AFTER_A_FAULT = timedelta(minutes=1)


@dataclass
class Addressing:
    """Does a bounded piece per attempt; the rows of the database say what there is to do.

    Keeps the file that it is reading open from piece to piece. A worker that comes after a killed
    one opens it anew, and goes on after the last row that was stored.
    """

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    open: Reading | None = None
    next_look: datetime | None = None
    next_erasure: datetime | None = None
    next_wipe: datetime | None = None

    def attempt(self) -> bool:
        """Do a piece; tells whether there may be more. A fault is logged by its kind only."""
        now = self.clock()
        if self.next_look is not None and now < self.next_look:
            return False
        try:
            more = self.erase_some(now) or self.read_on()
        except Exception as fault:
            log.error("A list of addresses could not be worked on: %s", type(fault).__name__)
            self.open, self.next_look = None, now + AFTER_A_FAULT
            return False
        self.next_look = None if more else now + BETWEEN_LOOKS
        return more

    def read_on(self) -> bool:
        """Read a piece of the list that waits longest; false when none waits."""
        with reading(self.engine) as session:
            waits = addresses_checking.waiting_list(session)
        if waits is None:
            self.open = None
            return False
        if not self.is_open_at(waits):
            with transaction(self.engine) as session:
                stored = addresses_checking.lock_list(session, waits.id)
                if addresses_checking.forget_former_reading(session, stored):
                    return True
            self.open_anew(waits)
        if self.open is not None:
            self.read_piece(self.open)
        return True

    def is_open_at(self, waits: AddressList) -> bool:
        """Tell whether the next row to read of this list is the next of the open file."""
        return self.open is not None and (self.open.list_id, self.open.position) == (
            waits.id,
            waits.rows_done,
        )

    def open_anew(self, waits: AddressList) -> None:
        """Open a list after what was read of it; refuse it when our key is no longer the one."""
        key, self.open = self.settings.key(), None
        try:
            with reading(self.engine) as session:
                stored = session.get_one(AddressList, waits.id)
                opened = addresses_checking.open_list(session, stored, key=key)
        except SealBroken:
            with transaction(self.engine) as session:
                addresses_checking.give_up_list(session, waits.id)
            return
        opened.skip_to(waits.rows_done)
        self.open = opened

    def read_piece(self, opened: Reading) -> None:
        """Read a piece, then store it, unless another worker did so meanwhile."""
        key = self.settings.key()
        with reading(self.engine) as session:
            piece = addresses_checking.read_piece(session, opened, key=key)
        with transaction(self.engine) as session:
            stored = addresses_checking.store_piece(session, opened, piece)
        if piece.ended or not stored:
            self.open = None

    def erase_some(self, now: datetime) -> bool:
        """Erase a piece of what nobody needs; who came in is wiped now and then."""
        if self.next_erasure is not None and now < self.next_erasure:
            return False
        with reading(self.engine) as session:
            needed = addresses_erasing.is_needed(session, now=now)
        if needed:
            with transaction(self.engine) as session:
                addresses_erasing.erase_lists(session, now=now)
                addresses_erasing.erase_some(session)
        more = needed or self.wipe_who_came(now)
        self.next_erasure = None if more else now + BETWEEN_ERASURES
        return more

    def wipe_who_came(self, now: datetime) -> bool:
        """Wipe some people whose code was used, if it is time to look for them."""
        if self.next_wipe is not None and now < self.next_wipe:
            return False
        with reading(self.engine) as session:
            came = addresses_erasing.who_came(session)
        with transaction(self.engine) as session:
            addresses_erasing.wipe(session, came)
        self.next_wipe = None if came else now + BETWEEN_WIPES
        return bool(came)
