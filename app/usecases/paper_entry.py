"""Type in what stands on a sheet, through the very use cases that a phone goes through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session

from app.queries.parts import prompts_of
from app.queries.sheets import ENTERED
from app.usecases import contributions, ratings, scale_answers
from app.usecases.background import save_background
from app.usecases.collectives import speak_for
from app.usecases.hands import hands_of, show_card
from app.usecases.invitations import claim_invitation
from app.usecases.paper import code_of, person_of, secret_id
from app.usecases.participants import give_consent
from app.usecases.storing import stored_once
from app.usecases.taking_part import one_at_a_time
from app.written_language import written_language
from dialogue.errors import CodeUsed
from dialogue.errors.paper import SheetNotAgreed, SheetUsedByPhone, SheetWithoutCards
from dialogue.lifecycle import Actor, require_accepting
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Dialogue,
    Event,
    Hand,
    Participant,
    Prompt,
    Round,
    RoundKind,
)
from dialogue.wording import comparison_key


@dataclass(frozen=True)
class Filled:
    """What stands on a sheet. ``entry_id`` is made by the page: sent twice is stored once.

    answers, scales: by question; marks, additions: by card (1 is the first). An empty text takes
    back what was typed in before; what isn't named stays. background, group: None leaves as it is.
    """

    number: int
    entry_id: UUID
    agrees: bool
    may_be_quoted: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)
    scales: Mapping[int, int] = field(default_factory=dict)
    marks: Mapping[int, int | None] = field(default_factory=dict)
    additions: Mapping[int, str] = field(default_factory=dict)
    background: Mapping[str, str] | None = None
    group: str | None = None
    speaks_for_group: bool = False


@dataclass(frozen=True)
class Typing:
    """Who types in for whom, in which round and when."""

    session: Session
    dialogue: Dialogue
    chosen: Round
    person: Participant
    now: datetime


def enter_sheet(
    session: Session,
    dialogue: Dialogue,
    chosen: Round,
    filled: Filled,
    *,
    key: bytes,
    now: datetime,
    actor: Actor,
) -> Participant:
    """Store what stands on a sheet; typing it in again replaces what changed.

    Raises SheetUnknown, SheetNotAgreed, SheetUsedByPhone, SheetWithoutCards, RoundClosed,
    RoundNotOpen, or what the use cases of a phone raise.
    """
    person = person_of(session, dialogue, filled.number, key=key)
    if not filled.agrees:
        raise SheetNotAgreed
    require_accepting(dialogue, chosen, now)
    come_in(session, dialogue, person, filled, key=key, now=now)
    typing = Typing(session, dialogue, chosen, person, now)
    if chosen.kind is RoundKind.ASK:
        enter_answers(typing, filled)
    else:
        enter_ratings(typing, filled)
    enter_about_them(typing, filled)
    stored_once(session, entered(typing, filled, actor))
    return person


def come_in(
    session: Session,
    dialogue: Dialogue,
    person: Participant,
    filled: Filled,
    *,
    key: bytes,
    now: datetime,
) -> None:
    """Use the code of the sheet, once, and record that this person takes part knowingly."""
    one_at_a_time(session, person)
    if person.consented_at is None:
        try:
            claim_invitation(
                session, dialogue, code=code_of(dialogue, filled.number, key=key),
                request_id=secret_id(dialogue, filled.number, key=key, purpose="paper-redemption"),
                key=key, today=now.date(),
            )  # fmt: skip
        except CodeUsed:
            raise SheetUsedByPhone from None
        person.joined_on = now.date()
    give_consent(session, person, may_be_quoted=filled.may_be_quoted, now=now)
    session.flush()


def enter_answers(typing: Typing, filled: Filled) -> None:
    """Store the answers to the questions, in words and on a scale."""
    prompts = prompts_of(typing.session, typing.chosen)
    for number, prompt in enumerate(prompts, start=1):
        if number in filled.scales:
            scale_answers.answer_scale(
                typing.session, typing.dialogue, typing.person, prompt,
                value=filled.scales[number], now=typing.now,
            )  # fmt: skip
        if number not in filled.answers:
            continue
        text, new = filled.answers[number], uuid5(filled.entry_id, f"answer/{number}")
        if replaced(typing, place_of_answer(typing, prompt, new), text):
            contributions.submit_answer(
                typing.session, typing.dialogue, typing.person, prompt, contribution_id=new,
                text=text, language=language_of(typing, text), now=typing.now,
            )  # fmt: skip


def enter_ratings(typing: Typing, filled: Filled) -> None:
    """Store the marks and additions, and that every card of the sheet was put before somebody."""
    hand = printed_hand(typing.session, typing.person, typing.chosen)
    if not {*filled.marks, *filled.additions} <= set(range(1, len(hand.cards) + 1)):
        raise SheetWithoutCards
    for position, text in enumerate(hand.cards):
        card, number = UUID(text), position + 1
        show_card(typing.session, hand, position, now=typing.now)
        if number in filled.marks:
            ratings.rate(
                typing.session, typing.dialogue, typing.person, typing.chosen, card,
                rating_id=uuid5(filled.entry_id, f"rate/{number}"), value=filled.marks[number],
                now=typing.now,
            )  # fmt: skip
        if number in filled.additions:
            add(typing, card, filled.additions[number], uuid5(filled.entry_id, f"add/{number}"))


def add(typing: Typing, card: UUID, text: str, new: UUID) -> None:
    """Store what somebody wrote beside a card."""
    if replaced(typing, place_of_addition(typing, card, new), text):
        contributions.enrich(
            typing.session, typing.dialogue, typing.person, typing.chosen,
            typing.session.get_one(Contribution, card), contribution_id=new, text=text,
            language=language_of(typing, text), now=typing.now,
        )  # fmt: skip


def enter_about_them(typing: Typing, filled: Filled) -> None:
    """Store what the person told about themselves, and for whom they speak."""
    if filled.background is not None and typing.dialogue.background_questions:
        save_background(typing.session, typing.person, filled.background)
    if filled.group is not None and typing.dialogue.asks_collective:
        speak_for(
            typing.session, typing.person, group=filled.speaks_for_group, name=filled.group,
            language=typing.person.language,
        )  # fmt: skip


def replaced(typing: Typing, place: Contribution, text: str) -> bool:
    """Take back the latest words in this place when others are typed in; say whether to store."""
    wanted = comparison_key(text)
    earlier = words_entered(typing, place)
    if earlier and comparison_key(earlier[-1][1]) != wanted:
        contributions.withdraw(typing.session, earlier[-1][0], now=typing.now)
    return bool(text.strip()) and not (earlier and comparison_key(earlier[-1][1]) == wanted)


def words_entered(typing: Typing, place: Contribution) -> list[tuple[Contribution, str]]:
    """List the words of this person in a place that may still be replaced, the latest last."""
    mine = contributions.own_words(typing.session, place)
    kept = [each for each in mine if each[0].state is not ContributionState.REMOVED]
    return sorted(kept, key=lambda each: (each[0].created_at, str(each[0].id)))


def place_of_answer(typing: Typing, prompt: Prompt, contribution_id: UUID) -> Contribution:
    """Say where an answer belongs; this is never stored."""
    return Contribution(
        id=contribution_id, dialogue_id=typing.dialogue.id, round_id=typing.chosen.id,
        prompt_id=prompt.id, participant_id=typing.person.id, kind=ContributionKind.ANSWER,
        state=ContributionState.VISIBLE, created_at=typing.now,
    )  # fmt: skip


def place_of_addition(typing: Typing, card: UUID, contribution_id: UUID) -> Contribution:
    """Say where an addition belongs; this is never stored."""
    return Contribution(
        id=contribution_id, dialogue_id=typing.dialogue.id, round_id=typing.chosen.id,
        participant_id=typing.person.id, kind=ContributionKind.ENRICHMENT, enriches_id=card,
        state=ContributionState.VISIBLE, created_at=typing.now,
    )  # fmt: skip


def printed_hand(session: Session, person: Participant, chosen: Round) -> Hand:
    """Load the hand on the sheet of a person. Raises SheetWithoutCards."""
    hands = hands_of(session, person, chosen)
    if not hands:
        raise SheetWithoutCards
    return hands[0]


def language_of(typing: Typing, text: str) -> str:
    """Guess in which language somebody wrote."""
    return written_language(text[:2000], otherwise=typing.person.language)


def entered(typing: Typing, filled: Filled, actor: Actor) -> Event:
    """Record that a sheet was typed in; in what role, not by whom."""
    return Event(
        id=filled.entry_id,
        dialogue_id=typing.dialogue.id,
        kind=ENTERED,
        subject_id=typing.person.id,
        from_state=str(typing.chosen.position),
        to_state=str(filled.number),
        actor_role=actor.role,
        happened_at=typing.now,
    )
