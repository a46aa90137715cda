"""Groups beside the population as they were measured, made up for pages."""

from app.queries.participation_base import Because, Interval, Refused
from app.queries.participation_parts import (
    Dimension,
    GroupRow,
    HowOften,
    MissingGroup,
)

GENDERS = (("woman", 220), ("man", 160), ("other", None))


def between(value: float, low: float, high: float) -> Interval:
    """A figure with the ends of its interval."""
    return Interval(value=value, low=low, high=high)


def group(
    key: str, share: float | None, should: float, verdict: HowOften, people: int | None
) -> GroupRow:
    """A group beside its share of the population."""
    told = None if share is None else between(share, share - 0.04, share + 0.05)
    ratio = (
        None
        if share is None
        else between(share / should, share / should - 0.2, high=share / should + 0.2)
    )
    return GroupRow(
        group=key,
        people=people,
        share=told,
        population=int(125_000 * should),
        population_share=should,
        ratio=ratio,
        verdict=verdict,
        missing=verdict in (HowOften.HALF, HowOften.HARDLY),
        more_voices=60,
        invited=300,
        silent=200,
        uninvited=int(125_000 * should) - 300,
    )


def ages() -> Dimension:
    """Age: half as many young people as live there; hardly anybody over 80."""
    return Dimension(
        key="age",
        answered=400,
        has_population=True,
        dissimilarity=0.16,
        evenness=0.9,
        r_indicator=0.94,
        cv=0.42,
        refused=None,
        rows=(
            group("under-25", 0.11, 0.22, HowOften.HALF, 45),
            group("25-44", 0.25, 0.27, HowOften.AS_OFTEN, 100),
            group("45-64", 0.43, 0.28, HowOften.HALF_MORE, 170),
            group("65-79", 0.20, 0.17, HowOften.UNCLEAR, 80),
            group("80-plus", None, 0.06, HowOften.HARDLY, None),
        ),
    )


def counted(key: str, people: int | None) -> GroupRow:
    """A group of which is not known how many live there."""
    share = (
        None if people is None else between(people / 380, people / 380 - 0.05, people / 380 + 0.05)
    )
    return GroupRow(
        group=key, people=people, share=share, population=None, population_share=None, ratio=None,
        verdict=None, missing=False, more_voices=None, invited=None, silent=None, uninvited=None,
    )  # fmt: skip


def genders() -> Dimension:
    """Gender, of which nobody told how it is in the population."""
    rows = tuple(counted(key, people) for key, people in GENDERS)
    return Dimension(
        key="gender",
        answered=380,
        rows=rows,
        has_population=False,
        dissimilarity=None,
        evenness=None,
        r_indicator=None,
        cv=None,
        refused=None,
    )


def refused() -> Dimension:
    """Education, with figures of the population that can't be right."""
    return Dimension(
        key="education",
        answered=None,
        rows=(),
        has_population=True,
        dissimilarity=None,
        evenness=None,
        r_indicator=None,
        cv=None,
        refused=Refused(
            because=Because.MORE_THAN_LIVE_THERE, dimension="education", group="primary"
        ),
    )


def young() -> MissingGroup:
    """Young people, of whom it is known how many there are."""
    return MissingGroup(
        dimension="age",
        group="under-25",
        verdict=HowOften.HALF,
        more_voices=60,
        at_least=False,
        silent=200,
        uninvited=27_200,
    )


def old() -> MissingGroup:
    """Very old people, so few that only an end can be told."""
    return MissingGroup(
        dimension="age",
        group="80-plus",
        verdict=HowOften.HARDLY,
        more_voices=20,
        at_least=True,
        silent=None,
        uninvited=7_400,
    )
