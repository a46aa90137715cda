"""Which codes were made, in which waves and for whom, and at least how many were used."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Row, Text, cast, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.queries.turnout import at_least
from dialogue.models import Chamber, Dialogue, Invitation

Counted: TypeAlias = Row[int, UUID, str, date | None, str, int, int]


@dataclass(frozen=True)
class GroupOfWave:
    """How many codes were made for people of whom this was known; nothing: not known."""

    groups: Mapping[str, str]
    made: int


@dataclass(frozen=True)
class Wave:
    """Codes that were made together: one chamber, channel and wave, with one last day.

    How many codes of a group were used is not here: that is told with the other figures of groups
    only, where small ones are hidden together.
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
    return [wave_of(named[key[1]], list(rows)) for key, rows in together]


def count_codes(session: Session, dialogue: Dialogue) -> Sequence[Counted]:
    """Count codes made and used by wave, chamber, channel, last day and groups, in that order."""
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
        sql_select(*by, func.count(), func.count(col(Invitation.redeemed_on)))
        .where(col(Invitation.dialogue_id) == dialogue.id)
        .group_by(*by)
        .order_by(*by)
    )
    return session.execute(query).all()


def wave_of(chamber: Chamber, rows: Sequence[Counted]) -> Wave:
    """Put the groups of a wave together."""
    wave, _, channel, expires_on = rows[0][:4]
    made, used = sum(row[5] for row in rows), sum(row[6] for row in rows)
    groups = tuple(GroupOfWave(json.loads(row[4]), row[5]) for row in rows)
    known = groups if any(each.groups for each in groups) else ()
    return Wave(chamber, channel, wave, expires_on, made, at_least((used,), known=made)[0], known)
