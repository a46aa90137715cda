"""What somebody says about taking part itself: did they feel heard, was it fair, what changed.

A changed mind is a new revision. An answer without a single choice is kept too: this person was
asked, and would rather not say.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import delete
from sqlmodel import Session, col

from app.queries.closing import asked_now, indicators_of, own_answers
from app.queries.closing_statements import STATEMENTS
from app.queries.participation_mark import ERASED
from app.queries.parts import rounds_of
from app.usecases.taking_part import one_at_a_time
from dialogue import closing_questions as rules
from dialogue.errors import AlreadyUsedId, NotFound
from dialogue.lifecycle import ActorRole
from dialogue.models import ClosingAnswer, Dialogue, Event, IndicatorAnswer, Moment, Participant


def save_closing_answers(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    *,
    answer_id: UUID,
    moment: Moment,
    scale: str,
    answers: Mapping[str, int],
    now: datetime,
) -> ClosingAnswer:
    """Store how far somebody agrees (1 to 7) with the statements of a scale, by their keys.

    The same id with the same answers, or the same answers again, is the same row. Raises NotFound,
    AlreadyUsedId, NotAskedNow, QuestionUnknown or RatingOutOfScale.
    """
    items = STATEMENTS.get(scale, ())
    checked = rules.checked_answers(answers, [each.key for each in items])
    one_at_a_time(session, participant)
    sent = session.get(ClosingAnswer, answer_id)
    if sent is not None:
        return same_answer(sent, participant, moment, scale, checked)
    latest = own_answers(session, participant).scales.get((moment, scale))
    if latest is not None and latest.answers == checked:
        return latest
    require_asked(session, dialogue, participant, moment, scale, now=now)
    answer = ClosingAnswer(
        id=answer_id,
        dialogue_id=dialogue.id,
        participant_id=participant.id,
        moment=moment,
        scale=scale,
        revision=latest.revision + 1 if latest else 1,
        answers=checked,
        created_at=now,
    )
    session.add(answer)
    session.flush()
    return answer


def same_answer(
    sent: ClosingAnswer,
    participant: Participant,
    moment: Moment,
    scale: str,
    answers: Mapping[str, int],
) -> ClosingAnswer:
    """Return what this very request stored before. Raises AlreadyUsedId when it differs."""
    stored = (sent.participant_id, sent.moment, sent.scale, sent.answers)
    if stored != (participant.id, moment, scale, answers):
        raise AlreadyUsedId
    return sent


def save_indicator_answers(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    *,
    request_id: UUID,
    moment: Moment,
    answers: Mapping[UUID, int],
    now: datetime,
) -> list[IndicatorAnswer]:
    """Store the answers to a page of indicators; one that is left open now takes its answer back.

    The id of each answer follows from that of the request. Raises NotFound, AlreadyUsedId,
    NotAskedNow, QuestionUnknown or RatingOutOfScale.
    """
    checked = rules.checked_indicators(answers, indicators_of(session, dialogue))
    one_at_a_time(session, participant)
    own = own_answers(session, participant).indicators
    told = {one: each for (when, one), each in own.items() if when is moment}
    wanted = [
        IndicatorAnswer(
            id=uuid5(request_id, str(one)),
            indicator_id=one,
            participant_id=participant.id,
            moment=moment,
            revision=told[one].revision + 1 if one in told else 1,
            value=value,
            created_at=now,
        )
        for one, value in checked.items()
    ]
    stored = {each.id: stored_before(session, each, told.get(each.indicator_id)) for each in wanted}
    new = [each for each in wanted if stored[each.id] is None]
    gone = set(told) - set(checked)
    if new or gone:
        require_asked(session, dialogue, participant, moment, None, now=now)
        take_back(session, participant, moment, gone)
    session.add_all(new)
    session.flush()
    return [stored[each.id] or each for each in wanted]


def stored_before(
    session: Session, wanted: IndicatorAnswer, latest: IndicatorAnswer | None
) -> IndicatorAnswer | None:
    """Find the same answer, of this very request or the latest. Raises AlreadyUsedId."""
    sent = session.get(IndicatorAnswer, wanted.id)
    if sent is None:
        return latest if latest and latest.value == wanted.value else None
    stored = (sent.participant_id, sent.moment, sent.value)
    if stored != (wanted.participant_id, wanted.moment, wanted.value):
        raise AlreadyUsedId
    return sent


def take_back(
    session: Session, participant: Participant, moment: Moment, gone: Collection[UUID]
) -> None:
    """Erase somebody's answers to these indicators at a moment; no value stands for "none"."""
    session.execute(
        delete(IndicatorAnswer).where(
            col(IndicatorAnswer.participant_id) == participant.id,
            col(IndicatorAnswer.moment) == moment,
            col(IndicatorAnswer.indicator_id).in_(gone),
        )
    )


def require_asked(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    moment: Moment,
    scale: str | None,
    *,
    now: datetime,
) -> None:
    """Refuse unless this is asked of this person now. Raises NotFound or NotAskedNow."""
    if participant.dialogue_id != dialogue.id:
        raise NotFound
    asked = asked_now(session, dialogue, rounds_of(session, dialogue), participant, now=now)
    rules.require_asked(asked, moment, scale)


def erase_own_answers(session: Session, participant: Participant, *, now: datetime) -> None:
    """Erase everything that somebody answered here, with its history; what they said stays.

    The event says that it happened, not whose answers they were.
    """
    one_at_a_time(session, participant)
    if not own_answers(session, participant).anything:
        return
    for table in (ClosingAnswer, IndicatorAnswer):
        session.execute(delete(table).where(col(table.participant_id) == participant.id))
    session.add(
        Event(
            dialogue_id=participant.dialogue_id,
            kind=ERASED,
            subject_id=participant.dialogue_id,
            actor_role=ActorRole.PARTICIPANT,
            happened_at=now,
        )
    )
    session.flush()
