"""One proposal with its evidence, and the answer: written, looked over once more, made final."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.access import AtBoardTable, BoardTable
from app.deps import Now, SessionDep
from app.errors import spoken, status_of
from app.i18n import current_language
from app.queries import confirming, evidence
from app.queries import decisions as queries
from app.queries.parts import rounds_of
from app.templating import render
from app.usecases import decisions
from app.usecases.predictions import prediction_of
from dialogue.decisions import OWNER_LIMIT, REASON_LIMIT
from dialogue.errors import DecisionIncomplete
from dialogue.models import DialogueState, Outcome, ProposalState, new_id
from dialogue.proposals import may_predict

router = APIRouter()

PAGE = "/board/proposals/{proposal_id}"


@dataclass(frozen=True)
class DecisionForm:
    """The answer as it was typed: anything may be missing or wrong still."""

    outcome: str = ""
    reason: str = ""
    owner: str = ""
    due_on: str = ""
    decision_id: UUID | None = None
    seen_revision: int | None = None

    @property
    def chosen(self) -> Outcome | None:
        """The outcome, if one of the four was chosen."""
        return Outcome(self.outcome) if self.outcome in set(Outcome) else None

    @property
    def day(self) -> date | None:
        """The day, if it can be read as one."""
        try:
            return date.fromisoformat(self.due_on.strip())
        except ValueError:
            return None


def read_form(
    outcome: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    owner: Annotated[str, Form()] = "",
    due_on: Annotated[str, Form()] = "",
    decision_id: Annotated[UUID | None, Form()] = None,
    seen_revision: Annotated[int | None, Form()] = None,
) -> DecisionForm:
    """Read the fields as they came, so that they can be handed back."""
    return DecisionForm(outcome, reason, owner, due_on, decision_id, seen_revision)


TypedAnswer = Annotated[DecisionForm, Depends(read_form)]


@router.get(PAGE)
def show_proposal(request: Request, session: SessionDep, table: BoardTable, now: Now) -> Response:
    """Show a proposal, what it rests on, and the form to answer it."""
    return proposal_page(request, session, table, now, form=new_form(session, table))


@router.post(f"{PAGE}/summary")
def check_decision(
    request: Request, session: SessionDep, table: BoardTable, now: Now, form: TypedAnswer
) -> Response:
    """Show the answer as it would be stored, before it is made final; nothing is stored yet."""
    before = decisions.latest_decision(session, table.proposal)
    try:
        answer = decisions.check_new_answer(
            table.dialogue, table.proposal, before,
            outcome=form.chosen, reason=form.reason, owner=form.owner, due_on=form.day, now=now,
        )  # fmt: skip
    except DecisionIncomplete as refusal:
        return proposal_page(request, session, table, now, form=form, refusal=refusal)
    return render(
        request,
        "board/summary.html",
        table=table,
        proposal=queries.proposal_text(session, table.proposal, current_language()),
        answer=answer,
        before=before,
        today=queries.day_of(now),
        form=replace(form, decision_id=form.decision_id or new_id()),
    )


@router.post(f"{PAGE}/edit")
def edit_decision(
    request: Request, session: SessionDep, table: BoardTable, now: Now, form: TypedAnswer
) -> Response:
    """Go back from the summary to the form, with every word in it."""
    return proposal_page(request, session, table, now, form=form, editing=True)


@router.post(f"{PAGE}/decision")
def decide(
    request: Request, session: SessionDep, table: BoardTable, now: Now, form: TypedAnswer
) -> Response:
    """Make the answer final; everybody can read it from now on."""
    try:
        decisions.decide(
            session, table.proposal,
            outcome=form.chosen, reason=form.reason, owner=form.owner, due_on=form.day,
            actor=table.actor, now=now,
            decision_id=form.decision_id, seen_revision=form.seen_revision,
        )  # fmt: skip
    except DecisionIncomplete as refusal:
        return proposal_page(request, session, table, now, form=form, refusal=refusal)
    return RedirectResponse(f"/board/proposals/{table.proposal.id}", status_code=303)


def new_form(session: Session, table: AtBoardTable) -> DecisionForm:
    """Start an answer: empty, or with what stays the same when an earlier one is changed."""
    before = decisions.latest_decision(session, table.proposal)
    if before is None:
        return DecisionForm(decision_id=new_id(), seen_revision=0)
    return DecisionForm(
        outcome=before.outcome,
        owner=before.owner,
        due_on=before.due_on.isoformat() if before.due_on else "",
        decision_id=new_id(),
        seen_revision=before.revision,
    )


def theme_of(session: Session, table: AtBoardTable) -> evidence.WeighedTheme | None:
    """Find the theme of the proposal with its support, once it was weighed."""
    themes = [each for each in evidence.weighed_themes(session, table.dialogue) if each.support]
    return next((each for each in themes if each.theme.id == table.proposal.theme_id), None)


def proposal_page(
    request: Request,
    session: Session,
    table: AtBoardTable,
    now: datetime,
    *,
    form: DecisionForm,
    refusal: DecisionIncomplete | None = None,
    editing: bool = False,
    guess: str = "",
    guess_error: str = "",
) -> Response:
    """Show the proposal with the form as it was filled in and, after a refusal, what is wrong.

    Who can still guess the residents' support does so before seeing how the theme was weighed.
    """
    proposal = table.proposal
    problems = refusal.problems if refusal else {}
    guessed = prediction_of(session, proposal, table.staff.account.id)
    may_guess = (
        guessed is None
        and proposal.state is ProposalState.PUBLISHED
        and may_predict(rounds_of(session, table.dialogue), now)
    )
    return render(
        request,
        "board/proposal.html",
        status_code=status_of(refusal) if refusal else 422 if guess_error else 200,
        table=table,
        proposal=queries.proposal_text(session, proposal, current_language()),
        sources=queries.sources_of(session, proposal),
        answers=queries.answers_to(session, [proposal.id])[proposal.id],
        weighed=None if may_guess else theme_of(session, table),
        confirmed=confirming.confirmed(session, table.dialogue).get(proposal.id),
        guessed=guessed,
        may_guess=may_guess,
        guess=guess,
        guess_error=guess_error,
        may_decide=table.dialogue.state in (DialogueState.CLOSED, DialogueState.ANSWERED),
        form=form,
        editing=editing or bool(refusal),
        errors={name: spoken(problem) for name, problem in problems.items()},
        today=queries.day_of(now),
        reason_limit=REASON_LIMIT,
        owner_limit=OWNER_LIMIT,
    )
