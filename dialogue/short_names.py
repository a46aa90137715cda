"""The short name of a dialogue: the part of its address that stands on letters and posters."""

import re
import unicodedata

from dialogue.errors import ShortNameNotUsable

LIMIT = 60
# Words that are pages of their own.
RESERVED = frozenset({"new"})
_USABLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def short_name_of(title: str) -> str:
    """Make a short name from a title: plain letters, digits and hyphens, whole words."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("ß", "ss"))
    ascii_only = plain.encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", ascii_only)
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > LIMIT // 2:
            break
        name = f"{name}-{word}" if name else word[:LIMIT]
    return name or "dialoog"


def require_short_name(text: str) -> str:
    """Return the short name as it is stored, or refuse what can't be part of an address."""
    name = text.strip().lower()
    if len(name) > LIMIT or name in RESERVED or not _USABLE.fullmatch(name):
        raise ShortNameNotUsable
    return name


def next_free(name: str, taken: frozenset[str]) -> str:
    """Give this short name, or the first with a number behind it that nobody has."""
    if name not in taken and name not in RESERVED:
        return name
    numbered = (f"{name[: LIMIT - 4]}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in numbered if each not in taken)
