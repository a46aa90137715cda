"""Tables of who took part: how many, when, which groups, who is missing, who was lost."""

from collections.abc import Sequence

from app.i18n import gettext, pgettext
from app.queries.naming import Naming
from app.queries.participation_figures import Figures
from app.queries.participation_parts import (
    Arrivals,
    Dimension,
    FunnelRow,
    Helix,
    Loss,
    Representativity,
    RoundName,
    Step,
    ThemesIfAllStayed,
)
from app.routes.facilitator import participation_words as words
from app.routes.facilitator.participation_sheets import Cell, Column, Kind, Sheet


def sheets_of_who(figures: Figures, names: Naming) -> list[Sheet]:
    """Lay out every table of who took part that there is something to say in."""
    funnel = figures.funnel
    others = [("other", funnel.other_channels)] if funnel.other_channels else []
    rounds = figures.rounds
    return [
        funnel_sheet("chambers", pgettext("beside groups", "Per chamber"),
                     pgettext("beside groups", "Chamber"), rounds, [
            (gettext("Everybody"), funnel.whole),
            *((names.chamber(each.key), each) for each in funnel.chambers),
        ]),
        funnel_sheet("channels", gettext("Per way of inviting"), gettext("Way"), rounds, [
            *((words.channel(each.key), each) for each in funnel.channels),
            *((gettext("All other ways"), each) for _, each in others),
        ]),
        funnel_sheet("trust", gettext("How sure we are that somebody counts once"),
                     gettext("How people came in"), rounds,
                     [(words.trust(each.trust), each) for each in funnel.trust]),
        waves_sheet(figures, names),
        arrivals_sheet(figures),
        missing_sheet(figures, names),
        *(groups_sheet(each, names) for each in figures.dimensions),
        representativity_sheet(figures, names),
        loss_sheet(figures.losses, names),
        loss_themes_sheet(figures.losses, names),
        helix_sheet(figures),
    ]  # fmt: skip


def funnel_sheet(
    key: str,
    caption: str,
    first: str,
    rounds: Sequence[RoundName],
    rows: Sequence[tuple[str, FunnelRow]],
) -> Sheet:
    """Lay out a funnel: invited, came in, and per round started, finished, returned."""
    columns = [
        Column(key.removesuffix("s"), first),
        Column("invited", gettext("Codes made"), Kind.COUNT),
        Column("came_in", gettext("Came in"), Kind.COUNT),
        Column("response", gettext("Response"), Kind.SHARE, interval=True),
    ]
    for each in rounds:
        name = words.round_name(each)
        for what, label in (
            ("started", gettext("%(round)s, started")),
            ("finished", gettext("%(round)s, finished")),
            ("returned", gettext("%(round)s, came back")),
        ):
            number = f"round_{each.position}_{what}"
            columns.append(Column(number, label % {"round": name}, Kind.COUNT))
    told = [
        (name, row.invited, row.came_in, row.response, *steps_told(row.steps)) for name, row in rows
    ]
    return Sheet(key, caption, tuple(columns), tuple(told))


def steps_told(steps: Sequence[Step]) -> list[Cell]:
    """Give the cells of the rounds; a round that did not begin has none."""
    cells: list[Cell] = []
    for each in steps:
        counts: tuple[Cell, ...] = (each.started, each.finished, each.returned)
        cells += counts if each.begun else ("", "", "")
    return cells


def waves_sheet(figures: Figures, names: Naming) -> Sheet:
    """Lay out the codes that were made together."""
    return Sheet(
        "waves",
        gettext("Per wave of invitations"),
        (
            Column("chamber", pgettext("beside groups", "Chamber")),
            Column("channel", gettext("Way")),
            Column("wave", gettext("Wave")),
            Column("invited", gettext("Codes made"), Kind.COUNT),
            Column("used", gettext("Codes used"), Kind.COUNT),
            Column("response", gettext("Response"), Kind.SHARE, interval=True),
        ),
        tuple(
            (names.chamber(row.chamber), words.channel(row.channel), row.wave, row.invited,
             row.used, row.response)
            for row in figures.funnel.waves
        ),
    )  # fmt: skip


def arrivals_sheet(figures: Figures) -> Sheet:
    """Lay out when people came in."""
    days = figures.arrivals.days if isinstance(figures.arrivals, Arrivals) else ()
    return Sheet(
        "arrivals",
        gettext("When people came in"),
        (
            Column("first_day", gettext("From")),
            Column("last_day", gettext("Up to and including")),
            Column("people", gettext("People"), Kind.COUNT),
        ),
        tuple((each.first, each.last, each.people) for each in days),
    )


def missing_sheet(figures: Figures, names: Naming) -> Sheet:
    """Lay out who is missing, the furthest below first."""
    return Sheet(
        "missing",
        gettext("Who is missing now"),
        (
            Column("group", gettext("Group")),
            Column("question", gettext("Question")),
            Column("verdict", gettext("Beside the population")),
            Column("more_voices", gettext("More voices needed"), Kind.COUNT),
            Column("silent", gettext("Invitations not used"), Kind.COUNT),
            Column("uninvited", gettext("People without an invitation"), Kind.COUNT),
        ),
        tuple(
            (names.group(each.dimension, each.group), names.question(each.dimension),
             words.short(each.verdict), each.more_voices, each.silent, each.uninvited)
            for each in figures.missing
        ),
    )  # fmt: skip


