"""Keep translations of what others may read, and no others."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.queries.translations import PRESENT, Wanted
from app.usecases.storing import stored_once
from dialogue.models import Contribution, ContributionState, ContributionVersion, Translation

LONGEST_NAME = 200


def store_translations(
    session: Session, made: Mapping[Wanted, str], *, service: str, now: datetime
) -> int:
    """Keep translations of what may still be read, in words that are still the present ones.

    One that another worker stored meanwhile stays. Returns how many were kept.
    """
    still = (
        select(ContributionVersion.id)
        .join(Contribution, PRESENT)
        .where(
            col(ContributionVersion.id).in_([each.version_id for each in made]),
            Contribution.state == ContributionState.VISIBLE,
        )
        .with_for_update()
    )
    readable = set(session.exec(still).all())
    kept = [
        Translation(
            version_id=each.version_id, language=each.target, text=text,
            service=service[:LONGEST_NAME], made_at=now,
        )
        for each, text in made.items()
        if each.version_id in readable
    ]  # fmt: skip
    return sum(stored_once(session, each) for each in kept)


def forget_translations(session: Session, contribution: Contribution) -> None:
    """Throw away the translations of every version of a contribution that goes out of sight."""
    versions = select(ContributionVersion.id).where(
        ContributionVersion.contribution_id == contribution.id
    )
    session.exec(delete(Translation).where(col(Translation.version_id).in_(versions)))


def forget_what_nobody_sees(session: Session) -> int:
    """Throw away translations of what is out of sight or was said otherwise since.

    A translation that was under way when its original went can't stay behind so.
    """
    gone = (
        select(Translation.id)
        .join(ContributionVersion, col(ContributionVersion.id) == Translation.version_id)
        .join(Contribution, col(Contribution.id) == ContributionVersion.contribution_id)
        .where(
            (col(Contribution.state) != ContributionState.VISIBLE)
            | (col(ContributionVersion.number) != Contribution.current_version)
        )
    )
    return int(session.exec(delete(Translation).where(col(Translation.id).in_(gone))).rowcount)
