"""Refusals at the door: logins, codes, visits."""

from dialogue.errors.base import Refusal


class NotFound(Refusal):
    """There is nothing at this address, or nothing that this person may see."""

    message = "We can't find this page."
    advice = "Check the address, or start again from the first page."


class NotAllowed(Refusal):
    """The person is known, but this is not theirs to do."""

    message = "You may not do this."
    advice = "Ask the facilitator of this dialogue if you think you should."


class NotLoggedIn(Refusal):
    """A page for staff was asked for without a valid login."""

    message = "You are not logged in, or your login has expired."
    advice = "Log in and try again."


class WrongLogin(Refusal):
    """The e-mail address or the password is wrong; which of the two is never said."""

    message = "The e-mail address or the password is not right."
    advice = "Check both and try again."


class TooManyAttempts(Refusal):
    """Somebody tries too often; the door stays shut for a while."""

    message = "There were too many attempts."
    advice = "Wait a few minutes and try again."


class NotTakingPart(Refusal):
    """A resident's page was asked for without a running visit."""

    message = "We don't know which dialogue you take part in."
    advice = "Enter the code from your letter, or your receipt code if you started before."


class CodeMistyped(Refusal):
    """The check character does not match: found without asking the database."""

    message = "There is a typing error in this code."
    advice = "Look at the letter once more. The code has 13 letters and numbers."


class CodeUnknown(Refusal):
    """No invitation of this dialogue has this code."""

    message = "We don't know this code."
    advice = "Check that you are at the right dialogue, and look at the letter once more."


class CodeUsed(Refusal):
    """The code was redeemed before."""

    message = "This code has been used already."
    advice = "Did you use it yourself? Then go on with your receipt code."


class CodeExpired(Refusal):
    """The invitation has passed its last day."""

    message = "This code is no longer valid."
    advice = "Ask the organiser for a new one."


class OpenLinkClosed(Refusal):
    """This dialogue asks for a personal code."""

    message = "This dialogue needs a personal code."
    advice = "You find the code in your letter."


class ConsentMissing(Refusal):
    """Somebody takes part who was not told yet what happens with their words."""

    message = "We first tell you what happens with what you write."
    advice = "Read the page about that and say that you take part."


class TooManyAnswers(Refusal):
    """One person said enough here: ``limit`` texts at most."""

    message = "You gave %(limit)s answers here. There is no room for more."
    advice = "Withdraw one of your answers first, or go on to the next page."


class KioskClosed(NotFound):
    """This device is no kiosk of this dialogue, or not any more."""

    message = "This kiosk is closed."
    advice = "Ask somebody who works here."
