"""The outcome of a figure that can't be given honestly."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NotEnoughData:
    """Too few people or ratings for a figure: an outcome to show, not an error to raise.

    `what` names what was counted (people, ratings, contributions, groups), `have` how many there
    are and `need` how many it takes.
    """

    what: str
    have: int
    need: int

    def __str__(self) -> str:
        return f"not enough data: {self.have} {self.what}, {self.need} needed"
