"""What makes the site fit for a phone: to install it, and to stand a lost network."""

import json
from functools import cache
from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from app.access import Anybody
from app.i18n import current_language, direction_of, gettext
from app.templating import STATIC, render, static_url

router = APIRouter(dependencies=[Anybody])

WORKER = STATIC / "service-worker.js"
QUEUE = "vendor/workbox-background-sync.js"
# The files that a resident's page is made of: the same for everybody, so a phone may keep them.
KEPT_FILES = (
    "icon.svg",
    "vendor/fonts.css",
    "vendor/components.css",
    "vendor/icons.svg",
    "theme.css",
    "samenspraak.css",
    "dialogue.css",
    "samenspraak.js",
    "resident.js",
    "sending.js",
    "read-aloud.js",
)
# None of these tells anything about anybody, so they may be compressed.
SAME_FOR_EVERYBODY = (
    "/service-worker.js",
    "/manifest.webmanifest",
    "/kept-on-your-phone",
    "/no-connection",
)
COLOUR = "#0b5351"
GROUND = "#ffffff"


@router.get("/service-worker.js")
def give_service_worker() -> Response:
    """Give the script that works beside the pages, for the whole site."""
    return Response(
        service_worker(),
        media_type="text/javascript",
        # The browser asks again each day and with each visit: a new version is there at once.
        headers={"Cache-Control": "no-cache"},
    )


@cache
def service_worker() -> str:
    """Write the names of the files that it keeps above the script, and a version of it all."""
    script = WORKER.read_text()
    files = [static_url(name) for name in KEPT_FILES]
    version = sha256("\n".join([script, static_url(QUEUE), *files]).encode()).hexdigest()[:12]
    told = {"version": version, "queue": static_url(QUEUE), "files": files}
    return f"const PHONE = {json.dumps(told)};\n{script}"


@router.get("/manifest.webmanifest")
def give_manifest() -> Response:
    """Say how the site looks among the programs of a phone."""
    language = current_language()
    return JSONResponse(
        {
            "id": "/",
            "name": "Samenspraak",
            "short_name": "Samenspraak",
            "description": gettext("Think along about care and health in your region."),
            "lang": language,
            "dir": direction_of(language),
            "start_url": "/",
            "scope": "/",
            "display": "minimal-ui",
            "theme_color": COLOUR,
            "background_color": GROUND,
            "icons": [{"src": static_url("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        media_type="application/manifest+json",
    )


@router.get("/kept-on-your-phone")
def show_kept(request: Request) -> Response:
    """Say that what was sent waits on the phone; the phone keeps this page for that moment."""
    return render(request, "phone/kept.html")


@router.get("/no-connection")
def show_no_connection(request: Request) -> Response:
    """Say that there is no connection; the phone keeps this page for that moment."""
    return render(request, "phone/no_connection.html")
