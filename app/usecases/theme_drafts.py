"""Ask for the draft of a theme's name, and keep what the worker brings."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.queries.theme_drafts import Asked
from dialogue.errors import ChangedMeanwhile, NotFound
from dialogue.lifecycle import MACHINE, Actor
from dialogue.models import Dialogue, DraftState, Event, Theme, ThemeDraft, ThemeState


def ask_for_draft(
    session: Session, dialogue: Dialogue, theme: Theme, *, actor: Actor, now: datetime
) -> ThemeDraft:
    """Ask for a draft, or for another in place of the last; asking twice is asking once.

    Raises NotFound for a theme of another dialogue, ChangedMeanwhile for one out of use.
    """
    if theme.dialogue_id != dialogue.id:
        raise NotFound
    if theme.state is not ThemeState.ACTIVE:
        raise ChangedMeanwhile
    draft = session.get(ThemeDraft, theme.id, with_for_update=True)
    if draft is not None and draft.state is DraftState.ASKED:
        return draft
    if draft is None:
        draft = ThemeDraft(theme_id=theme.id, asked_at=now)
    before, draft.state = draft.state, DraftState.ASKED
    draft.label, draft.summary, draft.quotes, draft.problem = "", "", [], ""
    draft.model, draft.asked_at, draft.made_at = "", now, None
    event = tell(dialogue.id, draft, before, actor, now, kind="theme.draft_asked")
    session.add_all([draft, event])
    return draft


def store_draft(
    session: Session,
    asked: Asked,
    *,
    label: str,
    summary: str,
    quotes: list[dict[str, str]],
    model: str,
    told: str,
    now: datetime,
) -> bool:
    """Keep what the model wrote, unless the draft was done or asked for anew meanwhile."""
    draft = still_asked(session, asked)
    if draft is None:
        return False
    draft.label, draft.summary, draft.quotes, draft.model = label, summary, quotes, model
    finish(session, asked, draft, DraftState.DONE, told, now)
    return True


def fail_draft(session: Session, asked: Asked, *, problem: str, told: str, now: datetime) -> bool:
    """Say at the theme why there is no draft."""
    draft = still_asked(session, asked)
    if draft is None:
        return False
    draft.problem = str(problem)
    finish(session, asked, draft, DraftState.FAILED, told, now)
    return True


def still_asked(session: Session, asked: Asked) -> ThemeDraft | None:
    """Load the draft if it is still the one that was asked for then."""
    draft = session.get(ThemeDraft, asked.theme_id, with_for_update=True)
    if draft is None or draft.state is not DraftState.ASKED or draft.asked_at != asked.asked_at:
        return None
    return draft


def finish(
    session: Session,
    asked: Asked,
    draft: ThemeDraft,
    state: DraftState,
    reason: str,
    now: datetime,
) -> None:
    """End a draft and tell of it."""
    draft.state, draft.made_at = state, now
    event = tell(asked.dialogue_id, draft, DraftState.ASKED, MACHINE, now, kind="theme.drafted")
    event.reason = reason
    session.add_all([draft, event])


def tell(
    dialogue_id: UUID,
    draft: ThemeDraft,
    before: DraftState,
    actor: Actor,
    now: datetime,
    *,
    kind: str,
) -> Event:
    """Tell of a draft that was asked for or made."""
    return Event(
        dialogue_id=dialogue_id,
        kind=kind,
        subject_id=draft.theme_id,
        from_state=before,
        to_state=draft.state,
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=now,
    )
