"""The tables of docs/method/themes-found.md, worked out anew from ../shared/data.

polis_section(folder, conversation), demo_section(slug), reports_section(folder) -> str
"""

import csv
from pathlib import Path

from clustering import Clustering, cluster_texts, load_embedder
from tests.clustering import labelled_sets

CONVERSATIONS = {
    "austria-climate": "German, climate measures for buildings and land",
    "vtaiwan.uberx": "Chinese, rules for UberX in Taiwan",
    "bg2050-volunteers": "English, the future of Bowling Green",
    "brexit-consensus": "English, Labour and Brexit",
    "football-concussions": "English, concussions in football, with much typed as a test",
    "london.youth.policing": "English, young people and the police in London",
}
DEMO = {
    "spoedzorg": "Dutch and five other languages, urgent care",
    "chronische-zorg": "Dutch and five other languages, care for who stays ill",
    "geboortezorg": "Dutch and five other languages, care around birth",
}
_KEYWORDS = 5


def polis_section(folder: Path, conversation: str) -> str:
    """Return heading, table and the line that accounts for every answer."""
    texts = labelled_sets.polis_comments(folder, conversation)
    return _section(conversation, CONVERSATIONS[conversation], texts)


def demo_section(slug: str) -> str:
    """Return the same of one of our own dialogues."""
    path = Path(__file__).parents[2] / "app" / "demo" / f"{slug}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return _section(slug, DEMO[slug], [row["text"] for row in rows])


def _section(name: str, about: str, texts: list[str]) -> str:
    found = cluster_texts(texts, load_embedder())
    rows = [
        f"| {_cell(cluster.title)} | {_cell(', '.join(cluster.keywords[:_KEYWORDS]))} | "
        f"{cluster.size} | {_stability(cluster.stability)} |"
        for cluster in found.clusters
    ]
    head = ["| title | keywords | answers | stability |", "|---|---|---|---|"]
    return "\n".join([f"### {name}", "", f"{about}.", "", *head, *rows, "", accounted(found)])


def reports_section(folder: Path) -> str:
    """Return the themes of the Dutch reports with the numbers of the reports, not their texts."""
    path = folder / "texts" / "meldingen" / "voorbeeld_meldingen.csv"
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["Tekst"] for row in csv.DictReader(file)]
    found = cluster_texts(texts, load_embedder())
    rows = [
        f"| {_cell(', '.join(cluster.keywords[:_KEYWORDS]) or '(no telling words)')} | "
        f"{cluster.size} | {_stability(cluster.stability)} | {_numbers(found.members(number))} |"
        for number, cluster in enumerate(found.clusters)
    ]
    return "\n".join(
        [
            "| keywords | reports | stability | numbers of the reports |",
            "|---|---|---|---|",
            *rows,
            "",
            f"{accounted(found)} In none: {_numbers(found.unplaced)}.",
        ]
    )


def accounted(found: Clustering) -> str:
    placed, outside = sum(found.sizes), len(found.unplaced)
    return f"Answers: {len(found.labels)} = {placed} in a theme + {outside} in none."


def _numbers(places: tuple[int, ...]) -> str:
    """Count as a person does: the first row under the heading is 1."""
    return ", ".join(str(place + 1) for place in places)


def _stability(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _cell(text: str) -> str:
    return text.replace("|", "¦")
