"""Refusals of what somebody says about taking part itself."""

from dialogue.errors.base import Refusal


class NotAskedNow(Refusal):
    """A closing question was answered at a moment at which it is not asked of this person."""

    message = "These questions are not asked of you now."
    advice = "Go back to the dialogue. There you see what you can do now."


class QuestionUnknown(Refusal):
    """An answer came to a question that is not in this list of questions."""

    message = "We don't know one of the questions that you answered."
    advice = "Reload the page and answer again."
