"""The package promises to be light until it is used."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "sentence_transformers", "fastapi", "starlette", "sqlalchemy", "sqlmodel", "app")


def loaded_after(statement: str) -> set[str]:
    program = f"import sys; {statement}; print(' '.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_importing_the_package_loads_no_torch_no_web_and_no_database() -> None:
    assert not loaded_after("import clustering").intersection(HEAVY)


def test_clustering_vectors_loads_no_torch_no_web_and_no_database() -> None:
    statement = (
        "import numpy; from clustering import cluster; cluster(numpy.random.rand(40, 8)); "
        "from clustering import load_embedder; load_embedder().embed(['hallo'])"
    )
    assert not loaded_after(statement).intersection(HEAVY)


def test_the_six_lines_of_the_guide_run_as_they_are_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    guide = Path(__file__).parents[2] / "docs" / "method" / "themes.md"
    example = guide.read_text(encoding="utf-8").split("```python")[1].split("```")[0]
    answers = [
        f"{what} {where}"
        for what in ("De wachttijd is te lang bij", "Ik kan niet parkeren bij")
        for where in ("de huisarts", "het ziekenhuis", "de ggz", "de kliniek", "de post", "ons")
        for _ in range(2)
    ]

    exec(example, {"answers": answers})

    assert "answers in no theme" in capsys.readouterr().out


def test_every_promised_name_can_be_fetched() -> None:
    import clustering

    assert all(getattr(clustering, name) is not None for name in clustering.__all__)
