"""Where a sending service reports that a message arrived or came back."""

import hmac
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header
from fastapi.responses import Response

from app.access import Anybody
from app.deps import Now, SessionDep, SettingsDep
from app.usecases.bounces import note_report
from dialogue.errors import NotFound

router = APIRouter(dependencies=[Anybody])

# Delivery states of GOV.UK Notify's callbacks. A temporary failure was tried for days already.
ARRIVED = "delivered"
FAILED = ("permanent-failure", "temporary-failure", "technical-failure")


@router.post("/delivery/notifynl")
def note_delivery(
    session: SessionDep,
    settings: SettingsDep,
    now: Now,
    report: Annotated[dict[str, Any] | None, Body()] = None,
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """Take a report; without a secret in the settings this address does not exist.

    The service shows the secret as a bearer token. What we don't know is taken as well: the
    service would send it again and again.
    """
    secret = settings.delivery_secret.get_secret_value() if settings.delivery_secret else ""
    if not secret:
        raise NotFound
    shown = authorization.removeprefix("Bearer ")
    if not hmac.compare_digest(shown.encode(), secret.encode()):
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    told = report or {}
    status, reference = str(told.get("status", "")), str(told.get("reference") or told.get("id"))
    if status == ARRIVED or status in FAILED:
        note_report(session, reference, delivered=status == ARRIVED, now=now)
    return Response(status_code=HTTPStatus.NO_CONTENT)
