"""Tables of what was said, with which voice, at what weight, and whether people felt heard."""

from collections.abc import Sequence

from app.i18n import gettext, pgettext
from app.queries.naming import Naming
from app.queries.participation_base import Interval
from app.queries.participation_figures import Figures
from app.queries.participation_parts import Collectives, Weights
from app.queries.participation_said import (
    Evenness,
    HeardScore,
    HillNumbers,
    IndicatorChange,
    RatingsAcross,
    Saturation,
    Threshold,
    TooFewScored,
    Viewpoints,
    Voice,
)
from app.routes.facilitator import participation_words as words
from app.routes.facilitator.participation_sheets import Cell, Column, Kind, Sheet


def sheets_of_said(figures: Figures, names: Naming) -> list[Sheet]:
    """Lay out every table of what was said and with which voice."""
    return [
        saturation_sheet(figures),
        curve_sheet(figures),
        viewpoints_sheet(figures),
        diversity_sheet(figures),
        voice_sheet(figures.voice),
        lorenz_sheet(figures.voice),
        across_sheet(figures.voice, names),
        weights_sheet(figures, names),
        collectives_sheet(figures, names),
        heard_sheet("heard", figures.heard, names),
        heard_sheet("legitimacy", figures.legitimacy, names),
        heard_sheet("pulse", figures.pulse, names),
        indicators_sheet(figures, names),
    ]


def saturation_sheet(figures: Figures) -> Sheet:
    """Lay out what has been said for each view of what counts as the same idea."""
    found = figures.saturation
    views = found.sensitivity if isinstance(found, Saturation) else ()
    return Sheet(
        "saturation",
        gettext("By what counts as the same idea"),
        (
            Column("likeness", gettext("Alike from"), Kind.FIGURE),
            Column("coverage", gettext("Already said"), Kind.SHARE, interval=True),
            Column("more_voices", gettext("More voices for 95%")),
            Column("ideas", gettext("Different ideas"), Kind.COUNT),
            Column("heard_once", gettext("Said by one person"), Kind.COUNT),
            Column("richness", gettext("Ideas there are at least"), Kind.MEAN, interval=True),
        ),
        tuple(
            (
                each.likeness, each.coverage,
                gettext("many more") if each.more_voices is None else each.more_voices,
                each.ideas, each.heard_once, each.richness,
            )
            if isinstance(each, Threshold)
            else (each.likeness, None, gettext("too few to tell"), None, None, None)
            for each in views
        ),
    )  # fmt: skip


def curve_sheet(figures: Figures) -> Sheet:
    """Lay out the curve of saturation."""
    found = figures.saturation
    points = found.curve if isinstance(found, Saturation) else ()
    return Sheet(
        "saturation-curve",
        gettext("What so many people would have said"),
        (
            Column("people", gettext("People"), Kind.COUNT),
            Column("coverage", gettext("Already said"), Kind.SHARE),
            Column("ideas", gettext("Different ideas"), Kind.MEAN),
            Column("extrapolated", gettext("Beyond those who spoke")),
        ),
        tuple((each.people, each.coverage, each.ideas, each.extrapolated) for each in points),
    )


def viewpoints_sheet(figures: Figures) -> Sheet:
    """Lay out how far people stand apart."""
    found = figures.viewpoints
    rows: tuple[tuple[Cell, ...], ...] = ()
    if isinstance(found, Viewpoints):
        above = found.above_chance
        rows = ((gettext("Distance between people"), found.people, found.distance, found.expected,
                 gettext("can't be told") if above is None else above),)  # fmt: skip
    return Sheet(
        "viewpoints",
        gettext("How far people stand apart"),
        (
            Column("what", gettext("What")),
            Column("people", gettext("People"), Kind.COUNT),
            Column("distance", gettext("Distance (0 to 1)"), Kind.FIGURE, interval=True),
            Column("by_chance", gettext("By chance"), Kind.FIGURE, interval=True),
            Column("above_chance", gettext("More than by chance")),
        ),
        rows,
    )


def diversity_sheet(figures: Figures) -> Sheet:
    """Lay out the effective numbers of themes and ideas."""
    orders = (
        gettext("all, however rare"), gettext("those that are usual"),
        gettext("those that dominate"),
    )  # fmt: skip
    rows = [
        (name, orders[order], found.observed[order], found.estimated[order])
        for name, found in (
            (gettext("Themes"), figures.diversity.themes),
            (gettext("Ideas"), figures.diversity.ideas),
        )
        if isinstance(found, HillNumbers)
        for order in range(3)
    ]
    return Sheet(
        "diversity",
        gettext("How many different themes and ideas"),
        (
            Column("what", gettext("What")),
            Column("counting", gettext("Counting")),
            Column("observed", gettext("Said"), Kind.MEAN),
            Column("estimated", gettext("Estimate of all there is"), Kind.MEAN, interval=True),
        ),
        tuple(rows),
    )


def voices(voice: Voice) -> list[tuple[str, Evenness]]:
    """Name what can be spread evenly or not, as far as it is known."""
    parts = (
        (gettext("Writing"), voice.contributions),
        (gettext("Being shown"), voice.showings),
        (gettext("Weighing"), voice.ratings),
    )
    return [(name, found) for name, found in parts if isinstance(found, Evenness)]


def voice_sheet(voice: Voice) -> Sheet:
    """Lay out how evenly voice is spread."""
    return Sheet(
        "voice",
        gettext("How evenly voice is spread"),
        (
            Column("what", gettext("What")),
            Column("gini", gettext("Gini (0 is even)"), Kind.FIGURE),
            Column("top_tenth", gettext("Share of the tenth with most"), Kind.SHARE),
        ),
        tuple((name, each.gini, each.top_tenth) for name, each in voices(voice)),
    )


