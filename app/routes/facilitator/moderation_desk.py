"""The queue of held texts: a decision about one or about several, without leaving the page."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.queries.held_queue import decided_at_once, held_queue
from app.queries.moderation import Passage, marked, reason_counts
from app.queries.removals import colleagues, open_appeals, second_looks, waiting_removals
from app.routes.facilitator.moderation import (
    AT_THE_FORM,
    contribution_at,
    reason_labels,
    reason_options,
)
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    go,
    ids_of,
    said,
    show_at_desk,
    text_of,
)
from app.usecases import moderation
from app.usecases.moderating_several import Several, decide_several, hold_again
from dialogue.errors import (
    EmptyText,
    NotFound,
    NothingChosen,
    NothingLeft,
    NothingTakenOut,
    NoWords,
    Refusal,
    TextTooLong,
    UnreadableText,
    WordsAdded,
)
from dialogue.models import Contribution
from dialogue.moderation import ModerationAction, ModerationReason, reason_named
from dialogue.redaction import take_out
from dialogue.wording import clean_text

router = APIRouter()

# More boxes than this can't be ticked on one page.
MOST_AT_ONCE = 200


class OnlyLooked(Exception):
    """Takes back what was tried: it was only looked at, nobody said to be sure yet."""


AT_THE_WORDS = (
    WordsAdded, NothingTakenOut, NothingLeft, EmptyText, NoWords, TextTooLong, UnreadableText,
)  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """What was filled in at one text, what is wrong with it, and how the words would look."""

    contribution_id: UUID
    reason: str = ""
    note: str = ""
    left: str = ""
    error: str = ""
    at: str = ""
    preview: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Happened:
    """What the decision that led here did, as the address of the page says."""

    decided: int = 0
    asked: int = 0
    left_out: int = 0
    moment: str = ""

    @property
    def at(self) -> datetime | None:
        """The moment of that decision, if the address holds one."""
        return moment_of(self.moment)


@router.get("/facilitator/dialogues/{slug}/moderation")
def show_queue(
    request: Request,
    session: SessionDep,
    desk: Desk,
    happened: Annotated[Happened, Depends()],
    page: int = 1,
) -> Response:
    """Show what waits for a decision, for a second person and for an answer to its author."""
    return queue_page(request, session, desk, page=page, happened=happened)


@router.post("/facilitator/dialogues/{slug}/moderation/decide")
def decide_one(
    request: Request, session: SessionDep, desk: Desk, now: Now, form: PostedForm
) -> Response:
    """Decide about one text, and about what is like it where that was ticked."""
    chosen = chosen_in(session, desk, form, "contribution", "also")
    action, reason = decision_in(form)
    tried = Tried(chosen[0].id, reason or "", text_of(form, "note"), at="reason")
    made: list[Several] = []
    refusal = attempt(
        session,
        lambda: made.append(
            decide_several(
                session, chosen, action, reason=reason, note=tried.note, actor=desk.actor, now=now
            )
        ),
        AT_THE_FORM,
    )
    if refusal is None:
        return back_to_queue(desk, form, made[0], now)
    return queue_page(
        request, session, desk, page=page_in(form), refusal=refusal,
        tried=Tried(tried.contribution_id, tried.reason, tried.note, "", said(refusal), "reason"),
    )  # fmt: skip


@router.post("/facilitator/dialogues/{slug}/moderation/words")
def take_words_out(
    request: Request, session: SessionDep, desk: Desk, now: Now, form: PostedForm
) -> Response:
    """Show how a text reads without some words; a second time, release it like that."""
    each = chosen_in(session, desk, form, "contribution")[0]
    left = text_of(form, "left")
    if text_of(form, "sure") == "yes":
        return release_words(request, session, desk, now, form, each)
    preview: tuple[Passage, ...] = ()
    refusal: Refusal | None = None
    try:
        without = take_out(moderation.present_words(session, each), clean_text(left))
        preview = marked(without, each.language)
    except AT_THE_WORDS as problem:
        refusal = problem
    tried = Tried(
        each.id, left=left, preview=preview, at="left", error=said(refusal) if refusal else ""
    )
    return queue_page(request, session, desk, page=page_in(form), tried=tried, refusal=refusal)


def release_words(
    request: Request,
    session: Session,
    desk: AtDesk,
    now: datetime,
    form: FormData,
    each: Contribution,
) -> Response:
    """Release a text with the words that the preview showed."""
    left = text_of(form, "left")
    refusal = attempt(
        session,
        lambda: moderation.release_without(session, each, left=left, actor=desk.actor, now=now),
        AT_THE_WORDS,
    )
    if refusal is None:
        return back_to_queue(desk, form, Several(1, 0, 0), now)
    return queue_page(
        request, session, desk, page=page_in(form), refusal=refusal,
        tried=Tried(each.id, left=left, error=said(refusal), at="left"),
    )  # fmt: skip


@router.post("/facilitator/dialogues/{slug}/moderation/several")
def decide_about_several(
    request: Request, session: SessionDep, desk: Desk, now: Now, form: PostedForm
) -> Response:
    """Show once more what one decision is about; when that is confirmed, take it."""
    refusal: Refusal | None = None
    chosen = chosen_in(session, desk, form, "contribution", may_be_none=True)
    action, reason = decision_in(form)
    made: list[Several] = []

    def act() -> None:
        if not chosen:
            raise NothingChosen
        with suppress(OnlyLooked), session.begin_nested():
            made.append(
                decide_several(
                    session, chosen, action, reason=reason, note=text_of(form, "note"),
                    actor=desk.actor, now=now,
                )
            )  # fmt: skip
            if text_of(form, "sure") != "yes":
                raise OnlyLooked

    refusal = attempt(session, act, (NothingChosen, *AT_THE_FORM))
    if refusal is not None:
        return queue_page(
            request, session, desk, page=page_in(form), refusal=refusal, at_several=True, form=form
        )
    if text_of(form, "sure") == "yes":
        return back_to_queue(desk, form, made[0], now)
    return show_at_desk(
        request, session, desk, "moderation_several.html",
        chosen=[(each, moderation.present_words(session, each)) for each in chosen],
        action=action, reason=reason, note=text_of(form, "note"), number=page_in(form),
        labels=reason_labels(), outcome=made[0],
    )  # fmt: skip


@router.post("/facilitator/dialogues/{slug}/moderation/again")
def hold_once_more(session: SessionDep, desk: Desk, now: Now, form: PostedForm) -> Response:
    """Take the decision of a moment ago back: hold its texts again."""
    moment = moment_of(text_of(form, "moment"))
    if moment is None:
        raise NotFound
    mine = decided_at_once(session, desk.dialogue, desk.staff.account.id, moment)
    hold_again(session, mine, actor=desk.actor, now=now)
    return go(f"{desk_path(desk, 'moderation')}", "held-again")


def queue_page(
    request: Request,
    session: Session,
    desk: AtDesk,
    *,
    page: int,
    happened: Happened | None = None,
    tried: Tried | None = None,
    refusal: Refusal | None = None,
    at_several: bool = False,
    form: FormData | None = None,
) -> Response:
    """Show the queue, after a refusal with what was filled in and what is wrong."""
    me, happened = desk.staff.account.id, happened or Happened()
    undo = decided_at_once(session, desk.dialogue, me, happened.at) if happened.at else ()
    return show_at_desk(
        request,
        session,
        desk,
        "moderation.html",
        status_code=422 if refusal else 200,
        queue=held_queue(session, desk.dialogue, number=page),
        waiting=waiting_removals(session, desk.dialogue, me),
        appeals=open_appeals(session, desk.dialogue, me),
        alone=not colleagues(session, desk.dialogue, [me]),
        counts=reason_counts(session, desk.dialogue),
        looks=second_looks(session, desk.dialogue),
        labels=reason_labels(),
        to_show=reason_options(ModerationAction.RELEASE),
        to_remove=reason_options(ModerationAction.REMOVE),
        happened=happened,
        undo=len(undo),
        tried=tried,
        several_error=said(refusal) if refusal and at_several else "",
        ticked=ids_of(form, "contribution") if form and at_several else [],
    )


def chosen_in(
    session: Session, desk: AtDesk, form: FormData, *names: str, may_be_none: bool = False
) -> list[Contribution]:
    """Load the texts that a form is about, in order, each once. Raises NotFound."""
    ids = dict.fromkeys(one for name in names for one in ids_of(form, name))
    if not ids and not may_be_none:
        raise NotFound
    return [contribution_at(session, desk, one) for one in list(ids)[:MOST_AT_ONCE]]


def decision_in(form: FormData) -> tuple[ModerationAction, ModerationReason | None]:
    """Read a decision and its reason; "made safe" is a decision with its reason."""
    action, reason = text_of(form, "action"), reason_named(text_of(form, "reason"))
    if action == ModerationReason.MADE_SAFE:
        return ModerationAction.RELEASE, ModerationReason.MADE_SAFE
    if action not in (ModerationAction.RELEASE, ModerationAction.REMOVE):
        raise NotFound
    return ModerationAction(action), reason


def page_in(form: FormData) -> int:
    """Read on which page of the queue somebody was."""
    number = text_of(form, "page")
    return int(number) if number.isdecimal() and len(number) < 7 else 1


def moment_of(text: str) -> datetime | None:
    """Read a moment in an address; anything else is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def back_to_queue(desk: AtDesk, form: FormData, made: Several, now: datetime) -> RedirectResponse:
    """Go back to the queue where somebody was, and say there what was done."""
    answer = go(
        desk_path(desk, "moderation"),
        page=page_in(form),
        decided=made.done,
        asked=made.asked,
        left_out=made.left_out,
        moment=now.isoformat() if made.done else "",
    )
    answer.headers["location"] += "#queue"
    return answer
