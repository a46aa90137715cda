"""What a written text must be before it is a contribution.

The words stay as they were written. Only what can't be seen, or would turn the reading order of
the page around, is taken out (Unicode TR36; the "Trojan Source" paper, 2021).
"""

import re
import unicodedata

from dialogue.errors import EmptyText, NoWords, TextTooLong, UnreadableText

CHARACTER_LIMIT = 2000

# A text this many times over the limit is refused unread: cleaning it would only cost time.
_HOPELESS = 10
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_ZERO_WIDTH_JOINER = "\u200d"
_ZERO_WIDTH_NON_JOINER = "\u200c"
_ARABIC = r"[\u0620-\u06ff\u0750-\u077f]"
# A non-joiner between Arabic letters is spelling (Persian, Kurdish); anywhere else it hides.
_STRAY_NON_JOINER = re.compile(rf"(?<!{_ARABIC})\u200c|\u200c(?!{_ARABIC})")
_COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
# No language stacks more than four marks on a letter; more of them spill over the lines around.
_PILED_MARKS = re.compile(rf"([{_COMBINING}]{{4}})[{_COMBINING}]+")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_EMOJI_PARTS = frozenset("\ufe0f\u20e3")
# Letters for Unicode, blank for a reader; and selectors that can carry a hidden message.
_BLANKS = re.compile("[\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\U000e0100-\U000e01ef]")


def clean_text(raw: str, *, limit: int = CHARACTER_LIMIT) -> str:
    """Give the text as it will be stored and shown: NFC, newlines as ``\\n``, trimmed.

    Bidi controls, characters without width and other control characters are taken out; a joiner
    inside an emoji stays. ``limit`` counts code points after cleaning, never more than a browser
    counts for ``maxlength``. Raises UnreadableText, TextTooLong, EmptyText or NoWords.
    """
    if _UNREADABLE.search(raw):
        raise UnreadableText
    if len(raw) > _HOPELESS * limit:
        raise TextTooLong(length=len(raw), limit=limit)
    text = _tidy_lines(_without_hidden(raw))
    if len(text) > limit:
        raise TextTooLong(length=len(text), limit=limit)
    _require_words(text)
    return text


def comparison_key(text: str) -> str:
    """Give the form under which two texts are the same text: NFKC, case-folded, single spaces.

    Invisible characters, and punctuation at either end, make no difference.
    """
    compatible = unicodedata.normalize("NFKC", _PILED_MARKS.sub(r"\1", text))
    folded = unicodedata.normalize("NFKC", compatible.casefold())
    visible = "".join(char for char in folded if not _is_control(char))
    return " ".join(visible.split()).strip(".,;:!?…\"'“”‘’«»()- ")


def _without_hidden(text: str) -> str:
    """Take out what is invisible, give newlines and spaces one kind, and normalise to NFC."""
    text = _SPACES.sub(" ", _NEWLINES.sub("\n", text))
    text = _STRAY_NON_JOINER.sub("", _BLANKS.sub("", text))
    if any(_is_control(char) for char in text):
        text = "".join(char for place, char in enumerate(text) if _may_stay(text, place, char))
    return unicodedata.normalize("NFC", _PILED_MARKS.sub(r"\1", text))


def _may_stay(text: str, place: int, char: str) -> bool:
    """Tell whether a character is visible, a newline, or a joiner that makes one emoji of two."""
    if char in ("\n", _ZERO_WIDTH_NON_JOINER):
        return True
    if char == _ZERO_WIDTH_JOINER:
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        return _is_emoji(before) and _is_emoji(after)
    return not _is_control(char)


def _is_control(char: str) -> bool:
    """Tell whether a character is a control, a format mark or for private use."""
    return unicodedata.category(char) in ("Cc", "Cf", "Co") and char != "\n"


def _is_emoji(char: str) -> bool:
    """Tell whether a character is a picture, or part of one."""
    return bool(char) and (unicodedata.category(char) in ("So", "Sk") or char in _EMOJI_PARTS)


def _tidy_lines(text: str) -> str:
    """Trim the text and its lines, and keep at most one empty line between paragraphs."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def _require_words(text: str) -> None:
    """Refuse a text in which nothing can be read: one letter or digit is enough."""
    if any(char.isalnum() for char in _KEYCAP.sub("", text)):
        return
    # Unassigned: an emoji of a later Unicode version than this Python knows.
    if _KEYCAP.search(text) or any(unicodedata.category(char) in ("So", "Cn") for char in text):
        raise NoWords
    raise EmptyText
