"""Mailings: made once with words and an audience, then sent by the worker; paused, gone on, ended.

A mailing row holds words and numbers only; addresses and codes stay sealed at the recipients.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.queries.audiences import (
    EMAIL,
    INVITATION,
    LETTER,
    TEXT_MESSAGE,
    Audience,
    count_by_way,
    groups_by_way,
)
from app.usecases.background import possible_answers
from app.usecases.invitations import FEWEST_OF_A_GROUP
from dialogue.errors import (
    EmptyText,
    LastDayNotChosen,
    MailingIsOver,
    NobodyToWriteTo,
    NotFound,
    NotLaunchedYet,
    SendingNotSetUp,
)
from dialogue.lifecycle import Actor
from dialogue.mailing_words import LAST_DAY, check_words, placeholders_in
from dialogue.models import (
    AddressList,
    Dialogue,
    DialogueState,
    Draw,
    Event,
    ListState,
    Mailing,
    MailingState,
)

PAUSE, RESUME, STOP = "pause", "resume", "stop"
CHANGES = {
    PAUSE: ((MailingState.READY, MailingState.SENDING), MailingState.PAUSED),
    RESUME: ((MailingState.PAUSED,), MailingState.READY),
    STOP: (
        (MailingState.READY, MailingState.SENDING, MailingState.PAUSED),
        MailingState.STOPPED,
    ),
}
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Plan:
    """What is to be sent to whom; ``texts`` as ``{language: {"subject", "text", "sms"}}``."""

    list_id: UUID
    draw_id: UUID | None
    kind: str
    channel: str
    wave: int
    texts: Words
    expires_on: date | None = None
    send_at: datetime | None = None

    def audience(self, today: date) -> Audience:
        """Say whom it is for."""
        return Audience(self.list_id, self.draw_id, self.kind, self.channel, today)


@dataclass(frozen=True)
class Reach:
    """How many people are reached, by way."""

    by_way: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Add up the ways."""
        return sum(self.by_way.values())


def reach_of(
    session: Session, dialogue: Dialogue, plan: Plan, *, ways_on: Collection[str], today: date
) -> Reach:
    """Count whom a plan reaches; refuse one that can't be carried out.

    ``ways_on``: by which ways this installation can send. Raises NotLaunchedYet, NotFound,
    EmptyText, PlaceholderUnknown, CodeNotInWords, LastDayNotChosen, NobodyToWriteTo,
    SendingNotSetUp.
    """
    if dialogue.state is not DialogueState.LAUNCHED:
        raise NotLaunchedYet
    require_own_list(session, dialogue, plan)
    reach = Reach(count_by_way(session, plan.audience(today)))
    if not reach.total:
        raise NobodyToWriteTo
    require_words(plan, reach)
    if not set(reach.by_way) <= {LETTER, *ways_on}:
        raise SendingNotSetUp
    return reach


def require_own_list(session: Session, dialogue: Dialogue, plan: Plan) -> None:
    """Refuse a list or a draw of another dialogue, or one that was erased."""
    found = session.get(AddressList, plan.list_id)
    mine = found is not None and found.dialogue_id == dialogue.id
    if found is None or not mine or found.state is not ListState.IMPORTED:
        raise NotFound
    draw = session.get(Draw, plan.draw_id) if plan.draw_id else None
    if plan.draw_id and (draw is None or draw.list_id != found.id):
        raise NotFound


def require_words(plan: Plan, reach: Reach) -> None:
    """Refuse words that would reach people without the way in; Dutch is always there."""
    dutch = plan.texts.get("nl", {})
    if needs(reach, EMAIL, LETTER) and not dutch.get("text", "").strip():
        raise EmptyText
    if needs(reach, TEXT_MESSAGE) and not dutch.get("sms", "").strip():
        raise EmptyText
    for words in plan.texts.values():
        for name in ("text", "sms"):
            if words.get(name, "").strip():
                check_words(words[name])
                if plan.expires_on is None and plan.kind == INVITATION:
                    require_no_last_day(words[name])


def require_no_last_day(text: str) -> None:
    """Refuse words about a last day that is not there."""
    if LAST_DAY in placeholders_in(text):
        raise LastDayNotChosen


def needs(reach: Reach, *ways: str) -> bool:
    """Tell whether anybody is reached by one of these ways."""
    return any(reach.by_way.get(way) for way in ways)


def make_mailing(
    session: Session,
    dialogue: Dialogue,
    plan: Plan,
    *,
    ways_on: Collection[str],
    actor: Actor,
    today: date,
    now: datetime,
) -> Mailing:
    """Make a mailing that the worker will send. Raises as ``reach_of``."""
    reach = reach_of(session, dialogue, plan, ways_on=ways_on, today=today)
    audience = plan.audience(today)
    mailing = Mailing(
        dialogue_id=dialogue.id, list_id=plan.list_id, draw_id=plan.draw_id, kind=plan.kind,
        channel=plan.channel, wave=plan.wave, total=reach.total,
        texts={language: dict(words) for language, words in plan.texts.items()},
        known_groups=known_groups(session, dialogue, audience) if plan.kind == INVITATION else [],
        expires_on=plan.expires_on, send_at=plan.send_at, account_id=actor.account_id, made_at=now,
    )  # fmt: skip
    session.add(mailing)
    session.flush()
    session.add(told(mailing, "mailing.made", "", actor, now))
    return mailing


def known_groups(session: Session, dialogue: Dialogue, audience: Audience) -> list[dict[str, Any]]:
    """List what is known of at least ten people of a chamber who are reached in the same way.

    Of fewer, whoever used such a code could be recognised: their invitations tell nothing.
    """
    sums: Counter[tuple[str, str, str]] = Counter()
    for chamber_id, way, groups, count in groups_by_way(session, audience):
        offered = possible_answers(dialogue, json.loads(groups))
        sums[str(chamber_id), way, json.dumps(offered, sort_keys=True)] += count
    return [
        {"chamber": chamber, "way": way, "groups": json.loads(groups)}
        for (chamber, way, groups), count in sorted(sums.items())
        if count >= FEWEST_OF_A_GROUP and json.loads(groups)
    ]


def change_mailing(
    session: Session, dialogue: Dialogue, mailing: Mailing, change: str, *, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Pause, resume or stop; what was sent stays sent. Raises NotFound, MailingIsOver."""
    if mailing.dialogue_id != dialogue.id or change not in CHANGES:
        raise NotFound
    allowed, after = CHANGES[change]
    if mailing.state not in allowed:
        raise MailingIsOver
    before, mailing.state = mailing.state, after
    if change == RESUME:
        mailing.problem, mailing.send_at = "", None
    if change == STOP:
        mailing.finished_at = now
    session.add_all([mailing, told(mailing, "mailing.changed", before, actor, now)])


def told(mailing: Mailing, kind: str, before: str, actor: Actor, now: datetime) -> Event:
    """Tell of a mailing: what it is and how far, nobody's address."""
    return Event(
        dialogue_id=mailing.dialogue_id,
        kind=kind,
        subject_id=mailing.id,
        from_state=before,
        to_state=mailing.state,
        actor_role=actor.role,
        account_id=actor.account_id,
        reason=f"{mailing.kind} by {mailing.channel}, wave {mailing.wave}",
        happened_at=now,
    )
