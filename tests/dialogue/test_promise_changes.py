"""What of a promise may be corrected after the launch, and what stays as it was promised."""

from datetime import UTC, date, datetime

import pytest

from dialogue import errors
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import Dialogue, DialogueState, new_id
from dialogue.promise_changes import correct_promise

NOW = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)
WHO = Actor(ActorRole.FACILITATOR, new_id())


def promised(**changes) -> Dialogue:
    return Dialogue(
        **{
            "region_id": new_id(), "slug": "zorg", "template": "pulse", "seed": 1,
            "title_nl": "Zorg", "created_at": NOW, "state": DialogueState.LAUNCHED,
            "purpose_nl": "Betere zorg", "decides_nl": "Het bestuur", "owner": "De directeur",
            "answer_by": date(2027, 3, 1), **changes,
        }
    )  # fmt: skip


def correct(dialogue: Dialogue, reason: str = "De directeur is ziek.", **wanted: str):
    return correct_promise(dialogue, wanted, reason=reason, today=NOW.date(), now=NOW, actor=WHO)


def test_only_what_differs_is_changed_with_what_it_was_and_why() -> None:
    dialogue = promised()

    changes, event = correct(dialogue, owner=" De wethouder ", answer_by="2027-04-01",
                             purpose_nl="Betere zorg")  # fmt: skip

    assert [(each.part, each.before, each.after) for each in changes] == [
        ("owner", "De directeur", "De wethouder"), ("answer_by", "2027-03-01", "2027-04-01"),
    ]  # fmt: skip
    assert {each.reason for each in changes} == {event.reason} == {"De directeur is ziek."}
    assert (dialogue.owner, dialogue.answer_by) == ("De wethouder", date(2027, 4, 1))
    assert (event.kind, event.account_id) == ("design.changed", WHO.account_id)


@pytest.mark.parametrize(
    ("wanted", "reason", "refusal"),
    [
        ({"owner": "De wethouder"}, "  ", errors.ChangeReasonMissing),
        ({"owner": "De wethouder"}, "x" * 1001, errors.TextTooLong),
        ({"owner": "De directeur"}, "zo", errors.NothingChanged),
        ({"owner": ""}, "zo", errors.PromiseNotEmpty),
        ({"answer_by": "2027-02-28"}, "zo", errors.AnswerOnlyLater),
        ({"answer_by": "2027-02-30"}, "zo", errors.AnswerOnlyLater),
        ({"answer_by": ""}, "zo", errors.PromiseNotEmpty),
        ({"decides_nl": "Niemand"}, "zo", errors.ChangeNotPossible),
        ({"ladder": "inform"}, "zo", errors.ChangeNotPossible),
        ({"owner": "x" * 201}, "zo", errors.TextTooLong),
        ({"owner": "De wethouder", "answer_by": "2020-01-01"}, "zo", errors.AnswerOnlyLater),
    ],
)
def test_what_was_promised_stays_when_the_change_is_refused(wanted, reason, refusal) -> None:
    dialogue = promised()

    with pytest.raises(refusal):
        correct(dialogue, reason, **wanted)

    assert (dialogue.owner, dialogue.answer_by) == ("De directeur", date(2027, 3, 1))
    assert dialogue.decides_nl == "Het bestuur"


def test_an_answer_that_is_overdue_gets_a_day_that_lies_ahead() -> None:
    late = promised(answer_by=date(2026, 12, 1))

    with pytest.raises(errors.AnswerOnlyLater):
        correct(late, answer_by="2027-01-09")
    correct(late, answer_by="2027-01-10")

    assert late.answer_by == NOW.date()


@pytest.mark.parametrize("state", [DialogueState.DRAFT, DialogueState.ANSWERED])
def test_before_the_launch_and_after_the_answer_nothing_is_corrected(state) -> None:
    with pytest.raises(errors.ChangeNotPossible):
        correct(promised(state=state), owner="De wethouder")
