"""All contributions, and the decisions about one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.errors import spoken
from app.i18n import current_language, gettext
from app.queries import moderation as queries
from app.queries.removals import needs_second_person, open_removal
from app.queries.translations import translations_of
from app.routes.facilitator.pages import attempt, desk_path, go, show_at_desk
from app.usecases import moderation, removals
from dialogue.errors import (
    NoteMissing,
    NotFound,
    ReasonDoesNotFit,
    ReasonMissing,
    Refusal,
    TextTooLong,
)
from dialogue.models import Contribution, ContributionState
from dialogue.moderation import (
    ModerationAction,
    ModerationReason,
    possible_actions,
    reason_named,
    reasons_for,
)

router = APIRouter()

SAID = {
    ModerationAction.HOLD: "held",
    ModerationAction.RELEASE: "released",
    ModerationAction.REMOVE: "removed",
}
DECIDE = {
    ModerationAction.HOLD: moderation.hold,
    ModerationAction.RELEASE: moderation.release,
    ModerationAction.REMOVE: removals.remove_or_ask,
}
# These are shown beside the form, with what was filled in; others are about the answer itself.
AT_THE_FORM = (ReasonMissing, ReasonDoesNotFit, NoteMissing, TextTooLong)


@router.get("/facilitator/dialogues/{slug}/contributions")
def list_contributions(
    request: Request,
    session: SessionDep,
    desk: Desk,
    search: str = "",
    state: str = "",
    page: int = 1,
) -> Response:
    """Show all contributions, a page at a time, by state and by words."""
    chosen = ContributionState(state) if state in set(ContributionState) else None
    words = search.replace("\0", "").strip()[:200]
    listed = queries.find_contributions(
        session, desk.dialogue, search=words, state=chosen, number=page
    )
    return show_at_desk(
        request, session, desk, "contributions.html", listed=listed,
        translations=translations_of(
            session, [each.id for each in listed.rows], current_language()
        ),
        search=words, state=chosen, states=list(ContributionState), labels=reason_labels(),
    )  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/contributions/{contribution_id}")
def show_contribution(
    request: Request, session: SessionDep, desk: Desk, contribution_id: UUID
) -> Response:
    """Show one contribution with what was decided about it and what can be decided now."""
    return show_one(request, session, desk, contribution_id)


@router.post("/facilitator/dialogues/{slug}/contributions/{contribution_id}/{action}")
def moderate_contribution(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    contribution_id: UUID,
    action: str,
    reason: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Hold, release or remove a contribution for a reason."""
    chosen = action_of(action)
    contribution = contribution_at(session, desk, contribution_id)
    refusal = attempt(
        session,
        lambda: DECIDE[chosen](
            session, contribution, reason=reason_named(reason), note=note, actor=desk.actor, now=now
        ),
        AT_THE_FORM,
    )
    if refusal is None:
        waits = chosen is ModerationAction.REMOVE and open_removal(session, contribution.id)
        return go(desk_path(desk, "moderation"), "removal-asked" if waits else SAID[chosen])
    return show_one(
        request, session, desk, contribution_id,
        tried=chosen, reason=reason, note=note, refusal=refusal,
    )  # fmt: skip


def show_one(
    request: Request,
    session: Session,
    desk: AtDesk,
    contribution_id: UUID,
    *,
    tried: ModerationAction | None = None,
    reason: str = "",
    note: str = "",
    refusal: Refusal | None = None,
) -> Response:
    """Show one contribution, with the refusal at the form that was sent."""
    each = queries.one_contribution(session, desk.dialogue, contribution_id)
    return show_at_desk(
        request,
        session,
        desk,
        "contribution.html",
        status_code=422 if refusal else 200,
        each=each,
        translations=translations_of(session, [each.id], current_language()),
        actions=[(action, reason_options(action)) for action in possible_actions(each.state)],
        labels=reason_labels(),
        two_people=needs_second_person(session, contribution_at(session, desk, each.id)),
        tried=tried,
        reason=reason,
        note=note,
        error=spoken(refusal) if refusal else "",
        error_field="note" if isinstance(refusal, NoteMissing | TextTooLong) else "reason",
    )


def action_of(action: str) -> ModerationAction:
    """Read which decision the address is about."""
    if action not in set(ModerationAction):
        raise NotFound
    return ModerationAction(action)


def reason_options(action: ModerationAction) -> list[tuple[str, str]]:
    """List the reasons that fit an action, in the language of the visitor."""
    return [(each.value, gettext(each.label)) for each in reasons_for(action)]


def reason_labels() -> dict[str, str]:
    """Put every reason in words."""
    return {each.value: gettext(each.label) for each in ModerationReason}


def contribution_at(session: Session, desk: AtDesk, contribution_id: UUID) -> Contribution:
    """Load a contribution of this dialogue."""
    found = session.get(Contribution, contribution_id)
    if found is None or found.dialogue_id != desk.dialogue.id:
        raise NotFound
    return found
