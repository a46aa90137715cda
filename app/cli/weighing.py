"""Commands about weighing: deal every hand again, and plan a round."""

import json
import sys
from dataclasses import asdict
from math import isfinite
from typing import Annotated

import typer
from rich.table import Table

from app.cli.console import out, ready_database
from app.cli.data import find_dialogue
from app.db import reading
from dialogue.advice import Plan, make_plan
from dialogue.planning import AMONG_FINALISTS, Room

commands = typer.Typer()


@commands.command("audit-deck")
def audit_deck(
    slug: str,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Deal every hand again from the log and say which differ; status 1 when one does."""
    from app.usecases.deck_audit import audit_decks

    with ready_database() as engine, reading(engine) as session:
        audit = audit_decks(session, find_dialogue(session, slug))
    if as_json:
        found = {**asdict(audit), "dialogue": slug}
        sys.stdout.write(json.dumps(found, default=str, indent=2, sort_keys=True) + "\n")
    else:
        out.print(
            f"{audit.hands} hands of {audit.decks} decks dealt again: "
            f"{len(audit.differ) or 'none'} differ.",
            highlight=False,
        )
        for each in audit.differ:
            out.print(
                f"  hand {each.hand_id}, epoch {each.epoch}, turn {each.turn}: "
                f"{', '.join(each.differences)}",
                highlight=False,
                soft_wrap=True,
            )
    if audit.differ:
        raise typer.Exit(1)


@commands.command()
def plan(
    people: Annotated[int, typer.Option(min=1, max=100_000, help="How many people are invited.")],
    return_rate: Annotated[
        float, typer.Option(min=0.01, max=1, help="The share of them that takes a hand.")
    ] = 0.5,
    hand: Annotated[int, typer.Option(min=1, max=100, help="Cards in a hand.")] = 15,
    answers: Annotated[int, typer.Option(min=1, max=100_000, help="Answers to weigh.")] = 300,
    themes: Annotated[int, typer.Option(min=1, max=1_000, help="Themes among them.")] = 20,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Live a weigh round with made-up ratings: what so many people and cards can tell."""
    made = make_plan(Room(people, return_rate, hand, answers, themes), seed=seed)
    if as_json:
        figures = {**asdict(made), "outlook": known_only(asdict(made.outlook))}
        sys.stdout.write(json.dumps(figures, indent=2, sort_keys=True) + "\n")
        return
    table = Table("what", "expected", title=f"{made.rounds} simulated rounds")
    for name, value in lines_of(made):
        table.add_row(name, value)
    out.print(table)


def known_only(figures: dict[str, float]) -> dict[str, float | None]:
    """Write a figure that nothing is known of as null, which JSON has; it has no NaN."""
    return {name: value if isfinite(value) else None for name, value in figures.items()}


def lines_of(made: Plan) -> list[tuple[str, str]]:
    """Put a plan in words and figures."""
    expected = made.outlook
    return [
        ("ratings per answer", f"{expected.ratings_per_answer:.1f}"),
        ("ratings of the least-rated answer", f"{expected.fewest_ratings:.1f}"),
        ("support of an answer, give or take", f"{expected.answer_interval:.2f}"),
        ("support of a theme, give or take", f"{expected.theme_interval:.2f}"),
        (f"of the true top {made.room.top} answers found", f"{expected.top_answers:.0%}"),
        ("the same after a confirm round", f"{expected.top_confirmed:.0%}"),
        ("of the true top themes found", f"{expected.top_themes:.0%}"),
        (
            f"advice: hand for themes within {made.wanted_interval}",
            str(made.hand or "none of 10 to 30 cards is enough"),
        ),
        (
            f"advice: invitations for that with {made.room.hand} cards",
            str(made.invitations or "can't be told"),
        ),
        (
            f"advice: finalists that hold {AMONG_FINALISTS:.0%} of the true top {made.room.top}",
            str(made.finalists),
        ),
    ]
