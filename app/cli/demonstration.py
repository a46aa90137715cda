"""The demo: one command to a filled and running Samenspraak."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from app.cli.console import aside, out, ready_database
from app.cli.server import run_web
from app.clock import utc_now
from app.config import get_settings

commands = typer.Typer()


@commands.command()
def demo(
    port: int = 8000,
    serve: Annotated[bool, typer.Option(help="Serve it after filling it.")] = True,
) -> None:
    """Fill the database with three Dutch dialogues and serve it on 127.0.0.1."""
    fill()
    if not serve:
        return
    worker = subprocess.Popen([sys.executable, "-m", "app", "worker"])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        show_doors(port)
        run_web("127.0.0.1", port)
    finally:
        worker.terminate()
        worker.wait(timeout=20)


def fill() -> None:
    """Make the demo dialogues that are not there yet."""
    from app.demo.seeding import DemoSeeder
    from clustering import load_embedder

    settings = get_settings()
    with ready_database(settings) as engine, aside.status("Looking at the database ...") as status:
        DemoSeeder(
            engine=engine,
            key=settings.key(),
            embedder=load_embedder(settings.embedder or None),
            today=utc_now(),
            report=lambda slug: status.update(f"Playing the weeks of the dialogue {slug} ..."),
        ).fill()


def show_doors(port: int) -> None:
    """Print a link for each door and how to come in."""
    from app.demo.seeding import ANSWERED, ASKING, DEMO_PASSWORD, EMAILS, WEIGHING
    from dialogue.models import Role

    address = f"http://127.0.0.1:{port}"
    lines = (
        "",
        "[bold]Samenspraak runs. Three dialogues, each in another stage:[/bold]",
        f"  resident     {address}/d/{ASKING}   answer a question (choose “without a code”)",
        f"               {address}/d/{WEIGHING}   weigh the answers of others",
        f"               {address}/d/{ANSWERED}   read what the board answered",
        f"  facilitator  {address}/facilitator   {EMAILS[Role.FACILITATOR]} / {DEMO_PASSWORD}",
        f"  board        {address}/board   {EMAILS[Role.BOARD]} / {DEMO_PASSWORD}",
        "",
        f"The data stays in {database_place()}. Stop with Ctrl+C; the next start takes seconds.",
    )
    for line in lines:
        out.print(line, highlight=False, soft_wrap=True)
    sys.stdout.flush()


def database_place() -> str:
    """Say where the data is, without a password."""
    url = make_url(get_settings().database_url)
    if url.drivername.startswith("sqlite") and url.database:
        return os.path.relpath(Path(url.database))
    return url.render_as_string(hide_password=True)
