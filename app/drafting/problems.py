"""Why a draft failed, in sentences that a facilitator reads; each is translated when shown."""

from enum import StrEnum

from app.i18n import gettext_later


class Problem(StrEnum):
    """What went wrong; the value is the sentence."""

    OUT_OF_REACH = gettext_later("The language model could not be reached. Try again later.")
    BUSY = gettext_later("The language model is too busy. Try again later.")
    KEY_REFUSED = gettext_later(
        "The language model refused the key. Please tell who runs this software."
    )
    NOT_UNDERSTOOD = gettext_later(
        "The language model did not understand the question. Please tell who runs this software."
    )
    UNREADABLE = gettext_later("The reply of the language model could not be read.")
    NO_QUOTES = gettext_later(
        "The language model quoted words that nobody wrote, so its draft was thrown away."
    )
    TOO_FEW_ANSWERS = gettext_later("Too few answers in this theme may be quoted.")
    OWN_FAULT = gettext_later("There is a fault in this software. Please tell who runs it.")


WORTH_ANOTHER_TRY = frozenset(
    (Problem.OUT_OF_REACH, Problem.BUSY, Problem.UNREADABLE, Problem.NO_QUOTES)
)


class DraftFailed(Exception):
    """There is no draft; says why without a word of what people wrote."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem
