"""Read what was said, shown and weighed as arrays, and what people said about taking part."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import String, and_, cast, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.measuring.material import (
    AnswerLog,
    Floats,
    IndicatorAnswers,
    Places,
    Said,
    ScaleAnswers,
    Weighed,
)
from app.measuring.reading import key_of, stream
from dialogue.models import (
    ClosingAnswer,
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Embedding,
    Exposure,
    Indicator,
    IndicatorAnswer,
    Moment,
    Placement,
    Rating,
    Round,
    RoundKind,
    Theme,
    ThemeState,
)
from participation.heard import FEELING_HEARD, LEGITIMACY, PULSE, Item

ITEMS: dict[str, tuple[Item, ...]] = {
    "heard": FEELING_HEARD,
    "pulse": PULSE,
    "legitimacy": LEGITIMACY,
}
NOWHERE = -1
START = datetime(1970, 1, 1, tzinfo=UTC)
Answered: TypeAlias = tuple[int, datetime, list[float]]
# A rating as eight digits: its value (-9 to 8, 9 for can't say) + 50, its revision + 100,000.
NO_VALUE, ADDED, ADDED_TO_REVISION, DIGITS = 9, 50, 100_000, 8


def read_said(session: Session, dialogue: Dialogue, people: Mapping[str, int]) -> Said:
    """Read the contributions that may be seen, of those who count; enrichments as well."""
    query = (
        sql_select(
            key_of(Contribution.id),
            key_of(Contribution.participant_id),
            cast(col(Contribution.kind), String),
        )
        .where(*visible(dialogue))
        .order_by(col(Contribution.created_at), key_of(Contribution.id))
    )
    rows = [row for part in stream(session, query) for row in part if row[1] in people]
    place_of = {row[0]: place for place, row in enumerate(rows)}
    return Said(
        place_of=place_of,
        author=np.array([people[row[1]] for row in rows], dtype=np.int64),
        answer=np.array([row[2] == ContributionKind.ANSWER for row in rows], dtype=np.bool_),
        theme=read_themes(session, dialogue, place_of),
        showings=read_showings(session, dialogue, place_of),
        vectors=read_vectors(session, dialogue, place_of),
    )


def visible(dialogue: Dialogue) -> tuple[Any, Any]:
    """Select what may be seen of a dialogue."""
    return (
        col(Contribution.dialogue_id) == dialogue.id,
        col(Contribution.state) == ContributionState.VISIBLE,
    )


def read_themes(session: Session, dialogue: Dialogue, place_of: Mapping[str, int]) -> Places:
    """Give the number of the theme of each contribution, -1 for none."""
    query = (
        sql_select(key_of(Placement.contribution_id), col(Theme.number))
        .join(Theme, col(Theme.id) == Placement.theme_id)
        .where(
            col(Placement.dialogue_id) == dialogue.id, col(Theme.state) == ThemeState.ACTIVE
        )
    )  # fmt: skip
    return filled(session, query, place_of, NOWHERE)


def read_showings(session: Session, dialogue: Dialogue, place_of: Mapping[str, int]) -> Places:
    """Count how often each contribution was put before somebody's eyes."""
    shown = (
        sql_select(func.count())
        .where(col(Exposure.contribution_id) == Contribution.id)
        .correlate(Contribution)
        .scalar_subquery()
    )
    query = sql_select(key_of(Contribution.id), shown).where(*visible(dialogue))
    return filled(session, query, place_of, 0)


def filled(session: Session, query: Any, place_of: Mapping[str, int], empty: int) -> Places:  # noqa: ANN401  (a statement of any two columns)
    """Read a number per contribution into an array."""
    found = np.full(len(place_of), empty, dtype=np.int64)
    for part in stream(session, query):
        for key, number in part:
            place = place_of.get(key)
            if place is not None:
                found[place] = number
    return found


