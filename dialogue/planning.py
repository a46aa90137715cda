"""Before the invitations go out: what will so many people and so many cards be able to tell?

A whole weigh round is lived with made-up truth and the real deck, many times. The assumptions are
arguments: answers differ in worth, people in mildness, and every rating has noise of its own. Of
very many people only some live the round; what more of them add is known: each gets as many cards,
so ratings grow with their number, and the error of every mean shrinks with its root.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dialogue.deck import HAND_SIZE, build_deck
from dialogue.rating_matrix import RatingMatrix, read_ratings
from dialogue.resampling import gather_items
from dialogue.shrinkage import shrink

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

AMONG_FINALISTS = 0.8
# So many hands are dealt in a lived round, or enough for five ratings per answer if that is more.
MOST_LIVED = 5_000
FEWEST_RATINGS_LIVED = 5


@dataclass(frozen=True)
class Room:
    """What is planned. return_rate: share of invited people who take their hand."""

    people: int
    return_rate: float
    hand: int = HAND_SIZE
    answers: int = 300
    themes: int = 20
    top: int = 10


@dataclass(frozen=True)
class Truth:
    """What is assumed about answers and people, on the scale -3..+3 (standard deviations).

    theme_share: part of the variance in worth that lies between themes.
    """

    mean: float = 0.3
    worth: float = 0.8
    mildness: float = 0.5
    noise: float = 1.4
    theme_share: float = 0.3


@dataclass(frozen=True)
class Outlook:
    """What may be expected, averaged over the simulated rounds.

    ratings_per_answer: mean; fewest_ratings: the least-rated answer's; answer_interval,
    theme_interval: half width of a 95% interval; top_answers, top_themes: share of the true best
    that is found; top_confirmed: the same for answers after a confirm round over twice as many
    finalists as places. An interval is NaN when nothing had two raters.
    """

    ratings_per_answer: float
    fewest_ratings: float
    answer_interval: float
    theme_interval: float
    top_answers: float
    top_themes: float
    top_confirmed: float
    finalists: float


def outlook(room: Room, *, seed: int, truth: Truth | None = None, rounds: int = 20) -> Outlook:
    """Simulate the round so many times. Raises ValueError for a room that can't be."""
    if room.people < 1 or room.answers < 1 or room.hand < 1 or not 0 < room.return_rate <= 1:
        raise ValueError("a round needs people, answers, cards and a return rate above 0, up to 1")
    assumed = truth or Truth()
    lived = [_live(room, assumed, np.random.default_rng([seed, at])) for at in range(rounds)]
    return Outlook(*(_middle(figures, np.mean) for figures in zip(*lived, strict=True)))


def people_who_rate(room: Room) -> int:
    """Return how many of the invited people take a hand."""
    return max(1, round(room.people * room.return_rate))


