"""Hand in an answer or an enrichment, once, and take it back while the round is open."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.queries.documents import WITHDRAWN
from app.usecases.hands import dealt_to
from app.usecases.out_of_sight import take_out_of_sight
from app.usecases.taking_part import one_at_a_time, require_taking_part
from dialogue.errors import (
    AlreadyUsedId,
    ModerationNotPossible,
    NotDealt,
    NotFound,
    TooManyAnswers,
)
from dialogue.lifecycle import MACHINE, ActorRole, require_accepting
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Event,
    ModerationDecision,
    Participant,
    Prompt,
    Round,
)
from dialogue.moderation import ModerationAction, must_hold, reason_to_hold
from dialogue.wording import clean_text, comparison_key

# Several answers are welcome; a flood of them from one person is not a louder voice.
ANSWERS_PER_PROMPT = 10
ENRICHMENTS_PER_CARD = 3


def submit_answer(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    prompt: Prompt,
    *,
    contribution_id: UUID,
    text: str,
    language: str,
    who_acts: str = "",
    now: datetime,
) -> Contribution:
    """Store an answer to a prompt; what may lead to a person is held before anybody sees it.

    The same id with the same words, or the same words of the same person again, is the same
    answer. Raises the refusals of ``clean_text``, RoundClosed, RoundNotOpen, ConsentMissing,
    TooManyAnswers or AlreadyUsedId.
    """
    asking = session.get_one(Round, prompt.round_id)
    answer = Contribution(
        id=contribution_id,
        dialogue_id=dialogue.id,
        round_id=asking.id,
        prompt_id=prompt.id,
        participant_id=participant.id,
        kind=ContributionKind.ANSWER,
        state=ContributionState.VISIBLE,
        language=language,
        who_acts=who_acts,
        created_at=now,
    )
    words = clean_text(text)
    one_at_a_time(session, participant)
    if sent := sent_before(session, answer, words):
        return sent
    require_taking_part(session, dialogue, participant, asking, now=now)
    return said_before(session, answer, words, limit=ANSWERS_PER_PROMPT) or store(
        session, answer, words
    )


def enrich(
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    weighing: Round,
    enriched: Contribution,
    *,
    contribution_id: UUID,
    text: str,
    language: str,
    now: datetime,
) -> Contribution:
    """Store what somebody would add to the card that they rate.

    Raises what ``submit_answer`` raises, NotDealt for a card that this person was not given, and
    NotFound for one that was taken away meanwhile.
    """
    addition = Contribution(
        id=contribution_id,
        dialogue_id=dialogue.id,
        round_id=weighing.id,
        participant_id=participant.id,
        kind=ContributionKind.ENRICHMENT,
        enriches_id=enriched.id,
        state=ContributionState.VISIBLE,
        language=language,
        created_at=now,
    )
    words = clean_text(text)
    one_at_a_time(session, participant)
    if sent := sent_before(session, addition, words):
        return sent
    require_taking_part(session, dialogue, participant, weighing, now=now)
    if not dealt_to(session, participant, weighing, enriched.id):
        raise NotDealt
    if not enriched.shown_to_others():
        raise NotFound
    return said_before(session, addition, words, limit=ENRICHMENTS_PER_CARD) or store(
        session, addition, words
    )


def withdraw(session: Session, contribution: Contribution, *, now: datetime) -> None:
    """Take an answer back: from now on nobody is shown it and it counts nowhere.

    Raises RoundClosed once its round is over, ModerationNotPossible for a removed answer.
    """
    session.flush()
    session.refresh(contribution, with_for_update=True)
    if contribution.state is ContributionState.WITHDRAWN:
        return
    dialogue = session.get_one(Dialogue, contribution.dialogue_id)
    require_accepting(dialogue, session.get_one(Round, contribution.round_id), now)
    if contribution.state is ContributionState.REMOVED:
        raise ModerationNotPossible
    before, contribution.state = contribution.state, ContributionState.WITHDRAWN
    take_out_of_sight(session, contribution)
    session.add(
        Event(
            dialogue_id=dialogue.id,
            kind=WITHDRAWN,
            subject_id=contribution.id,
            from_state=before,
            to_state=contribution.state,
            actor_role=ActorRole.PARTICIPANT,
            happened_at=now,
        )
    )


def sent_before(session: Session, wanted: Contribution, words: str) -> Contribution | None:
    """Find the contribution that this very request stored before.

    Raises AlreadyUsedId when the id came with other words, from another person or elsewhere.
    """
    found = session.get(Contribution, wanted.id)
    if found is None:
        return None
    place = (found.participant_id, found.round_id, found.prompt_id, found.enriches_id)
    if place != (wanted.participant_id, wanted.round_id, wanted.prompt_id, wanted.enriches_id):
        raise AlreadyUsedId
    first = select(ContributionVersion.text).where(
        ContributionVersion.contribution_id == found.id, ContributionVersion.number == 1
    )
    if session.exec(first).one() != words:
        raise AlreadyUsedId
    return found


def said_before(
    session: Session, wanted: Contribution, words: str, *, limit: int
) -> Contribution | None:
    """Find the same words of the same person in the same place. Raises TooManyAnswers."""
    earlier = own_words(session, wanted)
    for contribution, text in earlier:
        if comparison_key(text) == comparison_key(words):
            return contribution
    if len(earlier) >= limit:
        raise TooManyAnswers(limit=limit)
    return None


def own_words(session: Session, wanted: Contribution) -> Sequence[tuple[Contribution, str]]:
    """Load what this person said in this place, without what was withdrawn."""
    query = (
        select(Contribution, ContributionVersion.text)
        .join(ContributionVersion, col(ContributionVersion.contribution_id) == Contribution.id)
        .where(
            ContributionVersion.number == Contribution.current_version,
            Contribution.participant_id == wanted.participant_id,
            Contribution.round_id == wanted.round_id,
            col(Contribution.prompt_id).is_not_distinct_from(wanted.prompt_id),
            col(Contribution.enriches_id).is_not_distinct_from(wanted.enriches_id),
            Contribution.state != ContributionState.WITHDRAWN,
        )
    )
    return session.exec(query).all()


def store(session: Session, contribution: Contribution, words: str) -> Contribution:
    """Store a contribution with its words, held by the machine when they may lead to a person."""
    kinds = must_hold(words, language=contribution.language)
    contribution.state = ContributionState.HELD if kinds else ContributionState.VISIBLE
    session.add(contribution)
    session.flush()
    session.add(
        ContributionVersion(
            contribution_id=contribution.id, text=words, created_at=contribution.created_at
        )
    )
    if kinds:
        session.add(machine_hold(contribution, kinds))
    session.flush()
    return contribution


def machine_hold(contribution: Contribution, kinds: Sequence[str]) -> ModerationDecision:
    """Record why the machine held a contribution: the kinds of data, never the data."""
    return ModerationDecision(
        contribution_id=contribution.id,
        dialogue_id=contribution.dialogue_id,
        action=ModerationAction.HOLD,
        reason=reason_to_hold(kinds),
        note=", ".join(kinds),
        actor_role=MACHINE.role,
        decided_at=contribution.created_at,
    )
