"""Answers are read and placed as they arrive, once; and nothing that somebody decided is undone."""

from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from app.analysis import Reception, run_analysis
from app.db import reading, transaction
from app.demo.texts import read_answers
from app.queries import parts
from app.queries.accounting import account_for
from app.usecases import analyses, dialogues, moderation, themes
from clustering import SILENT, Embedder
from clustering.errors import ModelUnavailable
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
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
from tests.cast import FACILITATOR, arrive, go_on_to, make_asking, say, store_answers

DEMO = Path(__file__).parents[2] / "app" / "demo"
TEXTS = [each.text for each in read_answers(DEMO / "spoedzorg.tsv")]
SUBJECTS = ("bus", "dokter", "taal", "geld", "wachten")


class Subjects:
    """A model that hears nothing but the subject of a sentence: quick, and sure to find groups."""

    name, dimension, fingerprint = "subjects", 16, "subjects/1"

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts, *, progress=SILENT):
        self.read += texts
        rows = [self.vector(each) for each in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)

    def vector(self, text: str):
        chance = np.random.default_rng(list(text.encode()))
        row = 0.2 * chance.normal(size=self.dimension)
        for place, subject in enumerate(SUBJECTS):
            row[place] += 3.0 * (subject in text)
        return row / np.linalg.norm(row)


def about(*numbers: int, start: int = 0) -> list[str]:
    """So many different sentences about each subject in turn."""
    return [
        f"{subject} en verder iets anders {start + each} van {subject}"
        for subject, number in zip(SUBJECTS, numbers, strict=False)
        for each in range(number)
    ]


@pytest.fixture
def model() -> Subjects:
    return Subjects()


@pytest.fixture
def reception(engine: Engine, clock, model: Subjects) -> Reception:
    return Reception(engine, lambda: model, clock)


def take_in(reception: Reception) -> None:
    """Look until nothing waits, as the worker does."""
    while reception.look():
        pass


def asking_with(engine: Engine, texts: list[str], now) -> Dialogue:
    with transaction(engine) as session:
        dialogue = make_asking(session, now)
        store_answers(session, dialogue, texts, now)
        return dialogue


def more(engine: Engine, dialogue: Dialogue, texts: list[str], now) -> list[UUID]:
    with transaction(engine) as session:
        return store_answers(session, dialogue, texts, now)


def run_all(engine: Engine, model: Embedder, clock) -> None:
    """Do the searches that were asked for, as the worker does."""
    with reading(engine) as session:
        query = select(AnalysisRun.id).where(AnalysisRun.state == AnalysisState.QUEUED)
        waiting = session.exec(query.order_by(col(AnalysisRun.created_at))).all()
    for each in waiting:
        run_analysis(engine, each, embedder=model, clock=clock)


def grouped(engine: Engine, reception: Reception, model, clock, texts=None) -> Dialogue:
    """A dialogue in its ask round, with rough themes."""
    dialogue = asking_with(engine, texts or about(20, 15, 12), clock())
    take_in(reception)
    run_all(engine, model, clock)
    clock.pass_by(minutes=5)
    return dialogue


def themes_of(session: Session) -> list[Theme]:
    return list(session.exec(select(Theme).order_by(col(Theme.number))).all())


def placement_of(engine: Engine, contribution_id: UUID) -> Placement | None:
    with reading(engine) as session:
        return session.get(Placement, contribution_id)


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


# --- rough searches ---------------------------------------------------------------------------


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


# --- themes keep their identity ----------------------------------------------------------------


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
