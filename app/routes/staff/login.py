"""Come in with a password, go to the right desk, go out again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.access import Anybody, AnyStaff
from app.config import Settings
from app.deps import Now, SessionDep, SettingsDep
from app.errors import spoken, status_of
from app.rate_limit import LimitedAttempts
from app.security import STAFF_COOKIE, cookie_name, forget_cookie, own_path, set_cookie
from app.templating import render
from app.usecases import accounts
from dialogue.errors import WrongLogin
from dialogue.models import Role

router = APIRouter()

DESKS = {Role.FACILITATOR: "/facilitator", Role.BOARD: "/board"}
CHOOSE_A_DESK = "/staff"


@router.get("/login", dependencies=[Anybody])
def show_login(request: Request, next: str = "", done: str = "") -> Response:
    """Show the form to log in with."""
    return login_page(request, next=next, renewed=done == "renewed")


@router.post("/login", dependencies=[Anybody, LimitedAttempts])
def log_in(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    now: Now,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",
) -> Response:
    """Start a new login, whatever login this browser had before, and go to the page asked for."""
    try:
        token = accounts.log_in(
            session, email=email, password=password, key=settings.key(), now=now
        )
    except WrongLogin as refusal:
        return login_page(request, next=next, email=email, refusal=refusal)
    return go_in(request, session, settings, token, own_path(next) or CHOOSE_A_DESK)


@router.get(CHOOSE_A_DESK)
def choose_desk(request: Request, staff: AnyStaff) -> Response:
    """Go to the one desk of this account, or show which there are."""
    desks = [role for role in DESKS if staff.regions[role]]
    if len(desks) == 1:
        return RedirectResponse(DESKS[desks[0]], status_code=303)
    return render(request, "staff/desks.html", who=staff.account.name, desks=desks)


@router.post("/logout", dependencies=[Anybody])
def log_out(request: Request, session: SessionDep, settings: SettingsDep) -> Response:
    """End the login; logging out twice is no mistake."""
    revoke_login(request, session, settings)
    response = RedirectResponse("/login", status_code=303)
    forget_cookie(response, STAFF_COOKIE, secure=settings.secure_cookies)
    return response


def go_in(
    request: Request, session: SessionDep, settings: Settings, token: str, path: str
) -> Response:
    """Go to a page with a new login, whatever login this browser had before."""
    revoke_login(request, session, settings)
    response = RedirectResponse(path, status_code=303)
    set_cookie(response, STAFF_COOKIE, token, secure=settings.secure_cookies)
    return response


def login_page(
    request: Request,
    *,
    next: str,
    email: str = "",
    refusal: WrongLogin | None = None,
    renewed: bool = False,
) -> Response:
    """Show the form, with the address kept and what was wrong after a failed attempt."""
    return render(
        request,
        "staff/login.html",
        status_code=status_of(refusal) if refusal else 200,
        next=own_path(next) or "",
        email=email,
        error=spoken(refusal) if refusal else "",
        renewed=renewed,
    )


def revoke_login(request: Request, session: SessionDep, settings: Settings) -> None:
    """Make the login of this browser useless, if it has one."""
    token = login_token(request, settings)
    if token:
        accounts.log_out(session, token, key=settings.key())


def login_token(request: Request, settings: Settings) -> str:
    """Read the token of this browser's login from its cookie; empty when there is none."""
    return request.cookies.get(cookie_name(STAFF_COOKIE, secure=settings.secure_cookies), "")
