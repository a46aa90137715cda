"""The docs name what there is: settings, commands, and an example that runs."""

import re
from pathlib import Path

import pytest
import typer

from app.cli import commands
from app.config import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert f"`SAMENSPRAAK_{name.upper()}`" in page


@pytest.mark.parametrize("name", sorted(typer.main.get_command(commands).commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"`(samenspraak )?{name}\b", README), name


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    [example] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    answers = [
        f"{subject} {number}"
        for subject in ("Het wachten aan de telefoon duurt lang", "De bus naar het ziekenhuis")
        for number in range(20)
    ]

    exec(example, {"answers": answers})

    assert "answers in no cluster" in capsys.readouterr().out


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_links_in_the_readme_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists(), link
