"""Everything that the ratings of a dialogue say, from one read of the log: the same each time.

Figures of fewer than ten people are NaN from the start, so that no page can show them by mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from app.queries.matrices import Indexes, Ratings, Values, read_ratings
from app.queries.opinion_views import OurView, PolisView, see_as_polis, see_our_way
from app.queries.parts import chambers_of
from app.queries.support import rank_themes, themes_of
from dialogue.additive import AdditiveModel, additive_model
from dialogue.bands import Bands, rank_items
from dialogue.chambers import (
    ChamberSupport,
    Tension,
    Verdicts,
    carried_themes,
    chamber_support,
    theme_tensions,
)
from dialogue.minority import MinorityPanel, minority_panel
from dialogue.models import Chamber, Contribution, ContributionState, Dialogue
from dialogue.not_enough import NotEnoughData
from dialogue.opinion_groups import OpinionGroups
from dialogue.polarisation import polarisation, rating_counts
from dialogue.rating_matrix import RatingMatrix
from dialogue.rating_matrix import read_ratings as rating_matrix
from dialogue.support import Support, SupportTable, support
from participation.disclosure import MINIMUM_CELL


@dataclass(frozen=True, eq=False)
class Weighed:
    """Support of contributions or of themes: equally long arrays, NaN under ten people.

    additive: the mean had everybody been equally mild; polarisation: 0 all agree, 1 two ends.
    """

    table: SupportTable
    additive: Values
    polarisation: Values
    bands: Bands | NotEnoughData


@dataclass(frozen=True, eq=False)
class ByChamber:
    """Support per chamber: ``keys`` name the chambers of ``found`` in its order."""

    keys: tuple[str, ...]
    found: ChamberSupport
    verdicts: Verdicts
    tensions: tuple[Tension, ...]


@dataclass(frozen=True, eq=False)
class Weighing:
    """What the ratings say. ``people`` is how many rated; ``parts`` names the chambers and groups
    (``chamber:resident``, ``group:1``) that the minority panel's positions point at.
    """

    people: int
    ratings: int
    reach: int
    contribution_ids: tuple[UUID, ...]
    theme_of: Indexes
    contributions: Weighed
    themes: Weighed
    ours: OurView
    polis: PolisView
    chambers: ByChamber
    minority: MinorityPanel
    parts: tuple[str, ...]

    @property
    def theme_numbers(self) -> list[int]:
        """The numbers of the themes with a contribution in them, as in the tables; -1 is none."""
        numbers: list[int] = self.themes.table.ids.tolist()
        return numbers


def weigh(session: Session, dialogue: Dialogue) -> Weighing | NotEnoughData:
    """Work out every figure with the dialogue's seed; a large dialogue takes seconds."""
    ratings = read_ratings(session, dialogue)
    if not len(ratings.value):
        return NotEnoughData("ratings", 0, 1)
    return weigh_ratings(
        ratings,
        themes_of(session, dialogue, ratings),
        authors_of(session, dialogue, ratings),
        chambers_of(session, dialogue),
        seed=dialogue.seed,
    )


def weigh_ratings(
    ratings: Ratings,
    theme_of: Indexes,
    author_of: Indexes,
    chambers: Sequence[Chamber],
    *,
    seed: int,
) -> Weighing:
    """Work out every figure of ratings that were read; theme_of, author_of: (contributions,)."""
    matrix = rating_matrix(
        ratings.participant, ratings.contribution, ratings.value, contributions=len(theme_of)
    )
    measured = measure_shown(ratings, theme_of, seed=seed)
    model = additive_model(matrix)
    ours = see_our_way(matrix, seed=seed)
    by_chamber = weigh_chambers(ratings, theme_of, chambers, seed=seed)
    parts = {**chamber_parts(by_chamber), **group_parts(ratings, matrix, ours, theme_of, seed)}
    return Weighing(
        people=len(matrix.people),
        ratings=len(matrix.value),
        reach=ratings.reach,
        contribution_ids=ratings.contribution_ids,
        theme_of=theme_of,
        contributions=weighed_contributions(matrix, measured, model, ratings.reach, seed),
        themes=weighed_themes(matrix, measured, model, theme_of, ratings.reach, seed),
        ours=ours,
        polis=see_as_polis(matrix),
        chambers=by_chamber,
        minority=minority_panel(
            measured.themes, list(parts.values()), theme_of, author_of, reach=ratings.reach
        ),
        parts=tuple(parts),
    )


