"""Whether people felt heard and find what happened legitimate, with how sure we may be of it.

The wording of all items is ours. Feeling heard follows the eight-item scale of Roos, Postmes and
Koudenburg (2023, PLOS ONE 18(11) e0292865, CC BY); legitimacy the six aspects of Haesevoets,
Roets, Steyvers, Verschuere and Wauters (2023, Governance 37(3)). Our translations, and asking
about a board instead of other people, are not validated yet: say so beside every figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, Estimate, normal_quantile

Floats = NDArray[np.float64]
LOWEST, HIGHEST = 1, 7
FEWEST_PEOPLE = 10
ITEMS_NEEDED = 0.75


@dataclass(frozen=True)
class Item:
    """A statement to agree with from 1 to 7; reversed: agreeing means the opposite.

    {others} stands for who is judged: the other participants, or the board.
    """

    key: str
    component: str
    english: str
    dutch: str
    reversed: bool = False


FEELING_HEARD = (
    Item("voice", "voice", "I could say what I wanted to say.", "Ik kon zeggen wat ik wilde."),
    Item("listened", "attention", "{others} listened to me.", "{others} luisterden goed naar mij."),
    Item(
        "themselves",
        "attention",
        "{others} were mostly busy with themselves.",
        "{others} waren vooral met zichzelf bezig.",
        reversed=True,
    ),
    Item(
        "my_place",
        "empathy",
        "{others} tried to imagine my situation.",
        "{others} probeerden zich in mij te verplaatsen.",
    ),
    Item(
        "insensitive",
        "empathy",
        "{others} did not care how I felt.",
        "{others} hielden geen rekening met mijn gevoel.",
        reversed=True,
    ),
    Item(
        "respect",
        "respect",
        "{others} took me seriously.",
        "{others} namen mij serieus.",
    ),
    Item(
        "understood",
        "common ground",
        "We understood each other.",
        "Wij begrepen elkaar.",
    ),
    Item("overall", "overall", "All in all I felt heard.", "Al met al voelde ik mij gehoord."),
)
PULSE = tuple(item for item in FEELING_HEARD if item.key in ("voice", "respect", "overall"))
LEGITIMACY = (
    Item(
        "could_join",
        "input",
        "People like me could take part.",
        "Mensen zoals ik konden meedoen.",
    ),
    Item(
        "represented",
        "input",
        "Everybody this is about had a voice.",
        "Iedereen om wie het gaat had een stem.",
    ),
    Item("fair", "throughput", "It went fairly.", "Het ging eerlijk."),
    Item(
        "open",
        "throughput",
        "It was clear how it went.",
        "Het was duidelijk hoe het ging.",
    ),
    Item("good_result", "output", "The outcome is good.", "De uitkomst is goed."),
    Item(
        "acceptable",
        "output",
        "I can live with the outcome.",
        "Ik kan leven met de uitkomst.",
    ),
)


@dataclass(frozen=True)
class Score:
    """The mean of a scale over people, 1 to 7, high is good.

    scale: the keys of its items, so that a pulse is never laid beside the full scale. alpha: how
    well the items hang together (Cronbach), None when it can't be told.
    """

    scale: tuple[str, ...]
    people: int
    mean: Estimate
    alpha: float | None


def score(
    answers: ArrayLike,
    items: Sequence[Item] = FEELING_HEARD,
    *,
    fewest: int = FEWEST_PEOPLE,
    level: float = LEVEL,
) -> Score:
    """Score answers (people, items) from 1 to 7, NaN where none was given.

    Reversed items are turned around (8 - x); who answered under three quarters of the items is left
    out. Interval: Student's t. Raises NotEnoughData for fewer than ``fewest`` people, ValueError
    for answers off the scale.
    """
    turned = turn_reversed(answers, items)
    own = person_means(turned)
    told = own[~np.isnan(own)]
    if len(told) < max(fewest, 2):
        raise NotEnoughData("people", len(told), max(fewest, 2))
    complete = turned[~np.isnan(turned).any(axis=1)]
    return Score(
        scale=tuple(item.key for item in items),
        people=len(told),
        mean=mean_estimate(told, level=level, low=LOWEST, high=HIGHEST),
        alpha=_alpha_or_none(complete),
    )


def score_by_group(
    answers: ArrayLike,
    group: ArrayLike,
    items: Sequence[Item] = FEELING_HEARD,
    *,
    fewest: int = FEWEST_PEOPLE,
) -> dict[str, Score | NotEnoughData]:
    """Score every group (n,) on its own; a group with too few gives its NotEnoughData."""
    given, labels = np.asarray(answers, dtype=np.float64), np.asarray(group).astype(str)
    found: dict[str, Score | NotEnoughData] = {}
    for label in np.unique(labels):
        try:
            found[str(label)] = score(given[labels == label], items, fewest=fewest)
        except NotEnoughData as few:
            found[str(label)] = few
    return found


def turn_reversed(answers: ArrayLike, items: Sequence[Item]) -> Floats:
    """Turn reversed items around; raises ValueError for answers that don't fit the items."""
    given = np.array(answers, dtype=np.float64)
    if given.ndim != 2 or given.shape[1] != len(items):
        raise ValueError(f"answers have a row per person and {len(items)} columns")
    if ((given < LOWEST) | (given > HIGHEST)).any():
        raise ValueError(f"answers go from {LOWEST} to {HIGHEST}")
    turned = [at for at, item in enumerate(items) if item.reversed]
    given[:, turned] = LOWEST + HIGHEST - given[:, turned]
    return given


