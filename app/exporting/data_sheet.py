"""What is in open data and what is not, in words that travel with it: Dutch and English."""

from app.i18n import gettext, gettext_later, speaking
from dialogue.models import Dialogue, in_language

LANGUAGES = ("nl", "en")
TITLE = gettext_later('Open data of the dialogue "%(title)s", written by Samenspraak.')
INSIDE = (
    gettext_later(
        "outcome: where every contribution went (received = placed + not in a theme + held + "
        "removed + withdrawn), themes, support with n and interval, who took part, and what ten "
        "people or more said alike"
    ),
    gettext_later(
        "contributions: every contribution with its state and theme; the words only where the "
        "author agreed to be quoted and the contribution is visible"
    ),
    gettext_later("themes: the themes with their support"),
    gettext_later("moderation: every decision of moderation, counted by action and reason"),
)
LEFT_OUT = (
    gettext_later("Nothing in it points at a person: there is no row per participant."),
    gettext_later(
        "A figure is empty when fewer than %(fewest)s people gave it. Counts of people under "
        "%(fewest)s are left out."
    ),
    gettext_later(
        "Support runs from -%(reach)s (against) to +%(reach)s (for); low and high are a 95%% "
        "interval from a bootstrap over people."
    ),
    gettext_later(
        "In a CSV file a cell that begins with ' holds a text that a spreadsheet would have run."
    ),
)


def data_sheet(dialogue: Dialogue, *, fewest: int, reach: int) -> str:
    """Write the sheet, first in Dutch, then in English."""
    return "\n".join(in_words(dialogue, each, fewest, reach) for each in LANGUAGES)


def in_words(dialogue: Dialogue, language: str, fewest: int, reach: int) -> str:
    """Write the sheet in one language."""
    known = {"fewest": fewest, "reach": reach, "title": in_language(dialogue, "title", language)}
    with speaking(language):
        title = gettext(TITLE) % known
        inside = "\n".join(f"- {gettext(each)}" for each in INSIDE)
        left_out = "\n".join(gettext(each) % known for each in LEFT_OUT)
    return f"{title}\n\n{inside}\n\n{left_out}\n"