def lorenz_sheet(voice: Voice) -> Sheet:
    """Lay out the curves of who has which share."""
    return Sheet(
        "lorenz",
        gettext("Which share those with least have"),
        (
            Column("what", gettext("What")),
            Column("people", gettext("Those with least"), Kind.SHARE),
            Column("share", gettext("Have this share"), Kind.SHARE),
        ),
        tuple((name, at.people, at.share) for name, each in voices(voice) for at in each.curve),
    )


def across_sheet(voice: Voice, names: Naming) -> Sheet:
    """Lay out who weighed whose words."""
    cells = voice.across.cells if isinstance(voice.across, RatingsAcross) else ()
    return Sheet(
        "across",
        gettext("Who weighed whose words"),
        (
            Column("raters", gettext("Weighed by")),
            Column("writers", gettext("Words of")),
            Column("ratings", gettext("Ratings"), Kind.COUNT),
            Column("expected", gettext("When dealt at random"), Kind.COUNT),
            Column("mean", gettext("Mean"), Kind.MEAN),
        ),
        tuple(
            (names.chamber(each.raters), names.chamber(each.writers), each.ratings, each.expected,
             each.mean)
            for each in cells
        ),
    )  # fmt: skip


def weights_sheet(figures: Figures, names: Naming) -> Sheet:
    """Lay out the support of themes as it is and weighted."""
    found = figures.weights
    themes = found.themes if isinstance(found, Weights) else ()
    return Sheet(
        "weights",
        gettext("Support as it is and weighted"),
        (
            Column("theme", gettext("Theme")),
            Column("raw", gettext("As it is"), Kind.MEAN, interval=True),
            Column("weighted", gettext("Weighted"), Kind.MEAN, interval=True),
        ),
        tuple(
            (names.theme(each.theme_id, each.number), each.raw, each.weighted) for each in themes
        ),
    )


def collectives_sheet(figures: Figures, names: Naming) -> Sheet:
    """Lay out the support of themes with and without those who speak for a group."""
    found = figures.collectives
    themes = found.themes if isinstance(found, Collectives) else ()
    return Sheet(
        "collectives",
        gettext("Support with and without who speaks for a group"),
        (
            Column("theme", gettext("Theme")),
            Column("with", gettext("With"), Kind.MEAN, interval=True),
            Column("without", gettext("Without"), Kind.MEAN, interval=True),
            Column("difference", gettext("Difference"), Kind.FIGURE, interval=True),
        ),
        tuple(
            (names.theme(each.theme_id, each.number), each.with_collectives,
             each.without_collectives, each.difference)
            for each in themes
        ),
    )  # fmt: skip


def heard_sheet(key: str, scores: Sequence[HeardScore | TooFewScored], names: Naming) -> Sheet:
    """Lay out the means of a scale, for everybody and per chamber."""
    rows: list[tuple[Cell, ...]] = []
    for each in scores:
        if isinstance(each, HeardScore):
            at = words.moment(each.moment)
            rows.append((gettext("Everybody"), at, each.people, each.mean, each.alpha))
            rows += [
                (names.chamber(one.chamber), at, one.people, one.mean, None)
                for one in each.chambers
            ]
    return Sheet(
        key,
        words.scale(key),
        (
            Column("chamber", pgettext("beside groups", "Chamber")),
            Column("moment", gettext("Asked")),
            Column("people", gettext("People"), Kind.COUNT),
            Column("mean", gettext("Mean (1 to 7)"), Kind.MEAN, interval=True),
            Column("alpha", gettext("Hang together (alpha)"), Kind.FIGURE),
        ),
        tuple(rows),
    )


def indicators_sheet(figures: Figures, names: Naming) -> Sheet:
    """Lay out what changed for people who answered twice."""
    rows: list[tuple[Cell, ...]] = []
    for each in figures.indicators:
        name = names.indicator(each.indicator_id, each.position)
        if isinstance(each, IndicatorChange):
            target = each.target
            rows.append(
                (name, words.moment(each.first), words.moment(each.last), each.baseline, each.later,
                 each.change, each.claimed, each.pairs, each.dropped_out,
                 target.target if target else None,
                 "" if target is None else reached_told(target.reached))
            )  # fmt: skip
        else:
            baseline = each.baseline if isinstance(each.baseline, Interval) else None
            rows.append((name, words.moment(each.first), "", baseline, *(None,) * 6, ""))
    return Sheet("indicators", gettext("What changed"), indicator_columns(), tuple(rows))


def indicator_columns() -> tuple[Column, ...]:
    """Name the columns of the indicators."""
    return (
        Column("indicator", gettext("Question")),
        Column("first", gettext("First asked")),
        Column("last", gettext("Asked again")),
        Column("baseline", gettext("First"), Kind.MEAN, interval=True),
        Column("later", gettext("Then"), Kind.MEAN, interval=True),
        Column("change", gettext("Change"), Kind.CHANGE, interval=True),
        Column("claimed", gettext("Certainly changed")),
        Column("pairs", gettext("Answered twice"), Kind.COUNT),
        Column("dropped_out", gettext("Did not answer again"), Kind.SHARE),
        Column("target", gettext("Target"), Kind.CHANGE),
        Column("reached", gettext("Reached")),
    )


def reached_told(reached: bool | None) -> str:
    """Say whether a target was reached."""
    if reached is None:
        return gettext("not known")
    return gettext("yes") if reached else gettext("no")
