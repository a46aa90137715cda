"""Turn templates into pages: the only place that reads the folder ``templates``."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import i18n
from app.dialogue_words import in_dutch, reads_dutch
from app.security import KIOSK_COOKIE, cookie_name
from dialogue.models import in_language

STATIC = Path(__file__).parent / "static"
STATIC_PATH = "/static"
SHORT_NAME = r"[a-z0-9-]{1,80}"


@dataclass(frozen=True)
class LanguageLink:
    """A link that shows the same page in another language."""

    code: str
    name: str
    direction: i18n.Direction
    url: str
    current: bool


def template_folder() -> Path:
    """Return where the templates lie: inside the installed package, beside it in a checkout."""
    installed = Path(__file__).parent / "templates"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "templates"


@cache
def environment() -> Environment:
    """Build the one Jinja environment: escaping on, unknown names are errors, texts translated."""
    made = Environment(
        loader=FileSystemLoader(template_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        i18n.gettext,
        i18n.ngettext,
        newstyle=True,
        pgettext=i18n.pgettext,
        npgettext=i18n.npgettext,
    )
    made.filters.update(_filters())
    made.globals.update(static_url=static_url, current_language=i18n.current_language)
    # In a title or an attribute there is no room for the mark that say() makes.
    made.globals.update(in_dutch=in_dutch, reads_dutch=reads_dutch, plain_words=in_language)
    return made


def _filters() -> dict[str, Any]:
    return {
        "date": i18n.format_date,
        "datetime": i18n.format_datetime,
        "language_name": i18n.language_name,
        "number": i18n.format_number,
        "percent": i18n.format_percent,
    }


def static_url(path: str) -> str:
    """Return the address of a static file with a hash of its content, so it may be cached forever.

    Raises FileNotFoundError for a file that does not exist.
    """
    file = STATIC / path
    return f"{STATIC_PATH}/{path}?v={_content_hash(file, file.stat().st_mtime_ns)}"


@lru_cache(maxsize=256)
def _content_hash(file: Path, changed_at: int) -> str:
    """Hash a file once per version of it; the time of change is only part of the cache's key."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def language_links(path: str, query: str) -> list[LanguageLink]:
    """Return a link to this page in every language that we offer there."""
    kept = [(name, value) for name, value in parse_qsl(query) if name != "lang"]
    return [
        LanguageLink(
            code=language.code,
            name=language.name,
            direction=language.direction,
            url=f"{path}?{urlencode([*kept, ('lang', language.code)])}",
            current=language.code == i18n.current_language(),
        )
        for language in i18n.LANGUAGES.values()
    ]


def kiosk_slug(request: Request) -> str:
    """Name the dialogue of which this device is the kiosk; empty on every other device.

    Nothing is looked up: whoever makes up the cookie only gets fewer comforts.
    """
    both = (cookie_name(KIOSK_COOKIE, secure=secure) for secure in (True, False))
    kept = next((request.cookies[name] for name in both if name in request.cookies), "")
    slug = kept.partition(".")[0]
    return slug if re.fullmatch(SHORT_NAME, slug) else ""


def page_context(request: Request) -> dict[str, Any]:
    """Return what every page knows: language, direction, path, and itself in other languages."""
    language = i18n.current_language()
    return {
        "request": request,
        "language": language,
        "direction": i18n.direction_of(language),
        "current_path": request.url.path,
        "language_links": language_links(request.url.path, request.url.query),
        "flash_messages": (),
        "kiosk": kiosk_slug(request),
    }


def render_text(name: str, *, language: str, **context: object) -> str:
    """Render a template outside a request, for a letter or a report, in the given language."""
    with i18n.speaking(language):
        known = {"language": i18n.current_language(), "direction": i18n.direction_of(language)}
        return environment().get_template(name).render({**known, **context})


def render(
    request: Request,
    name: str,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
    varies_by_htmx: bool = False,
    **context: object,
) -> HTMLResponse:
    """Render a template for a request, in ``request.state.language`` or else the current language.

    ``varies_by_htmx`` tells caches that this address answers htmx with a fragment.
    """
    with i18n.speaking(getattr(request.state, "language", i18n.current_language())):
        template = environment().get_template(name)
        known = {**page_context(request), "status_code": status_code}
        body = template.render({**known, **context})
        sent = {"Content-Language": i18n.current_language(), **(headers or {})}
    response = HTMLResponse(body, status_code=status_code, headers=sent)
    if varies_by_htmx:
        response.headers.add_vary_header("HX-Request")
    return response
