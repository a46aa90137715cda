"""The minority panel: what a ranking would hide.

Three kinds are listed: *small but strong* (few authors, clear support), *divided* (carried by one
part of the room and rejected by another), and everything *outside every theme*, in full.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dialogue.support import SupportTable

SMALL_SHARE = 0.05
STRONG = 1 / 3


@dataclass(frozen=True)
class Divided:
    """An item that one part certainly supports and another certainly rejects (their positions)."""

    item: int
    supported_by: tuple[int, ...]
    rejected_by: tuple[int, ...]


@dataclass(frozen=True)
class MinorityPanel:
    """small_but_strong: theme ids; divided: themes; outside: indexes of contributions."""

    small_but_strong: tuple[int, ...]
    divided: tuple[Divided, ...]
    outside: tuple[int, ...]


def minority_panel(
    themes: SupportTable,
    parts: list[SupportTable],
    theme_of_contribution: ArrayLike,
    author_of_contribution: ArrayLike,
    *,
    reach: float = 3.0,
) -> MinorityPanel:
    """List minority views.

    themes: support of all people; parts: that of each chamber or opinion group, same ids.
    theme_of_contribution, author_of_contribution: (m,); reach: the scale's largest rating.
    Small is written by at most 5% of all authors (at least one), strong a mean of at least a third
    of the scale with a lower end above zero.
    """
    theme_of = np.asarray(theme_of_contribution, dtype=np.int64)
    author_of = np.asarray(author_of_contribution, dtype=np.int64)
    small = max(1, round(SMALL_SHARE * len(np.unique(author_of))))
    strong = (themes.mean >= STRONG * reach) & (themes.low > 0)
    return MinorityPanel(
        small_but_strong=tuple(
            int(theme)
            for theme, is_strong in zip(themes.ids, strong, strict=True)
            if theme >= 0 and is_strong and len(np.unique(author_of[theme_of == theme])) <= small
        ),
        divided=tuple(_divided(themes, parts)),
        outside=tuple(np.flatnonzero(theme_of == -1).tolist()),
    )


def _divided(themes: SupportTable, parts: list[SupportTable]) -> list[Divided]:
    if not parts:
        return []
    supports = np.stack([part.low > 0 for part in parts])
    rejects = np.stack([part.high < 0 for part in parts])
    return [
        Divided(
            int(themes.ids[at]),
            tuple(np.flatnonzero(supports[:, at]).tolist()),
            tuple(np.flatnonzero(rejects[:, at]).tolist()),
        )
        for at in np.flatnonzero(supports.any(axis=0) & rejects.any(axis=0))
    ]
