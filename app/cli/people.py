"""Commands with made-up people."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import out, progress_bars, ready_database
from app.clock import utc_now
from app.config import get_settings
from dialogue.errors import ImportRefused

commands = typer.Typer()


@commands.command()
def simulate(
    answers: Annotated[
        Path, typer.Option(help="A text file with an answer on each line, or a .tsv.")
    ],
    participants: Annotated[int, typer.Option(min=2, max=100_000)] = 100,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1)] = 1,
    slug: Annotated[str, typer.Option(help="Short name of the played dialogue.")] = "",
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
        ).run(participants, given)
    for name, value in vars(outcome).items():
        out.print(f"{name.replace('_', ' ')}: {value}", highlight=False)
