"""Support per theme and per contribution, for everybody together and for each chamber."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from app.queries.matrices import Indexes, Ratings, read_ratings
from app.queries.parts import chambers_of
from dialogue.models import Chamber, Dialogue, Placement, Theme, ThemeState
from dialogue.not_enough import NotEnoughData
from dialogue.support import MINIMUM_PEOPLE, Support, SupportFigure, SupportTable, support

IN_NO_THEME = -1

Figure = SupportFigure | NotEnoughData


@dataclass(frozen=True)
class ThemeSupport:
    """How much a theme is supported, on the scale of the dialogue: from -reach to +reach."""

    theme: Theme
    figure: Figure
    chambers: Mapping[str, Figure]
    reach: int


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
    chambers = {
        each.key: measure(ratings.of_chamber(each.key), theme_of, dialogue, each.minimum_size)
        for each in chambers_of(session, dialogue)
    }
    return [
        ThemeSupport(
            theme=theme,
            figure=measured.themes.figure(theme.number),
            chambers={key: own.themes.figure(theme.number) for key, own in chambers.items()},
            reach=ratings.reach,
        )
        for theme in active_themes(session, dialogue)
    ]


def contribution_support(
    session: Session, dialogue: Dialogue, *, chamber: Chamber | None = None
) -> ContributionSupport:
    """Measure the support of each visible contribution, by everybody or by one chamber."""
    ratings = read_ratings(session, dialogue)
    if chamber is not None:
        ratings = ratings.of_chamber(chamber.key)
    nowhere = np.full(len(ratings.contribution_ids), IN_NO_THEME, dtype=np.int64)
    minimum = chamber.minimum_size if chamber else MINIMUM_PEOPLE
    measured = measure(ratings, nowhere, dialogue, minimum)
    return ContributionSupport(ratings.contribution_ids, measured.contributions, ratings.reach)


def measure(
    ratings: Ratings, theme_of: Indexes, dialogue: Dialogue, minimum: int = MINIMUM_PEOPLE
) -> Support:
    """Measure with the dialogue's seed, so that the same ratings give the same figures."""
    return support(
        ratings.participant,
        ratings.contribution,
        ratings.value,
        theme_of,
        seed=dialogue.seed,
        minimum=max(minimum, MINIMUM_PEOPLE),
    )


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