def read_vectors(session: Session, dialogue: Dialogue, place_of: Mapping[str, int]) -> Any:  # noqa: ANN401  (an array or none)
    """Read the vectors of the model that read most contributions; zeros where there is none."""
    current = and_(
        col(ContributionVersion.contribution_id) == Contribution.id,
        col(ContributionVersion.number) == Contribution.current_version,
    )
    query = (
        sql_select(key_of(Contribution.id), col(Embedding.fingerprint), col(Embedding.vector))
        .join(ContributionVersion, current)
        .join(Embedding, col(Embedding.version_id) == ContributionVersion.id)
        .where(*visible(dialogue))
    )
    by_model: dict[str, np.ndarray[Any, np.dtype[np.int8]]] = {}
    read: Counter[str] = Counter()
    for part in stream(session, query):
        for key, model, vector in part:
            place = place_of.get(key)
            if place is None:
                continue
            if model not in by_model:
                by_model[model] = np.zeros((len(place_of), len(vector)), dtype=np.int8)
            if len(vector) == by_model[model].shape[1]:
                by_model[model][place] = np.frombuffer(vector, dtype=np.int8)
                read[model] += 1
    chosen = max(by_model, key=lambda model: (read[model], model), default=None)
    return None if chosen is None else by_model[chosen]


def read_weighed(
    session: Session,
    rounds: Sequence[Round],
    people: Mapping[str, int],
    contributions: Mapping[str, int],
) -> Weighed:
    """Read the ratings that count: the last revision, and of two rounds the later."""
    weighing = [each for each in rounds if each.kind is RoundKind.WEIGH and each.opened_at]
    reach = max((each.scale.reach for each in weighing), default=1)
    parts = [read_round(session, each, people, contributions, reach) for each in weighing]
    empty = np.zeros((0, 5))
    table = np.concatenate(parts) if parts else empty
    whole = table[:, :4].astype(np.int64)
    person, contribution, position = whole[:, 0], whole[:, 1], whole[:, 2]
    # Of a changed mind the last revision, of two rounds the later one.
    revisions = int(whole[:, 3].max(initial=0)) + 1
    pair = person * max(len(contributions), 1) + contribution
    order = last_of_each(pair, position * revisions + whole[:, 3])
    return Weighed(person[order], contribution[order], position[order], table[order, 4])


def last_of_each(pair: Places, later: Places) -> Places:
    """Give the rows sorted by pair, of equal pairs only the one that came last."""
    order = np.argsort(pair * (int(later.max(initial=0)) + 1) + later, kind="stable")
    ordered = pair[order]
    is_last = np.ones(len(order), dtype=np.bool_)
    is_last[:-1] = ordered[1:] != ordered[:-1]
    return order[is_last]


def read_round(
    session: Session,
    weighing: Round,
    people: Mapping[str, int],
    contributions: Mapping[str, int],
    reach: int,
) -> Floats:
    """Read person, contribution, position of the round, revision and value of every rating.

    The database gives one row per person, with all ratings behind one another at a fixed width: a
    million rows would cost seconds.
    """
    rated = cast(col(Rating.contribution_id), String)
    value = cast(func.coalesce(col(Rating.value), NO_VALUE) + ADDED, String)
    revision = cast(col(Rating.revision) + ADDED_TO_REVISION, String)
    person = key_of(Rating.participant_id)
    query = (
        sql_select(person, func.aggregate_strings(rated + value + revision, ""))
        .where(col(Rating.round_id) == weighing.id)
        .group_by(col(Rating.participant_id))
    )
    found = [np.zeros((0, 5))]
    for part in stream(session, query):
        block = read_ratings_of(part, people, contributions)
        block[:, 2] = weighing.position
        block[:, 4] *= reach / weighing.scale.reach
        found.append(block[(block[:, :2] != NOWHERE).all(axis=1)])
    return np.concatenate(found)


