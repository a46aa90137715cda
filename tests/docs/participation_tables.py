"""The tables of docs/method/participation.md, worked out anew from ../shared/data.

saturation_row(folder, conversation), voice_row(folder, conversation),
viewpoints_row(folder, conversation) -> str
"""

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from clustering import load_embedder
from participation import (
    NotEnoughData,
    Saturation,
    chao2,
    evenness,
    people_per_idea,
    sensitivity,
    viewpoint_diversity,
)

CONVERSATIONS = (
    "austria-climate",
    "vtaiwan.uberx",
    "football-concussions",
    "bg2050-volunteers",
    "london.youth.policing",
    "brexit-consensus",
)
THRESHOLDS = (0.6, 0.5, 0.4)
Rows = Sequence[Mapping[str, str]]


def saturation_row(folder: Path, conversation: str) -> str:
    """Return how much was heard at each threshold of what is the same, and Chao2 at the last."""
    authors, vectors = said(folder, conversation)
    distances = linkage(vectors, method="average", metric="cosine")
    ideas = {each: fcluster(distances, 1 - each, criterion="distance") for each in THRESHOLDS}
    found = sensitivity(ideas, authors)
    coverages = [_coverage(found[each]) for each in THRESHOLDS]
    return _row(conversation, str(len(set(authors))), *coverages, _richness(found[THRESHOLDS[-1]]))


def near_duplicates_sentence(folder: Path) -> str:
    """Return what would come of it when only near-duplicates were the same idea."""
    authors, vectors = said(folder, CONVERSATIONS[0])
    distances = linkage(vectors, method="average", metric="cosine")
    counts, people = people_per_idea(fcluster(distances, 0.3, criterion="distance"), authors)
    once, richness = int(np.sum(counts == 1)), chao2(counts, people).value
    return f"{once} of {len(counts)} would be heard once and Chao2 would be {richness:,.0f}"


def voice_row(folder: Path, conversation: str) -> str:
    """Return how evenly votes are divided over voters, and how many people wrote something."""
    votes = np.array(
        [int(row["n-votes"]) for row in _read(folder, conversation, "participants-votes")]
    )
    found = evenness(votes[votes > 0])
    writers = {row["author-id"] for row in _read(folder, conversation, "comments")}
    return _row(
        conversation,
        f"{found.n:,}",
        _two(found.gini),
        f"{100 * found.share_of_top_tenth:.0f}%",
        str(len(writers)),
    )


def viewpoints_row(folder: Path, conversation: str) -> str:
    """Return how far apart people stand, beside what shuffled authors give."""
    authors, vectors = said(folder, conversation)
    found = viewpoint_diversity(vectors, authors)
    chance = (found.baseline_low, found.baseline_high)
    return _row(
        conversation,
        f"{_two(found.value)} ({_two(found.low)}-{_two(found.high)})",
        "-" if None in chance else f"{_two(chance[0])}-{_two(chance[1])}",
    )


@lru_cache(maxsize=1)
def said(folder: Path, conversation: str) -> tuple[list[str], np.ndarray]:
    """Return the author and the vector of every contribution."""
    rows = [row for row in _read(folder, conversation, "comments") if row["comment-body"].strip()]
    vectors = load_embedder().embed([row["comment-body"] for row in rows])
    return [row["author-id"] for row in rows], np.asarray(vectors, dtype=np.float64)


def _read(folder: Path, conversation: str, name: str) -> Rows:
    (path,) = sorted((folder / "polis").glob(f"{conversation}*/{name}.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _coverage(found: Saturation | NotEnoughData) -> str:
    return "-" if isinstance(found, NotEnoughData) else _two(found.coverage.value)


def _richness(found: Saturation | NotEnoughData) -> str:
    if isinstance(found, NotEnoughData):
        return "not enough data"
    richness = found.richness
    return f"{found.ideas}, {richness.value:.0f} ({richness.low:.0f}-{richness.high:.0f})"


def _two(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
