"""Refusals of a step: rounds, states, the design."""

from dialogue.errors.base import Refusal


class RoundNotOpen(Refusal):
    """The round that this belongs to has not opened yet, or is closed."""

    message = "This round is not open now."
    advice = "Look at the first page of the dialogue to see what is open."


class RoundClosed(Refusal):
    """The round closed before this arrived."""

    message = "This round is closed. Your last choice came too late and was not counted."
    advice = (
        "Everything you sent before is counted. You can see the results on the dialogue's page."
    )


class TransitionNotAllowed(Refusal):
    """A state may not follow this one."""

    message = "This step can't be taken now."
    advice = "Look at the overview to see which step comes next."


class RoundOutOfOrder(TransitionNotAllowed):
    """An earlier round has not been closed."""

    message = "Close the earlier round first. Rounds are held one after another."


class LaunchBlocked(Refusal):
    """The step plan has gaps; each is named."""

    message = "This dialogue can't be launched yet. Missing: %(gaps)s."
    advice = "Fill in what is missing in the step plan."


class DesignLocked(Refusal):
    """After the launch the design is fixed."""

    message = "This dialogue was launched, so its design is fixed."
    advice = "A change after the launch needs a note that everybody can see."


class ChangedMeanwhile(Refusal):
    """Somebody else changed the same thing first."""

    message = "Somebody else changed this a moment ago."
    advice = "Look at what is there now, and decide again."


class NothingToAnalyse(Refusal):
    """There are no contributions to find themes in."""

    message = "There are no answers to group yet."
    advice = "Wait until answers have come in."


class ShortNameNotUsable(Refusal):
    """The short name of a dialogue is a part of an address."""

    message = "This can't be a short name."
    advice = "Use small letters, digits and hyphens, for example: urgent-care."


class ShortNameTaken(Refusal):
    """Another dialogue has this short name."""

    message = 'Another dialogue has this short name already. "%(suggestion)s" is free.'
    advice = "Choose another short name."


class TimesOutOfOrder(Refusal):
    """A round closes before it opens, or opens before the one before it closes."""

    message = "The times of round %(position)s don't follow each other."
    advice = "A round closes after it opens, and opens after the round before it has closed."


class RoundIsOver(Refusal):
    """The closing time has passed or the round was closed: it never opens again."""

    message = "This round is over. It can't be opened again."
    advice = "Look at the overview to see which step comes next."


class TimePassed(Refusal):
    """A planned time lies in the past; ``part`` is which."""

    message = "Choose a time that still has to come."
    advice = "To end the round now, close it."


class ClosingTimeMissing(Refusal):
    """Residents were told until when they can answer, so there is always such a time."""

    message = "An open round keeps a closing time."
    advice = "Choose the new closing time."


class TimesReasonMissing(Refusal):
    """Residents counted on the time that was announced."""

    message = "This needs a reason."
    advice = "Write in one or two short sentences why. Everybody can read it."


class TimesUnchanged(Refusal):
    """Both times are what they were."""

    message = "The times are what they were."
    advice = "Choose another time, or go back."
