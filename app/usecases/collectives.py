"""For whom somebody speaks: for themselves, or for a group that may stay without a name."""

from sqlmodel import Session

from app.usecases.taking_part import one_at_a_time
from dialogue.errors import ConsentMissing, GroupNameTellsPerson, NotFound
from dialogue.models import Dialogue, Participant
from dialogue.moderation import find_personal_data
from dialogue.wording import clean_text

LONGEST_NAME = 120
UNNAMED = "–"  # stored for a group without a name, as empty means: for myself


def speak_for(
    session: Session, participant: Participant, *, group: bool, name: str = "", language: str
) -> None:
    """Remember that somebody speaks for a group, or for themselves; it may be changed later.

    The name is shown to nobody. Raises ConsentMissing, NotFound when the dialogue doesn't ask,
    GroupNameTellsPerson, or what ``clean_text`` raises.
    """
    if participant.consented_at is None:
        raise ConsentMissing
    if not session.get_one(Dialogue, participant.dialogue_id).asks_collective:
        raise NotFound
    stored = clean_name(name, language=language) or UNNAMED if group else ""
    one_at_a_time(session, participant)
    participant.collective = stored
    session.add(participant)


def clean_name(name: str, *, language: str) -> str:
    """Give the name of a group as it is stored, on one line; refuses the name of a person."""
    line = " ".join(name.split())
    if not line:
        return ""
    cleaned = clean_text(line, limit=LONGEST_NAME)
    if find_personal_data(cleaned, language=language):
        raise GroupNameTellsPerson
    return cleaned


def named_group(participant: Participant) -> str:
    """Give the name that somebody filled in, to show it to themselves."""
    return "" if participant.collective == UNNAMED else participant.collective
