"""Commands with made-up people."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.cli.console import out, progress_bars, ready_database
from app.clock import utc_now
from app.config import get_settings
from dialogue.errors import ImportRefused

if TYPE_CHECKING:
    from app.simulation.turnout import TurnoutOutcome

commands = typer.Typer()


class Turnout(StrEnum):
    """Who comes: everybody as often, or the young half as often."""

    EVEN = "even"
    BIASED = "biased"


@commands.command()
def simulate(
    answers: Annotated[
        Path, typer.Option(help="A text file with an answer on each line, or a .tsv.")
    ],
    participants: Annotated[int, typer.Option(min=2, max=100_000)] = 100,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1)] = 1,
    slug: Annotated[str, typer.Option(help="Short name of the played dialogue.")] = "",
    turnout: Annotated[
        Turnout, typer.Option(help="Biased: the young come half as often, and want other things.")
    ] = Turnout.EVEN,
) -> None:
    """Live a whole dialogue with made-up people, through the same use cases as a phone."""
    from app.demo.texts import read_answers
    from app.simulation.clock import SteppingClock
    from app.simulation.whole_dialogue import Simulation
    from clustering import load_embedder

    given = read_answers(answers) if answers.is_file() else []
    if not given:
        raise ImportRefused(problem=f"{answers} has no answers to play with.")
    settings = get_settings()
    with ready_database() as engine, progress_bars() as bars:
        outcome = Simulation(
            engine=engine,
            slug=slug or f"simulation-{seed}",
            key=settings.key(),
            seed=seed,
            clock=SteppingClock(utc_now() - timedelta(days=30)),
            embedder=load_embedder(settings.embedder or None),
            progress=bars,
            biased=turnout is Turnout.BIASED,
        ).run(participants, given)
    for name, value in vars(outcome).items():
        if name != "turnout":
            out.print(f"{name.replace('_', ' ')}: {value}", highlight=False)
    if outcome.turnout is not None:
        print_turnout(outcome.turnout)


def print_turnout(found: "TurnoutOutcome") -> None:
    """Show who is missing, and support beside what it would be if everybody came as often."""
    out.print(f"missing: {', '.join(found.missing) or 'nobody'}", highlight=False)
    out.print(
        f"effective sample size: {found.effective_size or 'not enough data'}", highlight=False
    )
    table = Table("theme", "truth", "raw", "weighted", title="Mean support")
    for each in found.themes:
        figures = (each.truth, each.raw, each.weighted)
        table.add_row(str(each.number), *(f"{figure:+.2f}" for figure in figures))
    out.print(table)
    out.print(
        f"off by {found.raw_error:.2f} raw, by {found.weighted_error:.2f} weighted", highlight=False
    )
