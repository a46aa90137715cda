"""People decide the themes: every change has a lineage, can be undone, and happens once."""

from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.usecases import themes
from dialogue.errors import (
    ChangedMeanwhile,
    EmptyText,
    NotFound,
    NothingChosen,
    NothingToUndo,
    SameTheme,
    WholeThemeChosen,
)
from dialogue.models import (
    ContributionState,
    Dialogue,
    Event,
    PlacedBy,
    Placement,
    Theme,
    ThemeLineage,
    ThemeState,
)
from tests.cast import FACILITATOR, make_asking
from tests.facilitator_cast import make_theme, say

STEP = {"actor": FACILITATOR}


def two_themes(session: Session, now) -> tuple[Dialogue, Theme, Theme]:
    running = make_asking(session, now)
    waiting = [say(session, running, f"Ik wacht te lang, {n}", now) for n in range(4)]
    nearby = [say(session, running, f"Een post dichtbij, {n}", now) for n in range(3)]
    first = make_theme(session, running, now, number=1, label="wachten", contributions=waiting)
    second = make_theme(session, running, now, number=2, label="dichtbij", contributions=nearby)
    return running, first, second


def placed_in(session: Session, theme_id: UUID | None) -> set[UUID]:
    session.flush()
    session.expire_all()
    query = select(Placement.contribution_id).where(Placement.theme_id == theme_id)
    return set(session.exec(query).all())


def test_a_new_name_stands_beside_the_one_that_the_machine_gave(session: Session, clock) -> None:
    running, theme, _ = two_themes(session, clock())

    themes.rename(
        session, running, theme.id, label="  Lang wachten  ", version=1, now=clock(), **STEP
    )

    assert (theme.name, theme.machine_label, theme.version) == ("Lang wachten", "wachten", 2)
    assert [each.kind for each in session.exec(select(Event)).all()][-1:] == ["theme.rename"]


def test_a_theme_needs_a_name_with_words(session: Session, clock) -> None:
    running, theme, _ = two_themes(session, clock())

    with pytest.raises(EmptyText):
        themes.rename(session, running, theme.id, label="  ", version=1, now=clock(), **STEP)


def test_a_theme_of_another_dialogue_does_not_exist(session: Session, clock) -> None:
    _, theme, _ = two_themes(session, clock())
    other = make_asking(session, clock(), slug="ander")

    with pytest.raises(NotFound):
        themes.rename(session, other, theme.id, label="X", version=1, now=clock(), **STEP)


def test_a_merged_theme_holds_everything_of_both_and_knows_where_it_came_from(
    session: Session, clock
) -> None:
    running, first, second = two_themes(session, clock())
    before = placed_in(session, first.id) | placed_in(session, second.id)

    merged = themes.merge(
        session, running, first.id, second.id, first_version=1, second_version=1,
        label="Snel en dichtbij", now=clock(), **STEP,
    )  # fmt: skip

    assert placed_in(session, merged.id) == before
    assert {first.state, second.state} == {ThemeState.MERGED}
    parents = session.exec(select(ThemeLineage.parent_id).where(ThemeLineage.child_id == merged.id))
    assert set(parents.all()) == {first.id, second.id}


def test_a_theme_is_not_merged_with_itself(session: Session, clock) -> None:
    running, first, _ = two_themes(session, clock())

    with pytest.raises(SameTheme):
        themes.merge(
            session, running, first.id, first.id, first_version=1, second_version=1,
            label="Zelfde", now=clock(), **STEP,
        )  # fmt: skip


def test_a_split_takes_the_chosen_answers_to_a_new_theme_and_leaves_the_rest(
    session: Session, clock
) -> None:
    running, first, _ = two_themes(session, clock())
    everything = placed_in(session, first.id)
    chosen = sorted(everything)[:2]

    part = themes.split(
        session, running, first.id, version=1, contribution_ids=chosen, label="Nacht",
        now=clock(), **STEP,
    )  # fmt: skip

    assert placed_in(session, part.id) == set(chosen)
    assert placed_in(session, first.id) == everything - set(chosen)
    assert session.get_one(Placement, chosen[0]).placed_by is PlacedBy.PERSON


def test_a_split_takes_some_answers_not_none_and_not_all(session: Session, clock) -> None:
    running, first, _ = two_themes(session, clock())
    everything = list(placed_in(session, first.id))

    for chosen, refusal in (([], NothingChosen), (everything, WholeThemeChosen)):
        with pytest.raises(refusal):
            themes.split(
                session, running, first.id, version=first.version, contribution_ids=chosen,
                label="Deel", now=clock(), **STEP,
            )  # fmt: skip


def test_an_answer_moves_to_another_theme_or_to_none(session: Session, clock) -> None:
    running, first, second = two_themes(session, clock())
    answer = next(iter(placed_in(session, first.id)))

    themes.move(
        session, running, answer, from_theme_id=first.id, to_theme_id=second.id, now=clock(), **STEP
    )
    assert answer in placed_in(session, second.id)
    themes.move(
        session, running, answer, from_theme_id=second.id, to_theme_id=None, now=clock(), **STEP
    )
    assert answer in placed_in(session, None)


