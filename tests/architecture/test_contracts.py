"""The directions of imports hold, and each contract is seen to break when it is violated."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "dialogue", "clustering", "participation")
VIOLATIONS = {
    "The three libraries know nothing of the app": ("dialogue/sneaky.py", "import app.config"),
    "The three libraries know nothing of each other": (
        "clustering/sneaky.py",
        "import dialogue.scales",
    ),
    "clustering and participation know no database and no web": (
        "participation/sneaky.py",
        "import sqlalchemy",
    ),
    "dialogue knows no web and runs nothing": ("dialogue/sneaky.py", "import fastapi"),
    "The app's rooms build on each other in one direction": (
        "app/queries/sneaky.py",
        "import app.usecases.dialogues",
    ),
}


def lint_imports(folder: Path) -> str:
    finished = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder)},
        check=False,
    )
    return finished.stdout + finished.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code alone, to break things in."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=keep_only_python)
    return folder


def keep_only_python(folder: str, names: list[str]) -> list[str]:
    """Leave everything out that is neither a folder nor Python."""
    return [
        name
        for name in names
        if name == "__pycache__" or not (name.endswith(".py") or (Path(folder) / name).is_dir())
    ]


def test_the_contracts_hold(copy: Path) -> None:
    said = lint_imports(copy)

    assert f"Contracts: {len(VIOLATIONS)} kept, 0 broken." in said, said


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_contract_breaks_when_it_is_violated(copy: Path, contract: str) -> None:
    place, statement = VIOLATIONS[contract]
    sneaky = copy / place
    sneaky.write_text(f'"""A violation."""\n\n{statement}\n')
    try:
        said = lint_imports(copy)
    finally:
        sneaky.unlink()

    assert f"{contract} BROKEN" in said, said


def test_a_room_that_is_not_on_the_plan_breaks_the_build(copy: Path) -> None:
    stray = copy / "app" / "utilities.py"
    stray.write_text('"""A room without a place."""\n')
    try:
        said = lint_imports(copy)
    finally:
        stray.unlink()

    assert "app.utilities" in said
    assert "BROKEN" in said


def python_files(*packages: str) -> list[Path]:
    return [file for package in packages for file in sorted((ROOT / package).rglob("*.py"))]


def imported_names(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize("file", python_files("dialogue"), ids=str)
def test_dialogue_opens_no_session_and_builds_no_query(file: Path) -> None:
    assert not imported_names(file) & {"Session", "select", "create_engine", "insert", "update"}


def calls(file: Path, name: str) -> list[int]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    ]


@pytest.mark.parametrize("file", python_files("app/usecases", "app/queries", "app/routes"), ids=str)
def test_only_the_edge_commits(file: Path) -> None:
    assert calls(file, "commit") == []
    assert calls(file, "rollback") == []


LONGEST_FILE = 350


@pytest.mark.parametrize("file", python_files(*PACKAGES), ids=str)
def test_no_file_is_a_catch_all(file: Path) -> None:
    forbidden = {"utils", "helpers", "util", "common", "misc", "manager", "handlers"}

    assert file.stem not in forbidden
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE, file
