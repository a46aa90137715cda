"""Lines over a scale: how much was heard, how evenly people spoke."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts.style import (
    COLOURS,
    DASHES,
    INK,
    MAIN_LIGHT,
    NARROW,
    QUIET,
    Spec,
    Width,
    frame,
    over,
)

HEIGHT = {"narrow": 250, "wide": 330}


@dataclass(frozen=True)
class Point:
    """A place on a line, with its interval when there is one."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """A line with its name."""

    name: str
    points: tuple[Point, ...]


def lines(
    drawn: Sequence[Line],
    *,
    x: str,
    y: str,
    width: Width,
    percent_x: bool = False,
    percent_y: bool = False,
    here: Point | None = None,
    here_name: str = "",
    equal: bool = False,
) -> Spec:
    """Draw lines that differ in colour and dashes, with a band where an interval is known.

    ``here`` marks a point, ``equal`` adds the diagonal on which all people have the same.
    """
    names = [each.name for each in drawn]
    values = [
        {"series": line.name, "x": point.x, "y": point.y, "low": point.low, "high": point.high}
        for line in drawn
        for point in line.points
    ]
    banded = [each for each in values if each["low"] is not None]
    across = {"x": axis_of("x", x, width, percent=percent_x)}
    layers = [
        *([band(banded)] if banded else []),
        *([diagonal()] if equal else []),
        {
            "data": {"values": values},
            "mark": {"type": "line", "strokeWidth": 3},
            "encoding": {
                **across,
                "y": axis_of("y", "", width, percent=percent_y),
                **told_apart(names),
            },
        },
        *([marked(here, here_name)] if here else []),
    ]
    legend = 26 * (len(names) if width is NARROW else 1) if len(names) > 1 else 0
    return frame(width, HEIGHT[width.name] + legend, layer=layers, title=over(y, width))


def axis_of(field: str, title: str, width: Width, *, percent: bool) -> Spec:
    """Lay out an axis; one of shares runs from nothing to all."""
    scale = {"domain": [0, 1]} if percent else {"zero": True, "nice": True}
    form = {"format": ".0%"} if percent else {}
    ticks = {"tickCount": width.ticks if field == "x" else 5}
    axis = {"title": title or None, "titleLimit": width.px - 10, **ticks, **form}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def band(values: Sequence[Spec]) -> Spec:
    """Shade what lies between the ends of the interval."""
    ends = {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
    place = {"x": {"field": "x", "type": "quantitative"}, **ends}
    mark = {"type": "area", "color": MAIN_LIGHT, "opacity": 0.55}
    return {"data": {"values": list(values)}, "mark": mark, "encoding": place}


def diagonal() -> Spec:
    """Draw where all would have the same."""
    return {
        "data": {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]},
        "mark": {"type": "line", "strokeWidth": 1, "color": QUIET},
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
        },
    }


def told_apart(names: Sequence[str]) -> Spec:
    """Give every line its colour and its dashes, in one legend."""
    legend = (
        {"legend": {"symbolSize": 500, "symbolStrokeWidth": 3}}
        if len(names) > 1
        else {"legend": None}
    )

    def scaled(values: Sequence[object]) -> Spec:
        scale = {"domain": list(names), "range": list(values[: len(names)])}
        return {"field": "series", "type": "nominal", "scale": scale, **legend}

    return {"color": scaled(COLOURS), "strokeDash": scaled(DASHES)}


def marked(point: Point, name: str) -> Spec:
    """Mark a point with a dot and its name."""
    place = {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
    }
    words = {"type": "text", "align": "right", "baseline": "top", "dx": -8, "dy": 8}
    dot = {"type": "point", "filled": True, "size": 160, "color": INK, "opacity": 1}
    told = {**place, "text": {"field": "name"}}
    return {
        "data": {"values": [{"x": point.x, "y": point.y, "name": name}]},
        "layer": [
            {"mark": dot, "encoding": place},
            {"mark": {**words, "fontWeight": 600}, "encoding": told},
        ],
    }
