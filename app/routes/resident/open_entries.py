"""How many people may come in by an open link from one network address.

An evening in a community centre shares one address, so this is wider than the limit for codes; it
only keeps a script from filling the database.
"""

from fastapi import Depends, Request

from app.rate_limit import AttemptLimit

ENTRIES = 300


def count_entry(request: Request) -> None:
    """Count one entry from this address, or refuse it."""
    state = request.app.state
    if not hasattr(state, "entries"):
        state.entries = AttemptLimit(ENTRIES)
    state.entries.count("open link", request.client.host if request.client else "")


LimitedEntries = Depends(count_entry)
