"""From vectors or texts to a Clustering, in one call.

cluster(vectors, settings=ClusterSettings(), *, texts=None, fingerprint=None, progress=SILENT)
    vectors: float (n, d) or the int8 codes of `quantise`, which is what a store should keep.
    texts: give them to get keywords and titles.
cluster_texts(texts, embedder=None, settings=ClusterSettings(), *, progress=SILENT)

Both return a Clustering; both are deterministic: same input and settings, same labels, on any
number of threads. Copies of an answer share a label and weigh as one idea. Phases reported to
`progress`: "embed", "neighbours", "smooth", "density", "describe".
"""

import math
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from clustering.cleaning import clean, has_words
from clustering.density import (
    Dense,
    default_max_cluster_size,
    default_min_cluster_size,
    default_min_samples,
    find_dense,
    none_found,
)
from clustering.embedding import Embedder, load_embedder
from clustering.errors import LengthMismatch
from clustering.exemplars import exemplars
from clustering.graph import admit_by_vote, neighbour_graph
from clustering.keywords import keywords
from clustering.labels import title
from clustering.neighbours import nearest_neighbours
from clustering.progress import SILENT, Progress
from clustering.quantisation import Codes, quantise
from clustering.reduction import reduce, smooth
from clustering.result import (
    IN_NONE,
    Cluster,
    Clustering,
    ClusterSettings,
    Labels,
    Probabilities,
    Reason,
)

DEFAULT_SETTINGS = ClusterSettings()


def cluster_texts(
    texts: Sequence[str],
    embedder: Embedder | None = None,
    settings: ClusterSettings = DEFAULT_SETTINGS,
    *,
    progress: Progress = SILENT,
) -> Clustering:
    """Embed the texts and cluster them; a text without letters or digits is in no cluster.

    Without an embedder the default multilingual one is loaded, which takes about a second.
    """
    embedder = embedder or load_embedder()
    readable = [index for index, text in enumerate(texts) if has_words(clean(text))]
    codes = np.zeros((len(texts), embedder.dimension), dtype=np.int8)
    if readable:
        vectors = embedder.embed([texts[index] for index in readable], progress=progress)
        codes[readable] = quantise(vectors)
    return cluster(
        codes, settings, texts=texts, fingerprint=embedder.fingerprint, progress=progress
    )


def cluster(
    vectors: npt.ArrayLike,
    settings: ClusterSettings = DEFAULT_SETTINGS,
    *,
    texts: Sequence[str] | None = None,
    fingerprint: str | None = None,
    progress: Progress = SILENT,
) -> Clustering:
    """Group rows that lie near each other; a row of zeros (nothing to read) is in no cluster.

    Raises InvalidVectors for rows that aren't finite, LengthMismatch when texts differ in number.
    """
    codes = quantise(vectors)
    if texts is not None and len(texts) != len(codes):
        raise LengthMismatch("texts", len(codes), len(texts))
    distinct, of_distinct = _without_copies(codes)
    reason = _why_not(len(codes), len(distinct), settings)
    dense = none_found(len(distinct)) if reason else _find(distinct, settings, progress)
    labels, probabilities, persistence = _spread(dense, of_distinct)
    found = _describe(codes, labels, probabilities, persistence, texts, settings)
    progress.step("describe", 1, 1)
    return Clustering(
        labels=labels,
        probabilities=probabilities,
        clusters=found,
        settings=settings,
        versions=_versions(),
        reason=reason if found or reason else Reason.NO_GROUPS,
        fingerprint=fingerprint,
    )


def _without_copies(codes: Codes) -> tuple[Codes, npt.NDArray[np.intp]]:
    """Return the different rows in order of first appearance, and each row's place among them."""
    worded = np.flatnonzero(codes.any(axis=1))
    of_distinct = np.full(len(codes), IN_NONE, dtype=np.intp)
    if not len(worded):
        return codes[:0], of_distinct
    _, firsts, inverse = np.unique(codes[worded], axis=0, return_index=True, return_inverse=True)
    rank = np.empty(len(firsts), dtype=np.intp)
    rank[np.argsort(firsts)] = np.arange(len(firsts))
    of_distinct[worded] = rank[inverse.ravel()]
    return codes[worded[np.sort(firsts)]], of_distinct


def _why_not(answers: int, different: int, settings: ClusterSettings) -> Reason | None:
    if answers == 0:
        return Reason.NO_ANSWERS
    if different == 1 and answers >= settings.minimum_answers:
        return Reason.ALL_THE_SAME
    if different < max(settings.minimum_answers, 4):
        return Reason.TOO_FEW
    return None


def _find(codes: Codes, settings: ClusterSettings, progress: Progress) -> Dense:
    n = len(codes)
    k = min(settings.neighbours, default_neighbours(n))
    graph = neighbour_graph(nearest_neighbours(codes, k, progress=progress))
    smoothed = smooth(codes, graph, rounds=settings.smoothing_rounds)
    progress.step("smooth", 1, 1)
    points = reduce(smoothed, components=settings.components)
    dense = find_dense(
        points,
        min_cluster_size=settings.min_cluster_size or default_min_cluster_size(n),
        min_samples=settings.min_samples or default_min_samples(n),
        max_cluster_size=settings.max_cluster_size or default_max_cluster_size(n),
    )
    progress.step("density", 1, 1)
    return admit_by_vote(graph, dense, least_share=settings.least_vote)


def default_neighbours(n: int) -> int:
    """Return how many neighbours to average over: with few answers a group itself is small."""
    return max(3, round(math.sqrt(n)))


def _spread(
    dense: Dense, of_distinct: npt.NDArray[np.intp]
) -> tuple[Labels, Probabilities, tuple[float, ...]]:
    """Label copies like their original; number clusters by size, then first member."""
    known = of_distinct >= 0
    labels = np.full(len(of_distinct), IN_NONE, dtype=np.int32)
    labels[known] = dense.labels[of_distinct[known]]
    probabilities = np.zeros(len(of_distinct))
    probabilities[known] = dense.probabilities[of_distinct[known]]
    count = len(dense.persistence)
    sizes = np.bincount(labels[labels >= 0], minlength=count)
    firsts = np.array([np.argmax(labels == label) for label in range(count)], dtype=np.intp)
    order = np.lexsort((firsts, -sizes)) if count else np.empty(0, dtype=np.intp)
    renumber = np.full(count + 1, IN_NONE, dtype=np.int32)
    renumber[order] = np.arange(count)
    return renumber[labels], probabilities, tuple(dense.persistence[old] for old in order)


def _describe(
    codes: Codes,
    labels: Labels,
    probabilities: Probabilities,
    persistence: tuple[float, ...],
    texts: Sequence[str] | None,
    settings: ClusterSettings,
) -> tuple[Cluster, ...]:
    central = exemplars(codes, labels, probabilities, per_cluster=settings.exemplars_per_cluster)
    count = len(central)
    words: tuple[tuple[str, ...], ...] = ((),) * count
    if texts is not None:
        words = keywords(texts, labels, per_cluster=settings.keywords_per_cluster)
    sizes = np.bincount(labels[labels >= 0], minlength=count)
    return tuple(
        Cluster(
            size=int(sizes[label]),
            exemplars=central[label],
            persistence=persistence[label],
            keywords=words[label],
            title=title(words[label], texts[central[label][0]] if texts else ""),
        )
        for label in range(count)
    )


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("hdbscan", "numpy", "scipy")}
