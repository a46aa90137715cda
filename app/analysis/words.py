"""How an analysis ended, in sentences that a facilitator reads; each is translated when shown."""

from sqlalchemy.exc import SQLAlchemyError

from app.i18n import gettext_later
from clustering import Clustering, Reason
from clustering.errors import ModelUnavailable

REASONS = {
    Reason.NO_ANSWERS: gettext_later("There are no answers yet."),
    Reason.TOO_FEW: gettext_later(
        "There are too few different answers to group. Read them one by one."
    ),
    Reason.ALL_THE_SAME: gettext_later("All answers are the same."),
    Reason.NO_GROUPS: gettext_later("No groups of like answers stand out. Read them one by one."),
}
FAULTS: dict[type[Exception], str] = {
    ModelUnavailable: gettext_later(
        "The language model can't be loaded. Please tell who runs this software."
    ),
    SQLAlchemyError: gettext_later(
        "The database could not store the result. Maybe the disk is full."
    ),
    MemoryError: gettext_later("There was not enough memory for so many answers."),
}
OTHER_FAULT = gettext_later("There is a fault in this software. Please tell who runs it.")
GIVEN_UP = gettext_later("It was stopped half way, too often. Ask for it again.")


def why_no_groups(found: Clustering) -> str:
    """Say why nothing was grouped; nothing when there are groups."""
    return REASONS[found.reason] if found.reason else ""


def in_plain_words(fault: Exception) -> str:
    """Say what went wrong without a word of what people wrote."""
    return next((FAULTS[each] for each in type(fault).__mro__ if each in FAULTS), OTHER_FAULT)
