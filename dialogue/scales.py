"""The two rating scales of a weigh or confirm round."""

from enum import StrEnum

from dialogue.errors import RatingOutOfScale


class RatingScale(StrEnum):
    """-3 (strongly against) to +3 (strongly for), or agree/disagree/pass; none = can't say."""

    SEVEN_POINT = "seven_point"
    AGREEMENT = "agreement"

    @property
    def values(self) -> tuple[int, ...]:
        """The values that count, from most against to most for."""
        return tuple(range(-3, 4)) if self is RatingScale.SEVEN_POINT else (-1, 1)

    @property
    def reach(self) -> int:
        """The largest value: what a rating is divided by to compare the two scales."""
        return self.values[-1]

    def check(self, value: int | None) -> int | None:
        """Return the value, or refuse what is not on the scale; none is "can't say" or a pass."""
        if value is not None and value not in self.values:
            raise RatingOutOfScale
        return value
