"""The numbers of a dialogue that a plan begins with."""

from dataclasses import dataclass

from sqlmodel import Session, func, select

from app.queries.parts import rounds_of
from dialogue.models import (
    Contribution,
    ContributionState,
    Dialogue,
    Invitation,
    Participant,
    RoundKind,
    Theme,
    ThemeState,
)

# What is assumed while nothing is known: of 300 people half return, and each gives one answer.
USUAL_PEOPLE = 300
USUAL_RETURN_PERCENT = 50
USUAL_THEMES = 20
USUAL_HAND = 15


@dataclass(frozen=True)
class PlannedRoom:
    """People, share that returns, cards in a hand, answers and themes, known or usual."""

    people: int
    return_percent: int
    hand: int
    answers: int
    themes: int


def planned_room(session: Session, dialogue: Dialogue) -> PlannedRoom:
    """Count codes or people, readable answers and themes; take the usual for what isn't there."""
    codes = count(session, Invitation, Invitation.dialogue_id == dialogue.id)
    came = count(session, Participant, Participant.dialogue_id == dialogue.id)
    answers = count(
        session,
        Contribution,
        Contribution.dialogue_id == dialogue.id,
        Contribution.state == ContributionState.VISIBLE,
    )
    themes = count(
        session, Theme, Theme.dialogue_id == dialogue.id, Theme.state == ThemeState.ACTIVE
    )
    people = tens(max(codes, came)) or USUAL_PEOPLE
    weighing = (r for r in rounds_of(session, dialogue) if r.kind is RoundKind.WEIGH)
    return PlannedRoom(
        people=people,
        return_percent=USUAL_RETURN_PERCENT,
        hand=next((each.hand_size for each in weighing), USUAL_HAND),
        answers=answers or people * USUAL_RETURN_PERCENT // 100,
        themes=themes or USUAL_THEMES,
    )


def count(session: Session, table: type, *conditions: bool) -> int:
    """Count the rows of a table."""
    return session.exec(select(func.count()).select_from(table).where(*conditions)).one()


def tens(number: int) -> int:
    """Round a number of people to whole tens: a plan needs no more."""
    return (number + 5) // 10 * 10
