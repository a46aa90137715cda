"""Draw by lot who of a list is invited, in proportion to groups, and keep how it was done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import numpy as np
from sqlalchemy import update
from sqlmodel import Session, col, select

from app.usecases.addresses import require_running, require_state
from app.usecases.populations import population_of
from app.usecases.recipients import may_be_written_to
from dialogue.errors import DrawQuestionsUnknown, DrawTooLarge, NotFound
from dialogue.lifecycle import Actor
from dialogue.models import AddressList, Dialogue, Draw, Event, ListState, Recipient
from participation import CannotRake, Population, rake
from participation.drawing import Groups, Lot, draw_by_lot

MOST_QUESTIONS = 2
AT_ONCE = 5_000


class InLot(NamedTuple):
    """Somebody who can be drawn."""

    row: int
    address_hash: str
    groups: Mapping[str, str]


def draw_people(
    session: Session,
    dialogue: Dialogue,
    stored: AddressList,
    *,
    size: int,
    by: Sequence[str],
    as_population: bool,
    seed: int,
    actor: Actor,
    now: datetime,
) -> Draw:
    """Draw so many of those who were not drawn or invited yet; the draw can't be undone.

    ``stored`` is locked by who calls (``addresses.list_of(..., to_change=True)``), so that two
    draws come one after the other. Raises ChangedMeanwhile, ListsTooLate, DrawTooLarge or
    DrawQuestionsUnknown.
    """
    require_running(dialogue)
    require_state(stored, ListState.IMPORTED)
    lot = people_in_lot(session, stored, with_groups=bool(by))
    if not 1 <= size <= len(lot):
        raise DrawTooLarge(most=len(lot))
    labels = {each.row: tuple(each.groups.get(key, "") for key in by) for each in lot}
    require_known(dialogue, by, labels)
    shares = shares_for(session, dialogue, by, labels) if as_population else None
    drawn = draw_by_lot(labels, size=size, seed=seed, shares=shares)
    draw = as_kept(dialogue, stored, drawn, lot, by=by, shares=shares, seed=seed, now=now)
    draw.account_id = actor.account_id
    session.add(draw)
    session.flush()
    mark_drawn(session, draw, drawn)
    session.add(told_of(draw, actor))
    session.flush()
    return draw


def people_in_lot(session: Session, stored: AddressList, *, with_groups: bool) -> list[InLot]:
    """Load who can be drawn; groups are only read when they are needed."""
    in_lot = (
        Recipient.list_id == stored.id,
        may_be_written_to(),
        col(Recipient.draw_id).is_(None),
        col(Recipient.invitation_id).is_(None),
    )
    if with_groups:
        known = select(Recipient.row, Recipient.address_hash, Recipient.groups).where(*in_lot)
        return [InLot(*each) for each in session.exec(known).all()]
    rows = select(Recipient.row, Recipient.address_hash).where(*in_lot)
    return [InLot(*each, {}) for each in session.exec(rows).all()]


def require_known(dialogue: Dialogue, by: Sequence[str], labels: Mapping[int, Groups]) -> None:
    """Refuse to divide by what is not asked, or what the list knows of nobody."""
    asked = {each["key"] for each in dialogue.background_questions}
    several = len(set(by)) == len(by) <= MOST_QUESTIONS
    known = all(any(groups[place] for groups in labels.values()) for place in range(len(by)))
    if not (several and set(by) <= asked and known):
        raise DrawQuestionsUnknown


def shares_for(
    session: Session, dialogue: Dialogue, by: Sequence[str], labels: Mapping[int, Groups]
) -> dict[Groups, float]:
    """Give each combination of groups its share of the population; raises DrawQuestionsUnknown."""
    population = population_of(session, dialogue)
    if not by or population is None or not set(by) <= set(population.margins):
        raise DrawQuestionsUnknown
    listed = Counter(groups for groups in labels.values() if all(groups))
    counts = counted_together(population, by) or fitted(population, by, listed)
    shares = {groups: counts.get(groups, 0.0) for groups in listed}
    total = sum(shares.values())
    if not total:
        raise DrawQuestionsUnknown
    return {groups: count / total for groups, count in shares.items()}


def counted_together(population: Population, by: Sequence[str]) -> dict[Groups, float]:
    """Count people by these questions when the population was counted so; else nothing."""
    if len(by) == 1:
        return {(group,): float(count) for group, count in population.margins[by[0]].items()}
    places = [population.dimensions.index(key) for key in by]
    counts: dict[Groups, float] = {}
    for cell, count in population.joint.items():
        groups = tuple(cell[place] for place in places)
        counts[groups] = counts.get(groups, 0.0) + count
    return counts


def fitted(
    population: Population, by: Sequence[str], listed: Mapping[Groups, int]
) -> dict[Groups, float]:
    """Fit what the list has together to what the population has apart (raking)."""
    known = [
        [group for group in population.margins[key] if any(each[place] == group for each in listed)]
        for place, key in enumerate(by)
    ]
    cells = [(one, other) for one in known[0] for other in known[1]]
    table = np.array([float(listed.get(cell, 0)) for cell in cells])
    margins = [
        np.array([population.margins[key][group] for group in groups], dtype=float)
        for key, groups in zip(by, known, strict=True)
    ]
    try:
        sizes = [margin / margin.sum() for margin in margins]
        found = rake(table.reshape(len(known[0]), len(known[1])), sizes)
    except (CannotRake, ValueError, ZeroDivisionError):
        raise DrawQuestionsUnknown from None
    return dict(zip(cells, found.ravel().tolist(), strict=True))


def as_kept(
    dialogue: Dialogue,
    stored: AddressList,
    drawn: Lot,
    lot: Sequence[InLot],
    *,
    by: Sequence[str],
    shares: Mapping[Groups, float] | None,
    seed: int,
    now: datetime,
) -> Draw:
    """Keep all that is needed to do a draw again with the list."""
    return Draw(
        dialogue_id=dialogue.id,
        list_id=stored.id,
        seed=seed,
        size=len(drawn.drawn),
        listed=len(lot),
        list_hash=hash_of(lot),
        drawn_hash=drawn.drawn_hash,
        as_population=shares is not None,
        by=list(by),
        strata=[
            {
                "groups": list(each.groups),
                "listed": each.listed,
                "share": shares.get(each.groups) if shares else None,
                "wanted": each.wanted,
                "drawn": each.drawn,
            }
            for each in drawn.strata
        ],
        drawn_at=now,
    )


def hash_of(lot: Sequence[InLot]) -> str:
    """Give SHA-256 over the marks of the addresses in the lot."""
    lines = sorted(f"{each.address_hash}\n" for each in lot)
    return sha256("".join(lines).encode()).hexdigest()


def mark_drawn(session: Session, draw: Draw, drawn: Lot) -> None:
    """Mark who was drawn, so that a second draw is among the others."""
    for start in range(0, len(drawn.drawn), AT_ONCE):
        chosen = update(Recipient).where(
            col(Recipient.list_id) == draw.list_id,
            col(Recipient.row).in_(drawn.drawn[start : start + AT_ONCE]),
        )
        session.execute(chosen.values(draw_id=draw.id))


def told_of(draw: Draw, actor: Actor) -> Event:
    """Put a draw on record."""
    return Event(
        dialogue_id=draw.dialogue_id,
        kind="addresses.drawn",
        subject_id=draw.id,
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=draw.drawn_at,
    )


def draws_of(session: Session, stored: AddressList) -> Sequence[Draw]:
    """Load the draws from a list, the first one first."""
    query = select(Draw).where(Draw.list_id == stored.id)
    return session.exec(query.order_by(col(Draw.drawn_at), col(Draw.id))).all()


def draw_of(session: Session, stored: AddressList, draw_id: UUID) -> Draw:
    """Load a draw from this list; raises NotFound."""
    draw = session.get(Draw, draw_id)
    if draw is None or draw.list_id != stored.id:
        raise NotFound
    return draw
