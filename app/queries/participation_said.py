"""What was said, by whom and with which voice, and whether people felt heard."""

from uuid import UUID

from app.queries.participation_base import Interval, Part, TooFew
from dialogue.models import Moment


class Viewpoints(Part):
    """How far apart people stand by what they said, beside what chance gives.

    distance: mean cosine distance between people, 0 to 1; equal viewpoints count once. expected:
    the same with every contribution given to a random author (its middle and where 95% falls); none
    when nobody said two things. above_chance: people keep to a viewpoint of their own. people: at
    least so many wrote.
    """

    people: int
    distance: Interval
    expected: Interval | None
    above_chance: bool | None


class CurvePoint(Part):
    """What so many people would have said; extrapolated: beyond those who spoke."""

    people: int
    ideas: float
    coverage: float
    extrapolated: bool


class Threshold(Part):
    """Saturation for one view of what counts as the same idea: a cosine of ``likeness`` and up.

    ideas: different ones; coverage: which share of all mentions is of ideas heard before; richness:
    how many ideas there are at least (Chao2); more_voices: how many more people until 95% has been
    said, none when that lies so far out that it would be a guess ("many more").
    """

    likeness: float
    ideas: int
    heard_once: int
    coverage: Interval
    richness: Interval
    more_voices: int | None


class NoThreshold(Part):
    """At this likeness there is too little to say."""

    likeness: float
    why: TooFew


class Saturation(Part):
    """How much of what people like these would bring has been said.

    chosen: the view that the sentence above the chart is about; sensitivity: that one and its
    neighbours, lowest likeness first, never left out beside it. said: the coverage of ``chosen`` in
    whole per cents; target: what ``more_voices`` is for (0.95). people: at least so many wrote.
    measured_on: so many of them were drawn at random, because comparing everything with everything
    takes too long; then ``said`` is what twice as many would have covered, so "at least". None:
    everybody. Words that are letter by letter the same count once, so that copies raise nothing.
    """

    people: int
    measured_on: int | None
    target: float
    said: int
    chosen: Threshold
    curve: tuple[CurvePoint, ...]
    sensitivity: tuple[Threshold | NoThreshold, ...]


class HillNumbers(Part):
    """Effective numbers of order 0, 1 and 2: as counted, and estimated with an interval.

    observed: of what was said; estimated: of all that could be said; none where that can't be told.
    """

    observed: tuple[float, float, float]
    estimated: tuple[Interval | None, Interval | None, Interval | None]


class Diversity(Part):
    """How many different themes and ideas, counting people and not mentions."""

    themes: HillNumbers | TooFew
    ideas: HillNumbers | TooFew


class LorenzPoint(Part):
    """The ``people`` with least (a share) have this ``share`` of all."""

    people: float
    share: float


class Evenness(Part):
    """How evenly something was divided over people or contributions; gini 0 is even.

    top_tenth: which share the tenth with most has, none when that tenth is fewer than ten. curve:
    Lorenz, from (0, 0) to (1, 1).
    """

    gini: float
    top_tenth: float | None
    curve: tuple[LorenzPoint, ...]


class AcrossCell(Part):
    """Ratings by one chamber of what another wrote.

    ratings, expected: whole tens, how many and how many if cards had been dealt without looking at
    chambers; mean: on the scale of the dialogue; all none with fewer than ten raters or writers.
    """

    raters: str
    writers: str
    ratings: int | None
    expected: int | None
    mean: float | None


class RatingsAcross(Part):
    """Whether chambers weigh each other's words; share_across: of all ratings shown here."""

    cells: tuple[AcrossCell, ...]
    share_across: float
    expected_across: float


class Voice(Part):
    """Whether voice is even: who wrote, whose words were shown, who weighed.

    contributions and ratings: over everybody who came in; showings: over contributions.
    """

    contributions: Evenness | TooFew
    showings: Evenness | TooFew
    ratings: Evenness | TooFew
    across: RatingsAcross | TooFew


class ChamberScore(Part):
    """The same score of one chamber; none with fewer than ten answers, or one that gives it away.

    people: at least so many answered.
    """

    chamber: str
    people: int | None
    mean: Interval | None


class HeardScore(Part):
    """The mean of a scale (1 to 7, high is good) at a moment. Never compare two scales.

    scale: ``heard`` (eight statements), ``pulse`` (three of them) or ``legitimacy`` (six). alpha:
    how well the statements hang together (Cronbach), none when it can't be told. validated: our
    words and translation have not been tested; say so beside every figure.
    """

    scale: str
    moment: Moment
    people: int
    mean: Interval
    alpha: float | None
    chambers: tuple[ChamberScore, ...]
    validated: bool = False


class TooFewScored(Part):
    """A scale that was asked at a moment, with too few answers."""

    scale: str
    moment: Moment
    why: TooFew


class Reached(Part):
    """What may be said about the target: reached, not reached, or not known."""

    target: float
    reached: bool | None


class IndicatorChange(Part):
    """What changed for people who answered an indicator twice.

    baseline, later: means at ``first`` and ``last``; change: relative, 0.25 is 25% more; claimed:
    its interval leaves zero out, else say that nothing can be said. pairs: at least so many
    answered both times; dropped_out: the share that answered first and not later (rounded to 5%).
    """

    indicator_id: UUID
    position: int
    first: Moment
    last: Moment
    baseline: Interval
    later: Interval
    change: Interval
    claimed: bool
    pairs: int
    dropped_out: float | None
    target: Reached | None


class IndicatorBaseline(Part):
    """An indicator that was not answered twice by enough people; baseline: the first mean."""

    indicator_id: UUID
    position: int
    first: Moment
    baseline: Interval | TooFew
    why: TooFew
