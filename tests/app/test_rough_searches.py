"""The machine looks while answers come in; nothing that somebody decided is undone."""

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from app.analysis import Reception, run_analysis
from app.db import reading, transaction
from app.queries import parts
from app.queries.accounting import account_for
from app.usecases import analyses, dialogues, themes
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Dialogue,
    Placement,
    RoundKind,
    Theme,
    ThemeState,
)
from tests.arrivals_cast import (
    TEXTS,
    about,
    asking_with,
    grouped,
    more,
    placement_of,
    run_all,
    take_in,
    themes_of,
)
from tests.cast import FACILITATOR


def runs_of(engine: Engine) -> list[AnalysisRun]:
    with reading(engine) as session:
        return list(session.exec(select(AnalysisRun).order_by(col(AnalysisRun.created_at))).all())


def test_the_machine_looks_at_forty_answers_and_again_when_a_quarter_is_new(
    engine, clock, reception, model
) -> None:
    dialogue = asking_with(engine, about(20, 19), clock())
    take_in(reception)
    assert runs_of(engine) == []

    more(engine, dialogue, about(0, 0, 41, start=100), clock.pass_by(minutes=1))
    take_in(reception)
    assert [(each.rough, each.state) for each in runs_of(engine)] == [(True, AnalysisState.QUEUED)]
    run_all(engine, model, clock)
    take_in(reception)
    assert [each.answers for each in runs_of(engine)] == [80]

    more(engine, dialogue, about(19, start=200), clock.pass_by(minutes=1))
    take_in(reception)
    assert len(runs_of(engine)) == 1
    more(engine, dialogue, about(1, start=300), clock.pass_by(minutes=1))
    take_in(reception)
    assert len(runs_of(engine)) == 2


def test_a_rough_search_that_failed_is_not_asked_again_at_once(
    engine, clock, reception, model
) -> None:
    asking_with(engine, about(20, 20), clock())
    take_in(reception)
    with transaction(engine) as session:
        analyses.fail_run(session, runs_of(engine)[0].id, problem="x", now=clock())

    clock.pass_by(minutes=5)
    take_in(reception)

    assert len(runs_of(engine)) == 1


def close_asking(engine: Engine, dialogue: Dialogue, now) -> None:
    with transaction(engine) as session:
        found = session.get_one(Dialogue, dialogue.id)
        asking = parts.round_of_kind(session, found, RoundKind.ASK)
        dialogues.close_round(session, found, asking, now=now, actor=FACILITATOR)


def test_a_rough_search_that_is_ready_after_the_close_stores_nothing(
    engine, clock, reception, model
) -> None:
    dialogue = asking_with(engine, about(20, 20), clock())
    take_in(reception)
    rough = runs_of(engine)[0]

    class ClosesMeanwhile:
        def step(self, name: str, done: int, total: int) -> None:
            if name == "describe" and len(runs_of(engine)) == 1:
                close_asking(engine, dialogue, clock.pass_by(minutes=1))

    run_analysis(
        engine, rough.id, embedder=model, clock=clock, progress=ClosesMeanwhile()
    )  # fmt: skip

    ended, final = runs_of(engine)
    with reading(engine) as session:
        assert themes_of(session) == []
    assert (ended.state, ended.problem) == (
        AnalysisState.DONE, "A newer search took its place.",
    )  # fmt: skip
    assert (final.rough, final.state) == (False, AnalysisState.QUEUED)
    run_all(engine, model, clock)
    with reading(engine) as session:
        assert len(themes_of(session)) == 2


def test_asking_by_hand_never_waits_for_a_rough_search(engine, clock, reception) -> None:
    dialogue = asking_with(engine, about(20, 20), clock())
    take_in(reception)
    with transaction(engine) as session:
        asking = parts.round_of_kind(session, session.get_one(Dialogue, dialogue.id), RoundKind.ASK)
        during = analyses.ask_again(session, dialogue, asking, actor=FACILITATOR, now=clock())
    close_asking(engine, dialogue, clock())

    with transaction(engine) as session:
        asking = parts.round_of_kind(session, session.get_one(Dialogue, dialogue.id), RoundKind.ASK)
        after = analyses.ask_again(session, dialogue, asking, actor=FACILITATOR, now=clock())

    assert (during.rough, after.rough) == (True, False)
    assert len(runs_of(engine)) == 2


