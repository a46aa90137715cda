"""Figures of one dialogue: at once, or in a very large one as soon as they are there."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID, uuid5

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session, func, select

from app.access import AtDesk
from app.db import reading
from app.deps import get_now
from app.figures import BeingMeasured, KeptFigures
from app.routes.facilitator.pages import show_at_desk
from dialogue.models import Dialogue, Participant

# From so many people on measuring takes seconds, and is done beside the request.
LARGE = 5_000
LOOK_AGAIN_SECONDS = 5

Figures = TypeVar("Figures")


def figures_of(
    request: Request,
    session: Session,
    desk: AtDesk,
    kept: KeptFigures[Figures],
    now: datetime,
    measure: Callable[[Session, Dialogue], Figures],
    key: UUID | None = None,
) -> Figures | BeingMeasured:
    """Give the figures of the last minute; of a very large dialogue without waiting for them.

    key: what they are figures of, if not of the dialogue.
    """
    key = key or desk.dialogue.id
    if not is_large(session, desk.dialogue):
        return kept.get(key, now=now, measure=lambda: measure(session, desk.dialogue))
    return kept.soon(key, now=now, measure=aside(request, desk, measure))


def always_new(
    request: Request,
    session: Session,
    desk: AtDesk,
    kept: KeptFigures[Figures],
    measure: Callable[[Session, Dialogue], Figures],
    *key: object,
) -> Figures | BeingMeasured:
    """Work out what has to follow each change; of a very large dialogue beside the request.

    key: what it follows, such as the last change; the same key means the same figures of the last
    minute, in a very large dialogue.
    """
    if not is_large(session, desk.dialogue):
        return measure(session, desk.dialogue)
    name = uuid5(desk.dialogue.id, " ".join(map(str, key)))
    return kept.soon(name, now=get_now(request), measure=aside(request, desk, measure))


def aside(
    request: Request, desk: AtDesk, measure: Callable[[Session, Dialogue], Figures]
) -> Callable[[], Figures]:
    """Make what measures in a session of its own."""
    engine, dialogue_id = request.app.state.engine, desk.dialogue.id

    def measure_apart() -> Figures:
        with reading(engine) as own:
            return measure(own, own.get_one(Dialogue, dialogue_id))

    return measure_apart


def is_large(session: Session, dialogue: Dialogue) -> bool:
    """Tell whether so many people take part that measuring takes seconds."""
    people = select(func.count()).where(Participant.dialogue_id == dialogue.id)
    return session.exec(people).one() >= LARGE


def show_being_measured(request: Request, session: Session, desk: AtDesk) -> Response:
    """Say that the figures are being worked out; the browser asks again by itself."""
    page = show_at_desk(
        request, session, desk, "being_measured.html", status_code=HTTPStatus.ACCEPTED,
        seconds=LOOK_AGAIN_SECONDS,
    )  # fmt: skip
    page.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return page
