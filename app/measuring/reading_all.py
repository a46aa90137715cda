"""Read all material of a dialogue in a fixed number of statements, whatever its size."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, col, select

from app.measuring.material import Material
from app.measuring.reading import read_codes, read_people
from app.measuring.reading_said import read_indicators, read_said, read_scales, read_weighed
from app.queries.parts import chambers_of, rounds_of
from dialogue.models import Dialogue, Theme, ThemeState
from participation import Population


def read_material(session: Session, dialogue: Dialogue, population: Population | None) -> Material:
    """Read everything that the figures are made of."""
    with without_collecting():
        return read_parts(session, dialogue, population)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave the search for circles of objects for later: rows make none, and looking costs a third.

    What nobody refers to any more is freed at once as always.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_parts(session: Session, dialogue: Dialogue, population: Population | None) -> Material:
    """Read one part after the other."""
    rounds, chambers = rounds_of(session, dialogue), chambers_of(session, dialogue)
    codes = read_codes(session, dialogue, chambers)
    people = read_people(session, dialogue, rounds, codes)
    said = read_said(session, dialogue, people.place_of)
    active = select(Theme).where(Theme.dialogue_id == dialogue.id, Theme.state == ThemeState.ACTIVE)
    return Material(
        dialogue=dialogue,
        rounds=rounds,
        chambers=chambers,
        themes=session.exec(active.order_by(col(Theme.number))).all(),
        population=population,
        people=people,
        codes=codes,
        said=said,
        weighed=read_weighed(session, rounds, people.place_of, said.place_of),
        scales=read_scales(session, dialogue, people.place_of),
        indicators=read_indicators(session, dialogue, people.place_of),
    )
