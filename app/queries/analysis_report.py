"""The whole outcome of an analysis as one document, for `samenspraak analyse SLUG --json`.

The same input and seed give the same document: no times, no random identifiers, a stable order,
and numbers rounded to where every machine agrees. It leaves through the same door as every page:
nothing of fewer than ten people is told, also not by subtracting, and shares ask for fifty.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any
from uuid import UUID

from sqlalchemy import distinct, func, union
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.accounting import account_for, sizes_of
from app.queries.acting import NOTHING_TOLD, Acting, acting_in_themes
from app.queries.evidence import WeighedTheme, shown_themes
from app.queries.participation_figures import read_participation
from app.queries.participation_parts import FunnelRow
from app.queries.participation_report import participation_report
from app.queries.parts import chambers_of, rounds_of
from app.queries.progress import last_finished_run
from app.queries.repeated import counted_groups
from app.queries.themes import Example, example_ids, examples_of
from app.queries.watching_report import watching_report
from app.queries.weighing_report import weighing_report
from dialogue.models import (
    AnalysisRun,
    Confirmation,
    Contribution,
    ContributionState,
    Dialogue,
    Participant,
    Rating,
    RepeatedAnswer,
    Round,
    TrustLevel,
)
from dialogue.support import SupportFigure
from participation.disclosure import MINIMUM_CELL, shown_count

DECIMALS = 6


def analysis_report(session: Session, dialogue: Dialogue) -> dict[str, Any]:
    """Build the document, fit for JSON; what could not be measured is null beside its n."""
    run = last_finished_run(session, dialogue)
    supported = shown_themes(session, dialogue)
    chambers = [each.key for each in chambers_of(session, dialogue)]
    sizes = sizes_of(session, dialogue)
    words = examples_of(session, [each.theme for each in supported])
    acting = acting_in_themes(session, dialogue)
    return {
        "dialogue": dialogue.slug,
        "title": dialogue.title_nl,
        "contributions": asdict(account_for(session, dialogue)),
        "participants": participants_by_round(session, dialogue),
        "ratings": count_ratings(session, dialogue),
        "themes": [
            theme_entry(each, sizes[each.theme.id], words, chambers)
            | acting_entry(acting.get(each.theme.id, NOTHING_TOLD))
            for each in supported
        ],
        "repeated": repeated_entries(session, run) if run else [],
        **weighing_report(session, dialogue),
        **watching_report(session, dialogue),
        **participation_report(session, dialogue),
        "outcome": run.problem if run else "",
        "quality": rounded(run.quality) if run else {},
        "seed": run.seed if run else dialogue.seed,
        "versions": run.versions if run else {},
    }


def theme_entry(
    weighed: WeighedTheme, size: int, words: Mapping[UUID, Example], chambers: Sequence[str]
) -> dict[str, Any]:
    """Describe a theme, with the answers nearest its heart that may be seen.

    Every chamber is named; nobody can tell one that is hidden from one in which nobody rated.
    """
    theme = weighed.theme
    support = weighed.support
    told = {each.chamber.key: each.figure for each in support.chambers} if support else {}
    return {
        "id": str(theme.id),
        "number": theme.number,
        "label": theme.name,
        "keywords": list(theme.keywords),
        "size": size,
        "main_group": theme.main_group,
        "stability": None if theme.stability is None else round(theme.stability, DECIMALS),
        "support": support_entry(support.together if support else None)
        | {"by_chamber": {key: support_entry(told.get(key)) for key in chambers}},
        "exemplars": [
            {"id": str(each), "text": words[each].text}
            for each in example_ids(theme)
            if each in words
        ],
    }


def acting_entry(acting: Acting) -> dict[str, Any]:
    """Describe how many people see whom as the one to act; null where that is not told."""
    return {
        "who_acts": {
            "self": acting.themselves,
            "together": acting.together,
            "system": acting.system,
        }
    }


def repeated_entries(session: Session, run: AnalysisRun) -> list[dict[str, Any]]:
    """Describe what more than one person said: how alike, by how many people, in which answers.

    Fewer than ten people are not counted; which answers say the same is no count of people.
    """
    groups = session.execute(counted_groups(run.id)).all()
    query = (
        sql_select(col(RepeatedAnswer.number), col(RepeatedAnswer.contribution_id))
        .join(Contribution, col(Contribution.id) == RepeatedAnswer.contribution_id)
        .where(
            col(RepeatedAnswer.run_id) == run.id,
            col(Contribution.state) == ContributionState.VISIBLE,
        )
        .order_by(col(RepeatedAnswer.number), col(RepeatedAnswer.contribution_id))
    )
    members: dict[int, list[str]] = defaultdict(list)
    for number, contribution_id in session.execute(query):
        members[number].append(str(contribution_id))
    return [
        {
            "likeness": each.likeness,
            "people": shown_count(each.people),
            "contributions": members[each.number],
        }
        for each in groups
    ]


def rounded(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    """Round figures to where every machine agrees; what was not measured stays null."""
    return {
        name: None if value is None else round(value, DECIMALS) for name, value in figures.items()
    }


def support_entry(figure: object) -> dict[str, Any]:
    """Write a figure down as it may be told; of too few people not even their number."""
    if not isinstance(figure, SupportFigure):
        return dict.fromkeys(("n", "mean", "low", "high", "positive_share", "negative_share"))
    figures = {
        "mean": figure.mean,
        "low": figure.low,
        "high": figure.high,
        "positive_share": figure.in_favour,
        "negative_share": figure.against,
    }
    return {"n": figure.n} | rounded(
        {k: each if isfinite(each) else None for k, each in figures.items()}
    )


def count_ratings(session: Session, dialogue: Dialogue) -> int:
    """Count who rated what: a changed mind counts once, and so does "can't say"."""
    cells = (
        sql_select(col(Rating.participant_id), col(Rating.contribution_id))
        .join(Round, col(Round.id) == Rating.round_id)
        .where(col(Round.dialogue_id) == dialogue.id)
        .distinct()
        .subquery()
    )
    return int(session.execute(sql_select(func.count()).select_from(cells)).scalar_one())


def participants_by_round(session: Session, dialogue: Dialogue) -> dict[str, dict[str, int | None]]:
    """Tell how many took part per round (ask, weigh, ...) and chamber, as it was measured.

    "At least" so many, in whole tens; null is a count that stays hidden. Of a conversation that was
    taken over from another system, and whose people are all in one chamber, the counts are exact:
    they stand in its own files.
    """
    own = only_chamber_taken_over(session, dialogue)
    exact = people_by_round_and_chamber(session, dialogue) if own else {}
    measured = read_participation(session, dialogue)
    rows = {row.key: row for row in measured.figures.funnel.chambers} if measured else {}
    found: dict[str, dict[str, int | None]] = {}
    for each in rounds_of(session, dialogue):
        # A template may weigh more than once.
        name = f"{each.kind} {each.position}" if str(each.kind) in found else str(each.kind)
        found[name] = {
            chamber.key: started(rows.get(chamber.key), each)
            if own is None
            else enough(exact.get((each.id, own), 0) if chamber.id == own else None)
            for chamber in chambers_of(session, dialogue)
        }
    return found


def started(row: FunnelRow | None, of_round: Round) -> int | None:
    """Take out of a chamber's row at least how many started a round."""
    steps = row.steps if row else ()
    return next((step.started for step in steps if step.round == of_round.position), None)


