"""Times move openly: with a reason, never into the past, and nothing that is over opens again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialogue.errors import (
    ClosingTimeMissing,
    Refusal,
    RoundIsOver,
    TimePassed,
    TimesOutOfOrder,
    TimesReasonMissing,
    TimesUnchanged,
    TransitionNotAllowed,
)
from dialogue.lifecycle import Actor, ActorRole, close_round, open_round
from dialogue.models import Dialogue, DialogueState, Event, Round, RoundKind, RoundState, new_id
from dialogue.round_changes import RoundChange, read_back
from dialogue.round_times import (
    Times,
    change_times,
    close_by_hand,
    planned_times,
)

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
FACILITATOR = Actor(ActorRole.FACILITATOR)
DAY = timedelta(days=1)


def make() -> tuple[Dialogue, list[Round]]:
    """A launched dialogue: one round is open until tomorrow, the other opens the day after."""
    dialogue = Dialogue(
        id=new_id(), region_id=new_id(), slug="x", template="zoetermeer", seed=1, title_nl="X",
        state=DialogueState.LAUNCHED, created_at=NOW,
    )  # fmt: skip
    asking, weighing = (
        Round(id=new_id(), dialogue_id=dialogue.id, position=place, kind=kind)
        for place, kind in ((1, RoundKind.ASK), (2, RoundKind.WEIGH))
    )
    asking.state, asking.opened_at, asking.closes_at = RoundState.OPEN, NOW - DAY, NOW + DAY
    weighing.opens_at, weighing.closes_at = NOW + 2 * DAY, NOW + 4 * DAY
    return dialogue, [asking, weighing]


def move(position: int, wanted: Times, *, reason: str = "Meer tijd", now: datetime = NOW):
    dialogue, rounds = make()
    chosen = rounds[position - 1]
    return chosen, change_times(
        dialogue, rounds, chosen, wanted, reason=reason, now=now, actor=FACILITATOR
    )


@pytest.mark.parametrize(
    ("closes", "kind"),
    [(NOW + 2 * DAY, RoundChange.EXTENDED), (NOW + DAY / 2, RoundChange.SHORTENED)],
)
def test_an_open_round_is_extended_or_shortened_with_a_reason(closes, kind) -> None:
    chosen, (event,) = move(1, Times(None, closes), reason=" Veel <b>zieken</b> ")

    assert chosen.closes_at == closes
    assert (event.kind, event.reason) == (kind, "Veel <b>zieken</b>")
    assert (read_back(event.from_state), read_back(event.to_state)) == (NOW + DAY, closes)
    assert len(event.from_state) <= 32


@pytest.mark.parametrize(
    ("position", "wanted", "options", "refusal"),
    [
        (1, Times(None, NOW + 2 * DAY), {"reason": "  "}, TimesReasonMissing),
        (1, Times(None, NOW + 2 * DAY), {"reason": "!!"}, TimesReasonMissing),
        (1, Times(None, NOW), {}, TimePassed),
        (1, Times(None, NOW - DAY), {}, TimePassed),
        (1, Times(None, None), {}, ClosingTimeMissing),
        (1, Times(None, NOW + DAY), {}, TimesUnchanged),
        (1, Times(None, NOW + 3 * DAY), {}, TimesOutOfOrder),
        (1, Times(NOW + DAY / 2, NOW + DAY), {}, RoundIsOver),
        (1, Times(None, NOW + 2 * DAY), {"now": NOW + DAY}, RoundIsOver),
        (2, Times(NOW + DAY / 2, NOW + 4 * DAY), {}, TimesOutOfOrder),
        (2, Times(NOW + 5 * DAY, NOW + 4 * DAY), {}, TimesOutOfOrder),
        (2, Times(NOW - DAY, NOW + 4 * DAY), {}, TimePassed),
        (2, Times(None, NOW + 4 * DAY), {"reason": ""}, TimesReasonMissing),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_moves(position, wanted, options, refusal) -> None:
    dialogue, rounds = make()
    before = [planned_times(each) for each in rounds]

    with pytest.raises(refusal):
        change_times(
            dialogue, rounds, rounds[position - 1], wanted,
            **{"reason": "Meer tijd", "now": NOW, "actor": FACILITATOR, **options},
        )  # fmt: skip

    assert [planned_times(each) for each in rounds] == before


def test_a_time_that_was_left_open_is_filled_in_without_a_reason() -> None:
    dialogue, rounds = make()
    rounds[1].opens_at = rounds[1].closes_at = None

    events = change_times(
        dialogue, rounds, rounds[1], Times(NOW + 2 * DAY, None), reason="", now=NOW,
        actor=FACILITATOR,
    )  # fmt: skip

    assert [(each.kind, each.reason) for each in events] == [(RoundChange.OPENING_MOVED, "")]


def test_a_round_that_closed_early_leaves_room_for_the_next() -> None:
    dialogue, rounds = make()
    close_by_hand(dialogue, rounds[0], reason="Genoeg", now=NOW, actor=FACILITATOR)

    change_times(
        dialogue, rounds, rounds[1], Times(NOW + DAY / 2, NOW + DAY), reason="Eerder",
        now=NOW, actor=FACILITATOR,
    )  # fmt: skip

    assert rounds[1].opens_at == NOW + DAY / 2


def test_closing_early_needs_a_reason_and_tells_what_was_announced() -> None:
    dialogue, (asking, _) = make()

    with pytest.raises(TimesReasonMissing):
        close_by_hand(dialogue, asking, reason="", now=NOW, actor=FACILITATOR)
    assert asking.state is RoundState.OPEN
    closed, early = close_by_hand(dialogue, asking, reason="Genoeg", now=NOW, actor=FACILITATOR)

    assert (closed.kind, closed.reason) == ("round.closed", "Genoeg")
    assert (early.kind, read_back(early.from_state)) == (RoundChange.CLOSED_EARLY, NOW + DAY)
    with pytest.raises(TransitionNotAllowed):
        close_by_hand(dialogue, asking, reason="Genoeg", now=NOW, actor=FACILITATOR)


def test_closing_when_no_time_was_announced_needs_no_reason() -> None:
    dialogue, (asking, _) = make()
    asking.closes_at = None

    (closed,) = close_by_hand(dialogue, asking, reason="", now=NOW, actor=FACILITATOR)

    assert closed.kind == "round.closed"


class ManyHands(RuleBasedStateMachine):
    """Facilitators who move and close rounds in any order, while the clock runs on."""

    @initialize()
    def begin(self) -> None:
        self.dialogue, self.rounds = make()
        self.now = NOW
        self.events: list[Event] = []
        self.over: set[int] = set()

    @rule(hours=some.integers(1, 60))
    def time_goes_on(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        position=some.sampled_from((0, 1)),
        opens=some.none() | some.integers(-50, 200),
        closes=some.none() | some.integers(-50, 200),
        reason=some.sampled_from(("", "Meer tijd")),
    )
    def somebody_moves(self, position, opens, closes, reason) -> None:
        chosen = self.rounds[position]
        before = planned_times(chosen)
        wanted = Times(*(each if each is None else NOW + timedelta(hours=each)
                         for each in (opens, closes)))  # fmt: skip
        if chosen.state is RoundState.OPEN:
            wanted = Times(before.opens_at, wanted.closes_at)
        try:
            self.events += change_times(
                self.dialogue, self.rounds, chosen, wanted, reason=reason, now=self.now,
                actor=FACILITATOR,
            )  # fmt: skip
        except Refusal:
            assert planned_times(chosen) == before
        else:
            told = before.closes_at is not None and before.closes_at != wanted.closes_at
            assert reason or not (told or chosen.state is RoundState.OPEN)
            moved = wanted.closes_at is not None and wanted.closes_at != before.closes_at
            assert not moved or wanted.closes_at > self.now

    @rule(position=some.sampled_from((0, 1)), reason=some.sampled_from(("", "Genoeg")))
    def somebody_closes(self, position, reason) -> None:
        chosen = self.rounds[position]
        early = chosen.accepts(self.now) and chosen.closes_at is not None
        try:
            close_by_hand(self.dialogue, chosen, reason=reason, now=self.now, actor=FACILITATOR)
        except Refusal:
            return
        assert reason or not early

    @rule()
    def the_worker_keeps_to_the_schedule(self) -> None:
        for each in self.rounds:
            if each.due_to_close(self.now):
                close_round(self.dialogue, each, now=self.now, actor=FACILITATOR)

    @precondition(lambda self: self.rounds[0].state is RoundState.CLOSED)
    @rule()
    def the_second_opens(self) -> None:
        if self.rounds[1].state is RoundState.PLANNED:
            open_round(self.dialogue, self.rounds, self.rounds[1], now=self.now, actor=FACILITATOR)

    @invariant()
    def what_is_over_stays_over(self) -> None:
        for each in self.rounds:
            over = each.state is RoundState.CLOSED or each.due_to_close(self.now)
            assert over or each.position not in self.over
            if over:
                self.over.add(each.position)

    @invariant()
    def every_change_of_what_was_told_has_a_reason(self) -> None:
        assert all(each.reason for each in self.events if each.from_state)


ManyHands.TestCase.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
TestManyHands = ManyHands.TestCase