def groups_sheet(found: Dimension, names: Naming) -> Sheet:
    """Lay out the groups of one question beside the population."""
    return Sheet(
        f"groups-{found.key}",
        names.question(found.key),
        (
            Column("group", gettext("Group")),
            Column("people", gettext("People"), Kind.COUNT),
            Column("share", gettext("Share"), Kind.SHARE, interval=True),
            Column("population_share", gettext("Share of the population"), Kind.SHARE),
            Column("ratio", gettext("Share : share of the population"), Kind.FIGURE, interval=True),
            Column("verdict", gettext("Beside the population")),
            Column("more_voices", gettext("More voices needed"), Kind.COUNT),
            Column("population", gettext("Live there"), Kind.COUNT),
            Column("invited", gettext("Invited"), Kind.COUNT),
            Column("silent", gettext("Invitations not used"), Kind.COUNT),
            Column("uninvited", gettext("People without an invitation"), Kind.COUNT),
        ),
        tuple(
            (names.group(found.key, row.group), row.people, row.share, row.population_share,
             row.ratio, words.short(row.verdict), more_needed(row.more_voices), row.population,
             row.invited, row.silent, row.uninvited)
            for row in found.rows
        ),
    )  # fmt: skip


def more_needed(voices: int | None) -> Cell:
    """Leave the cell empty when none are needed."""
    return voices or ""


def representativity_sheet(figures: Figures, names: Naming) -> Sheet:
    """Lay out per question how far it is from the population, and what it adds to the whole."""
    whole = figures.representativity
    partials = (
        {each.dimension: each for each in whole.partials}
        if isinstance(whole, Representativity)
        else {}
    )
    rows = [
        (
            names.question(each.key), each.answered, each.dissimilarity, each.evenness, each.cv,
            each.r_indicator,
            partials[each.key].unconditional if each.key in partials else None,
            partials[each.key].conditional if each.key in partials else None,
        )
        for each in figures.dimensions
    ]  # fmt: skip
    return Sheet(
        "representativity",
        gettext("How far each question is from the population"),
        (
            Column("question", gettext("Question")),
            Column("answered", gettext("Answered"), Kind.COUNT),
            Column("dissimilarity", gettext("Would have to be others"), Kind.SHARE),
            Column("evenness", gettext("Evenness"), Kind.FIGURE),
            Column("cv", gettext("Unequal chance (CV)"), Kind.FIGURE),
            Column("r_indicator", gettext("R-indicator"), Kind.FIGURE),
            Column("partial_unconditional", gettext("Adds on its own"), Kind.FIGURE),
            Column("partial_conditional", gettext("Adds beside the others"), Kind.FIGURE),
        ),
        tuple(rows),
    )


def loss_sheet(losses: Sequence[Loss], names: Naming) -> Sheet:
    """Lay out which share of each group did not come back."""
    rows: list[tuple[Cell, ...]] = []
    for each in losses:
        between = between_rounds(each)
        rows.append((gettext("Everybody"), "", between, each.lost))
        rows += [
            (names.group(part.dimension, row.group), names.question(part.dimension), between, lost)
            for part in each.groups
            for row, lost in ((row, row.lost) for row in part.rows)
        ]
    return Sheet(
        "loss",
        gettext("Who did not come back"),
        (
            Column("group", gettext("Group")),
            Column("question", gettext("Question")),
            Column("rounds", gettext("Rounds")),
            Column("lost", gettext("Did not come back"), Kind.SHARE, interval=True),
        ),
        tuple(rows),
    )


def between_rounds(loss: Loss) -> str:
    """Name two rounds that follow each other."""
    return gettext("%(first)s to %(last)s") % {"first": loss.from_round, "last": loss.to_round}


def loss_themes_sheet(losses: Sequence[Loss], names: Naming) -> Sheet:
    """Lay out whether the themes would stand in another order had everybody come back."""
    return Sheet(
        "loss-themes",
        gettext("The order of the themes, had everybody come back"),
        (
            Column("theme", gettext("Theme")),
            Column("rounds", gettext("Rounds")),
            Column("rank", gettext("Place now"), Kind.COUNT),
            Column("rank_if_all_stayed", gettext("Place then"), Kind.COUNT),
            Column("best", gettext("Highest likely place"), Kind.COUNT),
            Column("worst", gettext("Lowest likely place"), Kind.COUNT),
        ),
        tuple(
            (names.theme(theme.theme_id, theme.number), between_rounds(each), theme.rank,
             theme.rank_if_all_stayed, theme.best, theme.worst)
            for each in losses
            if isinstance(each.themes, ThemesIfAllStayed)
            for theme in each.themes.themes
        ),
    )  # fmt: skip


def helix_sheet(figures: Figures) -> Sheet:
    """Lay out the four sides of society."""
    sides = figures.helix.sides if isinstance(figures.helix, Helix) else ()
    return Sheet(
        "helix",
        gettext("The sides of society"),
        (
            Column("side", gettext("Side")),
            Column("people", gettext("People"), Kind.COUNT),
            Column("share", gettext("Share"), Kind.SHARE),
            Column("under_floor", gettext("Under the floor")),
        ),
        tuple((words.side(each.side), each.people, each.share, each.under_floor) for each in sides),
    )
