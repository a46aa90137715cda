"""Answer the closed question that may come with a prompt."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.usecases.taking_part import one_at_a_time, require_taking_part
from dialogue.errors import RatingOutOfScale
from dialogue.models import Dialogue, Participant, Prompt, Round, ScaleAnswer

SCALE = range(11)


def answer_scale(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    prompt: Prompt,
    *,
    value: int,
    now: datetime,
) -> ScaleAnswer:
    """Store an answer from 0 to 10; another answer later is a next revision.

    Raises RatingOutOfScale, RoundClosed, RoundNotOpen or ConsentMissing.
    """
    if value not in SCALE or not prompt.scale_nl:
        raise RatingOutOfScale
    one_at_a_time(session, participant)
    asking = session.get_one(Round, prompt.round_id)
    latest = latest_scale_answer(session, participant, prompt)
    if latest is not None and latest.value == value:
        return latest
    require_taking_part(session, dialogue, participant, asking, now=now)
    answer = ScaleAnswer(
        prompt_id=prompt.id,
        participant_id=participant.id,
        revision=latest.revision + 1 if latest else 1,
        value=value,
        created_at=now,
    )
    session.add(answer)
    session.flush()
    return answer


def latest_scale_answer(
    session: Session, participant: Participant, prompt: Prompt
) -> ScaleAnswer | None:
    """Load the answer on the 0-10 scale that counts."""
    query = select(ScaleAnswer).where(
        ScaleAnswer.prompt_id == prompt.id, ScaleAnswer.participant_id == participant.id
    )
    return session.exec(query.order_by(col(ScaleAnswer.revision).desc())).first()
