"""A second person about a removal, and a facilitator about an author's objection."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.access import Desk
from app.deps import Now, SessionDep
from app.queries.removals import open_appeal
from app.routes.facilitator.moderation import AT_THE_FORM, contribution_at
from app.routes.facilitator.moderation_desk import Tried, queue_page
from app.routes.facilitator.pages import attempt, desk_path, go, said
from app.usecases import appeals, removals
from dialogue.errors import AnotherMustAnswer, AnswerMissing, ModerationNotPossible, SamePerson
from dialogue.moderation import reason_named

router = APIRouter()


@router.post("/facilitator/dialogues/{slug}/contributions/{contribution_id}/removal")
def decide_as_second(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    contribution_id: UUID,
    verdict: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Agree with a removal that a colleague asked for, or refuse it for a reason."""
    each = contribution_at(session, desk, contribution_id)

    def act() -> None:
        if verdict == "agree":
            removals.agree(session, each, actor=desk.actor, now=now)
        else:
            removals.refuse(
                session, each, reason=reason_named(reason), note=note, actor=desk.actor, now=now
            )

    refusal = attempt(session, act, (SamePerson, *AT_THE_FORM))
    if refusal is None:
        return go(desk_path(desk, "moderation"), "removed" if verdict == "agree" else "released")
    tried = Tried(each.id, reason=reason, note=note, error=said(refusal), at="removal")
    return queue_page(request, session, desk, page=1, tried=tried, refusal=refusal)


@router.post("/facilitator/dialogues/{slug}/contributions/{contribution_id}/appeal")
def answer_appeal(
    request: Request,
    session: SessionDep,
    desk: Desk,
    now: Now,
    contribution_id: UUID,
    verdict: Annotated[str, Form()] = "",
    answer: Annotated[str, Form()] = "",
) -> Response:
    """Answer an author's objection: the removal stands, or the answer is shown again."""
    each = contribution_at(session, desk, contribution_id)
    made = open_appeal(session, each.id)
    if made is None or verdict not in ("uphold", "overturn", "made_safe"):
        raise ModerationNotPossible

    def act() -> None:
        if verdict == "uphold":
            appeals.uphold(session, desk.dialogue, made, answer=answer, actor=desk.actor, now=now)
            return
        appeals.overturn(
            session, desk.dialogue, made, answer=answer, made_safe=verdict == "made_safe",
            actor=desk.actor, now=now,
        )  # fmt: skip

    refusal = attempt(session, act, (AnswerMissing, AnotherMustAnswer, *AT_THE_FORM))
    if refusal is None:
        return go(desk_path(desk, "moderation"), "objection-answered")
    tried = Tried(each.id, note=answer, error=said(refusal), at="appeal")
    return queue_page(request, session, desk, page=1, tried=tried, refusal=refusal)