def test_a_draft_that_is_found_again_keeps_its_identity_while_answers_come_in(
    engine, clock, reception, model
) -> None:
    dialogue = grouped(engine, reception, model, clock)
    with reading(engine) as session:
        before = {each.id: each.number for each in themes_of(session)}

    more(engine, dialogue, about(20, 20, 20, 30, start=100), clock())
    take_in(reception)
    run_all(engine, model, clock)

    with reading(engine) as session:
        after = {each.id: each.number for each in themes_of(session)}
        assert session.get_one(Theme, next(iter(before))).stability is not None
    assert len(before) == 3
    assert before.items() < after.items()
    assert sorted(after.values()) == [1, 2, 3, 4]


def test_names_merges_and_moves_survive_searches_with_more_answers(
    engine, clock, reception, model
) -> None:
    dialogue = grouped(engine, reception, model, clock, about(20, 15, 12, 12))
    with transaction(engine) as session:
        named, first, second, other = themes_of(session)
        themes.rename(
            session, dialogue, named.id, label="Onze naam", version=named.version,
            actor=FACILITATOR, now=clock(),
        )  # fmt: skip
        merged = themes.merge(
            session, dialogue, first.id, second.id, first_version=first.version,
            second_version=second.version, label="Samen", actor=FACILITATOR, now=clock(),
        )  # fmt: skip
        query = select(Placement.contribution_id).where(Placement.theme_id == named.id)
        moved = session.exec(query).first()
        themes.move(
            session, dialogue, moved, from_theme_id=named.id, to_theme_id=other.id,
            actor=FACILITATOR, now=clock(),
        )  # fmt: skip
        merged_before = set(
            session.exec(
                select(Placement.contribution_id).where(Placement.theme_id == merged.id)
            ).all()
        )

    more(engine, dialogue, about(30, 10, 10, 10, start=100), clock())
    take_in(reception)
    run_all(engine, model, clock)
    close_asking(engine, dialogue, clock.pass_by(minutes=1))
    run_all(engine, model, clock)

    with reading(engine) as session:
        in_use = {each.name: each for each in themes_of(session) if each.state is ThemeState.ACTIVE}
        sizes = {
            name: len(session.exec(select(Placement).where(Placement.theme_id == each.id)).all())
            for name, each in in_use.items()
        }
        merged_now = set(
            session.exec(
                select(Placement.contribution_id).where(Placement.theme_id == merged.id)
            ).all()
        )
    assert in_use["Onze naam"].id == named.id
    assert in_use["Samen"].id == merged.id
    assert merged_before <= merged_now
    assert sizes["Onze naam"] >= 45
    assert sizes["Samen"] >= 40
    assert placement_of(engine, moved).theme_id == other.id


@pytest.mark.parametrize(("number", "least"), [(12, 0), (40, 2)])
def test_twelve_and_forty_real_answers_end_honestly(
    engine, clock, model, number: int, least: int
) -> None:
    from clustering import load_embedder

    real = load_embedder()
    dialogue = asking_with(engine, TEXTS[:number], clock())
    reception = Reception(engine, lambda: real, clock)
    take_in(reception)
    run_all(engine, real, clock)
    close_asking(engine, dialogue, clock.pass_by(minutes=1))
    run_all(engine, real, clock)

    with reading(engine) as session:
        found = themes_of(session)
        counted = account_for(session, dialogue)
        final = runs_of(engine)[-1]
    assert len(found) >= least
    assert counted.placed + counted.not_in_theme == counted.received == number
    assert final.answers == number
    assert final.problem or found
