"""A text cut into words, as the rules for personal names see them."""

import re
from dataclasses import dataclass

from dialogue.names import fold, given_names, words_of

LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"
_WORD = re.compile(rf"{LETTER}+(?:['’ʼ‑-]{LETTER}+)*")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_APOSTROPHE = re.compile("['’]")
_SPACES = " \u00a0"
_SHOUTING_SHARE = 0.7
_ORGANISATION_ENDINGS = (
    "ziekenhuis", "gasthuis", "zorg", "kliniek", "centrum", "praktijk", "apotheek", "school",
    "straat", "laan", "plein", "weg", "gemeente", "wijk", "poli", "dienst", "groep",
    "verzekering", "post", "vereniging", "stichting", "avond", "spreekuur",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text as the rules see it."""

    text: str
    start: int
    end: int
    folded: str
    capital: bool  # Xxxx, not XXXX
    joined: bool  # only a space stands between it and the word before
    opens: bool  # it opens the text, a sentence or a quotation

    @property
    def given(self) -> bool:
        """Tell whether this is a given name, also as the first half of Jan-Willem."""
        first, _, rest = self.folded.partition("-")
        if rest and not self.text.partition("-")[2][:1].isupper():
            return False
        return self.folded in given_names() or (bool(rest) and first in given_names())

    @property
    def ordinary(self) -> bool:
        """Tell whether this is an ordinary word as well."""
        return self.folded in words_of("ordinary_words") or self.folded in words_of("never_names")

    @property
    def distinct_surname(self) -> bool:
        """Tell whether this is a family name and hardly anything else."""
        last = self.folded.rpartition("-")[2]
        return last in words_of("surnames", "distinct")

    @property
    def surname(self) -> bool:
        """Tell whether this is a family name, or may be one."""
        return self.distinct_surname or self.folded in words_of("surnames", "ordinary")

    @property
    def particle(self) -> bool:
        """Tell whether this stands between a given name and a family name."""
        return self.folded in words_of("around_a_name", "particle")

    @property
    def may_be_name(self) -> bool:
        """Tell whether this has a capital and is no place, institution or feast."""
        return self.capital and len(self.text) > 1 and not self.organisation

    @property
    def organisation(self) -> bool:
        """Tell whether this is, or makes what precedes it, a place or an institution."""
        return (
            self.folded in words_of("never_names")
            or self.follows_a_name
            or any(
                self.folded.endswith(end) and len(self.folded) > len(end) + 1
                for end in _ORGANISATION_ENDINGS
            )
        )

    @property
    def follows_a_name(self) -> bool:
        """Tell whether a name before this is that of a building, a street or an institution."""
        return self.folded in words_of("around_a_name", "organisation_after")

    @property
    def announces_a_name(self) -> bool:
        """Tell whether this is a title, a role or a relation."""
        return any(self.stands_in(section) for section in ("title", "role", "relation"))

    def stands_in(self, section: str) -> bool:
        """Tell whether this is in a section of the words that stand before a name."""
        return self.folded in words_of("before_a_name", section)


def words_in(text: str) -> list[Word]:
    """Cut a text into words; in a text that is all capitals none of them counts as one."""
    letters = [char for char in text if char.isalpha()]
    shouting = sum(map(str.isupper, letters)) > _SHOUTING_SHARE * len(letters)
    words: list[Word] = []
    for match in _WORD.finditer(text):
        words.append(_word(match, text, words[-1] if words else None, shouting))
    return words


def _word(match: re.Match[str], text: str, before: Word | None, shouting: bool) -> Word:
    """Look at a word and at what stands between it and the word before it."""
    raw = match.group()
    stem = raw if _CYRILLIC.match(raw) else _APOSTROPHE.split(raw)[0]
    gap = text[before.end if before else 0 : match.start()]
    # "dr. Jansen" and "J. Jansen" go on; "de dokter. Hij" does not.
    shortened = before is not None and (len(before.text) == 1 or before.stands_in("abbreviated"))
    joined = before is not None and not (gap.replace(".", "", 1) if shortened else gap).strip(
        _SPACES
    )
    return Word(
        text=raw,
        start=match.start(),
        end=match.end(),
        folded=fold(stem if len(stem) > 1 else raw),
        capital=raw[0].isupper() and not shouting and (len(raw) == 1 or not raw.isupper()),
        joined=joined,
        opens=before is None or (not joined and any(mark in gap for mark in '.!?…:;\n"“”„«»‘(•')),
    )
