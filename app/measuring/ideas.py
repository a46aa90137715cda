"""What counts as the same idea: contributions grouped by average linkage of their vectors."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from app.measuring.material import Material, Places
from clustering.quantisation import dequantise

# See docs/method/participation.md: near-duplicates are sentences, these are ideas.
LIKENESSES = (0.4, 0.5, 0.6)
CHOSEN = 0.5
MOST_COMPARED = 3_000
MOST_VECTORS = 20_000


@dataclass(frozen=True, eq=False)
class Readable:
    """Contributions with a vector, of some people: places (c,), author (c,), vectors int8 (c, d).

    everybody: how many people wrote something readable; drawn: how many of them are here.
    """

    place: Places
    author: Places
    vectors: npt.NDArray[np.int8]
    everybody: int
    drawn: int


def readable(material: Material, *, most: int, seed: int = 0) -> Readable:
    """Take what has a vector, letter by letter the same once; of random people up to ``most``."""
    said = material.said
    if said.vectors is None:
        nothing = np.zeros(0, dtype=np.int64)
        return Readable(nothing, nothing, np.zeros((0, 1), dtype=np.int8), 0, 0)
    place = said.readable
    writers, who = np.unique(said.author[place], return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(writers))
    per_writer = np.bincount(who, minlength=len(writers))
    within = np.cumsum(per_writer[order]) <= most
    chosen = np.zeros(len(writers), dtype=np.bool_)
    chosen[order[within]] = True
    kept = place[chosen[who]]
    return Readable(
        kept, said.author[kept], said.vectors[kept], len(writers), int(chosen.sum())
    )  # fmt: skip


def group_ideas(vectors: npt.NDArray[np.int8]) -> dict[float, Places]:
    """Number the idea (c,) of every contribution, for each likeness at which the tree is cut."""
    if len(vectors) < 2:
        return {each: np.arange(len(vectors)) for each in LIKENESSES}
    unit = dequantise(vectors)
    distances = np.clip(1 - unit @ unit.T, 0, 2).astype(np.float64)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), method="average")
    return {
        each: fcluster(tree, 1 - each, criterion="distance").astype(np.int64) for each in LIKENESSES
    }
