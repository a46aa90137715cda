"""People come in with a code or an open link, come back with a receipt code, and consent.

The visit token follows from the secret key, the code and the request; the receipt code follows
from the token. So a request that is repeated gives the same ones, though only hashes are stored.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.queries.documents import QUOTING_CHANGED
from app.security import keyed_hash, new_token
from app.usecases.invitations import claim_invitation
from app.usecases.storing import stored_once
from dialogue.channels import OPEN_LINK, trust_of_code
from dialogue.codes import code_hash, new_code, normalise_code
from dialogue.errors import CodeUnknown, NotFound, OpenLinkClosed, RoundNotOpen
from dialogue.lifecycle import ActorRole
from dialogue.models import (
    Chamber,
    Dialogue,
    DialogueState,
    Event,
    Participant,
    TrustLevel,
    Visit,
)

VISIT_LASTS = timedelta(days=30)
DIGEST_BITS = 256


@dataclass(frozen=True)
class Arrival:
    """A participant who just came in, with the secrets that only their own device gets."""

    participant: Participant
    visit_token: str
    receipt_code: str


def redeem_code(
    session: Session,
    dialogue: Dialogue,
    *,
    code: str,
    request_id: UUID,
    language: str,
    key: bytes,
    now: datetime,
) -> Arrival:
    """Let in whoever has an unused code; the admission store learns nothing of the participant.

    Raises CodeMistyped, CodeUnknown, CodeUsed, CodeExpired, or RoundNotOpen after the closing.
    """
    require_running(dialogue)
    invitation = claim_invitation(
        session, dialogue, code=code, request_id=request_id, key=key, today=now.date()
    )
    secret = f"{dialogue.id}/{normalise_code(code)}/{request_id}"
    return admit(
        session,
        Participant(
            dialogue_id=dialogue.id,
            chamber_id=invitation.chamber_id,
            receipt_hash="",
            trust=trust_of_code(invitation.channel),
            channel=invitation.channel,
            language=language,
            joined_on=now.date(),
        ),
        visit_token=keyed_hash(secret, key=key, purpose="visit-by-code"),
        key=key,
        now=now,
    )


def enter_openly(
    session: Session,
    dialogue: Dialogue,
    chamber: Chamber,
    *,
    request_id: UUID,
    language: str,
    key: bytes,
    now: datetime,
) -> Arrival:
    """Let in whoever follows the open link, in the chamber of their choice.

    Raises OpenLinkClosed, NotFound for a chamber of another dialogue, or RoundNotOpen.
    """
    if not dialogue.open_link:
        raise OpenLinkClosed
    if chamber.dialogue_id != dialogue.id:
        raise NotFound
    require_running(dialogue)
    return admit(
        session,
        Participant(
            dialogue_id=dialogue.id,
            chamber_id=chamber.id,
            receipt_hash="",
            trust=TrustLevel.OPEN_LINK,
            channel=OPEN_LINK,
            language=language,
            joined_on=now.date(),
        ),
        visit_token=keyed_hash(f"{dialogue.id}/{request_id}", key=key, purpose="visit-openly"),
        key=key,
        now=now,
    )


def return_with_receipt(
    session: Session, dialogue: Dialogue, *, receipt_code: str, key: bytes, now: datetime
) -> Arrival:
    """Let somebody come back on any device. Raises CodeMistyped or CodeUnknown."""
    code = normalise_code(receipt_code)
    participant = find_by_receipt(session, dialogue, code, key=key)
    if participant is None:
        raise CodeUnknown
    token = new_token()
    remember_visit(session, participant, token, key=key, now=now)
    return Arrival(participant, token, code)


def dialogue_of_receipt(session: Session, *, receipt_code: str, key: bytes) -> Dialogue:
    """Find the launched dialogue that a receipt code belongs to.

    Raises CodeMistyped or CodeUnknown.
    """
    code = normalise_code(receipt_code)
    launched = session.exec(select(Dialogue).where(col(Dialogue.launched_at).is_not(None))).all()
    by_hash = {receipt_hash(code, each, key=key): each for each in launched}
    query = select(Participant).where(col(Participant.receipt_hash).in_(by_hash))
    participant = session.exec(query).first()
    if participant is None:
        raise CodeUnknown
    return by_hash[participant.receipt_hash]


def give_consent(
    session: Session, participant: Participant, *, may_be_quoted: bool, now: datetime
) -> None:
    """Record that somebody takes part knowingly, and whether their words may be quoted."""
    if participant.consented_at is not None and participant.may_be_quoted != may_be_quoted:
        session.add(quoting_changed(participant, now))
    participant.consented_at = participant.consented_at or now
    participant.may_be_quoted = may_be_quoted
    session.add(participant)


def quoting_changed(participant: Participant, now: datetime) -> Event:
    """Tell that somebody changed whether they may be quoted, without telling who."""
    return Event(
        dialogue_id=participant.dialogue_id, kind=QUOTING_CHANGED,
        subject_id=participant.dialogue_id, actor_role=ActorRole.PARTICIPANT, happened_at=now,
    )  # fmt: skip


def leave(session: Session, visit_token: str, *, key: bytes) -> None:
    """End a visit, so that the next person at this device is a stranger again."""
    visit = session.get(Visit, keyed_hash(visit_token, key=key, purpose="visit"))
    if visit is not None:
        session.delete(visit)


def admit(
    session: Session, newcomer: Participant, *, visit_token: str, key: bytes, now: datetime
) -> Arrival:
    """Store a newcomer, unless this very request did so before."""
    dialogue = session.get_one(Dialogue, newcomer.dialogue_id)
    code = receipt_of(visit_token, key=key)
    newcomer.receipt_hash = receipt_hash(code, dialogue, key=key)
    participant = find_by_receipt(session, dialogue, code, key=key)
    if participant is None and stored_once(session, newcomer):
        participant = newcomer
    participant = participant or find_by_receipt(session, dialogue, code, key=key)
    assert participant is not None  # noqa: S101  (the key was taken, so the row is there)
    remember_visit(session, participant, visit_token, key=key, now=now)
    return Arrival(participant, visit_token, code)


def receipt_of(visit_token: str, *, key: bytes) -> str:
    """Give the receipt code that goes with the token of a first visit."""
    digest = int(keyed_hash(visit_token, key=key, purpose="receipt-code"), 16)
    return new_code(random_bits=lambda bits: digest >> (DIGEST_BITS - bits))


def receipt_hash(code: str, dialogue: Dialogue, *, key: bytes) -> str:
    """Give the keyed hash under which a receipt code is stored."""
    return code_hash(code, key=key, purpose="receipt", dialogue=str(dialogue.id))


def find_by_receipt(
    session: Session, dialogue: Dialogue, code: str, *, key: bytes
) -> Participant | None:
    """Load the participant of this dialogue who has this receipt code."""
    query = select(Participant).where(
        Participant.dialogue_id == dialogue.id,
        Participant.receipt_hash == receipt_hash(code, dialogue, key=key),
    )
    return session.exec(query).first()


def remember_visit(
    session: Session, participant: Participant, token: str, *, key: bytes, now: datetime
) -> None:
    """Let this device go on without a code for a while."""
    visit = visit_of(participant, token, key=key, ends=now + VISIT_LASTS)
    known = session.get(Visit, visit.token_hash)
    if known is None:
        stored_once(session, visit)
    else:
        known.expires_at = visit.expires_at


def visit_of(participant: Participant, token: str, *, key: bytes, ends: datetime) -> Visit:
    """Make the row by which a device with this token is known until it ends."""
    return Visit(
        token_hash=keyed_hash(token, key=key, purpose="visit"),
        participant_id=participant.id,
        expires_at=ends,
    )


def require_running(dialogue: Dialogue) -> None:
    """Refuse newcomers before the launch and after the closing."""
    if dialogue.state is not DialogueState.LAUNCHED:
        raise RoundNotOpen
