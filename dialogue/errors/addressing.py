"""Refusals about lists of addresses and draws by lot."""

from dialogue.errors.base import Refusal


class ListRefused(Refusal):
    """A file with addresses can't be used as it is; nothing of it is stored."""

    message = "This file can't be read as a list of addresses."
    advice = 'Save the file in the spreadsheet as "CSV UTF-8" and send it again.'


class ListIsSpreadsheet(ListRefused):
    """A workbook was sent where a CSV is asked for."""

    message = "This is a spreadsheet file, not a CSV."
    advice = 'Open it in the spreadsheet, choose "Save as", then "CSV UTF-8", and send that file.'


class ListTooLarge(ListRefused):
    """More was sent than a list of a hundred thousand addresses takes."""

    message = "The file is larger than %(most)s MB."
    advice = "Leave out columns that nobody needs, or send the list in parts."


class ListTooLong(ListRefused):
    """More rows than fit in a list."""

    message = "The file has more than %(most)s rows with addresses."
    advice = "Send the list in parts."


class ListEmpty(ListRefused):
    """A file without a row of addresses."""

    message = "The file has no row with an address."
    advice = "The first row names the columns; every other row is one person."


class ListWithoutHeader(ListRefused):
    """A first row that is an address: it would get lost as names of columns."""

    message = "The first row does not name the columns: there seems to be an address in it."
    advice = "Add a row at the top with names, such as: name, e-mail, postcode."


class QuoteLeftOpen(ListRefused):
    """A cell that goes on over many rows."""

    message = "From row %(row)s on the file can't be read: a quotation mark is not closed."
    advice = "Look in this row for a quotation mark that does not belong there."


class ListNameMissing(Refusal):
    """A list that nobody can tell from another."""

    message = "The list has no name, or one of more than %(limit)s characters."
    advice = "Give it a short name, such as: sample of the municipality, March."


class ListsTooLate(Refusal):
    """Nobody can come in any more, so no address is needed."""

    message = "This dialogue is closed, so no more addresses are needed."
    advice = "The addresses that were here are erased."


class ChamberMissing(Refusal):
    """It is not said for which chamber the people on a list are."""

    message = "It is not chosen for whom this list is."
    advice = "Choose the chamber that these people belong to."


class NoWayToReach(Refusal):
    """None of the columns is one by which somebody can be written to."""

    message = "No column is chosen by which people can be reached."
    advice = (
        "Choose the column of the e-mail, of the mobile number, or of street, postcode and town."
    )


class ColumnChosenTwice(Refusal):
    """One column can't be two things."""

    message = "Column %(column)s is chosen for two things."
    advice = "Choose every column once."


class NobodyToBringIn(Refusal):
    """A list of which every row has to be left out."""

    message = "There is no row that can be brought in."
    advice = "Repair the file and send it again."


class DrawTooLarge(Refusal):
    """More people asked for than are in the lot."""

    message = "Choose a number of people from 1 to %(most)s."
    advice = "So many people on this list were not drawn or invited yet."


class DrawQuestionsUnknown(Refusal):
    """A draw by what the list or the population does not know."""

    message = "The draw can't be divided like this."
    advice = "Choose at most two different questions of this dialogue that the list has answers to."
