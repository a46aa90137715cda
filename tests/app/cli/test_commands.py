"""The command line does what the README says, on real input and with plain refusals."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.cli import commands
from app.config import get_settings
from dialogue.errors import Refusal

CONVERSATIONS = (
    # The two largest: that every row of them arrives is tried in test_imports.py, that none of
    # their answers is lost by the analysis in test_clustering_labelled.py.
    pytest.param("austria-climate.7z7ejpbmv5.2022-08-08", marks=pytest.mark.slow),
    pytest.param("bg2050-volunteers", marks=pytest.mark.slow),
    "brexit-consensus",
    "football-concussions",
    "london.youth.policing",
    "vtaiwan.uberx",
)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `samenspraak` on an empty database."""
    monkeypatch.setenv("SAMENSPRAAK_DATABASE_URL", f"sqlite:///{tmp_path}/cli.sqlite3")
    get_settings.cache_clear()

    def samenspraak(*arguments: str) -> Result:
        return CliRunner().invoke(commands, [str(each) for each in arguments])

    yield samenspraak
    get_settings.cache_clear()


def files_own_counts(folder: Path) -> dict[str, int]:
    """Count by hand: rows of comments.csv, filled cells and rows of participants-votes.csv."""
    csv.field_size_limit(10**9)
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        comments = list(csv.DictReader(file))
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    first = next(place for place, title in enumerate(header) if title.isdigit())
    removed = [c for c in comments if c["moderated"] == "-1" or not c["comment-body"].strip()]
    return {
        "received": len(comments),
        "removed": len(removed),
        "authors": len({comment["author-id"] for comment in comments}),
        "voters": sum(any(row[first:]) for row in rows),
        "ratings": sum(bool(cell) for row in rows for cell in row[first:]),
    }


# What a reader of these conversations expects to find in the names and words of the themes.
WORDS = {
    "austria-climate.7z7ejpbmv5.2022-08-08": ("wohn", "heiz", "gas", "stadt", "boden"),
    "vtaiwan.uberx": ("司機", "計程車", "uber", "乘客"),
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_real_conversation_is_imported_and_analysed(
    run: Run, shared_data: Path, name: str
) -> None:
    folder = shared_data / "polis" / name
    expected = files_own_counts(folder)

    assert run("import", "polis", folder, "--slug", "proef").exit_code == 0
    printed = run("analyse", "proef", "--json").stdout

    report = json.loads(printed)
    counts = report["contributions"]
    assert report["dialogue"] == "proef"
    assert (counts["received"], counts["removed"]) == (expected["received"], expected["removed"])
    assert counts["held"] == 0
    assert counts["received"] == sum(
        counts[part] for part in ("placed", "not_in_theme", "held", "removed", "withdrawn")
    )
    assert report["ratings"] == expected["ratings"]
    assert report["participants"]["ask"]["resident"] == expected["authors"]
    assert report["participants"]["weigh"]["resident"] == expected["voters"]
    assert len(report["themes"]) >= 2
    assert sum(theme["size"] for theme in report["themes"]) == counts["placed"]
    labels = " ".join(" ".join([each["label"], *each["keywords"]]) for each in report["themes"])
    expected_words = WORDS.get(name, ())
    found = [word for word in expected_words if word in labels.casefold()]
    assert len(found) >= len(expected_words) // 2, labels


def test_the_same_input_and_seed_give_the_same_bytes(
    run: Run, shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared_data / "polis" / "brexit-consensus"
    run("import", "polis", folder, "--slug", "proef")
    first = run("analyse", "proef", "--json").stdout

    monkeypatch.setenv("SAMENSPRAAK_DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")
    get_settings.cache_clear()
    run("import", "polis", folder, "--slug", "proef")
    second = run("analyse", "proef", "--json").stdout

    assert first == second


def test_without_json_a_table_is_shown(run: Run, shared_data: Path) -> None:
    run("import", "polis", shared_data / "polis" / "london.youth.policing", "--slug", "londen")

    shown = run("analyse", "londen").stdout

    assert "received 39" in shown
    assert "theme" in shown


def test_the_short_name_is_the_folders(run: Run, shared_data: Path) -> None:
    done = run("import", "polis", shared_data / "polis" / "london.youth.policing")

    assert "Imported as london-youth-policing: 39 contributions (3 removed)" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("analyse", "bestaat-niet"),
        ("export", "bestaat-niet", "uit"),
        ("import", "polis", "bestaat-niet"),
        ("simulate", "--answers", "bestaat-niet"),
    ],
)
def test_what_is_not_there_is_refused_in_plain_words(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert isinstance(done.exception, Refusal)
    assert done.exception.advice


def test_a_short_password_is_refused(run: Run) -> None:
    done = run(
        "create-user", "ada@example.nl", "--name", "Ada", "--role", "board", "--password", "kort"
    )

    assert done.exit_code == 2
    assert "at least 12" in done.output


def test_an_account_is_made_and_may_log_in(run: Run) -> None:
    done = run(
        "create-user", "ada@example.nl", "--name", "Ada", "--role", "board",
        "--password", "lang genoeg geheim", "--region", "zoetermeer",
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    assert "ada@example.nl can log in as board of zoetermeer" in done.output