def people_lived(room: Room) -> int:
    """Return how many of those who take a hand live the round: all, unless they are very many."""
    needed = -(-FEWEST_RATINGS_LIVED * room.answers // room.hand)
    return min(people_who_rate(room), max(MOST_LIVED, needed))


def advise_hand(
    room: Room,
    *,
    seed: int,
    theme_interval: float = 0.3,
    hands: tuple[int, ...] = (10, 15, 20, 30),
    rounds: int = 5,
) -> int | None:
    """Return the smallest hand that narrows theme intervals to this half width, if one does."""
    for hand in hands:
        tried = Room(room.people, room.return_rate, hand, room.answers, room.themes, room.top)
        if outlook(tried, seed=seed, rounds=rounds).theme_interval <= theme_interval:
            return hand
    return None


def _live(room: Room, truth: Truth, chance: np.random.Generator) -> tuple[float, ...]:
    theme, worth = _made_up_answers(room, truth, chance)
    ratings = _deal_and_rate(room, truth, theme, worth, chance)
    more = people_who_rate(room) / people_lived(room)
    given = np.bincount(ratings.contribution, minlength=room.answers)
    answer_mean, answer_error = _means(ratings, np.arange(room.answers))
    theme_mean, theme_error = _means(ratings, theme)
    theme_worth = np.bincount(theme, worth) / np.maximum(np.bincount(theme), 1)
    answer_mean, answer_error = _narrowed(answer_mean, answer_error, worth, more)
    theme_mean, theme_error = _narrowed(theme_mean, theme_error, theme_worth, more)
    believed = shrink(answer_mean, answer_error**2)
    confirmed = _confirm(believed, worth, room, truth, chance)
    return (
        float(given.mean() * more),
        float(given.mean() * more - (given.mean() - given.min())),
        1.96 * _middle(answer_error, np.median),
        1.96 * _middle(theme_error, np.median),
        _found(believed, worth, room.top),
        _found(theme_mean, theme_worth, min(room.top, max(1, room.themes // 2))),
        _found(confirmed, worth, room.top),
        _finalists_needed(believed, worth, room.top),
    )


def _narrowed(mean: Floats, error: Floats, truth: Floats, more: float) -> tuple[Floats, Floats]:
    """Return means and errors as if so many times as many people had rated."""
    return truth + (mean - truth) / np.sqrt(more), error / np.sqrt(more)


def _made_up_answers(
    room: Room, truth: Truth, chance: np.random.Generator
) -> tuple[Labels, Floats]:
    """Return themes of Zipf sizes and the worth of every answer."""
    weights = 1 / np.arange(1, room.themes + 1)
    theme = chance.choice(room.themes, room.answers, p=weights / weights.sum())
    theme = np.unique(theme, return_inverse=True)[1].reshape(-1)
    between = chance.normal(0, truth.worth * np.sqrt(truth.theme_share), room.themes)
    within = chance.normal(0, truth.worth * np.sqrt(1 - truth.theme_share), room.answers)
    return theme, truth.mean + between[theme] + within


def _deal_and_rate(
    room: Room, truth: Truth, theme: Labels, worth: Floats, chance: np.random.Generator
) -> RatingMatrix:
    people = people_lived(room)
    deck = build_deck(theme, seed=int(chance.integers(2**62)))
    hands = [deck.deal(turn, room.hand) for turn in range(people)]
    person = np.repeat(np.arange(people), [len(hand) for hand in hands])
    card = np.array([card for hand in hands for card in hand], dtype=np.int64)
    mildness = chance.normal(0, truth.mildness, people)
    felt = worth[card] + mildness[person] + chance.normal(0, truth.noise, len(card))
    rating = np.clip(np.round(felt), -3, 3)
    return read_ratings(person, card, rating, contributions=room.answers)


def _means(ratings: RatingMatrix, item_of: Labels) -> tuple[Floats, Floats]:
    """Return means and standard errors, each person counting as one (a linearised bootstrap)."""
    gather = gather_items(item_of, ratings.contributions)
    values, counts = gather @ ratings.values, gather @ ratings.counts
    number = np.asarray(counts.sum(axis=1), dtype=np.float64)
    people = np.diff(counts.indptr)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.asarray(values.sum(axis=1)) / number
        squares = np.asarray((values * values).sum(axis=1))
        squares -= 2 * mean * np.asarray((values * counts).sum(axis=1))
        squares += mean**2 * np.asarray((counts * counts).sum(axis=1))
        error = np.sqrt(np.maximum(squares, 0) * people / (people - 1)) / number
    return np.where(people > 1, mean, np.nan), np.where(people > 1, error, np.nan)


def _middle(figures: ArrayLike, of: Callable[[Floats], np.floating]) -> float:
    """Return the mean or median of what is known; NaN when nothing is."""
    values = np.asarray(figures, dtype=np.float64)
    known = values[np.isfinite(values)]
    return float(of(known)) if len(known) else float("nan")


def _confirm(
    believed: Floats, worth: Floats, room: Room, truth: Truth, chance: np.random.Generator
) -> Floats:
    """Return what is believed after everybody who returns weighed every finalist."""
    people = people_who_rate(room)
    finalists = np.argsort(-np.nan_to_num(believed, nan=-np.inf), kind="stable")[: 2 * room.top]
    error = np.sqrt((truth.noise**2) / people)
    after = np.full(len(worth), -np.inf)
    after[finalists] = worth[finalists] + chance.normal(0, error, len(finalists))
    return after


def _finalists_needed(believed: Floats, worth: Floats, top: int) -> float:
    """Return how far down the believed order one goes to meet most of the true best."""
    order = np.argsort(-np.nan_to_num(believed, nan=-np.inf), kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(1, len(order) + 1)
    places = np.sort(place[np.argsort(-worth, kind="stable")[:top]])
    return float(places[int(np.ceil(AMONG_FINALISTS * len(places))) - 1])


def _found(believed: Floats, worth: Floats, top: int) -> float:
    guessed = np.argsort(-np.nan_to_num(believed, nan=-np.inf), kind="stable")[:top]
    best = np.argsort(-worth, kind="stable")[:top]
    return len(set(guessed.tolist()) & set(best.tolist())) / max(1, min(top, len(worth)))
