"""Make invitation codes, and claim one for the one person who may use it."""

import secrets
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select, update

from app.security import keyed_hash
from dialogue.codes import code_hash, new_code, same_hash, show_code
from dialogue.errors import CodeExpired, CodeUnknown, CodeUsed, NotFound
from dialogue.models import Chamber, Dialogue, Invitation

PURPOSE = "invitation"


def create_invitations(
    session: Session,
    dialogue: Dialogue,
    chamber: Chamber,
    *,
    count: int,
    key: bytes,
    channel: str = "letter",
    wave: int = 1,
    expires_on: date | None = None,
) -> list[str]:
    """Make single-use codes for a chamber and return them; they can't be shown again.

    Raises NotFound when the chamber is one of another dialogue.
    """
    if chamber.dialogue_id != dialogue.id:
        raise NotFound
    codes = [new_code(random_bits=secrets.randbits) for _ in range(count)]
    session.add_all(
        [
            Invitation(
                dialogue_id=dialogue.id,
                chamber_id=chamber.id,
                code_hash=stored_form(code, dialogue, key=key),
                channel=channel,
                wave=wave,
                expires_on=expires_on,
            )
            for code in codes
        ]
    )
    session.flush()
    return [show_code(code) for code in codes]


def claim_invitation(
    session: Session, dialogue: Dialogue, *, code: str, request_id: UUID, key: bytes, today: date
) -> Invitation:
    """Mark a code as used by this request; the same request may claim it again.

    An unknown, a used and an expired code take the same work. Raises CodeMistyped (found without
    asking the database), CodeUnknown, CodeUsed or CodeExpired.
    """
    claimant = keyed_hash(str(request_id), key=key, purpose="redemption")
    this_code = (
        col(Invitation.dialogue_id) == dialogue.id,
        col(Invitation.code_hash) == stored_form(code, dialogue, key=key),
    )
    still_valid = or_(col(Invitation.expires_on).is_(None), col(Invitation.expires_on) >= today)
    session.exec(
        update(Invitation)
        .where(*this_code, col(Invitation.redeemed_by).is_(None), still_valid)
        .values(redeemed_on=today, redeemed_by=claimant)
    )
    found = session.exec(select(Invitation).where(*this_code)).first()
    if found is None:
        raise CodeUnknown
    if found.redeemed_by is None:
        raise CodeExpired
    if not same_hash(found.redeemed_by, claimant):
        raise CodeUsed
    return found


def stored_form(code: str, dialogue: Dialogue, *, key: bytes) -> str:
    """Give the keyed hash under which a code is stored."""
    return code_hash(code, key=key, purpose=PURPOSE, dialogue=str(dialogue.id))
