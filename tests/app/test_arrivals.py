"""Answers are read and placed as they arrive, once; what stands somewhere stays there."""

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from app.analysis import Reception
from app.db import reading, transaction
from app.queries.accounting import account_for
from app.usecases import moderation, themes
from clustering import SILENT
from clustering.errors import ModelUnavailable
from dialogue.models import (
    AnalysisRun,
    Contribution,
    ContributionKind,
    ContributionState,
    Dialogue,
    Embedding,
    PlacedBy,
    Placement,
    RoundKind,
    Theme,
    ThemeState,
)
from dialogue.moderation import ModerationReason
from tests.arrivals_cast import (
    Subjects,
    about,
    asking_with,
    grouped,
    more,
    placement_of,
    run_all,
    take_in,
    themes_of,
)
from tests.cast import FACILITATOR, arrive, go_on_to, say, store_answers


def test_an_answer_is_read_once_however_often_the_worker_looks(
    engine, clock, reception, model
) -> None:
    dialogue = asking_with(engine, about(3, 2), clock())

    for _ in range(3):
        take_in(reception)
    more(engine, dialogue, ["geld is er nooit genoeg"], clock())
    take_in(reception)

    with reading(engine) as session:
        vectors = session.exec(select(Embedding)).all()
    assert sorted(model.read) == sorted([*about(3, 2), "geld is er nooit genoeg"])
    assert {each.fingerprint for each in vectors} == {model.fingerprint}
    assert len(vectors) == 6


def test_when_nothing_is_new_a_look_is_one_query(engine, clock, reception) -> None:
    asking_with(engine, about(3, 2), clock())
    take_in(reception)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))

    assert reception.look() is False

    assert len([each for each in asked if not each.startswith("BEGIN")]) == 1


def test_an_answer_joins_the_theme_it_is_about_and_a_stranger_joins_none(
    engine, clock, reception, model
) -> None:
    dialogue = grouped(engine, reception, model, clock)
    known, stranger = more(
        engine, dialogue, ["de bus komt nooit", "iets heel anders over kleuren"], clock()
    )

    take_in(reception)

    placed, nowhere = placement_of(engine, known), placement_of(engine, stranger)
    with reading(engine) as session:
        theme = session.get_one(Theme, placed.theme_id)
        assert "bus" in theme.machine_label.lower() + " ".join(theme.keywords)
    assert (placed.placed_by, placed.placed_at) == (PlacedBy.MACHINE, clock())
    assert placed.probability > 0.5
    assert (nowhere.theme_id, nowhere.probability) == (None, 0.0)


def test_what_stands_somewhere_stays_there(engine, clock, reception, model) -> None:
    dialogue = grouped(engine, reception, model, clock)
    with transaction(engine) as session:
        target = themes_of(session)[-1]
    mine = more(engine, dialogue, ["de bus is te laat", "de bus is duur"], clock())
    with transaction(engine) as session:
        for each in mine:
            themes.move(
                session, dialogue, each, from_theme_id=None, to_theme_id=target.id,
                actor=FACILITATOR, now=clock(),
            )  # fmt: skip

    take_in(reception)

    placed = [placement_of(engine, each) for each in mine]
    assert [(each.theme_id, each.placed_by) for each in placed] == [
        (target.id, PlacedBy.PERSON)
    ] * 2


def test_two_workers_side_by_side_read_and_place_everything_once(
    engine, clock, reception, model
) -> None:
    dialogue = grouped(engine, reception, model, clock)
    other = Reception(engine, lambda: model, clock)
    new = more(engine, dialogue, about(4, 4, start=50), clock())

    for each in (reception, other, reception, other):
        each.look()

    with reading(engine) as session:
        runs = session.exec(select(AnalysisRun)).all()
    assert all(placement_of(engine, each) is not None for each in new)
    assert len(runs) == 1


