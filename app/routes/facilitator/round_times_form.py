"""The times of a round as a form holds them: local Dutch time, and what was on the page before."""

from datetime import UTC, datetime

from pydantic import BaseModel

from app.i18n import TIME_ZONE
from dialogue.models import Round
from dialogue.round_times import Times


class TimesForm(BaseModel):
    """What the page sends; ``seen_...`` are the stored moments that the page was made of."""

    opens_at: str = ""
    closes_at: str = ""
    seen_opens_at: str = ""
    seen_closes_at: str = ""
    reason: str = ""

    @classmethod
    def of(cls, chosen: Round) -> "TimesForm":
        """Fill in what is stored."""
        return cls(
            opens_at=local(chosen.opens_at), closes_at=local(chosen.closes_at),
            seen_opens_at=exact(chosen.opens_at), seen_closes_at=exact(chosen.closes_at),
        )  # fmt: skip

    def wanted(self, chosen: Round) -> Times:
        """Read the times; one that was not touched stays to the second. Raises ValueError."""
        opens = moment(self.opens_at, chosen.opens_at)
        # The opening of a round that has begun is not on the form.
        return Times(
            opens if chosen.opened_at is None else chosen.opens_at,
            moment(self.closes_at, chosen.closes_at),
        )

    def seen(self) -> Times:
        """Read what was on the page. Raises ValueError."""
        return Times(read_exact(self.seen_opens_at), read_exact(self.seen_closes_at))


def local(stored: datetime | None) -> str:
    """Write a moment as an input of the browser wants it, in Dutch time."""
    return stored.astimezone(TIME_ZONE).strftime("%Y-%m-%dT%H:%M") if stored else ""


def exact(stored: datetime | None) -> str:
    """Write a moment with all that is stored of it."""
    return stored.isoformat() if stored else ""


def moment(typed: str, stored: datetime | None) -> datetime | None:
    """Read a local Dutch time. Raises ValueError."""
    if typed == local(stored):
        return stored
    read = datetime.fromisoformat(typed) if typed else None
    # In UTC, because two local times are compared by their hands, also when the clock goes back.
    return read.replace(tzinfo=TIME_ZONE).astimezone(UTC) if read else None


def read_exact(text: str) -> datetime | None:
    """Read a stored moment back. Raises ValueError."""
    return datetime.fromisoformat(text) if text else None
