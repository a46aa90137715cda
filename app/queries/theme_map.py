"""The map of the themes as it is now: drawn when it is looked at, nothing of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.queries.accounting import sizes_of
from app.queries.hearts import Sample, present_fingerprint, sampled_vectors
from app.queries.progress import last_finished_run
from app.queries.themes import FEWEST_TO_GROUP, themes_in_use
from clustering import ThemeMap, draw_map
from dialogue.models import (
    AnalysisRun,
    Contribution,
    ContributionState,
    Dialogue,
    Round,
    RoundKind,
    RoundState,
    Theme,
)

# The map is drawn on a square of this many units, with room for the rims.
SIDE = 1_000
MARGIN = 12
MOST_DOTS = 1_000
MANY_ANSWERS = 10_000


@dataclass(frozen=True)
class Circle:
    """A theme on the map: its middle, its radius and its answers, in units of the square."""

    theme: Theme
    size: int
    x: int
    y: int
    radius: int
    dots: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class DrawnThemes:
    """The circles in the order of the theme numbers; ``drawn`` of the ``placed`` answers are dots.

    A theme that holds nothing has no circle.
    """

    circles: Sequence[Circle]
    drawn: int
    placed: int

    @property
    def seconds_between_looks(self) -> int:
        """How long a page waits before it asks again: a large map costs more to draw."""
        return 5 if self.placed < MANY_ANSWERS else 30

    @property
    def gathered(self) -> bool:
        """Tell whether there are main themes above the themes."""
        names = {each.theme.main_group for each in self.circles}
        return len(self.circles) >= FEWEST_TO_GROUP and len(names) > 1


@dataclass(frozen=True)
class LastLook:
    """When the machine looked last, and what came in since; ``growing`` while people answer."""

    growing: bool
    run: AnalysisRun | None
    visible: int
    since: int

    @property
    def at(self) -> datetime | None:
        """When it was ready."""
        return self.run.finished_at or self.run.created_at if self.run else None


def draw_themes(session: Session, dialogue: Dialogue) -> DrawnThemes:
    """Draw the themes in use with a sample of their visible answers."""
    sizes = sizes_of(session, dialogue)
    themes = [each for each in themes_in_use(session, dialogue) if sizes[each.id]]
    fingerprint = present_fingerprint(session, dialogue)
    sample = sampled_vectors(session, dialogue, fingerprint or "", most=MOST_DOTS)
    places = {theme.id: place for place, theme in enumerate(themes)}
    labels = [places.get(each, -1) for each in sample.theme_ids]
    drawn = draw_map(
        sample.codes, labels, sizes=[sizes[each.id] for each in themes], seed=dialogue.seed
    )
    return DrawnThemes(
        circles=[
            Circle(
                theme,
                sizes[theme.id],
                *on_square(drawn.centres[place]),
                radius=round(float(drawn.radii[place]) * (SIDE / 2 - MARGIN)),
                dots=dots_of(drawn, labels, place),
            )
            for place, theme in enumerate(themes)
        ],
        drawn=drawn_of(sample, labels),
        placed=sum(sizes[each.id] for each in themes),
    )


def on_square(point: Sequence[float]) -> tuple[int, int]:
    """Turn a place between -1 and 1 into whole units of the square."""
    x, y = (round(SIDE / 2 + float(each) * (SIDE / 2 - MARGIN)) for each in point)
    return x, y


def dots_of(drawn: ThemeMap, labels: Sequence[int], place: int) -> list[tuple[int, int]]:
    """Give the dots of one theme."""
    return [
        on_square(point)
        for point, label in zip(drawn.positions.tolist(), labels, strict=True)
        if label == place
    ]


def drawn_of(sample: Sample, labels: Sequence[int]) -> int:
    """Count the answers that are drawn."""
    return len(sample.contribution_ids) - labels.count(-1)


def last_look(session: Session, dialogue: Dialogue) -> LastLook:
    """Tell whether the map still grows, when the machine looked last and what came since."""
    run = last_finished_run(session, dialogue)
    asking = session.exec(
        select(Round).where(Round.dialogue_id == dialogue.id, Round.kind == RoundKind.ASK)
    ).first()
    visible = count_visible(session, asking)
    return LastLook(
        growing=asking is not None and asking.state is RoundState.OPEN,
        run=run,
        visible=visible,
        since=max(0, visible - run.answers) if run else visible,
    )


def count_visible(session: Session, asking: Round | None) -> int:
    """Count the answers of the ask round that may be seen."""
    if asking is None:
        return 0
    query = select(func.count()).where(
        Contribution.round_id == asking.id,
        col(Contribution.state) == ContributionState.VISIBLE,
    )
    return session.exec(query).one()
