"""A clock for made-up people: it starts where it is told and moves a little at each look."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class SteppingClock:
    """Gives times that always grow, so that made-up events have an order."""

    now: datetime
    step: timedelta = field(default=timedelta(seconds=1))

    def __call__(self) -> datetime:
        """Tell the time and move on by one step."""
        self.now += self.step
        return self.now

    def jump_to(self, moment: datetime) -> None:
        """Move on to a later moment; an earlier one changes nothing."""
        self.now = max(self.now, moment)
