"""Time and memory of the cluster step, beside UMAP and hdbscan in the same run.

Run with `make benchmark`, which installs umap-learn (the extra `benchmark`); without it only our
own numbers are measured. Every measurement is a process of its own, so that compiling counts and a
peak is that of one method. Asserted are ratios: seconds say how busy a machine is.

The answers are made: two or three sentences of the demo's answers with one theme, so that there
are themes to find and no answer is a copy. Nothing is taken from outside the repository.
"""

import csv
import json
import math
import os
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from clustering import ParallelEmbedder, load_embedder, quantise

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "app" / "demo"
LABELS = HERE.parent / "clustering" / "demo_labels.tsv"
SIZES = (2_500, 10_000, 30_000, 100_000)
MOST = SIZES[-1]
GIGABYTE = 1e9


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("speed")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return made_answers(MOST)


@pytest.fixture(scope="module")
def vectors(texts: list[str], folder: Path) -> dict[int, Path]:
    """The answers' vectors in files, for each number of answers the first so many."""
    embedder = ParallelEmbedder(load_embedder())
    codes = quantise(embedder.embed(texts))
    embedder.close()
    paths = {size: folder / f"{size}.npy" for size in SIZES}
    for size, path in paths.items():
        np.save(path, codes[:size])
    return paths


def made_answers(number: int) -> list[str]:
    """Join sentences that people with one theme wrote; no answer is made twice."""
    sentences = list(sentences_by_theme().values())
    random = np.random.default_rng(0)
    # A theme that many wrote about has more to draw from, and is drawn more often.
    theme_of = np.repeat(np.arange(len(sentences)), [len(theme) for theme in sentences])
    made: dict[str, None] = {}
    while len(made) < number:
        theme = sentences[theme_of[random.integers(len(theme_of))]]
        wanted = min(len(theme), int(random.integers(2, 4)))
        made[" ".join(theme[place] for place in random.permutation(len(theme))[:wanted])] = None
    return list(made)


def sentences_by_theme() -> dict[tuple[str, str], list[str]]:
    by_theme: dict[tuple[str, str], list[str]] = {}
    answers = {path.stem: rows(path) for path in sorted(DEMO.glob("*.tsv"))}
    for label in rows(LABELS):
        answer = answers[label["slug"]][int(label["line"]) - 2]
        if answer["language"] == "nl":
            theme = by_theme.setdefault((label["slug"], label["label"]), [])
            theme += re.split(r"(?<=[.!?])\s+", answer["text"])
    return by_theme


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def measured(method: str, path: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", str(HERE / "one_clustering.py"), method, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(run.stdout)
    load = os.getloadavg()[0]
    numbers = "  ".join(f"{name} {value:.4g}" for name, value in found.items() if name != "peak")
    print(
        f"\n{method:14} {path.stem:>7}  {numbers}  peak {found['peak'] / GIGABYTE:.2f} GB", end=""
    )
    print(f"  (load {load:.1f})", end="")
    return found


def the_baseline() -> None:
    if find_spec("umap") is None:
        pytest.skip("umap-learn isn't installed: pip install '.[benchmark]' (make benchmark does)")


def test_time_grows_little_faster_than_the_number_of_answers(vectors: dict[int, Path]) -> None:
    took = {size: measured("ours", path)["again"] for size, path in vectors.items()}

    exponent = math.log(took[100_000] / took[10_000], 10)
    print(f"\nthe time grows with the number of answers to the power {exponent:.2f}", end="")

    assert exponent < 1.3


def test_100_000_answers_take_less_than_two_gigabytes(vectors: dict[int, Path]) -> None:
    assert measured("ours", vectors[MOST])["peak"] < 2 * GIGABYTE


@pytest.mark.parametrize(("answers", "times"), [(2_500, 3), (10_000, 15), (30_000, 5), (MOST, 3)])
def test_it_is_so_many_times_faster_than_umap_and_hdbscan(
    vectors: dict[int, Path], answers: int, times: float
) -> None:
    the_baseline()
    theirs, mine = measured("umap", vectors[answers]), measured("ours", vectors[answers])

    for when in ("first", "again"):
        print(f"\n{answers:7} answers, {when}: {theirs[when] / mine[when]:.1f} times", end="")

    assert theirs["first"] / mine["first"] >= times


def test_umap_on_all_cores_is_told_too(vectors: dict[int, Path]) -> None:
    the_baseline()
    theirs, mine = measured("umap_unseeded", vectors[10_000]), measured("ours", vectors[10_000])

    print(f"\n  10000 answers, unseeded: {theirs['again'] / mine['again']:.1f} times", end="")

    assert theirs["again"] > mine["again"]


def test_from_texts_all_after_embedding_takes_less_than_half_of_embedding(
    texts: list[str], folder: Path
) -> None:
    path = folder / "texts.json"
    path.write_text(json.dumps(texts), encoding="utf-8")

    found = measured("texts", path)

    assert found["the_rest"] < 0.5 * found["embedding"]
    assert found["peak"] < 2 * GIGABYTE
