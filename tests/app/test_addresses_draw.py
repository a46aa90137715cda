"""A draw from a list: who can be drawn, in which proportion, and what is kept of it."""

from collections import Counter
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.db import transaction
from app.usecases import addresses, addresses_draw, populations
from dialogue import errors
from dialogue.models import Draw, Event, Invitation
from tests.addresses_cast import HEADER, Office
from tests.cast import FACILITATOR

AGE = HEADER.replace("\n", ";gender\n")
MARGINS = (
    "dimension,group,count\nage,25-44,900\nage,80-plus,100\ngender,woman,510\ngender,man,490\n"
)


def people(**counts: int) -> str:
    """Rows of people of an age and a gender: ``young_woman=3``; nothing said: ``nobody_knows``."""
    ages = {"young": "25-44", "old": "80-plus", "nobody": ""}
    rows = [
        f"P;p{kind}{number}@example.nl;;;;;;{ages[kind.split('_')[0]]};"
        f"{kind.split('_')[1].replace('knows', '')}"
        for kind, count in counts.items()
        for number in range(count)
    ]
    return AGE + "\n".join(rows)


def draw(office: Office, list_id: UUID, size: int, *by: str, as_population: bool = False) -> Draw:
    with transaction(office.engine) as session:
        dialogue = office.dialogue(session)
        stored = addresses.list_of(session, dialogue, list_id, to_change=True)
        return addresses_draw.draw_people(
            session, dialogue, stored, size=size, by=by, as_population=as_population,
            seed=7, actor=FACILITATOR, now=office.clock(),
        )  # fmt: skip


def store_population(office: Office, data: str) -> None:
    with transaction(office.engine) as session:
        populations.store_population(
            session, office.dialogue(session), data=data, source="CBS", actor=FACILITATOR,
            now=office.clock(),
        )  # fmt: skip


def drawn_of(kept: Draw) -> dict[tuple[str, ...], int]:
    return {tuple(each["groups"]): each["drawn"] for each in kept.strata}


def test_a_second_draw_is_among_who_was_not_drawn_before(office: Office, engine: Engine) -> None:
    list_id = office.imported(people(young_woman=20))

    first, second = draw(office, list_id, 12), draw(office, list_id, 8)

    assert (first.listed, second.listed) == (20, 8)
    assert Counter(each.draw_id for each in office.people()) == {first.id: 12, second.id: 8}
    with pytest.raises(errors.DrawTooLarge):
        draw(office, list_id, 1)
    with transaction(engine) as session:
        kinds = session.exec(select(Event.kind).where(Event.subject_id == first.id)).all()
    assert kinds == ["addresses.drawn"]


def test_who_was_invited_without_a_draw_is_not_in_the_lot(office: Office, engine: Engine) -> None:
    list_id = office.imported(people(young_woman=5))
    with transaction(engine) as session:
        someone = office.people()[0]
        code = Invitation(
            dialogue_id=someone.dialogue_id, chamber_id=someone.chamber_id, code_hash="c" * 64
        )
        session.add(code)
        session.flush()
        session.merge(someone).invitation_id = code.id

    assert draw(office, list_id, 4).listed == 4


def test_the_draw_keeps_marks_of_the_lot_and_of_the_rows(office: Office) -> None:
    list_id = office.imported(people(young_woman=9))

    kept = draw(office, list_id, 4)

    everybody = office.people()
    marks = "".join(f"{each}\n" for each in sorted(one.address_hash for one in everybody))
    rows = "".join(f"{one.row}\n" for one in everybody if one.draw_id)
    assert kept.list_hash == sha256(marks.encode()).hexdigest()
    assert kept.drawn_hash == sha256(rows.encode()).hexdigest()


def test_two_questions_divide_by_the_list(office: Office) -> None:
    list_id = office.imported(people(young_woman=40, young_man=20, old_woman=30, nobody_knows=10))

    kept = draw(office, list_id, 50, "age", "gender")

    assert drawn_of(kept) == {
        ("25-44", "woman"): 20, ("25-44", "man"): 10, ("80-plus", "woman"): 15, ("", ""): 5,
    }  # fmt: skip


def test_who_lives_there_divides_as_the_population_is_counted(office: Office) -> None:
    list_id = office.imported(people(young_woman=50, old_woman=50))
    store_population(office, MARGINS)

    kept = draw(office, list_id, 40, "age", as_population=True)

    assert drawn_of(kept) == {("25-44",): 36, ("80-plus",): 4}
    assert kept.as_population


def test_two_questions_that_were_counted_apart_are_fitted_to_the_list(office: Office) -> None:
    list_id = office.imported(people(young_woman=60, young_man=60, old_woman=40, old_man=40))
    store_population(office, MARGINS)

    kept = draw(office, list_id, 100, "age", "gender", as_population=True)

    wanted = {tuple(each["groups"]): round(each["wanted"], 3) for each in kept.strata}
    assert wanted == {
        ("25-44", "woman"): 45.9, ("25-44", "man"): 44.1,
        ("80-plus", "woman"): 5.1, ("80-plus", "man"): 4.9,
    }  # fmt: skip


def test_two_questions_that_were_counted_together_are_used_so(office: Office) -> None:
    list_id = office.imported(people(young_woman=60, young_man=60, old_woman=40, old_man=40))
    cells = "25-44,woman,700\n25-44,man,100\n80-plus,woman,100\n80-plus,man,100\n"
    store_population(office, f"age,gender,count\n{cells}")

    kept = draw(office, list_id, 50, "age", "gender", as_population=True)

    assert drawn_of(kept) == {
        ("25-44", "woman"): 35, ("25-44", "man"): 5,
        ("80-plus", "woman"): 5, ("80-plus", "man"): 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("by", "as_population"),
    [
        (("education",), False),
        (("age", "age"), False),
        (("gender",), False),
        ((), True),
        (("age",), True),
    ],
)
def test_a_division_that_nobody_can_make_is_refused(office: Office, by, as_population) -> None:
    """Not asked, twice, known of nobody, and without figures of who lives there."""
    list_id = office.imported(people(young_=20))

    with pytest.raises(errors.DrawQuestionsUnknown):
        draw(office, list_id, 5, *by, as_population=as_population)

    assert not any(each.draw_id for each in office.people())


def test_a_list_that_was_not_brought_in_has_no_lot(office: Office) -> None:
    list_id = office.checked(people(young_woman=20))

    with pytest.raises(errors.ChangedMeanwhile):
        draw(office, list_id, 5)
