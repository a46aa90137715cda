"""Lists of addresses: checked by row, brought in whole or not, by workers that may be killed."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from app.addressing import Addressing
from app.config import Settings
from app.db import transaction
from app.usecases import addresses, addresses_checking
from app.usecases.recipients import person_of
from dialogue import errors
from dialogue.models import ListState
from tests.addresses_cast import ANNE, BEN, HEADER, Office
from tests.cast import KEY


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses_checking, "ROWS_AT_ONCE", 3)


def mails(first: int, last: int) -> str:
    return "".join(f"P{row};p{row}@example.nl;;;;;;\n" for row in range(first, last + 1))


def test_a_list_is_usable_only_when_it_was_brought_in(office: Office) -> None:
    list_id = office.checked(HEADER + ANNE + BEN)
    before = office.usable()

    office.decide(addresses.bring_in, list_id, keeps_good_rows=False)

    assert (before, office.usable()) == (0, 2)
    stored = office.stored(list_id)
    assert stored.state is ListState.IMPORTED
    assert stored.file is None
    anne, ben = office.people()
    assert person_of(anne, key=KEY).lines == ("Dorpsstraat 1", "2711 AB  Zoetermeer")
    assert person_of(anne, key=KEY).phone == "+31612345678"
    assert (anne.by_email, anne.by_sms, anne.by_letter) == (True, True, True)
    assert (ben.by_email, ben.by_sms, ben.by_letter) == (False, False, True)
    assert (ben.row, ben.language, ben.groups) == (3, "tr", {"age": "80-plus"})
    assert b"example.nl" not in anne.sealed


MISTAKES = {
    "email": "A;geen adres;;;;;;\n",
    "phone": "A;a@example.nl;06 123;;;;;\n",
    "postcode": "A;a@example.nl;;Straat 1;0999 ZZ;Stad;;\n",
    "landline": "A;;079 3461234;;;;;\n",
    "unreachable": "A;;;Straat 1;;Stad;;\n",
    "group": "A;a@example.nl;;;;;;Palenstein\n",
    "language": "A;a@example.nl;;;;;Klingon;\n",
    "wide": "A;a@example.nl;;;;;;;te veel\n",
    "long": "A" * 121 + ";a@example.nl;;;;;;\n",
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_told_by_its_row_and_nothing_of_the_row_is_stored(
    office: Office, kind: str
) -> None:
    list_id = office.checked(HEADER + ANNE + MISTAKES[kind] + BEN)

    assert office.problems(list_id) == [(3, kind)]
    assert office.stored(list_id).rows_wrong == 1
    assert [each.row for each in office.people()] == [2, 4]
    assert not any("example" in str(each) for each in office.stored(list_id).problems)


def test_everything_that_is_wrong_in_a_row_is_told_at_once(office: Office) -> None:
    list_id = office.checked(HEADER + "A;geen;06;Straat 1;99;Stad;Klingon;Palenstein\n")

    told = [kind for _, kind in office.problems(list_id)]
    assert told == ["email", "phone", "postcode", "language", "group"]
    assert office.stored(list_id).rows_wrong == 1


@pytest.mark.parametrize("at_once", [3, 1000], ids=["in another piece", "in the same piece"])
def test_the_same_address_twice_is_told_with_the_other_row(
    office: Office, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(addresses_checking, "ROWS_AT_ONCE", at_once)
    list_id = office.checked(HEADER + ANNE + mails(1, 5) + "Anna;ANNE@example.nl;;;;;;\n")

    (problem,) = office.stored(list_id).problems
    assert (problem["row"], problem["kind"], problem["other"]) == (8, "twice", 2)
    assert len(office.people()) == 6


def test_an_address_of_another_list_is_told_and_left_out(office: Office) -> None:
    office.imported(HEADER + ANNE)

    second = office.checked(HEADER + BEN + ANNE)

    assert office.problems(second) == [(3, "listed")]


def test_all_or_nothing_brings_in_nothing_while_one_row_is_wrong(office: Office) -> None:
    list_id = office.checked(HEADER + ANNE + MISTAKES["email"])

    with pytest.raises(errors.ChangedMeanwhile):
        office.decide(addresses.bring_in, list_id, keeps_good_rows=False)

    assert office.usable() == 0


def test_a_list_that_was_refused_leaves_nobody_behind(office: Office, small_pieces) -> None:
    list_id = office.checked(HEADER + mails(1, 8) + MISTAKES["email"])

    office.decide(addresses.refuse_list, list_id)
    office.work()

    assert office.people() == []
    assert office.stored(list_id).file is None
    assert office.problems(list_id) == [(10, "email")]


def test_a_worker_that_comes_after_a_killed_one_goes_on_and_stores_nobody_twice(
    office: Office, small_pieces
) -> None:
    list_id = office.upload(HEADER + mails(1, 10))
    office.start_check(list_id)
    killed = Addressing(office.engine, office.settings, office.clock)
    assert killed.attempt()
    assert killed.attempt()

    seen = office.work()

    assert seen[0] > 6
    assert [each.row for each in office.people()] == list(range(2, 12))
    assert office.stored(list_id).rows_done == 10


def test_two_workers_at_once_read_every_row_once(office: Office, small_pieces) -> None:
    list_id = office.upload(HEADER + mails(1, 10))
    office.start_check(list_id)
    one, other = (Addressing(office.engine, office.settings, office.clock) for _ in range(2))

    while any([one.attempt(), other.attempt()]):
        pass

    assert len(office.people()) == office.stored(list_id).rows_done == 10


def test_a_piece_that_another_worker_stored_meanwhile_is_not_stored_again(
    office: Office, small_pieces
) -> None:
    list_id = office.upload(HEADER + mails(1, 10))
    office.start_check(list_id)
    with transaction(office.engine) as session:
        stored = office.stored(list_id)
        opened = [addresses_checking.open_list(session, stored, key=KEY) for _ in range(2)]
        pieces = [addresses_checking.read_piece(session, each, key=KEY) for each in opened]

        done = [
            addresses_checking.store_piece(session, reading, piece)
            for reading, piece in zip(opened, pieces, strict=True)
        ]

    assert done == [True, False]
    assert len(office.people()) == office.stored(list_id).rows_done == 3


def test_a_list_that_was_erased_while_it_was_read_gets_nobody_more(
    office: Office, small_pieces
) -> None:
    list_id = office.upload(HEADER + mails(1, 10))
    office.start_check(list_id)
    worker = Addressing(office.engine, office.settings, office.clock)
    assert worker.attempt()

    office.decide(addresses.erase_list, list_id)
    while worker.attempt():
        pass
    office.work()

    assert office.people() == []


def test_a_piece_that_can_not_be_stored_leaves_nothing_and_is_read_again(
    office: Office, small_pieces, engine: Engine, clock
) -> None:
    list_id = office.upload(HEADER + mails(1, 4))
    office.start_check(list_id)
    worker = Addressing(office.engine, office.settings, office.clock)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    event.listen(engine, "commit", fail)
    assert not worker.attempt()
    event.remove(engine, "commit", fail)
    before = len(office.people())
    clock.pass_by(minutes=2)
    office.work()

    assert before == 0
    assert len(office.people()) == 4


def test_columns_that_are_chosen_anew_are_read_anew(office: Office, small_pieces) -> None:
    list_id = office.checked(HEADER + mails(1, 7), name=1, email=0)
    assert office.stored(list_id).rows_wrong == 7

    office.start_check(list_id, name=0, email=1)
    office.work()

    stored = office.stored(list_id)
    assert (stored.state, stored.rows_wrong, stored.counts["email"]) == (ListState.CHECKED, 0, 7)
    assert person_of(office.people()[0], key=KEY).email == "p1@example.nl"


def test_people_read_by_other_columns_do_not_stay(office: Office, small_pieces) -> None:
    list_id = office.checked(HEADER + ANNE + mails(1, 7))

    office.start_check(list_id, phone=2)
    office.work()

    assert [each.row for each in office.people()] == [2]
    assert not office.people()[0].by_email


def test_a_file_that_was_sealed_with_another_key_is_refused_in_words(
    office: Office, settings: Settings
) -> None:
    list_id = office.upload(HEADER + ANNE)
    office.start_check(list_id)
    other = settings.model_copy(update={"secret_key": type(settings.secret_key)("another key")})

    while Addressing(office.engine, other, office.clock).attempt():
        pass

    assert office.stored(list_id).state is ListState.REFUSED
    assert office.problems(list_id) == [(0, "unreadable")]


def test_many_mistakes_are_all_counted_and_the_first_listed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses_checking, "MOST_LISTED", 5)

    list_id = office.checked(HEADER + MISTAKES["email"] * 8)

    assert office.stored(list_id).rows_wrong == 8
    assert len(office.problems(list_id)) == 5
    with pytest.raises(errors.NobodyToBringIn):
        office.decide(addresses.bring_in, list_id, keeps_good_rows=True)


def many_rows(count: int) -> str:
    """Rows as a municipality sends them, some with a number or an e-mail, three of them wrong."""
    rows = [
        f"Jan de Vries {row};{f'jan{row}@example.nl' if row % 5 == 0 else ''};"
        f"{f'06 1{row:07d}' if row % 7 == 0 else ''};Dorpsstraat {row};2711 AB;Zoetermeer;nl;25-44"
        for row in range(count)
    ]
    rows[10] = rows[10].replace("@", " at ")
    rows[count // 2] = rows[count // 2].replace("2711 AB", "2711")
    rows[-1] = rows[3]
    return HEADER + "\n".join(rows)


@pytest.mark.parametrize(
    "count", [3_500, pytest.param(100_000, marks=pytest.mark.slow)], ids=["some", "all of them"]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_three_bad_rows_of_many_are_three_messages_and_the_bar_moves(
    office: Office, count: int
) -> None:
    list_id = office.upload(many_rows(count))
    office.start_check(list_id)

    seen = office.work()

    assert len({done for done in seen if 0 < done < count}) >= 3
    assert office.problems(list_id) == [
        (12, "email"), (count // 2 + 2, "postcode"), (count + 1, "twice"),
    ]  # fmt: skip
    assert office.usable() == 0
    office.decide(addresses.bring_in, list_id, keeps_good_rows=True)
    assert office.usable() == count - 3


def test_an_idle_worker_looks_at_most_once_a_second(office: Office, clock) -> None:
    worker = Addressing(office.engine, office.settings, office.clock)
    assert not worker.attempt()
    list_id = office.upload(HEADER + ANNE)
    office.start_check(list_id)

    at_once = worker.attempt()
    clock.now += timedelta(seconds=1)

    assert (at_once, worker.attempt()) == (False, True)
