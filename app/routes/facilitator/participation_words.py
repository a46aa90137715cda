"""Words for what the figures of participation name with one word."""

from app.i18n import format_number, gettext, gettext_later
from app.queries.participation_base import Because, Interval, Of, Refused, TooFew
from app.queries.participation_parts import RoundName
from dialogue.models import Helix, Moment, RoundKind, TrustLevel
from participation.missing import HowOften

# For a cell of a table.
SHORT = {
    HowOften.UNCLEAR: gettext_later("can't be told yet"),
    HowOften.HARDLY: gettext_later("hardly there"),
    HowOften.A_THIRD: gettext_later("a third as often"),
    HowOften.HALF: gettext_later("half as often"),
    HowOften.A_THIRD_LESS: gettext_later("a third less often"),
    HowOften.A_LITTLE_LESS: gettext_later("a little less often"),
    HowOften.AS_OFTEN: gettext_later("about as often"),
    HowOften.A_LITTLE_MORE: gettext_later("a little more often"),
    HowOften.HALF_MORE: gettext_later("one and a half times as often"),
    HowOften.TWICE: gettext_later("twice as often"),
    HowOften.FAR_MORE: gettext_later("far more often"),
}
# For a sentence of its own.
SENTENCE = {
    HowOften.UNCLEAR: gettext_later("“%(group)s”: too few people to tell."),
    HowOften.HARDLY: gettext_later(
        "“%(group)s” is hardly there: less than a quarter of its share."
    ),
    HowOften.A_THIRD: gettext_later("“%(group)s” is there a third as often as in the population."),
    HowOften.HALF: gettext_later("“%(group)s” is there half as often as in the population."),
    HowOften.A_THIRD_LESS: gettext_later(
        "“%(group)s” is there a third less often than in the population."
    ),
    HowOften.A_LITTLE_LESS: gettext_later(
        "“%(group)s” is there a little less often than in the population."
    ),
    HowOften.AS_OFTEN: gettext_later("“%(group)s” is there about as often as in the population."),
    HowOften.A_LITTLE_MORE: gettext_later(
        "“%(group)s” is there a little more often than in the population."
    ),
    HowOften.HALF_MORE: gettext_later(
        "“%(group)s” is there one and a half times as often as in the population."
    ),
    HowOften.TWICE: gettext_later("“%(group)s” is there twice as often as in the population."),
    HowOften.FAR_MORE: gettext_later("“%(group)s” is there far more often than in the population."),
}
NEEDED = {
    Of.PEOPLE: gettext_later("This takes at least %(needs)s people."),
    Of.WRITERS: gettext_later("This takes at least %(needs)s people who wrote something."),
    Of.RATERS: gettext_later("This takes at least %(needs)s people who weighed answers."),
    Of.CAME_IN: gettext_later("This takes at least %(needs)s people who came in."),
    Of.STAYED: gettext_later("This takes at least %(needs)s people who were in both rounds."),
    Of.BACKGROUNDS: gettext_later(
        "This takes at least %(needs)s people who told something about themselves."
    ),
    Of.EFFECTIVE: gettext_later(
        "After weighing too little is left to rely on. This takes as much as %(needs)s people tell."
    ),
    Of.COLLECTIVES: gettext_later("This takes at least %(needs)s people who speak for a group."),
    Of.ANSWERS: gettext_later("This takes at least %(needs)s people who answered these questions."),
    Of.TWICE: gettext_later("This takes at least %(needs)s people who answered twice."),
    Of.QUESTIONS: gettext_later(
        "This takes at least %(needs)s question about people's background in the step plan."
    ),
    Of.POPULATION: gettext_later(
        "This takes figures of who lives there. Hand them in, and it appears."
    ),
    Of.SIDES: gettext_later(
        "This takes chambers of at least %(needs)s sides of society; the step plan sets them."
    ),
    Of.INVITATIONS: gettext_later("This takes at least %(needs)s invitations."),
    Of.THEMES: gettext_later("This takes at least %(needs)s themes that people weighed."),
    Of.VECTORS: gettext_later("This takes at least %(needs)s answers that the machine has read."),
    Of.REPEATED: gettext_later("This takes at least %(needs)s ideas that two people had."),
    Of.CHAMBERS: gettext_later("This takes at least %(needs)s chambers of ten people."),
}
CONTRADICTS = {
    Because.MORE_THAN_LIVE_THERE: gettext_later(
        "More people of a group took part than live there by these figures. So they can't be right."
    ),
    Because.UNKNOWN_GROUP: gettext_later(
        "People named a group that the figures of who lives there don't have."
    ),
    Because.MARGINS: gettext_later(
        "The groups that took part can't be weighed to the population: one of them is empty."
    ),
    Because.MORE_THAN_INVITED: gettext_later("More codes were used than were made."),
}
CHANNELS = {
    "letter": gettext_later("Letter"),
    "email": gettext_later("E-mail"),
    "text_message": gettext_later("Text message"),
    "handed_out": gettext_later("Handed out"),
    "meeting": gettext_later("Meeting"),
    "paper": gettext_later("On paper"),
    "other": gettext_later("Another way"),
    "open_link": gettext_later("Open link"),
    "kiosk": gettext_later("Kiosk"),
}
TRUST = {
    TrustLevel.OPEN_LINK: gettext_later("By a link that is open to all"),
    TrustLevel.CODE: gettext_later("With a code that works once"),
    TrustLevel.VERIFIED: gettext_later("Seen by a host"),
    TrustLevel.IMPORTED: gettext_later("From another system"),
}
SIDES = {
    Helix.SOCIETY: gettext_later("Society"),
    Helix.GOVERNMENT: gettext_later("Government"),
    Helix.PRACTICE: gettext_later("Practice"),
    Helix.KNOWLEDGE: gettext_later("Knowledge"),
}
MOMENTS = {
    Moment.BEFORE: gettext_later("on arrival"),
    Moment.AFTER_ROUNDS: gettext_later("after the rounds"),
    Moment.AFTER_ANSWER: gettext_later("after the board's answer"),
}
SCALES = {
    "heard": gettext_later("Feeling heard"),
    "pulse": gettext_later("Feeling heard, in short"),
    "legitimacy": gettext_later("Finding it fair"),
}
KINDS = {
    RoundKind.ASK: gettext_later("Ask"),
    RoundKind.WEIGH: gettext_later("Weigh"),
    RoundKind.CONFIRM: gettext_later("Confirm"),
}


