"""Open, move and close rounds, and follow the machine that looks for groups of answers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.i18n import gettext
from app.queries import parts, progress
from app.queries.round_changes import round_changes
from app.routes.facilitator.pages import attempt, desk_path, go, said, show_at_desk
from app.routes.facilitator.round_times_form import TimesForm
from app.usecases import analyses, dialogues, round_times
from dialogue.errors import (
    ChangedMeanwhile,
    NotFound,
    Refusal,
    TextTooLong,
    TimesReasonMissing,
    TransitionNotAllowed,
    UnreadableText,
)
from dialogue.models import DialogueState, Round, RoundKind, RoundState
from dialogue.round_times import LONGEST_REASON, closes_early, may_move

router = APIRouter()

WORDING = (TimesReasonMissing, TextTooLong, UnreadableText)


@router.post("/facilitator/dialogues/{slug}/rounds/{round_id}/open")
def open_round(session: SessionDep, desk: Desk, now: Now, round_id: UUID) -> Response:
    """Open the next round."""
    chosen = find_round(session, desk, round_id)
    dialogues.open_round(session, desk.dialogue, chosen, now=now, actor=desk.actor)
    return go(desk_path(desk), "opened")


@router.get("/facilitator/dialogues/{slug}/rounds/{round_id}/close")
def confirm_closing(
    request: Request, session: SessionDep, desk: Desk, now: Now, round_id: UUID
) -> Response:
    """Say what closing a round means, before it is done."""
    return show_closing(request, session, desk, find_round(session, desk, round_id), now)


@router.post("/facilitator/dialogues/{slug}/rounds/{round_id}/close")
def close_round(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    round_id: UUID,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Close an open round; nothing that arrives later counts. Before its time: with a reason."""
    chosen = find_round(session, desk, round_id)
    refusal = attempt(
        session,
        lambda: round_times.close_by_hand(
            session, desk.dialogue, chosen, reason=reason, actor=desk.actor, now=now
        ),
        beside_form=WORDING,
    )
    if refusal is None:
        return go(desk_path(desk), "closed")
    return show_closing(request, session, desk, chosen, now, reason=reason, refusal=refusal)


def show_closing(
    request: Request,
    session: Session,
    desk: AtDesk,
    chosen: Round,
    now: datetime,
    *,
    reason: str = "",
    refusal: Refusal | None = None,
) -> Response:
    """Show the last question before a round closes. Raises TransitionNotAllowed."""
    if desk.dialogue.state is not DialogueState.LAUNCHED or chosen.state is not RoundState.OPEN:
        raise TransitionNotAllowed
    following = parts.rounds_of(session, desk.dialogue)[chosen.position :]
    return show_at_desk(
        request, session, desk, "round_close.html", status_code=422 if refusal else 200,
        round=chosen, early=closes_early(chosen, now), next_round=next(iter(following), None),
        reason=reason, reason_limit=LONGEST_REASON,
        errors={"reason": said(refusal)} if refusal else {},
    )  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/rounds/{round_id}/times")
def show_times(
    request: Request, session: SessionDep, desk: Desk, now: Now, round_id: UUID
) -> Response:
    """Show when a round opens and closes, to move it."""
    chosen = find_round(session, desk, round_id)
    return times_page(request, session, desk, chosen, now, TimesForm.of(chosen))


@router.post("/facilitator/dialogues/{slug}/rounds/{round_id}/times")
def change_times(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    round_id: UUID,
    form: Annotated[TimesForm, Form()],
) -> Response:
    """Move the times of a round, or say at the field why not."""
    chosen = find_round(session, desk, round_id)
    try:
        wanted, seen = form.wanted(chosen), form.seen()
    except ValueError:
        return times_page(request, session, desk, chosen, now, form, unreadable=True)
    refusal = attempt(
        session,
        lambda: round_times.change_times(
            session, desk.dialogue, chosen, wanted, seen=seen, reason=form.reason,
            actor=desk.actor, now=now,
        ),
    )  # fmt: skip
    if refusal is None:
        return go(desk_path(desk), "times-changed")
    if isinstance(refusal, ChangedMeanwhile):
        form = TimesForm.of(chosen).model_copy(update={"reason": form.reason})
    return times_page(request, session, desk, chosen, now, form, refusal=refusal)


def times_page(
    request: Request,
    session: Session,
    desk: AtDesk,
    chosen: Round,
    now: datetime,
    form: TimesForm,
    *,
    refusal: Refusal | None = None,
    unreadable: bool = False,
) -> Response:
    """Show the form with what was filled in, and what was changed so far."""
    errors = {field_of(refusal): said(refusal)} if refusal else {}
    if unreadable:
        errors = {"closes_at": gettext("This is not a date and time.")}
    return show_at_desk(
        request, session, desk, "round_times.html", status_code=422 if errors else 200,
        round=chosen, form=form, errors=errors, reason_limit=LONGEST_REASON,
        may_move=may_move(desk.dialogue, chosen, now),
        changes=[
            each for each in round_changes(session, desk.dialogue)
            if each.position == chosen.position
        ],
    )  # fmt: skip


def field_of(refusal: Refusal) -> str:
    """Find the field that a refusal is about."""
    if isinstance(refusal, WORDING):
        return "reason"
    return str(refusal.params.get("part", "closes_at"))


@router.get("/facilitator/dialogues/{slug}/analysis")
def show_analysis(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show how far the machine is; htmx asks for this every few seconds."""
    run = progress.latest_run(session, desk.dialogue)
    busy = progress.still_busy(run)
    return show_at_desk(request, session, desk, "_analysis.html", run=run, busy=busy)


@router.post("/facilitator/dialogues/{slug}/analysis")
def analyse_again(session: SessionDep, desk: Desk, now: Now) -> Response:
    """Let the machine look again; what people decided stays."""
    asking = parts.round_of_kind(session, desk.dialogue, RoundKind.ASK)
    analyses.ask_again(session, desk.dialogue, asking, actor=desk.actor, now=now)
    return go(desk_path(desk), "asked")


def find_round(session: Session, desk: AtDesk, round_id: UUID) -> Round:
    """Load a round of this dialogue."""
    found = session.get(Round, round_id)
    if found is None or found.dialogue_id != desk.dialogue.id:
        raise NotFound
    return found
