"""The words that a mailing begins with, in Dutch and English, to be changed by who sends it.

These are texts for residents, not messages of the desk: each stands in its own language here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.i18n import format_date, speaking
from app.queries.audiences import INVITATION, REMINDER
from dialogue.models import Dialogue

LONGEST_PART = 400

NL_TEXT = """Beste {{name}},

{opening}

Wat gebeurt er met uw antwoord? {promise}

Meedoen kost ongeveer vijf minuten. U hebt geen account nodig en niemand ziet uw naam.

Ga naar {{link}}
Uw code is {{code}}

De code werkt één keer, tot en met {{last_day}}.

Met vriendelijke groet,
{owner}"""
EN_TEXT = """Dear {{name}},

{opening}

What happens with your answer? {promise}

It takes about five minutes. You need no account and nobody sees your name.

Go to {{link}}
Your code is {{code}}

The code works once, until and including {{last_day}}.

Kind regards,
{owner}"""


@dataclass(frozen=True)
class Opening:
    """What a mailing says in one language; ``until`` goes when a code may have no last day."""

    invitation: str
    reminder: str
    text: str
    again: str
    answer: str
    sms: str
    until: tuple[str, ...]


OPENINGS = {
    "nl": Opening(
        invitation="Denk mee: {title}",
        reminder="Herinnering: denk mee over {title}",
        text=NL_TEXT,
        again="Een tijdje geleden vroegen we u om mee te denken over {title}. Dat kan nog steeds.",
        answer="U leest uiterlijk op {day} wat ermee is gedaan.",
        sms="Denk mee over {title}. Ga naar {{link}} Uw code: {{code}}. Tot en met {{last_day}}.",
        until=(", tot en met {last_day}", " Tot en met {last_day}."),
    ),
    "en": Opening(
        invitation="Join us: {title}",
        reminder="Reminder: think along about {title}",
        text=EN_TEXT,
        again="A while ago we asked you to think along about {title}. You still can.",
        answer="By {day} you can read what was done with it.",
        sms="Think along about {title}. Go to {{link}} Your code: {{code}}. Until {{last_day}}.",
        until=(", until and including {last_day}", " Until {last_day}."),
    ),
}


def default_texts(dialogue: Dialogue, kind: str) -> dict[str, dict[str, str]]:
    """Fill in title and promise of a dialogue; English only when its title is there."""
    languages = ("nl", "en") if dialogue.title_en else ("nl",)
    return {language: opening_words(dialogue, kind, language) for language in languages}


def opening_words(dialogue: Dialogue, kind: str, language: str) -> dict[str, str]:
    """Write the words in one language; who is written to again may have a code without a day."""
    said = OPENINGS[language]

    def own(field: str) -> str:
        return plain(getattr(dialogue, f"{field}_{language}"))

    title = own("title")
    subject = said.reminder if kind == REMINDER else said.invitation
    opening = own("intro") if kind == INVITATION else said.again.format(title=title)
    text = said.text.format(
        opening=opening or own("purpose"),
        promise=f"{own('decides')} {day_of_answer(dialogue, language)}".strip(),
        owner=plain(dialogue.owner),
    )
    words = {
        "subject": subject.format(title=title),
        "text": without_gaps(text),
        "sms": said.sms.format(title=title),
    }
    return words if kind == INVITATION else without(words, said.until)


def day_of_answer(dialogue: Dialogue, language: str) -> str:
    """Say by which day people read what came of it, where that is known."""
    if not dialogue.answer_by:
        return ""
    with speaking(language):
        return OPENINGS[language].answer.format(day=format_date(dialogue.answer_by))


def plain(text: str) -> str:
    """Take out what would look like a place to fill in, and keep it short."""
    return text.replace("{", "(").replace("}", ")").strip()[:LONGEST_PART]


def without_gaps(text: str) -> str:
    """Leave out the empty lines of a part that was not filled in."""
    return re.sub(r"\n{3,}", "\n\n", text)


def without(words: dict[str, str], parts: Sequence[str]) -> dict[str, str]:
    """Take parts of sentences out of words."""
    for part in parts:
        words = {name: text.replace(part, "") for name, text in words.items()}
    return words
