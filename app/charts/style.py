"""What all charts share: widths, the colours of the house, letters that can be read on a phone."""

from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]

# The same colours as app/static/theme.css; each differs from the others in lightness too, so that
# they stay apart in print and for people who are colour-blind.
INK = "#1c2826"
QUIET = "#485653"
MAIN = "#0b5351"
MAIN_LIGHT = "#93cdc7"
ACCENT = "#c8641c"
GRID = "#e2e3db"
GROUND = "#ffffff"
# In this order; a line also differs from the others by its dashes, a dot by its shape.
COLOURS = (MAIN, ACCENT, "#2f55a4")
DASHES = ([1, 0], [6, 4], [2, 3])
SHAPES = ("circle", "diamond", "square")
FONT = "Noto Sans, Segoe UI, Roboto, Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class Width:
    """How wide a chart is drawn, in px, and how large its letters are then."""

    name: str
    px: int
    letters: int
    ticks: int


# A screen of 320 px leaves 293 px; letters stay 13 px there.
NARROW = Width("narrow", 288, 13, 4)
WIDE = Width("wide", 640, 14, 8)
WIDTHS = {each.name: each for each in (NARROW, WIDE)}


def letters_that_fit(width: Width, share: float = 1.0) -> int:
    """Estimate how many letters fit in this share of the width."""
    return int(width.px * share / (0.56 * width.letters))


def shortened(text: str, most: int) -> str:
    """Cut a long name; the table under the chart has it whole."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def over(words: str, width: Width, colour: str = QUIET) -> Spec:
    """Write a line over the drawing: what is measured upwards, read without turning one's head."""
    size = {"fontSize": width.letters, "fontWeight": "normal", "limit": width.px - 10}
    return {"text": words, "anchor": "start", "color": colour, "offset": 8, **size}


def frame(width: Width, height: int, **parts: Any) -> Spec:  # noqa: ANN401  (parts of a description)
    """Put a description in a frame of exactly this size."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width.px,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 8, "top": 8, "right": 10, "bottom": 6},
        "background": GROUND,
        "config": config(width),
        **parts,
    }


def config(width: Width) -> Spec:
    """Give letters, lines and colours; the drawing as a whole has a text alternative."""
    words = {"labelFontSize": width.letters, "titleFontSize": width.letters}
    return {
        "aria": False,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **words,
            "labelColor": INK,
            "titleColor": QUIET,
            "titleFontWeight": "normal",
            "gridColor": GRID,
            "domainColor": QUIET,
            "tickColor": QUIET,
            "labelOverlap": True,
        },
        "axisX": {"labelFlush": True},
        "legend": {
            **words,
            "labelColor": INK,
            "orient": "top",
            "direction": "vertical" if width is NARROW else "horizontal",
            "title": None,
            "labelLimit": width.px - 60,
            "symbolSize": 120,
            "offset": 4,
        },
        "text": {"fontSize": width.letters, "color": INK},
    }
