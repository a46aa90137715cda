"""A dialogue's open data: aggregates, and the words of whoever agreed to be quoted.

Nobody can be singled out: no row per participant, no count of people under ten, no figure on fewer
than ten raters.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Select, and_, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.exporting.csv_files import write_csv
from app.queries.analysis_report import analysis_report
from app.queries.asking import asks_still
from app.queries.participation_report import as_open_data
from app.queries.support import Figure, contribution_support
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
DATA_SHEET = """\
Open data of the dialogue "{title}", written by Samenspraak.

dialogue.json      the outcome as one document: where every contribution went (received = placed
                   + not in a theme + held + removed + withdrawn), themes, support with n and
                   interval, and what ten people or more said alike
contributions.csv  every contribution with its state and theme; the words only where the author
                   agreed to be quoted and the contribution is visible
themes.csv         the themes with their support
moderation.csv     every decision of moderation, counted by action and reason

A figure is empty when fewer than {fewest} people gave it. Counts of people under {fewest} are left
out. Support runs from -{reach} (against) to +{reach} (for); low and high are a 95% interval from a
bootstrap over people. A cell that begins with ' holds a text that a spreadsheet would have run.
"""


class FolderNotEmpty(Refusal):
    """The folder to write into holds something already."""

    message: ClassVar[str] = "Nothing was written: the folder %(folder)s is not empty."
    advice: ClassVar[str] = "Name a new folder."


class AnswersStillCome(Refusal):
    """Open data was asked for while nobody may read another's answer."""

    message: ClassVar[str] = "Nothing was written: people still answer."
    advice: ClassVar[str] = "Close the question round first."


def write_open_data(session: Session, dialogue: Dialogue, folder: Path) -> list[Path]:
    """Write the files into a new or empty folder and return them.

    Raises AnswersStillCome before the ask round is over, and FolderNotEmpty when the folder holds
    something already: nothing is overwritten.
    """
    if asks_still(session, dialogue):
        raise AnswersStillCome
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder.name)
    report = analysis_report(session, dialogue)
    reach = contribution_support(session, dialogue).reach
    sheet = folder / "README.txt"
    sheet.write_text(
        DATA_SHEET.format(title=dialogue.title_nl, fewest=FEWEST_PEOPLE, reach=reach),
        encoding="utf-8",
    )
    return [
        sheet,
        write_json(folder / "dialogue.json", without_small_groups(report)),
        write_contributions(session, dialogue, folder / "contributions.csv"),
        write_themes(report, folder / "themes.csv"),
        write_moderation(session, dialogue, folder / "moderation.csv"),
    ]


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


def write_json(path: Path, document: dict[str, Any]) -> Path:
    """Write a document that is the same for the same contents."""
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def write_themes(report: dict[str, Any], path: Path) -> Path:
    """Write a line for each theme."""
    figures = ("n", "mean", "low", "high", "positive_share", "negative_share")
    rows = (
        [theme["number"], theme["label"], "; ".join(theme["keywords"]), theme["size"]]
        + [theme["support"][figure] for figure in figures]
        for theme in report["themes"]
    )
    return write_csv(path, ("theme", "label", "keywords", "contributions", *figures), rows)


def write_contributions(session: Session, dialogue: Dialogue, path: Path) -> Path:
    """Write a line for each contribution, in the order they came in."""
    header = (
        "contribution", "round", "kind", "enriches", "state", "language", "theme", "text",
        "showings", "ratings", "mean",
    )  # fmt: skip
    return write_csv(path, header, contribution_rows(session, dialogue))


def contribution_rows(session: Session, dialogue: Dialogue) -> Iterator[Sequence[object]]:
    """Give the cells of each contribution; its words only when its author agreed."""
    support = contribution_support(session, dialogue)
    for found, position, theme, text, quotable, showings in session.execute(
        with_what_is_known(dialogue)
    ):
        seen = found.state is ContributionState.VISIBLE
        yield (
            found.id, position, found.kind, found.enriches_id, found.state, found.language, theme,
            text if seen and quotable else None, showings,
            *measured(support.figure(found.id)),
        )  # fmt: skip


def measured(figure: Figure) -> tuple[int | None, float | None]:
    """Give n and the mean of a figure, or nothing when too few people gave it."""
    if isinstance(figure, NotEnoughData) or figure.n < FEWEST_PEOPLE:
        return None, None
    return figure.n, round(figure.mean, 3)


def with_what_is_known(dialogue: Dialogue) -> Select[Any]:
    """Select each contribution with its round, theme, words, consent and showings."""
    showings = (
        sql_select(func.count())
        .where(col(Exposure.contribution_id) == Contribution.id)
        .scalar_subquery()
    )
    return (
        sql_select(
            Contribution,
            col(Round.position),
            col(Theme.number),
            col(ContributionVersion.text),
            col(Participant.may_be_quoted),
            showings,
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
        .where(col(Contribution.dialogue_id) == dialogue.id)
        .order_by(col(Contribution.created_at), col(Contribution.id))
    )


def write_moderation(session: Session, dialogue: Dialogue, path: Path) -> Path:
    """Write how often each decision was taken for each reason, and by whom in what role."""
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
    rows = (tuple(row) for row in session.exec(query).all())
    return write_csv(path, ("action", "reason", "by", "number"), rows)
