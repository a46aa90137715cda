"""What tests of the app share: a quick model, who takes answers in, an office, a mailbox."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.analysis import Reception
from app.config import Settings
from app.db import transaction
from clustering import Embedder, load_embedder
from tests.addresses_cast import Office, make_running
from tests.analyses_cast import Remembering
from tests.arrivals_cast import Subjects
from tests.mail_server import Mailbox, mail_server


@pytest.fixture
def model() -> Subjects:
    return Subjects()


@pytest.fixture
def reception(engine: Engine, clock, model: Subjects) -> Reception:
    return Reception(engine, lambda: model, clock)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The real model, that reads each text once."""
    return Remembering(load_embedder())


@pytest.fixture
def office(engine: Engine, settings: Settings, clock) -> Office:
    with transaction(engine) as session:
        make_running(session, clock())
    return Office(engine, settings, clock)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as served:
        yield served
