"""What all figures of participation are made of: a part, or why there is none."""

from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Frozen, and strict about its names, so that a stored row can't be misread.

    ``given`` tells a part from what stands in its place when there are too few.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: ClassVar[bool] = True


class Of(StrEnum):
    """What there is not enough of; pages have words for each."""

    PEOPLE = "people"
    WRITERS = "writers"
    RATERS = "raters"
    CAME_IN = "people who came in"
    STAYED = "people who were in both rounds"
    BACKGROUNDS = "people who gave their background"
    EFFECTIVE = "effective people"
    COLLECTIVES = "people who speak for a collective"
    ANSWERS = "people who answered these questions"
    TWICE = "people who answered twice"
    QUESTIONS = "background questions"
    POPULATION = "population"
    SIDES = "sides"
    INVITATIONS = "invitations"
    THEMES = "themes"
    VECTORS = "answers that were read by the machine"
    REPEATED = "ideas that two people had"
    CHAMBERS = "chambers of ten people"


class TooFew(Part):
    """Not enough for an honest figure: it takes ``needs`` of ``of``. How many there are is hidden.

    ``needs`` 1 with ``of`` population, background questions and so on: there is none at all.
    """

    given: ClassVar[bool] = False

    needs: int
    of: Of


class Because(StrEnum):
    """What contradicts itself."""

    MORE_THAN_LIVE_THERE = "more people of a group took part than live there"
    UNKNOWN_GROUP = "a group that the population does not have"
    MARGINS = "the population can't be reached by weighing"
    MORE_THAN_INVITED = "more codes were used than were made"


class Refused(Part):
    """No figure would be true; ``dimension`` and ``group`` say where, empty when it is nowhere."""

    given: ClassVar[bool] = False

    because: Because
    dimension: str = ""
    group: str = ""


class Interval(Part):
    """A figure with the ends of its 95% interval."""

    value: float
    low: float
    high: float
