"""Likely personal names, found by the company they keep: a title, a relation, a family name.

Works on lists of words (``dialogue/names``) and on capitals; needs no model and no network. It is
meant to hold too much rather than too little: a person releases what was held by mistake.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from dialogue.names import fold, given_names, known_phrases, titles_of_one_language, words_of
from dialogue.names.words import LETTER, Word, words_in
from dialogue.personal_data import Finding, PersonalDataKind
from dialogue.personal_names_arabic import find_arabic_names

_INITIALS = re.compile(
    r"(?<![\w.])((?:[A-Z]\.\s?){1,4})((?:(?:van|de|der|den|ter|ten|el|la)\s+){0,3})"
    rf"([A-Z]{LETTER}+(?:-[A-Z]{LETTER}+)?)"
)
_ARABIC = re.compile("[\u0600-\u06ff]")
_PATRONYMIC = ("івна", "івни", "івну", "івною", "ович", "овича", "евич", "овна", "евна")
_SIGN_OFF = frozenset(
    {"groet", "groeten", "groetjes", "gr", "regards", "greetings", "saygilar", "saygilarimla"}
)
_OWN_NAME = ("ik heet", "mijn naam is", "my name is", "na imie", "мене звати", "benim adim")
_OWN_NAME_OR_NOT = ("ik ben", "i am", "i'm")
# Family names that after a title may just as well say what somebody is like.
_ADJECTIVES = frozenset({"jong", "groot", "wit", "bruin", "zwart", "keskin", "kara", "brown"})
# German writes every noun with a capital.
_NOUNS_IN_CAPITALS = frozenset({"de"})
_NO_INITIALS = frozenset({"U.S.", "U.K.", "I.E.", "E.G.", "B.V.", "N.V."})
_BEFORE_A_SENTENCE = frozenset({"", ".", "!", "?", ":", ","})
_MOST_NAME_PARTS = 4

_Span = tuple[int, int] | None
_Rule = Callable[[list[Word], int, str | None], _Span]


def find_names(text: str, *, language: str | None = None) -> tuple[Finding, ...]:
    """Find the places where somebody is probably named, in order and without overlap.

    ``language`` (of the text, if it is known) settles titles that are ordinary words elsewhere,
    such as the Polish *pan*. Titles themselves are not part of a finding.
    """
    passed_over = [match.span() for match in known_phrases().finditer(text)]
    found: list[Finding] = []
    for start, end in sorted(_spans(text, language)):
        finding = Finding(start, end, PersonalDataKind.PERSON_NAME)
        known = any(start < stop and begin < end for begin, stop in passed_over)
        if not known and not (found and finding.overlaps(found[-1])):
            found.append(finding)
    return tuple(found)


def _spans(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """Give every place that a rule points at."""
    words = words_in(text)
    for place, word in enumerate(words):
        if not (word.capital or "-" in word.folded or word.folded in _signs()):
            continue
        for rule in _RULES:
            if span := rule(words, place, language):
                yield words[span[0]].start, words[span[1]].end
                break
    yield from _initials(text)
    if _ARABIC.search(text):
        yield from find_arabic_names(text)


@cache
def _signs() -> frozenset[str]:
    """Give the words at which a rule may start without a capital; most words are none of these."""
    sections = ("title", "role", "relation", "naming")
    before = (words_of("before_a_name", section) for section in sections)
    last_words = {phrase.split()[-1] for phrase in _OWN_NAME + _OWN_NAME_OR_NOT}
    return given_names().union(last_words, *before)


def _extent(words: list[Word], place: int) -> int:
    """Give the last word of the name whose first word stands at ``place``."""
    last = place
    for _ in range(_MOST_NAME_PARTS):
        following = _after_particles(words, last + 1)
        if following is None:
            break
        word = words[following]
        part_of_name = word.may_be_name or (word.distinct_surname and not word.ordinary)
        if not part_of_name or _is_turkish_title(word.folded):
            break
        last = following
    return last


def _after_particles(words: list[Word], place: int) -> int | None:
    """Give the first word from ``place`` on that is no particle, if all of them are joined."""
    while place < len(words) and words[place].joined:
        if not words[place].particle:
            return place
        place += 1
    return None


def _next(words: list[Word], place: int) -> Word | None:
    """Give the word after this one, if only a space stands between them."""
    after = place + 1
    return words[after] if after < len(words) and words[after].joined else None


def _before(words: list[Word], place: int) -> Word | None:
    """Give the word before this one, if only a space stands between them."""
    return words[place - 1] if place and words[place].joined else None


def _after_title(words: list[Word], place: int, language: str | None) -> _Span:
    """Dokter Jansen, mevrouw van dijk, pani Anna."""
    if not _is_title(words[place], language):
        return None
    first = place + 1
    while first < len(words) and words[first].joined and _is_prefix(words[first], language):
        first += 1
    name = _after_particles(words, first)
    if name is None:
        return None
    if words[name].may_be_name or _is_name_in_lower_case(words[name], name > first):
        return first, _extent(words, name)
    return None


def _is_title(word: Word, language: str | None) -> bool:
    """Tell whether somebody is addressed by this word, in this language."""
    if not word.stands_in("title"):
        return False
    if word.text.isupper() and word.stands_in("never_in_capitals"):
        return False
    return language is None or titles_of_one_language().get(word.folded, language) == language


def _is_prefix(word: Word, language: str | None) -> bool:
    """Tell whether a word between a title and a name is an initial or another title."""
    return (len(word.text) == 1 and word.capital) or _is_title(word, language)


def _is_name_in_lower_case(word: Word, with_particle: bool) -> bool:
    """Tell whether a word without a capital is a name when it follows a title."""
    if word.surname and (with_particle or word.folded not in _ADJECTIVES):
        return True
    return word.given and not word.ordinary and not with_particle


def _after_role_or_relation(words: list[Word], place: int, language: str | None) -> _Span:
    """Mijn man Kees, buurvrouw fatima, huisarts Jansen."""
    word = words[place]
    if not (word.stands_in("role") or word.stands_in("relation")):
        return None
    name = _after_particles(words, place + 1)
    if name is None:
        return None
    following = words[name]
    # In "de dochter van Karin" the particle is none; that name is found by itself.
    if name > place + 1:
        is_name = following.surname
    else:
        known = (following.given and not following.ordinary) or following.distinct_surname
        is_name = known or (following.may_be_name and _announces(word, language))
    return (place + 1, _extent(words, name)) if is_name else None


def _announces(word: Word, language: str | None) -> bool:
    """Tell whether a role makes a name of any capitalised word after it.

    Not in "Ouder Kind Adviseur": a capital inside a sentence makes it a heading.
    """
    heading = word.text[0].isupper() and not (word.opens and word.capital)
    return not heading and language not in _NOUNS_IN_CAPITALS


def _after_naming(words: list[Word], place: int, _: str | None) -> _Span:
    """Mijn dochter heet Roos, ik ben Wil, my name is Joy."""
    following = _next(words, place)
    if following is None or not following.capital:
        return None
    said = " ".join(word.folded for word in words[max(0, place - 2) : place + 1])
    own_name = said.endswith(_OWN_NAME) and following.may_be_name
    naming = words[place].stands_in("naming") or said.endswith(_OWN_NAME + _OWN_NAME_OR_NOT)
    if own_name or (naming and following.given):
        return place + 1, _extent(words, place + 1)
    return None


def _given_name(words: list[Word], place: int, language: str | None) -> _Span:
    """Fatima, Jan-Willem Bakker; an ordinary word only with a family name or after "with"."""
    word, before = words[place], _before(words, place)
    if not (word.given and word.capital) or word.folded in words_of("never_names"):
        return None
    if before and before.folded in words_of("around_a_name", "not_a_person_before"):
        return None
    last = _extent(words, place)
    following = _next(words, last)
    # "Fatima Ziekenhuis", "Jan van Galen school"; but not "Fatima is".
    if following and following.organisation and (following.capital or following.follows_a_name):
        return None
    if word.ordinary and (
        language in _NOUNS_IN_CAPITALS or not _ordinary_word_is_name(words, place, last)
    ):
        return None
    return place, last


def _ordinary_word_is_name(words: list[Word], place: int, last: int) -> bool:
    """Tell whether Roos or Mark is a person here: a family name follows, or "with" precedes."""
    if last > place:
        return words[last].surname or not words[place].opens
    before = _before(words, place)
    return before is not None and before.stands_in("company")


def _name_in_lower_case(words: list[Word], place: int, _: str | None) -> _Span:
    """Jan de vries, or fatima el khatib, all in lower case."""
    word = words[place]
    if not word.given or word.ordinary:
        return None
    name = _after_particles(words, place + 1)
    if name is None or not words[name].surname:
        return None
    return (place, name) if words[name].distinct_surname or name > place + 1 else None


def _surname(words: list[Word], place: int, _: str | None) -> _Span:
    """Bij Jansen, Sjuul Yılmaz, De Vries: a family name inside a sentence."""
    word = words[place]
    if word.opens or not word.capital or word.folded in words_of("never_names"):
        return None
    if word.distinct_surname and not word.ordinary:
        before = _before(words, place)
        first_name = before is not None and before.may_be_name and not before.announces_a_name
        return (place - 1 if first_name else place), place
    following = _next(words, place)
    if word.particle and following and following.capital and following.surname:
        return place, place + 1
    return None


def _before_turkish_title(words: list[Word], place: int, _: str | None) -> _Span:
    """Mehmet Bey, Ayşe Hanım, fatma teyze."""
    word, following = words[place], _next(words, place)
    if following is None or not _is_turkish_title(following.folded):
        return None
    if word.given and not (word.ordinary and not following.capital):
        return place, place
    return (place, place) if word.may_be_name and not word.opens else None


def _is_turkish_title(folded: str) -> bool:
    """Tell whether a word is a Turkish title, with or without a case ending."""
    return folded in words_of("around_a_name", "turkish_after") or folded.startswith("hanim")


def _patronymic(words: list[Word], place: int, _: str | None) -> _Span:
    """Олена Петрівна."""
    before = _before(words, place)
    if not (words[place].capital and words[place].folded.endswith(_PATRONYMIC)):
        return None
    return (place - 1, place) if before and before.may_be_name else None


def _signature(words: list[Word], place: int, _: str | None) -> _Span:
    """Groetjes, Roos: the last word or two, after a greeting."""
    word = words[place]
    if not place or place < len(words) - 2 or not word.may_be_name:
        return None
    greeted = words[place - 1].folded in _SIGN_OFF and not word.joined
    return (place, len(words) - 1) if greeted else None


_RULES: tuple[_Rule, ...] = (
    _after_title,
    _after_role_or_relation,
    _after_naming,
    _given_name,
    _name_in_lower_case,
    _surname,
    _before_turkish_title,
    _patronymic,
    _signature,
)


def _initials(text: str) -> Iterator[tuple[int, int]]:
    """J. de Vries, A.B. Jansen; but not "hepatitis B. Mensen"."""
    surnames = words_of("surnames", "distinct") | words_of("surnames", "ordinary")
    for match in _INITIALS.finditer(text):
        initials, particles, name = match.groups()
        folded = fold(name)
        if folded in words_of("never_names") or initials.strip() in _NO_INITIALS:
            continue
        opens = text[: match.start()].rstrip()[-1:] in _BEFORE_A_SENTENCE
        if particles or initials.count(".") > 1 or folded in surnames or opens:
            yield match.span()
