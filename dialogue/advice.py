"""A plan for a weigh round: what to expect of it, and what to change when that is too little."""

from dataclasses import dataclass
from math import ceil, isfinite

from dialogue.planning import (
    Outlook,
    Room,
    advise_hand,
    outlook,
    people_lived,
    people_who_rate,
)

# Half a theme's interval, on the scale -3..+3: narrow enough to tell "for" from "neutral".
WANTED_INTERVAL = 0.3
MOST_ROUNDS = 20
INVITED_TOGETHER = 10


@dataclass(frozen=True)
class Plan:
    """An outlook with advice. rounds: how many were simulated, by how many people (`lived`) of
    those who take a hand (`taking`); hand: the smallest hand that narrows
    theme intervals to `wanted_interval`, if one of those tried does; invitations: how many people
    to invite for that with the hand as it is; finalists: how many answers to confirm.
    """

    room: Room
    outlook: Outlook
    rounds: int
    lived: int
    taking: int
    wanted_interval: float
    hand: int | None
    invitations: int | None
    finalists: int


def make_plan(
    room: Room, *, seed: int, wanted_interval: float = WANTED_INTERVAL, hands: int = 50_000
) -> Plan:
    """Simulate the round; `hands` is how many hands may be dealt for it, so it bounds the time.

    Raises ValueError for a room that can't be (see `outlook`).
    """
    rounds = _rounds_for(room, hands // 2, fewest=2)
    expected = outlook(room, seed=seed, rounds=rounds)
    return Plan(
        room=room,
        outlook=expected,
        rounds=rounds,
        lived=people_lived(room),
        taking=people_who_rate(room),
        wanted_interval=wanted_interval,
        hand=advise_hand(
            room,
            seed=seed,
            theme_interval=wanted_interval,
            rounds=_rounds_for(room, hands // 8, fewest=1),
        ),
        invitations=_invitations(room, expected, wanted_interval),
        finalists=min(room.answers, max(1, round(expected.finalists))),
    )


def _rounds_for(room: Room, hands: int, *, fewest: int) -> int:
    return max(fewest, min(MOST_ROUNDS, hands // people_lived(room)))


def _invitations(room: Room, expected: Outlook, wanted: float) -> int | None:
    """Return how many people narrow the interval so far: it shrinks with the root of people."""
    if not isfinite(expected.theme_interval):
        return None
    people = room.people * (expected.theme_interval / wanted) ** 2
    return max(INVITED_TOGETHER, INVITED_TOGETHER * ceil(people / INVITED_TOGETHER))
