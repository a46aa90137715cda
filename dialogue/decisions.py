"""What an answer of the board must hold, and when it may be given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dialogue.errors import (
    AnswerWithoutReason,
    DecisionIncomplete,
    DecisionTooEarly,
    DueDateMissing,
    DueDatePassed,
    EmptyText,
    NoWords,
    OutcomeMissing,
    OwnerMissing,
    ProposalNotPublished,
    Refusal,
    SameReasonAgain,
    TextTooLong,
    UnreadableText,
)
from dialogue.models import Decision, Dialogue, DialogueState, Outcome, Proposal, ProposalState
from dialogue.wording import clean_text, comparison_key

REASON_LIMIT = 2000
OWNER_LIMIT = 200


@dataclass(frozen=True)
class Answer:
    """A complete answer: what the board does, why, who sees to it, and by which day."""

    outcome: Outcome
    reason: str
    owner: str
    due_on: date


def check_answer(
    *,
    outcome: Outcome | None,
    reason: str,
    owner: str,
    due_on: date | None,
    before: Decision | None,
    today: date,
) -> Answer:
    """Return the answer with its words cleaned; raises DecisionIncomplete with every problem.

    ``before`` is the answer that this one replaces: a change needs a reason of its own.
    """
    problems: dict[str, Refusal] = {}
    kept_reason = words_of("reason", reason, REASON_LIMIT, AnswerWithoutReason, problems)
    kept_owner = words_of("owner", owner, OWNER_LIMIT, OwnerMissing, problems)
    if before and kept_reason and comparison_key(kept_reason) == comparison_key(before.reason):
        problems["reason"] = SameReasonAgain()
    if outcome is None:
        problems["outcome"] = OutcomeMissing()
    if due_on is None or due_on < today:
        problems["due_on"] = DueDatePassed() if due_on else DueDateMissing()
    if problems or outcome is None or due_on is None:
        raise DecisionIncomplete(problems)
    return Answer(outcome, kept_reason, kept_owner, due_on)


def words_of(
    field: str, raw: str, limit: int, missing: type[Refusal], problems: dict[str, Refusal]
) -> str:
    """Clean what was written in a field, or note what is wrong with it."""
    try:
        return clean_text(raw, limit=limit)
    except (EmptyText, NoWords):
        problems[field] = missing()
    except (TextTooLong, UnreadableText) as refusal:
        problems[field] = refusal
    return ""


def require_answerable(dialogue: Dialogue, proposal: Proposal) -> None:
    """Refuse an answer to a proposal that is being written or weighed still."""
    if proposal.state is ProposalState.DRAFT:
        raise ProposalNotPublished
    if dialogue.state not in (DialogueState.CLOSED, DialogueState.ANSWERED):
        raise DecisionTooEarly


def all_answered(dialogue: Dialogue, states: Iterable[ProposalState]) -> bool:
    """Tell whether a closed dialogue has an answer to every proposal that was published."""
    waiting = any(state is ProposalState.PUBLISHED for state in states)
    return dialogue.state is DialogueState.CLOSED and not waiting
