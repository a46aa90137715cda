"""The list to reach out with: who is missing, and how many people can still be asked.

It reads the measured figures, in which small groups are hidden, and holds no address: we keep none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from app.access import Desk
from app.deps import SessionDep
from app.exporting.csv_files import csv_text
from app.i18n import current_language
from app.queries import parts
from app.queries.participation_figures import Figures, read_participation
from app.queries.participation_parts import GroupRow, MissingGroup
from app.queries.waves import Wave, waves_of
from app.routes.facilitator.invitation_form import named_groups
from app.routes.facilitator.uploads import as_file
from participation.disclosure import MINIMUM_CELL

router = APIRouter()

Place = tuple[str, str]
HEADER = (
    "dimension", "group", "question", "group_in_words", "population", "invited", "silent",
    "uninvited", "more_voices", "more_voices_is_at_least",
)  # fmt: skip


@router.get("/facilitator/dialogues/{slug}/participation/reach-out.csv")
def download_reach_out(session: SessionDep, desk: Desk) -> Response:
    """Give the missing groups, the furthest below their share first."""
    measured = read_participation(session, desk.dialogue)
    waves = waves_of(session, desk.dialogue, parts.chambers_of(session, desk.dialogue))
    questions = desk.dialogue.background_questions
    rows = reach_out_rows(measured.figures if measured else None, waves, questions)
    text = csv_text(rows, delimiter=";" if current_language() == "nl" else ",")
    return as_file(text, f"reach-out-{desk.dialogue.slug}.csv")


def reach_out_rows(
    figures: Figures | None, waves: Sequence[Wave], questions: Sequence[Mapping[str, Any]]
) -> list[list[object]]:
    """Write a line for each missing group, with the codes that its people got in each wave."""
    numbers = sorted({each.wave for each in waves if each.groups})
    made = codes_by_group(waves)
    header: list[object] = [*HEADER, *(f"codes_in_wave_{number}" for number in numbers)]
    if figures is None:
        return [header]
    known = rows_by_place(figures)
    return [header] + [
        [*cells(each, known[each.dimension, each.group], questions), *(
            shown_codes(made[number, each.dimension, each.group]) for number in numbers
        )]
        for each in figures.missing
    ]  # fmt: skip


def cells(
    missing: MissingGroup, row: GroupRow, questions: Sequence[Mapping[str, Any]]
) -> list[object]:
    """Write what is known of a missing group; what may not be shown stays empty."""
    question, group = named_groups(questions, {missing.dimension: missing.group})[0]
    return [
        missing.dimension, missing.group, question, group, row.population, row.invited,
        missing.silent, missing.uninvited, missing.more_voices, "1" if missing.at_least else "0",
    ]  # fmt: skip


def rows_by_place(figures: Figures) -> dict[Place, GroupRow]:
    """Find the row of a group by its question and its key."""
    return {(each.key, row.group): row for each in figures.dimensions for row in each.rows}


def codes_by_group(waves: Sequence[Wave]) -> Counter[tuple[int, str, str]]:
    """Count the codes that were made for each group in each wave."""
    made: Counter[tuple[int, str, str]] = Counter()
    for wave in waves:
        for each in wave.groups:
            for dimension, group in each.groups.items():
                made[wave.wave, dimension, group] += each.made
    return made


def shown_codes(count: int) -> int | None:
    """Give a number of codes, unless it is a few: those could be counted off against others."""
    return count if count >= MINIMUM_CELL else None
