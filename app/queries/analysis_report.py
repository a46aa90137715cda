"""The whole outcome of an analysis as one document, for `samenspraak analyse SLUG --json`.

The same input and seed give the same document: no times, no random identifiers, a stable order,
and numbers rounded to where every machine agrees.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import distinct, func, union
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.queries.accounting import account_for
from app.queries.parts import chambers_of, rounds_of
from app.queries.progress import last_finished_run
from app.queries.repeated import counted_groups
from app.queries.support import Figure, ThemeSupport, theme_support
from app.queries.themes import Example, example_ids, examples_of, sizes_of
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
)
from dialogue.not_enough import NotEnoughData

DECIMALS = 6


def analysis_report(session: Session, dialogue: Dialogue) -> dict[str, Any]:
    """Build the document, fit for JSON; what could not be measured is null beside its n."""
    run = last_finished_run(session, dialogue)
    supported = theme_support(session, dialogue)
    sizes = sizes_of(session, dialogue)
    words = examples_of(session, [each.theme for each in supported])
    return {
        "dialogue": dialogue.slug,
        "title": dialogue.title_nl,
        "contributions": asdict(account_for(session, dialogue)),
        "participants": participants_by_round(session, dialogue),
        "ratings": count_ratings(session, dialogue),
        "themes": [theme_entry(each, sizes[each.theme.id], words) for each in supported],
        "repeated": repeated_entries(session, run) if run else [],
        **weighing_report(session, dialogue),
        **watching_report(session, dialogue),
        "outcome": run.problem if run else "",
        "quality": rounded(run.quality) if run else {},
        "seed": run.seed if run else dialogue.seed,
        "versions": run.versions if run else {},
    }


def theme_entry(
    supported: ThemeSupport, size: int, words: Mapping[UUID, Example]
) -> dict[str, Any]:
    """Describe a theme, with the answers nearest its heart that may be seen."""
    theme = supported.theme
    return {
        "id": str(theme.id),
        "number": theme.number,
        "label": theme.name,
        "keywords": list(theme.keywords),
        "size": size,
        "main_group": theme.main_group,
        "stability": None if theme.stability is None else round(theme.stability, DECIMALS),
        "support": support_entry(supported.figure)
        | {"by_chamber": {key: support_entry(each) for key, each in supported.chambers.items()}},
        "exemplars": [
            {"id": str(each), "text": words[each].text}
            for each in example_ids(theme)
            if each in words
        ],
    }


def repeated_entries(session: Session, run: AnalysisRun) -> list[dict[str, Any]]:
    """Describe what more than one person said: how alike, by how many people, in which answers."""
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
        {"likeness": each.likeness, "people": each.people, "contributions": members[each.number]}
        for each in groups
    ]


def rounded(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    """Round figures to where every machine agrees; what was not measured stays null."""
    return {
        name: None if value is None else round(value, DECIMALS) for name, value in figures.items()
    }


def support_entry(figure: Figure) -> dict[str, Any]:
    """Write a figure down; with too few people there is only their number."""
    if isinstance(figure, NotEnoughData):
        names = ("mean", "low", "high", "positive_share", "negative_share")
        return {"n": figure.have, **dict.fromkeys(names)}
    return {
        "n": figure.n,
        "mean": round(figure.mean, DECIMALS),
        "low": round(figure.low, DECIMALS),
        "high": round(figure.high, DECIMALS),
        "positive_share": round(figure.in_favour, DECIMALS),
        "negative_share": round(figure.against, DECIMALS),
    }


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


def participants_by_round(session: Session, dialogue: Dialogue) -> dict[str, dict[str, int]]:
    """Count who contributed, rated or confirmed: per round (ask, weigh, ...) and chamber."""
    counts = people_by_round_and_chamber(session, dialogue)
    chambers = chambers_of(session, dialogue)
    names: dict[str, Round] = {}
    for each in rounds_of(session, dialogue):
        known = each.kind in names  # a template may weigh more than once
        names[f"{each.kind} {each.position}" if known else str(each.kind)] = each
    return {
        name: {chamber.key: counts.get((each.id, chamber.id), 0) for chamber in chambers}
        for name, each in names.items()
    }


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
