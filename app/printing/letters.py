"""Letters, sheets with codes and posters: what stands on them, and the PDF of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.printing.pdf import pdf_of
from app.printing.qr import Qr, qr_of
from dialogue.mailing_words import Piece

Paragraph = tuple[Piece, ...]


@dataclass(frozen=True)
class Letter:
    """One page: to whom, in which words, with which code; ``lines`` is the postal address."""

    lines: tuple[str, ...]
    title: str
    paragraphs: tuple[Paragraph, ...]
    code: str
    language: str
    qr: Qr


@dataclass(frozen=True)
class Slip:
    """A code to cut out, with where to use it."""

    code: str
    qr: Qr


@dataclass(frozen=True)
class Sheet:
    """What the pages of one dialogue have in common; ``sender`` stands above each letter."""

    title: str
    address: str
    sender: str = ""

    @property
    def short_address(self) -> str:
        """Leave out what nobody types."""
        return self.address.removeprefix("https://").removeprefix("http://")


def entrance(address: str, code: str) -> Qr:
    """Draw the way in with a code.

    It stands behind the #, so that no server or proxy writes it down.
    """
    return qr_of(f"{address}#{code}")


def letters_pdf(letters: Sequence[Letter], sheet: Sheet, *, language: str) -> bytes:
    """Make an A4 page per letter, the address in the left window. Raises PdfNotPossible."""
    return pdf_of("letters.html", language=language, letters=letters, sheet=sheet)


def slips_pdf(codes: Sequence[str], sheet: Sheet, *, language: str, last_day: str = "") -> bytes:
    """Put eight codes on each A4 page, to cut out. Raises PdfNotPossible."""
    slips = [Slip(code, entrance(sheet.address, code)) for code in codes]
    return pdf_of("slips.html", language=language, slips=slips, sheet=sheet, last_day=last_day)


def poster_pdf(sheet: Sheet, *, question: str, language: str) -> bytes:
    """Make a poster of one A4 page that leads to the open link. Raises PdfNotPossible."""
    return pdf_of(
        "poster.html", language=language, sheet=sheet, question=question, qr=qr_of(sheet.address)
    )
