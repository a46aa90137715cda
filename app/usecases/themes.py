"""People decide the themes: rename, merge, split, move, start anew, undo.

Changes of one dialogue's themes wait for each other; who looked at an older version is told so.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app.usecases.placements import place, remember_placements, restore_placements
from dialogue import themes
from dialogue.errors import (
    ChangedMeanwhile,
    NotFound,
    NothingChosen,
    NothingToUndo,
    WholeThemeChosen,
)
from dialogue.lifecycle import Actor
from dialogue.models import (
    Contribution,
    ContributionState,
    Dialogue,
    Placement,
    Theme,
    ThemeChange,
)


def rename(
    session: Session,
    dialogue: Dialogue,
    theme_id: UUID,
    *,
    label: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> Theme:
    """Give a theme another name."""
    theme = current_theme(session, dialogue, theme_id, version)
    change = begin_change(session, dialogue, "rename", [theme], actor=actor, now=now)
    themes.rename_theme(theme, label)
    session.add_all([theme, themes.tell(dialogue, change, theme, actor)])
    return theme


def merge(
    session: Session,
    dialogue: Dialogue,
    first_id: UUID,
    second_id: UUID,
    *,
    first_version: int,
    second_version: int,
    label: str,
    actor: Actor,
    now: datetime,
) -> Theme:
    """Take two themes up in a new one that holds all their contributions."""
    first = current_theme(session, dialogue, first_id, first_version)
    second = current_theme(session, dialogue, second_id, second_version)
    change = begin_change(session, dialogue, "merge", [first, second], actor=actor, now=now)
    number = next_number(session, dialogue)
    merged, descent = themes.merge_themes(first, second, label=label, number=number, now=now)
    store_made(session, change, merged)
    session.add_all([first, second, *descent, themes.tell(dialogue, change, merged, actor)])
    remember_placements(session, change, [first.id, second.id])
    session.exec(
        update(Placement)
        .where(col(Placement.theme_id).in_([first.id, second.id]))
        .values(theme_id=merged.id)
    )
    return merged


def split(
    session: Session,
    dialogue: Dialogue,
    theme_id: UUID,
    *,
    version: int,
    contribution_ids: Sequence[UUID],
    label: str,
    actor: Actor,
    now: datetime,
) -> Theme:
    """Start a theme with the chosen contributions of another; the rest stays where it was."""
    parent = current_theme(session, dialogue, theme_id, version)
    if not contribution_ids:
        raise NothingChosen
    if len(set(contribution_ids)) >= size_of(session, parent):
        raise WholeThemeChosen
    change = begin_change(session, dialogue, "split", [parent], actor=actor, now=now)
    number = next_number(session, dialogue)
    part, descent = themes.split_theme(parent, label=label, number=number, now=now)
    store_made(session, change, part)
    session.add_all([parent, descent, themes.tell(dialogue, change, part, actor)])
    place(session, change, contribution_ids, from_id=parent.id, to_id=part.id)
    return part


def move(
    session: Session,
    dialogue: Dialogue,
    contribution_id: UUID,
    *,
    from_theme_id: UUID | None,
    to_theme_id: UUID | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Put one contribution in another theme, or in none."""
    wait_for_turn(session, dialogue)
    target = active_theme(session, dialogue, to_theme_id) if to_theme_id else None
    change = begin_change(session, dialogue, "move", [], actor=actor, now=now)
    place(session, change, [contribution_id], from_id=from_theme_id, to_id=to_theme_id)
    session.add(themes.tell(dialogue, change, target, actor))


def new(
    session: Session,
    dialogue: Dialogue,
    *,
    label: str,
    contribution_ids: Sequence[UUID] = (),
    actor: Actor,
    now: datetime,
) -> Theme:
    """Start a theme by hand, empty or with contributions that were in no theme."""
    wait_for_turn(session, dialogue)
    change = begin_change(session, dialogue, "new", [], actor=actor, now=now)
    number = next_number(session, dialogue)
    made = themes.new_theme(dialogue.id, label=label, number=number, now=now)
    store_made(session, change, made)
    session.add(themes.tell(dialogue, change, made, actor))
    if contribution_ids:
        place(session, change, contribution_ids, from_id=None, to_id=made.id)
    return made


