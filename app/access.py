"""Who may use a route. Every route depends on exactly one of these rules; a test sees to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import col, select

from app.deps import Now, SessionDep, SettingsDep
from app.security import STAFF_COOKIE, cookie_name, keyed_hash, visit_cookie
from dialogue.errors import NotFound, NotLoggedIn, NotTakingPart
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    Account,
    Dialogue,
    Membership,
    Participant,
    Proposal,
    ProposalState,
    Role,
    StaffSession,
    Visit,
)

Rule = TypeVar("Rule", bound=Callable[..., object])


def access_rule(rule: Rule) -> Rule:
    """Mark a dependency as the answer to "who may use this route?"."""
    rule.__dict__["access_rule"] = True
    return rule


@access_rule
def anybody() -> None:
    """Let everybody in; for pages without anything private."""


def launched_dialogue(session: SessionDep, slug: str) -> Dialogue:
    """Load a dialogue that was launched; a draft does not exist for the public."""
    found = session.exec(
        select(Dialogue).where(Dialogue.slug == slug, col(Dialogue.launched_at).is_not(None))
    ).first()
    if found is None:
        raise NotFound
    return found


LaunchedDialogue = Annotated[Dialogue, Depends(launched_dialogue)]


@access_rule
def public_dialogue(dialogue: LaunchedDialogue) -> Dialogue:
    """Let everybody in to a dialogue that was launched."""
    return dialogue


@dataclass(frozen=True)
class TakingPart:
    """A participant in their dialogue."""

    dialogue: Dialogue
    participant: Participant


def visit_token(request: Request, settings: SettingsDep, slug: str) -> str:
    """Read the token of the visit to this dialogue from its cookie; empty when there is none."""
    name = cookie_name(visit_cookie(slug), secure=settings.secure_cookies)
    return request.cookies.get(name, "")


def visiting(
    session: SessionDep,
    settings: SettingsDep,
    now: Now,
    dialogue: LaunchedDialogue,
    token: Annotated[str, Depends(visit_token)],
) -> Participant | None:
    """Load the participant whose visit this is; the cookie of another dialogue is of no use."""
    hashed = keyed_hash(token, key=settings.key(), purpose="visit")
    visit = session.get(Visit, hashed) if token else None
    if visit is None or not visit.valid(now):
        return None
    participant = session.get_one(Participant, visit.participant_id)
    return participant if participant.dialogue_id == dialogue.id else None


VisitToken = Annotated[str, Depends(visit_token)]
MaybeVisiting = Annotated[Participant | None, Depends(visiting)]


@access_rule
def taking_part(dialogue: LaunchedDialogue, participant: MaybeVisiting) -> TakingPart:
    """Let in whoever came in before on this device."""
    if participant is None:
        raise NotTakingPart
    return TakingPart(dialogue, participant)


@dataclass(frozen=True)
class Staff:
    """A logged-in account and the regions in which it has a role."""

    account: Account
    regions: dict[Role, frozenset[UUID]]

    def actor(self, role: Role) -> Actor:
        """Say who acts, for the record."""
        return Actor(ActorRole(role), self.account.id)


def current_staff(request: Request, session: SessionDep, settings: SettingsDep, now: Now) -> Staff:
    """Load the account that is logged in, with its roles."""
    token = request.cookies.get(cookie_name(STAFF_COOKIE, secure=settings.secure_cookies))
    login = (
        session.get(StaffSession, keyed_hash(token, key=settings.key(), purpose="staff"))
        if token
        else None
    )
    account = session.get(Account, login.account_id) if login and login.valid(now) else None
    if account is None or not account.active:
        raise NotLoggedIn
    memberships = session.exec(select(Membership).where(Membership.account_id == account.id)).all()
    return Staff(
        account,
        {
            role: frozenset(each.region_id for each in memberships if each.role is role)
            for role in Role
        },
    )


CurrentStaff = Annotated[Staff, Depends(current_staff)]


def maybe_staff(
    request: Request, session: SessionDep, settings: SettingsDep, now: Now
) -> Staff | None:
    """Load who is logged in, if anybody, for a page that is open to all."""
    try:
        return current_staff(request, session, settings, now)
    except NotLoggedIn:
        return None


MaybeStaff = Annotated[Staff | None, Depends(maybe_staff)]


@access_rule
def any_staff(staff: CurrentStaff) -> Staff:
    """Let in whoever is logged in, in any role."""
    return staff


@access_rule
def any_facilitator(staff: CurrentStaff) -> Staff:
    """Let in a facilitator of any region; the page shows only what is theirs."""
    if not staff.regions[Role.FACILITATOR]:
        raise NotFound
    return staff


@access_rule
def any_board_member(staff: CurrentStaff) -> Staff:
    """Let in a board member of any region; the page shows only what is theirs."""
    if not staff.regions[Role.BOARD]:
        raise NotFound
    return staff


@dataclass(frozen=True)
class AtDesk:
    """Staff with the dialogue that they may work on, and who they are for the record."""

    dialogue: Dialogue
    staff: Staff
    actor: Actor


def dialogue_in(session: SessionDep, staff: Staff, role: Role, slug: str) -> AtDesk:
    """Load a dialogue of a region where this account has the role; others don't exist for it."""
    found = session.exec(select(Dialogue).where(Dialogue.slug == slug)).first()
    if found is None or found.region_id not in staff.regions[role]:
        raise NotFound
    return AtDesk(found, staff, staff.actor(role))


@access_rule
def facilitating(session: SessionDep, staff: CurrentStaff, slug: str) -> AtDesk:
    """Let in a facilitator of the dialogue's region."""
    return dialogue_in(session, staff, Role.FACILITATOR, slug)


@dataclass(frozen=True)
class AtBoardTable:
    """A board member with the proposal to decide on."""

    dialogue: Dialogue
    proposal: Proposal
    staff: Staff
    actor: Actor


@access_rule
def deciding(session: SessionDep, staff: CurrentStaff, proposal_id: UUID) -> AtBoardTable:
    """Let in a board member of the region that the proposal belongs to; a draft is not theirs."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.state is ProposalState.DRAFT:
        raise NotFound
    dialogue = session.get_one(Dialogue, proposal.dialogue_id)
    if dialogue.region_id not in staff.regions[Role.BOARD]:
        raise NotFound
    return AtBoardTable(dialogue, proposal, staff, staff.actor(Role.BOARD))


Anybody = Depends(anybody)
PublicDialogue = Annotated[Dialogue, Depends(public_dialogue)]
Visitor = Annotated[TakingPart, Depends(taking_part)]
AnyStaff = Annotated[Staff, Depends(any_staff)]
AnyFacilitator = Annotated[Staff, Depends(any_facilitator)]
AnyBoardMember = Annotated[Staff, Depends(any_board_member)]
Desk = Annotated[AtDesk, Depends(facilitating)]
BoardTable = Annotated[AtBoardTable, Depends(deciding)]
