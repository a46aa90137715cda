"""In which order the contributions of one theme are dealt, showing after showing.

A theme is dealt in passes: every contribution once, then every contribution again in another order.
Within a pass the places step through the theme's own order (neighbours mean nearly the same) with a
stride that keeps as many steps as a hand takes far apart, so that the cards of one hand are unlike.
Any showing is found without computing the ones before it. After `PERIOD` passes the orders begin
again, so that any `PERIOD` passes in a row show everyone equally often, wherever one starts.
"""

from dataclasses import dataclass
from functools import lru_cache

from dialogue.shuffling import coprime_near, mixed

PERIOD = 30
STRIDES_TRIED = 40


@dataclass(frozen=True)
class ThemeOrder:
    """The dealing order of one theme: its size, and how many usually and at most share a hand.

    A hand may lie across two passes. No card may be in it twice, so what closes a pass is kept out
    of what opens the next one.
    """

    seed: int
    size: int
    usual_in_hand: int
    most_in_hand: int

    def place(self, draw: int) -> int:
        """Return which place in the theme's order is shown at the theme's draw-th showing."""
        number, rank = divmod(draw, self.size)
        number %= PERIOD
        if self.size < 3 * self.most_in_hand:
            return self._turned(number, rank)
        if rank >= 2 * self.most_in_hand:
            return self._stepped(number, rank)
        return _opening(self, number)[rank]

    def _stepped(self, number: int, rank: int) -> int:
        stride, start = _stride(self.seed, self.size, self.usual_in_hand, number)
        return (start + stride * rank) % self.size

    def _turned(self, number: int, rank: int) -> int:
        """Deal a small theme in one fixed ring, every pass starting a little further on."""
        stride, start = _stride(self.seed, self.size, self.usual_in_hand, 0)
        turn = _ring_turn(self.seed, self.size, self.size - self.most_in_hand)
        return (start + stride * (rank + number * turn)) % self.size


@lru_cache(maxsize=65_536)
def _stride(seed: int, size: int, together: int, number: int) -> tuple[int, int]:
    """Return a stride and a start for one pass: of some strides by chance the widest spread one."""
    chance = mixed(seed, number)
    best = (-1, 1)
    for attempt in range(STRIDES_TRIED):
        stride = coprime_near(1 + mixed(chance, attempt) % size, size) % size
        best = max(best, (_nearest(stride, size, together), stride))
        if 2 * together * best[0] >= size:
            break
    return best[1], chance % size


def _nearest(stride: int, size: int, together: int) -> int:
    """Return the smallest distance on the ring between `together` steps of a stride."""
    steps = (stride * step % size for step in range(1, together))
    return min((min(step, size - step) for step in steps), default=size)


@lru_cache(maxsize=65_536)
def _ring_turn(seed: int, size: int, furthest: int) -> int:
    """Return how much further on in the ring every pass starts.

    Going on by at most size - most_in_hand keeps what closes a pass out of the hand that opens the
    next one; going back to the beginning after the last pass of a period must do so too.
    """
    wanted = mixed(seed, size) % (furthest + 1)
    turns = ((wanted + step) % (furthest + 1) for step in range(furthest + 1))
    return next(turn for turn in turns if -(PERIOD - 1) * turn % size <= furthest)


@lru_cache(maxsize=4_096)
def _opening(order: ThemeOrder, number: int) -> tuple[int, ...]:
    """Return the start of a pass, with what closed the pass before moved a little further back.

    Whatever is moved stays within the pass, so every contribution is still shown once in it.
    """
    most, size = order.most_in_hand, order.size
    before = (number - 1) % PERIOD
    start = [order._stepped(number, rank) for rank in range(2 * most)]
    just_shown = {order._stepped(before, rank) for rank in range(size - most, size)}
    free = [rank for rank in range(most, 2 * most) if start[rank] not in just_shown]
    for rank in range(most):
        if start[rank] in just_shown:
            other = free.pop()
            start[rank], start[other] = start[other], start[rank]
    return tuple(start)
