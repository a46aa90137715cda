"""The theme that lies nearest to an answer in none, with its probability: a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from app.queries.hearts import as_codes, present_fingerprint, theme_hearts
from clustering.arrivals import assign_to
from dialogue.models import Dialogue, Embedding


@dataclass(frozen=True)
class Suggestion:
    """A theme in use, and how much nearer it lies than the others (0 to 1)."""

    theme_id: UUID
    probability: float


def suggest_themes(
    session: Session, dialogue: Dialogue, version_ids: Sequence[UUID]
) -> dict[UUID, Suggestion]:
    """Find the nearest theme for each of these versions that the machine has read.

    With one theme there is nothing to compare it with, and no suggestion.
    """
    fingerprint = present_fingerprint(session, dialogue)
    vectors = vectors_of(session, version_ids, fingerprint) if fingerprint else {}
    if not fingerprint or not vectors:
        return {}
    codes = as_codes(list(vectors.values()))
    hearts = theme_hearts(session, dialogue, fingerprint, codes.shape[1])
    if len(hearts.theme_ids) < 2:
        return {}
    found = assign_to(codes, hearts.hearts)
    return {
        version_id: Suggestion(hearts.theme_ids[nearest], float(probability))
        for version_id, nearest, probability in zip(
            vectors, found.nearest, np.round(found.probabilities, 2), strict=True
        )
        if nearest >= 0
    }


def vectors_of(
    session: Session, version_ids: Sequence[UUID], fingerprint: str
) -> dict[UUID, bytes]:
    """Load the vectors that this model made of these versions."""
    query = select(Embedding.version_id, Embedding.vector).where(
        col(Embedding.version_id).in_(version_ids), Embedding.fingerprint == fingerprint
    )
    return dict(session.exec(query).all())
