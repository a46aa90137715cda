"""Which codes were made, in which waves and for whom, and at least how many were used."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Row, Text, cast, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.queries.participation_figures import read_participation
from dialogue.models import Chamber, Dialogue, Invitation

Counted: TypeAlias = Row[int, UUID, str, date | None, str, int]
Place: TypeAlias = tuple[str, str, int]


@dataclass(frozen=True)
class GroupOfWave:
    """How many codes were made for people of whom this was known; nothing: not known."""

    groups: Mapping[str, str]
    made: int


@dataclass(frozen=True)
class Wave:
    """Codes that were made together: one chamber, channel and wave, with one last day.

    used: at least so many of the whole wave, as it was measured; none when hidden, or when the
    wave has several last days: only cells of chamber, channel and wave are counted. How many codes
    of a group were used is told with the other figures of groups, where small ones are hidden
    together.
    """

    chamber: Chamber
    channel: str
    wave: int
    expires_on: date | None
    made: int
    used: int | None
    groups: tuple[GroupOfWave, ...] = ()


def waves_of(session: Session, dialogue: Dialogue, chambers: Sequence[Chamber]) -> list[Wave]:
    """List the invitations that were made, and at least how many of each were used."""
    named = {chamber.id: chamber for chamber in chambers}
    together = groupby(count_codes(session, dialogue), key=lambda row: row[:4])
    waves = [wave_of(named[key[1]], list(rows)) for key, rows in together]
    days = Counter(place_of(each) for each in waves)
    used = codes_used(session, dialogue)
    return [
        replace(each, used=used.get(place_of(each)) if days[place_of(each)] == 1 else None)
        for each in waves
    ]


def codes_in(session: Session, dialogue: Dialogue) -> int:
    """Count the codes that were made for a dialogue."""
    query = sql_select(func.count()).where(col(Invitation.dialogue_id) == dialogue.id)
    return session.scalar(query) or 0


def codes_used(session: Session, dialogue: Dialogue) -> dict[Place, int | None]:
    """Read at least how many codes of each wave were used, as it was measured last."""
    measured = read_participation(session, dialogue)
    rows = measured.figures.funnel.waves if measured else ()
    return {(row.chamber, row.channel, row.wave): row.used for row in rows}


def place_of(wave: Wave) -> Place:
    """Name a wave as the figures do."""
    return wave.chamber.key, wave.channel, wave.wave


def count_codes(session: Session, dialogue: Dialogue) -> Sequence[Counted]:
    """Count codes made by wave, chamber, channel, last day and groups, in that order."""
    # As text: PostgreSQL holds no two JSON documents to be equal.
    groups = cast(col(Invitation.groups), Text)
    by = (
        col(Invitation.wave),
        col(Invitation.chamber_id),
        col(Invitation.channel),
        col(Invitation.expires_on),
        groups,
    )
    query = (
        sql_select(*by, func.count())
        .where(col(Invitation.dialogue_id) == dialogue.id)
        .group_by(*by)
        .order_by(*by)
    )
    return session.execute(query).all()


def wave_of(chamber: Chamber, rows: Sequence[Counted]) -> Wave:
    """Put the groups of a wave together."""
    wave, _, channel, expires_on = rows[0][:4]
    groups = tuple(GroupOfWave(json.loads(row[4]), row[5]) for row in rows)
    known = groups if any(each.groups for each in groups) else ()
    made = sum(each.made for each in groups)
    return Wave(chamber, channel, wave, expires_on, made, used=None, groups=known)
