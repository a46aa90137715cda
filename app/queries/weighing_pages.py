"""What the pages about a weighing show beside its figures: names, words, a page at a time.

The figures may be a minute old. Names and words are read anew, so that what was held meanwhile is
never shown.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID
from weakref import WeakKeyDictionary

import numpy as np
from sqlmodel import Session, col

from app.queries.opinion_report import polis_top, share_of, tells_lowest
from app.queries.paging import Page
from app.queries.support import IN_NO_THEME, Figure, Rank, active_themes
from app.queries.themes import visible_words
from app.queries.weighing import Weighing
from app.queries.weighing_shown import ranks
from dialogue.models import Contribution, ContributionVersion, Dialogue
from dialogue.not_enough import NotEnoughData
from dialogue.opinion import NoStableGroups, OpinionGroups, PolisGroups
from dialogue.opinion_map import OpinionMap, opinion_map
from participation.disclosure import MINIMUM_CELL, shown_count

ON_A_PAGE = 25
TOP = 10


@dataclass(frozen=True)
class Words:
    """Somebody's words as they stand now."""

    text: str
    language: str


@dataclass(frozen=True)
class WeighedContribution:
    """A contribution with its figure, and where it may stand in the list."""

    id: UUID
    words: Words | None
    figure: Figure
    rank: Rank | None
    additive: float | None
    polarisation: float | None


@dataclass(frozen=True)
class SetsApart:
    """A contribution that a group supports or rejects more than the others do.

    share: of the group's people who saw it, unless that would tell how few did or did not.
    """

    words: Words | None
    side: int
    share: float | None
    seen: int


@dataclass(frozen=True)
class GroupShown:
    """An opinion group: its letter, about how many people, where on the map, what sets it apart."""

    letter: str
    people: int | None
    across: str
    apart: Sequence[SetsApart]


@dataclass(frozen=True)
class Agreed:
    """A contribution of one of the two top lists, with where it stands in the other one.

    lowest: what the group agrees that agrees least, when ten people of every group saw it; bridge:
    how much it is liked on both sides of the main division, from -1 to +1.
    """

    words: Words | None
    score: float | None
    lowest: float | None
    lowest_group: str
    bridge: float | None
    low: float | None
    high: float | None
    seen: int
    place_elsewhere: int | None


@dataclass(frozen=True)
class OpinionShown:
    """Both views of the room, and the map. outcome: groups, unstable or few."""

    outcome: str
    stability: float | None
    map: OpinionMap | NotEnoughData
    groups: Sequence[GroupShown]
    ours: Sequence[Agreed]
    polis: Sequence[Agreed]
    polis_groups: Sequence[int | None]

    @property
    def in_both(self) -> int:
        """How many of our list stand in Polis' list too."""
        return sum(each.place_elsewhere is not None for each in self.ours)

    @property
    def polis_has_a_small_group(self) -> bool:
        """Tell whether Polis makes a group that is too small to show."""
        return any(each is None for each in self.polis_groups)


# What follows from figures goes when they go.
_ordered: WeakKeyDictionary[Weighing, tuple[dict[int, Rank], list[int]]] = WeakKeyDictionary()
_drawn: WeakKeyDictionary[Weighing, OpinionMap | NotEnoughData] = WeakKeyDictionary()


def theme_names(session: Session, dialogue: Dialogue) -> dict[int, str]:
    """Give the present name of each theme in use by its number."""
    return {each.number: each.name for each in active_themes(session, dialogue)}


def words_of(session: Session, ids: Collection[UUID]) -> dict[UUID, Words]:
    """Read the words of those contributions that may be seen now."""
    query = visible_words(col(Contribution.id), ContributionVersion.text, Contribution.language)
    rows = session.execute(query.where(col(Contribution.id).in_(ids)))
    return {row[0]: Words(row[1], row[2]) for row in rows}


