"""Whether voice is even: who wrote, whose words were shown, who weighed whom."""

import numpy as np

import participation
from app.measuring.material import Floats, Material, Places
from app.measuring.who import ShownPeople
from app.queries.participation_base import Of, TooFew
from app.queries.participation_said import (
    AcrossCell,
    Evenness,
    LorenzPoint,
    RatingsAcross,
    Voice,
)
from participation import NotEnoughData
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE

POINTS = 21


def voice_of(material: Material, shown: ShownPeople) -> Voice:
    """Measure evenness of writing, of being shown and of weighing."""
    people, said, weighed = len(material.people), material.said, material.weighed
    wrote = np.bincount(said.author, minlength=people)
    rated = np.bincount(weighed.person, minlength=people)
    dealt = said.showings[said.answer | (said.showings > 0)]
    return Voice(
        contributions=evenness_of(wrote, Of.WRITERS, shown),
        showings=evenness_of(dealt, Of.RATERS, shown),
        ratings=evenness_of(rated, Of.RATERS, shown),
        across=across(material, shown),
    )


def evenness_of(values: Places, of: Of, shown: ShownPeople) -> Evenness | TooFew:
    """Describe how evenly something was divided; points of the curve are ten people apart."""
    few = TooFew(needs=PERCENTAGE_BASE, of=of)
    # As many points as the funnel allows: an exact number of people would show in them.
    tenths = min(len(values), shown.most) // MINIMUM_CELL
    if tenths * MINIMUM_CELL < PERCENTAGE_BASE or int((values > 0).sum()) < MINIMUM_CELL:
        return few
    try:
        found = participation.evenness(values)
    except NotEnoughData:
        return few
    curve = participation.lorenz(values, points=min(POINTS, tenths + 1))
    return Evenness(
        gini=round(found.gini, 2),
        top_tenth=(round(found.share_of_top_tenth, 2) if tenths >= MINIMUM_CELL else None),
        curve=tuple(
            LorenzPoint(people=round(float(people), 2), share=round(float(share), 2))
            for people, share in zip(curve.people, curve.share, strict=True)
        ),
    )


def across(material: Material, shown: ShownPeople) -> RatingsAcross | TooFew:
    """Compare ratings over the chambers that are shown."""
    few = TooFew(needs=2, of=Of.CHAMBERS)
    seen = sorted({cell.chamber for cell in shown.cells if cell.came_in})
    people, weighed = material.people, material.weighed
    author = material.said.author[weighed.contribution]
    place = {key: at for at, key in enumerate(seen)}
    chamber = np.array([place.get(key, -1) for key in people.chamber.tolist()], dtype=np.int64)
    by, of = chamber[weighed.person], chamber[author]
    known = (by >= 0) & (of >= 0)
    if len(seen) < 2 or not known.any():
        return few
    found = participation.ratings_across(
        weighed.person[known], by[known], of[known], weighed.value[known], minimum=MINIMUM_CELL
    )
    names = [seen[int(label)] for label in found.groups]
    writers = np.array([len(np.unique(author[known & (of == int(n))])) for n in found.groups])
    open_cells = (found.raters >= MINIMUM_CELL) & (writers >= MINIMUM_CELL)[None, :]
    if not open_cells.any():
        return few
    return RatingsAcross(
        cells=tuple(
            AcrossCell(
                raters=names[row], writers=names[column],
                ratings=in_tens(found.ratings[row, column]) if open_cells[row, column] else None,
                expected=in_tens(found.expected[row, column]) if open_cells[row, column] else None,
                mean=rounded_mean(found.mean, row, column) if open_cells[row, column] else None,
            )
            for row in range(len(names))
            for column in range(len(names))
        ),
        share_across=round(found.share_across, 2),
        expected_across=round(found.share_across_expected, 2),
    )  # fmt: skip


def in_tens(count: float) -> int:
    """Round a number of ratings to the nearest ten."""
    return round(float(count) / MINIMUM_CELL) * MINIMUM_CELL


def rounded_mean(means: Floats, row: int, column: int) -> float | None:
    """Give a mean rating, none when too few people gave one."""
    mean = float(means[row, column])
    return None if np.isnan(mean) else round(mean, 2)
