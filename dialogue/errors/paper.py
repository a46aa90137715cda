"""Refusals about sheets of paper that are typed in at the desk."""

from dialogue.errors.base import Refusal


class SheetUnknown(Refusal):
    """No sheet of this dialogue has this number, or its letter does not fit."""

    message = "No sheet of this dialogue has this number."
    advice = "Type the number at the top of the sheet, with its letter."


class SheetNotAgreed(Refusal):
    """The box for taking part is not ticked on the sheet, so nothing of it may be kept."""

    message = "On this sheet the box for taking part has no tick. Nothing of it was stored."
    advice = "Ask the person, or give the sheet back."


class SheetUsedByPhone(Refusal):
    """The code on the sheet was used on a phone: the person is counted there already."""

    message = "The code on this sheet was used on a phone. This person takes part there already."
    advice = "Do not type in this sheet, so that everybody counts once."


class SheetWithoutCards(Refusal):
    """For this sheet no cards were printed in this round."""

    message = "For this sheet no cards were printed in this round, or no card has this number."
    advice = "Look whether you have the sheet of this round, and type one mark for each card on it."
