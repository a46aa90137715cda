"""How often somebody may try a code or a password: a sliding window per network address.

The address is never stored: the window is kept in memory under a hash with a key that lives as
long as the process.
"""

import secrets

from fastapi import Depends, Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.security import keyed_hash
from dialogue.errors import TooManyAttempts

QUARTER_OF_AN_HOUR = 15


class AttemptLimit:
    """Counts attempts per network address and per door."""

    def __init__(self, attempts: int) -> None:
        self.window = RateLimitItemPerMinute(attempts, QUARTER_OF_AN_HOUR)
        self.limiter = MovingWindowRateLimiter(MemoryStorage())
        self.key = secrets.token_bytes(32)

    def count(self, door: str, address: str) -> None:
        """Count an attempt, or refuse it."""
        who = keyed_hash(address, key=self.key, purpose=door)
        if not self.limiter.hit(self.window, who):
            raise TooManyAttempts


def count_attempt(request: Request) -> None:
    """Count one try at this door from this address."""
    address = request.client.host if request.client else ""
    door = getattr(request.scope.get("route"), "path", "")
    request.app.state.attempts.count(door, address)


LimitedAttempts = Depends(count_attempt)
