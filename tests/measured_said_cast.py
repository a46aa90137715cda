"""What was said, voice and how people felt as they were measured, made up for pages."""

from app.queries.participation_base import Of, TooFew
from app.queries.participation_said import (
    AcrossCell,
    ChamberScore,
    CurvePoint,
    Evenness,
    HeardScore,
    LorenzPoint,
    NoThreshold,
    RatingsAcross,
    Saturation,
    Threshold,
    TooFewScored,
    Voice,
)
from dialogue.models import (
    Moment,
)
from tests.measured_groups_cast import between


def saturation() -> Saturation:
    """Two thirds was said, at the middle of three views."""
    views = tuple(
        Threshold(
            likeness=likeness,
            ideas=120,
            heard_once=80,
            coverage=between(said, said - 0.06, said + 0.05),
            richness=between(260, 210, 340),
            more_voices=more,
        )
        for likeness, said, more in ((0.4, 0.81, 160), (0.5, 0.66, 420))
    )
    return Saturation(
        people=300,
        measured_on=None,
        target=0.95,
        said=66,
        chosen=views[1],
        sensitivity=(*views, NoThreshold(likeness=0.6, why=TooFew(needs=10, of=Of.REPEATED))),
        curve=tuple(
            CurvePoint(
                people=people,
                ideas=people**0.7,
                coverage=1 - 0.9964**people,
                extrapolated=people > 300,
            )
            for people in (10, 50, 100, 200, 300, 450, 600)
        ),
    )


def voice() -> Voice:
    """Writing is uneven, being shown is even; nobody weighed enough."""

    def even(gini: float) -> Evenness:
        curve = tuple(
            LorenzPoint(people=at / 10, share=(at / 10) ** (1 + 2 * gini)) for at in range(11)
        )
        return Evenness(gini=gini, top_tenth=0.1 + gini / 2, curve=curve)

    cells = tuple(
        AcrossCell(raters=one, writers=other, ratings=400, expected=380, mean=0.61)
        for one in ("resident", "professional")
        for other in ("resident", "professional")
    )
    hidden = AcrossCell(
        raters="manager", writers="resident", ratings=None, expected=None, mean=None
    )
    return Voice(
        contributions=even(0.4),
        showings=even(0.02),
        ratings=even(0.2),
        across=RatingsAcross(cells=(*cells, hidden), share_across=0.34, expected_across=0.36),
    )


def scores(scale: str) -> tuple[HeardScore | TooFewScored, ...]:
    """A scale after the rounds and after the answer."""
    return (
        HeardScore(
            scale=scale,
            moment=Moment.AFTER_ROUNDS,
            people=120,
            mean=between(5.3, 5.1, 5.5),
            alpha=0.87,
            chambers=(
                ChamberScore(chamber="resident", people=90, mean=between(5.2, 5, 5.4)),
                ChamberScore(chamber="manager", people=None, mean=None),
            ),
        ),
        HeardScore(
            scale=scale,
            moment=Moment.AFTER_ANSWER,
            people=60,
            mean=between(4.6, 4.2, 5),
            alpha=None,
            chambers=(),
        ),
    )
