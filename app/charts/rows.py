"""A row per group: a bar from zero, or dots with their intervals. The name stands over its row."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.charts.style import (
    ACCENT,
    COLOURS,
    GROUND,
    INK,
    MAIN,
    MAIN_LIGHT,
    NARROW,
    QUIET,
    SHAPES,
    Spec,
    Width,
    frame,
    letters_that_fit,
    over,
    shortened,
)

# In px: the name of a row, each value under it, and the axis under all rows.
NAME = 26
VALUE = 22
AXIS = 52
# A name is bold: fewer letters fit than of plain text.
BOLD = 0.92
SIDE = 10


@dataclass(frozen=True)
class Bar:
    """A row: its name, a value from zero, perhaps an interval and what to compare it with.

    ``told`` is what is written beside the name: the value in words.
    """

    label: str
    value: float
    told: str
    low: float | None = None
    high: float | None = None
    mark: float | None = None


@dataclass(frozen=True)
class Dot:
    """A value on a row, with its interval when there is one; ``series`` names what it is."""

    label: str
    series: str
    value: float
    low: float | None = None
    high: float | None = None


def bars(
    rows: Sequence[Bar], *, axis: str, width: Width, percent: bool = False, mark: str = ""
) -> Spec:
    """Draw bars with whiskers; a line across a bar is what it is compared with (``mark``)."""
    values = [
        {**asdict(row), "zero": 0, "row": height_of_value(place, 0, 1)}
        for place, row in enumerate(rows)
    ]
    names = [
        {"name": name_of(row.label, row.told, width), "row": height_of_name(place, 1)}
        for place, row in enumerate(rows)
    ]
    kept = [value for value in values if value["low"] is not None]
    marked = [value for value in values if value["mark"] is not None]
    scale = value_axis("zero", axis, width, percent=percent, scale={"domainMin": 0, "nice": True})
    layers = [
        *names_over_rows(names),
        solid(values, scale, colour=MAIN_LIGHT if kept else MAIN),
        *([whiskers(kept)] if kept else []),
        *([marks(marked)] if marked else []),
    ]
    shown = {"layer": layers, "encoding": {"y": row_axis(len(rows))}}
    title = {"title": over(f"▍ {mark}", width, ACCENT)} if mark and marked else {}
    return frame(width, (NAME + VALUE) * len(rows) + AXIS + (24 if title else 0), **shown, **title)


def dots(
    rows: Sequence[Dot],
    *,
    axis: str,
    width: Width,
    percent: bool = False,
    line_at: float | None = None,
    domain: tuple[float, float] | None = None,
) -> Spec:
    """Draw dots with whiskers, a shape and a colour per series; ``line_at`` draws a line across."""
    labels = list(dict.fromkeys(row.label for row in rows))
    series = list(dict.fromkeys(row.series for row in rows))
    values = [
        {
            **asdict(row),
            "row": height_of_value(labels.index(row.label), series.index(row.series), len(series)),
        }
        for row in rows
    ]
    names = [
        {"name": name_of(each, "", width), "row": height_of_name(place, len(series))}
        for place, each in enumerate(labels)
    ]
    shown: Spec = {"zero": False, "nice": domain is None, "padding": SIDE}
    shown |= {"domain": list(domain)} if domain else {}
    scale = value_axis("value", axis, width, percent=percent, scale=shown, grid=True)
    kept = [value for value in values if value["low"] is not None]
    layers = [
        *([crossing(line_at)] if line_at is not None else []),
        *names_over_rows(names),
        *([whiskers(kept, series=series)] if kept else []),
        {
            "data": {"values": values},
            "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1},
            "encoding": {"x": scale, **by_series(series)},
        },
    ]
    legend = 26 * (len(series) if width is NARROW else 1) if len(series) > 1 else 0
    height = (NAME + VALUE * len(series)) * len(labels) + AXIS + legend
    return frame(width, height, layer=layers, encoding={"y": row_axis(len(labels))})


def height_of_name(place: int, values: int) -> float:
    """Tell where the name of a row stands, in rows from the top."""
    return place + 0.6 * NAME / (NAME + VALUE * values)


def height_of_value(place: int, number: int, values: int) -> float:
    """Tell where a value of a row stands, in rows from the top."""
    return place + (NAME + VALUE * (number + 0.45)) / (NAME + VALUE * values)


def name_of(label: str, told: str, width: Width) -> str:
    """Put the value beside the name, and shorten the name until both fit."""
    room = letters_that_fit(width, BOLD) - len(told) - 3
    return f"{shortened(label, max(room, 8))}: {told}" if told else shortened(label, room)


def row_axis(rows: int) -> Spec:
    """Place rows below each other, without an axis: their names stand over them."""
    scale = {"domain": [0, rows], "reverse": True, "nice": False, "zero": False}
    return {"field": "row", "type": "quantitative", "axis": None, "scale": scale}


def value_axis(
    field: str, title: str, width: Width, *, percent: bool, scale: Spec, grid: bool = False
) -> Spec:
    """Lay out the axis of values, with few enough ticks for the width."""
    form = {"format": ".0%"} if percent else {}
    axis = {"title": title or None, "tickCount": width.ticks, "titleLimit": width.px - 20}
    shown = {**axis, "grid": grid, **form}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": shown}


def names_over_rows(values: Sequence[Spec]) -> list[Spec]:
    """Write the name of each row over it, at the left, on a ground that keeps lines away."""
    mark = {"type": "text", "align": "left", "baseline": "middle", "fontWeight": 600}
    ground = {"stroke": GROUND, "strokeWidth": 6, "strokeJoin": "round"}
    encoding = {"text": {"field": "name"}, "x": {"value": 0}}
    return [
        {"data": {"values": list(values)}, "mark": {**mark, **more}, "encoding": encoding}
        for more in (ground, {})
    ]


def solid(values: Sequence[Spec], scale: Spec, *, colour: str) -> Spec:
    """Draw each bar as a thick line from zero."""
    mark = {"type": "rule", "strokeWidth": 16, "color": colour}
    encoding = {"x": scale, "x2": {"field": "value"}}
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def whiskers(values: Sequence[Spec], *, series: Sequence[str] = ()) -> Spec:
    """Draw the interval of each value as a line."""
    mark = {"type": "rule", "strokeWidth": 3, "color": INK}
    ends = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}
    coloured = {"color": by_series(series)["color"]} if len(series) > 1 else {}
    return {"data": {"values": list(values)}, "mark": mark, "encoding": {**ends, **coloured}}


def marks(values: Sequence[Spec]) -> Spec:
    """Draw what a bar is compared with as a thick line across it."""
    mark = {"type": "tick", "orient": "vertical", "thickness": 5, "size": 26, "color": ACCENT}
    edge = {"stroke": GROUND, "strokeWidth": 1, "opacity": 1}
    place = {"x": {"field": "mark", "type": "quantitative"}}
    return {"data": {"values": list(values)}, "mark": {**mark, **edge}, "encoding": place}


def crossing(value: float) -> Spec:
    """Draw a dashed line over all rows, where nothing would differ."""
    place = {"x": {"field": "at", "type": "quantitative"}}
    whole = {"y": {"value": 0}, "y2": {"value": "height"}}
    return {
        "data": {"values": [{"at": value}]},
        "mark": {"type": "rule", "strokeDash": [5, 4], "color": QUIET},
        "encoding": {**place, **whole},
    }


def by_series(series: Sequence[str]) -> Spec:
    """Tell series apart by colour and by shape, with one legend for both."""
    legend = {} if len(series) > 1 else {"legend": None}
    names = list(series)

    def told(values: Sequence[str]) -> Spec:
        scale = {"domain": names, "range": list(values[: len(names)])}
        return {"field": "series", "type": "nominal", "scale": scale, **legend}

    return {"color": told(COLOURS), "shape": told(SHAPES)}