def weighed_contributions(
    session: Session, weighing: Weighing, *, number: int
) -> Page[WeighedContribution]:
    """Give a page of the contributions: those with a rank, then those that too few rated."""
    weighed, (ranked, order) = weighing.contributions, in_order(weighing)
    total, number = len(order), max(1, number)
    places = order[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    words = words_of(session, [weighing.contribution_ids[place] for place in places])
    rows = [
        WeighedContribution(
            id=weighing.contribution_ids[place],
            words=words.get(weighing.contribution_ids[place]),
            figure=weighed.table.figure(place),
            rank=ranked.get(place),
            additive=known(weighed.additive[place]),
            polarisation=known(weighed.polarisation[place]),
        )
        for place in places
    ]
    return Page(rows, total, number, ON_A_PAGE)


def in_order(weighing: Weighing) -> tuple[dict[int, Rank], list[int]]:
    """Give the ranks of the contributions, and all of them in the order of a page; worked out once.

    The figures are kept for a minute: page after page is cut from the same list.
    """
    if weighing not in _ordered:
        ranked, total = ranks(weighing.contributions), len(weighing.contribution_ids)
        _ordered[weighing] = (
            ranked, [*ranked, *(place for place in range(total) if place not in ranked)]
        )  # fmt: skip
    return _ordered[weighing]


def opinion_shown(session: Session, weighing: Weighing) -> OpinionShown:
    """Give both views of the room with the words they rest on."""
    ours, polis = weighing.ours, weighing.polis
    mine, theirs = our_top(weighing), polis_top(polis)
    apart = [each.contribution for group in ours.representatives for each in group]
    ids = weighing.contribution_ids
    words = words_of(session, {ids[place] for place in (*mine, *theirs, *apart)})
    drawn = draw(weighing)
    return OpinionShown(
        outcome=outcome_of(weighing),
        stability=ours.found.stability if isinstance(ours.found, OpinionGroups) else None,
        map=drawn,
        groups=groups_shown(weighing, words, drawn),
        ours=[agreed(weighing, place, words, theirs) for place in mine],
        polis=[agreed(weighing, place, words, mine) for place in theirs],
        polis_groups=[shown_count(int(size)) for size in polis.found.sizes]
        if isinstance(polis.found, PolisGroups)
        else [],
    )


def outcome_of(weighing: Weighing) -> str:
    """Say whether there are groups, none that would come back, or too few people."""
    found = weighing.ours.found
    if isinstance(found, OpinionGroups):
        return "groups"
    return "unstable" if isinstance(found, NoStableGroups) else "few"


def draw(weighing: Weighing) -> OpinionMap | NotEnoughData:
    """Draw the map of our view, once; without stable groups the whole room without borders."""
    found = weighing.ours.found
    if isinstance(found, NotEnoughData):
        return found
    if weighing not in _drawn:
        positions, group = found.projection.positions, weighing.ours.group
        _drawn[weighing] = opinion_map(positions, group, minimum=MINIMUM_CELL)
    return _drawn[weighing]


def our_top(weighing: Weighing) -> list[int]:
    """Give what our consensus puts first."""
    score = weighing.ours.consensus.score
    order = np.argsort(-np.nan_to_num(score, nan=-1), kind="stable")[:TOP]
    return [int(place) for place in order if np.isfinite(score[place])]


def groups_shown(
    weighing: Weighing, words: dict[UUID, Words], drawn: OpinionMap | NotEnoughData
) -> list[GroupShown]:
    """Describe each group as the table beside the map does."""
    found, ids = weighing.ours.found, weighing.contribution_ids
    if not isinstance(found, OpinionGroups) or isinstance(drawn, NotEnoughData):
        return []
    across = {each.number: side_of(each.x, drawn.width) for each in drawn.groups}
    return [
        GroupShown(
            letter=letter(number),
            people=shown_count(int(size)),
            across=across.get(number, ""),
            apart=[
                SetsApart(
                    words.get(ids[each.contribution]),
                    each.side,
                    share_of(each.seen, each.share),
                    each.seen,
                )
                for each in weighing.ours.representatives[number]
            ],
        )
        for number, size in enumerate(found.sizes)
    ]


def side_of(x: float, width: float) -> str:
    """Say on which side of the map something stands."""
    return "left" if x < width * 0.4 else "right" if x > width * 0.6 else "middle"


def agreed(
    weighing: Weighing, place: int, words: dict[UUID, Words], elsewhere: Sequence[int]
) -> Agreed:
    """Describe a line of a top list, with our figures."""
    ours, found = weighing.ours, weighing.ours.consensus
    lowest = known(found.lowest[place]) if tells_lowest(ours, place) else None
    shown = found.seen[place] >= MINIMUM_CELL
    return Agreed(
        words=words.get(weighing.contribution_ids[place]),
        score=known(found.score[place]),
        lowest=lowest,
        lowest_group=letter(int(found.lowest_group[place])) if lowest is not None else "",
        bridge=known(ours.bridging.bridge[place]) if shown else None,
        low=known(found.low[place]),
        high=known(found.high[place]),
        seen=int(found.seen[place]),
        place_elsewhere=elsewhere.index(place) + 1 if place in elsewhere else None,
    )


def letter(number: int) -> str:
    """Name a group or a part of the room, counted from 0."""
    return chr(ord("A") + number)


def outside_themes(weighing: Weighing) -> int:
    """Count the contributions that are in no theme."""
    return int((weighing.theme_of == IN_NO_THEME).sum())


def known(figure: float) -> float | None:
    """Give a figure, or nothing when it is not known."""
    return float(figure) if np.isfinite(figure) else None
