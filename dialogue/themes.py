"""Themes are decided by people: rename, merge, split, start anew and undo, with lineage.

Functions change the rows they are given and return the new ones; storing is the caller's work.
A theme is only changed by somebody who looked at its present version.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import chain, zip_longest
from typing import Any
from uuid import UUID

from dialogue.errors import ChangedMeanwhile, SameTheme
from dialogue.lifecycle import Actor
from dialogue.models import Dialogue, Event, Theme, ThemeChange, ThemeLineage, ThemeState
from dialogue.wording import clean_text

LABEL_LIMIT = 200
KEYWORDS_KEPT = 10
EXEMPLARS_KEPT = 6
WORDS_IN_LABEL = 3
QUOTED = re.compile("[“「](.+)[”」]")


def require_current(theme: Theme, version: int) -> None:
    """Refuse a change of a theme that somebody else changed since it was looked at."""
    if theme.state is not ThemeState.ACTIVE or theme.version != version:
        raise ChangedMeanwhile


def clean_label(label: str) -> str:
    """Give the name of a theme as it is stored: one line; refuses what has no words."""
    return " ".join(clean_text(label, limit=LABEL_LIMIT).split())


def rename_theme(theme: Theme, label: str) -> None:
    """Give a theme the name that people choose; the machine's stays beside it."""
    theme.label = clean_label(label)
    theme.version += 1


def take_words_back(theme: Theme, text: str) -> bool:
    """Let the machine's name go back to keywords when it holds words of this text.

    For a text that may not be seen any more; says whether the name changed.
    """
    quoted = QUOTED.search(theme.machine_label)
    said = quoted[1] if quoted else theme.machine_label.removesuffix(" …")
    named = {word.casefold() for word in theme.keywords}
    if not quoted and {part.casefold() for part in re.split(", |、", said)} <= named:
        return False
    if " ".join(said.casefold().split()) not in " ".join(text.casefold().split()):
        return False
    words = ", ".join(theme.keywords[:WORDS_IN_LABEL]) or f"# {theme.number}"
    theme.machine_label = words[:1].upper() + words[1:]
    return True


def merge_themes(
    first: Theme, second: Theme, *, label: str, number: int, now: datetime
) -> tuple[Theme, list[ThemeLineage]]:
    """Take two themes up in a new one; the order makes no difference to what it holds."""
    if first.id == second.id:
        raise SameTheme
    merged = Theme(
        dialogue_id=first.dialogue_id,
        number=number,
        machine_label=first.machine_label or second.machine_label,
        label=clean_label(label),
        keywords=_woven(first.keywords, second.keywords)[:KEYWORDS_KEPT],
        exemplar_ids=_woven(first.exemplar_ids, second.exemplar_ids)[:EXEMPLARS_KEPT],
        created_at=now,
    )
    for parent in (first, second):
        parent.state = ThemeState.MERGED
        parent.version += 1
    return merged, [_descent(parent, merged, "merge", now) for parent in (first, second)]


def split_theme(
    parent: Theme, *, label: str, number: int, now: datetime
) -> tuple[Theme, ThemeLineage]:
    """Start a theme for a part of another; the rest stays where it was."""
    part = new_theme(parent.dialogue_id, label=label, number=number, now=now)
    parent.version += 1
    return part, _descent(parent, part, "split", now)


def new_theme(dialogue_id: UUID, *, label: str, number: int, now: datetime) -> Theme:
    """Start a theme that the machine did not find."""
    return Theme(
        dialogue_id=dialogue_id,
        number=number,
        machine_label="",
        label=clean_label(label),
        created_at=now,
    )


def remember(theme: Theme) -> dict[str, str]:
    """Write down what an undo needs of a theme, before it is changed."""
    return {"id": str(theme.id), "label": theme.label, "state": theme.state.value}


def put_back(theme: Theme, before: dict[str, Any]) -> None:
    """Give a theme the label and state that it had before a change."""
    theme.label = before["label"]
    theme.state = ThemeState(before["state"])
    theme.version += 1


def set_aside(theme: Theme) -> None:
    """Take a theme out of use because the change that made it is undone."""
    theme.state = ThemeState.UNDONE
    theme.version += 1


def tell(dialogue: Dialogue, change: ThemeChange, subject: Theme | None, actor: Actor) -> Event:
    """Tell of a change of the themes."""
    return Event(
        dialogue_id=dialogue.id,
        kind=f"theme.{change.kind}",
        subject_id=subject.id if subject else change.id,
        to_state=subject.state if subject else "",
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=change.made_at,
    )


def _descent(parent: Theme, child: Theme, change: str, now: datetime) -> ThemeLineage:
    return ThemeLineage(parent_id=parent.id, child_id=child.id, change=change, changed_at=now)


def _woven(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Take turns from two lists, without doubles."""
    turns = chain.from_iterable(zip_longest(first, second))
    return list(dict.fromkeys(each for each in turns if each is not None))