def undo(
    session: Session, dialogue: Dialogue, *, change_id: UUID, actor: Actor, now: datetime
) -> None:
    """Take the last change back; the form says which one that was when it was looked at."""
    wait_for_turn(session, dialogue)
    change = last_change(session, dialogue)
    if change is None:
        raise NothingToUndo
    if change.id != change_id:
        raise ChangedMeanwhile
    for made in load_themes(session, dialogue, [UUID(each) for each in change.made_ids]):
        themes.set_aside(made)
    before = {UUID(each["id"]): each for each in change.themes_before}
    for theme in load_themes(session, dialogue, list(before)):
        themes.put_back(theme, before[theme.id])
    restore_placements(session, change)
    change.undone_at = now
    event = themes.tell(dialogue, change, None, actor)
    event.kind, event.happened_at = "theme.undo", now
    session.add_all([change, event])


# --- one change after another ----------------------------------------------------------------


def wait_for_turn(session: Session, dialogue: Dialogue) -> None:
    """Let changes of one dialogue's themes go one by one; residents don't wait for it."""
    query = select(Dialogue.id).where(Dialogue.id == dialogue.id)
    session.exec(query.with_for_update(key_share=True)).one()


def current_theme(session: Session, dialogue: Dialogue, theme_id: UUID, version: int) -> Theme:
    """Load a theme to change it, or say that somebody changed it since it was looked at."""
    wait_for_turn(session, dialogue)
    found = load_themes(session, dialogue, [theme_id])
    if not found:
        raise NotFound
    themes.require_current(found[0], version)
    return found[0]


def active_theme(session: Session, dialogue: Dialogue, theme_id: UUID) -> Theme:
    """Load a theme to put something in it; one that was merged meanwhile can't take it."""
    found = load_themes(session, dialogue, [theme_id])
    if not found:
        raise NotFound
    themes.require_current(found[0], found[0].version)
    return found[0]


def load_themes(session: Session, dialogue: Dialogue, ids: Sequence[UUID]) -> Sequence[Theme]:
    """Load themes of this dialogue as they are in the database now."""
    query = select(Theme).where(Theme.dialogue_id == dialogue.id, col(Theme.id).in_(ids))
    return session.exec(query.execution_options(populate_existing=True)).all()


def begin_change(
    session: Session,
    dialogue: Dialogue,
    kind: str,
    changed: Sequence[Theme],
    *,
    actor: Actor,
    now: datetime,
) -> ThemeChange:
    """Write down how the themes are before they change."""
    latest = session.exec(
        select(func.max(ThemeChange.number)).where(ThemeChange.dialogue_id == dialogue.id)
    ).one()
    change = ThemeChange(
        dialogue_id=dialogue.id,
        number=(latest or 0) + 1,
        kind=kind,
        themes_before=[themes.remember(each) for each in changed],
        actor_role=actor.role,
        account_id=actor.account_id,
        made_at=now,
    )
    session.add(change)
    session.flush()
    return change


def last_change(session: Session, dialogue: Dialogue) -> ThemeChange | None:
    """Find the change that an undo would take back."""
    query = select(ThemeChange).where(
        ThemeChange.dialogue_id == dialogue.id, col(ThemeChange.undone_at).is_(None)
    )
    return session.exec(query.order_by(col(ThemeChange.number).desc())).first()


def store_made(session: Session, change: ThemeChange, made: Theme) -> None:
    """Store a theme that came out of a change, before anything is placed in it."""
    change.made_ids = [str(made.id)]
    session.add_all([change, made])
    session.flush()


def next_number(session: Session, dialogue: Dialogue) -> int:
    """Number a new theme after all that there were."""
    query = select(func.max(Theme.number)).where(Theme.dialogue_id == dialogue.id)
    return (session.exec(query).one() or 0) + 1


def size_of(session: Session, theme: Theme) -> int:
    """Count the visible contributions in a theme."""
    query = (
        select(func.count())
        .select_from(Placement)
        .join(Contribution, col(Contribution.id) == Placement.contribution_id)
        .where(Placement.theme_id == theme.id, Contribution.state == ContributionState.VISIBLE)
    )
    return session.exec(query).one()
