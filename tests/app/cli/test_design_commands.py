"""An administrator takes a design from one region to another on the command line."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine
from sqlmodel import select
from typer.testing import CliRunner

from app.cli import commands
from app.config import get_settings
from app.db import transaction
from app.usecases import dialogues
from dialogue.errors import ImportRefused
from dialogue.models import Dialogue, DialogueState
from tests.cast import make_asking

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)


@pytest.fixture
def samenspraak(
    database_url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Result]]:
    monkeypatch.setenv("SAMENSPRAAK_DATABASE_URL", database_url)
    get_settings.cache_clear()
    with transaction(engine) as session:
        make_asking(session, NOW)
        dialogues.create_region(session, slug="delft", name="Delft")
    yield lambda *arguments: CliRunner().invoke(commands, [str(each) for each in arguments])
    get_settings.cache_clear()


def test_a_design_is_printed_and_becomes_a_draft_elsewhere(
    samenspraak, engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "design.json"

    printed = samenspraak("design", "export", "spoedzorg")
    file.write_text(printed.stdout)
    made = samenspraak("design", "import", file, "--region", "delft", "--slug", "delft-spoed")

    assert (printed.exit_code, made.exit_code) == (0, 0)
    assert "Made the draft delft-spoed in delft." in made.stdout
    with transaction(engine) as session:
        new = session.exec(select(Dialogue).where(Dialogue.slug == "delft-spoed")).one()
        assert (new.state, new.title_nl) == (DialogueState.DRAFT, "Spoedzorg in de regio")


@pytest.mark.parametrize("case", ["no file", "no region", "wrong part"])
def test_what_can_not_be_used_is_refused_and_makes_nothing(
    samenspraak, engine: Engine, tmp_path: Path, case: str
) -> None:
    design = json.loads(samenspraak("design", "export", "spoedzorg").stdout)
    file = tmp_path / "design.json"
    if case != "no file":
        file.write_text(json.dumps(design | ({"codes": ["x"]} if case == "wrong part" else {})))

    refused = samenspraak(
        "design", "import", file, "--region", "nergens" if case == "no region" else "delft"
    )

    assert isinstance(refused.exception, ImportRefused)
    with transaction(engine) as session:
        assert len(session.exec(select(Dialogue)).all()) == 1
