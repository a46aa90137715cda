"""What the made-up people say afterwards: whether they felt heard, and whether it was fair."""

from collections.abc import Sequence

from sqlmodel import Session

from app.db import transaction
from app.demo.town import Townspeople, near
from app.queries.closing_statements import STATEMENTS
from app.simulation.crowd import Person
from app.usecases import closing_questions
from dialogue.closing_questions import HIGHEST, LOWEST
from dialogue.errors import NotAskedNow
from dialogue.models import Dialogue, Moment, Participant

# The other participants listened better than the board did, in this story.
HEARD_AT = {Moment.AFTER_ROUNDS: 5.1, Moment.AFTER_ANSWER: 4.5}


def tell_how_it_was(town: Townspeople, people: Sequence[Person], moment: Moment) -> None:
    """Let these people answer what is asked at this moment; whom it isn't asked says nothing."""
    with transaction(town.engine) as session:
        dialogue = town.dialogue(session)
        for person in people:
            participant = session.get_one(Participant, person.participant_id)
            try:
                tell(town, session, dialogue, participant, person, moment)
            except NotAskedNow:
                continue  # this person did not weigh anything


def tell(
    town: Townspeople,
    session: Session,
    dialogue: Dialogue,
    participant: Participant,
    person: Person,
    moment: Moment,
) -> None:
    """Answer every scale that the dialogue asks, and its indicators."""
    mood = HEARD_AT[moment] + 0.5 * person.leaning + town.chance.gauss(0, 0.8)
    for scale in dialogue.closing_questions:
        answers = {
            item.key: near(
                (8 - mood if item.reversed else mood) + town.chance.gauss(0, 0.7), LOWEST, HIGHEST
            )
            for item in STATEMENTS[scale]
        }
        closing_questions.save_closing_answers(
            session, dialogue, participant, answer_id=town.new_id(), moment=moment, scale=scale,
            answers=answers, now=town.clock(),
        )  # fmt: skip
    town.say_how_it_is(session, dialogue, participant, person, moment)
