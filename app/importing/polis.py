"""Read a conversation that was exported from Polis (https://pol.is).

The columns of ``comments.csv``, ``participants-votes.csv``, ``votes.csv`` and ``summary.csv`` are
those of Polis' own exporters of 2017 to 2025. In an export agree is +1, disagree -1 and pass 0.
Votes come from the log ``votes.csv`` where there is one, so that changed minds are kept; what
finally counts is the matrix ``participants-votes.csv`` where there is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.importing.csv_files import columns, read_rows, require_file
from dialogue.errors import ImportRefused

COMMENTS, MATRIX, VOTES, SUMMARY = (
    "comments.csv", "participants-votes.csv", "votes.csv", "summary.csv",
)  # fmt: skip
VALUES = {"1": 1, "0": 0, "-1": -1}
LAST_MILLISECOND = 4_102_444_800_000  # the year 2100: a larger number is no time


@dataclass(frozen=True)
class PolisComment:
    """A row of comments.csv; ``moderated_out`` is Polis' -1."""

    number: int
    author: int
    text: str
    moderated_out: bool
    created_at: datetime


@dataclass(frozen=True)
class PolisVote:
    """A vote: +1 agree, -1 disagree, 0 pass; the time is unknown when only the matrix tells it."""

    comment: int
    voter: int
    value: int
    cast_at: datetime | None


@dataclass(frozen=True)
class Unreadable:
    """A row, or a cell of the matrix, that was left out, and why."""

    file: str
    line: int
    problem: str


@dataclass
class PolisConversation:
    """All that could be read, and all that could not."""

    topic: str
    description: str
    comments: list[PolisComment] = field(default_factory=list)
    votes: list[PolisVote] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def read_polis(folder: Path) -> PolisConversation:
    """Read the export in this folder.

    Raises ImportRefused when a file or column is missing, or a file can't be read at all. Single
    rows that make no sense are listed in ``unreadable``.
    """
    if not folder.is_dir():
        raise ImportRefused(problem=f"there is no folder {folder.name}.")
    summary = read_summary(require_file(folder, SUMMARY))
    topic = summary.get("topic", "").strip() or folder.name
    found = PolisConversation(topic, summary.get("conversation-description", "").strip())
    read_comments(require_file(folder, COMMENTS), found)
    if not (folder / VOTES).is_file():
        require_file(folder, MATRIX)
    log = list(read_log(folder / VOTES, found)) if (folder / VOTES).is_file() else []
    matrix = list(read_matrix(folder / MATRIX, found)) if (folder / MATRIX).is_file() else []
    found.votes = reconcile(log, matrix) if matrix else log
    return found


def read_summary(path: Path) -> dict[str, str]:
    """Read the pairs of summary.csv."""
    pairs = {row[0].strip(): row[1] for row in read_rows(path) if len(row) > 1}
    if "topic" not in pairs:
        raise ImportRefused(problem=f'{SUMMARY} has no line "topic".')
    return pairs


def read_comments(path: Path, found: PolisConversation) -> None:
    """Read the statements; a number that comes twice is left out the second time."""
    rows = read_rows(path)
    place = columns(
        next(rows), COMMENTS, ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
    )
    seen: set[int] = set()
    for line, row in enumerate(rows, start=2):
        try:
            comment = PolisComment(
                number=int(row[place["comment-id"]]),
                author=int(row[place["author-id"]]),
                text=row[place["comment-body"]].replace("\0", ""),
                moderated_out=int(row[place["moderated"]]) < 0,
                created_at=moment(row[place["timestamp"]]),
            )
        except (ValueError, IndexError):
            found.unreadable.append(Unreadable(COMMENTS, line, "a number is missing or wrong"))
            continue
        if comment.number in seen:
            found.unreadable.append(Unreadable(COMMENTS, line, "this comment-id was there before"))
            continue
        seen.add(comment.number)
        found.comments.append(comment)


def read_log(path: Path, found: PolisConversation) -> Iterator[PolisVote]:
    """Give the votes of the log, in the order of their time."""
    rows = read_rows(path)
    place = columns(next(rows), VOTES, ("timestamp", "comment-id", "voter-id", "vote"))
    known = {comment.number for comment in found.comments}
    votes: list[PolisVote] = []
    for line, row in enumerate(rows, start=2):
        try:
            vote = PolisVote(
                comment=int(row[place["comment-id"]]),
                voter=int(row[place["voter-id"]]),
                value=VALUES[row[place["vote"]].strip()],
                cast_at=moment(row[place["timestamp"]]),
            )
        except (ValueError, IndexError, KeyError):
            found.unreadable.append(Unreadable(VOTES, line, "not a vote of -1, 0 or 1"))
            continue
        if vote.comment not in known:
            found.unreadable.append(Unreadable(VOTES, line, "no such comment-id"))
            continue
        votes.append(vote)
    yield from sorted(votes, key=lambda vote: vote.cast_at or datetime.min.replace(tzinfo=UTC))


def read_matrix(path: Path, found: PolisConversation) -> Iterator[PolisVote]:
    """Give the filled cells of the matrix of people and statements."""
    rows = read_rows(path)
    header = next(rows)
    place = columns(header, MATRIX, ("participant",))["participant"]
    known = {comment.number for comment in found.comments}
    statements = {
        column: int(title) for column, title in enumerate(header) if title.strip().isdecimal()
    }
    for column in [column for column, number in statements.items() if number not in known]:
        number = statements.pop(column)
        found.unreadable.append(Unreadable(MATRIX, 1, f"no such comment-id: {number}"))
    for line, row in enumerate(rows, start=2):
        yield from read_person(row, line, place, statements, found)


def read_person(
    row: list[str], line: int, place: int, statements: dict[int, int], found: PolisConversation
) -> Iterator[PolisVote]:
    """Give the votes in one row of the matrix."""
    try:
        voter = int(row[place])
    except (ValueError, IndexError):
        found.unreadable.append(Unreadable(MATRIX, line, "the participant has no number"))
        return
    for column, number in statements.items():
        cell = row[column].strip() if column < len(row) else ""
        if not cell:
            continue
        if cell not in VALUES:
            problem = f"the vote on {number} is not -1, 0 or 1"
            found.unreadable.append(Unreadable(MATRIX, line, problem))
            continue
        yield PolisVote(number, voter, VALUES[cell], cast_at=None)


def reconcile(log: list[PolisVote], matrix: list[PolisVote]) -> list[PolisVote]:
    """Keep the log's history and end each of its stories with what the matrix says."""
    latest = {(vote.voter, vote.comment): vote.value for vote in log}
    counted = {(vote.voter, vote.comment) for vote in matrix}
    kept = [vote for vote in log if (vote.voter, vote.comment) in counted]
    changed = [vote for vote in matrix if latest.get((vote.voter, vote.comment)) != vote.value]
    return kept + changed


def moment(milliseconds: str) -> datetime:
    """Read a time in milliseconds since 1970."""
    number = int(milliseconds)
    if not 0 <= number <= LAST_MILLISECOND:
        raise ValueError(milliseconds)
    return datetime.fromtimestamp(number / 1000, tz=UTC)
