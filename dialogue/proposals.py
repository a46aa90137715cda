"""A proposal rests on answers; its words are fixed once people can weigh them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, cast

from dialogue.errors import (
    ProposalWithoutSources,
    ProposalWordsFixed,
    ResultsTooEarly,
    RoundClosed,
    RoundNotOpen,
    TransitionNotAllowed,
)
from dialogue.lifecycle import Actor
from dialogue.models import Event, Proposal, ProposalState, Round, RoundKind, RoundState
from dialogue.wording import clean_text

TITLE_LIMIT = 200
TEXT_LIMIT = 4000

# Which fields hold the words of a proposal, with their limits; the first two must be filled.
WORDS = {
    "title_nl": TITLE_LIMIT,
    "text_nl": TEXT_LIMIT,
    "title_en": TITLE_LIMIT,
    "text_en": TEXT_LIMIT,
    "minority_nl": TEXT_LIMIT,
    "minority_en": TEXT_LIMIT,
}
NEEDED_WORDS = ("title_nl", "text_nl")


class ProposalWords(TypedDict, total=False):
    """The words of a proposal, in two languages; a minority view stands beside it."""

    title_nl: str
    text_nl: str
    title_en: str
    text_en: str
    minority_nl: str
    minority_en: str


def clean_words(words: ProposalWords) -> ProposalWords:
    """Give the words as they are stored; refuses a title or text without words."""
    given = cast("dict[str, str]", words)
    cleaned = {
        field: clean_text(given.get(field, ""), limit=limit)
        if field in NEEDED_WORDS or given.get(field, "").strip()
        else ""
        for field, limit in WORDS.items()
    }
    return cast("ProposalWords", cleaned)


def words_may_change(proposal: Proposal, rounds: Sequence[Round]) -> bool:
    """Tell whether nobody can have weighed the proposal or decided on it yet."""
    weighed = proposal.state is ProposalState.PUBLISHED and any(
        each.kind is RoundKind.CONFIRM and each.state is not RoundState.PLANNED for each in rounds
    )
    return not weighed and proposal.state is not ProposalState.DECIDED


def require_changeable(proposal: Proposal, rounds: Sequence[Round]) -> None:
    """Refuse other words once the confirm round has opened or the board has decided."""
    if not words_may_change(proposal, rounds):
        raise ProposalWordsFixed


def publish(
    proposal: Proposal, rounds: Sequence[Round], *, sources: int, now: datetime, actor: Actor
) -> Event:
    """Let everybody read a proposal, once the answers are in and it rests on some of them."""
    if proposal.state is not ProposalState.DRAFT:
        raise TransitionNotAllowed
    if any(each.kind is RoundKind.ASK and each.state is not RoundState.CLOSED for each in rounds):
        raise ResultsTooEarly
    if not sources:
        raise ProposalWithoutSources
    proposal.state = ProposalState.PUBLISHED
    return Event(
        dialogue_id=proposal.dialogue_id,
        kind="proposal.published",
        subject_id=proposal.id,
        from_state=ProposalState.DRAFT,
        to_state=ProposalState.PUBLISHED,
        actor_role=actor.role,
        account_id=actor.account_id,
        happened_at=now,
    )


def may_predict(rounds: Sequence[Round], now: datetime) -> bool:
    """Tell whether a board member can still guess: there is a confirm round that is not over."""
    confirming = [each for each in rounds if each.kind is RoundKind.CONFIRM]
    return bool(confirming) and not any(
        each.state is RoundState.CLOSED or each.due_to_close(now) for each in confirming
    )


def require_predictable(rounds: Sequence[Round], now: datetime) -> None:
    """Refuse a guess when there is nothing to guess, or when it could be known already."""
    if not may_predict(rounds, now):
        has_round = any(each.kind is RoundKind.CONFIRM for each in rounds)
        raise RoundClosed if has_round else RoundNotOpen
