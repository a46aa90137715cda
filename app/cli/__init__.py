"""The command line: the same use cases as the doors, for whoever runs the server."""

import sys

import typer

from app.cli import accounts, data, demonstration, designs, mailings, people, server, weighing
from app.cli.console import complain
from dialogue.errors import Refusal

commands = typer.Typer(
    name="samenspraak",
    help="Large-group citizen dialogue: ask, weigh, themes, proposals, and a board that answers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for group in (server, accounts, data, people, demonstration, weighing, designs, mailings):
    commands.add_typer(group.commands)


def main() -> None:
    """Run a command; a refusal is told in plain words and ends with status 1."""
    try:
        commands()
    except Refusal as refusal:
        complain(refusal)
        sys.exit(1)