def enough(people: int | None) -> int | None:
    """Give an exact count of ten or more; no count is a chamber that nobody can be in."""
    if people is None:
        return 0
    return people if people >= MINIMUM_CELL else None


def only_chamber_taken_over(session: Session, dialogue: Dialogue) -> UUID | None:
    """Name the chamber of everybody, when all came from another system into one."""
    query = select(Participant.chamber_id, Participant.trust)
    where = Participant.dialogue_id == dialogue.id
    found = session.exec(query.where(where).distinct()).all()
    only = len(found) == 1 and found[0][1] is TrustLevel.IMPORTED
    return found[0][0] if only else None


def people_by_round_and_chamber(
    session: Session, dialogue: Dialogue
) -> dict[tuple[UUID, UUID], int]:
    """Count the different people who did something, in one query."""
    took_part = union(
        *(
            sql_select(col(table.round_id), col(table.participant_id))
            for table in (Contribution, Rating, Confirmation)
        )
    ).subquery()
    people = func.count(distinct(took_part.c.participant_id))
    query = (
        sql_select(took_part.c.round_id, col(Participant.chamber_id), people)
        .join(Participant, col(Participant.id) == took_part.c.participant_id)
        .where(col(Participant.dialogue_id) == dialogue.id)
        .group_by(took_part.c.round_id, col(Participant.chamber_id))
    )
    return {(row[0], row[1]): row[2] for row in session.execute(query)}
