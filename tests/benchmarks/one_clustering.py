"""One way of clustering in a process of its own: its seconds, first and once more, and its peak.

python one_clustering.py METHOD VECTORS.npy    METHOD: ours, umap, umap_unseeded
python one_clustering.py texts TEXTS.json      texts to clusters with keywords and titles

Prints JSON. The first time counts what is imported and compiled, as somebody meets it who runs it
once; the second is what is left of it in a process that lives on.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]


def ours(codes: np.ndarray) -> np.ndarray:
    from clustering import ClusterSettings, cluster

    return cluster(codes, ClusterSettings(resamples=0)).labels


def umap(codes: np.ndarray, *, seed: int | None = 0) -> np.ndarray:
    from hdbscan import HDBSCAN
    from umap import UMAP

    rows = codes.astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    points = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
    ).fit_transform(rows)
    return HDBSCAN(min_cluster_size=max(24, len(codes) // 2_000), min_samples=5).fit(points).labels_


def umap_unseeded(codes: np.ndarray) -> np.ndarray:
    """The same on all cores, which gives other clusters each time."""
    return umap(codes, seed=None)


METHODS = {method.__name__: method for method in (ours, umap, umap_unseeded)}


def twice(method: Callable[[np.ndarray], np.ndarray], codes: np.ndarray) -> dict[str, float]:
    started = time.perf_counter()
    labels = method(codes)
    between = time.perf_counter()
    method(codes)
    return {
        "first": between - started,
        "again": time.perf_counter() - between,
        "clusters": int(labels.max()) + 1,
        "in_none": float(np.mean(labels < 0)),
    }


def from_texts(texts: list[str]) -> dict[str, float]:
    from clustering import ClusterSettings, cluster, load_embedder, quantise

    embedder = load_embedder()
    embedder.embed(texts[:10])
    started = time.perf_counter()
    codes = quantise(embedder.embed(texts))
    embedded = time.perf_counter()
    found = cluster(codes, ClusterSettings(resamples=0), texts=texts, embedder=embedder)
    return {
        "embedding": embedded - started,
        "the_rest": time.perf_counter() - embedded,
        "clusters": len(found.clusters),
        "in_none": found.quality.share_in_none,
    }


def main(method: str, path: str) -> None:
    sys.path.insert(0, str(ROOT))
    if method == "texts":
        measured = from_texts(json.loads(Path(path).read_text(encoding="utf-8")))
    else:
        measured = twice(METHODS[method], np.load(path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(measured | {"peak": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
