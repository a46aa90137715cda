"""After the launch: correct a part of the promise, with a reason that everybody can read."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.queries.promise_changes import promise_changes
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    go,
    said,
    show_at_desk,
    text_of,
)
from app.usecases.promise_changes import change_promise
from dialogue.errors import ChangeReasonMissing, Refusal, TextTooLong
from dialogue.promise_changes import LONGEST_REASON, OPEN_PARTS, may_change, written

router = APIRouter()

LONGEST_COUNT = 6


@router.get("/facilitator/dialogues/{slug}/promise")
def show_promise(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show what may be corrected, and what was."""
    values = {part: written(desk.dialogue, part) for part in OPEN_PARTS}
    return show_changes(request, session, desk, values)


@router.post("/facilitator/dialogues/{slug}/promise")
def correct_promise(
    request: Request, session: SessionDep, desk: Desk, now: Now, form: PostedForm
) -> Response:
    """Change the parts that differ, or say at the field why not."""
    wanted = {part: text_of(form, part) for part in OPEN_PARTS if part in form}
    reason, seen = text_of(form, "reason"), text_of(form, "seen")
    refusal = attempt(
        session,
        lambda: change_promise(
            session, desk.dialogue, wanted, reason=reason, seen=number_of(seen),
            actor=desk.actor, now=now,
        ),
    )  # fmt: skip
    if refusal is None:
        return go(desk_path(desk, "promise"), "promise-changed")
    values = {part: written(desk.dialogue, part) for part in OPEN_PARTS} | wanted
    return show_changes(request, session, desk, values | {"reason": reason}, refusal)


def number_of(raw: str) -> int:
    """Read how many changes were on the page; what is none of ours is never right."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < LONGEST_COUNT else -1


def show_changes(
    request: Request,
    session: Session,
    desk: AtDesk,
    values: dict[str, str],
    refusal: Refusal | None = None,
) -> Response:
    """Show the form with what was filled in, and the changes so far."""
    return show_at_desk(
        request, session, desk, "promise.html", status_code=422 if refusal else 200,
        values=values, errors={field_of(refusal): said(refusal)} if refusal else {},
        open_now=may_change(desk.dialogue), changes=promise_changes(session, desk.dialogue),
        reason_limit=LONGEST_REASON,
    )  # fmt: skip


def field_of(refusal: Refusal) -> str:
    """Find the field that a refusal is about."""
    if isinstance(refusal, ChangeReasonMissing | TextTooLong):
        return "reason"
    return str(refusal.params.get("part", "purpose_nl"))
