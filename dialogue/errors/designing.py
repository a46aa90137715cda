"""Refusals about a design: as a file, kept to use again, or changed after the launch."""

from dialogue.errors.base import Refusal


class DesignFileUnreadable(Refusal):
    """What was sent is no design of ours."""

    message = "This is not a design that was downloaded here."
    advice = 'Choose a file that was made with "Download this design". Its name ends in .json.'


class DesignFileTooLarge(Refusal):
    """No design of ours is so large."""

    message = "This file is larger than %(most)s kB. A design never is."
    advice = 'Choose a file that was made with "Download this design".'


class DesignFileTooNew(Refusal):
    """The file was made by a later edition, whose parts we don't know."""

    message = "This design was made by a newer edition (version %(version)s of the file)."
    advice = "Ask your administrator to update, or make the design again here."


class DesignDoesNotFit(Refusal):
    """A dialogue that came from elsewhere has texts or parts that no design of ours has."""

    message = (
        "The design of this dialogue can't be used again: a part of it is too long or unknown."
    )
    advice = "This happens with dialogues that were imported. Make the design again by hand."


class PartMissing(Refusal):
    """A part that every design has is not in the file."""

    message = "This is missing."


class PartUnknown(Refusal):
    """The file holds something that is no part of a design."""

    message = "A design has no such part."


class PartOfOtherKind(Refusal):
    """A part is a text where a number belongs, or the other way around."""

    message = "Something else belongs here."


class PartNotOnList(Refusal):
    """A part is none of the words that are known for it."""

    message = "We don't know this word. Choose one of: %(choices)s."


class NumberOutOfBounds(Refusal):
    """A number is too low or too high."""

    message = "This number is too low or too high."


class TooManyOrFew(Refusal):
    """A list holds more or less than a design can have."""

    message = "These are too many or too few."


class NamedTwice(Refusal):
    """Two parts have the same name, so nobody could tell them apart."""

    message = "Two of these have the same name."


class RoundsDoNotFit(Refusal):
    """The rounds are others than those of the kind of dialogue that is named."""

    message = "These rounds don't belong to this kind of dialogue."


class ScalesOverlap(Refusal):
    """The short scale is part of the long one, so never both."""

    message = "Choose the eight statements or the three. The three are among the eight."


class TemplateNameTaken(Refusal):
    """Two designs of a region with one name could not be told apart."""

    message = "Your region has a saved design with this name already."
    advice = "Choose another name, or remove the old one first."


class TooManyTemplates(Refusal):
    """A list of designs that nobody can oversee helps nobody."""

    message = "Your region has %(most)s saved designs already."
    advice = "Remove one that is not used any more."


class ChangeNotPossible(Refusal):
    """The promise can be corrected between the launch and the board's answer only."""

    message = "The promise can't be changed now."
    advice = (
        "Before the launch you change the step plan itself. After the board's answer all is fixed."
    )


class ChangeReasonMissing(Refusal):
    """Residents counted on the promise, so they hear why it changes."""

    message = "A change of the promise needs a reason."
    advice = "Write in one or two short sentences why. Everybody can read it."


class NothingChanged(Refusal):
    """Nothing on the form is other than it was."""

    message = "Nothing was changed."
    advice = "Change at least one part of the promise."


class AnswerOnlyLater(Refusal):
    """The date of the answer may be put off openly; a new one lies ahead."""

    message = "The board's answer can only be put off: choose a later day that has not passed."
    advice = "Choose a day after the one that was promised."


class PromiseNotEmpty(Refusal):
    """A part of the promise that is empty is no promise."""

    message = "This part of the promise can't be left empty."
    advice = "Write what people may count on."
