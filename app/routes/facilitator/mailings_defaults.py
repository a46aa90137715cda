"""The words that a mailing begins with, in Dutch and English, to be changed by who sends it.

These are texts for residents, not messages of the desk: each stands in its own language here.
"""

import re
from collections.abc import Sequence

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
NL_SMS = "Denk mee over {title}. Ga naar {{link}} Uw code: {{code}}. Tot en met {{last_day}}."
EN_SMS = "Think along about {title}. Go to {{link}} Your code: {{code}}. Until {{last_day}}."
# Who is written to again may have a code without a last day.
NL_UNTIL = (", tot en met {last_day}", " Tot en met {last_day}.")
EN_UNTIL = (", until and including {last_day}", " Until {last_day}.")
NL_AGAIN = "Een tijdje geleden vroegen we u om mee te denken over {title}. Dat kan nog steeds."
EN_AGAIN = "A while ago we asked you to think along about {title}. You still can."
NL_ANSWER = "U leest uiterlijk op {day} wat ermee is gedaan."
EN_ANSWER = "By {day} you can read what was done with it."


def default_texts(dialogue: Dialogue, kind: str) -> dict[str, dict[str, str]]:
    """Fill in title and promise of a dialogue; English only when its title is there."""
    texts = {"nl": dutch(dialogue, kind)}
    if dialogue.title_en:
        texts["en"] = english(dialogue, kind)
    return texts


def dutch(dialogue: Dialogue, kind: str) -> dict[str, str]:
    """Write the Dutch words."""
    title = plain(dialogue.title_nl)
    opening = NL_AGAIN.format(title=title) if kind != INVITATION else plain(dialogue.intro_nl)
    with speaking("nl"):
        answer = NL_ANSWER.format(day=format_date(dialogue.answer_by)) if dialogue.answer_by else ""
    promise = f"{plain(dialogue.decides_nl)} {answer}".strip()
    subject = f"Herinnering: denk mee over {title}" if kind == REMINDER else f"Denk mee: {title}"
    text = NL_TEXT.format(opening=opening or plain(dialogue.purpose_nl), promise=promise,
                          owner=plain(dialogue.owner))  # fmt: skip
    words = {"subject": subject, "text": without_gaps(text), "sms": NL_SMS.format(title=title)}
    return words if kind == INVITATION else without(words, NL_UNTIL)


def english(dialogue: Dialogue, kind: str) -> dict[str, str]:
    """Write the English words."""
    title = plain(dialogue.title_en)
    opening = EN_AGAIN.format(title=title) if kind != INVITATION else plain(dialogue.intro_en)
    with speaking("en"):
        answer = EN_ANSWER.format(day=format_date(dialogue.answer_by)) if dialogue.answer_by else ""
    promise = f"{plain(dialogue.decides_en)} {answer}".strip()
    subject = f"Reminder: think along about {title}" if kind == REMINDER else f"Join us: {title}"
    text = EN_TEXT.format(opening=opening or plain(dialogue.purpose_en), promise=promise,
                          owner=plain(dialogue.owner))  # fmt: skip
    words = {"subject": subject, "text": without_gaps(text), "sms": EN_SMS.format(title=title)}
    return words if kind == INVITATION else without(words, EN_UNTIL)


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
