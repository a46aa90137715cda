"""Everything that is shown of who took part: one document per dialogue, measured in one place.

``app.usecases.participation`` measures it, hides what may not be seen and stores it as one row;
every page, chart, table, CSV and export reads it here and counts nothing itself.

What stands where a figure may not or can't be given:

- ``TooFew(needs, of)``: not enough of something; the small count itself is nowhere;
- ``Refused(because)``: the material contradicts itself, so that no figure would be true;
- ``None`` in a row of a table: a count under ten.

``part.given`` tells a part from these two: ``{% if figures.weights.given %}``. Counts of people in
funnels are "at least", in whole tens; counts of groups are rounded to five; shares, ratios and
intervals of people are worked out from those very numbers, so they tell nothing more. Means are
rounded to two decimals. Shares go from 0 to 1. No figure holds anybody's words.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from app.queries.participation_base import Part, Refused, TooFew
from app.queries.participation_parts import (
    Arrivals,
    Collectives,
    Dimension,
    Funnel,
    Helix,
    Loss,
    MissingGroup,
    Representativity,
    RoundName,
    Weights,
)
from app.queries.participation_said import (
    Diversity,
    HeardScore,
    IndicatorBaseline,
    IndicatorChange,
    Saturation,
    TooFewScored,
    Viewpoints,
    Voice,
)
from dialogue.models import Dialogue, MeasuredParticipation

VERSION = 1


class Figures(Part):
    """All figures of a dialogue, in the order of a page.

    missing: the furthest below first, of all background questions. pulse: apart from ``heard``, as
    the two may not be compared.
    """

    rounds: tuple[RoundName, ...]
    funnel: Funnel
    arrivals: Arrivals | TooFew
    losses: tuple[Loss, ...]
    dimensions: tuple[Dimension, ...]
    missing: tuple[MissingGroup, ...]
    representativity: Representativity | TooFew | Refused
    weights: Weights | TooFew | Refused
    helix: Helix | TooFew
    collectives: Collectives | TooFew
    viewpoints: Viewpoints | TooFew
    saturation: Saturation | TooFew
    diversity: Diversity
    voice: Voice
    heard: tuple[HeardScore | TooFewScored, ...]
    legitimacy: tuple[HeardScore | TooFewScored, ...]
    pulse: tuple[HeardScore | TooFewScored, ...]
    indicators: tuple[IndicatorChange | IndicatorBaseline, ...]


class Measured(Part):
    """The figures as they were counted last, and when: "stand van 19:03"."""

    figures: Figures
    measured_at: datetime


FIGURES = TypeAdapter(Figures)


def stored_form(
    figures: Figures, mark: str, released: Mapping[str, Part] | None = None
) -> dict[str, Any]:
    """Give what is kept in the row; mark: what the dialogue looked like when it was measured.

    released: what the means of answers about taking part are made of; no page reads it.
    """
    kept = {name: each.model_dump(mode="json") for name, each in (released or {}).items()}
    return {
        "version": VERSION,
        "mark": mark,
        "figures": figures.model_dump(mode="json"),
        "released": kept,
    }


def read_participation(session: Session, dialogue: Dialogue) -> Measured | None:
    """Read the figures that were stored last; none when nothing was measured yet.

    Also none when an older version of the software stored them: the next measuring replaces them.
    """
    row = session.get(MeasuredParticipation, dialogue.id)
    if row is None or row.figures.get("version") != VERSION:
        return None
    return Measured(
        figures=FIGURES.validate_python(row.figures["figures"]), measured_at=row.measured_at
    )
