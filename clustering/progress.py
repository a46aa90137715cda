"""How a long computation tells how far it is; silent unless somebody listens."""

from typing import Protocol


class Progress(Protocol):
    """Listens to a computation: `step("embed", 200, 1000)` means 200 of 1,000 are done."""

    def step(self, name: str, done: int, total: int) -> None:
        """Hear that `done` of `total` units of the phase `name` are finished."""


class Silence:
    """A listener that doesn't care."""

    def step(self, name: str, done: int, total: int) -> None:
        """Do nothing."""


SILENT: Progress = Silence()
