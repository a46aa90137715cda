"""Who took part: how many, on which ways, which groups, who is missing, and what that changes.

How these are kept safe stands in ``participation.shown_cells``: the cells of chamber x channel are
rounded down to whole tens, all sums are sums of those, and no other table of the same people adds
up to more. So nothing follows by subtraction, also not from several tables together.
"""

from datetime import date
from uuid import UUID

from app.queries.participation_base import Interval, Part, Refused, TooFew
from dialogue.models import Helix as HelixSide
from dialogue.models import RoundKind, RoundState, TrustLevel
from participation.missing import HowOften


class RoundName(Part):
    """A round, as rows of steps point at it."""

    position: int
    kind: RoundKind
    state: RoundState


class Step(Part):
    """A round in a funnel: at least so many started and finished it, and came back for it.

    begun: whether the round is (or was) open. returned: started this round and an earlier one; it
    is none too for the first round of a dialogue.
    """

    round: int
    begun: bool
    started: int | None
    finished: int | None
    returned: int | None


class FunnelRow(Part):
    """From invited to finished; ``key`` is a chamber's key, a channel or a trust level.

    invited: codes made, known to who made them; none where people need no code (an open link, an
    import). came_in: at least so many gave their consent, with or without a code. response: the
    share of the invited that came in, as wide as "at least" leaves it open; none under 50 codes or
    when hidden.
    """

    key: str
    invited: int | None
    came_in: int | None
    response: Interval | None
    steps: tuple[Step, ...]


class TrustRow(FunnelRow):
    """A funnel of everybody of whom we are equally sure that they are counted once."""

    trust: TrustLevel


class WaveRow(Part):
    """Codes that were made together, and at least how many of them were used."""

    chamber: str
    channel: str
    wave: int
    invited: int
    used: int | None
    response: Interval | None


class Funnel(Part):
    """How many, for everybody (``whole``, with the key "") and split up in four ways.

    The rows of chambers add up to ``whole``. ``channels`` leaves out channels that are too small in
    every chamber; ``other_channels`` is what these have together.
    """

    whole: FunnelRow
    chambers: tuple[FunnelRow, ...]
    channels: tuple[FunnelRow, ...]
    other_channels: FunnelRow | None
    trust: tuple[TrustRow, ...]
    waves: tuple[WaveRow, ...]


class Days(Part):
    """Days that were taken together until at least ten people came in; both ends belong to it."""

    first: date
    last: date
    people: int


class Arrivals(Part):
    """When people came in, in whole tens; they add up to no more than ``funnel.whole.came_in``."""

    days: tuple[Days, ...]


class LossRow(Part):
    """A group between two rounds: which share of those in the first were not in the next.

    none: fewer than 100 were in the first round, or fewer than ten left or stayed. In steps of 5%,
    of 10% or 20% with fewer than 400 or 200 people.
    """

    group: str
    lost: Interval | None


class LossByGroup(Part):
    """The loss of every group of a background question."""

    dimension: str
    rows: tuple[LossRow, ...]


class RankedTheme(Part):
    """A theme in the two rankings of ``Loss``, with the ranks that it may as well have had."""

    theme_id: UUID
    number: int
    rank: int
    rank_if_all_stayed: int
    best: int
    worst: int


class ThemesIfAllStayed(Part):
    """Would the top themes differ if those who stayed away had weighed equally?

    Assumes that within a group those who left resemble those who stayed. ``dimension`` is the
    question whose groups were used. ``differs``: a theme of the top would surely not be in it.
    """

    dimension: str
    top: int
    themes: tuple[RankedTheme, ...]
    entering: tuple[UUID, ...]
    leaving: tuple[UUID, ...]
    differs: bool


class Loss(Part):
    """Between a round and the next: the share that was lost, of everybody and per group."""

    from_round: int
    to_round: int
    lost: Interval | None
    groups: tuple[LossByGroup, ...]
    themes: ThemesIfAllStayed | TooFew


class GroupRow(Part):
    """A group beside its share of the population.

    people: rounded to five; share: of those who answered this question; ratio: share / population
    share (1 is as many as there should be); these are none for fewer than ten people, and share and
    ratio also when fewer than 50 answered. verdict: fit for a sentence ("half as often as the
    population"), also for a hidden group, when even nine people would be too few. more_voices: how
    many more of this group would close the gap, if nobody else came; for a hidden group at least
    so many. population, population_share, verdict and more_voices are none without a population.
    invited: codes made for this group (none under ten); silent: of these at least so many that
    nobody used; uninvited: people of the population who got no code.
    """

    group: str
    people: int | None
    share: Interval | None
    population: int | None
    population_share: float | None
    ratio: Interval | None
    verdict: HowOften | None
    missing: bool
    more_voices: int | None
    invited: int | None
    silent: int | None
    uninvited: int | None


class Dimension(Part):
    """One background question: its groups in the order of the question.

    answered: the rows together. dissimilarity: which share would have to be others to be like the
    population; evenness: Hill number of the shares beside the population, 1 is the same as the
    population. refused: why there is no comparison with the population.
    """

    key: str
    answered: int | None
    rows: tuple[GroupRow, ...]
    has_population: bool
    dissimilarity: float | None
    evenness: float | None
    r_indicator: float | None
    cv: float | None
    refused: Refused | None


class MissingGroup(Part):
    """A group that is surely below its share, for the list "who is missing now"."""

    dimension: str
    group: str
    verdict: HowOften
    more_voices: int
    at_least: bool
    silent: int | None
    uninvited: int | None


class PartialIndicator(Part):
    """How much one background question adds to the spread: on its own, and beside the others."""

    dimension: str
    unconditional: float
    conditional: float | None


class Representativity(Part):
    """How equal the chance to take part was: read ``cv`` rather than ``r_indicator``.

    joint: over all combinations of groups (the population was given in joint cells); else it is
    that of the question with the largest ``cv``, named in ``dimension``.
    """

    joint: bool
    dimension: str
    r_indicator: float
    r_adjusted: float
    cv: float
    response_rate: float
    partials: tuple[PartialIndicator, ...]


class ThemeWeighed(Part):
    """A theme's mean support on the scale of the dialogue, as it is and weighted."""

    theme_id: UUID
    number: int
    raw: Interval
    weighted: Interval


class Weights(Part):
    """What weighing to the population costs and changes; who gave no background weighs 1.

    effective_size: how many equally weighted people would be as certain (whole tens);
    largest: the largest weight, capped at 5; dimensions: the questions that were used.
    """

    dimensions: tuple[str, ...]
    effective_size: int
    design_effect: float
    largest: float
    themes: tuple[ThemeWeighed, ...]


class Side(Part):
    """One side of the quadruple helix; people and share are none for fewer than ten."""

    side: HelixSide
    people: int | None
    share: float | None
    under_floor: bool | None


class Helix(Part):
    """Whether the four sides are in balance; floor: the share each should have at least."""

    sides: tuple[Side, ...]
    floor: float
    evenness: float | None


class ThemeWithout(Part):
    """A theme's mean support with everybody, and without who spoke for a collective."""

    theme_id: UUID
    number: int
    with_collectives: Interval
    without_collectives: Interval
    difference: Interval


class Collectives(Part):
    """At least so many spoke for a collective, and what they change per theme."""

    people: int
    themes: tuple[ThemeWithout, ...]


__all__ = ["HelixSide", "HowOften", "Interval", "Part", "Refused", "TooFew"]
