"""Ask somebody to look once more at a text that may lead to a person, before it is sent."""

from app.i18n import current_language
from app.written_language import written_language
from dialogue.moderation import find_personal_data

MOST_SHOWN = 5


def look_again(text: str, *, checked: str) -> tuple[str, ...]:
    """Give the words that may lead to a person, to show them to who wrote them; or none.

    By the same rules as those by which an answer is held. Who looked already is not asked again:
    nobody is kept from saying something.
    """
    if checked or not text.strip():
        return ()
    start = text[:2000]
    found = find_personal_data(
        start, language=written_language(start, otherwise=current_language())
    )
    words = dict.fromkeys(start[each.start : each.end].strip() for each in found)
    return tuple(words)[:MOST_SHOWN]
