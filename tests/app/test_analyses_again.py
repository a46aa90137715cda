"""An analysis is asked for again: nothing that people decided is undone."""

from collections import Counter
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from app.analysis import run_analysis
from app.db import reading, transaction
from app.usecases import themes
from dialogue.errors import NothingToAnalyse
from dialogue.models import (
    Contribution,
    ContributionVersion,
    Dialogue,
    PlacedBy,
    Placement,
    Theme,
    ThemeState,
)
from tests.analyses_cast import TEXTS, ask_once_more, closed_with, in_theme, snapshot
from tests.cast import FACILITATOR, store_answers


def test_asking_again_with_the_same_answers_gives_the_same_themes(engine, clock, embedder) -> None:
    run = closed_with(engine, TEXTS, clock())
    run_analysis(engine, run.id, embedder=embedder, clock=clock)
    before = snapshot(engine)

    again = ask_once_more(engine, clock.pass_by(hours=1))
    run_analysis(engine, again.id, embedder=embedder, clock=clock)

    assert again.id != run.id
    assert snapshot(engine)["Theme"] == before["Theme"]


def test_who_asks_while_a_run_waits_gets_that_run(engine, clock) -> None:
    run = closed_with(engine, TEXTS, clock())

    assert ask_once_more(engine, clock.pass_by(minutes=1)).id == run.id


def test_without_a_visible_answer_there_is_nothing_to_ask_for(engine, clock, embedder) -> None:
    run = closed_with(engine, [], clock())
    run_analysis(engine, run.id, embedder=embedder, clock=clock)

    with pytest.raises(NothingToAnalyse):
        ask_once_more(engine, clock.pass_by(minutes=1))


def test_a_run_again_keeps_what_people_decided_and_places_the_new_answer_there(
    engine, clock, embedder
) -> None:
    run = closed_with(engine, TEXTS, clock())
    run_analysis(engine, run.id, embedder=embedder, clock=clock)
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        first, second, third = session.exec(select(Theme).order_by(col(Theme.number)).limit(3))
        themes.rename(
            session, dialogue, first.id, label="Onze naam", version=first.version,
            actor=FACILITATOR, now=clock(),
        )  # fmt: skip
        moved = next(iter(in_theme(session, second)))
        themes.move(
            session, dialogue, moved, from_theme_id=second.id, to_theme_id=third.id,
            actor=FACILITATOR, now=clock(),
        )  # fmt: skip
        renamed = in_theme(session, first)
        touched = in_theme(session, second) | in_theme(session, third)
        exemplar = session.get_one(Contribution, first_exemplar(first))
        late = store_answers(session, dialogue, [words_of(session, exemplar)], clock())[0]

    again = ask_once_more(engine, clock.pass_by(hours=1))
    run_analysis(engine, again.id, embedder=embedder, clock=clock)

    with reading(engine) as session:
        placement = session.get_one(Placement, moved)
        kept = session.get_one(Theme, first.id)
        assert (placement.theme_id, placement.placed_by) == (third.id, PlacedBy.PERSON)
        assert (kept.label, kept.state) == ("Onze naam", ThemeState.ACTIVE)
        # Nobody leaves; who joins was placed by the machine alone, in themes no person touched.
        joined = in_theme(session, kept) - renamed
        assert renamed <= in_theme(session, kept)
        assert late in joined
        assert not joined & touched


def first_exemplar(theme: Theme):
    return UUID(theme.exemplar_ids[0])


def words_of(session: Session, contribution: Contribution) -> str:
    query = select(ContributionVersion.text).where(
        ContributionVersion.contribution_id == contribution.id
    )
    return session.exec(query).one()


def test_drafts_that_nobody_touched_make_room_for_those_of_a_later_run(
    engine, clock, embedder
) -> None:
    run = closed_with(engine, TEXTS[:120], clock())
    run_analysis(engine, run.id, embedder=embedder, clock=clock)
    with transaction(engine) as session:
        store_answers(session, session.exec(select(Dialogue)).one(), TEXTS[120:], clock())

    again = ask_once_more(engine, clock.pass_by(hours=1))
    run_analysis(engine, again.id, embedder=embedder, clock=clock)

    with reading(engine) as session:
        sizes = Counter(session.exec(select(Placement.theme_id)).all())
        found = session.exec(select(Theme)).all()
    assert all(sizes[each.id] > 0 for each in found)
    assert sum(sizes.values()) == len(TEXTS)
