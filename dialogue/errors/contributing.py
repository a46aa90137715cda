"""Refusals of what somebody writes or rates."""

from dialogue.errors.base import Refusal


class EmptyText(Refusal):
    """Nothing was written, or only spaces and punctuation."""

    message = "There are no words here yet."
    advice = "Write your answer in a few words. One sentence is enough."


class TextTooLong(Refusal):
    """The text is longer than a contribution may be: ``length`` of at most ``limit``."""

    message = "Your text has %(length)s characters. There is room for %(limit)s."
    advice = "Make it shorter, or leave out a part. What you wrote is still on the page."


class NoWords(Refusal):
    """Only pictures were sent; nobody can weigh those."""

    message = "There are only pictures here, no words."
    advice = "Say in a few words what you mean, so that other people can weigh it."


class UnreadableText(Refusal):
    """The text holds characters that no keyboard makes and no page can show."""

    message = "A part of this text can't be read."
    advice = "Type the text again. Do not copy it from another program."


class RatingOutOfScale(Refusal):
    """The value is not on the scale of this round."""

    message = "This is not a choice on the scale."
    advice = "Choose one of the answers on the page."


class NotDealt(Refusal):
    """The card is not in this person's hand."""

    message = "This card was not dealt to you."
    advice = "Go back to your own cards."


class OwnContribution(Refusal):
    """Nobody rates their own words."""

    message = "You can't weigh your own answer."
    advice = "Go on with the next card."


class AlreadyUsedId(Refusal):
    """A client-made id arrived again, with other contents or from somebody else."""

    message = "This was sent before with other contents."
    advice = "Reload the page and try again."
