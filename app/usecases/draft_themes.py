"""Turn the clusters of a run into draft themes; what people decided before stays as it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from app.bulk import in_batches, insert_rows
from clustering import Clustering
from dialogue.models import (
    AnalysisRun,
    Cluster,
    ClusterMember,
    Dialogue,
    PlacedBy,
    Placement,
    PlacementBefore,
    Proposal,
    Theme,
    ThemeState,
)

IDS_AT_ONCE = 500


@dataclass(frozen=True)
class Grouping:
    """What a run found, with the contributions that the rows of the clustering stand for."""

    contribution_ids: tuple[UUID, ...]
    found: Clustering

    def members(self, number: int) -> list[UUID]:
        """List the contributions of a cluster; -1 gives those in none."""
        rows = self.found.unplaced if number < 0 else self.found.members(number)
        return [self.contribution_ids[row] for row in rows]

    def label(self, number: int) -> str:
        """Name a cluster: its title, or its number when there is nothing to make one of."""
        return self.found.clusters[number].title[:200] or f"# {number + 1}"

    def exemplars(self, number: int) -> list[str]:
        """Give the identifiers of the contributions nearest the heart of a cluster."""
        return [str(self.contribution_ids[row]) for row in self.found.clusters[number].exemplars]


@dataclass(frozen=True)
class Decided:
    """What people decided before this run: their themes, and which contributions are theirs."""

    themes: dict[UUID, Theme]
    theme_of: dict[UUID, UUID | None]

    def home_of(self, members: Sequence[UUID]) -> UUID | None:
        """Find the theme in use where people have more than half of these contributions."""
        homes = Counter(self.theme_of[each] for each in members if each in self.theme_of)
        for theme_id, count in homes.most_common(1):
            in_use = theme_id in self.themes and self.themes[theme_id].state is ThemeState.ACTIVE
            if in_use and 2 * count > len(members):
                return theme_id
        return None


def store_clusters(session: Session, run: AnalysisRun, grouping: Grouping) -> None:
    """Keep what the machine found, so that it can be compared with what people made of it."""
    found = grouping.found
    session.add_all(
        Cluster(
            run_id=run.id,
            number=number,
            label=grouping.label(number),
            keywords=list(cluster.keywords),
            exemplar_ids=grouping.exemplars(number),
            size=cluster.size,
        )
        for number, cluster in enumerate(found.clusters)
    )
    insert_rows(
        session,
        ClusterMember,
        (
            {"run_id": run.id, "contribution_id": each, "number": int(number), "probability": sure}
            for each, number, sure in zip(
                grouping.contribution_ids,
                found.labels,
                found.probabilities.tolist(),
                strict=True,
            )
        ),
    )


def store_draft_themes(
    session: Session, run: AnalysisRun, grouping: Grouping, *, now: datetime
) -> None:
    """Make a draft theme of each cluster and place every contribution, if only in no theme.

    Contributions that people placed, or that are in a theme which people changed, stay there. A
    new answer whose cluster lies mostly in such a theme joins it.
    """
    dialogue = lock_dialogue(session, run)
    themes = session.exec(select(Theme).where(Theme.dialogue_id == dialogue.id)).all()
    decided = decided_by_people(session, dialogue, themes)
    drafts = {each.id: each for each in themes if each.id not in decided.themes}
    chosen: dict[UUID, UUID | None] = dict.fromkeys(grouping.contribution_ids)
    kept: set[UUID] = set()
    next_number = max((each.number for each in themes), default=0) + 1
    for number in range(len(grouping.found.clusters)):
        members = grouping.members(number)
        home = decided.home_of(members)
        if home is None and not set(members) <= decided.theme_of.keys():
            home = theme_id(dialogue.slug, run.seed, members)
            kept.add(home)
            if home not in drafts and home not in decided.themes:
                session.add(draft_theme(run, grouping, number, home, next_number, now))
                next_number += 1
        chosen.update(dict.fromkeys(members, home))
    session.flush()
    free = [each for each in grouping.contribution_ids if each not in decided.theme_of]
    place(session, run, grouping, free, chosen, now=now)
    drop_empty_drafts(session, drafts.keys() - kept)


def lock_dialogue(session: Session, run: AnalysisRun) -> Dialogue:
    """Let one run at a time change the themes of a dialogue."""
    chosen = select(Dialogue).where(Dialogue.id == run.dialogue_id)
    return session.exec(chosen.with_for_update()).one()


def decided_by_people(session: Session, dialogue: Dialogue, themes: Iterable[Theme]) -> Decided:
    """Find the themes that people made or changed, and the contributions that they placed."""
    changed = {
        each.id: each
        for each in themes
        if each.version > 1
        or each.label
        or each.run_id is None
        or each.state is not ThemeState.ACTIVE
    }
    placements = select(Placement.contribution_id, Placement.theme_id, Placement.placed_by).where(
        Placement.dialogue_id == dialogue.id
    )
    theirs = {
        contribution: theme
        for contribution, theme, placed_by in session.exec(placements).all()
        if placed_by is PlacedBy.PERSON or theme in changed
    }
    return Decided(themes=changed, theme_of=theirs)


def theme_id(slug: str, seed: int, members: Iterable[UUID]) -> UUID:
    """Derive an identifier, so that the same answers and seed give the same themes anywhere."""
    parts = (slug, str(seed), *sorted(each.hex for each in members))
    return UUID(bytes=sha256("\0".join(parts).encode()).digest()[:16])


def draft_theme(
    run: AnalysisRun, grouping: Grouping, number: int, new_id: UUID, place: int, now: datetime
) -> Theme:
    """Make the theme that a cluster starts as."""
    return Theme(
        id=new_id,
        dialogue_id=run.dialogue_id,
        run_id=run.id,
        number=place,
        machine_label=grouping.label(number),
        keywords=list(grouping.found.clusters[number].keywords),
        exemplar_ids=grouping.exemplars(number),
        created_at=now,
    )


def place(
    session: Session,
    run: AnalysisRun,
    grouping: Grouping,
    free: Sequence[UUID],
    chosen: dict[UUID, UUID | None],
    *,
    now: datetime,
) -> None:
    """Replace the machine's placements of these contributions; they are nobody's decision."""
    for some in in_batches(free, IDS_AT_ONCE):
        session.exec(delete(Placement).where(col(Placement.contribution_id).in_(some)))
    sure = dict(zip(grouping.contribution_ids, grouping.found.probabilities.tolist(), strict=True))
    rows: Iterable[dict[str, Any]] = (
        {
            "contribution_id": each,
            "dialogue_id": run.dialogue_id,
            "theme_id": chosen[each],
            "placed_by": PlacedBy.MACHINE,
            "probability": sure[each],
            "placed_at": now,
        }
        for each in free
    )
    insert_rows(session, Placement, rows)


def drop_empty_drafts(session: Session, theme_ids: Iterable[UUID]) -> None:
    """Drop drafts of an earlier run that were not found again and that nobody built on."""
    old = list(theme_ids)
    in_use = select(Proposal.theme_id).where(col(Proposal.theme_id).in_(old))
    remembered = select(PlacementBefore.theme_id).where(col(PlacementBefore.theme_id).in_(old))
    by_people = select(Placement.theme_id).where(
        col(Placement.theme_id).in_(old), Placement.placed_by == PlacedBy.PERSON
    )
    needed = {*session.exec(in_use), *session.exec(remembered), *session.exec(by_people)}
    unneeded = [each for each in old if each not in needed]
    # What is left in them is out of sight (removed or withdrawn meanwhile).
    leaving = col(Placement.theme_id).in_(unneeded)
    session.exec(update(Placement).where(leaving).values(theme_id=None, probability=0.0))
    session.exec(delete(Theme).where(col(Theme.id).in_(unneeded)))
