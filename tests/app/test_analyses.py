"""The answers of a round become draft themes, once, and nothing that people decided is undone."""

import json
from collections import Counter

import pytest
from sqlmodel import col, select

from app.analysis import Analysis, AnalysisFailed, analyse_now, run_analysis
from app.db import reading, transaction
from app.queries.analysis_report import analysis_report
from clustering import Embedder
from clustering.errors import ModelUnavailable
from dialogue.errors import NotFound
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Cluster,
    ClusterMember,
    Contribution,
    ContributionState,
    Dialogue,
    Embedding,
    Event,
    Participant,
    PlacedBy,
    Placement,
    Theme,
)
from tests.analyses_cast import (
    TEXTS,
    BrokenEmbedder,
    ask_once_more,
    closed_with,
    snapshot,
)


def test_every_visible_answer_is_placed_in_a_theme_or_in_none(engine, clock, embedder) -> None:
    run = closed_with(engine, TEXTS, clock())

    assert run_analysis(engine, run.id, embedder=embedder, clock=clock) is AnalysisState.DONE

    with reading(engine) as session:
        placements = session.exec(select(Placement)).all()
        found = session.exec(select(Theme).order_by(col(Theme.number))).all()
        clusters = session.exec(select(Cluster).order_by(col(Cluster.number))).all()
        finished = session.exec(select(AnalysisRun)).one()
        visible = session.exec(select(Contribution.id)).all()
    sizes = Counter(each.theme_id for each in placements)
    assert {each.contribution_id for each in placements} == set(visible)
    assert len(found) > 3
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    assert [sizes[each.id] for each in found] == [each.size for each in clusters]
    assert all(each.machine_label and each.keywords and each.exemplar_ids for each in found)
    assert {each.placed_by for each in placements} == {PlacedBy.MACHINE}
    assert (finished.problem, finished.finished_at) == ("", clock())
    assert finished.versions["embedder"] == embedder.fingerprint


def test_a_run_keeps_how_sure_it_is_and_what_was_said_more_than_once(
    engine, clock, embedder
) -> None:
    run = closed_with(engine, [*TEXTS, TEXTS[0], TEXTS[0].upper()], clock())

    run_analysis(engine, run.id, embedder=embedder, clock=clock)

    with reading(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        report = analysis_report(session, dialogue)
        clusters = session.exec(select(Cluster)).all()
        people = [str(each) for each in session.exec(select(Participant.id)).all()]
    group = next(each for each in report["repeated"] if len(each["contributions"]) == 3)
    assert (group["likeness"], group["people"]) == ("exact", None)  # fewer than ten people
    assert not [each for each in people if each in json.dumps(report)]
    assert all(0 <= each["stability"] <= 1 for each in report["themes"])
    assert {each["main_group"] for each in report["themes"]} == {
        each.main_group for each in clusters
    }
    assert report["quality"]["share_in_none"] < 1
    assert report["contributions"]["received"] == len(TEXTS) + 2


def test_a_second_execution_changes_nothing(engine, clock, embedder) -> None:
    run = closed_with(engine, TEXTS, clock())
    run_analysis(engine, run.id, embedder=embedder, clock=clock)
    before = snapshot(engine)

    clock.pass_by(hours=1)
    run_analysis(engine, run.id, embedder=embedder, clock=clock)

    assert snapshot(engine) == before


def test_two_executions_at_the_same_time_store_one_set_of_themes(engine, clock, embedder) -> None:
    run = closed_with(engine, TEXTS, clock())
    analysis = Analysis(engine, lambda: embedder, clock)
    analysis.embed(run.id)
    other = Analysis(engine, lambda: embedder, clock, Interloper(analysis, run.id))

    assert other.group(run.id) is False

    with reading(engine) as session:
        done = session.exec(select(Event).where(Event.kind == "analysis.done")).all()
        members = session.exec(select(ClusterMember)).all()
    assert (len(done), len(members)) == (1, len(TEXTS))


class Interloper:
    """Lets another execution finish while the first is still clustering."""

    def __init__(self, analysis: Analysis, run_id) -> None:
        self.analysis, self.run_id, self.been = analysis, run_id, False

    def step(self, name: str, done: int, total: int) -> None:
        if not self.been:
            self.been = True
            assert self.analysis.group(self.run_id)


def test_held_and_removed_answers_are_neither_embedded_nor_placed(engine, clock, embedder) -> None:
    run = closed_with(engine, TEXTS, clock())
    with transaction(engine) as session:
        hidden = session.exec(select(Contribution).limit(3)).all()
        states = (ContributionState.HELD, ContributionState.REMOVED, ContributionState.WITHDRAWN)
        for each, state in zip(hidden, states, strict=True):
            each.state = state
        hidden_ids = {each.id for each in hidden}

    run_analysis(engine, run.id, embedder=embedder, clock=clock)

    with reading(engine) as session:
        placed = set(session.exec(select(Placement.contribution_id)).all())
        vectors = session.exec(select(Embedding)).all()
    assert not placed & hidden_ids
    assert len(placed) == len(vectors) == len(TEXTS) - 3


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ([], "There are no answers yet."),
        (TEXTS[:4], "There are too few different answers to group. Read them one by one."),
        (["Meer zorg in de buurt."] * 30, "All answers are the same."),
    ],
)
def test_too_few_to_group_ends_well_and_says_why(
    engine, clock, embedder, texts: list[str], reason: str
) -> None:
    run = closed_with(engine, texts, clock())

    assert run_analysis(engine, run.id, embedder=embedder, clock=clock) is AnalysisState.DONE

    with reading(engine) as session:
        assert session.exec(select(AnalysisRun.problem)).one() == reason
        assert session.exec(select(Theme)).all() == []
        placements = session.exec(select(Placement)).all()
        told = session.exec(select(Event).where(Event.kind == "analysis.done")).one()
    assert [each.theme_id for each in placements] == [None] * len(texts)
    assert told.reason == reason


