"""The colleagues of a region: who they are, who was invited, let somebody in or go."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AnyFacilitator, Staff
from app.deps import Now, SessionDep, SettingsDep
from app.queries import people as queries
from app.routes.facilitator.pages import HOME, go, show
from app.routes.staff import letters
from app.routes.staff.forms import at_field, errors_of
from app.usecases import people
from dialogue.errors import NotFound, Refusal
from dialogue.models import Region, Role

router = APIRouter()

PAGE = f"{HOME}/people"


@router.get(PAGE)
def show_people(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    staff: AnyFacilitator,
    now: Now,
    region: str = "",
) -> Response:
    """Show the colleagues of a region and the open invitations."""
    return people_page(request, session, staff, now, region, mail=letters.can_write(settings))


@router.post(PAGE + "/invitations")
def invite(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    staff: AnyFacilitator,
    now: Now,
    background: BackgroundTasks,
    email: Annotated[str, Form()] = "",
    role: Annotated[Role, Form()] = Role.FACILITATOR,
    region: Annotated[str, Form()] = "",
) -> Response:
    """Make an invitation and show its link, this once."""
    here, mail = my_region(session, staff, region), letters.can_write(settings)
    made: list[str] = []
    refusal = at_field(
        session,
        lambda: made.append(
            people.invite(
                session, here, email=email, role=role, by=staff.account.id, key=settings.key(),
                now=now,
            )
        ),
    )  # fmt: skip
    if refusal is not None:
        typed = {"email": email, "role": role}
        return people_page(
            request, session, staff, now, region, mail=mail, typed=typed, refusal=refusal
        )
    link = letters.link_to(request, settings, "join", made[0])
    if mail:
        background.add_task(
            letters.send_invitation, settings, to=email.strip(), link=link, region=here,
            sender=staff.account.name, language=letters.language_of(request),
        )  # fmt: skip
    return show(
        request, "people_link.html", link=link, kind="join", to=email.strip(), role=role,
        region=here, mail=mail,
    )  # fmt: skip


@router.post(PAGE + "/invitations/withdraw")
def withdraw(
    session: SessionDep,
    staff: AnyFacilitator,
    now: Now,
    link: Annotated[str, Form()] = "",
    region: Annotated[str, Form()] = "",
) -> Response:
    """Take back an invitation: its link opens nothing any more."""
    here = my_region(session, staff, region)
    people.withdraw_invitation(session, here, link, now=now)
    return go(PAGE, "invitation-withdrawn", region=str(here.id))


@router.post(PAGE + "/remove")
def remove(
    session: SessionDep,
    staff: AnyFacilitator,
    now: Now,
    account: Annotated[UUID, Form()],
    role: Annotated[Role, Form()],
    region: Annotated[str, Form()] = "",
) -> Response:
    """End what somebody does in the region. Raises LastFacilitator."""
    here = my_region(session, staff, region)
    people.end_role(session, here, account, role, now)
    if account == staff.account.id and role is Role.FACILITATOR:
        return go("/staff")
    return go(PAGE, "colleague-removed", region=str(here.id))


@router.post(PAGE + "/password")
def renew_password(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    staff: AnyFacilitator,
    now: Now,
    background: BackgroundTasks,
    account: Annotated[UUID, Form()],
    region: Annotated[str, Form()] = "",
) -> Response:
    """Make a link to a new password: sent to the colleague, or shown once where nothing is sent."""
    here, mail = my_region(session, staff, region), letters.can_write(settings)
    colleague = people.colleague_in(session, here, account)
    token = people.renew_for(
        session, colleague, by=staff.account.id, where=staff.regions[Role.FACILITATOR],
        key=settings.key(), now=now,
    )  # fmt: skip
    link = letters.link_to(request, settings, "login", "renew", token)
    if mail:
        background.add_task(
            letters.send_renewal, settings, to=colleague.email, link=link,
            language=letters.language_of(request),
        )  # fmt: skip
        link = ""  # nobody but the colleague needs to see it
    return show(
        request, "people_link.html", link=link, kind="password", to=colleague.email, role="",
        region=here, mail=mail,
    )  # fmt: skip


def my_region(session: Session, staff: Staff, region_id: str) -> Region:
    """Load a region in which this account is a facilitator; the first one when none is named."""
    mine = queries.regions_with(session, staff.regions[Role.FACILITATOR])
    found = [each for each in mine if str(each.id) == region_id or not region_id]
    if not found:
        raise NotFound
    return found[0]


def people_page(
    request: Request,
    session: Session,
    staff: Staff,
    now: Now,
    region: str,
    *,
    mail: bool,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Show the colleagues, with what was typed for an invitation and what is wrong with it."""
    mine = staff.regions[Role.FACILITATOR]
    here = my_region(session, staff, region)
    return show(
        request,
        "people.html",
        status_code=422 if refusal else 200,
        region=here,
        regions=queries.regions_with(session, mine),
        colleagues=queries.colleagues_in(session, here, mine),
        invitations=queries.invitations_to(session, here, now),
        me=staff.account,
        values={"email": "", "role": Role.FACILITATOR} | (typed or {}),
        errors=errors_of(refusal),
        mail=mail,
    )
