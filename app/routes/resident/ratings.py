"""Weigh others' answers, one card per page."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.deps import Now, SessionDep, hurries, writes
from app.errors import spoken
from app.i18n import current_language, gettext
from app.queries import cards
from app.queries.cards import find_place, progress_of
from app.queries.translations import Translated, translations_of
from app.routes.resident.contributions import WORDING
from app.routes.resident.here import Here, Place, go, onward, show
from app.routes.resident.second_look import look_again
from app.usecases import contributions, hands, ratings
from app.written_language import written_language
from dialogue.errors import NotDealt, RatingOutOfScale, Refusal
from dialogue.models import Contribution, Hand, Round, RoundKind, RoundState, new_id

router = APIRouter()

CANNOT_SAY = "cannot_say"


class CardForm(BaseModel):
    """What the page of a card sends; ``text`` is what somebody would add."""

    hand_id: UUID
    rating_id: UUID
    contribution_id: UUID
    score: str = ""
    text: str = ""
    visit: str = ""
    checked: str = ""


@router.get("/cards")
def show_hand(request: Request, session: SessionDep, here: Here) -> Response:
    """Tell what weighing is, or where this person left off."""
    weighing = here.allowed.weigh
    if weighing is None or not here.consented:
        return onward(here)
    progress = progress_of(session, here.participant, weighing)
    return show(request, "card/intro.html", here, progress=progress, weighing=weighing)


@router.post("/cards")
@hurries
def start(session: SessionDep, here: Here, now: Now) -> Response:
    """Deal the first hand, or go on where this person left off."""
    weighing = weigh_round(session, here)
    hands.current_hand(session, here.dialogue, here.participant, weighing, now=now)
    return to_next_card(session, here, weighing)


@router.post("/more-cards")
@hurries
def deal_more(session: SessionDep, here: Here, now: Now) -> Response:
    """Deal another hand to whoever wants to go on."""
    weighing = weigh_round(session, here)
    hands.deal_more(session, here.dialogue, here.participant, weighing, now=now)
    return to_next_card(session, here, weighing)


@router.get("/cards/{number}")
@writes
def show_card(request: Request, session: SessionDep, here: Here, now: Now, number: int) -> Response:
    """Show a card; that it was shown is logged, and in which language this person reads now."""
    if here.allowed.weigh is None or not here.consented:
        return onward(here)
    here.participant.language = current_language()
    return card_page(request, session, here, here.allowed.weigh, number, now)


@router.post("/cards/{number}")
def rate_card(
    request: Request,
    session: SessionDep,
    here: Here,
    now: Now,
    number: int,
    sent: Annotated[CardForm, Form()],
) -> Response:
    """Store what somebody thinks of a card and would add to it, and go to the next card."""
    here.require_same(sent.visit)
    weighing = weigh_round(session, here, sent.hand_id)
    place = find_place(session, here.participant, weighing, number)
    if place.contribution_id != sent.contribution_id:
        raise NotDealt
    problem, refusal = store(session, here, weighing, sent, now)
    look = () if problem or refusal else look_again(sent.text, checked=sent.checked)
    if problem or refusal or look:
        return card_page(
            request, session, here, weighing, number, now, sent=sent, look=look,
            score_error=problem, text_error=spoken(refusal) if refusal else None,
        )  # fmt: skip
    return go(here.address("thanks" if place.last else f"cards/{number + 1}"))


def store(
    session: Session, here: Place, weighing: Round, sent: CardForm, now: Now
) -> tuple[str | None, Refusal | None]:
    """Store the rating and the addition, or return what is missing and what is wrong."""
    if not sent.score:
        return gettext("Choose what you think, or choose that you can't say."), None
    ratings.rate(
        session, here.dialogue, here.participant, weighing, sent.contribution_id,
        rating_id=sent.rating_id, value=value_of(sent.score), now=now,
    )  # fmt: skip
    # What may lead to a person is shown to its author once more; the choice is kept already.
    if not sent.text.strip() or look_again(sent.text, checked=sent.checked):
        return None, None
    try:
        contributions.enrich(
            session, here.dialogue, here.participant, weighing,
            session.get_one(Contribution, sent.contribution_id),
            # One page makes one addition: its id follows from that of the rating.
            contribution_id=sent.rating_id, text=sent.text,
            language=written_language(sent.text[:2000], otherwise=current_language()), now=now,
        )  # fmt: skip
    except WORDING as refusal:
        return None, refusal
    return None, None


def value_of(score: str) -> int | None:
    """Read a choice on the scale; none is "can't say". Raises RatingOutOfScale."""
    if score == CANNOT_SAY:
        return None
    if score.removeprefix("-") not in ("0", "1", "2", "3"):
        raise RatingOutOfScale
    return int(score)


def card_page(
    request: Request,
    session: Session,
    here: Place,
    weighing: Round,
    number: int,
    now: Now,
    *,
    sent: CardForm | None = None,
    score_error: str | None = None,
    text_error: str | None = None,
    look: Sequence[str] = (),
) -> Response:
    """Show a card; after a refusal with what was sent and what is wrong."""
    place = find_place(session, here.participant, weighing, number)
    card = hands.show_card(session, place.hand, place.position, now=now)
    around = cards.around(session, here.participant, weighing, card)
    translated, adds_translated = translated_card(session, card.contribution_id)
    score = around.rating and (CANNOT_SAY if around.rating.value is None else around.rating.value)
    return show(
        request,
        "card/show.html",
        here,
        status_code=422 if score_error or text_error or look else 200,
        place=place,
        card=card,
        around=around,
        translated=translated,
        adds_translated=adds_translated,
        scale=weighing.scale,
        score=sent.score if sent and sent.score else score,
        text=sent.text if sent else "",
        rating_id=sent.rating_id if sent and not around.rating else new_id(),
        score_error=score_error,
        text_error=text_error,
        look=look,
    )


def translated_card(
    session: Session, contribution_id: UUID
) -> tuple[Translated | None, Translated | None]:
    """Load the translations of a card and of what it adds to, for who reads this page."""
    adds_to = session.get_one(Contribution, contribution_id).enriches_id
    ids = [contribution_id, *([adds_to] if adds_to else [])]
    found = translations_of(session, ids, current_language())
    return found.get(contribution_id), found.get(adds_to) if adds_to else None


def weigh_round(session: Session, here: Place, hand_id: UUID | None = None) -> Round:
    """Find the round that a form belongs to: that of its hand, else the one that is or was open.

    A form of a round that closed meanwhile is for that round, not for the next one.
    """
    hand = session.get(Hand, hand_id) if hand_id else None
    weighing = [each for each in here.rounds if each.kind is RoundKind.WEIGH]
    if hand is not None:
        weighing = [each for each in weighing if each.id == hand.round_id]
    begun = [each for each in weighing if each.state is not RoundState.PLANNED]
    if not weighing:
        raise NotDealt
    return here.allowed.weigh if here.allowed.weigh in begun else (begun or weighing)[-1]


def to_next_card(session: Session, here: Place, weighing: Round) -> Response:
    """Send somebody to the first card that they did not rate."""
    number = progress_of(session, here.participant, weighing).next_number
    return go(here.address(f"cards/{number}" if number else "cards?seen=all"))
