"""Background: what somebody wants to tell about themselves, kept apart from what they said."""

from collections.abc import Mapping

from sqlmodel import Session

from app.usecases.taking_part import one_at_a_time
from dialogue.errors import ConsentMissing
from dialogue.models import Background, BackgroundLink, Dialogue, Participant


def save_background(
    session: Session, participant: Participant, answers: Mapping[str, str]
) -> Background | None:
    """Keep the chosen answers; what was left open or is no choice of the dialogue is left out.

    Answering again replaces the earlier answers. Raises ConsentMissing.
    """
    if participant.consented_at is None:
        raise ConsentMissing
    one_at_a_time(session, participant)
    dialogue = session.get_one(Dialogue, participant.dialogue_id)
    chosen = possible_answers(dialogue, answers)
    known = background_of(session, participant)
    if known is not None:
        known.answers = chosen
        return known
    if not chosen:
        return None
    background = Background(dialogue_id=dialogue.id, answers=chosen)
    session.add(background)
    session.flush()
    session.add(BackgroundLink(participant_id=participant.id, background_id=background.id))
    session.flush()
    return background


def tells_about_themselves(session: Session, participant: Participant) -> bool:
    """Tell whether somebody told anything about themselves, or for whom they speak."""
    return bool(participant.collective) or background_of(session, participant) is not None


def possible_answers(dialogue: Dialogue, answers: Mapping[str, str]) -> dict[str, str]:
    """Keep the answers that the dialogue's questions offer."""
    offered = {
        question["key"]: {option["key"] for option in question["options"]}
        for question in dialogue.background_questions
    }
    return {key: value for key, value in answers.items() if value in offered.get(key, ())}


def background_of(session: Session, participant: Participant) -> Background | None:
    """Load what this person told about themselves."""
    link = session.get(BackgroundLink, participant.id)
    return session.get(Background, link.background_id) if link else None
