"""The time of this machine, the only place that reads it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Tell the time of this machine, in UTC."""
    return datetime.now(UTC)
