"""Refusals at the moderation desk: words taken out, a second person, an author who objects."""

from dialogue.errors.base import Refusal
from dialogue.errors.steps import TransitionNotAllowed


class WordsAdded(Refusal):
    """A text to show holds a word that its author did not write there."""

    message = "You can only take words out. There is a word in it that the author did not write."
    advice = "Take away whole words, and leave the others as they were."


class NothingTakenOut(Refusal):
    """All the words are still there."""

    message = "No word was taken out."
    advice = "Take away the words that nobody should read, or release the answer as it is."


class NothingLeft(Refusal):
    """No word would be left to read."""

    message = "No word would be left of this answer."
    advice = "Leave some words, or remove the answer with a reason."


class SecondPersonNeeded(TransitionNotAllowed):
    """Others weighed it already, so one person alone can't take it away."""

    message = "Others may have weighed this answer already. Two people have to agree to remove it."
    advice = "Ask for the removal. A colleague then agrees, or says why not."


class SamePerson(Refusal):
    """Whoever asked for a removal can't agree with it."""

    message = "You asked for this removal yourself, so you can't agree with it."
    advice = "Let a colleague look at it. You can invite one."


class RemovalWaits(TransitionNotAllowed):
    """Somebody asked for the removal, and a second person has yet to decide."""

    message = "A removal of this answer was asked for and waits for a second person."
    advice = 'Look at it under "Wait for a second person".'


class AppealWaits(TransitionNotAllowed):
    """The author objected, so the next step is an answer to that."""

    message = "The author of this answer objected and waits for an answer."
    advice = "Answer the objection first."


class AppealNotPossible(TransitionNotAllowed):
    """There is nothing to object to, or somebody did already."""

    message = "You can't object to this now."
    advice = "You can object once, when your answer was taken away."


class AnotherMustAnswer(Refusal):
    """Whoever took an answer away does not judge the objection, when a colleague can."""

    message = "You took part in this removal, so a colleague answers the objection."
    advice = "Ask a colleague to look at it."


class AnswerMissing(Refusal):
    """An objection deserves words."""

    message = "Write an answer for the author."
    advice = "Say in one or two sentences why."
