"""How the themes stand when a run comes: what people decided, and what a cluster continues."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlmodel import Session, col, select

from app.usecases.clusters import Grouping
from clustering import match_labels
from clustering.result import IN_NONE
from dialogue.models import Dialogue, PlacedBy, Placement, Theme, ThemeState


@dataclass(frozen=True)
class Standing:
    """The themes of a dialogue, and for each contribution its theme and who put it there."""

    themes: dict[UUID, Theme]
    places: dict[UUID, tuple[UUID | None, PlacedBy]]

    @cached_property
    def changed(self) -> frozenset[UUID]:
        """The themes that people made or changed."""
        return frozenset(
            each.id
            for each in self.themes.values()
            if each.version > 1
            or each.label
            or each.run_id is None
            or each.state is not ThemeState.ACTIVE
        )

    @cached_property
    def drafts(self) -> dict[UUID, Theme]:
        """The themes that are still as the machine made them."""
        return {each.id: each for each in self.themes.values() if each.id not in self.changed}

    @cached_property
    def decided(self) -> dict[UUID, UUID | None]:
        """The contributions that people placed, or that are in a theme which people changed."""
        return {
            contribution_id: theme_id
            for contribution_id, (theme_id, placed_by) in self.places.items()
            if placed_by is PlacedBy.PERSON or theme_id in self.changed
        }

    def continued(self, grouping: Grouping) -> dict[int, Theme]:
        """Tell which theme in use each cluster continues: the pairs with the most in common."""
        in_use = [each for each in self.themes.values() if each.state is ThemeState.ACTIVE]
        places = {each.id: place for place, each in enumerate(in_use)}
        homes = {one: places[home] for one, (home, _) in self.places.items() if home in places}
        before = [homes.get(each, IN_NONE) for each in grouping.contribution_ids]
        found = match_labels(
            before,
            grouping.found.labels,
            old_count=len(in_use),
            new_count=len(grouping.found.clusters),
        )
        return {number: in_use[place] for number, place in found.predecessors.items()}

    def home_of(self, members: Sequence[UUID]) -> Theme | None:
        """Find the theme in use where people have more than half of these contributions."""
        homes = Counter(self.decided[each] for each in members if each in self.decided)
        for theme_id, count in homes.most_common(1):
            home = self.themes[theme_id] if theme_id in self.changed and theme_id else None
            if home and home.state is ThemeState.ACTIVE and 2 * count > len(members):
                return home
        return None


def read_standing(session: Session, dialogue: Dialogue) -> Standing:
    """Read the themes, in the order of their numbers, and every placement of a dialogue."""
    themes = session.exec(
        select(Theme)
        .where(Theme.dialogue_id == dialogue.id)
        .order_by(col(Theme.number))
        .execution_options(populate_existing=True)
    ).all()
    placements = select(Placement.contribution_id, Placement.theme_id, Placement.placed_by).where(
        Placement.dialogue_id == dialogue.id
    )
    return Standing(
        themes={each.id: each for each in themes},
        places={one: (home, PlacedBy(by)) for one, home, by in session.exec(placements).all()},
    )
