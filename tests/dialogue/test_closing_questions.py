"""What is asked about taking part, of whom and when: the moments as a state machine."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dialogue import closing_questions as closing
from dialogue.closing_questions import HEARD, LEGITIMACY, PULSE, Asked, Steps, asked_of
from dialogue.errors import NotAskedNow, QuestionUnknown, RatingOutOfScale
from dialogue.models import (
    Dialogue,
    DialogueState,
    Indicator,
    Moment,
    Round,
    RoundKind,
    RoundState,
    new_id,
)
from dialogue.templates import TEMPLATES, plan_rounds

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORDER = [None, Moment.BEFORE, None, Moment.AFTER_ROUNDS, Moment.AFTER_ANSWER]


def make(
    template: str = "zoetermeer", *, chosen=(HEARD, LEGITIMACY)
) -> tuple[Dialogue, list[Round]]:
    dialogue = Dialogue(
        region_id=new_id(), slug="a", template=template, seed=1, title_nl="A", created_at=NOW,
        state=DialogueState.LAUNCHED, closing_questions=list(chosen),
    )  # fmt: skip
    return dialogue, plan_rounds(dialogue, TEMPLATES[template])


def ids(rounds: list[Round], kind: RoundKind) -> list[UUID]:
    return [each.id for each in rounds if each.kind is kind]


def ask(dialogue: Dialogue, rounds: list[Round], steps: Steps, now: datetime = NOW) -> Asked:
    return asked_of(dialogue, rounds, steps, indicators=True, now=now)


def test_on_arrival_only_the_indicators_are_asked() -> None:
    assert ask(*make(), Steps(consented=True)) == Asked(Moment.BEFORE, (), indicators=True)


def test_nothing_is_asked_before_the_consent_or_of_who_is_busy() -> None:
    dialogue, rounds = make()
    weighing = frozenset(ids(rounds, RoundKind.WEIGH))

    for steps in (Steps(False), Steps(True, said=True), Steps(True, said=True, begun=weighing)):
        assert not ask(dialogue, rounds, steps).anything


def test_who_weighed_a_hand_is_asked_about_the_others() -> None:
    dialogue, rounds = make()
    weighing = frozenset(ids(rounds, RoundKind.WEIGH))

    asked = ask(dialogue, rounds, Steps(True, begun=weighing, finished=weighing))

    assert asked == Asked(Moment.AFTER_ROUNDS, (HEARD, LEGITIMACY), indicators=True)


def test_who_weighed_a_part_is_asked_once_the_round_is_over() -> None:
    dialogue, rounds = make()
    rounds[1].state, rounds[1].closes_at = RoundState.OPEN, NOW + timedelta(hours=1)
    steps = Steps(True, begun=frozenset({rounds[1].id}))

    assert ask(dialogue, rounds, steps).moment is None
    assert ask(dialogue, rounds, steps, NOW + timedelta(hours=1)).moment is Moment.AFTER_ROUNDS


def test_when_weighing_is_repeated_the_last_time_counts() -> None:
    dialogue, rounds = make("delphi")
    first, last = ids(rounds, RoundKind.WEIGH)

    once = Steps(True, begun=frozenset({first}), finished=frozenset({first}))
    twice = Steps(True, begun=frozenset({first, last}), finished=frozenset({first, last}))

    assert ask(dialogue, rounds, once).moment is None
    assert ask(dialogue, rounds, twice).moment is Moment.AFTER_ROUNDS


def test_after_the_answer_who_took_part_is_asked_about_the_board() -> None:
    dialogue, rounds = make()
    dialogue.state = DialogueState.ANSWERED

    assert ask(dialogue, rounds, Steps(True, said=True)).scales == (HEARD, LEGITIMACY)
    assert ask(dialogue, rounds, Steps(True, said=True)).moment is Moment.AFTER_ANSWER
    assert ask(dialogue, rounds, Steps(True)).moment is None


def test_where_nobody_met_others_nobody_is_asked_about_them() -> None:
    dialogue, rounds = make("pulse", chosen=(PULSE, LEGITIMACY))
    steps = Steps(True, said=True)

    assert ask(dialogue, rounds, steps).scales == (LEGITIMACY,)
    dialogue.state = DialogueState.ANSWERED
    assert ask(dialogue, rounds, steps).scales == (PULSE, LEGITIMACY)


@some.composite
def situations(draw) -> tuple[Dialogue, list[Round], Steps]:
    chosen = draw(some.lists(some.sampled_from([*closing.SCALES, "unheard of"])))
    dialogue, rounds = make(draw(some.sampled_from(sorted(TEMPLATES))), chosen=chosen)
    dialogue.state = draw(some.sampled_from(list(DialogueState)))
    for each in rounds:
        each.state = draw(some.sampled_from(list(RoundState)))
    judging = [each.id for each in rounds if each.kind is not RoundKind.ASK]
    begun = frozenset(draw(some.lists(some.sampled_from(judging)))) if judging else frozenset()
    finished = frozenset(each for each in begun if draw(some.booleans()))
    return dialogue, rounds, Steps(draw(some.booleans()), draw(some.booleans()), begun, finished)


@given(situations())
def test_the_pulse_and_the_full_scale_are_never_asked_together(situation) -> None:
    asked = ask(*situation)

    assert not {HEARD, PULSE} <= set(asked.scales)
    assert set(asked.scales) <= set(closing.SCALES)


@given(situations())
def test_nothing_is_asked_without_consent_in_a_draft_or_of_who_only_looked(situation) -> None:
    dialogue, rounds, steps = situation
    asked = ask(dialogue, rounds, steps)

    if not steps.consented or dialogue.state is DialogueState.DRAFT:
        assert asked == Asked(None)
    if not steps.anything:
        assert asked.moment in (None, Moment.BEFORE)
        assert not asked.scales


@given(situations())
def test_what_is_asked_is_accepted_and_nothing_else_is(situation) -> None:
    asked = ask(*situation)

    for moment in Moment:
        for scale in (*closing.SCALES, None):
            wanted = asked.indicators if scale is None else scale in asked.scales
            if wanted and moment is asked.moment:
                closing.require_asked(asked, moment, scale)
            else:
                with pytest.raises(NotAskedNow):
                    closing.require_asked(asked, moment, scale)


@given(some.sampled_from(sorted(TEMPLATES)), some.lists(some.integers(0, 9), max_size=12))
def test_for_one_person_no_moment_comes_back(template: str, acts: list[int]) -> None:
    """Whatever people do in whatever order, the moments follow one another."""
    dialogue, rounds = make(template)
    steps, seen = Steps(False), [None]
    for act in acts:
        steps = next_step(dialogue, rounds, steps, act)
        seen.append(ask(dialogue, rounds, steps).moment)

    places = [list(Moment).index(each) for each in seen if each is not None]
    assert places == sorted(places)


def next_step(dialogue: Dialogue, rounds: list[Round], steps: Steps, act: int) -> Steps:
    """One thing that happens: somebody acts, a round closes, the board answers."""
    if act == 9 and all(each.state is RoundState.CLOSED for each in rounds):
        dialogue.state = DialogueState.ANSWERED
    elif act >= 6:
        rounds[min(act - 6, len(rounds) - 1)].state = RoundState.CLOSED
    elif act == 0:
        return Steps(True, steps.said, steps.begun, steps.finished)
    elif act == 1 and steps.consented:
        return Steps(True, True, steps.begun, steps.finished)
    elif steps.consented:
        chosen = rounds[(act // 2) % len(rounds)]
        if chosen.kind is not RoundKind.ASK and chosen.state is not RoundState.CLOSED:
            finished = steps.finished | ({chosen.id} if act % 2 else set())
            return Steps(True, steps.said, steps.begun | {chosen.id}, finished)
    return steps


@pytest.mark.parametrize("value", [0, 8, -1])
def test_an_answer_off_the_scale_is_refused(value: int) -> None:
    with pytest.raises(RatingOutOfScale):
        closing.checked_answers({"voice": value}, ["voice"])


def test_an_answer_to_an_unknown_question_is_refused() -> None:
    with pytest.raises(QuestionUnknown):
        closing.checked_answers({"colour": 3}, ["voice"])
    with pytest.raises(QuestionUnknown):
        closing.checked_indicators({new_id(): 3}, [])


def test_an_indicator_has_bounds_of_its_own() -> None:
    indicator = Indicator(dialogue_id=new_id(), position=1, text_nl="?", lowest=1, highest=5)

    assert closing.checked_indicators({indicator.id: 5}, [indicator]) == {indicator.id: 5}
    for value in (0, 6):
        with pytest.raises(RatingOutOfScale):
            closing.checked_indicators({indicator.id: value}, [indicator])
