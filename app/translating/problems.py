"""Why there is no translation, in sentences that a facilitator reads."""

from enum import StrEnum

from app.i18n import gettext_later
from app.outside import Silence


class Problem(StrEnum):
    """What went wrong; the value is the sentence."""

    OUT_OF_REACH = gettext_later("The translation service could not be reached. Try again later.")
    BUSY = gettext_later("The translation service is too busy, or its quota is used up.")
    KEY_REFUSED = gettext_later(
        "The translation service refused the key. Please tell who runs this software."
    )
    NOT_UNDERSTOOD = gettext_later(
        "The translation service did not understand the question. "
        "Please tell who runs this software."
    )
    UNREADABLE = gettext_later("The reply of the translation service could not be used.")
    OWN_FAULT = gettext_later("There is a fault in this software. Please tell who runs it.")


PROBLEMS = {
    Silence.OUT_OF_REACH: Problem.OUT_OF_REACH,
    Silence.BUSY: Problem.BUSY,
    Silence.KEY_REFUSED: Problem.KEY_REFUSED,
    Silence.NOT_UNDERSTOOD: Problem.NOT_UNDERSTOOD,
    Silence.TOO_LARGE: Problem.UNREADABLE,
}
# About the texts that were sent, not about the service: other texts may go well.
ABOUT_THE_TEXTS = frozenset((Problem.NOT_UNDERSTOOD, Problem.UNREADABLE))


class TranslationFailed(Exception):
    """There is no translation; says why without a word of what people wrote."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem
