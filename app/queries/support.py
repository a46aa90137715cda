"""Support per theme and per contribution, for everybody together and for each chamber."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from app.queries.matrices import Indexes, Ratings, read_ratings
from app.queries.parts import chambers_of
from dialogue.bands import Bands, rank_items
from dialogue.chambers import Carried
from dialogue.models import Chamber, Dialogue, Placement, Theme, ThemeState
from dialogue.not_enough import NotEnoughData
from dialogue.rating_matrix import RatingMatrix
from dialogue.rating_matrix import read_ratings as rating_matrix
from dialogue.support import Support, SupportFigure, SupportTable, support
from participation.disclosure import MINIMUM_CELL

IN_NO_THEME = -1

Figure = SupportFigure | NotEnoughData


@dataclass(frozen=True)
class Rank:
    """Where something may stand in a list, from 1; those in one band can't be told apart."""

    best: int
    worst: int
    band: int


@dataclass(frozen=True)
class ThemeSupport:
    """How much a theme is supported, on the scale of the dialogue: from -reach to +reach.

    It has no rank while fewer than ten people weighed it, or when it is the only one. It is carried
    when every chamber that is large enough certainly supports it.
    """

    theme: Theme
    figure: Figure
    chambers: Mapping[str, Figure]
    reach: int
    rank: Rank | None = None
    carried: Carried = Carried.UNKNOWN


@dataclass(frozen=True, eq=False)
class ContributionSupport:
    """How much each visible contribution is supported; ``table`` has a row for each id."""

    contribution_ids: tuple[UUID, ...]
    table: SupportTable
    reach: int

    @cached_property
    def places(self) -> dict[UUID, int]:
        """Where each contribution is in the table."""
        return {each: place for place, each in enumerate(self.contribution_ids)}

    def figure(self, contribution_id: UUID) -> Figure:
        """Give the support of one contribution; one that may not be seen has none."""
        return self.table.figure(self.places.get(contribution_id, IN_NO_THEME))


def theme_support(session: Session, dialogue: Dialogue) -> list[ThemeSupport]:
    """Measure the support of each theme in use, in the order of their numbers.

    A chamber's figure asks for as many people as the chamber's minimum size.
    """
    ratings = read_ratings(session, dialogue)
    theme_of = themes_of(session, dialogue, ratings)
    measured = measure(ratings, theme_of, dialogue)
    everywhere = chambers_of(session, dialogue)
    chambers = {
        each.key: measure(ratings.of_chamber(each.key), theme_of, dialogue, each.minimum_size)
        for each in everywhere
    }
    counting = [each.key for each in everywhere if counts(each, ratings)]
    ranks = theme_ranks(ratings, theme_of, dialogue)
    return [
        ThemeSupport(
            theme=theme,
            figure=measured.themes.figure(theme.number),
            chambers={key: own.themes.figure(theme.number) for key, own in chambers.items()},
            reach=ratings.reach,
            rank=ranks.get(theme.number),
            carried=carried_by([chambers[key].themes.figure(theme.number) for key in counting]),
        )
        for theme in active_themes(session, dialogue)
    ]


def counts(chamber: Chamber, ratings: Ratings) -> bool:
    """Tell whether enough people of a chamber rated anything; never fewer than ten."""
    people = len(np.unique(ratings.of_chamber(chamber.key).participant))
    return people >= max(chamber.minimum_size, MINIMUM_CELL)


def carried_by(figures: Sequence[Figure]) -> Carried:
    """Tell whether each of the chambers that count certainly supports something."""
    known = [each for each in figures if isinstance(each, SupportFigure) and each.n >= MINIMUM_CELL]
    if any(each.low <= 0 for each in known):
        return Carried.NOT_CARRIED
    return Carried.CARRIED if known and len(known) == len(figures) else Carried.UNKNOWN


def contribution_support(
    session: Session, dialogue: Dialogue, *, chamber: Chamber | None = None
) -> ContributionSupport:
    """Measure the support of each visible contribution, by everybody or by one chamber."""
    ratings = read_ratings(session, dialogue)
    if chamber is not None:
        ratings = ratings.of_chamber(chamber.key)
    nowhere = np.full(len(ratings.contribution_ids), IN_NO_THEME, dtype=np.int64)
    minimum = chamber.minimum_size if chamber else MINIMUM_CELL
    measured = measure(ratings, nowhere, dialogue, minimum)
    return ContributionSupport(ratings.contribution_ids, measured.contributions, ratings.reach)


def measure(
    ratings: Ratings, theme_of: Indexes, dialogue: Dialogue, minimum: int = MINIMUM_CELL
) -> Support:
    """Measure with the dialogue's seed, so that the same ratings give the same figures.

    Fewer than ten people give no figure, whatever minimum a chamber chose.
    """
    return support(
        ratings.participant,
        ratings.contribution,
        ratings.value,
        theme_of,
        seed=dialogue.seed,
        minimum=max(minimum, MINIMUM_CELL),
    )


def theme_ranks(ratings: Ratings, theme_of: Indexes, dialogue: Dialogue) -> dict[int, Rank]:
    """Give the rank of each theme that ten people or more weighed, by its number."""
    matrix = rating_matrix(
        ratings.participant, ratings.contribution, ratings.value, contributions=len(theme_of)
    )
    found = rank_themes(matrix, theme_of, seed=dialogue.seed)
    return {} if isinstance(found, NotEnoughData) else ranks_by_id(found, np.unique(theme_of))


def rank_themes(matrix: RatingMatrix, theme_of: Indexes, *, seed: int) -> Bands | NotEnoughData:
    """Divide themes into bands, in the order of their sorted numbers; "in no theme" has no rank."""
    numbers, item_of = np.unique(theme_of, return_inverse=True)
    if not (numbers != IN_NO_THEME).any():
        return NotEnoughData("items", 0, 2)
    in_theme = (theme_of != IN_NO_THEME)[matrix.contribution]
    inside = RatingMatrix(
        people=matrix.people,
        contributions=matrix.contributions,
        person=matrix.person[in_theme],
        contribution=matrix.contribution[in_theme],
        value=matrix.value[in_theme],
    )
    return rank_items(inside, item_of.reshape(-1), seed=seed, minimum=MINIMUM_CELL)


def ranks_by_id(found: Bands, ids: Indexes) -> dict[int, Rank]:
    """Give the rank of each item that has one."""
    return {
        int(ids[at]): Rank(int(found.best_rank[at]), int(found.worst_rank[at]), int(found.band[at]))
        for at in found.order
    }


def themes_of(session: Session, dialogue: Dialogue, ratings: Ratings) -> Indexes:
    """Give the number of the theme of each contribution; -1 is in no theme."""
    query = (
        select(Placement.contribution_id, Theme.number)
        .join(Theme, col(Theme.id) == Placement.theme_id)
        .where(Placement.dialogue_id == dialogue.id)
    )
    numbers = dict(session.exec(query).all())
    ids = ratings.contribution_ids
    return np.array([numbers.get(each, IN_NO_THEME) for each in ids], dtype=np.int64)


def active_themes(session: Session, dialogue: Dialogue) -> list[Theme]:
    """Load the themes in use, in the order of their numbers."""
    query = select(Theme).where(Theme.dialogue_id == dialogue.id, Theme.state == ThemeState.ACTIVE)
    return list(session.exec(query.order_by(col(Theme.number))).all())
