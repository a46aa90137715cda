"""Texts to vectors to clusters: arrays in, frozen dataclasses out; knows no database and no web.

Usable alone, in a notebook or a script:

    from clustering import ClusterSettings, cluster_texts

    found = cluster_texts(answers, settings=ClusterSettings(seed=1))
    for theme in found.clusters:
        print(theme.size, theme.title, [answers[i] for i in theme.exemplars])
    print(len(found.unplaced), "answers in no theme, to be read one by one")

Names are loaded when first used: `import clustering` alone loads no model, no torch, nothing heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clustering.arrivals import Assignment, assign, assign_to
    from clustering.cache import VectorCache
    from clustering.duplicates import DuplicateGroup, near_duplicates
    from clustering.embedding import Embedder, dequantise, load_embedder, quantise
    from clustering.mapping import ThemeMap, draw_map
    from clustering.matching import Matching, match, match_labels
    from clustering.parallel import ParallelEmbedder
    from clustering.pipeline import cluster, cluster_texts
    from clustering.progress import SILENT, Progress
    from clustering.result import Cluster, Clustering, ClusterSettings, MainGroup, Quality, Reason

_HOME = {
    "SILENT": "progress",
    "Assignment": "arrivals",
    "Cluster": "result",
    "ClusterSettings": "result",
    "Clustering": "result",
    "DuplicateGroup": "duplicates",
    "Embedder": "embedding",
    "MainGroup": "result",
    "Matching": "matching",
    "Progress": "progress",
    "ParallelEmbedder": "parallel",
    "Quality": "result",
    "Reason": "result",
    "ThemeMap": "mapping",
    "VectorCache": "cache",
    "assign": "arrivals",
    "assign_to": "arrivals",
    "cluster": "pipeline",
    "cluster_texts": "pipeline",
    "dequantise": "embedding",
    "draw_map": "mapping",
    "load_embedder": "embedding",
    "match": "matching",
    "match_labels": "matching",
    "near_duplicates": "duplicates",
    "quantise": "embedding",
}

__all__ = [
    "SILENT",
    "Assignment",
    "Cluster",
    "ClusterSettings",
    "Clustering",
    "DuplicateGroup",
    "Embedder",
    "MainGroup",
    "Matching",
    "ParallelEmbedder",
    "Progress",
    "Quality",
    "Reason",
    "ThemeMap",
    "VectorCache",
    "assign",
    "assign_to",
    "cluster",
    "cluster_texts",
    "dequantise",
    "draw_map",
    "load_embedder",
    "match",
    "match_labels",
    "near_duplicates",
    "quantise",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'clustering' has no attribute {name!r}")
    return getattr(import_module(f"clustering.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
