"""The charts on the pages about who takes part, each with its table's key."""

from collections.abc import Sequence
from typing import Any

from app.charts import Bar, Chart, Dot, Line, Point, Span, Width, bars, dots, histogram, lines
from app.i18n import format_number, format_percent, gettext
from app.queries.naming import Naming
from app.queries.participation_base import Interval
from app.queries.participation_figures import Figures
from app.queries.participation_parts import (
    Arrivals,
    Collectives,
    Dimension,
    Funnel,
    Helix,
    RoundName,
    Weights,
)
from app.queries.participation_said import HeardScore, IndicatorChange, Saturation, TooFewScored
from app.routes.facilitator import participation_words as words
from app.routes.facilitator.participation_said import voices

# More rows than this are in the table only.
MOST_ROWS = 25


def charts_of(figures: Figures, names: Naming) -> dict[str, Chart]:
    """Describe every chart that there is enough for, by its key in an address."""
    found = {
        "funnel": funnel_chart(figures.funnel, figures.rounds),
        "arrivals": arrivals_chart(figures.arrivals),
        **{f"groups-{each.key}": groups_chart(each, names) for each in figures.dimensions},
        "helix": helix_chart(figures.helix),
        "saturation": saturation_chart(figures.saturation),
        "lorenz": lorenz_chart(figures),
        "weights": weights_chart(figures.weights, names),
        "collectives": collectives_chart(figures.collectives, names),
        "heard": heard_chart("heard", figures.heard, names),
        "legitimacy": heard_chart("legitimacy", figures.legitimacy, names),
        "indicators": indicators_chart(figures, names),
    }
    return {key: chart for key, chart in found.items() if chart}


def funnel_chart(funnel: Funnel, rounds: Sequence[RoundName]) -> Chart | None:
    """Draw how many were invited, came in, started and finished."""
    whole = funnel.whole
    named = {each.position: words.round_name(each) for each in rounds}
    steps: list[tuple[str, int | None]] = [
        (gettext("Codes made"), whole.invited), (gettext("Came in"), whole.came_in)
    ]  # fmt: skip
    for step in (each for each in whole.steps if each.begun):
        name = {"round": named.get(step.round, str(step.round))}
        steps.append((gettext("%(round)s, started") % name, step.started))
        steps.append((gettext("%(round)s, finished") % name, step.finished))
    rows = [Bar(name, count, format_number(count)) for name, count in steps if count]
    if whole.came_in is None:
        return None
    return Chart(
        gettext("From invited to finished"),
        gettext("A bar per step; except for codes the numbers are: at least so many."),
        lambda width: bars(rows, axis=gettext("people"), width=width),
    )


def arrivals_chart(arrivals: object) -> Chart | None:
    """Draw how many came in per day."""
    if not isinstance(arrivals, Arrivals) or not arrivals.days:
        return None
    spans = [Span(each.first, each.last, each.people) for each in arrivals.days]
    return Chart(
        gettext("When people came in"),
        gettext("People per day; days with few people are taken together, as one wide bar."),
        lambda width: histogram(spans, y=gettext("people per day"), width=width),
    )


def groups_chart(found: Dimension, names: Naming) -> Chart | None:
    """Draw the groups of a question beside the population."""
    rows = [
        Bar(
            names.group(found.key, row.group), row.share.value, format_percent(row.share.value),
            row.share.low, row.share.high, row.population_share,
        )
        for row in found.rows
        if row.share is not None
    ]  # fmt: skip
    if not rows:
        return None
    return Chart(
        names.question(found.key),
        gettext("The share of each group among who took part, with the range in which it lies, "
                "beside its share of the population. Groups that are too small are left out."),
        lambda width: bars(
            rows[:MOST_ROWS], axis=gettext("share of those who answered"), width=width,
            percent=True, mark=gettext("share of the population"),
        ),
    )  # fmt: skip


def helix_chart(helix: object) -> Chart | None:
    """Draw the sides of society with the floor."""
    if not isinstance(helix, Helix):
        return None
    rows = [
        Bar(words.side(each.side), each.share, format_percent(each.share), mark=helix.floor)
        for each in helix.sides
        if each.share is not None
    ]
    if not rows:
        return None
    return Chart(
        gettext("The sides of society"),
        gettext("The share of each side, with the least that it should have."),
        lambda width: bars(
            rows, axis=gettext("share of the people"), width=width, percent=True,
            mark=gettext("the least it should be"),
        ),
    )  # fmt: skip


