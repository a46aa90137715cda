"""What the tests of sending share: a dialogue that asks."""

import pytest
from sqlalchemy import Engine

from app.db import transaction
from dialogue.models import Dialogue
from tests.cast import make_asking


@pytest.fixture
def dialogue(engine: Engine, clock) -> Dialogue:
    with transaction(engine) as session:
        return make_asking(session, clock())
