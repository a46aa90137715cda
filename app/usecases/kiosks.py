"""A kiosk: a host opens a device in a public place, and people take part there one by one.

The link for the device works once: opening it gives the device a token of its own, so whoever reads
the link later has nothing. Only hashes of both are stored. Closing a kiosk ends both at once.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from app.queries.parts import chambers_of
from app.security import keyed_hash, new_token
from app.usecases.participants import (
    Arrival,
    find_by_receipt,
    give_consent,
    receipt_hash,
    receipt_of,
    require_running,
    visit_of,
)
from app.usecases.storing import stored_once
from dialogue.channels import KIOSK
from dialogue.errors import KioskClosed, NotFound
from dialogue.lifecycle import Actor
from dialogue.models import Dialogue, Event, Kiosk, Participant, TrustLevel, Visit
from dialogue.wording import clean_text

LONGEST_NAME = 100
# Longer than anybody needs at a kiosk; who walks away is forgotten on the device after minutes.
VISIT_LASTS = timedelta(hours=1)


def open_kiosk(
    session: Session, dialogue: Dialogue, *, name: str, chamber_id: UUID, key: bytes, actor: Actor,
    now: datetime,
) -> tuple[Kiosk, str]:  # fmt: skip
    """Open a kiosk for a chamber; gives the token for its link, that is shown once.

    Raises EmptyText, NoWords, TextTooLong or UnreadableText about the name, NotFound for a chamber
    of another dialogue, or RoundNotOpen before the launch and after the closing.
    """
    require_running(dialogue)
    if chamber_id not in {each.id for each in chambers_of(session, dialogue)}:
        raise NotFound
    kiosk = Kiosk(
        dialogue_id=dialogue.id, chamber_id=chamber_id, opened_at=now, token_hash="",
        name=clean_text(name, limit=LONGEST_NAME),
    )  # fmt: skip
    token = new_link(kiosk, key=key)
    session.add_all([kiosk, told(kiosk, "opened", actor, now)])
    session.flush()
    return kiosk, token


def renew_link(
    session: Session, dialogue: Dialogue, kiosk_id: UUID, *, key: bytes, actor: Actor, now: datetime
) -> tuple[Kiosk, str]:
    """Give a new link for a device; the one that had the kiosk open loses it. Raises NotFound."""
    kiosk = kiosk_in(session, dialogue, kiosk_id)
    if kiosk.closed_at is not None:
        raise KioskClosed
    token = new_link(kiosk, key=key)
    session.add_all([kiosk, told(kiosk, "link-renewed", actor, now)])
    session.flush()
    return kiosk, token


def close_kiosk(
    session: Session, dialogue: Dialogue, kiosk_id: UUID, *, actor: Actor, now: datetime
) -> None:
    """Close a kiosk: its link and its device are worth nothing from now on. Raises NotFound."""
    kiosk = kiosk_in(session, dialogue, kiosk_id)
    if kiosk.closed_at is None:
        kiosk.closed_at = now
        session.add_all([kiosk, told(kiosk, "closed", actor, now)])


def link_leads_to(session: Session, token: str, *, key: bytes) -> Kiosk:
    """Find the open kiosk of a link that was not used yet. Raises KioskClosed."""
    return open_one(session, keyed_hash(token, key=key, purpose="kiosk-link"))


def take_device(session: Session, token: str, *, key: bytes) -> tuple[Dialogue, str]:
    """Use the link up; gives the dialogue and the token that the device keeps.

    Raises KioskClosed.
    """
    kiosk = link_leads_to(session, token, key=key)
    session.refresh(kiosk, with_for_update=True)
    used = kiosk.token_hash != keyed_hash(token, key=key, purpose="kiosk-link")
    if used or kiosk.closed_at is not None:
        raise KioskClosed
    kept = new_token()
    kiosk.token_hash = keyed_hash(kept, key=key, purpose="kiosk-device")
    session.add(kiosk)
    return session.get_one(Dialogue, kiosk.dialogue_id), kept


def kiosk_at(session: Session, dialogue: Dialogue, token: str, *, key: bytes) -> Kiosk:
    """Find the open kiosk of this dialogue that this device is. Raises KioskClosed."""
    kiosk = open_one(session, keyed_hash(token, key=key, purpose="kiosk-device"))
    if kiosk.dialogue_id != dialogue.id:
        raise KioskClosed
    return kiosk


def enter_at_kiosk(
    session: Session, dialogue: Dialogue, kiosk: Kiosk, *, request_id: UUID, language: str,
    may_be_quoted: bool, key: bytes, now: datetime,
) -> Arrival:  # fmt: skip
    """Make a participant who just consented; the same request again is the same person.

    But not once that visit was ended: then somebody else stands at the device. Raises KioskClosed
    then, and RoundNotOpen when the dialogue does not run.
    """
    require_running(dialogue)
    token = keyed_hash(f"{kiosk.id}/{request_id}", key=key, purpose="visit-at-kiosk")
    code = receipt_of(token, key=key)
    person = find_by_receipt(session, dialogue, code, key=key)
    if person is None:
        person = Participant(
            dialogue_id=dialogue.id, chamber_id=kiosk.chamber_id, trust=TrustLevel.VERIFIED,
            channel=KIOSK, language=language, joined_on=now.date(),
            receipt_hash=receipt_hash(code, dialogue, key=key),
        )  # fmt: skip
        session.add(person)
        session.flush()
        give_consent(session, person, may_be_quoted=may_be_quoted, now=now)
        stored_once(session, visit_of(person, token, key=key, ends=now + VISIT_LASTS))
    elif session.get(Visit, keyed_hash(token, key=key, purpose="visit")) is None:
        raise KioskClosed
    return Arrival(person, token, code)


def new_link(kiosk: Kiosk, *, key: bytes) -> str:
    """Give a kiosk a new token for its link."""
    token = new_token()
    kiosk.token_hash = keyed_hash(token, key=key, purpose="kiosk-link")
    return token


def open_one(session: Session, hashed: str) -> Kiosk:
    """Load the open kiosk with this hash. Raises KioskClosed."""
    kiosk = session.exec(select(Kiosk).where(Kiosk.token_hash == hashed)).first()
    if kiosk is None or kiosk.closed_at is not None:
        raise KioskClosed
    return kiosk


def kiosk_in(session: Session, dialogue: Dialogue, kiosk_id: UUID) -> Kiosk:
    """Load a kiosk of this dialogue. Raises NotFound."""
    kiosk = session.get(Kiosk, kiosk_id, with_for_update=True)
    if kiosk is None or kiosk.dialogue_id != dialogue.id:
        raise NotFound
    return kiosk


def told(kiosk: Kiosk, what: str, actor: Actor, now: datetime) -> Event:
    """Tell what was done with a kiosk."""
    return Event(
        dialogue_id=kiosk.dialogue_id, kind=f"kiosk.{what}", subject_id=kiosk.id,
        actor_role=actor.role, account_id=actor.account_id, happened_at=now,
    )  # fmt: skip