def saturation_chart(found: object) -> Chart | None:
    """Draw how much was said by so many people, and how much more people would add."""
    if not isinstance(found, Saturation) or len(found.curve) < 2:
        return None
    said = [each for each in found.curve if not each.extrapolated]
    beyond = [each for each in found.curve if each.extrapolated]
    drawn = [Line(gettext("said"), tuple(Point(each.people, each.coverage) for each in said))]
    if beyond:
        ahead = (*said[-1:], *beyond)
        points = tuple(Point(each.people, each.coverage) for each in ahead)
        drawn.append(Line(gettext("expected"), points))
    here = Point(said[-1].people, said[-1].coverage) if said else None
    return Chart(
        gettext("How much has been said"),
        gettext("By how many people: which share of what people like these bring has been said."),
        lambda width: lines(
            drawn, x=gettext("people who wrote something"), y=gettext("already said"),
            width=width, percent_y=True, here=here, here_name=gettext("now"),
        ),
    )  # fmt: skip


def lorenz_chart(figures: Figures) -> Chart | None:
    """Draw how evenly writing, being shown and weighing are spread."""
    drawn = [
        Line(name, tuple(Point(at.people, at.share) for at in each.curve))
        for name, each in voices(figures.voice)
    ]
    if not drawn:
        return None
    return Chart(
        gettext("How evenly voice is spread"),
        gettext("A straight line means that all have the same; the deeper a curve hangs, the more "
                "a few have."),
        lambda width: lines(
            drawn, x=gettext("those with least first"), y=gettext("share of the whole"),
            width=width, percent_x=True, percent_y=True, equal=True,
        ),
    )  # fmt: skip


def weights_chart(found: object, names: Naming) -> Chart | None:
    """Draw the support of themes as it is beside weighted."""
    if not isinstance(found, Weights):
        return None
    pairs = [
        (names.theme(each.theme_id, each.number), each.raw, each.weighted) for each in found.themes
    ]
    series = (gettext("as it is"), gettext("weighted"))
    return pairs_chart(pairs, series, gettext("Support as it is and weighted"))


def collectives_chart(found: object, names: Naming) -> Chart | None:
    """Draw the support of themes with and without who speaks for a group."""
    if not isinstance(found, Collectives):
        return None
    pairs = [
        (names.theme(each.theme_id, each.number), each.with_collectives, each.without_collectives)
        for each in found.themes
    ]
    series = (gettext("with"), gettext("without"))
    return pairs_chart(pairs, series, gettext("Support with and without who speaks for a group"))


def pairs_chart(
    pairs: Sequence[tuple[str, Interval, Interval]], series: tuple[str, str], title: str
) -> Chart | None:
    """Draw two figures per theme with their intervals."""
    rows = [
        dot(name, one, found)
        for name, *both in pairs[:MOST_ROWS]
        for one, found in zip(series, both, strict=True)
    ]
    if not rows:
        return None
    about = gettext("Two dots per theme, each with the range in which it lies.")
    return Chart(title, about, lambda width: support_dots(rows, width))


def support_dots(rows: Sequence[Dot], width: Width) -> dict[str, Any]:
    """Draw support on its scale, with a line where it is neither for nor against."""
    return dots(rows, axis=gettext("support"), width=width, line_at=0)


def heard_chart(
    key: str, scores: Sequence[HeardScore | TooFewScored], names: Naming
) -> Chart | None:
    """Draw the means of a scale per chamber and moment."""
    rows = [
        dot(name, words.moment(each.moment), mean)
        for each in scores
        if isinstance(each, HeardScore)
        for name, mean in (
            (gettext("Everybody"), each.mean),
            *((names.chamber(one.chamber), one.mean) for one in each.chambers),
        )
        if mean is not None
    ]
    if not rows:
        return None
    return Chart(
        words.scale(key),
        gettext("The mean from 1 to 7 for everybody and per chamber, with its range."),
        lambda width: dots(rows, axis=gettext("mean"), width=width, domain=(1, 7)),
    )


def indicators_chart(figures: Figures, names: Naming) -> Chart | None:
    """Draw the relative change of each indicator."""
    rows = [
        dot(names.indicator(each.indicator_id, each.position), gettext("change"), each.change)
        for each in figures.indicators
        if isinstance(each, IndicatorChange)
    ]
    if not rows:
        return None
    return Chart(
        gettext("What changed"),
        gettext("The change of each question with its range; a range over the line may be none."),
        lambda width: dots(rows, axis=gettext("change"), width=width, percent=True, line_at=0),
    )


def dot(label: str, series: str, found: Interval) -> Dot:
    """Place a figure with its interval."""
    return Dot(label, series, found.value, found.low, found.high)
