"""Proposals: write one from a theme, link the answers it rests on, publish it."""

from collections.abc import Collection, Mapping
from typing import cast
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep
from app.errors import spoken
from app.queries import parts
from app.queries import proposals as queries
from app.queries.last_changes import last_change
from app.queries.themes import find_theme, themes_in_use
from app.routes.facilitator.conflicts import (
    SEEN,
    Values,
    differences,
    fields_in,
    read_seen,
    seen_in,
    settled,
    tidy,
    version_of,
)
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    draft_name,
    go,
    ids_of,
    said,
    show_at_desk,
    text_of,
)
from app.usecases import proposals
from dialogue.errors import (
    ChangedMeanwhile,
    EmptyText,
    NoWords,
    Refusal,
    TextTooLong,
    UnreadableText,
)
from dialogue.models import Proposal, RoundKind, RoundState, Theme
from dialogue.proposals import (
    NEEDED_WORDS,
    WORDS,
    ProposalWords,
    words_may_change,
)
from dialogue.wording import clean_text

router = APIRouter()

CHANGES = ("proposal.written", "proposal.changed")
AT_THE_FORM = (EmptyText, NoWords, TextTooLong, UnreadableText)


@router.get("/facilitator/dialogues/{slug}/proposals")
def list_proposals(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show the proposals and the themes that one can be written from."""
    rounds = parts.rounds_of(session, desk.dialogue)
    return show_at_desk(
        request, session, desk, "proposals.html",
        listed=queries.list_proposals(session, desk.dialogue),
        themes=themes_in_use(session, desk.dialogue),
        confirming=any(
            each.kind is RoundKind.CONFIRM and each.state is not RoundState.PLANNED
            for each in rounds
        ),
    )  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/proposals/new")
def new_proposal(request: Request, session: SessionDep, desk: Desk, theme: UUID) -> Response:
    """Show an empty form beside the answers of a theme."""
    chosen = find_theme(session, desk.dialogue, theme)
    return show_form(request, session, desk, chosen, None, {"title_nl": chosen.name}, ())


@router.post("/facilitator/dialogues/{slug}/themes/{theme_id}/proposals")
def write_proposal(
    request: Request, session: SessionDep, desk: Desk, now: Now, theme_id: UUID, form: PostedForm
) -> Response:
    """Store a draft, or show what is wrong with its words."""
    theme = find_theme(session, desk.dialogue, theme_id)
    words, sources = words_in(form), ids_of(form, "source")
    refusal = attempt(
        session,
        lambda: proposals.write_proposal(
            session, desk.dialogue, theme, source_ids=sources, actor=desk.actor, now=now, **words
        ),
        AT_THE_FORM,
    )
    if refusal is not None:
        values = cast("dict[str, str]", words)
        return show_form(request, session, desk, theme, None, values, sources)
    return go(desk_path(desk, "proposals"), "proposal-saved")


@router.get("/facilitator/dialogues/{slug}/proposals/{proposal_id}")
def show_proposal(request: Request, session: SessionDep, desk: Desk, proposal_id: UUID) -> Response:
    """Show a proposal with its sources; a form while its words may change."""
    proposal = queries.find_proposal(session, desk.dialogue, proposal_id)
    version = queries.present_version(session, proposal)
    values = {name: getattr(version, name) for name in WORDS}
    linked = queries.linked_ids(session, proposal)
    theme = theme_of(session, desk, proposal)
    return show_form(request, session, desk, theme, proposal, values, linked)


@router.post("/facilitator/dialogues/{slug}/proposals/{proposal_id}")
def change_proposal(
    request: Request, session: SessionDep, desk: Desk, now: Now, proposal_id: UUID, form: PostedForm
) -> Response:
    """Store the next version, or show what is wrong with its words."""
    proposal = queries.find_proposal(session, desk.dialogue, proposal_id)
    form = settled(form, fields_of(session, proposal))
    words, sources = words_in(form), ids_of(form, "source")
    version = version_of(form)
    refusal = attempt(
        session,
        lambda: proposals.change_proposal(
            session, proposal, version=version, source_ids=sources, actor=desk.actor, now=now,
            **words,
        ),
        (*AT_THE_FORM, ChangedMeanwhile),
    )  # fmt: skip
    if refusal is None:
        return go(desk_path(desk, "proposals", proposal.id), "proposal-saved")
    session.expire_all()  # what was read before a colleague's save is old
    if isinstance(refusal, ChangedMeanwhile) and proposal.current_version != version:
        return show_conflict(request, session, desk, proposal, form)
    theme, values = theme_of(session, desk, proposal), cast("dict[str, str]", words)
    about = {"source": said(refusal)} if isinstance(refusal, ChangedMeanwhile) else {}
    return show_form(
        request, session, desk, theme, proposal, values, sources, errors=about,
        seen=text_of(form, SEEN), version=version,
    )  # fmt: skip


def fields_of(session: Session, proposal: Proposal) -> dict[str, Values]:
    """Give what a proposal holds as its form would send it."""
    version = queries.present_version(session, proposal)
    sources = sorted(str(each) for each in queries.linked_ids(session, proposal))
    return {name: tidy([getattr(version, name)]) for name in WORDS} | {"source": tuple(sources)}


def show_conflict(
    request: Request, session: Session, desk: AtDesk, proposal: Proposal, form: FormData
) -> Response:
    """Show what a colleague saved beside what was sent, to choose field by field."""
    theirs, mine = fields_of(session, proposal), fields_in(form)
    mine["source"] = tuple(sorted(mine.get("source", ())))
    theme = theme_of(session, desk, proposal)
    linked = {*ids_of(form, "source"), *queries.linked_ids(session, proposal)}
    offered = queries.possible_sources(session, theme, linked)
    last = last_change(session, desk.dialogue, proposal.id, *CHANGES)
    return show_at_desk(
        request, session, desk, "proposal_conflict.html", status_code=409,
        proposal=proposal, mine=mine, seen=seen_in(theirs),
        found=differences(mine, theirs, read_seen(form), ("source",)),
        texts={str(each.id): each.text for each in offered},
        last=last, own=last is not None and last.account_id == desk.staff.account.id,
    )  # fmt: skip


@router.post("/facilitator/dialogues/{slug}/proposals/{proposal_id}/publish")
def publish_proposal(session: SessionDep, desk: Desk, now: Now, proposal_id: UUID) -> Response:
    """Let everybody read a proposal."""
    proposal = queries.find_proposal(session, desk.dialogue, proposal_id)
    proposals.publish_proposal(session, proposal, actor=desk.actor, now=now)
    return go(desk_path(desk, "proposals"), "proposal-published")


def words_in(form: FormData) -> ProposalWords:
    """Read the words of a proposal as they were sent."""
    return cast("ProposalWords", {name: text_of(form, name) for name in WORDS})


def problems(values: dict[str, str]) -> dict[str, str]:
    """Say by field what is wrong with the words."""
    found = {}
    for name, limit in WORDS.items():
        if name in NEEDED_WORDS or values.get(name):
            try:
                clean_text(values.get(name, ""), limit=limit)
            except Refusal as refusal:
                found[name] = spoken(refusal)
    return found


def theme_of(session: Session, desk: AtDesk, proposal: Proposal) -> Theme | None:
    """Load the theme that a proposal was written from."""
    return find_theme(session, desk.dialogue, proposal.theme_id) if proposal.theme_id else None


def show_form(
    request: Request,
    session: Session,
    desk: AtDesk,
    theme: Theme | None,
    proposal: Proposal | None,
    values: dict[str, str],
    linked: Collection[UUID],
    *,
    errors: Mapping[str, str] | None = None,
    seen: str = "",
    version: int = 0,
) -> Response:
    """Show the words of a proposal and the answers it may rest on."""
    refused = request.method == "POST"
    rounds = parts.rounds_of(session, desk.dialogue)
    return show_at_desk(
        request,
        session,
        desk,
        "proposal.html",
        status_code=422 if refused else 200,
        theme=theme,
        proposal=proposal,
        values=values,
        errors=(problems(values) if refused else {}) | dict(errors or {}),
        draft_name=draft_name(desk, "proposal", proposal.id if proposal else theme and theme.id),
        version=version or (proposal.current_version if proposal else 0),
        seen=seen or (seen_in(fields_of(session, proposal)) if proposal else ""),
        last=last_change(session, desk.dialogue, proposal.id, *CHANGES) if proposal else None,
        linked=set(linked),
        offered=queries.possible_sources(session, theme, set(linked)),
        may_change=proposal is None or words_may_change(proposal, rounds),
        limits=WORDS,
    )
