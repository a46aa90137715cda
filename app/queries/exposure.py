"""What was really shown in a weigh round, beside what its decks were laid to show.

The database counts per contribution; what is read here are counts, never words or people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.dealing_check import DealingCheck, check_decks
from app.queries.deck_material import IN_NO_THEME, ratings_received, visible_ids
from app.queries.parts import chambers_of, rounds_of
from app.queries.showings_log import Counts, Log, decks_of, read_dealt, read_seen
from app.queries.theme_numbers import theme_numbers
from dialogue.models import Chamber, Dialogue, Hand, Participant, Round, RoundKind, Theme
from dialogue.showings import ALARM, has_become_uneven, uneven_over_chambers
from participation.disclosure import SUPPRESSED, suppress_counts

MOST_BARS = 12


@dataclass(frozen=True)
class Spread:
    """How often some contributions were shown and rated: mean, least and most."""

    contributions: int
    shown: float
    least_shown: int
    most_shown: int
    rated: float
    least_rated: int
    most_rated: int


@dataclass(frozen=True)
class ThemeSpread:
    """A theme (none: in no theme) with how often its contributions were shown and rated."""

    theme: Theme | None
    spread: Spread


@dataclass(frozen=True)
class ChamberSpread:
    """Which share of the contributions a chamber saw, and each about how often; None if hidden."""

    chamber: Chamber
    share_seen: float | None
    times: int | None


@dataclass(frozen=True)
class Bar:
    """How many contributions were shown, and how many were rated, from low to high times."""

    low: int
    high: int
    shown: int
    rated: int


@dataclass(frozen=True)
class Realised:
    """The realised distribution of a weigh round.

    uneven_cards: contributions whose viewers came too unevenly from the chambers to be chance.
    """

    weighing: Round
    hands: int
    epochs: int
    whole: Spread
    bars: tuple[Bar, ...]
    themes: tuple[ThemeSpread, ...]
    chambers: tuple[ChamberSpread, ...]
    uneven_cards: int
    ratings_uneven: bool
    check: DealingCheck

    @property
    def alarm(self) -> bool:
        """Whether what was served departs from the design."""
        return not (self.check.dealt_as_designed and self.check.seen_as_dealt)


def weigh_rounds(session: Session, dialogue: Dialogue) -> list[Round]:
    """List the weigh rounds that were opened."""
    return [
        each
        for each in rounds_of(session, dialogue)
        if each.kind is RoundKind.WEIGH and each.opened_at is not None
    ]


def exposure(session: Session, dialogue: Dialogue, weighing: Round) -> Realised | None:
    """Measure what was shown in a weigh round; none while nothing was dealt."""
    ids = visible_ids(session, dialogue)
    place_of = {each: place for place, each in enumerate(ids)}
    decks = decks_of(session, weighing)
    hands = session.exec(
        select(func.count()).select_from(Hand).where(Hand.round_id == weighing.id)
    ).one()
    if not hands or not ids:
        return None
    chambers = list(chambers_of(session, dialogue))
    dealt = read_dealt(session, weighing, decks, place_of)
    seen = read_seen(session, weighing, decks, chambers, place_of)
    received = ratings_received(session, weighing)
    shown = seen.totals(len(ids))
    rated = np.array([received.get(each, 0) for each in ids], dtype=np.int64)
    themes = theme_places(session, dialogue, ids)
    by_chamber = uneven_over_chambers(
        seen.spelled_out(), np.repeat(seen.chamber, seen.times), len(ids)
    )
    return Realised(
        weighing=weighing,
        hands=hands,
        epochs=len(decks),
        whole=spread_of(shown, rated),
        bars=bars_of(shown, rated),
        themes=theme_spreads(session, dialogue, themes, shown, rated),
        chambers=chamber_spreads(session, weighing, chambers, seen, len(ids)),
        uneven_cards=int((by_chamber < ALARM).sum()),
        ratings_uneven=has_become_uneven(rated, themes, theme_exponent=weighing.theme_exponent),
        check=check_decks(session, dialogue, weighing, decks, place_of, dealt, seen),
    )


def theme_places(session: Session, dialogue: Dialogue, ids: Sequence[UUID]) -> Counts:
    """Give the number of the theme of each contribution; -1 is in no theme."""
    numbers = theme_numbers(session, dialogue)
    return np.array([numbers.get(each, IN_NO_THEME) for each in ids], dtype=np.int64)


def spread_of(shown: Counts, rated: Counts) -> Spread:
    """Sum up how often some contributions were shown and rated."""
    return Spread(
        len(shown),
        float(shown.mean()), int(shown.min()), int(shown.max()),
        float(rated.mean()), int(rated.min()), int(rated.max()),
    )  # fmt: skip


def bars_of(shown: Counts, rated: Counts) -> tuple[Bar, ...]:
    """Count contributions by how often they were shown and rated, in bars of one width."""
    most = int(max(shown.max(), rated.max()))
    width = most // MOST_BARS + 1
    bars = most // width + 1
    by_shown = np.bincount(shown // width, minlength=bars)
    by_rated = np.bincount(rated // width, minlength=bars)
    return tuple(
        Bar(bar * width, (bar + 1) * width - 1, int(by_shown[bar]), int(by_rated[bar]))
        for bar in range(bars)
    )


def theme_spreads(
    session: Session, dialogue: Dialogue, themes: Counts, shown: Counts, rated: Counts
) -> tuple[ThemeSpread, ...]:
    """Sum up per theme, in the order of their numbers; in no theme comes last."""
    query = select(Theme).where(Theme.dialogue_id == dialogue.id)
    named = {theme.number: theme for theme in session.exec(query).all()}
    numbers = sorted(set(themes.tolist()), key=lambda number: (number < 0, number))
    return tuple(
        ThemeSpread(named.get(number), spread_of(shown[themes == number], rated[themes == number]))
        for number in numbers
    )


def chamber_spreads(
    session: Session, weighing: Round, chambers: Sequence[Chamber], seen: Log, count: int
) -> tuple[ChamberSpread, ...]:
    """Tell what each chamber saw; nothing of one with few viewers, nor what would give it away."""
    query = (
        sql_select(col(Participant.chamber_id), func.count(func.distinct(col(Participant.id))))
        .join(Hand, col(Hand.participant_id) == Participant.id)
        .where(
            col(Hand.round_id) == weighing.id,
            # A hand on a sheet of paper that nobody filled in has no viewer.
            col(Participant.consented_at).is_not(None),
        )
        .group_by(col(Participant.chamber_id))
    )
    viewers = {row[0]: row[1] for row in session.execute(query)}
    shown = suppress_counts([viewers.get(each.id, 0) for each in chambers]).cells
    spreads = []
    for number, (chamber, cell) in enumerate(zip(chambers, shown, strict=True)):
        if cell is SUPPRESSED:
            spreads.append(ChamberSpread(chamber, None, None))
            continue
        own = seen.chamber == number
        share = len(np.unique(seen.contribution[own])) / count
        spreads.append(ChamberSpread(chamber, share, round(int(seen.times[own].sum()) / count)))
    return tuple(spreads)
