"""Start a draft under a short name of its own and fill in its step plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.queries.closing import indicators_of
from app.queries.parts import chambers_of, rounds_of
from app.usecases.dialogues import change_design, create_dialogue, set_prompts
from dialogue.errors import ShortNameTaken
from dialogue.lifecycle import require_draft
from dialogue.models import Dialogue, Helix, Indicator, Region
from dialogue.own_words import OF_INDICATOR, carry_row_words
from dialogue.round_times import require_times_in_order
from dialogue.short_names import next_free, require_short_name, short_name_of


@dataclass(frozen=True)
class RoundTimes:
    """When a round opens and closes by itself, how many cards a hand has, and how they are dealt.

    ``theme_exponent``: 1 shows every answer equally often, 0 every theme.
    """

    position: int
    opens_at: datetime | None
    closes_at: datetime | None
    hand_size: int
    theme_exponent: float = 1.0


@dataclass(frozen=True)
class Design:
    """Everything on the page of the step plan; ``parts`` are columns of ``Dialogue``.

    ``indicators`` are columns of ``Indicator``; ``sides`` the side of society of each chamber.
    """

    parts: dict[str, Any] = field(default_factory=dict)
    prompts: Sequence[dict[str, str]] = ()
    times: Sequence[RoundTimes] = ()
    indicators: Sequence[Mapping[str, Any]] = ()
    sides: Mapping[UUID, Helix | None] = field(default_factory=dict)


def start_dialogue(
    session: Session,
    region: Region,
    *,
    title_nl: str,
    short_name: str,
    template: str,
    seed: int,
    now: datetime,
) -> Dialogue:
    """Make a draft; without a short name it gets a free one made from the title.

    Raises ShortNameNotUsable, or ShortNameTaken with one that is free.
    """
    if short_name.strip():
        slug = require_short_name(short_name)
        free = free_short_name(session, slug)
        if free != slug:
            raise ShortNameTaken(suggestion=free)
    else:
        slug = free_short_name(session, short_name_of(title_nl))
    return create_dialogue(
        session, region, slug=slug, title_nl=title_nl, template=template, seed=seed, now=now
    )


def free_short_name(session: Session, wanted: str) -> str:
    """Find the nearest short name that no dialogue has, in any region."""
    alike = select(Dialogue.slug).where(col(Dialogue.slug).startswith(wanted[:40], autoescape=True))
    return next_free(wanted, frozenset(session.exec(alike).all()))


def save_design(session: Session, dialogue: Dialogue, design: Design) -> None:
    """Store what is filled in of the step plan; gaps may stay until the launch."""
    change_design(session, dialogue, **design.parts)
    set_prompts(session, dialogue, design.prompts)
    set_times(session, dialogue, design.times)
    set_indicators(session, dialogue, design.indicators)
    set_sides(session, dialogue, design.sides)


def set_indicators(
    session: Session, dialogue: Dialogue, indicators: Sequence[Mapping[str, Any]]
) -> None:
    """Replace the questions that are asked before and after; keys are columns of ``Indicator``."""
    require_draft(dialogue)
    former = indicators_of(session, dialogue)
    made = [
        Indicator(dialogue_id=dialogue.id, position=place, **each)
        for place, each in enumerate(indicators, 1)
    ]
    carry_row_words(dialogue, former, made, OF_INDICATOR)
    for old in former:
        session.delete(old)
    session.flush()
    session.add_all([dialogue, *made])
    session.flush()


def set_sides(session: Session, dialogue: Dialogue, sides: Mapping[UUID, Helix | None]) -> None:
    """Say to which side of society chambers belong; none: to no side in particular."""
    require_draft(dialogue)
    for chamber in chambers_of(session, dialogue):
        if chamber.id in sides:
            chamber.helix = sides[chamber.id]
            session.add(chamber)
    session.flush()


def set_times(session: Session, dialogue: Dialogue, times: Sequence[RoundTimes]) -> None:
    """Plan when the rounds open and close. Raises TimesOutOfOrder with the round."""
    require_draft(dialogue)
    planned = {each.position: each for each in times}
    rounds = rounds_of(session, dialogue)
    for each in rounds:
        if each.position in planned:
            chosen = planned[each.position]
            each.opens_at, each.closes_at = chosen.opens_at, chosen.closes_at
            each.hand_size, each.theme_exponent = chosen.hand_size, chosen.theme_exponent
            session.add(each)
    require_times_in_order(rounds)
    session.flush()
