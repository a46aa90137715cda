"""Codes on paper: what a PDF holds, read as a screen reader and a telephone read it."""

import io
import re
from collections.abc import Iterator

import pikepdf
import pytest
import segno
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.db import transaction
from app.printing.letters import Letter, Sheet, entrance, letters_pdf, poster_pdf, slips_pdf
from app.printing.pdf import own_files
from app.printing.qr import QUIET, qr_of
from app.sending.composing import paragraphs_of
from tests.cast import make_asking
from tests.facilitator_cast import log_in_facilitator

PAGE = "/facilitator/dialogues/spoedzorg/invitations"
CODES = [f"ABCD-EFGH-{number:04d}-7" for number in range(9)]
SHEET = Sheet("Spoedzorg", "https://samenspraak.example.nl/d/spoedzorg", "Het bestuur")
ALT = "QR-code: opent de bladzijde waarop u meedoet"


def letter(code: str, name: str = "Mevr. A. de Vries") -> Letter:
    words = "Beste {name},\n\nUw code is {code}"
    return Letter(
        lines=(name, "Dorpsstraat 1", "2712 AB  ZOETERMEER"), title="Denk mee",
        paragraphs=paragraphs_of(words, {"name": name, "code": code}),
        code=code, language="nl", qr=entrance(SHEET.address, code),
    )  # fmt: skip


@pytest.fixture(scope="module")
def two_letters() -> bytes:
    return letters_pdf(
        [letter(CODES[0]), letter(CODES[1], "Şükrü Wiśniewski")], SHEET, language="nl"
    )


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure that a screen reader walks."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        one = waiting.pop()
        kids = one.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                waiting.append(kid)


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(each.S) for each in elements(pdf)]


def test_a_screen_reader_finds_language_title_headings_and_the_words_of_a_qr_code(
    two_letters: bytes,
) -> None:
    with pikepdf.open(io.BytesIO(two_letters)) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == "Spoedzorg"
        assert kinds(pdf).count("/H1") == 2
        figures = [each for each in elements(pdf) if str(each.S) == "/Figure"]
        assert [str(each.Alt) for each in figures] == [ALT, ALT]
        with pdf.open_metadata() as told:
            assert str(told["pdfuaid:part"]) == "1"


def test_each_letter_is_a_page_of_a4_with_our_own_fonts_inside(two_letters: bytes) -> None:
    with pikepdf.open(io.BytesIO(two_letters)) as pdf:
        assert len(pdf.pages) == 2
        size = [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]]
        fonts = {str(font.BaseFont) for font in pdf.pages[1].Resources.Font.values()}
        assert size == [210, 297]
        assert all("Noto" in font for font in fonts)


def test_a_letter_that_is_long_goes_on_on_a_second_page() -> None:
    long = letter(CODES[0])
    words = paragraphs_of("\n\n".join(["Dit is een hele lange alinea. " * 12] * 12), {})
    made = letters_pdf([Letter(**{**vars(long), "paragraphs": words})], SHEET, language="nl")

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2


def test_what_somebody_is_called_can_never_be_a_page_of_its_own() -> None:
    made = letters_pdf(
        [letter(CODES[0], "<img src='file:///etc/passwd'><h1>x</h1>")], SHEET, language="nl"
    )

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert kinds(pdf).count("/H1") == 1
        assert kinds(pdf).count("/Figure") == 1


def test_nothing_but_our_own_fonts_is_fetched() -> None:
    for address in ("file:///etc/passwd", "https://example.nl/x.png", "data:text/plain,x"):
        with pytest.raises(ValueError, match="only our own fonts"):
            own_files().fetch(address)


def test_a_qr_code_is_the_way_in_square_by_square() -> None:
    """No decoder is at hand: each square is compared with those of the library that made it."""
    drawn = entrance(SHEET.address, CODES[0])
    wanted = segno.make(f"{SHEET.address}#{CODES[0]}", error="q", micro=False).matrix

    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", drawn.path)
        for step in range(int(length))
    }

    assert dark == {
        (x + QUIET, y + QUIET)
        for y, row in enumerate(wanted)
        for x, square in enumerate(row)
        if square
    }
    assert drawn.size == len(wanted) + 2 * QUIET


def test_eight_codes_go_on_a_sheet() -> None:
    made = slips_pdf(CODES, SHEET, language="nl", last_day="31 december 2026")

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2
        assert kinds(pdf).count("/Figure") == len(CODES)


def test_a_poster_is_one_page() -> None:
    made = poster_pdf(SHEET, question="Wat mist u? " * 20, language="nl")

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1
    assert qr_of(SHEET.address).address == "https://samenspraak.example.nl/d/spoedzorg"


@pytest.fixture
def desk(web: TestClient, engine: Engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_asking(session, clock())
    return web


@pytest.mark.parametrize("kind", ["slips", "letters"])
def test_codes_of_the_page_come_back_on_paper(desk: TestClient, kind: str) -> None:
    sent = {"codes": " ".join(CODES), "expires_on": "2026-12-31"}

    answer = desk.post(f"{PAGE}/{kind}", data=sent)

    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == (2 if kind == "slips" else len(CODES))


def test_too_many_at_once_are_refused_with_another_way(desk: TestClient) -> None:
    answer = desk.post(f"{PAGE}/letters?lang=en", data={"codes": "ABCD " * 251})

    assert answer.status_code == 409
    assert "At most 250 codes go into one PDF." in answer.text


def test_the_poster_leads_to_the_open_link(desk: TestClient) -> None:
    answer = desk.get(f"{PAGE}/poster.pdf")

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_the_page_with_new_codes_offers_paper(desk: TestClient) -> None:
    page = desk.get(f"{PAGE}?lang=en").text
    chamber = re.search(r'<option value="([0-9a-f-]{36})"', page)[1]

    made = desk.post(f"{PAGE}?lang=en", data={"chamber_id": chamber, "count": "2", "wave": "1",
                                              "channel": "handed_out"}).text  # fmt: skip

    assert "Codes to cut out, with QR (PDF)" in made
    assert f'formaction="{PAGE}/slips"' in made