def test_an_answer_that_was_moved_meanwhile_is_not_moved_again(session: Session, clock) -> None:
    running, first, second = two_themes(session, clock())
    answer = next(iter(placed_in(session, first.id)))
    themes.move(
        session, running, answer, from_theme_id=first.id, to_theme_id=None, now=clock(), **STEP
    )

    with pytest.raises(ChangedMeanwhile):
        themes.move(
            session, running, answer, from_theme_id=first.id, to_theme_id=second.id,
            now=clock(), **STEP,
        )  # fmt: skip


def test_nothing_is_put_in_a_theme_that_was_merged_meanwhile(session: Session, clock) -> None:
    running, first, second = two_themes(session, clock())
    loose = say(session, running, "Anders", clock())
    themes.merge(
        session, running, first.id, second.id, first_version=1, second_version=1, label="Samen",
        now=clock(), **STEP,
    )  # fmt: skip

    with pytest.raises(ChangedMeanwhile):
        themes.move(
            session, running, loose.id, from_theme_id=None, to_theme_id=first.id,
            now=clock(), **STEP,
        )  # fmt: skip


def test_a_held_answer_is_not_placed(session: Session, clock) -> None:
    running, first, _ = two_themes(session, clock())
    held = say(session, running, "Bel mij", clock(), state=ContributionState.HELD)

    with pytest.raises(ChangedMeanwhile):
        themes.move(
            session, running, held.id, from_theme_id=None, to_theme_id=first.id,
            now=clock(), **STEP,
        )  # fmt: skip


def test_undo_takes_back_each_change_in_turn_until_everything_is_as_it_was(
    session: Session, clock
) -> None:
    running, first, second = two_themes(session, clock())
    loose = say(session, running, "Nergens bij", clock())
    started = [placed_in(session, each) for each in (first.id, second.id, None)]

    themes.rename(session, running, first.id, label="Anders", version=1, now=clock(), **STEP)
    made = themes.new(
        session, running, label="Eigen", contribution_ids=[loose.id], now=clock(), **STEP
    )
    part = themes.split(
        session, running, second.id, version=1, label="Deel", now=clock(),
        contribution_ids=sorted(placed_in(session, second.id))[:1], **STEP,
    )  # fmt: skip
    merged = themes.merge(
        session, running, part.id, first.id, first_version=part.version,
        second_version=first.version, label="Samen", now=clock(), **STEP,
    )  # fmt: skip
    for _ in range(4):
        change = themes.last_change(session, running)
        themes.undo(session, running, change_id=change.id, now=clock(), **STEP)

    assert [placed_in(session, each) for each in (first.id, second.id, None)] == started
    assert (first.label, first.state) == ("", ThemeState.ACTIVE)
    assert {each.state for each in (made, part, merged)} == {ThemeState.UNDONE}
    kinds = {each.placed_by for each in session.exec(select(Placement)).all()}
    assert kinds == {PlacedBy.MACHINE}
    assert themes.last_change(session, running) is None


def test_undo_of_nothing_is_refused(session: Session, clock) -> None:
    running = make_asking(session, clock())

    with pytest.raises(NothingToUndo):
        themes.undo(session, running, change_id=running.id, now=clock(), **STEP)


def test_undo_takes_back_only_the_change_that_was_looked_at(session: Session, clock) -> None:
    running, first, _ = two_themes(session, clock())
    themes.rename(session, running, first.id, label="Een", version=1, now=clock(), **STEP)
    seen = themes.last_change(session, running).id
    themes.rename(session, running, first.id, label="Twee", version=2, now=clock(), **STEP)

    with pytest.raises(ChangedMeanwhile):
        themes.undo(session, running, change_id=seen, now=clock(), **STEP)


def test_of_two_facilitators_who_merge_the_same_theme_at_once_one_is_told_so(
    engine: Engine, clock
) -> None:
    with transaction(engine) as session:
        running, first, second = two_themes(session, clock())
        third = make_theme(session, running, clock(), number=3, label="apart")
        running_id, ids = running.id, (first.id, second.id, third.id)
    told: list[str] = []
    start = Barrier(2)

    def merge_with(other: UUID) -> None:
        start.wait()
        try:
            with transaction(engine) as own:
                themes.merge(
                    own, own.get_one(Dialogue, running_id), ids[0], other, first_version=1,
                    second_version=1, label="Samen", now=clock(), **STEP,
                )  # fmt: skip
            told.append("merged")
        except ChangedMeanwhile:
            told.append("changed meanwhile")

    workers = [Thread(target=merge_with, args=(other,)) for other in ids[1:]]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert sorted(told) == ["changed meanwhile", "merged"]
    with transaction(engine) as session:
        standing = session.exec(
            select(Theme.state).join(Placement, Placement.theme_id == Theme.id)
        ).all()
        assert len(standing) == 7
        assert set(standing) == {ThemeState.ACTIVE}
