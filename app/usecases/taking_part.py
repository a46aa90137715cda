"""What every act of a participant passes first: one at a time, consented, in an open round."""

from datetime import datetime

from sqlmodel import Session

from dialogue.errors import ConsentMissing, NotFound
from dialogue.lifecycle import require_accepting
from dialogue.models import Dialogue, Participant, Round


def one_at_a_time(session: Session, participant: Participant) -> None:
    """Let one request of a person through at a time, so that a double tap is no race.

    PostgreSQL holds the row until the transaction ends; SQLite has one writer anyhow.
    """
    session.flush()  # a refresh would forget what was not sent to the database yet
    session.refresh(participant, with_for_update={"key_share": True})


def require_taking_part(
    session: Session, dialogue: Dialogue, participant: Participant, chosen: Round, *, now: datetime
) -> None:
    """Refuse unless this person consented and the round of this dialogue accepts now.

    The round is held as it is: who closes it waits for what is on its way in.
    Raises NotFound, RoundClosed, RoundNotOpen or ConsentMissing.
    """
    if dialogue.id != participant.dialogue_id or dialogue.id != chosen.dialogue_id:
        raise NotFound
    session.flush()
    session.refresh(chosen, with_for_update={"read": True})
    require_accepting(dialogue, chosen, now)
    if participant.consented_at is None:
        raise ConsentMissing
