"""Numbers and addresses that lead to one person, found by their form and check digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberMatcher, PhoneNumberType
from stdnum import iban
from stdnum.nl import bsn


class PersonalDataKind(StrEnum):
    """What was found."""

    PHONE = "phone"
    EMAIL = "email"
    BSN = "bsn"
    IBAN = "iban"
    ADDRESS = "address"
    PERSON_NAME = "person_name"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A place in a text, from character ``start`` up to ``end``, that may lead to a person."""

    start: int
    end: int
    kind: PersonalDataKind

    def overlaps(self, other: "Finding") -> bool:
        """Tell whether two findings share a character."""
        return self.start < other.end and other.start < self.end


# The look-behinds keep every pattern from starting twice in one run, so that no text is slow.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\sapenstaartje\s)\s?"
    r"[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\spunt\s)\s?[\w-]{2,63}){1,4}",
    re.IGNORECASE,
)
_MOBILE = re.compile(
    r"(?<![\d+])(?:0|(?:\+|00)\s?31[\s./()-]{0,3}(?:\(0\))?)[\s./-]{0,3}6(?:[\s./–-]{0,3}\d){8}(?!\d)"
)
_DIGIT = re.compile(r"\d")
_FEWEST_PHONE_DIGITS = 8
# Numbers that a service gives to everybody.
_PUBLIC_NUMBERS = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
    }
)
_BSN = re.compile(
    r"(?<![\d.,€$+-])(?<!€ )"
    r"(?:\d{8,9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}[ .]\d{2}[ .]\d{3})(?![\d]|[.,]\d)"
)
_NAMED_BSN = re.compile(
    r"\b(?:bsn|burgerservice\W?nummer|sofi\W?nummer)(?:\W{0,3}(?:nummer|nr|is|van\smij)){0,2}"
    r"\W{0,3}(\d(?:[ .-]?\d){7,8})(?!\d)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
_AMOUNT_AFTER = re.compile(r"\s*(?:euro|eur\b|inwoner|mensen|people)", re.IGNORECASE)
_DUTCH_IBAN = re.compile(
    r"(?<![A-Z0-9])NL\s?\d{2}\s?[A-Z]{4}(?:[\s.-]?\d){10}(?!\d)", re.IGNORECASE
)
_ANY_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){11,30}", re.IGNORECASE)
_SHORTEST_IBAN = 15

# Two-letter words that may follow a year in a sentence ("2024 in 12 ...").
_NO_POSTCODE = (
    r"(?!(?:in|op|en|om|is|te|of|na|al|nu|we|ik|je|ze|de|er|zo|ja|km|kg|cm|mm|ml|gr|dl|to|at|on|by|x)"
    r"\b)"
)
_NUMBER_WORD = r"(?:huis)?(?:nummer|number|nr)\.?|no\.?|#|,"
_POSTCODE = rf"[1-9]\d{{3}}\s?{_NO_POSTCODE}(?!SA|SD|SS)[A-Z]{{2}}"
_POSTCODE_AND_NUMBER = re.compile(
    rf"(?<![\w.,]){_POSTCODE}[\s,]{{1,2}}(?:(?:{_NUMBER_WORD})\s?)?\d{{1,5}}\s?[a-z]?(?![\w%])"
    rf"|(?<![\w.,])(?:huisnummer|nummer|nr\.?)\s?\d{{1,5}}\s?[a-z]?[\s,]{{1,3}}"
    rf"(?:postcode\s)?{_POSTCODE}\b",
    re.IGNORECASE,
)
# After a number these say that something is counted.
_NOT_COUNTED = (
    r"(?!\s?(?:uur|u\b|min|jaar|jr|dag|dgn|wek|maand|km|kilometer|m\b|meter|keer|x\b|maal|procent|%|"
    r"euro|mensen|hour|day|week|month|year|people|times|stuks|graden|[.,:]\d))"
)
_HOUSE_NUMBER = (
    rf"\s(?:nr\.?\s|nummer\s|no:?\s?)?\d{{1,5}}(?:\s?[a-z]\b|-\d{{1,3}}\b)?(?!\w){_NOT_COUNTED}"
)
_ROAD = r"(?:straat|laan|weg|plein|kade|gracht|singel|dreef|steeg|plantsoen|straatje|laantje)"
# These end many other words too, so they need a capital in front.
_ROAD_WITH_CAPITAL = (
    r"(?:hof|pad|dijk|baan|park|wal|ring|markt|oord|burg|hage|hoeve|erf|veld|gaarde|tuin|werf|haven"
    r"|brink|donk|horst)"
)
_NO_ROAD = (
    r"(?!(?:onder|ver|terug|heen|om|uit|snel|spoor|water|lucht|urine|auto|vaar|fiets|voor|zorg|half"
    r"|tram|ge|be|hele|haar|halver|melk|rij|land|door|aan|in|af)weg)"
)
_STREET = re.compile(
    rf"(?<![\w-])(?:[A-Z][\w.'-]{{0,20}}\s(?:(?:van|de|der|den|het|’t)\s){{0,2}})?"
    rf"(?:{_NO_ROAD}(?i:[^\W\d_-]{{3,24}}{_ROAD})|[A-Z][^\W\d_]{{2,24}}{_ROAD_WITH_CAPITAL}"
    r"|(?:Laan|Weg|Plein|Lange|Korte)\s(?:van\s)?(?:de\s|het\s)?[A-Z][\w-]{2,24}(?:\s[A-Z][\w-]{2,24})?)"
    rf"{_HOUSE_NUMBER}"
)
_FOREIGN_STREET = re.compile(
    r"(?<!\w)(?:ul\.|ulica|ulicy|вул\.|вулиця|вулиці|улица|شارع)\s"
    r"(?:[^\W\d_]+[\s,]{1,2}){1,3}(?:№|رقم|No:?|буд\.)?\s?\d{1,5}"
    r"|\b\d{1,5}\s[A-Z][a-z]{2,20}\s(?:Street|Road|Avenue|Lane|Drive)\b"
    r"|(?<!\w)[A-ZÇĞİÖŞÜ]\w{2,20}\s(?:[Cc]addesi|[Ss]oka[kğ]ı?|[Ss]k\.|[Cc]d\.)[\s,]{1,2}"
    r"(?:[Nn]o:?\s?)?\d{1,5}"
)


