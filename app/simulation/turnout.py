"""Who comes and who stays away: a made-up population of which the young come half as often.

The young also want something else, so that it is known what support would have been, had everybody
come as often: that is held beside raw and weighted support.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.db import transaction
from app.queries import parts
from app.queries.participation_figures import Figures
from app.queries.participation_parts import Weights
from app.simulation.crowd import Answer, Crowd, Person, lot
from app.usecases.background import save_background
from app.usecases.invitations import FEWEST_OF_A_GROUP, create_invitations
from app.usecases.populations import store_population
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import Dialogue, Participant, Placement, Round, RoundKind, Theme
from participation import read_population

AGE = STANDARD_QUESTIONS[0]
YOUNG = "under-25"
POPULATION = """dimension,group,count
age,under-25,35000
age,25-44,31000
age,45-64,34000
age,65-79,19000
age,80-plus,6000
"""
COME, YOUNG_COME = 0.6, 0.3
TELL = 0.9
PUSH = 1.6  # how much more, or less, the young are for a theme, on -3 to +3
ASKED_AGAIN = 40  # made-up opinions per answer, age band and theme: the truth to two decimals
FACILITATOR = Actor(ActorRole.FACILITATOR)


@dataclass(frozen=True)
class ThemeTruth:
    """Mean support of a theme: of everybody who lives there, as it is, and weighted."""

    number: int
    truth: float
    raw: float
    weighted: float


@dataclass(frozen=True)
class TurnoutOutcome:
    """What measuring said of a turnout that is known to be biased."""

    missing: tuple[str, ...]
    effective_size: int | None
    themes: tuple[ThemeTruth, ...]

    @property
    def raw_error(self) -> float:
        """Give how far raw support is off, on average over themes."""
        return mean_of([abs(each.raw - each.truth) for each in self.themes])

    @property
    def weighted_error(self) -> float:
        """Give how far weighted support is off, on average over themes."""
        return mean_of([abs(each.weighted - each.truth) for each in self.themes])


@dataclass
class YoungStayAway(Crowd):
    """A crowd in which everybody has an age, and the young are moved by other things."""

    ages: dict[UUID, str] = field(default_factory=dict)

    def arrive(self, answers: Sequence[Answer]) -> None:
        """Invite so many of each age that one comes for each answer; the others stay silent."""
        drawn = self.draw_ages(len(answers))
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            chambers = {each.key: each for each in parts.chambers_of(session, dialogue)}
            wanted = Counter(zip((each.chamber for each in answers), drawn, strict=True))
            codes = {
                (chamber, age): create_invitations(
                    session, dialogue, chambers[chamber], key=self.key,
                    # Of fewer than ten it is not written down whom they are for.
                    groups={"age": age} if count >= FEWEST_OF_A_GROUP else {},
                    count=round(count / chance_of(age)),
                )
                for (chamber, age), count in wanted.items()
            }  # fmt: skip
        for answer, age in zip(answers, drawn, strict=True):
            person = self.come_in(codes[answer.chamber, age].pop(), answer.language)
            self.people.append(person)
            self.ages[person.participant_id] = age
            if self.chance.random() < TELL:
                self.tell_age(person, age)

    def draw_ages(self, count: int) -> list[str]:
        """Draw the ages of who comes: a band's share of the population, times how often."""
        shares = {age: share * chance_of(age) for age, share in shares_of().items()}
        return self.chance.choices(list(shares), list(shares.values()), k=count)

    def tell_age(self, person: Person, age: str) -> None:
        """Answer the question about age."""
        with transaction(self.engine) as session:
            participant = session.get_one(Participant, person.participant_id)
            save_background(session, participant, {"age": age})

    def opinion(self, person: Person, theme: int, item: UUID, weighed: Round) -> int | None:
        """Make up a rating; the young are pushed away from what the others think."""
        value = super().opinion(person, theme, item, weighed)
        if value is None or self.ages.get(person.participant_id) != YOUNG or theme < 0:
            return value
        push = PUSH if lot(f"{self.slug}/{theme}/young") > 0.5 else -PUSH
        scale = weighed.scale.values
        wanted = value + push * scale[-1] / 3
        return min(scale, key=lambda step: abs(step - wanted))


def chance_of(age: str) -> float:
    """Say which share of an age band comes when invited."""
    return YOUNG_COME if age == YOUNG else COME


def shares_of() -> dict[str, float]:
    """Give the shares of the made-up population."""
    groups = read_population(POPULATION).margins["age"]
    everybody = sum(groups.values())
    return {age: count / everybody for age, count in groups.items()}


def settle_population(session: Session, dialogue: Dialogue, now: datetime) -> None:
    """Ask everybody their age, and store who lives there."""
    dialogue.background_questions = [AGE]
    session.flush()
    store_population(
        session, dialogue, data=POPULATION, source="Verzonnen, voor een proef",
        actor=FACILITATOR, now=now,
    )  # fmt: skip


def compare_with_truth(crowd: YoungStayAway, figures: Figures) -> TurnoutOutcome:
    """Hold raw and weighted support beside what everybody who lives there would have said."""
    weights = figures.weights
    missing = tuple(f"{each.dimension}: {each.group}" for each in figures.missing)
    if not isinstance(weights, Weights):
        return TurnoutOutcome(missing, None, ())
    truth = true_support(crowd)
    return TurnoutOutcome(
        missing=missing,
        effective_size=weights.effective_size,
        themes=tuple(
            ThemeTruth(
                each.number, round(truth[each.number], 2), each.raw.value, each.weighted.value
            )
            for each in weights.themes
        ),
    )


def true_support(crowd: YoungStayAway) -> dict[int, float]:
    """Ask other made-up people, as many of each age as live there, of every theme."""
    others = replace(crowd, chance=random.Random(crowd.slug), ages={})  # noqa: S311  (made-up people)
    with transaction(crowd.engine) as session:
        dialogue = crowd.dialogue(session)
        weighing = parts.round_of_kind(session, dialogue, RoundKind.WEIGH)
        query = (
            select(Theme.number, Placement.contribution_id)
            .join(Placement, col(Placement.theme_id) == Theme.id)
            .where(Theme.dialogue_id == dialogue.id)
            .order_by(col(Theme.number), col(Placement.contribution_id))
        )
        placed = session.exec(query).all()
    means: dict[int, list[float]] = {}
    for number, item in placed:
        means.setdefault(number, []).append(others_think(others, number, item, weighing))
    return {number: mean_of(each) for number, each in means.items()}


def others_think(others: YoungStayAway, theme: int, item: UUID, weighing: Round) -> float:
    """Give what the whole population thinks of one answer."""
    young = shares_of()[YOUNG]
    return young * asked(others, YOUNG, theme, item, weighing) + (1 - young) * asked(
        others, "", theme, item, weighing
    )


def asked(others: YoungStayAway, age: str, theme: int, item: UUID, weighing: Round) -> float:
    """Ask some people of an age what they think of an answer."""
    given: list[float] = []
    for _ in range(ASKED_AGAIN):
        person = Person(others.new_id(), "nl", others.chance.uniform(-1, 1), "")
        others.ages[person.participant_id] = age
        value = others.opinion(person, theme, item, weighing)
        if value is not None:
            given.append(value)
    return mean_of(given)


def mean_of(values: Sequence[float]) -> float:
    """Give the mean; of nothing it is zero."""
    return sum(values) / len(values) if values else 0.0
