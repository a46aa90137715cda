"""Support as it may be published: everybody together, the chambers side by side, nobody alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlmodel import Session, col

from app.queries.asking import asks_still
from app.queries.parts import chambers_of, rounds_of
from app.queries.support import Figure, Rank, ThemeSupport, active_themes, theme_support
from dialogue.chambers import Carried
from dialogue.models import (
    Chamber,
    Dialogue,
    Participant,
    Round,
    RoundKind,
    RoundState,
    Theme,
    latest_confirmation,
)
from dialogue.not_enough import NotEnoughData
from dialogue.support import SupportFigure, SupportTable, support
from participation.disclosure import MINIMUM_CELL, PERCENTAGE_BASE, SUPPRESSED, suppress_counts


@dataclass(frozen=True)
class OfChamber:
    """A chamber's support; None stays hidden, so that no small group can be worked out."""

    chamber: Chamber
    figure: Figure | None


@dataclass(frozen=True)
class Support:
    """Support on a scale from -reach to +reach, of everybody together and of each chamber.

    A chamber of which nobody judged anything is left out.
    """

    together: Figure | None
    chambers: tuple[OfChamber, ...]
    reach: int


@dataclass(frozen=True)
class WeighedTheme:
    """A theme with its support, rank and whether it is carried; none while that may change."""

    theme: Theme
    support: Support | None
    rank: Rank | None = None
    carried: Carried = Carried.UNKNOWN


def weighed_themes(session: Session, dialogue: Dialogue) -> list[WeighedTheme]:
    """Measure the themes in use, the best supported first; none is measured in an open round.

    There are none as long as people answer: what is there by then is rough.
    """
    if asks_still(session, dialogue):
        return []
    rounds = [each for each in rounds_of(session, dialogue) if each.kind is RoundKind.WEIGH]
    if any(each.state is RoundState.OPEN for each in rounds):
        return [WeighedTheme(each, None) for each in active_themes(session, dialogue)]
    return sorted(shown_themes(session, dialogue), key=lambda each: -mean_of(each.support))


def shown_themes(session: Session, dialogue: Dialogue) -> list[WeighedTheme]:
    """Measure the themes in use as far as it may be told, in the order of their numbers."""
    measured = theme_support(session, dialogue)
    chambers = present(chambers_of(session, dialogue), [each.chambers for each in measured])
    return [weighed_theme(each, chambers) for each in measured]


def weighed_theme(measured: ThemeSupport, chambers: Sequence[Chamber]) -> WeighedTheme:
    """Put together what may be told of a theme; one without a figure has no rank either."""
    supported = publishable(measured.figure, measured.chambers, chambers, measured.reach)
    shown = isinstance(supported.together, SupportFigure)
    return WeighedTheme(
        measured.theme, supported, measured.rank if shown else None, measured.carried
    )


def confirmed_proposals(session: Session, dialogue: Dialogue) -> dict[UUID, Support]:
    """Measure what people thought of each proposal in the last confirm round that is over."""
    confirming = last_confirmed(rounds_of(session, dialogue))
    if confirming is None:
        return {}
    chambers = chambers_of(session, dialogue)
    judged = read_judgements(session, confirming, chambers)
    everybody = np.ones(len(judged.value), dtype=np.bool_)
    together = judged.measure(everybody, MINIMUM_CELL, dialogue.seed)
    tables = {
        each.key: judged.measure(judged.chamber == place, each.minimum_size, dialogue.seed)
        for place, each in enumerate(chambers)
    }
    apart = {
        proposal_id: {key: table.figure(place) for key, table in tables.items()}
        for proposal_id, place in judged.places.items()
    }
    judging = present(chambers, list(apart.values()))
    return {
        proposal_id: publishable(
            together.figure(place), apart[proposal_id], judging, confirming.scale.reach
        )
        for proposal_id, place in judged.places.items()
    }


def present(chambers: Iterable[Chamber], measured: Sequence[Mapping[str, Figure]]) -> list[Chamber]:
    """Leave out the chambers of which nobody judged anything."""
    return [
        chamber for chamber in chambers if any(people(figures[chamber.key]) for figures in measured)
    ]


