"""Charts become SVG with a text alternative, letters of 12 px at least, and no style inside."""

import re
import sys
from datetime import date
from xml.etree import ElementTree

import pytest

from app.charts import (
    NARROW,
    WIDE,
    Bar,
    Chart,
    Dot,
    Drawings,
    Line,
    Point,
    Span,
    bars,
    dots,
    draw,
    histogram,
    lines,
)

SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = [
    Bar("Tot en met 24 jaar", 0.08, "8%", 0.05, 0.12, 0.16),
    Bar("Een groep met een naam die op geen telefoon past, hoe je hem ook houdt", 0.41, "41%"),
]
CHARTS = {
    "bars": lambda width: bars(PEOPLE, axis="deel", width=width, percent=True, mark="de stad"),
    "counts": lambda width: bars([Bar("Kwam binnen", 4300, "4.300")], axis="", width=width),
    "dots": lambda width: dots(
        [Dot("Bus", "ruw", 1.2, 0.9, 1.5), Dot("Bus", "gewogen", -0.4)],
        axis="steun", width=width, line_at=0, domain=(-3, 3),
    ),
    "lines": lambda width: lines(
        [Line("schreef", (Point(0, 0), Point(1, 1))), Line("woog", (Point(0, 0), Point(1, 1)))],
        x="mensen", y="deel", width=width, percent_x=True, percent_y=True, equal=True,
    ),
    "curve": lambda width: lines(
        [Line("", (Point(10, 0.2, 0.1, 0.3), Point(90, 0.8, 0.7, 0.9)))],
        x="mensen", y="deel", width=width, percent_y=True, here=Point(50, 0.5), here_name="nu",
    ),
    "histogram": lambda width: histogram(
        [
            Span(date(2026, 11, 1), date(2026, 11, 1), 30),
            Span(date(2026, 11, 2), date(2026, 11, 9), 40),
        ],
        y="mensen per dag", width=width,
    ),
}  # fmt: skip


def drawn(name: str, width=NARROW, language: str = "nl") -> str:
    chart = Chart("Een <titel>", "Wat het & zegt", CHARTS[name])
    return draw(chart, width=width, language=language)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [NARROW, WIDE], ids=lambda each: each.name)
def test_a_chart_is_svg_of_its_width_with_readable_letters(name: str, width) -> None:
    svg = drawn(name, width)

    root = ElementTree.fromstring(svg)
    sizes = [float(each) for each in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert root.get("width") == str(width.px)
    assert min(sizes) >= 12
    assert "style=" not in svg, "our policy refuses styles inside a file"
    assert "http" not in svg.replace("http://www.w3.org/", "")


def test_a_chart_says_in_words_what_it_shows_and_escapes_them() -> None:
    root = ElementTree.fromstring(drawn("bars"))

    assert root.get("role") == "img"
    assert root.get("lang") == "nl"
    assert [root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text] == [
        "Een <titel>", "Wat het & zegt",
    ]  # fmt: skip


def test_numbers_have_the_separators_of_the_language() -> None:
    assert ">4.000<" in drawn("counts")
    assert ">4,000<" in drawn("counts", language="en")


def test_months_are_named_in_the_language() -> None:
    assert "nov" in drawn("histogram")
    assert " Nov" in drawn("histogram", language="en")


def test_days_together_are_as_high_as_their_mean() -> None:
    spec = CHARTS["histogram"](WIDE)

    assert [each["count"] for each in spec["data"]["values"]] == [30, 5]


def test_a_name_is_cut_to_fit_and_keeps_its_number() -> None:
    assert re.search(r">Een groep met een[^<]*…: 41%<", drawn("bars", NARROW))


def test_the_key_of_a_drawing_changes_with_what_is_in_it() -> None:
    chart = Chart("a", "b", CHARTS["bars"])
    same = Chart("a", "b", CHARTS["bars"])

    assert chart.key(NARROW, "nl") == same.key(NARROW, "nl")
    others = {
        chart.key(WIDE, "nl"),
        chart.key(NARROW, "en"),
        Chart("a", "c", CHARTS["bars"]).key(NARROW, "nl"),
        Chart("a", "b", CHARTS["counts"]).key(NARROW, "nl"),
    }
    assert len(others | {chart.key(NARROW, "nl")}) == 5


def test_drawings_are_made_once_and_only_so_many_are_kept() -> None:
    kept, made = Drawings(most=2), []

    def make(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key)

    for key in ("a", "a", "b", "c", "b", "a"):
        assert make(key) == key
    assert made == ["a", "b", "c", "a"]


def test_who_only_describes_charts_does_not_load_vega() -> None:
    import subprocess

    code = "import sys, app.charts; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
