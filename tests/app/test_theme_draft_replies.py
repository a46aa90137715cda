"""What a language model answers is read with care: no made-up quotes, no other shapes."""

import httpx
import pytest
from sqlalchemy import Engine

from app.drafting.problems import Problem
from dialogue.models import DraftState, Theme
from tests.drafts_cast import GOOD, QUOTE, Model, draft, kinds, run, waiting_theme


@pytest.fixture
def theme(engine: Engine, clock) -> Theme:
    return waiting_theme(engine, clock)


@pytest.mark.parametrize(
    "quotes",
    [
        ["Ik wacht vier weken op een afspraak"],
        ["ik wacht drie weken op een afspraak"],
        ["wacht"],
        ["k wacht drie weken op een afspraa"],
        [],
        ["", "   "],
    ],
)
def test_a_draft_whose_quotes_nobody_wrote_is_refused(engine, theme, clock, quotes) -> None:
    model = Model({**GOOD, "quotes": quotes})

    assert run(engine, clock, model) == 0

    made = draft(engine, theme)
    assert (made.state, made.problem, made.label) == (DraftState.FAILED, Problem.NO_QUOTES, "")
    assert len(model.asked) == 2


def test_a_made_up_quote_is_dropped_beside_a_true_one(engine, theme, clock) -> None:
    run(engine, clock, Model({**GOOD, "quotes": ["De zorg is prima geregeld hier", f" {QUOTE}\n"]}))

    assert [each["text"] for each in draft(engine, theme).quotes] == [QUOTE]


@pytest.mark.parametrize(
    "reply",
    [
        "Lang wachten",
        "[]",
        '{"label": "x"}',
        {**GOOD, "label": 7},
        {**GOOD, "label": ""},
        {**GOOD, "label": "x" * 201},
        {**GOOD, "summary": "x" * 1_001},
        {**GOOD, "quotes": QUOTE},
        {**GOOD, "quotes": [{"text": QUOTE}]},
    ],
)
def test_a_reply_of_another_shape_is_refused(engine, theme, clock, reply) -> None:
    model = Model(reply)

    run(engine, clock, model)

    assert draft(engine, theme).problem == Problem.UNREADABLE
    assert len(model.asked) == 2


@pytest.mark.parametrize(
    ("reply", "problem", "times"),
    [
        (httpx.ConnectError("no route"), Problem.OUT_OF_REACH, 2),
        (httpx.ReadTimeout("slow"), Problem.OUT_OF_REACH, 2),
        (503, Problem.BUSY, 2),
        (429, Problem.BUSY, 2),
        (401, Problem.KEY_REFUSED, 1),
        (400, Problem.NOT_UNDERSTOOD, 1),
        (302, Problem.NOT_UNDERSTOOD, 1),
        ("x" * 300_000, Problem.UNREADABLE, 2),
    ],
)
def test_what_goes_wrong_is_said_and_tried_once_more_only_when_it_may_help(
    engine, theme, clock, reply, problem, times
) -> None:
    model = Model(reply)

    run(engine, clock, model)

    made = draft(engine, theme)
    assert (made.state, made.problem) == (DraftState.FAILED, problem)
    assert len(model.asked) == times
    assert kinds(engine)[-1] == ("theme.drafted", "failed")


def test_a_second_try_that_works_counts(engine, theme, clock) -> None:
    assert run(engine, clock, Model(503, GOOD)) == 1

    assert draft(engine, theme).state is DraftState.DONE


def test_a_failed_draft_is_not_asked_again_by_itself(engine, theme, clock) -> None:
    run(engine, clock, Model(503))
    model = Model(GOOD)

    assert run(engine, clock, model) == 0
    assert model.asked == []
