"""How the system's Chromium is started, for the tests and for the pictures."""

import shutil
from typing import Any

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def launch_options() -> dict[str, Any]:
    """Drive the system's Chromium, without asking the network for anything; LookupError: none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise LookupError("Chromium is not installed; `make test` installs it.")
    return {"executable_path": chromium, "args": list(QUIET)}