def publishable(
    together: Figure, by_chamber: Mapping[str, Figure], chambers: Sequence[Chamber], reach: int
) -> Support:
    """Hide figures of fewer than ten people, and those that would give such a figure away."""
    if not chambers:
        return Support(enough(together), (), reach)
    figures = [by_chamber[chamber.key] for chamber in chambers]
    shown = suppress_counts([people(figure) for figure in figures])
    gives_away = shown.total is SUPPRESSED and people(together) >= MINIMUM_CELL
    return Support(
        together=None if gives_away else enough(together),
        chambers=tuple(
            OfChamber(chamber, None if cell is SUPPRESSED else enough(figure))
            for chamber, figure, cell in zip(chambers, figures, shown.cells, strict=True)
        ),
        reach=reach,
    )


def people(figure: Figure) -> int:
    """Count the people behind a figure, or behind the lack of one."""
    return figure.have if isinstance(figure, NotEnoughData) else figure.n


def enough(figure: Figure) -> Figure:
    """Keep a figure of ten people or more; of fewer not even their number is told."""
    if people(figure) >= MINIMUM_CELL and not isinstance(figure, NotEnoughData):
        return with_shown_shares(figure)
    need = figure.need if isinstance(figure, NotEnoughData) else 0
    return NotEnoughData("people", people(figure), max(need, MINIMUM_CELL))


def with_shown_shares(figure: SupportFigure) -> SupportFigure:
    """Write NaN for a share that would tell how few people said something, also by subtracting."""
    if figure.n < PERCENTAGE_BASE:
        return replace(figure, against=np.nan, neutral=np.nan, in_favour=np.nan)
    shares = (figure.against, figure.neutral, figure.in_favour)
    against, in_favour = (round(figure.n * each) for each in (shares[0], shares[2]))
    parts = [against, max(0, figure.n - against - in_favour), in_favour]
    cells = suppress_counts(parts).cells
    told = [
        np.nan if cell is SUPPRESSED else each for each, cell in zip(shares, cells, strict=True)
    ]
    return replace(figure, against=told[0], neutral=told[1], in_favour=told[2])


def mean_of(measured: Support | None) -> float:
    """Give what themes are ordered by; one without a figure comes last."""
    figure = measured.together if measured else None
    return figure.mean if isinstance(figure, SupportFigure) else float("-inf")


def last_confirmed(rounds: Iterable[Round]) -> Round | None:
    """Find the last confirm round that is over: nobody sees a result that can still change."""
    over = [
        each
        for each in rounds
        if each.kind is RoundKind.CONFIRM and each.state is RoundState.CLOSED
    ]
    return over[-1] if over else None


@dataclass(frozen=True, eq=False)
class Judgements:
    """Who judged which proposal how, in which chamber: equally long arrays, NaN for can't say."""

    places: Mapping[UUID, int]
    participant: npt.NDArray[np.int64]
    proposal: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    chamber: npt.NDArray[np.int64]

    def measure(self, chosen: npt.NDArray[np.bool_], minimum: int, seed: int) -> SupportTable:
        """Measure each proposal over the chosen judgements."""
        return support(
            self.participant[chosen],
            self.proposal[chosen],
            self.value[chosen],
            np.arange(len(self.places)),
            seed=seed,
            minimum=minimum,
        ).contributions


def read_judgements(session: Session, confirming: Round, chambers: Sequence[Chamber]) -> Judgements:
    """Read the judgements of a confirm round that count, in an order that is always the same."""
    judged = latest_confirmation.c
    query = (
        select(judged.participant_id, judged.proposal_id, judged.value, col(Participant.chamber_id))
        .join(Participant, col(Participant.id) == judged.participant_id)
        .where(judged.round_id == confirming.id)
        .order_by(judged.participant_id, judged.proposal_id)
    )
    place_of = {chamber.id: place for place, chamber in enumerate(chambers)}
    people: dict[UUID, int] = {}
    places: dict[UUID, int] = {}
    rows = [
        (
            people.setdefault(participant, len(people)),
            places.setdefault(proposal, len(places)),
            place_of[chamber],
            np.nan if value is None else value,
        )
        for participant, proposal, value, chamber in session.execute(query)
    ]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 4)
    participant, proposal, chamber = table[:, :3].astype(np.int64).T
    return Judgements(places, participant, proposal, table[:, 3], chamber)
