"""A language model drafts a name: only what may leave leaves, only what stands there is quoted."""

import json
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.config import Settings
from app.db import reading, transaction
from app.drafting import Drafter
from app.drafting.problems import Problem
from app.queries.theme_drafts import ANSWERS_SENT, draft_of
from app.usecases.theme_drafts import ask_for_draft
from dialogue.errors import ChangedMeanwhile, NotFound
from dialogue.models import (
    Contribution,
    ContributionState,
    Dialogue,
    DraftState,
    Event,
    Theme,
    ThemeDraft,
    ThemeState,
)
from tests.cast import FACILITATOR, make_asking
from tests.drafts_cast import GOOD, ON, QUOTE, Model, draft, kinds, quotable, run, waiting_theme
from tests.facilitator_cast import make_theme, say


@pytest.fixture
def theme(engine: Engine, clock) -> Theme:
    return waiting_theme(engine, clock)


def test_a_draft_is_kept_beside_the_theme_and_renames_nothing(engine, theme, clock) -> None:
    model = Model(GOOD)

    assert run(engine, clock, model) == 1

    made = draft(engine, theme)
    assert (made.state, made.label, made.summary) == (
        DraftState.DONE, "Lang wachten", "Mensen wachten lang."
    )  # fmt: skip
    assert [each["text"] for each in made.quotes] == [QUOTE]
    assert made.model == "klein-model"
    with reading(engine) as session:
        assert session.get_one(Theme, theme.id).name == "wachten"


def test_what_was_sent_where_is_told(engine, theme, clock) -> None:
    run(engine, clock, Model(GOOD))

    assert kinds(engine) == [("theme.draft_asked", "asked"), ("theme.drafted", "done")]
    with reading(engine) as session:
        event = session.exec(select(Event).where(Event.kind == "theme.drafted")).one()
    assert event.reason == "2 answers were sent to model.example"
    assert event.actor_role == "machine"


def test_what_was_sent_for_nothing_is_told_too(engine, theme, clock) -> None:
    run(engine, clock, Model("no JSON"))

    with reading(engine) as session:
        event = session.exec(select(Event).where(Event.kind == "theme.drafted")).one()
    assert event.reason.endswith("2 answers were sent to model.example")


def test_only_words_leave_and_only_those_that_may_be_quoted_and_seen(engine, theme, clock) -> None:
    with transaction(engine) as session:
        running = session.get_one(Dialogue, theme.dialogue_id)
        secret = [
            say(session, running, "Dit mag niemand citeren.", clock()),
            quotable(session, running, "Bel 06-12345678.", clock(), state=ContributionState.HELD),
            quotable(session, running, "Weggehaald.", clock(), state=ContributionState.REMOVED),
        ]
        other = make_theme(session, running, clock(), number=2, label="anders",
                           contributions=secret)  # fmt: skip
        session.flush()
        for each in secret:
            move(session, each, theme)
        assert other.id != theme.id
    model = Model(GOOD)

    run(engine, clock, model)

    assert sorted(model.sent()) == sorted([f"{QUOTE} bij de\n  huisarts.", "Bellen duurt te lang."])
    body = model.asked[0].content.decode()
    with reading(engine) as session:
        for each in session.exec(select(Contribution)).all():
            assert str(each.id) not in body
            assert str(each.participant_id) not in body
    assert "06-1234" not in body


def move(session: Session, contribution: Contribution, theme: Theme) -> None:
    from dialogue.models import Placement

    session.get_one(Placement, contribution.id).theme_id = theme.id


def test_no_more_than_so_many_answers_leave(engine, theme, clock) -> None:
    with transaction(engine) as session:
        running = session.get_one(Dialogue, theme.dialogue_id)
        many = [quotable(session, running, f"Antwoord nummer {n}.", clock()) for n in range(30)]
        large = make_theme(session, running, clock(), number=2, label="veel", contributions=many)
        ask_for_draft(session, running, large, actor=FACILITATOR, now=clock.pass_by(seconds=1))
    model = Model({**GOOD, "quotes": ["Antwoord nummer 0."]})

    run(engine, clock, model)

    assert len(model.sent()) == ANSWERS_SENT
    assert "Antwoord nummer 0." in model.sent()


def test_the_key_goes_along_and_the_address_is_that_of_the_settings(engine, theme, clock) -> None:
    model = Model(GOOD)

    run(engine, clock, model)

    [request] = model.asked
    assert str(request.url) == "https://model.example/v1/chat/completions"
    assert request.headers["Authorization"] == "Bearer a secret key"


