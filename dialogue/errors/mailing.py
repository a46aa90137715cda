"""Refusals about invitations and reminders that are sent."""

from dialogue.errors.base import Refusal


class PlaceholderUnknown(Refusal):
    """Words hold a place that nothing fills in; people would read it with its braces."""

    message = "We can't fill in %(name)s."
    advice = "You can use {name}, {link}, {code} and {last_day}."


class CodeNotInWords(Refusal):
    """Words without the way in would reach people for nothing."""

    message = "Your words don't hold %(name)s yet."
    advice = "Without it nobody can take part. Put it where it should stand."


class LastDayNotChosen(Refusal):
    """Words name a last day that was not chosen."""

    message = "Your words name the last day, but no last day is chosen."
    advice = "Choose a last day, or take {last_day} out of your words."


class NobodyToWriteTo(Refusal):
    """A mailing to nobody."""

    message = "There is nobody to send this to."
    advice = "Choose another list or another way of sending."


class SendingNotSetUp(Refusal):
    """This installation has nothing to send with."""

    message = "E-mail or text messages are not set up here."
    advice = "Choose letters, or ask who runs this software to set it up."


class AddressOfSiteMissing(Refusal):
    """What is sent has to say where to go."""

    message = "This software does not know its own address on the internet yet."
    advice = "Ask who runs it to set SAMENSPRAAK_PUBLIC_URL."


class NotLaunchedYet(Refusal):
    """Nobody is invited to what nobody can open."""

    message = "You can invite people once the dialogue is launched, until it is closed."
    advice = "Launch the dialogue first. You can choose the day on which the messages go out."


class MailingIsOver(Refusal):
    """What was sent or stopped can't be paused or resumed."""

    message = "This mailing is already sent or stopped."
    advice = "Look at the page of the mailing, or make a new one."


class PdfNotPossible(Refusal):
    """The libraries that lay out pages are missing on this machine."""

    message = "This machine can't make PDF files yet."
    advice = (
        "Ask who runs it to install Pango (libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."
    )


class TooManyToPrint(Refusal):
    """Laying out pages takes a while; whoever waits for it waits for all of them."""

    message = "At most %(most)s codes go into one PDF."
    advice = "Make fewer codes at a time, or take the file (CSV) to a printer."
