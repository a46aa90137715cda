"""What the commands share: the settings, a ready database, and where to speak."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from sqlalchemy import Engine

from app.config import Settings, get_settings
from app.db import make_engine, migrate
from dialogue.errors import Refusal

# Results go to standard output; everything said along the way goes to standard error.
out = Console()
aside = Console(stderr=True)


def complain(refusal: Refusal) -> None:
    """Tell what is not possible and what to do."""
    aside.print(f"[bold red]{refusal}[/bold red]", highlight=False)
    aside.print(refusal.advice, highlight=False)


@contextmanager
def ready_database(settings: Settings | None = None) -> Iterator[Engine]:
    """Open the database of the settings, brought to its newest shape."""
    settings = settings or get_settings()
    migrate(settings.database_url)
    engine = make_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@dataclass(frozen=True)
class BarProgress:
    """Shows each phase of a computation as a bar on standard error."""

    bar: Progress
    tasks: dict[str, TaskID] = field(default_factory=dict)

    def step(self, name: str, done: int, total: int) -> None:
        """Hear that `done` of `total` units of a phase are finished."""
        if name not in self.tasks:
            self.tasks[name] = self.bar.add_task(name)
        self.bar.update(self.tasks[name], completed=done, total=total)


@contextmanager
def progress_bars() -> Iterator[BarProgress]:
    """Show progress bars while the block runs."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=aside, transient=True) as bar:
        yield BarProgress(bar)