def find_numbers_and_addresses(text: str) -> tuple[Finding, ...]:
    """Find phone numbers, e-mail addresses, BSNs, IBANs and street addresses, in order.

    Services' 0800, 0900 and 088 numbers and emergency numbers are not personal.
    Where two overlap the more certain one is kept: IBAN, e-mail, BSN, phone, address.
    """
    found: list[Finding] = []
    for finding in _all_findings(text):
        if not any(finding.overlaps(earlier) for earlier in found):
            found.append(finding)
    return tuple(sorted(found))


def _all_findings(text: str) -> Iterator[Finding]:
    """Give every finding, the most certain kind first."""
    kind = PersonalDataKind
    has_digits = len(_DIGIT.findall(text)) >= _FEWEST_PHONE_DIGITS
    if has_digits:
        yield from (Finding(*span, kind.IBAN) for span in _ibans(text))
    yield from (Finding(*match.span(), kind.EMAIL) for match in _EMAIL.finditer(text))
    if has_digits:
        yield from (Finding(*span, kind.BSN) for span in _bsns(text))
        yield from (Finding(*span, kind.PHONE) for span in _phones(text))
    if _DIGIT.search(text):
        for pattern in (_POSTCODE_AND_NUMBER, _STREET, _FOREIGN_STREET):
            yield from (Finding(*match.span(), kind.ADDRESS) for match in pattern.finditer(text))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Give the places of Dutch and international numbers that reach a person or a home."""
    yield from (match.span() for match in _MOBILE.finditer(text))
    for match in PhoneNumberMatcher(text, "NL"):
        if phonenumbers.number_type(match.number) not in _PUBLIC_NUMBERS:
            yield match.start, match.end


def _bsns(text: str) -> Iterator[tuple[int, int]]:
    """Give numbers that are called a BSN, and those that pass the 11-test and are no date."""
    yield from (match.span(1) for match in _NAMED_BSN.finditer(text))
    for match in _BSN.finditer(text):
        number = match.group()
        counted = _DATE.fullmatch(number) or _AMOUNT_AFTER.match(text, match.end())
        if not counted and bsn.is_valid(number):
            yield match.span()


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    """Give what has the form of a Dutch IBAN, and foreign ones with the right check digits."""
    yield from (match.span() for match in _DUTCH_IBAN.finditer(text))
    for match in _ANY_IBAN.finditer(text):
        # The pattern may swallow the words after it: look for the longest valid beginning.
        for end in range(match.end(), match.start() + _SHORTEST_IBAN - 1, -1):
            if text[end - 1].isalnum() and iban.is_valid(text[match.start() : end]):
                yield match.start(), end
                break
