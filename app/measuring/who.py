"""How many: cells of chamber x channel, the funnel split up in four ways, and arrivals by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from app.measuring.material import Codes, Flags, Material, Places
from app.queries.participation_base import Interval, Of, TooFew
from app.queries.participation_parts import (
    Arrivals,
    Days,
    Funnel,
    FunnelRow,
    Step,
    TrustRow,
    WaveRow,
)
from dialogue.channels import trust_of_code
from dialogue.models import Round, TrustLevel
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE
from participation.proportions import wilson_interval
from participation.shown_cells import MERGED, Cell, CellSteps, days_within, show_cells

Key = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class ShownPeople:
    """The cells as they may be shown; inside (n,): who is in a cell that is not hidden.

    most: what these cells hold at least; no other table of the same people may hold more.
    """

    cells: tuple[Cell, ...]
    inside: Flags
    most: int


def shown_people(material: Material) -> ShownPeople:
    """Count the cells of chamber x channel, and hide what is small."""
    cells = show_cells(exact_cells(material))
    own = {key_of(cell): cell.came_in > 0 for cell in cells if cell.channel != MERGED}
    merged = {cell.chamber: cell.came_in > 0 for cell in cells if cell.channel == MERGED}
    people = material.people
    inside = [
        own.get(key, merged.get(key[0], False))
        for key in zip(
            people.chamber.tolist(), people.channel.tolist(), people.trust.tolist(), strict=True
        )
    ]
    most = sum(cell.came_in for cell in cells)
    return ShownPeople(cells, np.array(inside, dtype=np.bool_), most)


def key_of(cell: Cell) -> Key:
    """Name a cell."""
    return cell.chamber, cell.channel, cell.trust


def exact_cells(material: Material) -> list[Cell]:
    """Count everybody per chamber, channel and trust, with the codes that were made for them."""
    people, codes = material.people, codes_by_cell(material.codes)
    labels = np.char.add(np.char.add(people.chamber, "\t"), people.channel)
    names, which = np.unique(np.char.add(np.char.add(labels, "\t"), people.trust),
                             return_inverse=True)  # fmt: skip
    back = people.started & (np.cumsum(people.started, axis=1) > 1)
    flags = people.started, people.finished, back
    counts = np.array(
        [[per_cell(which, column, len(names)) for column in each.T] for each in flags]
    )
    came_in = np.bincount(which, minlength=len(names)).tolist()
    cells = {}
    for at, name in enumerate(names.tolist()):
        chamber, channel, trust = name.split("\t")
        steps = tuple(
            CellSteps(*counts[:, column, at].tolist()) for column in range(len(material.rounds))
        )
        cells[chamber, channel, trust] = Cell(chamber, channel, trust, came_in[at], steps)
    none = (CellSteps(0, 0, 0),) * len(material.rounds)
    return [
        with_codes(cells.get(key) or Cell(*key, came_in=0, steps=none), codes.get(key))
        for key in sorted({*cells, *codes})
    ]


def per_cell(which: Places, flags: Flags, cells: int) -> Places:
    """Count true values per cell."""
    return np.bincount(which[flags], minlength=cells).astype(np.int64)


def codes_by_cell(codes: Iterable[Codes]) -> dict[Key, dict[int, tuple[int, int]]]:
    """Count codes made and used per cell and wave."""
    found: dict[Key, dict[int, tuple[int, int]]] = {}
    for each in codes:
        key = each.chamber, each.channel, trust_of_code(each.channel).value
        made, used = found.setdefault(key, {}).get(each.wave, (0, 0))
        found[key][each.wave] = made + each.count, used + each.count * each.used
    return found


def with_codes(cell: Cell, waves: dict[int, tuple[int, int]] | None) -> Cell:
    """Give a cell its codes; where more people came in than codes were used, these say nothing."""
    used = sum(used for _, used in (waves or {}).values())
    if waves is None or cell.came_in > used:
        return cell
    return Cell(
        cell.chamber,
        cell.channel,
        cell.trust,
        cell.came_in,
        cell.steps,
        codes={wave: made for wave, (made, _) in sorted(waves.items())},
        used={wave: used for wave, (_, used) in sorted(waves.items())},
    )


def funnel_of(material: Material, shown: ShownPeople) -> Funnel:
    """Add up the shown cells, whole and in four ways."""
    rounds, cells = material.rounds, shown.cells
    by_chamber, by_channel, by_trust = (
        gathered(cells, name) for name in ("chamber", "channel", "trust")
    )
    merged = by_channel.pop(MERGED, None)
    return Funnel(
        whole=funnel_row("", cells, rounds),
        chambers=tuple(
            funnel_row(each.key, by_chamber.get(each.key, []), rounds) for each in material.chambers
        ),
        channels=tuple(
            funnel_row(channel, those, rounds) for channel, those in sorted(by_channel.items())
        ),
        other_channels=funnel_row(MERGED, merged, rounds) if merged else None,
        trust=tuple(
            TrustRow(trust=level, **dict(funnel_row(level, by_trust[level], rounds)))
            for level in TrustLevel
            if level in by_trust
        ),
        waves=wave_rows(material.codes, cells),
    )


def gathered(cells: Iterable[Cell], by: str) -> dict[str, list[Cell]]:
    """Put cells together that have the same label."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(getattr(cell, by), []).append(cell)
    return found


