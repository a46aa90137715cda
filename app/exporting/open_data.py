"""A dialogue's open data: aggregates, and the words of whoever agreed to be quoted.

Nobody can be singled out: no row per participant, no count of people under ten, no figure on fewer
than ten raters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, and_, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.exporting.data_sheet import data_sheet
from app.queries.analysis_report import analysis_report
from app.queries.asking import asks_still
from app.queries.matrices import ratings_kept
from app.queries.participation_report import as_open_data
from app.queries.support import ContributionSupport, Figure, contribution_support
from dialogue.errors import Refusal
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Exposure,
    ModerationDecision,
    Participant,
    Placement,
    Round,
    Theme,
)
from dialogue.not_enough import NotEnoughData
from participation.disclosure import shown_count

FEWEST_PEOPLE = 10
FIGURES = ("n", "mean", "low", "high", "positive_share", "negative_share")
CONTRIBUTION = (
    "contribution", "round", "kind", "enriches", "state", "language", "theme", "text",
    "showings", "ratings", "mean",
)  # fmt: skip
THEME = ("theme", "label", "keywords", "contributions", *FIGURES)
MODERATION = ("action", "reason", "by", "number")

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Rows under names, as every form writes them; a cell that is None stays empty."""

    name: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class OpenData:
    """All that may be published of a dialogue; every form holds the same.

    ``sheet`` says in words what is in it, ``outcome`` is fit for JSON.
    """

    sheet: str
    outcome: dict[str, Any]
    tables: tuple[Table, ...]

    @property
    def size(self) -> int:
        """Count the rows of all tables."""
        return sum(len(table.rows) for table in self.tables)


class AnswersStillCome(Refusal):
    """Open data was asked for while nobody may read another's answer."""

    message: ClassVar[str] = "Nothing was written: people still answer."
    advice: ClassVar[str] = "Close the question round first."


def open_data(session: Session, dialogue: Dialogue) -> OpenData:
    """Read what may be published. Raises AnswersStillCome before the ask round is over."""
    if asks_still(session, dialogue):
        raise AnswersStillCome
    with ratings_kept(session):
        report = analysis_report(session, dialogue)
        support = contribution_support(session, dialogue)
    return OpenData(
        sheet=data_sheet(dialogue, fewest=FEWEST_PEOPLE, reach=support.reach),
        outcome=without_small_groups(report),
        tables=(
            Table(
                "contributions", CONTRIBUTION, list(contribution_rows(session, dialogue, support))
            ),
            Table("themes", THEME, theme_rows(report)),
            Table("moderation", MODERATION, moderation_rows(session, dialogue)),
        ),
    )


def without_small_groups(report: dict[str, Any]) -> dict[str, Any]:
    """Round the counts of people, leave out codes made and what fewer than ten said alike.

    The document itself tells nothing of fewer than ten people. Which answers say the same is left
    out: it would tell the words of who is not to be quoted.
    """
    repeated = [
        {"likeness": each["likeness"], "people": each["people"]}
        for each in report["repeated"]
        if each["people"] is not None
    ]
    turnout = {name: published(counts) for name, counts in report["participants"].items()}
    who = as_open_data(report["participation"])
    return report | {"participants": turnout, "repeated": repeated, "participation": who}


def published(counts: dict[str, int | None]) -> dict[str, int | None]:
    """Round people per chamber to five; what is hidden stays hidden."""
    return {key: shown_count(each) if each else each for key, each in counts.items()}


def theme_rows(report: dict[str, Any]) -> list[Sequence[Cell]]:
    """Give the cells of each theme."""
    return [
        [theme["number"], theme["label"], "; ".join(theme["keywords"]), theme["size"]]
        + [theme["support"][figure] for figure in FIGURES]
        for theme in report["themes"]
    ]


def contribution_rows(
    session: Session, dialogue: Dialogue, support: ContributionSupport
) -> Iterator[Sequence[Cell]]:
    """Give the cells of each contribution as they came in; words only when the author agreed."""
    for (
        found,
        position,
        kind,
        enriches,
        state,
        language,
        theme,
        text,
        quotable,
        showings,
    ) in session.execute(with_what_is_known(dialogue)):
        seen = state is ContributionState.VISIBLE
        yield (
            str(found), position, str(kind), str(enriches) if enriches else None, str(state),
            language, theme, text if seen and quotable else None, showings or 0,
            *measured(support.figure(found)),
        )  # fmt: skip


def measured(figure: Figure) -> tuple[int | None, float | None]:
    """Give n and the mean of a figure, or nothing when too few people gave it."""
    if isinstance(figure, NotEnoughData) or figure.n < FEWEST_PEOPLE:
        return None, None
    return figure.n, round(figure.mean, 3)


def with_what_is_known(dialogue: Dialogue) -> Select[Any]:
    """Select each contribution with its round, theme, words, consent and showings."""
    showings = (
        sql_select(col(Exposure.contribution_id).label("shown"), func.count().label("times"))
        .join(Contribution, col(Contribution.id) == Exposure.contribution_id)
        .where(col(Contribution.dialogue_id) == dialogue.id)
        .group_by(col(Exposure.contribution_id))
        .subquery()
    )
    return (
        sql_select(
            col(Contribution.id),
            col(Round.position),
            col(Contribution.kind),
            col(Contribution.enriches_id),
            col(Contribution.state),
            col(Contribution.language),
            col(Theme.number),
            col(ContributionVersion.text),
            col(Participant.may_be_quoted),
            showings.c.times,
        )
        .join(Round, col(Round.id) == Contribution.round_id)
        .join(Participant, col(Participant.id) == Contribution.participant_id)
        .join(
            ContributionVersion,
            and_(
                col(ContributionVersion.contribution_id) == Contribution.id,
                col(ContributionVersion.number) == Contribution.current_version,
            ),
        )
        .outerjoin(Placement, col(Placement.contribution_id) == Contribution.id)
        .outerjoin(Theme, col(Theme.id) == Placement.theme_id)
        .outerjoin(showings, showings.c.shown == Contribution.id)
        .where(col(Contribution.dialogue_id) == dialogue.id)
        .order_by(col(Contribution.created_at), col(Contribution.id))
    )


def moderation_rows(session: Session, dialogue: Dialogue) -> list[Sequence[Cell]]:
    """Count how often each decision was taken for each reason, and by whom in what role."""
    columns = (
        col(ModerationDecision.action),
        col(ModerationDecision.reason),
        col(ModerationDecision.actor_role),
    )
    query = (
        select(*columns, func.count())
        .where(ModerationDecision.dialogue_id == dialogue.id)
        .group_by(*columns)
        .order_by(*columns)
    )
    return [tuple(row) for row in session.exec(query).all()]
