"""The refusal from which all others come."""

from typing import ClassVar


class Refusal(Exception):
    """Something was asked that is not allowed or not possible now."""

    message: ClassVar[str] = "This is not possible now."
    advice: ClassVar[str] = "Go back and try again."

    def __init__(self, **params: str | int) -> None:
        super().__init__(self.message % params if params else self.message)
        self.params = params
