"""Join a region with a link: as somebody new, or with the account one has."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.access import Anybody, AnyStaff, MaybeStaff
from app.deps import Now, SessionDep, SettingsDep
from app.routes.staff.forms import at_field, errors_of
from app.routes.staff.login import CHOOSE_A_DESK, go_in
from app.templating import render
from app.usecases import accounts, people, staff_links
from app.usecases.staff_links import JOIN
from dialogue.errors import EmailTaken, Refusal
from dialogue.models import Account, Region, StaffLink
from dialogue.passwords import SHORTEST

router = APIRouter()


@router.get("/join/{token}", dependencies=[Anybody])
def show_invitation(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    now: Now,
    token: str,
    staff: MaybeStaff,
) -> Response:
    """Show which region and role the link is for, and how to come in. Raises LinkNotValid."""
    link = staff_links.find_link(session, JOIN, token, key=settings.key(), now=now)
    return invitation_page(request, session, link, token, here=staff.account if staff else None)


@router.post("/join/{token}", dependencies=[Anybody])
def join(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    now: Now,
    token: str,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Make an account and go in, or show what is wrong at its field."""
    made: list[Account] = []
    refusal = at_field(
        session,
        lambda: made.append(
            people.join_as_new(
                session, token, name=name, password=password, again=again, key=settings.key(),
                now=now,
            )
        ),
    )  # fmt: skip
    if isinstance(refusal, EmailTaken):  # made meanwhile: log in with it and accept
        return RedirectResponse(f"/join/{token}", status_code=303)
    if refusal is not None:
        link = staff_links.find_link(session, JOIN, token, key=settings.key(), now=now)
        return invitation_page(request, session, link, token, name=name, refusal=refusal)
    login = accounts.start_login(session, made[0], key=settings.key(), now=now)
    return go_in(request, session, settings, login, CHOOSE_A_DESK)


@router.post("/join/{token}/accept")
def accept(
    session: SessionDep, settings: SettingsDep, now: Now, token: str, staff: AnyStaff
) -> Response:
    """Join one more region with the account that is logged in."""
    people.accept(session, token, staff.account, key=settings.key(), now=now)
    return RedirectResponse(CHOOSE_A_DESK, status_code=303)


def invitation_page(
    request: Request,
    session: Session,
    link: StaffLink,
    token: str,
    *,
    name: str = "",
    refusal: Refusal | None = None,
    here: Account | None = None,
) -> Response:
    """Show the invitation, with the form for a new account or the way in with an old one."""
    return render(
        request,
        "staff/join.html",
        status_code=422 if refusal else 200,
        link=link,
        token=token,
        region=session.get(Region, link.region_id),
        known=accounts.account_with(session, link.email) is not None,
        here=here,
        called=name,
        errors=errors_of(refusal),
        least=SHORTEST,
    )
