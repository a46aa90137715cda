"""A form that was sent while a colleague saved the same: what differs, and what is kept.

A form says in a hidden field what its fields held when it was shown (a short hash of each). So a
field that only one of the two changed is told from one that both changed, and nobody has to read
what did not change.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from starlette.datastructures import FormData

VERSION, SEEN, KEEP = "version", "seen", "keep-"
HASH_LENGTH = 8

Values = tuple[str, ...]
Fields = Mapping[str, Values]
Side = Literal["mine", "theirs"]


@dataclass(frozen=True)
class Difference:
    """A field that holds something else than what a colleague saved.

    ``by`` says who changed it since the form was shown; ``keep`` is what is chosen beforehand.
    """

    name: str
    mine: Values
    theirs: Values
    by: Literal["both", "mine", "theirs"]

    @property
    def keep(self) -> Side:
        """Choose one's own words, unless only the colleague touched this field."""
        return "theirs" if self.by == "theirs" else "mine"


def fields_in(form: FormData) -> dict[str, Values]:
    """Take what was filled in, without what the form says about itself."""
    named = (name for name in form if name not in (VERSION, SEEN) and not name.startswith(KEEP))
    return {name: tidy(form.getlist(name)) for name in named}


def tidy(values: Collection[object]) -> Values:
    """Give values as they are compared: trimmed, one kind of line end, nothing that is empty."""
    texts = (each.replace("\r\n", "\n").strip() for each in values if isinstance(each, str))
    return tuple(text for text in texts if text)


def version_of(form: FormData) -> int:
    """Read which version was looked at; without one it can't be the present."""
    raw = form.get(VERSION)
    known = isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 10
    return int(str(raw)) if known else 0


def seen_in(fields: Fields) -> str:
    """Write what the fields hold as one short text for a hidden field."""
    return " ".join(f"{name}={hash_of(values)}" for name, values in fields.items() if values)


def hash_of(values: Values) -> str:
    """Give a short hash by which the same is known again."""
    return sha256("\0".join(values).encode()).hexdigest()[:HASH_LENGTH]


def read_seen(form: FormData) -> dict[str, str]:
    """Read that text back; what is no such text says nothing."""
    raw = str(form.get(SEEN) or "")
    return dict(each.split("=", 1) for each in raw.split() if "=" in each)


def differences(mine: Fields, theirs: Fields, seen: Mapping[str, str], boxes: Collection[str]) -> (
    list[Difference]
):  # fmt: skip
    """List the fields that differ: first those that both changed, then the colleague's, then mine.

    ``boxes`` are ticked or not, so that their absence says something; any other field that the
    form did not have was not changed by its sender.
    """
    found = []
    for name in dict.fromkeys((*mine, *theirs)):
        one, other = mine.get(name, ()), theirs.get(name, ())
        touched = name in mine or name in boxes
        if one != other and (touched or changed(other, seen.get(name))):
            found.append(Difference(name, one, other, who(one, other, seen.get(name), touched)))
    order = ("both", "theirs", "mine")
    return sorted(found, key=lambda each: order.index(each.by))


def who(
    mine: Values, theirs: Values, seen: str | None, touched: bool
) -> Literal["both", "mine", "theirs"]:
    """Tell who changed a field since it was shown."""
    if not touched or not changed(mine, seen):
        return "theirs"
    return "both" if changed(theirs, seen) else "mine"


def changed(values: Values, seen: str | None) -> bool:
    """Tell whether a field holds something else than when it was shown; it was empty without."""
    return hash_of(values) != seen if values or seen else False


def settled(form: FormData, theirs: Fields) -> FormData:
    """Put what was chosen between the two in place of what was typed."""
    taken = {name.removeprefix(KEEP) for name in form if name.startswith(KEEP)}
    taken = {name for name in taken if form.get(KEEP + name) == "theirs"}
    kept = [(name, value) for name, value in form.multi_items() if name not in taken]
    return FormData([*kept, *((name, each) for name in taken for each in theirs.get(name, ()))])
