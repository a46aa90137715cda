"""What is filled in to make codes, what is wrong with it, and groups in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData

from app.access import AtDesk
from app.i18n import current_language, gettext
from app.queries import parts
from app.routes.facilitator.pages import text_of
from app.usecases.background import possible_answers
from app.usecases.invitation_files import MOST_CODES
from app.usecases.invitations import FEWEST_OF_A_GROUP
from dialogue.channels import CHANNELS
from dialogue.group_names import words_of_option, words_of_question
from dialogue.models import Chamber

MOST_WAVES = 99
GROUP = "group-"


@dataclass(frozen=True)
class CodesWanted:
    """What is filled in on a form for codes, and what is wrong with it by field."""

    chamber: Chamber | None = None
    count: str = ""
    channel: str = "letter"
    wave: str = "1"
    expires_on: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def last_day(self) -> date | None:
        """The last day that the codes work."""
        return day_of(self.expires_on)


def read_wish(
    session: Session, desk: AtDesk, form: FormData, today: date, *, counted: bool = True
) -> CodesWanted:
    """Read a form for codes; ``counted``: the number of codes is asked on the form itself."""
    wanted = CodesWanted(
        chamber=chamber_of(session, desk, text_of(form, "chamber_id")),
        count=text_of(form, "count"),
        channel=text_of(form, "channel") or "letter",
        wave=text_of(form, "wave") or "1",
        expires_on=text_of(form, "expires_on"),
        groups=groups_of(desk, form),
    )
    errors = problems(wanted, today) | (count_problem(wanted) if counted else {})
    return CodesWanted(**{**vars(wanted), "errors": errors})


def groups_of(desk: AtDesk, form: FormData) -> dict[str, str]:
    """Read which groups were chosen; what the dialogue doesn't offer is left out."""
    chosen = {
        name.removeprefix(GROUP): text_of(form, name) for name in form if name.startswith(GROUP)
    }
    return possible_answers(desk.dialogue, chosen)


def chamber_of(session: Session, desk: AtDesk, chamber_id: str) -> Chamber | None:
    """Find a chamber of this dialogue."""
    chambers = parts.chambers_of(session, desk.dialogue)
    return next((each for each in chambers if str(each.id) == chamber_id), None)


def problems(wanted: CodesWanted, today: date) -> dict[str, str]:
    """Say by field what is wrong with a wish for codes."""
    late = wanted.expires_on and (wanted.last_day is None or wanted.last_day < today)
    found = {
        "chamber_id": "" if wanted.chamber else gettext("Choose for whom the codes are."),
        "wave": between_words(wanted.wave, 1, MOST_WAVES),
        "channel": "" if wanted.channel in CHANNELS else gettext("Choose how the codes are sent."),
        "expires_on": gettext("Choose a day from today on.") if late else "",
    }
    return {name: text for name, text in found.items() if text}


def count_problem(wanted: CodesWanted) -> dict[str, str]:
    """Say what is wrong with the number of codes; of a group it takes ten."""
    fewest = FEWEST_OF_A_GROUP if wanted.groups else 1
    wrong = between_words(wanted.count, fewest, MOST_CODES)
    if not wrong:
        return {}
    why = gettext("Of fewer people in a group each could be recognised.")
    return {"count": f"{wrong} {why}" if wanted.groups else wrong}


def between_words(text: str, low: int, high: int) -> str:
    """Say that this is no whole number between bounds; empty when it is."""
    if is_between(text, low, high):
        return ""
    return gettext("Choose a number from %(low)s to %(high)s.") % {"low": low, "high": high}


def is_between(text: str, low: int, high: int) -> bool:
    """Tell whether this is a whole number between bounds."""
    plain = text.strip()
    return plain.isascii() and plain.isdigit() and len(plain) < 6 and low <= int(plain) <= high


def day_of(text: str) -> date | None:
    """Read a day; what is none is None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def group_words(questions: Sequence[Mapping[str, Any]], groups: Mapping[str, str]) -> str:
    """Say groups in words, in the order of the questions; empty when nothing is known."""
    return " · ".join(words for _, words in named_groups(questions, groups))


def named_groups(
    questions: Sequence[Mapping[str, Any]], groups: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Give the words of each question with those of the group."""
    language = current_language()
    return [
        (words_of_question(each, language), words_of_option(option, language))
        for each in questions
        for option in each["options"]
        if groups.get(each["key"]) == option["key"]
    ]
