"""From nothing to a region with its first facilitator, on the command line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli import commands
from app.config import get_settings
from app.main import create_app
from tests.cast import PASSWORD

Run = Callable[..., Result]


@pytest.fixture
def run(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    (tmp_path / "cli.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    monkeypatch.setenv("SAMENSPRAAK_DATABASE_URL", f"sqlite:///{tmp_path}/cli.sqlite3")
    monkeypatch.setenv("SAMENSPRAAK_SECURE_COOKIES", "false")
    get_settings.cache_clear()
    yield lambda *words: CliRunner().invoke(commands, words)
    get_settings.cache_clear()


def path_in(printed: str) -> str:
    return printed.strip().rsplit("127.0.0.1:8000", 1)[1]


def test_an_empty_region_gets_its_first_facilitator_by_a_link(run: Run) -> None:
    assert run("create-region", "delft", "--name", "Delft").exit_code == 0
    invited = run("invite", "ada@example.nl", "--region", "delft")

    with TestClient(create_app(), follow_redirects=True) as web:
        form = {"name": "Ada", "password": PASSWORD, "again": PASSWORD}
        desk = web.post(path_in(invited.stdout), data=form)
        people = web.get("/facilitator/people")
        again = web.post(path_in(invited.stdout), data=form)

    assert "Er zijn nog geen dialogen" in desk.text
    assert "Collega's in Delft" in people.text
    assert again.status_code == 410


def test_a_forgotten_password_is_renewed_with_a_printed_link(run: Run) -> None:
    run("create-user", "ada@example.nl", "--name", "Ada", "--role", "board", "--password", PASSWORD)

    printed = run("reset-password", "Ada@example.nl")

    new = {"password": "paarse fiets op het dak", "again": "paarse fiets op het dak"}
    with TestClient(create_app(), follow_redirects=False) as web:
        assert web.post(path_in(printed.stdout), data=new).status_code == 303
        old = web.post("/login", data={"email": "ada@example.nl", "password": PASSWORD})
        right = web.post("/login", data={"email": "ada@example.nl"} | new)
    assert (old.status_code, right.status_code) == (422, 303)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reset-password", "nobody@example.nl"), "nobody logs in with"),
        (("invite", "ada@example.nl", "--region", "nowhere"), "no region nowhere"),
        (
            (
                "create-user", "a@example.nl", "--name", "A", "--role", "board", "--password",
                "welkom123456",
            ),
            "easy to guess",
        ),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_said(run: Run, words: tuple[str, ...], said: str) -> None:
    refused = run(*words)

    assert refused.exit_code == 2
    assert said in refused.output
