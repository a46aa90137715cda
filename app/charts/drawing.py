"""From a description to SVG, drawn once and kept for a while."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from threading import Lock
from typing import Literal

from app.charts.style import Spec, Width

MOST_KEPT = 100
# Separators of numbers and words of days, as d3 knows them by language.
Locale = Literal["nl-NL", "en-GB"]
LOCALES: dict[str, Locale] = {"nl": "nl-NL", "en": "en-GB"}


@dataclass(frozen=True)
class Chart:
    """Something to draw: a short title, what it shows in a sentence, and how at each width."""

    title: str
    about: str
    describe: Callable[[Width], Spec]

    def spec(self, width: Width) -> Spec:
        """Describe the drawing at this width."""
        return self.describe(width)

    def key(self, width: Width, language: str) -> str:
        """Give what is the same for the same drawing only (SHA-256 of all that is in it)."""
        content = [language, self.title, self.about, self.spec(width)]
        told = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:20]


def draw(chart: Chart, *, width: Width, language: str) -> str:
    """Draw a chart as SVG with a title and a description, its numbers in this language.

    Loads Vega the first time (about 70 MB and half a second of processor time, in this process);
    a chart then takes about 40 ms.
    """
    import vl_convert  # only a process that draws pays for it

    locale = locale_of(language)
    drawn: str = vl_convert.vegalite_to_svg(
        chart.spec(width), format_locale=locale, time_format_locale=locale
    )
    return named(drawn, title=chart.title, about=chart.about, language=language)


def locale_of(language: str) -> Locale:
    """Name the separators of numbers and the words of days in a language that d3 knows."""
    return LOCALES.get(language, LOCALES["en"])


def named(svg: str, *, title: str, about: str, language: str) -> str:
    """Put a title and a description in front, as the text alternative of the drawing."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    opening = svg[start:end] + f' role="img" aria-labelledby="title about" lang="{language}">'
    words = f'<title id="title">{escape(title)}</title><desc id="about">{escape(about)}</desc>'
    return opening + words + svg[end + 1 :]


class Drawings:
    """The drawings that were asked for last, in the memory of this process."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self.kept: OrderedDict[str, str] = OrderedDict()
        self.drawing = Lock()

    def get(self, key: str, make: Callable[[], str]) -> str:
        """Give a drawing, or make it; one is made at a time, and the oldest is let go of."""
        with self.drawing:
            if key not in self.kept:
                self.kept[key] = make()
            self.kept.move_to_end(key)
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
            return self.kept[key]
