"""A Polis conversation becomes a dialogue; its counts are those of its own files."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, select

from app.db import transaction
from app.importing.polis import read_polis
from app.usecases.imports import import_polis
from dialogue.errors import ImportRefused
from dialogue.models import (
    Contribution,
    ContributionState,
    Dialogue,
    ModerationDecision,
    Participant,
    Rating,
    latest_rating,
)

CONVERSATIONS = (
    "austria-climate.7z7ejpbmv5.2022-08-08",
    "bg2050-volunteers",
    "brexit-consensus",
    "football-concussions",
    "london.youth.policing",
    "vtaiwan.uberx",
)


def count(session: Session, *where) -> int:
    return session.exec(select(func.count()).where(*where)).one()


def files_own_counts(folder: Path) -> dict[str, int]:
    """Count rows of comments.csv and filled cells of participants-votes.csv, by hand."""
    csv.field_size_limit(10**9)
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        comments = list(csv.DictReader(file))
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    first = next(place for place, title in enumerate(header) if title.isdigit())
    cells = Counter(cell for row in rows for cell in row[first:] if cell)
    return {
        "contributions": len(comments),
        "removed": sum(
            row["moderated"] == "-1" or not row["comment-body"].strip() for row in comments
        ),
        "participants": len({row[0] for row in rows} | {row["author-id"] for row in comments}),
        "agree": cells["1"],
        "disagree": cells["-1"],
        "pass": cells["0"],
    }


LANGUAGES = {"vtaiwan.uberx": "zh", "austria-climate.7z7ejpbmv5.2022-08-08": "de"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_every_row_of_a_real_conversation_arrives(
    engine: Engine, shared_data: Path, name: str, clock
) -> None:
    folder = shared_data / "polis" / name
    with transaction(engine) as session:
        import_polis(session, read_polis(folder), slug="proef", now=clock())

    expected = files_own_counts(folder)
    with transaction(engine) as session:
        votes = dict(
            session.exec(
                select(latest_rating.c.value, func.count()).group_by(latest_rating.c.value)
            ).all()
        )
        actual = {
            "contributions": count(session, Contribution.id.is_not(None)),
            "removed": count(session, Contribution.state == ContributionState.REMOVED),
            "participants": count(session, Participant.id.is_not(None)),
            "agree": votes[1],
            "disagree": votes[-1],
            "pass": votes[None],
        }
        reasons = count(session, ModerationDecision.action == "remove")
        languages = session.exec(select(Contribution.language).distinct()).all()
    assert expected == actual
    assert reasons == expected["removed"], "every removal has a reason on record"
    assert languages == [LANGUAGES.get(name, "en")]


def test_the_log_of_changed_minds_is_kept_beside_what_counts(
    engine: Engine, shared_data: Path, clock
) -> None:
    conversation = read_polis(shared_data / "polis" / "brexit-consensus")
    with transaction(engine) as session:
        result = import_polis(session, conversation, slug="brexit", now=clock())

    with transaction(engine) as session:
        assert count(session, Rating.id.is_not(None)) == 5312, "rows of votes.csv"
    assert (result.ratings, result.changed_ratings) == (5303, 9)


def test_a_second_import_under_the_same_name_is_refused_and_changes_nothing(
    engine: Engine, shared_data: Path, clock
) -> None:
    conversation = read_polis(shared_data / "polis" / "london.youth.policing")
    with transaction(engine) as session:
        import_polis(session, conversation, slug="londen", now=clock())

    with pytest.raises(ImportRefused, match="Choose another"), transaction(engine) as session:
        import_polis(session, conversation, slug="londen", now=clock())

    with transaction(engine) as session:
        assert count(session, Contribution.id.is_not(None)) == 39


def test_nothing_is_half_imported(engine: Engine, shared_data: Path, clock) -> None:
    conversation = read_polis(shared_data / "polis" / "london.youth.policing")
    conversation.votes[-1] = type(conversation.votes[-1])(
        comment=10**6, voter=conversation.votes[0].voter, value=1, cast_at=None
    )  # a vote on a statement that is not there: the database refuses it at the very end

    with pytest.raises(Exception, match="(?i)foreign key"), transaction(engine) as session:
        import_polis(session, conversation, slug="half", now=clock())

    with transaction(engine) as session:
        assert count(session, Dialogue.id.is_not(None)) == 0