def test_a_text_without_words_is_kept_in_no_theme(engine, clock, embedder) -> None:
    run = closed_with(engine, [*TEXTS, "🙂🙂"], clock())

    run_analysis(engine, run.id, embedder=embedder, clock=clock)

    with reading(engine) as session:
        newest = select(Contribution.id).order_by(col(Contribution.created_at).desc())
        placement = session.get_one(Placement, session.exec(newest).first())
    assert placement.theme_id is None


def test_only_what_has_no_vector_yet_is_embedded(engine, clock, embedder) -> None:
    run = closed_with(engine, TEXTS, clock())
    analysis = Analysis(engine, lambda: embedder, clock)
    assert analysis.embed(run.id) == len(TEXTS)
    assert analysis.embed(run.id) == 0

    with transaction(engine) as session:
        session.delete(session.exec(select(Embedding).limit(1)).one())

    assert analysis.embed(run.id) == 1


def test_progress_is_on_the_row_and_told_to_whoever_listens(engine, clock, embedder) -> None:
    run = closed_with(engine, TEXTS, clock())
    heard: list[str] = []
    shown: list[tuple[str, int, int]] = []

    class Watcher:
        def step(self, name: str, done: int, total: int) -> None:
            clock.pass_by(seconds=1)
            heard.append(name)
            with reading(engine) as session:
                row = session.get_one(AnalysisRun, run.id)
                shown.append((row.stage, row.done, row.total))

    run_analysis(engine, run.id, embedder=embedder, clock=clock, progress=Watcher())

    assert heard[0] == "embed"
    assert "density" in heard
    assert shown[:2] == [("embedding", 128, len(TEXTS)), ("embedding", len(TEXTS), len(TEXTS))]
    assert shown[-1][0] == "clustering"
    assert shown[-1][1] >= 50


def test_a_failure_is_told_in_plain_words_and_leaves_nothing_half_done(
    engine, clock, embedder, caplog
) -> None:
    run = closed_with(engine, TEXTS, clock())

    ended = run_analysis(engine, run.id, embedder=BrokenEmbedder(), clock=clock)

    with reading(engine) as session:
        failed = session.exec(select(AnalysisRun)).one()
        assert session.exec(select(Placement)).all() == []
    assert ended is AnalysisState.FAILED
    assert failed.problem == "There is a fault in this software. Please tell who runs it."
    assert TEXTS[0] not in caplog.text

    again = ask_once_more(engine, clock.pass_by(minutes=1))

    assert run_analysis(engine, again.id, embedder=embedder, clock=clock) is AnalysisState.DONE


def test_a_missing_model_is_told_and_named_in_the_log(engine, clock, caplog) -> None:
    run = closed_with(engine, TEXTS, clock())

    def load() -> Embedder:
        raise ModelUnavailable("some-model", "It is not on this machine.")

    analysis = Analysis(engine, load, clock)
    assert not analysis.attempt(analysis.embed, run.id)

    with reading(engine) as session:
        problem = session.exec(select(AnalysisRun.problem)).one()
    assert problem.startswith("The language model can't be loaded.")
    assert "'some-model' can't be loaded: It is not on this machine." in caplog.text


def test_analysing_now_says_what_is_wrong(engine, clock, embedder) -> None:
    closed_with(engine, TEXTS, clock())

    with pytest.raises(NotFound):
        analyse_now(engine, "elders", embedder=embedder, clock=clock)
    with pytest.raises(AnalysisFailed, match="There is a fault in this software"):
        analyse_now(engine, "spoedzorg", embedder=BrokenEmbedder(), clock=clock)
