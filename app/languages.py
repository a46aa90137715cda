"""The language of a visit: a link with ?lang= is remembered in a cookie, for a year."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.i18n import LANGUAGES, negotiate, speaking
from app.security import LANGUAGE_COOKIE

A_YEAR = 365 * 86_400


class LanguageMiddleware:
    """Choose the language before any page is made."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the language of this request, and remember a choice."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = QueryParams(scope["query_string"]).get("lang")
        chosen = asked if asked in LANGUAGES else None
        headers = Headers(scope=scope)
        wished = headers.get("accept-language")
        language = chosen or negotiate(remembered(headers), wished)
        scope.setdefault("state", {})["language"] = language

        async def send_with_cookie(message: Message) -> None:
            if chosen and message["type"] == "http.response.start":
                MutableHeaders(scope=message).append(
                    "Set-Cookie",
                    f"{LANGUAGE_COOKIE}={chosen}; Path=/; Max-Age={A_YEAR}; SameSite=Lax",
                )
            await send(message)

        with speaking(language):
            await self.app(scope, receive, send_with_cookie)


def remembered(headers: Headers) -> str | None:
    """Read the language cookie; a broken cookie is no cookie."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    return cookies[LANGUAGE_COOKIE].value if LANGUAGE_COOKIE in cookies else None
