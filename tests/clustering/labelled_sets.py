"""Reads the labelled texts of ../shared/data/texts; they are for measuring, never copied here."""

import csv
from pathlib import Path

Texts = tuple[list[str], list[str]]


def sib200(folder: Path, language: str) -> tuple[list[str], list[str], list[str]]:
    """Return texts, topics and the ids that the languages share."""
    rows = [
        row
        for part in ("train", "dev", "test")
        for row in _rows(folder / "texts" / "sib200" / language / f"{part}.tsv")
    ]
    return (
        [row["text"] for row in rows],
        [row["category"] for row in rows],
        [row["index_id"] for row in rows],
    )


def xsid(folder: Path, language: str) -> Texts:
    """Return short requests and their intents."""
    texts, intents = [], []
    for part in ("valid", "test"):
        path = folder / "texts" / "xsid" / f"{language}.{part}.conll"
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# text = "):
                texts.append(line.removeprefix("# text = ").strip())
            elif line.startswith("# intent = "):
                intents.append(line.removeprefix("# intent = ").strip())
    return texts, intents


def banking77(folder: Path) -> Texts:
    """Return short English questions and their intents."""
    with (folder / "texts" / "banking77" / "test.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = list(csv.reader(file))
    return [row[0] for row in rows], [row[1] for row in rows]


def sick_nl(folder: Path) -> list[dict[str, str]]:
    """Return the test pairs of Dutch sentences with their relatedness."""
    rows = _rows(folder / "texts" / "sick_nl" / "pairs.tsv")
    return [row for row in rows if row["set"] == "TEST"]


def polis_comments(folder: Path, conversation: str) -> list[str]:
    """Return the texts of a Polis conversation, all of them, in the order of the file."""
    (path,) = sorted((folder / "polis").glob(f"{conversation}*/comments.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        return [row["comment-body"] for row in csv.DictReader(file)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
