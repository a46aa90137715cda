"""Refusals about who is invited, what is asked about people, and who lives there."""

from dialogue.errors.base import Refusal


class SourceMissing(Refusal):
    """Figures without a source can't be checked by anybody."""

    message = "Where the figures come from is not filled in, or is longer than 500 characters."
    advice = "Name the source and the year, for example: CBS StatLine, 1 January 2025."


class GroupTooSmall(Refusal):
    """Codes for a few people of a group would make each of them easy to recognise."""

    message = "With groups chosen, at least %(fewest)s codes are made at once."
    advice = "Make more codes, or choose fewer groups: smaller groups are never shown anyway."


class PopulationRefused(Refusal):
    """A file about who lives there holds a mistake; nothing of it is stored."""

    message = "These figures were not stored, because something in the file is not right."
    advice = "Repair what is said at the file and send it again."


class QuestionsTooFine(Refusal):
    """Many questions or fine ones, laid side by side, tell who somebody is."""

    message = "Ask at most %(questions)s things about people, each with 2 to %(options)s answers."
    advice = "Ask only what you need to see who is missing, in large groups."


class AsksAboutHealth(Refusal):
    """Health is what people talk about; it is never a box to tick about themselves."""

    message = "About people we never ask how healthy they are or which care they get."
    advice = "Leave this question out. People may tell it in their answer, if they want to."


class GroupNameTellsPerson(Refusal):
    """The name of a group may not lead to a person."""

    message = "This looks like the name or the number of a person."
    advice = "Write the name of the group only, or leave it empty."
