"""My own account: name, address, password, logins, and what I do in which region."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.access import AnyStaff, Staff
from app.config import Settings
from app.deps import Now, SessionDep, SettingsDep
from app.i18n import gettext, gettext_later
from app.queries import people as queries
from app.rate_limit import LimitedAttempts
from app.routes.staff import letters
from app.routes.staff.forms import at_field, errors_of
from app.routes.staff.login import login_token
from app.templating import render
from app.usecases import own_accounts, people
from dialogue.errors import NotFound, Refusal
from dialogue.models import Region, Role
from dialogue.passwords import SHORTEST

router = APIRouter()

PAGE = "/staff/account"
# What is said after an action; the address only holds the key.
DONE = {
    "saved": gettext_later("Your name and address were saved."),
    "password": gettext_later("You have a new password. Other devices have to log in again."),
    "ended": gettext_later("All other devices have to log in again."),
    "left": gettext_later("You left. You see nothing of that region any more."),
}


@router.get(PAGE)
def show_account(
    request: Request, session: SessionDep, staff: AnyStaff, done: str = ""
) -> Response:
    """Show what I can change about myself."""
    return account_page(request, session, staff, done=done)


@router.post(PAGE, dependencies=[LimitedAttempts])
def save_details(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    staff: AnyStaff,
    now: Now,
    background: BackgroundTasks,
    name: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    present: Annotated[str, Form()] = "",
) -> Response:
    """Change my name or address, or show what is wrong."""
    former = staff.account.email
    refusal = at_field(
        session,
        lambda: own_accounts.change_details(
            session, staff.account, name=name, email=email, password=present, now=now
        ),
    )
    if refusal is not None:
        typed = {"name": name, "email": email}
        return account_page(request, session, staff, form="details", typed=typed, refusal=refusal)
    if staff.account.email != former:
        tell(background, request, settings, staff, to=former)
    return RedirectResponse(f"{PAGE}?done=saved", status_code=303)


@router.post(PAGE + "/password", dependencies=[LimitedAttempts])
def change_password(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    staff: AnyStaff,
    now: Now,
    background: BackgroundTasks,
    present: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Choose another password; whoever is logged in elsewhere with the old one is out."""
    refusal = at_field(
        session,
        lambda: own_accounts.change_password(
            session, staff.account, present=present, password=password, again=again, now=now
        ),
    )
    if refusal is not None:
        return account_page(request, session, staff, form="password", refusal=refusal)
    here = login_token(request, settings)
    own_accounts.end_logins(session, staff.account, but=here, key=settings.key())
    tell(background, request, settings, staff, to=staff.account.email)
    return RedirectResponse(f"{PAGE}?done=password", status_code=303)


def tell(
    background: BackgroundTasks, request: Request, settings: Settings, staff: Staff, *, to: str
) -> None:
    """Write to whose account changed, so that nobody takes one over unseen."""
    if letters.can_write(settings):
        background.add_task(
            letters.send_changed, settings, to=to, name=staff.account.name,
            language=letters.language_of(request),
        )  # fmt: skip


@router.post(PAGE + "/logins")
def end_other_logins(
    request: Request, session: SessionDep, settings: SettingsDep, staff: AnyStaff
) -> Response:
    """End my logins on every other device."""
    here = login_token(request, settings)
    own_accounts.end_logins(session, staff.account, but=here, key=settings.key())
    return RedirectResponse(f"{PAGE}?done=ended", status_code=303)


@router.post(PAGE + "/leave")
def leave(
    session: SessionDep,
    staff: AnyStaff,
    now: Now,
    region: Annotated[UUID, Form()],
    role: Annotated[Role, Form()],
) -> Response:
    """Stop doing something in a region. Raises LastFacilitator."""
    if region not in staff.regions[role]:
        raise NotFound
    people.end_role(session, session.get_one(Region, region), staff.account.id, role, now)
    return RedirectResponse(f"{PAGE}?done=left", status_code=303)


def account_page(
    request: Request,
    session: Session,
    staff: Staff,
    *,
    done: str = "",
    form: str = "",
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Show the account, with what was typed and what is wrong in one of its forms."""
    message = DONE.get(done)
    account = staff.account
    return render(
        request,
        "staff/account.html",
        status_code=422 if refusal else 200,
        flash_messages=(("ok", gettext(message)),) if message else (),
        account=account,
        values={"name": account.name, "email": account.email} | (typed or {}),
        form=form,
        errors=errors_of(refusal),
        own_roles=queries.roles_of(session, account),
        renewal=queries.last_renewal(session, account),
        desks=[role for role in Role if staff.regions[role]],
        least=SHORTEST,
    )
