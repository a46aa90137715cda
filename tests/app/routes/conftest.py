"""Residents in a browser, at the stages of a dialogue."""

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.config import Settings
from app.db import transaction
from dialogue.models import RoundKind
from tests.cast import make_asking
from tests.residents import TEXTS, Resident, Setting


@pytest.fixture
def setting(engine: Engine, settings: Settings, clock) -> Setting:
    with transaction(engine) as session:
        make_asking(session, clock())
    return Setting(engine, settings.key(), clock)


@pytest.fixture
def alice(web: TestClient, setting: Setting) -> Resident:
    return Resident(web).come_in(setting.codes()[0]).consent()


@pytest.fixture
def weighing(web: TestClient, setting: Setting) -> Resident:
    """Somebody who came in after the ask round, before the first card."""
    setting.crowd_says(*TEXTS)
    setting.go_on_to(RoundKind.WEIGH)
    return Resident(web).come_in(setting.codes()[0]).consent()
