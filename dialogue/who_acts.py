"""Who has to act on an answer, as its author sees it; nobody has to say so."""

from enum import StrEnum


class WhoActs(StrEnum):
    """The person, the person together with others, or the system."""

    SELF = "self"
    TOGETHER = "together"
    SYSTEM = "system"


def who_acts(said: str) -> str:
    """Read a choice; what is none of the choices counts as nothing said."""
    return said if said in frozenset(WhoActs) else ""
