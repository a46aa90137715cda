"""Commands about what was sent: bounces that a mail server reported."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import out, ready_database
from app.clock import utc_now
from app.config import get_settings
from app.db import transaction

commands = typer.Typer()


@commands.command("bounces")
def bounces(
    file: Annotated[
        Path | None,
        typer.Argument(help="A list of addresses or references, or a bounce; else standard input."),
    ] = None,
) -> None:
    """Note which e-mails came back, so that nobody writes there again.

    The file holds an address or Message-ID on each line, or it is the message with which a mail
    server reports a failed delivery. A mail server can hand such messages over by a pipe.
    """
    from app.usecases.bounces import bounced_in, note_bounces

    content = file.read_bytes() if file else sys.stdin.buffer.read()
    found = bounced_in(content)
    with ready_database() as engine, transaction(engine) as session:
        known = note_bounces(session, found, key=get_settings().key(), now=utc_now())
    out.print(f"{known} of {len(found)} were known and are marked.", highlight=False)
