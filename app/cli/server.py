"""Commands that keep running: the web app and the worker; and the database's shape."""

import contextlib
import logging
import signal
import threading

import typer
import uvicorn

from app.cli.console import aside, ready_database
from app.config import get_settings
from app.db import migrate as migrate_database

commands = typer.Typer()

# How many seconds a server that stops waits for its connections.
PATIENCE_AT_STOP = 10


@commands.command()
def migrate() -> None:
    """Bring the database to its newest shape."""
    migrate_database(get_settings().database_url)
    aside.print("The database is up to date.")


@commands.command()
def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the web app; run `samenspraak worker` beside it."""
    with ready_database():
        run_web(host, port)


def run_web(host: str, port: int) -> None:
    """Serve until stopped; the log has no addresses of visitors.

    Streams of live pages end when the server stops; what hangs after that is cut off.
    """
    from app.main import create_app

    app = create_app()
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=PATIENCE_AT_STOP,
    )
    server = uvicorn.Server(config)
    app.state.live.until(lambda: server.should_exit)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(uvicorn.config.STARTUP_FAILURE)


@commands.command()
def worker() -> None:
    """Do the work in the background: find clusters, keep to the schedule of the rounds."""
    from app.worker import run_worker

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # says nothing that anybody needs
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    with ready_database():
        run_worker(get_settings(), stop=stop)
