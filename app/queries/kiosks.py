"""The kiosks of a dialogue, and on which dialogue's kiosk a page is shown."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from dialogue.models import Chamber, Dialogue, Kiosk


@dataclass(frozen=True)
class KioskRow:
    """A kiosk with the chamber of who takes part there."""

    kiosk: Kiosk
    chamber: Chamber


def kiosks_of(session: Session, dialogue: Dialogue) -> list[KioskRow]:
    """List the kiosks, the open ones first."""
    query = (
        select(Kiosk, Chamber)
        .join(Chamber, col(Chamber.id) == Kiosk.chamber_id)
        .where(Kiosk.dialogue_id == dialogue.id)
        .order_by(col(Kiosk.closed_at).is_not(None), col(Kiosk.opened_at).desc(), col(Kiosk.name))
    )
    return [KioskRow(kiosk, chamber) for kiosk, chamber in session.exec(query).all()]
