"""Correct a part of the promise after the launch, openly and with a reason."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from app.i18n import TIME_ZONE
from app.queries.promise_changes import promise_changes
from dialogue.errors import ChangedMeanwhile
from dialogue.lifecycle import Actor
from dialogue.models import Dialogue
from dialogue.own_words import drop_words_that_changed
from dialogue.promise_changes import correct_promise


def change_promise(
    session: Session,
    dialogue: Dialogue,
    wanted: Mapping[str, str],
    *,
    reason: str,
    seen: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Store the parts that differ; ``seen`` is how many changes were on the page.

    Raises ChangedMeanwhile, and as ``dialogue.promise_changes.correct_promise``.
    """
    session.refresh(dialogue, with_for_update=True)
    if len(promise_changes(session, dialogue)) != seen:
        raise ChangedMeanwhile
    dutch = {"purpose": dialogue.purpose_nl}
    changes, event = correct_promise(
        dialogue, wanted, reason=reason, today=now.astimezone(TIME_ZONE).date(), now=now,
        actor=actor,
    )  # fmt: skip
    # In other languages the former purpose would be a promise that is not made any more.
    drop_words_that_changed(dialogue, dutch)
    session.add_all([dialogue, *changes, event])
    session.flush()
