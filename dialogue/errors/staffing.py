"""Refusals about colleagues: links to come in, passwords, who may go."""

from dialogue.errors.base import Refusal


class LinkNotValid(Refusal):
    """A link for staff is unknown, used, withdrawn or too old; which of these is never said."""

    message = "This link is not valid any more."
    advice = "A link works once and not for long. Ask a colleague for a new one."


class LinkForAnother(Refusal):
    """Somebody else is logged in than the person who was invited."""

    message = "This invitation is for somebody else than who is logged in here."
    advice = "Log out first. Then open the link once more."


class PasswordTooShort(Refusal):
    """Short passwords are guessed in no time."""

    message = "A password has at least %(least)s characters."
    advice = "Take a few words that don't belong together."


class PasswordTooLong(Refusal):
    """Nobody types this; hashing it only costs time."""

    message = "A password has at most %(most)s characters."
    advice = "Choose a shorter one."


class PasswordTooObvious(Refusal):
    """Long, and still among the first that somebody would try."""

    message = "This password is easy to guess."
    advice = "Take a few words that don't belong together. No name, no row of keys, no year."


class PasswordsDiffer(Refusal):
    """The second time something else was typed."""

    message = "The two passwords are not the same."
    advice = "Type the same password twice."


class PasswordWrong(Refusal):
    """Whoever changes an account shows that it is theirs."""

    message = "This is not your present password."
    advice = "Type the password that you log in with."


class EmailNotUsable(Refusal):
    """No message could arrive at this address."""

    message = "This is not an e-mail address."
    advice = "Write it like name@example.nl."


class EmailTaken(Refusal):
    """An address belongs to one account."""

    message = "Another account has this e-mail address."
    advice = "Choose another address."


class RoleHeldAlready(Refusal):
    """Somebody was invited to what they do already."""

    message = "This person has this role in your region already."
    advice = "Look at the list of colleagues."


class TooManyInvitations(Refusal):
    """A list of invitations that nobody can oversee, or somebody who sends without end."""

    message = "There are %(most)s open invitations already."
    advice = "Withdraw those that are not needed any more."


class LastFacilitator(Refusal):
    """Somebody has to be able to let others in."""

    message = "A region can't be without a facilitator."
    advice = "Invite somebody else as a facilitator first. Once they came in, this is possible."


class ColleagueElsewhereToo(Refusal):
    """A new password opens every region of somebody, so a colleague of one can't give it."""

    message = "This person also works in a region that is not yours."
    advice = "Ask your administrator for a link to a new password."
