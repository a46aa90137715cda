"""What happened with my answer: told to its author, in words that single nobody out."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.queries import parts, receipts
from app.queries.public_dialogues import in_public, launched_dialogues
from app.usecases import dialogues, hands, moderation, ratings
from dialogue.errors import NotFound
from dialogue.lifecycle import allowed_now
from dialogue.models import (
    Decision,
    DialogueState,
    Outcome,
    Participant,
    Placement,
    ProposalSource,
    ProposalState,
    RoundKind,
    Theme,
    new_id,
)
from dialogue.moderation import ModerationReason
from tests.cast import FACILITATOR, arrive, go_on_to, make_asking, make_draft, make_proposal, say


class Told:
    """A dialogue in which alice said something that others may have met."""

    def __init__(self, session: Session, now) -> None:
        self.session, self.now = session, now
        self.dialogue = make_asking(session, now)
        self.alice = arrive(session, self.dialogue, now)
        self.answer = say(session, self.dialogue, self.alice, "Meer zorg in de avond", now)

    def crowd(self, size: int) -> list[Participant]:
        return [arrive(self.session, self.dialogue, self.now) for _ in range(size)]

    def weigh(self, values: list[int | None]) -> None:
        crowd = self.crowd(len(values))
        weighing = go_on_to(self.session, self.dialogue, RoundKind.WEIGH, self.now)
        for person, value in zip(crowd, values, strict=True):
            hand = hands.current_hand(self.session, self.dialogue, person, weighing, now=self.now)
            hands.show_card(self.session, hand, 0, now=self.now)
            ratings.rate(
                self.session, self.dialogue, person, weighing, UUID(hand.cards[0]),
                rating_id=new_id(), value=value, now=self.now,
            )  # fmt: skip

    def close(self, kind: RoundKind) -> None:
        chosen = parts.round_of_kind(self.session, self.dialogue, kind)
        dialogues.close_round(self.session, self.dialogue, chosen, now=self.now, actor=FACILITATOR)

    def place(self, theme: Theme | None) -> None:
        self.session.add(
            Placement(
                contribution_id=self.answer.id, dialogue_id=self.dialogue.id,
                theme_id=theme.id if theme else None, placed_by="machine", placed_at=self.now,
            )
        )  # fmt: skip

    def theme(self) -> Theme:
        made = Theme(
            dialogue_id=self.dialogue.id, number=1, machine_label="avond", created_at=self.now
        )
        self.session.add(made)
        self.session.flush()
        return made

    def story(self) -> receipts.Story:
        rounds = parts.rounds_of(self.session, self.dialogue)
        allowed = allowed_now(self.dialogue, rounds, self.now)
        [story] = receipts.stories(self.session, self.alice, allowed)
        return story


@pytest.fixture
def told(session: Session, clock) -> Told:
    return Told(session, clock())


def test_a_fresh_answer_is_saved_seen_by_nobody_and_can_be_taken_back(told: Told) -> None:
    story = told.story()

    assert (story.text, story.shown, story.people) == ("Meer zorg in de avond", 0, 0)
    assert (story.received, story.theme, story.placed) == (None, None, False)
    assert story.can_withdraw
    assert story.prompt is not None


def test_a_held_answer_tells_the_last_verdict(session: Session, told: Told) -> None:
    moderation.hold(
        session, told.answer, reason=ModerationReason.INSULT, note="", actor=FACILITATOR,
        now=told.now,
    )  # fmt: skip

    assert told.story().verdict.reason == "insult"


def test_the_showings_and_people_are_counted_while_the_round_runs_but_not_the_opinions(
    told: Told,
) -> None:
    told.weigh([3] * 12)

    story = told.story()

    assert (story.shown, story.people) == (12, 12)
    assert story.received is None
    assert not story.can_withdraw


def test_after_the_round_the_direction_is_told_and_counts_only_of_ten_or_more(told: Told) -> None:
    told.weigh([3] * 11 + [-2] + [None])
    told.close(RoundKind.WEIGH)

    received = told.story().received

    assert received == receipts.Received(against=1, neutral=0, positive=11)
    assert (received.enough, received.countable, received.direction) == (True, False, "for")


@pytest.mark.parametrize(
    ("against", "neutral", "positive", "enough", "countable", "direction"),
    [
        (0, 0, 9, False, False, "for"),
        (0, 0, 10, True, True, "for"),
        (10, 0, 10, True, True, "divided"),
        (12, 3, 0, True, False, "against"),
        (20, 10, 10, True, True, "divided"),
        (0, 0, 0, False, False, "divided"),
    ],
)
def test_no_group_of_one_to_nine_people_is_counted(
    against: int, neutral: int, positive: int, enough: bool, countable: bool, direction: str
) -> None:
    received = receipts.Received(against, neutral, positive)

    told = (received.enough, received.countable, received.direction)
    assert told == (enough, countable, direction)


def test_the_theme_is_told_once_the_round_is_closed(told: Told) -> None:
    told.place(told.theme())
    assert told.story().theme is None

    told.close(RoundKind.ASK)

    assert told.story().theme.name == "avond"


def test_an_answer_in_no_theme_is_told_as_such(told: Told) -> None:
    told.place(None)
    told.close(RoundKind.ASK)

    story = told.story()

    assert (story.placed, story.theme) == (True, None)


def test_a_proposal_on_this_answer_comes_with_the_latest_decision(
    session: Session, told: Told
) -> None:
    told.close(RoundKind.ASK)
    proposal = make_proposal(session, told.dialogue, told.now, state=ProposalState.DECIDED)
    session.add(ProposalSource(proposal_id=proposal.id, contribution_id=told.answer.id))
    for revision, outcome in ((1, Outcome.DECLINE), (2, Outcome.ADOPT)):
        session.add(
            Decision(
                proposal_id=proposal.id, revision=revision, outcome=outcome, reason="Omdat",
                owner="Het bestuur", due_on=date(2027, 4, 1), decided_at=told.now,
            )
        )  # fmt: skip

    [each] = told.story().proposals

    assert (each.rests_on_it, each.decision.outcome) == (True, Outcome.ADOPT)


def test_a_proposal_about_the_theme_is_told_and_a_draft_is_not(
    session: Session, told: Told
) -> None:
    theme = told.theme()
    told.place(theme)
    make_proposal(session, told.dialogue, told.now, theme=theme)
    make_proposal(
        session, told.dialogue, told.now, position=2, theme=theme, state=ProposalState.DRAFT
    )
    assert told.story().proposals == ()  # a theme is rough as long as people answer
    told.close(RoundKind.ASK)

    proposals = told.story().proposals

    assert [(each.rests_on_it, each.decision) for each in proposals] == [(False, None)]


def test_nobody_loads_the_answer_of_another(session: Session, told: Told) -> None:
    [bob] = told.crowd(1)

    with pytest.raises(NotFound):
        receipts.own_contribution(session, bob, told.answer.id)
    assert receipts.own_contribution(session, told.alice, told.answer.id) is told.answer


def test_ten_answers_take_as_many_queries_as_one(session: Session, told: Told) -> None:
    statements: list[str] = []
    event.listen(
        session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2])
    )

    told.story()
    for_one = len(statements)
    for number in range(9):
        say(session, told.dialogue, told.alice, f"Nog een idee {number}", told.now)
    session.flush()
    statements.clear()
    rounds = parts.rounds_of(session, told.dialogue)
    allowed = allowed_now(told.dialogue, rounds, told.now)

    assert len(receipts.stories(session, told.alice, allowed)) == 10
    assert len(statements) == for_one


def test_open_dialogues_come_first_and_drafts_not_at_all(session: Session, clock) -> None:
    make_asking(session, clock(), slug="open")
    closed = make_asking(session, clock.pass_by(days=1), slug="dicht", template="pulse")
    [asking] = parts.rounds_of(session, closed)
    dialogues.close_round(session, closed, asking, now=clock(), actor=FACILITATOR)
    make_draft(session, clock(), slug="concept")

    listed = launched_dialogues(session, now=clock())

    assert [each.dialogue.slug for each in listed] == ["open", "dicht"]


def test_the_current_stage_moves_with_the_rounds(session: Session, clock) -> None:
    running = make_asking(session, clock())

    def stage() -> str:
        public = in_public(running, parts.rounds_of(session, running), now=clock())
        return public.stages[public.current].key

    assert stage() == "ask"
    go_on_to(session, running, RoundKind.WEIGH, clock())
    assert stage() == "weigh"
    confirming = go_on_to(session, running, RoundKind.CONFIRM, clock())
    assert stage() == "confirm"
    dialogues.close_round(session, running, confirming, now=clock(), actor=FACILITATOR)
    assert stage() == "answer"
    running.state = DialogueState.ANSWERED
    assert stage() == "follow"