def funnel_row(key: str, cells: Sequence[Cell], rounds: Sequence[Round]) -> FunnelRow:
    """Add up cells that may be shown."""
    coded = [cell for cell in cells if cell.codes is not None]
    return FunnelRow(
        key=key,
        invited=sum(cell.invited or 0 for cell in coded) if coded else None,
        came_in=sum(cell.came_in for cell in cells) or None,
        response=share_between(
            sum(cell.came_in for cell in coded),
            sum(at_most(cell.came_in, cell.invited or 0) for cell in coded),
            sum(cell.invited or 0 for cell in coded),
        ),
        steps=tuple(step_of(cells, at, each) for at, each in enumerate(rounds)),
    )


def step_of(cells: Sequence[Cell], at: int, of_round: Round) -> Step:
    """Add up one round; nothing before it opened."""
    begun = of_round.opened_at is not None
    steps = [cell.steps[at] for cell in cells] if begun else []
    return Step(
        round=of_round.position,
        begun=begun,
        started=sum(step.started for step in steps) or None,
        finished=sum(step.finished for step in steps) or None,
        returned=(sum(step.returned for step in steps) or None) if at else None,
    )


def at_most(shown: int, of: int) -> int:
    """Give the highest that a count in tens can be that is part of a known number."""
    capped = shown + MINIMUM_CELL > of - MINIMUM_CELL + 1
    return of if capped else min(of, shown + MINIMUM_CELL - 1)


def share_between(least: int, most: int, of: int) -> Interval | None:
    """Give a share with the ends that "at least" and chance leave open; few people have none."""
    if of < PERCENTAGE_BASE or least < MINIMUM_CELL:
        return None
    return Interval(
        value=round((least + most) / 2 / of, 3),
        low=round(wilson_interval(least, of).low, 3),
        high=round(wilson_interval(most, of).high, 3),
    )


def wave_rows(codes: Sequence[Codes], cells: Iterable[Cell]) -> tuple[WaveRow, ...]:
    """Say of each wave at least how many of its codes were used."""
    made: dict[tuple[str, str, int], int] = {}
    for each in codes:
        key = each.chamber, each.channel, each.wave
        made[key] = made.get(key, 0) + each.count
    used = {
        (cell.chamber, cell.channel, wave): count
        for cell in cells
        for wave, count in cell.used.items()
    }
    return tuple(
        WaveRow(
            chamber=chamber,
            channel=channel,
            wave=wave,
            invited=count,
            used=used.get((chamber, channel, wave)) or None,
            response=share_between(
                used.get((chamber, channel, wave), 0),
                at_most(used.get((chamber, channel, wave), 0), count),
                count,
            ),
        )
        for (chamber, channel, wave), count in sorted(made.items())
    )


def arrivals_of(material: Material, shown: ShownPeople) -> Arrivals | TooFew:
    """Say when people came in; days with few people are taken together."""
    days = material.people.day[shown.inside]
    if len(days) < MINIMUM_CELL:
        return TooFew(needs=MINIMUM_CELL, of=Of.CAME_IN)
    first = days.min()
    per_day = np.bincount((days - first).astype(np.int64)).tolist()
    start = first.item()
    return Arrivals(
        days=tuple(
            Days(
                first=start + timedelta(days=begin), last=start + timedelta(days=end), people=people
            )
            for begin, end, people in days_within(per_day, shown.most)
        )
    )
