"""The themes as a facilitator sees them: names, sizes, examples, where they came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.accounting import sizes_of
from dialogue.errors import NotFound
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Theme,
    ThemeChange,
    ThemeLineage,
    ThemeState,
)

EXAMPLES_SHOWN = 3
FEWEST_TO_GROUP = 6
# Below this a facilitator reads all answers anyway, and groups of them say little.
FEW_ANSWERS = 60


@dataclass(frozen=True)
class Example:
    """A contribution with its words."""

    id: UUID
    text: str
    language: str


@dataclass(frozen=True)
class Parent:
    """A theme that this one came out of, and by what change."""

    id: UUID
    name: str
    change: str


@dataclass(frozen=True)
class ListedTheme:
    """A theme with how many visible contributions it holds, and some that tell what it is about."""

    theme: Theme
    size: int
    examples: Sequence[Example]
    parents: Sequence[Parent]


@dataclass(frozen=True)
class GroupOfThemes:
    """Themes that the machine gathered under a main theme; without a name they stand alone."""

    name: str
    size: int
    themes: Sequence[ListedTheme]


def list_themes(session: Session, dialogue: Dialogue) -> list[ListedTheme]:
    """List the themes in use, the largest first."""
    themes = themes_in_use(session, dialogue)
    sizes = sizes_of(session, dialogue)
    words = examples_of(session, themes)
    parents = parents_of(session, themes)
    listed = [
        ListedTheme(
            theme,
            sizes[theme.id],
            [words[each] for each in example_ids(theme) if each in words][:EXAMPLES_SHOWN],
            parents.get(theme.id, []),
        )
        for theme in themes
    ]
    return sorted(listed, key=lambda each: (-each.size, each.theme.number))


def in_groups(listed: Sequence[ListedTheme]) -> list[GroupOfThemes]:
    """Gather themes under their main themes, the largest first; a few need no main themes.

    Those that people made have none: they come last.
    """
    named: dict[str, list[ListedTheme]] = {}
    for each in listed:
        named.setdefault(each.theme.main_group, []).append(each)
    if len(listed) < FEWEST_TO_GROUP or len(named) < 2:
        named = {"": list(listed)}
    groups = [
        GroupOfThemes(name, sum(each.size for each in themes), themes)
        for name, themes in named.items()
    ]
    return sorted(groups, key=lambda each: (not each.name, -each.size, each.name))


def themes_in_use(session: Session, dialogue: Dialogue) -> Sequence[Theme]:
    """Load the themes of a dialogue that were not merged or undone."""
    query = select(Theme).where(Theme.dialogue_id == dialogue.id, Theme.state == ThemeState.ACTIVE)
    return session.exec(query.order_by(col(Theme.number))).all()


def find_theme(session: Session, dialogue: Dialogue, theme_id: UUID) -> Theme:
    """Load a theme of this dialogue, in use or not. Raises NotFound."""
    theme = session.get(Theme, theme_id)
    if theme is None or theme.dialogue_id != dialogue.id:
        raise NotFound
    return theme


def example_ids(theme: Theme) -> list[UUID]:
    """The contributions nearest the heart of a theme."""
    return [UUID(each) for each in theme.exemplar_ids]


def examples_of(session: Session, themes: Iterable[Theme]) -> dict[UUID, Example]:
    """Load the words of the examples of all these themes at once, only what may be seen."""
    wanted = {each for theme in themes for each in example_ids(theme)}
    query = visible_words(col(Contribution.id), ContributionVersion.text, Contribution.language)
    rows = session.execute(query.where(col(Contribution.id).in_(wanted)))
    return {row[0]: Example(*row) for row in rows}


def visible_words(*columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401  (columns of any type)
    """Select columns of visible contributions and of their present words."""
    return (
        sql_select(*columns)
        .select_from(Contribution)
        .join(
            ContributionVersion,
            and_(
                col(ContributionVersion.contribution_id) == Contribution.id,
                col(ContributionVersion.number) == Contribution.current_version,
            ),
        )
        .where(col(Contribution.state) == ContributionState.VISIBLE)
    )


def parents_of(session: Session, themes: Sequence[Theme]) -> dict[UUID, list[Parent]]:
    """Load which themes these came out of."""
    query = (
        select(ThemeLineage.child_id, Theme, ThemeLineage.change)
        .join(Theme, col(Theme.id) == ThemeLineage.parent_id)
        .where(col(ThemeLineage.child_id).in_([each.id for each in themes]))
        .order_by(col(Theme.number))
    )
    found: dict[UUID, list[Parent]] = {}
    for child_id, parent, change in session.exec(query).all():
        found.setdefault(child_id, []).append(Parent(parent.id, parent.name, change))
    return found


def children_of(session: Session, theme: Theme) -> list[Parent]:
    """Load which themes came out of this one."""
    query = (
        select(Theme, ThemeLineage.change)
        .join(ThemeLineage, col(ThemeLineage.child_id) == Theme.id)
        .where(ThemeLineage.parent_id == theme.id, Theme.state != ThemeState.UNDONE)
    )
    return [Parent(child.id, child.name, change) for child, change in session.exec(query).all()]


@dataclass(frozen=True)
class ListedChange:
    """A change of the themes in the history, with the names it was about."""

    kind: str
    before: tuple[str, ...]
    made: tuple[str, ...]
    made_at: datetime
    undone: bool


def recent_changes(session: Session, dialogue: Dialogue, *, limit: int = 20) -> list[ListedChange]:
    """List what people changed last, newest first."""
    query = (
        select(ThemeChange)
        .where(ThemeChange.dialogue_id == dialogue.id)
        .order_by(col(ThemeChange.number).desc())
        .limit(limit)
    )
    changes = session.exec(query).all()
    names = names_in(session, dialogue, changes)
    return [
        ListedChange(
            change.kind,
            tuple(each["label"] or names.get(each["id"], "") for each in change.themes_before),
            tuple(names.get(each, "") for each in change.made_ids),
            change.made_at,
            change.undone_at is not None,
        )
        for change in changes
    ]


def names_in(
    session: Session, dialogue: Dialogue, changes: Sequence[ThemeChange]
) -> dict[str, str]:
    """Load the names of the themes that these changes were about."""
    ids = {each["id"] for change in changes for each in change.themes_before}
    ids |= {each for change in changes for each in change.made_ids}
    query = select(Theme).where(
        Theme.dialogue_id == dialogue.id, col(Theme.id).in_([UUID(each) for each in ids])
    )
    return {str(theme.id): theme.name for theme in session.exec(query).all()}
