"""Refusals at the facilitator's desk: moderation, themes, proposals, imports."""

from dialogue.errors.base import Refusal
from dialogue.errors.steps import TransitionNotAllowed


class ModerationNotPossible(TransitionNotAllowed):
    """The contribution is not in a state from which this action may be taken."""

    message = "This can't be done with this answer now."
    advice = "Look at the answer again: somebody may have decided about it already."


class ReasonMissing(Refusal):
    """Every moderation has a reason."""

    message = "Every decision about an answer needs a reason."
    advice = "Choose a reason."


class ReasonDoesNotFit(Refusal):
    """A reason to hold back an answer is no reason to show it, and the other way around."""

    message = "This reason does not belong to this decision."
    advice = "Choose another reason."


class NoteMissing(Refusal):
    """The reason "other" says nothing by itself."""

    message = 'With the reason "other" a short explanation is needed.'
    advice = "Write in one sentence why. Do not repeat the answer itself."


class PersonNeeded(Refusal):
    """The machine may only hold; to release or remove takes a person."""

    message = "Only a person can decide this."
    advice = "Let a facilitator look at the answer."


class SameTheme(Refusal):
    """A theme can't be merged with itself."""

    message = "A theme can't be merged with itself."
    advice = "Choose another theme."


class NothingChosen(Refusal):
    """No answers were ticked."""

    message = "No answers were chosen."
    advice = "Tick the answers that belong together."


class WholeThemeChosen(Refusal):
    """A split leaves something behind; otherwise it is a new name."""

    message = "All answers of this theme were chosen, so there is nothing to split."
    advice = "Leave at least one answer in the theme, or give the theme another name."


class NothingToUndo(Refusal):
    """No change of the themes is left to undo."""

    message = "There is no change to undo."
    advice = "Look at the themes as they are now."


class ProposalWithoutSources(Refusal):
    """Every proposal can be traced to answers."""

    message = "A proposal needs at least one answer that it rests on."
    advice = "Link one or more answers of the theme to the proposal."


class ProposalWordsFixed(Refusal):
    """People have begun to weigh the proposal, so its words stay."""

    message = "The words of this proposal are fixed, because people can weigh it already."
    advice = "Write a new proposal if something else is meant."


class ResultsTooEarly(Refusal):
    """While a round runs, results would colour what people say."""

    message = "Results can't be published while a round is open or the answers still come in."
    advice = "Close the round first."


class ImportRefused(Refusal):
    """A file to import is missing, unreadable or has not the columns it needs."""

    message = "Nothing was imported: %(problem)s"
    advice = "Repair the file and import it again."
