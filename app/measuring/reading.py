"""Read people, codes and backgrounds as arrays, in a fixed number of statements.

Identifiers are read as text: a hundred thousand of them cost a tenth of what objects do.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Cast, ColumnElement, Select, String, cast, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.measuring.material import Codes, Flags, Labels, People
from dialogue.models import (
    Background,
    BackgroundLink,
    Chamber,
    Confirmation,
    Contribution,
    ContributionKind,
    Dialogue,
    Exposure,
    Hand,
    Invitation,
    Participant,
    Prompt,
    Proposal,
    ProposalState,
    Rating,
    Round,
    RoundKind,
    TrustLevel,
)

ROWS_AT_ONCE = 20_000
OPEN_LINK, IMPORT, UNKNOWN = "open_link", "import", "other"


def key_of(column: Any) -> Cast[str]:  # noqa: ANN401  (any column that holds an identifier)
    """Read an identifier as text, the same in every statement of one database."""
    return cast(column, String)


def stream(
    session: Session, query: Select[*tuple[Any, ...]]
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Give the rows of a statement, some thousands at a time, never all at once.

    By the connection: a session looks at every row whether it is an object.
    """
    result = session.connection().execute(query.execution_options(yield_per=ROWS_AT_ONCE))
    yield from result.partitions()


def read_codes(
    session: Session, dialogue: Dialogue, chambers: Sequence[Chamber]
) -> tuple[Codes, ...]:
    """Count the invitations that are alike in everything."""
    names = {each.id: each.key for each in chambers}
    groups = cast(col(Invitation.groups), String)
    used = col(Invitation.redeemed_on).is_not(None)
    together = (
        col(Invitation.chamber_id),
        col(Invitation.channel),
        col(Invitation.wave),
        groups,
        used,
    )
    query = (
        sql_select(*together, func.count())
        .where(col(Invitation.dialogue_id) == dialogue.id)
        .group_by(*together)
        .order_by(*together)
    )
    return tuple(
        Codes(names[chamber], channel, wave, json.loads(text or "{}") or {}, bool(redeemed), count)
        for chamber, channel, wave, text, redeemed, count in session.execute(query)
    )


def read_people(
    session: Session,
    dialogue: Dialogue,
    rounds: Sequence[Round],
    codes: Sequence[Codes],
) -> People:
    """Read everybody who consented (or was imported), with their groups and how far they went."""
    columns = (
        key_of(Participant.id),
        col(Chamber.key),
        cast(col(Participant.trust), String),
        col(Participant.channel),
        col(Participant.joined_on),
        col(Participant.collective) != "",
    )
    query = (
        sql_select(*columns)
        .join(Chamber, col(Chamber.id) == Participant.chamber_id)
        .where(*who_counts(dialogue))
        .order_by(columns[0])
    )
    rows = [row for part in stream(session, query) for row in part]
    keys, chamber, trust, channels, days, collective = zip(*rows, strict=True) if rows else (
        [()] * 6
    )  # fmt: skip
    place_of = {key: place for place, key in enumerate(keys)}
    usual = usual_channels(codes)
    started, finished = read_steps(session, dialogue, rounds, place_of)
    return People(
        place_of=place_of,
        chamber=np.array(chamber, dtype=np.str_),
        channel=np.array(
            [
                channel or channel_of(level, usual.get(where))
                for channel, level, where in zip(channels, trust, chamber, strict=True)
            ],
            dtype=np.str_,
        ),
        trust=np.array(trust, dtype=np.str_),
        day=np.array(days, dtype="datetime64[D]"),
        collective=np.array(collective, dtype=np.bool_),
        groups=read_groups(session, dialogue, place_of),
        started=started,
        finished=finished,
    )


def who_counts(dialogue: Dialogue) -> tuple[ColumnElement[bool], ...]:
    """Select who takes part knowingly, or was taken over from another system."""
    return (
        col(Participant.dialogue_id) == dialogue.id,
        or_(
            col(Participant.consented_at).is_not(None),
            col(Participant.trust) == TrustLevel.IMPORTED,
        ),
    )


def usual_channels(codes: Sequence[Codes]) -> dict[str, str]:
    """Name the one channel by which a chamber got its codes, where there is only one."""
    channels: dict[str, set[str]] = {}
    for each in codes:
        channels.setdefault(each.chamber, set()).add(each.channel)
    return {chamber: next(iter(those)) for chamber, those in channels.items() if len(those) == 1}


