"""Our recipe beside the pipelines a reader may know, in one run, on the same vectors.

Run with `make benchmark`. The baselines are optional: without umap-learn (and leidenalg) installed
only our own numbers are measured.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clustering import ClusterSettings, cluster, dequantise, load_embedder, quantise
from tests.clustering import labelled_sets

pytestmark = pytest.mark.benchmark

QUICK = ClusterSettings(resamples=0)
Labelling = Callable[[np.ndarray], np.ndarray]


def ours(codes: np.ndarray) -> np.ndarray:
    return cluster(codes, QUICK).labels


def umap_and_hdbscan(codes: np.ndarray) -> np.ndarray:
    umap = pytest.importorskip("umap", reason="the baseline umap-learn isn't installed")
    from hdbscan import HDBSCAN

    from clustering.density import default_min_cluster_size

    points = umap.UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0
    ).fit_transform(dequantise(codes))
    size = default_min_cluster_size(len(codes))
    return HDBSCAN(min_cluster_size=size, min_samples=5).fit(points).labels_


@pytest.fixture(scope="module")
def sets(shared_data: Path) -> dict[str, tuple[np.ndarray, list[str]]]:
    embedder = load_embedder()
    read = {
        "xSID nl": labelled_sets.xsid(shared_data, "nl"),
        "xSID en": labelled_sets.xsid(shared_data, "en"),
        "SIB-200 nl": labelled_sets.sib200(shared_data, "nld_Latn")[:2],
        "SIB-200 tr": labelled_sets.sib200(shared_data, "tur_Latn")[:2],
        "BANKING77": labelled_sets.banking77(shared_data),
    }
    return {name: (quantise(embedder.embed(texts)), kinds) for name, (texts, kinds) in read.items()}


@pytest.mark.parametrize("method", [ours, umap_and_hdbscan], ids=lambda method: method.__name__)
def test_quality_and_speed_on_labelled_sets(
    sets: dict[str, tuple[np.ndarray, list[str]]], method: Labelling
) -> None:
    method(next(iter(sets.values()))[0])  # compiling and importing isn't what is measured
    for name, (codes, kinds) in sets.items():
        started = time.perf_counter()
        labels = method(codes)
        seconds = time.perf_counter() - started
        print(
            f"\n{method.__name__:18} {name:10} n={len(codes):5} k={labels.max() + 1:3} "
            f"in none {np.mean(labels < 0):.2f}  V {v_measure_score(kinds, labels):.3f}  "
            f"ARI {adjusted_rand_score(kinds, labels):.3f}  {seconds:.2f} s",
            end="",
        )
        assert labels.max() >= 1


@pytest.mark.parametrize("answers", [2_500, 10_000])
@pytest.mark.parametrize("method", [ours, umap_and_hdbscan], ids=lambda method: method.__name__)
def test_time_by_number_of_answers(
    sets: dict[str, tuple[np.ndarray, list[str]]], method: Labelling, answers: int
) -> None:
    codes = mixtures(sets["BANKING77"], answers)
    started = time.perf_counter()
    labels = method(codes)
    print(
        f"\n{method.__name__:18} {answers:6} answers  {time.perf_counter() - started:.2f} s", end=""
    )
    assert len(labels) == answers


def mixtures(labelled: tuple[np.ndarray, list[str]], answers: int) -> np.ndarray:
    """Return vectors between two of one kind: their times are valid, their quality isn't."""
    codes, kinds = labelled
    random = np.random.default_rng(0)
    rows, kind = dequantise(codes), np.array(kinds)
    first = random.integers(0, len(rows), answers)
    second = np.array([random.choice(np.flatnonzero(kind == kind[i])) for i in first])
    share = random.random((answers, 1))
    noise = 0.01 * random.normal(size=(answers, rows.shape[1]))
    return quantise(share * rows[first] + (1 - share) * rows[second] + noise)
