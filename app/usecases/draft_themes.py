"""Turn the clusters of a run into draft themes; what people decided before stays as it is."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from app.bulk import in_batches, insert_rows
from app.usecases.clusters import Grouping
from app.usecases.standing import Standing, read_standing
from dialogue.models import (
    AnalysisRun,
    Dialogue,
    PlacedBy,
    Placement,
    PlacementBefore,
    Proposal,
    Theme,
    ThemeDraft,
)

IDS_AT_ONCE = 500


def store_draft_themes(
    session: Session, dialogue: Dialogue, run: AnalysisRun, grouping: Grouping, *, now: datetime
) -> None:
    """Make the clusters into draft themes and place every contribution, if only in no theme.

    Contributions that people placed, or that are in a theme which people changed, stay there. The
    caller holds the lock of the dialogue's themes.
    """
    standing = read_standing(session, dialogue)
    homes = homes_of_clusters(session, dialogue, run, grouping, standing, now=now)
    session.flush()
    chosen: dict[UUID, UUID | None] = dict.fromkeys(grouping.contribution_ids)
    for number, home in homes.items():
        chosen.update(dict.fromkeys(grouping.members(number), home))
    free = [each for each in grouping.contribution_ids if each not in standing.decided]
    place(session, run, grouping, free, chosen, now=now)
    drop_empty_drafts(session, standing.drafts.keys() - set(homes.values()))


def lock_dialogue(session: Session, dialogue_id: UUID) -> Dialogue:
    """Let one at a time change the themes of a dialogue; residents don't wait for it."""
    chosen = select(Dialogue).where(Dialogue.id == dialogue_id)
    return session.exec(chosen.with_for_update(key_share=True)).one()


def homes_of_clusters(
    session: Session,
    dialogue: Dialogue,
    run: AnalysisRun,
    grouping: Grouping,
    standing: Standing,
    *,
    now: datetime,
) -> dict[int, UUID]:
    """Choose the theme of each cluster: people's, an earlier draft found again, or a new one.

    A cluster that lies mostly in a theme of people, or continues it, joins it. A cluster of which
    every member was decided on needs none.
    """
    continued = standing.continued(grouping)
    homes: dict[int, UUID] = {}
    next_number = max((each.number for each in standing.themes.values()), default=0) + 1
    for number in range(len(grouping.found.clusters)):
        members = grouping.members(number)
        before = continued.get(number)
        home = standing.home_of(members) or before
        if home is None and not set(members) <= standing.decided.keys():
            taken = standing.themes.keys() | set(homes.values())
            new_id = theme_id(dialogue.slug, run.seed, members, taken=taken)
            home = before = new_draft(run, new_id, next_number, now)
            next_number += 1
        if home is not None:
            homes[number] = home.id
            if before is home:
                describe(home, grouping, number, decided=home.id in standing.changed)
            session.add(home)
    return homes


def new_draft(run: AnalysisRun, new_id: UUID, number: int, now: datetime) -> Theme:
    """Make the theme that a cluster starts as."""
    return Theme(
        id=new_id,
        dialogue_id=run.dialogue_id,
        run_id=run.id,
        number=number,
        machine_label="",
        created_at=now,
    )


def describe(theme: Theme, grouping: Grouping, number: int, *, decided: bool) -> None:
    """Write on a theme what the machine says of its cluster; of people's themes, only how sure."""
    cluster = grouping.found.clusters[number]
    if decided and theme.run_id is None:
        return
    theme.stability, theme.main_group = cluster.stability, grouping.main_group(number)
    if not decided:
        theme.machine_label = grouping.label(number)
        theme.keywords = list(cluster.keywords)
        theme.exemplar_ids = grouping.exemplars(number)


def theme_id(slug: str, seed: int, members: Iterable[UUID], *, taken: Collection[UUID]) -> UUID:
    """Derive an identifier, so that the same answers and seed give the same themes anywhere."""
    parts = [slug, str(seed), *sorted(each.hex for each in members)]
    derived = UUID(bytes=sha256("\0".join(parts).encode()).digest()[:16])
    # An earlier theme that began with the same members went its own way since.
    return derived if derived not in taken else theme_id(slug, seed, [derived], taken=taken)


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
    # What is left in them came in meanwhile, enriches something, or is out of sight: the worker
    # places anew what may be seen.
    session.exec(delete(Placement).where(col(Placement.theme_id).in_(unneeded)))
    session.exec(delete(ThemeDraft).where(col(ThemeDraft.theme_id).in_(unneeded)))
    session.exec(delete(Theme).where(col(Theme.id).in_(unneeded)))
