"""Where a participant is in the dialogue: what their pages have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from app.access import Visitor
from app.deps import Now, SessionDep, SettingsDep
from app.dialogue_words import say
from app.queries.parts import rounds_of
from app.security import keyed_hash
from app.templating import render
from dialogue.errors import NotTakingPart
from dialogue.lifecycle import Allowed, allowed_now
from dialogue.models import Dialogue, Participant, Round

# From here on a page says until when something can be sent.
CLOSES_SOON = timedelta(hours=48)


@dataclass(frozen=True)
class Place:
    """A participant, their dialogue, and what they may do now."""

    dialogue: Dialogue
    participant: Participant
    rounds: Sequence[Round]
    allowed: Allowed
    # Names this visit to the phone, without telling who it is of.
    mark: str
    now: datetime

    @property
    def consented(self) -> bool:
        """Tell whether this person knows what happens with their words."""
        return self.participant.consented_at is not None

    @property
    def asks_about_people(self) -> bool:
        """Tell whether this dialogue asks who people are, or for whom they speak."""
        return bool(self.dialogue.background_questions) or self.dialogue.asks_collective

    @property
    def closes_soon(self) -> datetime | None:
        """Tell when the round that is open closes, once that is near."""
        running = self.allowed.ask or self.allowed.weigh or self.allowed.confirm
        closes_at = running.closes_at if running else None
        return closes_at if closes_at and closes_at - self.now <= CLOSES_SOON else None

    def address(self, page: str) -> str:
        """Give the address of a page of this dialogue."""
        return f"/d/{self.dialogue.slug}/{page}"

    def require_same(self, mark: str) -> None:
        """Refuse what somebody else wrote on this phone and could not send.

        A form without a mark is of a phone without scripts, which keeps nothing. Raises
        NotTakingPart.
        """
        if mark and mark != self.mark:
            raise NotTakingPart

    def next_page(self) -> str:
        """Name the page that this person had best see now."""
        if not self.allowed.anything:
            return "my-answer"
        if not self.consented:
            return "consent"
        if self.allowed.ask:
            return "answer/1"
        return "cards" if self.allowed.weigh else "proposals"


def find_place(visitor: Visitor, session: SessionDep, settings: SettingsDep, now: Now) -> Place:
    """Put together where this participant is."""
    rounds = rounds_of(session, visitor.dialogue)
    allowed = allowed_now(visitor.dialogue, rounds, now)
    mark = keyed_hash(str(visitor.participant.id), key=settings.key(), purpose="phone")[:16]
    return Place(visitor.dialogue, visitor.participant, rounds, allowed, mark, now)


Here = Annotated[Place, Depends(find_place)]


def go(address: str) -> Response:
    """Send a browser on, with a GET."""
    return RedirectResponse(address, status_code=303)


def onward(here: Place) -> Response:
    """Send somebody to the page that they had best see now."""
    return go(here.address(here.next_page()))


def closed_kinds(allowed: Allowed) -> list[str]:
    """List the kinds of text that nobody can send at this moment, as a phone names its drafts."""
    return ["answer"] * (allowed.ask is None) + ["card"] * (allowed.weigh is None)


def show(
    request: Request,
    name: str,
    here: Place,
    *,
    status_code: int = 200,
    **context: Any,  # noqa: ANN401  (what a template asks for)
) -> Response:
    """Render a page of a participant."""
    return render(
        request,
        name,
        status_code=status_code,
        dialogue=here.dialogue,
        participant=here.participant,
        allowed=here.allowed,
        closed_kinds=closed_kinds,
        closes_soon=here.closes_soon,
        visit_mark=f"{here.dialogue.slug}/{here.mark}",
        say=say,
        **context,
    )