def short(verdict: HowOften | None) -> str:
    """Say a verdict in a cell."""
    return gettext(SHORT[verdict]) if verdict else "–"


def sentence(verdict: HowOften, group: str) -> str:
    """Say a verdict about a group."""
    return gettext(SENTENCE[verdict]) % {"group": group}


def too_few(found: TooFew | Refused) -> str:
    """Say what is needed, or what contradicts itself."""
    if isinstance(found, Refused):
        return gettext(CONTRADICTS[found.because])
    return gettext(NEEDED[found.of]) % {"needs": format_number(found.needs)}


def channel(key: str) -> str:
    """Name how people came in."""
    return gettext(CHANNELS[key]) if key in CHANNELS else key


def trust(level: TrustLevel) -> str:
    """Say how sure we are that somebody is counted once."""
    return gettext(TRUST[level])


def side(key: Helix) -> str:
    """Name a side of society."""
    return gettext(SIDES[key])


def moment(key: Moment) -> str:
    """Say when something was asked."""
    return gettext(MOMENTS[key])


def scale(key: str) -> str:
    """Name a scale."""
    return gettext(SCALES[key]) if key in SCALES else key


def round_name(each: RoundName) -> str:
    """Name a round by its place and kind."""
    return gettext("Round %(number)s %(kind)s") % {
        "number": each.position, "kind": gettext(KINDS[each.kind]),
    }  # fmt: skip


def in_words(found: Interval, value: str, low: str, high: str) -> str:
    """Put a figure with the ends of its interval in words."""
    if found.low == found.high:
        return value
    return gettext("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