def measure_shown(ratings: Ratings, theme_of: Indexes, *, seed: int) -> Support:
    """Measure support as it may be shown: of ten people or more."""
    return support(
        ratings.participant, ratings.contribution, ratings.value, theme_of,
        seed=seed, minimum=MINIMUM_CELL,
    )  # fmt: skip


def weighed_contributions(
    matrix: RatingMatrix, measured: Support, model: AdditiveModel, reach: int, seed: int
) -> Weighed:
    """Put the figures of contributions together."""
    table = measured.contributions
    counts = rating_counts(
        matrix.contribution, matrix.value, contributions=matrix.contributions, reach=reach
    )
    return Weighed(
        table=table,
        additive=where_shown(table, model.mean + model.worth),
        polarisation=where_shown(table, polarisation(counts)),
        bands=rank_items(matrix, table.ids, seed=seed, minimum=MINIMUM_CELL),
    )


def weighed_themes(
    matrix: RatingMatrix,
    measured: Support,
    model: AdditiveModel,
    theme_of: Indexes,
    reach: int,
    seed: int,
) -> Weighed:
    """Put the figures of themes together; a contribution counts as often as it was rated."""
    table = measured.themes
    item_of = np.searchsorted(table.ids, theme_of)
    number = np.asarray(matrix.counts.sum(axis=1), dtype=np.float64)
    worth = np.bincount(item_of, np.nan_to_num(model.worth) * number, minlength=len(table.ids))
    per_theme = np.bincount(item_of, number, minlength=len(table.ids))
    counts = rating_counts(
        item_of[matrix.contribution], matrix.value, contributions=len(table.ids), reach=reach
    )
    return Weighed(
        table=table,
        additive=where_shown(table, model.mean + worth / np.maximum(per_theme, 1)),
        polarisation=where_shown(table, polarisation(counts)),
        bands=rank_themes(matrix, theme_of, seed=seed),
    )


def where_shown(table: SupportTable, figures: Values) -> Values:
    """Keep the figures of enough people."""
    return np.where(table.n >= table.minimum, figures, np.nan)


def weigh_chambers(
    ratings: Ratings, theme_of: Indexes, chambers: Sequence[Chamber], *, seed: int
) -> ByChamber:
    """Measure each chamber; one counts from its own minimum size, and never under ten people."""
    place_of = {chamber.key: place for place, chamber in enumerate(chambers)}
    of_person = np.array([place_of[key] for key in ratings.chamber_keys], dtype=np.int64)
    found = chamber_support(
        ratings.participant, ratings.contribution, ratings.value, of_person[ratings.participant],
        theme_of, seed=seed, minimum=MINIMUM_CELL, minimum_chamber=MINIMUM_CELL,
    )  # fmt: skip
    minimum = np.array([chambers[place].minimum_size for place in found.chambers], dtype=np.int64)
    found = replace(found, counting=found.counting & (found.sizes >= minimum))
    return ByChamber(
        keys=tuple(chambers[place].key for place in found.chambers),
        found=found,
        verdicts=carried_themes(found),
        tensions=tuple(theme_tensions(found)),
    )


def chamber_parts(by_chamber: ByChamber) -> dict[str, SupportTable]:
    """Give the support of themes of each chamber that counts."""
    found = by_chamber.found
    return {
        f"chamber:{key}": measured.themes
        for key, measured, counts in zip(by_chamber.keys, found.each, found.counting, strict=True)
        if counts
    }


def group_parts(
    ratings: Ratings, matrix: RatingMatrix, ours: OurView, theme_of: Indexes, seed: int
) -> dict[str, SupportTable]:
    """Give the support of themes of each opinion group, if there are stable ones."""
    if not isinstance(ours.found, OpinionGroups):
        return {}
    group = ours.found.group[np.searchsorted(matrix.people, ratings.participant)]
    return {
        f"group:{number + 1}": measure_shown(
            replace(
                ratings,
                participant=ratings.participant[group == number],
                contribution=ratings.contribution[group == number],
                value=ratings.value[group == number],
            ),
            theme_of,
            seed=seed,
        ).themes
        for number in range(len(ours.found.sizes))
    }


def authors_of(session: Session, dialogue: Dialogue, ratings: Ratings) -> Indexes:
    """Number who wrote each contribution; the numbers say only which have the same author."""
    query = select(Contribution.id, Contribution.participant_id).where(
        Contribution.dialogue_id == dialogue.id,
        col(Contribution.state) == ContributionState.VISIBLE,
    )
    authors = dict(session.exec(query).all())
    numbers: dict[UUID, int] = {}
    return np.array(
        [numbers.setdefault(authors[each], len(numbers)) for each in ratings.contribution_ids],
        dtype=np.int64,
    )
