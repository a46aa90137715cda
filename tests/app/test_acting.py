"""Who has to act is counted by people and by theme, and never for fewer than ten."""

from collections import Counter

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.db import transaction
from app.queries.acting import NOTHING_TOLD, Acting, acting_in_themes, made_safe
from dialogue.models import Dialogue, PlacedBy, Placement, Theme
from tests.cast import arrive, make_asking, say


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({"self": 9, "together": 9, "system": 9}, NOTHING_TOLD),
        ({"system": 23}, Acting(None, None, 25)),
        ({"self": 12, "together": 41, "system": 9}, Acting(10, 40, None)),
    ],
)
def test_fewer_than_ten_are_never_told(chosen: dict[str, int], shown: Acting) -> None:
    assert made_safe(Counter(chosen)) == shown


def test_a_person_with_several_answers_in_a_theme_counts_once_by_the_last(
    engine: Engine, clock
) -> None:
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        theme = Theme(
            dialogue_id=dialogue.id, number=1, machine_label="wachten", created_at=clock()
        )
        session.add(theme)
        people = [arrive(session, dialogue, clock()) for _ in range(11)]
        for number, person in enumerate(people):
            for at, choice in enumerate(("self", "system")):
                clock.pass_by(seconds=1)
                text = f"De wachttijd is te lang, vooral om reden {number} en {at}"
                said = say(session, dialogue, person, text, clock())
                said.who_acts = choice
                session.add(
                    Placement(
                        contribution_id=said.id,
                        dialogue_id=dialogue.id,
                        theme_id=theme.id,
                        placed_by=PlacedBy.MACHINE,
                        placed_at=clock(),
                    )
                )

    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        assert list(acting_in_themes(session, dialogue).values()) == [Acting(None, None, 10)]
