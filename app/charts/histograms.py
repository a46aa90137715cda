"""How many per day, in bars as wide as the days that they cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.charts.style import GROUND, MAIN, Spec, Width, frame, over

HEIGHT = {"narrow": 220, "wide": 260}


@dataclass(frozen=True)
class Span:
    """A number over one or more days; both days count."""

    first: date
    last: date
    count: int

    @property
    def per_day(self) -> float:
        """Give the mean per day: what the height of a bar means."""
        return self.count / ((self.last - self.first).days + 1)


def histogram(spans: Sequence[Span], *, y: str, width: Width) -> Spec:
    """Draw the number per day; days that were taken together are one wide bar of their mean."""
    values = [
        {
            "from": each.first.isoformat(),
            "to": (each.last + timedelta(days=1)).isoformat(),
            "count": each.per_day,
        }
        for each in spans
    ]
    ticks = {"format": "%-d %b", "tickCount": day_ticks(spans, width), "grid": False}
    days = {
        "field": "from",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"title": None, **ticks},
    }
    counts = {
        "field": "count",
        "type": "quantitative",
        "axis": {"title": None, "tickCount": 5, "tickMinStep": 1},
    }
    mark = {"type": "rect", "color": MAIN, "stroke": GROUND, "strokeWidth": 1}
    drawn = {
        "data": {"values": values},
        "mark": mark,
        "encoding": {"x": days, "x2": {"field": "to"}, "y": counts, "y2": {"datum": 0}},
    }
    return frame(width, HEIGHT[width.name], title=over(y, width), **drawn)


def day_ticks(spans: Sequence[Span], width: Width) -> object:
    """Put a tick at each day, or at as many as fit."""
    days = (max(each.last for each in spans) - min(each.first for each in spans)).days + 1
    room = max(width.px // 60, 2)
    return {"interval": "day", "step": 1} if days <= room else room
