"""Charts: plain Vega-Lite descriptions and how they become SVG; knows no dialogue and no page.

Words come in translated, figures after disclosure control. A chart never says more than the
sentence above it and the table under it.
"""

from app.charts.drawing import Chart, Drawings, draw
from app.charts.histograms import Span, histogram
from app.charts.lines import Line, Point, lines
from app.charts.rows import Bar, Dot, bars, dots
from app.charts.style import NARROW, WIDE, Width

__all__ = [
    "NARROW",
    "WIDE",
    "Bar",
    "Chart",
    "Dot",
    "Drawings",
    "Line",
    "Point",
    "Span",
    "Width",
    "bars",
    "dots",
    "draw",
    "histogram",
    "lines",
]
