"""A short title by which a facilitator recognises a cluster.

title(keywords, central_text) -> str
"""

from clustering.tokens import is_cjk

_WORDS_IN_TITLE = 3
_CHARACTERS_IN_TITLE = 60


def title(keywords: tuple[str, ...], central_text: str) -> str:
    """Join the first keywords; without any, take the start of the most central text."""
    if not keywords:
        return _start(central_text)
    chosen = keywords[:_WORDS_IN_TITLE]
    if is_cjk(chosen[0]):
        return "、".join(chosen)
    joined = ", ".join(chosen)
    return joined[:1].upper() + joined[1:]


def _start(text: str) -> str:
    one_line = " ".join(text.split())
    if len(one_line) <= _CHARACTERS_IN_TITLE:
        return one_line
    return one_line[:_CHARACTERS_IN_TITLE].rsplit(" ", 1)[0] + " …"
