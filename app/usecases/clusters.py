"""Keep what a run found, so that it can be compared with what people made of it."""

from dataclasses import asdict, dataclass
from importlib.metadata import version
from uuid import UUID

from sqlmodel import Session

from app.bulk import insert_rows
from clustering import Clustering, DuplicateGroup
from dialogue.models import AnalysisRun, Cluster, ClusterMember, RepeatedAnswer

LONGEST_LABEL = 200


@dataclass(frozen=True)
class Grouping:
    """What a run found, with the contributions that the rows of the clustering stand for."""

    contribution_ids: tuple[UUID, ...]
    found: Clustering
    repeated: tuple[DuplicateGroup, ...] = ()

    def members(self, number: int) -> list[UUID]:
        """List the contributions of a cluster; -1 gives those in none."""
        rows = self.found.unplaced if number < 0 else self.found.members(number)
        return [self.contribution_ids[row] for row in rows]

    def label(self, number: int) -> str:
        """Name a cluster: its title, or its number when there is nothing to make one of."""
        return self.found.clusters[number].title[:LONGEST_LABEL] or f"# {number + 1}"

    def exemplars(self, number: int) -> list[str]:
        """Give the identifiers of the contributions nearest the heart of a cluster."""
        return [str(self.contribution_ids[row]) for row in self.found.clusters[number].exemplars]

    def main_group(self, number: int) -> str:
        """Name the main theme above a cluster; nothing when there is none."""
        above = (each.title for each in self.found.hierarchy if number in each.clusters)
        return next(above, "")[:LONGEST_LABEL]


def store_findings(session: Session, run: AnalysisRun, grouping: Grouping) -> None:
    """Keep the clusters, their members, what was said more than once, and how it was found."""
    found = grouping.found
    run.answers = len(grouping.contribution_ids)
    run.quality = asdict(found.quality)
    run.settings = asdict(found.settings)
    run.versions = {
        **found.versions,
        "embedder": found.fingerprint,
        "samenspraak": version("samenspraak"),
    }
    session.add(run)
    store_clusters(session, run, grouping)
    store_members(session, run, grouping)
    store_repeated(session, run, grouping)


def store_clusters(session: Session, run: AnalysisRun, grouping: Grouping) -> None:
    """Keep what the machine says of each cluster."""
    session.add_all(
        Cluster(
            run_id=run.id,
            number=number,
            label=grouping.label(number),
            keywords=list(cluster.keywords),
            exemplar_ids=grouping.exemplars(number),
            size=cluster.size,
            stability=cluster.stability,
            persistence=cluster.persistence,
            main_group=grouping.main_group(number),
        )
        for number, cluster in enumerate(grouping.found.clusters)
    )


def store_members(session: Session, run: AnalysisRun, grouping: Grouping) -> None:
    """Keep in which cluster each contribution is, and how firmly."""
    sure = grouping.found.probabilities.tolist()
    placed = zip(grouping.contribution_ids, grouping.found.labels, sure, strict=True)
    rows = (
        {"run_id": run.id, "contribution_id": each, "number": int(number), "probability": firmness}
        for each, number, firmness in placed
    )
    insert_rows(session, ClusterMember, rows)


def store_repeated(session: Session, run: AnalysisRun, grouping: Grouping) -> None:
    """Keep which contributions say the same, the group with the most people first."""
    rows = (
        {
            "run_id": run.id,
            "contribution_id": grouping.contribution_ids[row],
            "number": number,
            "likeness": str(group.likeness),
        }
        for number, group in enumerate(grouping.repeated)
        for row in group.members
    )
    insert_rows(session, RepeatedAnswer, rows)
