"""Serve our own files so that a phone fetches each of them once."""

from os import PathLike, stat_result

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

# An address with a hash of the content never means another content.
FOREVER = "public, max-age=31536000, immutable"
# Fonts are named inside a stylesheet, without a hash.
A_DAY = "public, max-age=86400"


class KeptFiles(StaticFiles):
    """Static files that browsers may keep: for good with a hash in the address, else for a day."""

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Send a file and say how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        hashed = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = FOREVER if hashed else A_DAY
        return response


class CompressedFiles:
    """Compress what is the same for everybody, and nothing else.

    Never a page of somebody: an attacker who makes a browser ask for it, with words of their own in
    the address, could tell from the weight of the compressed page what stands on it (BREACH): a
    receipt code, somebody's answer. Those pages are small as they are; a test weighs them.
    """

    def __init__(self, app: ASGIApp, *, starts: tuple[str, ...]) -> None:
        self.plain = app
        self.compressed = GZipMiddleware(app, minimum_size=500, compresslevel=6)
        self.starts = starts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, by way of the compression when its address says that it may."""
        same = scope["type"] == "http" and scope["path"].startswith(self.starts)
        await (self.compressed if same else self.plain)(scope, receive, send)
