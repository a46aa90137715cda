"""From vectors or texts to a Clustering, in one call.

cluster(vectors, settings=ClusterSettings(), *, texts=None, languages=None, quotable=None,
        embedder=None, fingerprint=None, progress=SILENT)
    vectors: float (n, d) or the int8 codes of `quantise`, which is what a store should keep.
    texts: give them to get keywords and titles, and finer themes in a dialogue on one subject.
    languages: a code per text, if known; otherwise they're guessed from its small words.
    quotable: whose sentences may stand in a title; keywords are counted over all.
    embedder: the one that made the vectors; with texts, it lets words be compared by meaning.
cluster_texts(texts, embedder=None, settings=ClusterSettings(), *, languages=None, progress=SILENT)

Both return a Clustering; both are deterministic: same input and settings, same labels, on any
number of threads. Copies of an answer share a label and weigh as one idea. Phases reported to
`progress`: "embed", "neighbours", "smooth", "density", "stability", "describe".
"""

from collections.abc import Callable, Sequence
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from clustering.cleaning import clean, has_words
from clustering.copies import spread, without_copies
from clustering.density import none_found
from clustering.description import describe
from clustering.embedding import Embedder, load_embedder
from clustering.errors import LengthMismatch
from clustering.hearts import find_hearts
from clustering.hierarchy import main_groups
from clustering.languages import guess_languages
from clustering.persistence import Dense
from clustering.progress import SILENT, Progress
from clustering.quality import measure_quality
from clustering.quantisation import Codes, quantise
from clustering.recipe import Grouping, group
from clustering.result import IN_NONE, Cluster, Clustering, ClusterSettings, Labels, Reason
from clustering.stability import default_resamples, stability

DEFAULT_SETTINGS = ClusterSettings()
_FEWEST_DIFFERENT = 4


def cluster_texts(
    texts: Sequence[str],
    embedder: Embedder | None = None,
    settings: ClusterSettings = DEFAULT_SETTINGS,
    *,
    languages: Sequence[str] | None = None,
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
        codes,
        settings,
        texts=texts,
        languages=languages,
        embedder=embedder,
        fingerprint=embedder.fingerprint,
        progress=progress,
    )


def cluster(
    vectors: npt.ArrayLike,
    settings: ClusterSettings = DEFAULT_SETTINGS,
    *,
    texts: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    quotable: Sequence[bool] | None = None,
    embedder: Embedder | None = None,
    fingerprint: str | None = None,
    progress: Progress = SILENT,
) -> Clustering:
    """Group rows that lie near each other; a row of zeros (nothing to read) is in no cluster.

    Raises InvalidVectors for rows that aren't finite, LengthMismatch when texts differ in number.
    """
    codes = quantise(vectors)
    _same_number(len(codes), texts=texts, languages=languages, quotable=quotable)
    if texts is not None and languages is None:
        languages = guess_languages(texts)
    dense, stabilities, reason = _grouped(codes, settings, texts, languages, embedder, progress)
    clusters = describe(codes, texts, languages, dense, stabilities, settings, quotable=quotable)
    progress.step("describe", 1, 1)
    hearts = find_hearts(codes, dense.labels, dense.probabilities)
    return Clustering(
        labels=dense.labels,
        probabilities=dense.probabilities,
        clusters=clusters,
        hierarchy=main_groups(hearts, _sizes(clusters), tuple(c.keywords for c in clusters)),
        quality=measure_quality(
            codes, dense.labels, density_validity=dense.validity, seed=settings.seed
        ),
        hearts=hearts,
        settings=settings,
        versions={name: version(name) for name in ("hdbscan", "numpy", "scipy")},
        reason=reason if clusters or reason else Reason.NO_GROUPS,
        fingerprint=fingerprint,
    )


def _grouped(
    codes: Codes,
    settings: ClusterSettings,
    texts: Sequence[str] | None,
    languages: Sequence[str] | None,
    embedder: Embedder | None,
    progress: Progress,
) -> tuple[Dense, Sequence[float | None], Reason | None]:
    """Group what differs, let copies follow, and say how stable each cluster is."""
    distinct = without_copies(codes)
    reason = _why_not(len(codes), len(distinct.codes), settings)
    grouping = _nothing(len(distinct.codes))
    if reason is None:
        grouping = group(
            distinct.codes,
            settings,
            texts=_taken(texts, distinct.firsts),
            languages=_taken(languages, distinct.firsts),
            embedder=embedder,
            progress=progress,
        )
    dense = spread(grouping.dense, distinct.places)
    labels = dense.labels[distinct.firsts]
    return dense, _stabilities(labels, grouping.again, settings, progress=progress), reason


def _same_number(rows: int, **given: Sequence[object] | None) -> None:
    for name, each in given.items():
        if each is not None and len(each) != rows:
            raise LengthMismatch(name, rows, len(each))


def _why_not(answers: int, different: int, settings: ClusterSettings) -> Reason | None:
    if answers == 0:
        return Reason.NO_ANSWERS
    if different == 1 and answers >= settings.minimum_answers:
        return Reason.ALL_THE_SAME
    if different < max(settings.minimum_answers, _FEWEST_DIFFERENT):
        return Reason.TOO_FEW
    return None


def _taken(given: Sequence[str] | None, places: npt.NDArray[np.intp]) -> list[str] | None:
    return None if given is None else [given[place] for place in places]


def _nothing(different: int) -> Grouping:
    nothing = none_found(different)
    return Grouping(nothing, lambda taken: nothing.labels[taken])


def _stabilities(
    labels: Labels,
    again: Callable[[npt.NDArray[np.intp]], Labels],
    settings: ClusterSettings,
    *,
    progress: Progress,
) -> Sequence[float | None]:
    count = int(labels.max(initial=IN_NONE)) + 1
    resamples = settings.resamples
    if resamples is None:
        resamples = default_resamples(len(labels))
    if not count or not resamples:
        return (None,) * count
    return stability(labels, again, resamples=resamples, seed=settings.seed, progress=progress)


def _sizes(clusters: tuple[Cluster, ...]) -> tuple[int, ...]:
    return tuple(cluster.size for cluster in clusters)