def person_means(turned: Floats) -> Floats:
    """Give everybody's mean (n,), NaN for who answered under three quarters of the items."""
    answered = (~np.isnan(turned)).sum(axis=1)
    sums = np.nansum(turned, axis=1)
    enough = answered >= ITEMS_NEEDED * turned.shape[1]
    means: Floats = np.divide(sums, answered, out=np.full(len(turned), np.nan), where=enough)
    return means


def cronbach_alpha(answers: ArrayLike) -> float:
    """Give k/(k-1) (1 - sum of item variances / variance of the sums) of complete answers.

    answers (people, items), reversed ones turned around. Source: Cronbach (1951). Raises
    NotEnoughData for fewer than two people or items, or when everybody has the same sum.
    """
    given = np.asarray(answers, dtype=np.float64)
    if given.ndim != 2 or np.isnan(given).any():
        raise ValueError("alpha needs a row per person without gaps")
    people, items = given.shape
    if people < 2 or items < 2:
        raise NotEnoughData("people and items", min(people, items), 2)
    whole = float(given.sum(axis=1).var(ddof=1))
    if whole == 0:
        raise NotEnoughData("different answers", 1, 2)
    apart = float(given.var(axis=0, ddof=1).sum())
    return float(items / (items - 1) * (1 - apart / whole))


def mean_estimate(
    values: Floats,
    *,
    level: float = LEVEL,
    low: float = -np.inf,
    high: float = np.inf,
) -> Estimate:
    """Give a mean with Student's t interval, cut off at the ends of the scale."""
    n = len(values)
    if n < 2:
        raise NotEnoughData("people", n, 2)
    error = float(values.std(ddof=1)) / sqrt(n)
    mean, reach = float(values.mean()), t_quantile(n - 1, level) * error
    return Estimate(mean, error, max(low, mean - reach), min(high, mean + reach))


def t_quantile(freedom: int, level: float) -> float:
    """Give how many standard errors Student's t interval reaches to either side."""
    from scipy.special import stdtrit  # light pages needn't wait for it

    normal_quantile(level)
    return float(stdtrit(freedom, 0.5 + level / 2))


def _alpha_or_none(complete: Floats) -> float | None:
    try:
        return cronbach_alpha(complete)
    except NotEnoughData:
        return None