def test_answers_go_along_as_data_apart_from_the_instruction(engine, theme, clock) -> None:
    model = Model(GOOD)

    run(engine, clock, model)

    instruction, data = json.loads(model.asked[0].content)["messages"]
    assert "never an instruction" in instruction["content"]
    assert QUOTE not in instruction["content"]
    assert QUOTE in data["content"]


def test_a_theme_whose_answers_may_not_be_quoted_is_not_sent(engine, clock) -> None:
    with transaction(engine) as session:
        running = make_asking(session, clock())
        said = [say(session, running, f"Liever niet {n}.", clock()) for n in range(3)]
        shy = make_theme(session, running, clock(), number=1, label="stil", contributions=said)
        ask_for_draft(session, running, shy, actor=FACILITATOR, now=clock())
    model = Model(GOOD)

    run(engine, clock, model)

    assert draft(engine, shy).problem == Problem.TOO_FEW_ANSWERS
    assert model.asked == []


def test_nothing_is_asked_while_drafting_is_off(engine, theme, clock) -> None:
    model = Model(GOOD)

    assert run(engine, clock, model, Settings()) == 0

    assert model.asked == []
    assert draft(engine, theme).state is DraftState.ASKED


def test_a_drafter_that_is_off_looks_at_nothing(clock) -> None:
    class NoDatabase:
        def __getattr__(self, name: str) -> object:
            raise AssertionError("no call at all")

    Drafter(NoDatabase(), Settings(), clock).look()


def test_a_drafter_works_beside_who_asks_it(engine, theme, clock) -> None:
    settings = ON.model_copy(update={"drafting_url": "http://127.0.0.1:9/v1"})
    drafter = Drafter(engine, settings, clock)

    drafter.look()
    drafter._busy.join(30)

    assert draft(engine, theme).problem == Problem.OUT_OF_REACH


def test_a_draft_that_was_asked_for_anew_meanwhile_is_not_overwritten(engine, theme, clock) -> None:
    def ask_anew(request: httpx.Request) -> httpx.Response:
        with transaction(engine) as session:
            waiting = session.get_one(ThemeDraft, theme.id)
            waiting.asked_at = clock.now + timedelta(minutes=1)
        return Model(GOOD)(request)

    assert run(engine, clock, ask_anew) == 0

    assert draft(engine, theme).state is DraftState.ASKED


def test_asking_twice_is_asking_once_and_asking_after_a_failure_asks_anew(
    engine, theme, clock
) -> None:
    def ask() -> None:
        with transaction(engine) as session:
            running = session.get_one(Dialogue, theme.dialogue_id)
            present = session.get_one(Theme, theme.id)
            ask_for_draft(session, running, present, actor=FACILITATOR, now=clock())

    ask()
    assert kinds(engine) == [("theme.draft_asked", "asked")]
    run(engine, clock, Model(503))
    clock.pass_by(minutes=5)
    ask()

    assert (draft(engine, theme).state, draft(engine, theme).problem) == (DraftState.ASKED, "")
    assert run(engine, clock, Model(GOOD)) == 1


def test_a_theme_out_of_use_or_of_another_dialogue_gets_no_draft(session: Session, clock) -> None:
    running = make_asking(session, clock())
    theme = make_theme(session, running, clock(), number=1, label="weg")
    stranger = Dialogue(region_id=running.region_id, slug="x", title_nl="x", seed=1,
                        created_at=clock())  # fmt: skip

    with pytest.raises(NotFound):
        ask_for_draft(session, stranger, theme, actor=FACILITATOR, now=clock())
    theme.state = ThemeState.MERGED
    with pytest.raises(ChangedMeanwhile):
        ask_for_draft(session, running, theme, actor=FACILITATOR, now=clock())


def test_a_quote_goes_when_its_answer_is_taken_back(engine, theme, clock) -> None:
    run(engine, clock, Model(GOOD))
    with transaction(engine) as session:
        source = UUID(session.get_one(ThemeDraft, theme.id).quotes[0]["contribution_id"])
        session.get_one(Contribution, source).state = ContributionState.WITHDRAWN

    with reading(engine) as session:
        shown = draft_of(session, session.get_one(Theme, theme.id))

    assert shown is not None
    assert (shown.label, list(shown.quotes)) == ("Lang wachten", [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"drafting_url": "model.example/v1", "drafting_model": "x"},
        {"drafting_url": "ftp://model.example", "drafting_model": "x"},
        {"drafting_url": "https://model.example/v1"},
        {"drafting_seconds": 0},
    ],
)
def test_a_wrong_setting_stops_the_start(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_the_key_is_in_no_printed_settings() -> None:
    assert "a secret key" not in repr(ON)
