"""What several tests of the app share: a quick model, and who takes answers in."""

import pytest
from sqlalchemy import Engine

from app.analysis import Reception
from clustering import Embedder, load_embedder
from tests.analyses_cast import Remembering
from tests.arrivals_cast import Subjects


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
