"""Pages about the site itself: what it is, what is stored, for whom it works."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.access import Anybody
from app.config import Settings
from app.deps import SettingsDep
from app.templating import render
from app.usecases.accounts import STAY_LOGGED_IN
from app.usecases.participants import VISIT_LASTS

router = APIRouter(dependencies=[Anybody])

HOUR = 3600
# When the statement about accessibility was last true: change it with its words.
WRITTEN_ON = date(2026, 11, 23)


@router.get("/about")
def show_about(request: Request, settings: SettingsDep) -> Response:
    """Say what Samenspraak is and how a dialogue goes."""
    return render(request, "information/about.html", sent_to=sent_to(settings))


@router.get("/privacy")
def show_privacy(request: Request, settings: SettingsDep) -> Response:
    """Say what is stored where, for how long, and what is never stored."""
    return render(
        request,
        "information/privacy.html",
        visit_days=VISIT_LASTS.days,
        login_hours=int(STAY_LOGGED_IN.total_seconds()) // HOUR,
        sent_to=sent_to(settings),
    )


@router.get("/accessibility")
def show_accessibility(request: Request) -> Response:
    """Say for whom the pages were made and tested, and for whom they were not yet."""
    return render(request, "information/accessibility.html", written_on=WRITTEN_ON)


def sent_to(settings: Settings) -> list[str]:
    """Name the machines that answers may be sent to, for a translation or a draft."""
    translating = settings.translation_host if settings.translation else ""
    return sorted({translating, settings.drafting_host} - {""})
