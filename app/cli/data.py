"""Commands about data: import, analyse, export."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlmodel import Session, select

from app.cli.console import aside, out, progress_bars, ready_database
from app.clock import utc_now
from app.config import get_settings
from app.db import reading, transaction
from dialogue.errors import NotFound
from dialogue.models import Dialogue

commands = typer.Typer()
imports = typer.Typer(help="Bring in a conversation of another system.", no_args_is_help=True)
commands.add_typer(imports, name="import")
MOST_PROBLEMS_SHOWN = 20


@imports.callback()
def import_group() -> None:
    """Keep `import` a group of commands, a system each."""


@imports.command("polis")
def import_polis(
    directory: Path,
    slug: Annotated[str, typer.Option(help="Short name; by default the folder's.")] = "",
) -> None:
    """Import a Polis export: comments.csv, votes.csv or participants-votes.csv, summary.csv."""
    from app.importing.polis import Unreadable, read_polis
    from app.usecases.imports import import_polis as store

    def list_problems(problems: list[Unreadable]) -> None:
        for each in problems[:MOST_PROBLEMS_SHOWN]:
            aside.print(f"  {each.file}, line {each.line}: {each.problem}", highlight=False)
        if len(problems) > MOST_PROBLEMS_SHOWN:
            aside.print(f"  ... and {len(problems) - MOST_PROBLEMS_SHOWN} more")

    conversation = read_polis(directory)
    name = slug or short_name(directory.resolve().name)
    with ready_database() as engine, transaction(engine) as session:
        done = store(session, conversation, slug=name, now=utc_now())
    out.print(
        f"Imported as {done.slug}: {done.contributions} contributions ({done.removed} removed), "
        f"{done.participants} participants, {done.ratings} ratings "
        f"({done.changed_ratings} of them changed later), {done.unreadable} unreadable rows.",
        highlight=False,
        soft_wrap=True,
    )
    list_problems(conversation.unreadable)


def short_name(text: str) -> str:
    """Make a short name for addresses: small letters, digits and dashes."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text)
    return "-".join(letters.lower().split())[:80] or "dialogue"


def find_dialogue(session: Session, slug: str) -> Dialogue:
    """Load a dialogue by its short name."""
    found = session.exec(select(Dialogue).where(Dialogue.slug == slug)).first()
    if found is None:
        raise NotFound
    return found


@commands.command()
def analyse(
    slug: str,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Find clusters, make themes and measure support, here and now, without a worker."""
    from app.analysis import analyse_now
    from app.queries.analysis_report import analysis_report
    from app.usecases.participation import measure_apart
    from clustering import load_embedder

    with ready_database() as engine:
        with progress_bars() as bars:
            embedder = load_embedder(get_settings().embedder or None)
            analyse_now(engine, slug, embedder=embedder, clock=utc_now, progress=bars)
        with reading(engine) as session:
            dialogue_id = find_dialogue(session, slug).id
        measure_apart(engine, dialogue_id, clock=utc_now)
        with reading(engine) as session:
            report = analysis_report(session, find_dialogue(session, slug))
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    else:
        print_report(report)


def print_report(report: dict[str, Any]) -> None:
    """Show the outcome of an analysis as a table."""
    counts = report["contributions"]
    out.print(", ".join(f"{name.replace('_', ' ')} {number}" for name, number in counts.items()))
    table = Table("theme", "size", "n", "mean", "low", "high", title=report["title"])
    for theme in report["themes"]:
        support = theme["support"]
        figures = ("mean", "low", "high")
        shown = ["-" if support[key] is None else f"{support[key]:+.2f}" for key in figures]
        table.add_row(theme["label"], str(theme["size"]), str(support["n"]), *shown)
    out.print(table)


class ExportForm(StrEnum):
    """What open data can be written as."""

    FOLDER = "folder"
    ZIP = "zip"
    XLSX = "xlsx"
    JSON = "json"


@commands.command()
def export(
    slug: str,
    target: Annotated[Path, typer.Argument(help="A new folder, or a new file.")],
    form: Annotated[ExportForm, typer.Option(help="A folder of CSV and JSON, or one file.")] = (
        ExportForm.FOLDER
    ),
) -> None:
    """Write a dialogue's open data: the same content in every form."""
    from app.exporting.forms import write_folder
    from app.exporting.makers import WRITERS
    from app.exporting.open_data import open_data

    with ready_database() as engine, reading(engine) as session:
        data = open_data(session, find_dialogue(session, slug))
    if form is ExportForm.FOLDER:
        files = write_folder(data, target)
    else:
        with target.open("xb") as file:
            file.write(WRITERS[form](data))
        files = [target]
    for each in files:
        out.print(f"{each}", highlight=False, soft_wrap=True)
