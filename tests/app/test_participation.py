"""Who took part: measured in one place, hidden where it must be, stored as one row."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.db import reading, transaction
from app.measuring.groups import share_of
from app.queries.participation_figures import read_participation
from app.queries.participation_parts import Representativity, Weights
from app.queries.participation_report import participation_report
from app.queries.participation_said import HeardScore
from app.usecases.participation import due, measure_apart, measure_participation, pause_after
from dialogue.models import ClosingAnswer, Dialogue, MeasuredParticipation, Participant
from participation.missing import HowOften
from tests.conftest import Clock
from tests.participation_cast import CROWDS, Crowd, make_participation


def test_what_is_read_is_what_was_measured(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), over=True)

    measured = measure_participation(session, made.dialogue, now=clock())

    session.expire_all()
    read = read_participation(session, made.dialogue)
    assert read is not None
    assert read.figures == measured.figures
    assert read.measured_at == clock()


def test_nothing_is_read_before_anything_was_measured(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), [Crowd(3)])

    assert read_participation(session, made.dialogue) is None


def test_the_group_that_stayed_away_is_named_first(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), over=True)

    figures = measure_participation(session, made.dialogue, now=clock()).figures

    first = figures.missing[0]
    assert (first.dimension, first.group, first.verdict) == ("age", "under-25", HowOften.HARDLY)
    assert first.more_voices > 50
    assert first.silent == 80


def test_a_hidden_group_is_named_when_nine_would_be_too_few(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), over=True)

    figures = measure_participation(session, made.dialogue, now=clock()).figures

    [age] = [each for each in figures.dimensions if each.key == "age"]
    eldest = next(row for row in age.rows if row.group == "80-plus")
    assert eldest.people is None
    assert eldest.missing


def test_chambers_add_up_to_the_whole(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), over=True)

    funnel = measure_participation(session, made.dialogue, now=clock()).figures.funnel

    assert funnel.whole.came_in == sum(row.came_in or 0 for row in funnel.chambers)
    by_channel = sum(row.came_in or 0 for row in funnel.channels)
    others = funnel.other_channels.came_in or 0 if funnel.other_channels else 0
    assert funnel.whole.came_in == by_channel + others
    assert funnel.whole.came_in <= sum(crowd.people for crowd in CROWDS)


def test_a_chamber_of_four_shows_nothing(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), over=True)

    figures = measure_participation(session, made.dialogue, now=clock()).figures

    directors = next(row for row in figures.funnel.chambers if row.key == "director")
    assert directors.came_in is None
    assert all(step.started is None for step in directors.steps)
    [heard] = figures.heard
    assert next(row for row in heard.chambers if row.chamber == "director").mean is None


def test_weighing_moves_support_towards_who_is_missing(session: Session, clock: Clock) -> None:
    # The young dislike the even themes, and hardly took part.
    made = make_participation(session, clock(), over=True)

    weights = measure_participation(session, made.dialogue, now=clock()).figures.weights

    assert isinstance(weights, Weights)
    even = [theme for theme in weights.themes if theme.number % 2 == 0]
    assert all(theme.weighted.value < theme.raw.value for theme in even)
    assert weights.effective_size >= 100
    assert weights.design_effect > 1


def test_raw_support_is_that_of_the_theme_pages(session: Session, clock: Clock) -> None:
    from app.queries.support import theme_support

    made = make_participation(session, clock(), over=True)

    weights = measure_participation(session, made.dialogue, now=clock()).figures.weights

    assert isinstance(weights, Weights)
    pages = {each.theme.number: each.figure for each in theme_support(session, made.dialogue)}
    for theme in weights.themes:
        assert theme.raw.value == round(pages[theme.number].mean, 2)


def test_an_empty_dialogue_says_what_it_lacks(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), [], population="")

    figures = measure_participation(session, made.dialogue, now=clock()).figures

    assert figures.funnel.whole.came_in is None
    for part in (figures.arrivals, figures.representativity, figures.weights, figures.saturation,
                 figures.viewpoints, figures.collectives, figures.helix):  # fmt: skip
        assert not part.given
    assert figures.missing == ()


def test_more_people_than_live_there_refuses_that_part_only(session: Session, clock: Clock) -> None:
    tiny = "dimension,group,count\nage,under-25,20\nage,25-44,20\nage,45-64,20\n" + (
        "age,65-79,20\nage,80-plus,20\n"
    )
    made = make_participation(session, clock(), over=True, population=tiny)

    figures = measure_participation(session, made.dialogue, now=clock()).figures

    assert not isinstance(figures.representativity, Representativity)
    assert figures.representativity.because.startswith("more people")
    assert figures.funnel.whole.came_in is not None
    assert figures.saturation.given


def test_the_document_is_the_same_on_a_second_run(engine: Engine, clock: Clock) -> None:
    with transaction(engine) as session:
        made = make_participation(session, clock(), over=True)
    documents = []
    for _ in range(2):
        measure_apart(engine, made.dialogue.id, clock=clock)
        clock.pass_by(minutes=5)
        with reading(engine) as session:
            documents.append(participation_report(session, made.dialogue))

    assert documents[0] == documents[1]
    assert {"funnel", "groups", "representativity", "weights", "viewpoints", "saturation", "voice",
            "heard"} <= set(documents[0]["participation"])  # fmt: skip


def test_a_dialogue_is_measured_again_only_when_something_changed(
    engine: Engine, clock: Clock
) -> None:
    with transaction(engine) as session:
        made = make_participation(session, clock(), [Crowd(30)])
    measure_apart(engine, made.dialogue.id, clock=clock)

    with reading(engine) as session:
        row = session.get_one(MeasuredParticipation, made.dialogue.id)
        pause = pause_after(row.cost_ms, live=True)
    clock.now += pause + timedelta(seconds=1)
    with reading(engine) as session:
        unchanged = due(session, now=clock())
    with transaction(engine) as session:
        session.get_one(Participant, made.people[0].id).consented_at = None
    with reading(engine) as session:
        changed = due(session, now=clock())

    assert unchanged is None
    assert changed == made.dialogue.id


def test_costly_figures_are_measured_seldom() -> None:
    assert pause_after(10, live=True) == timedelta(seconds=2)
    assert pause_after(10, live=False) == timedelta(seconds=30)
    assert pause_after(6_000, live=True) == timedelta(seconds=120)


def test_a_draft_is_never_measured(engine: Engine, clock: Clock) -> None:
    from tests.cast import make_draft

    with transaction(engine) as session:
        make_draft(session, clock())

    with reading(engine) as session:
        assert due(session, now=clock()) is None


def test_an_import_without_codes_or_population_is_measured(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), [Crowd(120, channel="")], over=True, population="")
    for person in made.people:
        person.consented_at = None

    figures = measure_participation(session, made.dialogue, now=clock()).figures

    assert figures.funnel.whole.came_in == 120
    assert figures.funnel.whole.invited is None
    assert figures.funnel.whole.response is None
    assert figures.weights.of == "population"
    assert figures.voice.ratings.given


def test_a_row_of_another_version_is_not_read(session: Session, clock: Clock) -> None:
    made = make_participation(session, clock(), [Crowd(30)])
    measure_participation(session, made.dialogue, now=clock())
    row = session.get_one(MeasuredParticipation, made.dialogue.id)

    row.figures = row.figures | {"version": 0}

    assert read_participation(session, session.get_one(Dialogue, made.dialogue.id)) is None


def test_a_share_knows_that_a_hidden_group_may_hold_nine_people() -> None:
    alone = share_of(150, {"dutch": 150, "turkish": None})
    two = share_of(100, {"dutch": 100, "other": 50})
    beside_hidden = share_of(100, {"dutch": 100, "other": 50, "turkish": None})

    assert alone is None  # it would read "100%"
    assert two is not None
    assert beside_hidden is not None
    assert beside_hidden.low < two.low
    assert beside_hidden.high == two.high
    assert share_of(30, {"dutch": 30, "other": 10}) is None


def test_who_erases_moves_no_mean_until_ten_people_changed_something(
    session: Session, clock: Clock
) -> None:
    made = make_participation(session, clock(), over=True)
    first = measure_participation(session, made.dialogue, now=clock()).figures.heard
    answers = session.exec(select(ClosingAnswer).order_by(col(ClosingAnswer.created_at))).all()

    session.delete(answers[0])
    session.flush()
    one_less = measure_participation(session, made.dialogue, now=clock()).figures.heard
    for answer in answers[1:60]:
        session.delete(answer)
    session.flush()
    many_less = measure_participation(session, made.dialogue, now=clock()).figures.heard

    assert isinstance(first[0], HeardScore)
    assert one_less == first
    assert many_less != first
