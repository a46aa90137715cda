"""How a code was given to somebody, and how sure that makes us that one person takes part once."""

from dialogue.models.participant import TrustLevel

MEETING = "meeting"
OPEN_LINK = "open_link"
# On a device in a public place that a host opened; nobody needs a code there.
KIOSK = "kiosk"
# A sitting in a community centre and answers on paper count like every other way in.
CHANNELS = ("letter", "email", "text_message", "handed_out", MEETING, "paper", "other")


def trust_of_code(channel: str) -> TrustLevel:
    """Say what a code proves: at a meeting a host saw the person who used it."""
    return TrustLevel.VERIFIED if channel == MEETING else TrustLevel.CODE
