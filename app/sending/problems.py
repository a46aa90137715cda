"""Why a message was not sent: each kind asks for something else from who sends."""

from app.i18n import gettext_later


class SendingFailed(Exception):
    """A message was not sent; ``problem`` is a sentence for staff, translated when shown.

    It never holds an address or what a service said: that can repeat the address.
    """

    problem = gettext_later("The message could not be sent.")


class NotSetUp(SendingFailed):
    """This installation has nothing to send with."""

    problem = gettext_later(
        "Sending is not set up here. Please ask who runs this software to do so."
    )


class ServiceAway(SendingFailed):
    """The service can't be reached or is overloaded: the next message would fare no better."""

    problem = gettext_later("The service that sends messages does not answer.")


class TryLater(SendingFailed):
    """This one message can't be sent now; later it may."""

    problem = gettext_later("The message could not be delivered yet.")


class Undeliverable(SendingFailed):
    """This address takes no messages: it does not exist, or no more."""

    problem = gettext_later("This address does not exist, or takes no messages.")


class ServiceRefused(SendingFailed):
    """The service answers and refuses us: the key, the sender or the template is wrong."""

    problem = gettext_later(
        "The service that sends messages refuses ours. Please tell who runs this software."
    )
