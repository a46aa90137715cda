"""A forgotten password: ask for a link, and choose a new one with it."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.access import Anybody
from app.deps import Now, SessionDep, SettingsDep
from app.rate_limit import LimitedAttempts
from app.routes.staff import letters
from app.routes.staff.forms import at_field, errors_of
from app.templating import render
from app.usecases import own_accounts
from dialogue.errors import EmailNotUsable, Refusal
from dialogue.passwords import SHORTEST

router = APIRouter()

FORGOTTEN = "/login/forgotten"
RENEW = "/login/renew"


@router.get(FORGOTTEN, dependencies=[Anybody])
def ask_for_link(request: Request, settings: SettingsDep) -> Response:
    """Show where to ask for a new password, or whom."""
    return forgotten_page(request, on=letters.can_write(settings))


@router.post(FORGOTTEN, dependencies=[Anybody, LimitedAttempts])
def send_link(
    request: Request,
    settings: SettingsDep,
    now: Now,
    background: BackgroundTasks,
    email: Annotated[str, Form()] = "",
) -> Response:
    """Send a link to an address that is known; to whoever asks all addresses are alike."""
    if not letters.can_write(settings):
        return forgotten_page(request, on=False)
    try:
        address = own_accounts.require_email(email)
    except EmailNotUsable as refusal:
        return forgotten_page(request, on=True, email=email, refusal=refusal)
    background.add_task(
        letters.renew_if_known,
        request.app.state.engine,
        settings,
        email=address,
        base=letters.link_to(request, settings, RENEW.strip("/")),
        language=letters.language_of(request),
        now=now,
    )
    return render(request, "staff/forgotten_sent.html")


@router.get(RENEW + "/{token}", dependencies=[Anybody])
def show_renewal(
    request: Request, session: SessionDep, settings: SettingsDep, now: Now, token: str
) -> Response:
    """Ask for a new password. Raises LinkNotValid."""
    own_accounts.owner_of(session, token, key=settings.key(), now=now)
    return renewal_page(request, token)


@router.post(RENEW + "/{token}", dependencies=[Anybody])
def renew(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    now: Now,
    token: str,
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Store the new password, or show what is wrong with it."""
    refusal = at_field(
        session,
        lambda: own_accounts.renew_password(
            session, token, password=password, again=again, key=settings.key(), now=now
        ),
    )
    if refusal is not None:
        return renewal_page(request, token, refusal=refusal)
    return RedirectResponse("/login?done=renewed", status_code=303)


def forgotten_page(
    request: Request, *, on: bool, email: str = "", refusal: Refusal | None = None
) -> Response:
    """Show the form, or, where no e-mail can be sent, whom to ask."""
    return render(
        request, "staff/forgotten.html", status_code=422 if refusal else 200, on=on, email=email,
        errors=errors_of(refusal),
    )  # fmt: skip


def renewal_page(request: Request, token: str, *, refusal: Refusal | None = None) -> Response:
    """Show the form for a new password, with what was wrong."""
    return render(
        request, "staff/renew.html", status_code=422 if refusal else 200,
        token=token, errors=errors_of(refusal), least=SHORTEST,
    )  # fmt: skip
