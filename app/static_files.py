"""Serve our own files so that a phone fetches each of them once."""

from os import PathLike, stat_result

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

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