def test_a_released_answer_is_read_and_placed(engine, clock, reception, model) -> None:
    dialogue = grouped(engine, reception, model, clock)
    with transaction(engine) as session:
        person = arrive(session, dialogue, clock())
        held = say(session, dialogue, person, "de bus, bel mij op 06-12345678", clock())
        assert held.state is ContributionState.HELD
    take_in(reception)
    assert placement_of(engine, held.id) is None

    go_to(engine, dialogue, RoundKind.WEIGH, clock())
    run_all(engine, model, clock)
    with transaction(engine) as session:
        moderation.release(
            session, session.get_one(Contribution, held.id), reason=ModerationReason.OTHER,
            note="Gelezen", actor=FACILITATOR, now=clock.pass_by(minutes=1),
        )  # fmt: skip
    take_in(reception)

    assert placement_of(engine, held.id).theme_id is not None


def go_to(engine: Engine, dialogue: Dialogue, kind: RoundKind, now):
    with transaction(engine) as session:
        return go_on_to(session, session.get_one(Dialogue, dialogue.id), kind, now)


@pytest.mark.parametrize("worded", [True, False])
def test_an_enrichment_goes_with_what_it_enriches_or_else_where_its_words_belong(
    engine, clock, reception, model, worded: bool
) -> None:
    dialogue = grouped(engine, reception, model, clock)
    weighing = go_to(engine, dialogue, RoundKind.WEIGH, clock())
    run_all(engine, model, clock)
    with transaction(engine) as session:
        first, second = themes_of(session)[:2]
        placed = session.exec(select(Placement).where(Placement.theme_id == first.id)).first()
        if not worded:
            placed.theme_id = None
            session.add(placed)
        added = store_answers(session, dialogue, ["en verder een dokter dichtbij"], clock())[0]
        addition = session.get_one(Contribution, added)
        addition.kind, addition.round_id = ContributionKind.ENRICHMENT, weighing.id
        addition.enriches_id = placed.contribution_id

    take_in(reception)

    about_doctors = first if "dokter" in first.machine_label.lower() else second
    expected = first if worded else about_doctors
    assert placement_of(engine, added).theme_id == expected.id
    with reading(engine) as session:
        counted = account_for(session, dialogue)
    assert counted.not_in_theme == (0 if worded else 1)


def test_nothing_is_placed_in_a_theme_that_people_took_away_meanwhile(
    engine, clock, reception, model, monkeypatch
) -> None:
    dialogue = grouped(engine, reception, model, clock)
    late = more(engine, dialogue, ["de bus rijdt niet"], clock())[0]
    real = model.embed

    def merge_meanwhile(texts, *, progress=SILENT):
        with transaction(engine) as session:
            first, second = themes_of(session)[:2]
            if first.state is ThemeState.ACTIVE:
                themes.merge(
                    session, dialogue, first.id, second.id, first_version=first.version,
                    second_version=second.version, label="Samen", actor=FACILITATOR, now=clock(),
                )  # fmt: skip
        return real(texts)

    monkeypatch.setattr(model, "embed", merge_meanwhile)

    take_in(reception)

    with reading(engine) as session:
        home = session.get_one(Theme, session.get_one(Placement, late).theme_id)
    assert (home.label, home.state) == ("Samen", ThemeState.ACTIVE)


def test_a_missing_model_is_told_once_and_the_answers_wait(engine, clock, caplog, model) -> None:
    asking_with(engine, about(3), clock())
    missing = True

    def load():
        if missing:
            raise ModelUnavailable("some-model", "It is not on this machine.")
        return model

    reception = Reception(engine, load, clock)
    for _ in range(5):
        assert reception.attempt() is False
        clock.pass_by(seconds=30)
    told = [each for each in caplog.messages if "some-model" in each]
    missing = False
    reception.attempt()

    with reading(engine) as session:
        assert len(session.exec(select(Embedding)).all()) == 3
    assert len(told) == 1


def test_a_fault_is_told_by_its_kind_and_ends_nothing(engine, clock, caplog) -> None:
    asking_with(engine, about(3), clock())

    class Broken(Subjects):
        def embed(self, texts, *, progress=SILENT):
            raise RuntimeError(f"can't read {texts[0]}")

    reception = Reception(engine, Broken, clock)

    assert reception.attempt() is False
    assert "RuntimeError" in caplog.text
    assert "bus" not in caplog.text
