"""Make invitation codes, and claim one for the one person who may use it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sqlmodel import Session, col, or_, select, update

from app.security import keyed_hash
from app.usecases.background import possible_answers
from dialogue.codes import code_hash, new_code, same_hash, show_code
from dialogue.errors import CodeExpired, CodeUnknown, CodeUsed, GroupTooSmall, NotFound
from dialogue.models import Chamber, Dialogue, Invitation

PURPOSE = "invitation"
# Of fewer people no figure is ever shown, and whoever used such a code could be recognised.
FEWEST_OF_A_GROUP = 10


@dataclass(frozen=True)
class Batch:
    """Codes to be made together; ``groups`` is what is known of who gets them."""

    count: int
    groups: Mapping[str, str] = field(default_factory=dict)


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
    groups: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """Make single-use codes for a chamber and return them; they can't be shown again.

    ``groups`` says what is known of who gets them: ``{question key: option key}``. Raises NotFound
    when the chamber or a group is one of another dialogue, GroupTooSmall for a few of a group.
    """
    require_large_enough(dialogue, chamber, Batch(count, groups))
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
                groups=dict(sorted(groups.items())),
            )
            for code in codes
        ]
    )
    session.flush()
    return [show_code(code) for code in codes]


def create_batches(
    session: Session,
    dialogue: Dialogue,
    chamber: Chamber,
    batches: Sequence[Batch],
    *,
    key: bytes,
    channel: str,
    wave: int,
    expires_on: date | None = None,
) -> list[list[str]]:
    """Make codes for several groups at once, all or none; raises as ``create_invitations``."""
    for batch in batches:
        require_large_enough(dialogue, chamber, batch)
    return [
        create_invitations(
            session, dialogue, chamber, count=batch.count, groups=batch.groups, key=key,
            channel=channel, wave=wave, expires_on=expires_on,
        )
        for batch in batches
    ]  # fmt: skip


def require_large_enough(dialogue: Dialogue, chamber: Chamber, batch: Batch) -> None:
    """Refuse codes for another dialogue's chamber or groups, and for a few people of a group."""
    if chamber.dialogue_id != dialogue.id:
        raise NotFound
    if possible_answers(dialogue, batch.groups) != dict(batch.groups):
        raise NotFound
    if batch.groups and batch.count < FEWEST_OF_A_GROUP:
        raise GroupTooSmall(fewest=FEWEST_OF_A_GROUP)


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