def read_ratings_of(
    rows: Sequence[tuple[Any, ...]], people: Mapping[str, int], contributions: Mapping[str, int]
) -> Floats:
    """Take apart the ratings of some people: of each the identifier, then eight digits."""
    key = len(rows[0][0])
    width = key + DIGITS
    text = "".join(row[1] for row in rows)
    many = len(text) // width
    block = np.empty((many, 5))
    block[:, 0] = np.repeat(
        [people.get(row[0], NOWHERE) for row in rows], [len(row[1]) // width for row in rows]
    )
    block[:, 1] = [
        contributions.get(text[at : at + key], NOWHERE) for at in range(0, len(text), width)
    ]
    letters = np.frombuffer(text.encode("ascii"), dtype=np.uint8).reshape(many, width)[:, key:]
    digits = letters.astype(np.int64) - ord("0")
    value = digits[:, 0] * 10 + digits[:, 1] - ADDED
    block[:, 3] = digits[:, 3:] @ 10 ** np.arange(DIGITS - 4, -1, -1)
    block[:, 4] = np.where(value == NO_VALUE, np.nan, value)
    return block


def read_scales(
    session: Session, dialogue: Dialogue, people: Mapping[str, int]
) -> tuple[ScaleAnswers, ...]:
    """Read the answers per scale and moment, with their revisions."""
    query = (
        sql_select(
            cast(col(ClosingAnswer.moment), String),
            col(ClosingAnswer.scale),
            key_of(ClosingAnswer.participant_id),
            col(ClosingAnswer.created_at),
            col(ClosingAnswer.answers),
        )
        .where(col(ClosingAnswer.dialogue_id) == dialogue.id)
        .order_by(col(ClosingAnswer.created_at), col(ClosingAnswer.revision))
    )
    found: dict[tuple[str, str], list[Answered]] = {}
    for part in stream(session, query):
        for moment, scale, key, at, answers in part:
            if key in people and scale in ITEMS:
                values = [answers.get(item.key, np.nan) for item in ITEMS[scale]]
                found.setdefault((scale, moment), []).append((people[key], at, values))
    return tuple(
        ScaleAnswers(scale, Moment(moment), log_of(rows))
        for (scale, moment), rows in sorted(found.items())
    )


def log_of(rows: Sequence[Answered]) -> AnswerLog:
    """Turn rows, oldest first, into arrays."""
    person, at, values = zip(*rows, strict=True)
    return AnswerLog(
        person=np.array(person, dtype=np.int64),
        at=np.array([microseconds(each) for each in at], dtype=np.int64),
        values=np.array(values, dtype=np.float64),
    )


def microseconds(at: datetime) -> int:
    """Count microseconds since 1970; a database without zones gives times of UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (aware - START) // timedelta(microseconds=1)


def read_indicators(
    session: Session, dialogue: Dialogue, people: Mapping[str, int]
) -> tuple[IndicatorAnswers, ...]:
    """Read the answers to every indicator per moment, with their revisions."""
    wanted = select(Indicator).where(Indicator.dialogue_id == dialogue.id)
    indicators = session.exec(wanted.order_by(col(Indicator.position))).all()
    query = (
        sql_select(
            col(IndicatorAnswer.indicator_id),
            cast(col(IndicatorAnswer.moment), String),
            key_of(IndicatorAnswer.participant_id),
            col(IndicatorAnswer.created_at),
            col(IndicatorAnswer.value),
        )
        .where(col(IndicatorAnswer.indicator_id).in_([each.id for each in indicators]))
        .order_by(col(IndicatorAnswer.created_at), col(IndicatorAnswer.revision))
    )
    found: dict[Any, dict[Moment, list[Answered]]] = {each.id: {} for each in indicators}
    for part in stream(session, query):
        for one, moment, key, at, value in part:
            if key in people:
                row = (people[key], at, [float(value)])
                found[one].setdefault(Moment(moment), []).append(row)
    return tuple(
        IndicatorAnswers(each, {moment: log_of(rows) for moment, rows in found[each.id].items()})
        for each in indicators
    )
