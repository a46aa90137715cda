"""When the disk is full nothing is acknowledged, nobody types twice, and it goes on afterwards."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from app.db import make_engine
from dialogue.models import Contribution
from tests.residents import HOME, Resident, Setting

LONG_TEXT = "Ik wacht al maanden op een afspraak. " * 50


class Disk:
    """A disk that can be filled: SQLite refuses to grow, as it does when there is no space."""

    def __init__(self, engine: Engine) -> None:
        self.full = False
        event.listen(engine, "checkout", self.limit)

    def limit(self, connection, _record, _proxy) -> None:
        pages = 1 if self.full else 2**30  # it never shrinks below what is there already
        connection.execute(f"PRAGMA max_page_count={pages}")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine of this file only: what is done to its connections stays with it."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_answer_that_can_not_be_stored_comes_back_and_can_be_sent_again(
    alice: Resident, setting: Setting, engine: Engine
) -> None:
    disk = Disk(engine)
    disk.full = True

    stored = 0
    while answer(alice, f"{stored}. {LONG_TEXT}") == 200:
        stored += 1  # what fits in the room that is left is kept
        assert stored < 9, "the disk is never full"

    assert alice.answer.status_code == 503
    assert alice.answer.headers["retry-after"] == "60"
    assert f"{stored}. {LONG_TEXT}".strip() in alice.page
    assert len(setting.all(Contribution)) == stored

    disk.full = False

    assert answer(alice, f"{stored}. {LONG_TEXT}") == 200
    assert len(setting.all(Contribution)) == stored + 1


def answer(resident: Resident, text: str) -> int:
    return resident.go(f"{HOME}/answer/1").send("/answer/1", text=text).answer.status_code
