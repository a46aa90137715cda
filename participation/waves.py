"""Invitations in waves: what each wave brought, and all of them so far."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from participation.errors import NotEnoughData
from participation.estimates import Estimate
from participation.labels import encode_labels
from participation.proportions import wilson_interval


@dataclass(frozen=True)
class Wave:
    """Invitations of one wave and how many were used; so_far: of this wave and all before it."""

    name: str
    invited: int
    used: int
    invited_so_far: int
    used_so_far: int

    @property
    def silent(self) -> int:
        """Count the invitations that nobody used."""
        return self.invited - self.used

    @property
    def response(self) -> Estimate:
        """Estimate the share of this wave that came in; raises NotEnoughData without any."""
        return wilson_interval(self.used, self.invited)

    @property
    def response_so_far(self) -> Estimate:
        """Estimate the share of all waves so far that came in."""
        return wilson_interval(self.used_so_far, self.invited_so_far)


def count_waves(
    wave: ArrayLike, used: ArrayLike, *, order: Sequence[str] | None = None
) -> tuple[Wave, ...]:
    """Count the response of every wave: wave (n,) labels and used (n,) booleans of invitations.

    order: the waves as they were sent, also those without invitations; sorted labels unless given.
    A later wave had less time to answer: to compare waves fairly, let used mean "came in within so
    many days". Exact counts: publish them through ``disclosure``. Raises NotEnoughData without
    invitations, ValueError for a wave that ``order`` lacks.
    """
    labels, which = encode_labels(wave)
    came = np.asarray(used)
    if came.shape != which.shape or (came.size and came.dtype != np.bool_):
        raise ValueError("every invitation needs a wave and whether it was used")
    if len(which) == 0:
        raise NotEnoughData("invitations", 0, 1)
    names = tuple(labels if order is None else order)
    unknown = [label for label in labels if label not in names]
    if unknown:
        raise ValueError(f"the order of waves lacks {unknown[0]!r}")
    invited = dict(zip(labels, np.bincount(which).tolist(), strict=True))
    arrived = dict(zip(labels, np.bincount(which, came).astype(int).tolist(), strict=True))
    sent, back = ([each.get(name, 0) for name in names] for each in (invited, arrived))
    return tuple(
        Wave(name, sent[at], back[at], sum(sent[: at + 1]), sum(back[: at + 1]))
        for at, name in enumerate(names)
    )
