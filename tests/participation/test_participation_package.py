"""The package promises to be light until it is used, and to know no web and no database."""

import subprocess
import sys
from pathlib import Path

import participation

HEAVY = ("numpy", "scipy", "torch", "fastapi", "starlette", "sqlalchemy", "sqlmodel", "app")


def loaded_after(statement: str) -> set[str]:
    program = f"import sys; {statement}; print(' '.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded_after("import participation").intersection(HEAVY)


def test_a_table_without_small_cells_needs_no_solver() -> None:
    statement = "from participation import suppress_counts; suppress_counts([40, 50])"

    assert "scipy.optimize" not in loaded_after(statement)


def test_every_promised_name_can_be_fetched() -> None:
    assert all(getattr(participation, name) is not None for name in participation.__all__)
    assert sorted(dir(participation)) == sorted(participation.__all__)


def test_no_promised_name_is_hidden_by_a_file_of_that_name() -> None:
    files = {file.stem for file in Path(participation.__file__).parent.glob("*.py")}

    assert not files & set(participation.__all__)


def test_an_unknown_name_is_an_ordinary_mistake() -> None:
    assert not hasattr(participation, "guess")
