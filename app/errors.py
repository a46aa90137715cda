"""From a refusal to a page: the only place where a status meets a message."""

import logging
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from app import i18n
from app.templating import render
from dialogue import errors

log = logging.getLogger(__name__)

STATUS: dict[type[errors.Refusal], HTTPStatus] = {
    errors.Refusal: HTTPStatus.CONFLICT,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.NotLoggedIn: HTTPStatus.UNAUTHORIZED,
    errors.WrongLogin: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotTakingPart: HTTPStatus.UNAUTHORIZED,
    errors.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    errors.CodeMistyped: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.CodeUnknown: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.OpenLinkClosed: HTTPStatus.FORBIDDEN,
    errors.RatingOutOfScale: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.QuestionUnknown: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LaunchBlocked: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ImportRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DecisionIncomplete: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ListTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.LinkNotValid: HTTPStatus.GONE,
}
PAGES = {
    HTTPStatus.NOT_FOUND: errors.NotFound,
    HTTPStatus.FORBIDDEN: errors.NotAllowed,
    HTTPStatus.METHOD_NOT_ALLOWED: errors.NotFound,
}
# Fields whose words are handed back when something fails, so that nobody types twice.
KEPT_FIELDS = ("text", "reason", "note", "label", "part_label")


class FormNotUnderstood(errors.Refusal):
    """A form arrived with fields missing or of the wrong kind."""

    message = "We could not read what was sent."
    advice = "Go back, reload the page and fill it in again."


class TooMuchSent(errors.Refusal):
    """More was sent than any form of ours can hold."""

    message = "This is too much to send at once."
    advice = "Make your text shorter and send it again."


class SentFromElsewhere(errors.Refusal):
    """A form on another site tried to act with somebody's login."""

    message = "This was sent from another site."
    advice = "Open the page on this site yourself and fill it in there."


class BusyNow(errors.Refusal):
    """The database can't store anything at this moment: full, locked or away."""

    message = "We could not store this just now. Your text is still here."
    advice = "Wait a minute and send it again."


def status_of(refusal: errors.Refusal) -> HTTPStatus:
    """Find the status of the nearest class that has one."""
    return next(STATUS[each] for each in type(refusal).__mro__ if each in STATUS)


STATUS |= {
    FormNotUnderstood: HTTPStatus.UNPROCESSABLE_ENTITY,
    SentFromElsewhere: HTTPStatus.FORBIDDEN,
    TooMuchSent: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BusyNow: HTTPStatus.SERVICE_UNAVAILABLE,
}


def spoken(refusal: errors.Refusal) -> str:
    """Say the message in the language of the visitor."""
    message = i18n.gettext(refusal.message)
    return message % refusal.params if refusal.params else message


async def show_refusal(request: Request, refusal: Exception) -> Response:
    """Show what is not possible and what to do, with the words that were sent."""
    assert isinstance(refusal, errors.Refusal)  # noqa: S101  (registered for this class only)
    if isinstance(refusal, errors.NotLoggedIn) and request.method == "GET":
        return RedirectResponse(f"/login?next={quote(asked_for(request))}", status_code=303)
    status = status_of(refusal)
    return render(
        request,
        "errors/error.html",
        status_code=status,
        headers={"Retry-After": "60"} if status in (429, 503) else None,
        title=spoken(refusal),
        message="",
        advice=i18n.gettext(refusal.advice),
        kept_text=kept_text(request),
    )


def asked_for(request: Request) -> str:
    """Give the address of the page that was asked for, as a path of ours."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"


def kept_text(request: Request) -> str:
    """Find the words in the form that was sent, to hand them back."""
    form = getattr(request, "_form", None)
    if not isinstance(form, FormData):
        return ""
    return next((str(form[name]) for name in KEPT_FIELDS if form.get(name)), "")


async def show_http_error(request: Request, error: Exception) -> Response:
    """Show the framework's own refusals in our words."""
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this class only)
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return await show_refusal(request, TooMuchSent())
    refusal = PAGES.get(HTTPStatus(error.status_code), FormNotUnderstood)
    return await show_refusal(request, refusal())


async def show_unreadable_form(request: Request, error: Exception) -> Response:
    """Show that a form could not be read; a wrong address is simply not found."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for this class only)
    in_path = any(each["loc"][0] == "path" for each in error.errors())
    return await show_refusal(request, errors.NotFound() if in_path else FormNotUnderstood())


async def show_lost_race(request: Request, error: Exception) -> Response:
    """Two requests wrote the same thing and this one came second."""
    log.warning("a unique key refused a second write: %s", type(error).__name__)
    return await show_refusal(request, errors.ChangedMeanwhile())


async def show_database_trouble(request: Request, error: Exception) -> Response:
    """Say that nothing was stored, and hand the words back."""
    log.error("the database refused: %s", type(getattr(error, "orig", error)).__name__)
    return await show_refusal(request, BusyNow())


async def show_own_fault(request: Request, _fault: Exception) -> Response:
    """Say sorry, without a word about the inside; ``app.faults`` logs the place."""
    return render(
        request,
        "errors/error.html",
        status_code=500,
        title=i18n.gettext("Something went wrong on our side."),
        message="",
        advice=i18n.gettext("Try again in a few minutes. What you sent before is safe."),
        kept_text=kept_text(request),
    )


async def show_impossible_value(request: Request, error: Exception) -> Response:
    """Say that there is nothing at an address, or that a form holds what nobody can type.

    PostgreSQL stores no NUL, no database a number of twenty digits.
    """
    log.warning("a value that the database can't hold: %s", type(error).__name__)
    nowhere = request.method in ("GET", "HEAD")
    return await show_refusal(request, errors.NotFound() if nowhere else FormNotUnderstood())


async def refuse_from_elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request of another site with a page, without reading what it sent."""
    response = await show_refusal(Request(scope), SentFromElsewhere())
    await response(scope, receive, send)


def register(app: FastAPI) -> None:
    """Hand every kind of failure to the page that explains it."""
    app.add_exception_handler(errors.Refusal, show_refusal)
    app.add_exception_handler(HTTPException, show_http_error)
    app.add_exception_handler(RequestValidationError, show_unreadable_form)
    app.add_exception_handler(IntegrityError, show_lost_race)
    app.add_exception_handler(DataError, show_impossible_value)
    app.add_exception_handler(OverflowError, show_impossible_value)
    app.add_exception_handler(OperationalError, show_database_trouble)
