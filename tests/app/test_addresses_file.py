"""Files of addresses are read as spreadsheets save them, and each cell as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.usecases.addresses_file import guess_columns, letter_of, read_file, rows_in
from app.usecases.addresses_rows import any_phone_of, email_of, phone_of, postcode_of
from app.usecases.recipients import person_of
from dialogue import errors
from tests.addresses_cast import ANNE, HEADER, QUESTIONS, Office
from tests.cast import KEY


@pytest.mark.parametrize(
    ("given_text", "address"),
    [
        ("anne@example.nl", "anne@example.nl"),
        ("Anne.de-Wit+x@Example.NL", "Anne.de-Wit+x@example.nl"),
        ("jos@café.nl", "jos@xn--caf-dma.nl"),
        ("", ""),
        *((wrong, None) for wrong in (
            "anne", "anne@", "@example.nl", "anne@example", "a b@example.nl", "a@b@c.nl",
            "<anne@example.nl>", "anne@example.nl,ben@example.nl", ".anne@example.nl",
            "zoë@example.nl", "a" * 250 + "@example.nl", "anne@example..nl", "anne\r\nBcc:@x.nl",
        )),
    ],
)  # fmt: skip
def test_an_e_mail_address_is_read_or_refused(given_text: str, address: str | None) -> None:
    assert email_of(given_text) == address


@pytest.mark.parametrize(
    ("given_text", "read"),
    [
        ("06 12345678", ("+31612345678", True)),
        ("06-12 34 56 78", ("+31612345678", True)),
        ("+31 6 12345678", ("+31612345678", True)),
        ("0031612345678", ("+31612345678", True)),
        ("+90 532 123 45 67", ("+905321234567", True)),
        ("079 346 1234", ("+31793461234", False)),
        ("", ("", False)),
        ("06 1234567", (None, False)),
        ("niet bekend", (None, False)),
        ("06 12345678 ext. 5", (None, False)),
    ],
)
def test_a_telephone_number_is_read_or_refused(given_text: str, read) -> None:
    assert phone_of(given_text) == read


@given(
    st.sampled_from(["06", "+316", "00316", "07", "06 ", "+31 6 "]),
    st.text("0123456789 -", max_size=11),
)
def test_the_short_way_to_read_a_mobile_number_says_what_phonenumbers_says(
    start: str, rest: str
) -> None:
    assert phone_of(start + rest) == any_phone_of(start + rest)


@given(st.from_regex(r"[0-9]{3,5} ?[A-Za-z]{1,3}", fullmatch=True))
def test_a_postcode_is_four_digits_and_two_letters(text: str) -> None:
    read = postcode_of(text)

    assert read is None or (len(read) == 7 and read[0] != "0" and read[-2:] not in ("SA", "SS"))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_as_any_spreadsheet_saves_it(
    delimiter: str, encoding: str, line_end: str
) -> None:
    rows = [["naam", "e-mail"], ["Zoë", "z@example.nl"], ["", ""], ["José", "j@example.nl"]]
    data = line_end.join(delimiter.join(row) for row in rows).encode(encoding)

    sent = read_file(data)

    assert (sent.rows, sent.guessed) == (2, encoding == "cp1252")
    assert list(rows_in(sent.text.encode())) == [(1, rows[0]), (2, rows[1]), (4, rows[3])]


def test_columns_are_recognised_by_what_people_call_them() -> None:
    header = ["E-mailadres ", "Voornaam", "Achternaam", "Hoe oud bent u?", "Nr", "EMAIL", ""]

    assert guess_columns(header, QUESTIONS) == {
        "email": 0, "name": 1, "surname": 2, "group-age": 3,
    }  # fmt: skip


def test_too_many_rows_and_too_large_a_file_are_refused(monkeypatch) -> None:
    monkeypatch.setattr("app.usecases.addresses_file.MOST_ROWS", 2)
    with pytest.raises(errors.ListTooLong):
        read_file((HEADER + ANNE * 3).encode())
    with pytest.raises(errors.ListTooLarge):
        read_file(b"x" * 25_000_001)


@pytest.mark.parametrize(("column", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (52, "BA")])
def test_a_column_is_named_as_in_a_spreadsheet(column: int, letter: str) -> None:
    assert letter_of(column) == letter


def test_a_name_and_an_address_are_put_together_from_their_columns(office: Office) -> None:
    header = "voornaam;tussenvoegsel;achternaam;straat;huisnummer;toevoeging;postcode;woonplaats\n"
    office.imported(header + "Jan;de;Wit;Dorpsstraat;12;B;2711AB;Zoetermeer\n")

    person = person_of(office.people()[0], key=KEY)

    assert person.name == "Jan de Wit"
    assert person.lines == ("Dorpsstraat 12 B", "2711 AB  Zoetermeer")
