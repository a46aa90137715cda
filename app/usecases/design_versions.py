"""Two facilitators who fill in one step plan never overwrite each other."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from dialogue.errors import ChangedMeanwhile
from dialogue.lifecycle import Actor, require_draft
from dialogue.models import Dialogue, DialogueState, Event

DESIGN_SAVED = "design.saved"


def claim_design(
    session: Session, dialogue: Dialogue, version: int, *, actor: Actor, now: datetime
) -> None:
    """Take the next version of a design, if nobody did since the page was shown.

    Raises ChangedMeanwhile, or DesignLocked when it was launched.
    """
    require_draft(dialogue)
    claimed = session.exec(
        update(Dialogue)
        .where(
            col(Dialogue.id) == dialogue.id,
            col(Dialogue.design_version) == version,
            col(Dialogue.state) == DialogueState.DRAFT,
        )
        .values(design_version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:
        raise ChangedMeanwhile
    session.refresh(dialogue, ["design_version"])
    session.add(
        Event(
            dialogue_id=dialogue.id,
            kind=DESIGN_SAVED,
            subject_id=dialogue.id,
            from_state=dialogue.state,
            to_state=dialogue.state,
            actor_role=actor.role,
            account_id=actor.account_id,
            happened_at=now,
        )
    )