def channel_of(trust: str, usual: str | None) -> str:
    """Say how somebody came in of whom that was not written down."""
    if trust == TrustLevel.OPEN_LINK:
        return OPEN_LINK
    if trust == TrustLevel.IMPORTED:
        return IMPORT
    return usual or UNKNOWN


def read_groups(
    session: Session, dialogue: Dialogue, place_of: Mapping[str, int]
) -> dict[str, Labels]:
    """Read what people told of themselves: per question a label for everybody, "" for none."""
    names = {
        str(each["key"]): ["", *(str(option["key"]) for option in each["options"])]
        for each in dialogue.background_questions
    }
    number = {key: {name: at for at, name in enumerate(options)} for key, options in names.items()}
    chosen = {key: np.zeros(len(place_of), dtype=np.int64) for key in names}
    query = (
        sql_select(key_of(BackgroundLink.participant_id), cast(col(Background.answers), String))
        .join(Background, col(Background.id) == BackgroundLink.background_id)
        .where(col(Background.dialogue_id) == dialogue.id)
    )
    for part in stream(session, query):
        known = [(place_of[key], text) for key, text in part if key in place_of]
        told = json.loads(f"[{','.join(text for _, text in known)}]")  # all at once is faster
        at = [place for place, _ in known]
        for key, options in number.items():
            chosen[key][at] = [options.get(each.get(key), 0) for each in told]
    return {key: np.array(options, dtype=np.str_)[chosen[key]] for key, options in names.items()}


def read_steps(
    session: Session, dialogue: Dialogue, rounds: Sequence[Round], place_of: Mapping[str, int]
) -> tuple[Flags, Flags]:
    """Say of everybody in which rounds they did anything, and which they finished."""
    started = np.zeros((len(place_of), len(rounds)), dtype=np.bool_)
    finished = np.zeros_like(started)
    for column, each in enumerate(rounds):
        if each.opened_at is None:
            continue
        if each.kind is RoundKind.WEIGH:
            began, done = weighed_in(session, each)
        else:
            began, done = handed_in(session, each)
        started[places(began | done, place_of), column] = True
        finished[places(done, place_of), column] = True
    return started, finished


def handed_in(session: Session, each: Round) -> tuple[set[str], set[str]]:
    """Say who answered or judged anything, and who did all there was, in an ask or confirm round.

    In an ask round that is every question; in a confirm round every proposal that is published.
    """
    if each.kind is RoundKind.ASK:
        person, thing = col(Contribution.participant_id), col(Contribution.prompt_id)
        wanted = [
            col(Contribution.round_id) == each.id,
            col(Contribution.kind) == ContributionKind.ANSWER,
        ]
        all_of = sql_select(func.count()).where(col(Prompt.round_id) == each.id)
    else:
        person, thing = col(Confirmation.participant_id), col(Confirmation.proposal_id)
        wanted = [col(Confirmation.round_id) == each.id]
        all_of = sql_select(func.count()).where(
            col(Proposal.dialogue_id) == each.dialogue_id,
            col(Proposal.state) != ProposalState.DRAFT,
        )
    most = session.execute(all_of).scalar_one()
    query = (
        sql_select(key_of(person), func.count(func.distinct(thing))).where(*wanted).group_by(person)
    )
    count_of = {key: count for part in stream(session, query) for key, count in part}
    return set(count_of), {key for key, count in count_of.items() if count >= most}


def weighed_in(session: Session, weighing: Round) -> tuple[set[str], set[str]]:
    """Say who was shown or rated anything, and who rated as many cards as one hand holds.

    Whoever rated on paper, or in another system, had no hand of ours: the usual size counts.
    """
    shown = sql_select(col(Exposure.id)).where(col(Exposure.hand_id) == Hand.id).exists()
    hands = (
        sql_select(key_of(Hand.participant_id), func.min(Hand.size))
        .where(col(Hand.round_id) == weighing.id, shown)
        .group_by(col(Hand.participant_id))
    )
    rated = (
        sql_select(key_of(Rating.participant_id), func.count())
        .where(col(Rating.round_id) == weighing.id, col(Rating.revision) == 1)
        .group_by(col(Rating.participant_id))
    )
    size_of = {key: size for part in stream(session, hands) for key, size in part}
    count_of = {key: count for part in stream(session, rated) for key, count in part}
    done = {key for key, n in count_of.items() if n >= size_of.get(key, weighing.hand_size)}
    return set(size_of) | set(count_of), done


def places(keys: set[str], place_of: Mapping[str, int]) -> list[int]:
    """Give where these people are; who did not consent is nowhere."""
    return [place_of[key] for key in keys if key in place_of]
