"""Lists of addresses: read as spreadsheets save them, checked by row, brought in whole or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from app.addressing import Addressing
from app.config import Settings
from app.db import transaction
from app.usecases import addresses, addresses_checking
from app.usecases.addresses_file import guess_columns, letter_of, read_file
from app.usecases.addresses_rows import any_phone_of, email_of, phone_of
from app.usecases.recipients import person_of
from dialogue import errors
from dialogue.models import (
    AddressList,
    Delivery,
    DialogueState,
    Event,
    Invitation,
    ListState,
    Mailing,
    Recipient,
    RecipientState,
    new_id,
)
from tests.addresses_cast import ANNE, BEN, HEADER, QUESTIONS, Office, make_running
from tests.cast import KEY


@pytest.fixture
def office(engine: Engine, settings: Settings, clock) -> Office:
    with transaction(engine) as session:
        make_running(session, clock())
    return Office(engine, settings, clock)


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
