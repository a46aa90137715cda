"""Designs that a region keeps under a name, to begin a dialogue with."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.usecases.design_files import design_of
from dialogue.design_parts import DesignFile
from dialogue.errors import NotFound, TemplateNameTaken, TooManyTemplates
from dialogue.lifecycle import Actor
from dialogue.models import DesignTemplate, Dialogue, Event
from dialogue.wording import clean_text

LONGEST_NAME = 100
MOST_TEMPLATES = 50


def save_as_template(
    session: Session, dialogue: Dialogue, *, name: str, actor: Actor, now: datetime
) -> DesignTemplate:
    """Keep a dialogue's design under a name in its region.

    Raises EmptyText, TextTooLong, TemplateNameTaken or TooManyTemplates.
    """
    wanted = " ".join(clean_text(name, limit=LONGEST_NAME).split())
    known = templates_in(session, [dialogue.region_id])
    if any(each.name.casefold() == wanted.casefold() for each in known):
        raise TemplateNameTaken
    if len(known) >= MOST_TEMPLATES:
        raise TooManyTemplates(most=MOST_TEMPLATES)
    kept = DesignTemplate(
        region_id=dialogue.region_id,
        name=wanted,
        design=design_of(session, dialogue).model_dump(mode="json"),
        created_at=now,
    )
    session.add(kept)
    session.add(
        Event(
            dialogue_id=dialogue.id, kind="design.kept", subject_id=kept.id,
            actor_role=actor.role, account_id=actor.account_id, happened_at=now,
        )
    )  # fmt: skip
    session.flush()
    return kept


def templates_in(session: Session, regions: Collection[UUID]) -> list[DesignTemplate]:
    """List the designs that these regions keep, by name."""
    query = select(DesignTemplate).where(col(DesignTemplate.region_id).in_(regions))
    return list(session.exec(query.order_by(col(DesignTemplate.name))).all())


def template_in(session: Session, regions: Collection[UUID], template_id: str) -> DesignTemplate:
    """Load a design that one of these regions keeps. Raises NotFound."""
    kept = templates_in(session, regions)
    found = next((each for each in kept if str(each.id) == template_id), None)
    if found is None:
        raise NotFound
    return found


def design_in(kept: DesignTemplate) -> DesignFile:
    """Read the design that is kept."""
    return DesignFile.model_validate_json(json.dumps(kept.design))
