"""What a clustering is made of: settings in, a frozen Clustering out.

ClusterSettings(seed=0, ...)   every knob with its default; None means "chosen by the number"
Clustering
    labels          int32 (n,), -1 = in no cluster; 0 is the largest cluster
    probabilities   float64 (n,), how firmly an answer sits in its cluster; 0 when in none
    clusters        tuple of Cluster(size, title, keywords, exemplars, persistence, stability)
    hierarchy       tuple of MainGroup(clusters, size, title), a handful above the clusters
    quality         Quality(dbcv, silhouette, share_in_none)
    reason          None, or a Reason why nothing was grouped
    hearts          where each cluster lies, for `assign`
    settings, versions, fingerprint
    shorthands: exemplars, keywords, titles, sizes, members(cluster), unplaced
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from clustering.quantisation import Vectors

Labels = npt.NDArray[np.int32]
Probabilities = npt.NDArray[np.float64]

IN_NONE = -1


class Reason(StrEnum):
    """Why no cluster was found: an outcome, not an error, because nothing went wrong."""

    NO_ANSWERS = "there are no answers yet"
    TOO_FEW = "too few different answers to group; read them one by one"
    ALL_THE_SAME = "all answers are the same"
    NO_GROUPS = "no groups of like answers stand out"


@dataclass(frozen=True, kw_only=True)
class ClusterSettings:
    """The knobs of the recipe; None lets the number of different answers decide."""

    seed: int = 0
    neighbours: int = 15
    smoothing_rounds: int = 4
    components: int = 15
    min_cluster_size: int | None = None
    min_samples: int | None = None
    max_cluster_size: int | None = None
    # The least share of an answer's ties inside its cluster; times 0.7 among the many clusters of
    # many answers. Smoothing, components and samples have no part above 5,000 different answers.
    least_vote: float = 0.35
    # The most different answers that are compared by their words too; 0 leaves that out.
    closer_look_up_to: int = 1_500
    minimum_answers: int = 12
    keywords_per_cluster: int = 8
    exemplars_per_cluster: int = 3
    resamples: int | None = None


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A group of like answers, found by the machine; people decide later what theme it is."""

    size: int
    exemplars: tuple[int, ...]
    persistence: float
    stability: float | None = None
    keywords: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class MainGroup:
    """A main theme: clusters that lie near each other, and how many answers they hold."""

    clusters: tuple[int, ...]
    size: int
    title: str


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How separate the clusters are: DBCV and silhouette from -1 to 1, and the share in none."""

    dbcv: float | None
    silhouette: float | None
    share_in_none: float


@dataclass(frozen=True, eq=False)
class Hearts:
    """Per cluster its mean direction, float32 (k, d), and the cosines of its members to it."""

    directions: Vectors
    means: npt.NDArray[np.float64]
    deviations: npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Clustering:
    """All answers with their cluster, or the reason why none was found."""

    labels: Labels
    probabilities: Probabilities
    clusters: tuple[Cluster, ...]
    hierarchy: tuple[MainGroup, ...]
    quality: Quality
    hearts: Hearts
    settings: ClusterSettings
    versions: dict[str, str]
    reason: Reason | None = None
    fingerprint: str | None = None

    def __post_init__(self) -> None:
        self.labels.setflags(write=False)
        self.probabilities.setflags(write=False)

    @property
    def exemplars(self) -> tuple[tuple[int, ...], ...]:
        """Per cluster the indexes of the answers nearest its heart, the nearest first."""
        return tuple(cluster.exemplars for cluster in self.clusters)

    @property
    def keywords(self) -> tuple[tuple[str, ...], ...]:
        """Per cluster its most telling words, the most telling first."""
        return tuple(cluster.keywords for cluster in self.clusters)

    @property
    def titles(self) -> tuple[str, ...]:
        """Per cluster a short name made from its keywords."""
        return tuple(cluster.title for cluster in self.clusters)

    @property
    def stability(self) -> tuple[float | None, ...]:
        """Per cluster how surely it's found again among 80% of the answers, if measured."""
        return tuple(cluster.stability for cluster in self.clusters)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Per cluster the number of answers in it, copies included."""
        return tuple(cluster.size for cluster in self.clusters)

    @property
    def unplaced(self) -> tuple[int, ...]:
        """Indexes of the answers in no cluster: voices to read, not noise to drop."""
        return tuple(int(index) for index in np.flatnonzero(self.labels == IN_NONE))

    def members(self, cluster: int) -> tuple[int, ...]:
        """Indexes of the answers in one cluster, in the order of the answers."""
        return tuple(int(index) for index in np.flatnonzero(self.labels == cluster))
