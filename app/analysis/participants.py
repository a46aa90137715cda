"""The worker's share of measuring who took part: one dialogue at a time, now and then."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from app.usecases.participation import LEAST_BETWEEN, measure_what_changed

log = logging.getLogger(__name__)

AFTER_A_FAULT = timedelta(minutes=1)


@dataclass
class Measuring:
    """Looks at most every other second, so that an idle worker costs next to nothing."""

    engine: Engine
    clock: Callable[[], datetime]
    next_look: datetime | None = None

    def attempt(self) -> bool:
        """Measure a dialogue that changed, if it is time; tells whether there was one.

        A fault never ends the worker; only its kind is logged.
        """
        if self.next_look is not None and self.clock() < self.next_look:
            return False
        try:
            measured = measure_what_changed(self.engine, clock=self.clock)
            self.next_look = self.clock() + LEAST_BETWEEN
        except Exception as fault:
            log.error("Who took part could not be measured: %s", type(fault).__name__)
            self.next_look = self.clock() + AFTER_A_FAULT
            return False
        return measured
