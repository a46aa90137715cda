"""What every act of a participant passes first: one at a time, consented, in an open round."""

from datetime import datetime

from sqlalchemy import bindparam, true
from sqlalchemy import select as sql_select
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from dialogue.errors import ConsentMissing, NotFound
from dialogue.lifecycle import require_accepting
from dialogue.models import Dialogue, Participant, Round

PERSON, ROUND = (SQLModel.metadata.tables[name] for name in ("participant", "round"))
HELD_PERSON = (
    sql_select(PERSON.c.consented_at)
    .where(PERSON.c.id == bindparam("participant"))
    .with_for_update(key_share=True)
    .cte("person")
)
# Built once: making a statement costs as much as asking the database.
BOTH_HELD = (
    sql_select(HELD_PERSON.c.consented_at, ROUND.c.state, ROUND.c.closes_at)
    .join_from(ROUND, HELD_PERSON, true())
    .where(ROUND.c.id == bindparam("round"))
    .with_for_update(read=True, of=ROUND)
)


def let_in(
    session: Session, dialogue: Dialogue, participant: Participant, chosen: Round, *, now: datetime
) -> None:
    """Do what the two functions below do, in one statement: for what happens most often.

    Raises NotFound, RoundClosed, RoundNotOpen or ConsentMissing.
    """
    require_same_dialogue(dialogue, participant, chosen)
    session.flush()
    held = session.execute(BOTH_HELD, {"participant": participant.id, "round": chosen.id}).one()
    set_committed_value(participant, "consented_at", held.consented_at)
    set_committed_value(chosen, "state", held.state)
    set_committed_value(chosen, "closes_at", held.closes_at)
    require_open_and_consented(dialogue, participant, chosen, now)


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
    require_same_dialogue(dialogue, participant, chosen)
    session.flush()
    session.refresh(chosen, with_for_update={"read": True})
    require_open_and_consented(dialogue, participant, chosen, now)


def require_same_dialogue(dialogue: Dialogue, participant: Participant, chosen: Round) -> None:
    """Refuse what belongs to another dialogue."""
    if dialogue.id != participant.dialogue_id or dialogue.id != chosen.dialogue_id:
        raise NotFound


def require_open_and_consented(
    dialogue: Dialogue, participant: Participant, chosen: Round, now: datetime
) -> None:
    """Refuse what comes too early, too late or without consent."""
    require_accepting(dialogue, chosen, now)
    if participant.consented_at is None:
        raise ConsentMissing
