"""Lists of addresses as pages show them: how far they are, and how many, never who."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from dialogue.models import AddressList, Dialogue, Draw, ListState, Recipient, RecipientState
from participation import SUPPRESSED, suppress_counts
from participation.disclosure import MINIMUM_CELL

WAYS = ("email", "sms", "letter")


@dataclass(frozen=True)
class GroupCounts:
    """How many of a list are of each group of a question; None: hidden, because it is small.

    ``unknown`` are those of whom the list does not say it.
    """

    question: str
    groups: Mapping[str, int | None]
    unknown: int | None


@dataclass(frozen=True)
class ListCounts:
    """How many people of a list were brought in, how they can be reached and who they are."""

    people: int
    email: int | None
    sms: int | None
    letter: int | None
    groups: Sequence[GroupCounts]


def lists_of(session: Session, dialogue: Dialogue) -> Sequence[AddressList]:
    """Load the lists of a dialogue, the latest first, without their files."""
    query = select(AddressList).options(defer(AddressList.file))  # type: ignore[arg-type]  # a column
    query = query.where(AddressList.dialogue_id == dialogue.id)
    return session.exec(query.order_by(col(AddressList.uploaded_at).desc())).all()


def counts_of(stored: AddressList, questions: Sequence[Mapping[str, Any]]) -> ListCounts:
    """Give the counts of a list that was read, with small groups hidden, and others with them."""
    people = stored.rows - stored.rows_wrong
    known = stored.counts.get("groups", {})
    groups = [
        group_counts(each["key"], known[each["key"]], people)
        for each in questions
        if each["key"] in known
    ]
    email, sms, letter = (shown_way(stored.counts.get(way, 0)) for way in WAYS)
    return ListCounts(people, email, sms, letter, groups)


def shown_way(count: int) -> int | None:
    """Show how many can be reached in a way: none or many, not a few."""
    return count if count == 0 or count >= MINIMUM_CELL else None


def group_counts(question: str, known: Mapping[str, int], people: int) -> GroupCounts:
    """Hide what is small, also from who subtracts."""
    counts = {group: count for group, count in sorted(known.items()) if count}
    rest = people - sum(counts.values())
    shown = suppress_counts([*counts.values(), *([rest] if rest else [])])
    cells = [None if cell is SUPPRESSED else cell for cell in shown.cells]
    return GroupCounts(question, dict(zip(counts, cells, strict=False)), cells[-1] if rest else 0)


def left_to_draw(session: Session, stored: AddressList) -> int:
    """Count who can be drawn: not drawn before, and not invited."""
    query = (
        select(func.count())
        .select_from(Recipient)
        .where(
            Recipient.list_id == stored.id,
            Recipient.state == RecipientState.LISTED,
            Recipient.sealed != b"",
            col(Recipient.draw_id).is_(None),
            col(Recipient.invitation_id).is_(None),
        )
    )
    return session.exec(query).one() if stored.state is ListState.IMPORTED else 0


def left_to_erase(session: Session, list_id: UUID) -> bool:
    """Tell whether addresses of a list are still there."""
    query = select(Recipient.id).where(Recipient.list_id == list_id, Recipient.sealed != b"")
    return session.exec(query.limit(1)).first() is not None


def shown_strata(draw: Draw) -> list[dict[str, Any]]:
    """Give how a draw was divided without the numbers of small groups, nor what tells them.

    Who has the list and the seed works them out again; who has only this does not.
    """
    listed = suppress_counts([each["listed"] for each in draw.strata]).cells
    return [
        {**each, "listed": None, "wanted": None, "drawn": None} if count is SUPPRESSED else each
        for each, count in zip(draw.strata, listed, strict=True)
    ]
