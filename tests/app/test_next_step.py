"""What to do next: one clear step in every stage, the most urgent first."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.queries.next_step import NextStep, Situation, Step, next_steps, situation_of
from dialogue.models import Dialogue, DialogueState, Round, RoundKind, RoundState, new_id
from tests.cast import make_asking

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LAUNCHED, CLOSED, ANSWERED = (
    DialogueState.LAUNCHED,
    DialogueState.CLOSED,
    DialogueState.ANSWERED,
)


def rounds(*states: str, **times: datetime) -> list[Round]:
    """Ask, weigh and confirm in these states; times are those of the first that is not over."""
    kinds = (RoundKind.ASK, RoundKind.WEIGH, RoundKind.CONFIRM)
    made = [
        Round(
            id=new_id(), dialogue_id=new_id(), position=place, kind=kind, state=RoundState(state),
            opened_at=None if state == "planned" else NOW - DAY,
        )
        for place, (kind, state) in enumerate(zip(kinds, states, strict=False), 1)
    ]  # fmt: skip
    current = next((each for each in made if each.state is not RoundState.CLOSED), None)
    for name, moment in times.items():
        setattr(current, name, moment)
    return made


def known(
    state: DialogueState, held_rounds: list[Round], *, results: bool = False,
    answer_by: date = date(2027, 3, 1), purpose: str = "Betere zorg", **more,
) -> Situation:  # fmt: skip
    dialogue = Dialogue(
        id=new_id(), region_id=new_id(), slug="x", template="zoetermeer", seed=1, title_nl="X",
        state=state, created_at=NOW, purpose_nl=purpose, answer_by=answer_by,
        results_published_at=NOW if results else None,
    )  # fmt: skip
    return Situation(**{"dialogue": dialogue, "rounds": held_rounds, "ways_in": 9, "came_in": 9,
                        "questions": 1, **more})  # fmt: skip


NEW = rounds("planned", "planned", "planned")
ASKING = rounds("open", "planned", "planned")
ASKED = rounds("closed", "planned", "planned")
WEIGHED = rounds("closed", "closed", "planned")
OVER = rounds("closed", "closed", "closed")
DRAFT = DialogueState.DRAFT

TABLE = [
    ("nothing designed", known(DRAFT, NEW, gaps=("x",) * 7, questions=0, purpose=""), Step.DESIGN),
    ("gaps", known(DRAFT, NEW, gaps=("the owner",)), Step.GAPS),
    ("not launched", known(DRAFT, NEW), Step.LAUNCH),
    ("nobody invited", known(LAUNCHED, NEW, ways_in=0), Step.INVITE),
    ("open by hand", known(LAUNCHED, NEW), Step.OPEN),
    ("opens itself", known(LAUNCHED, rounds("planned", opens_at=NOW + DAY)), Step.OPENS_ITSELF),
    ("open, nobody invited", known(LAUNCHED, ASKING, ways_in=0), Step.INVITE),
    ("invited, nobody came", known(LAUNCHED, ASKING, came_in=0), Step.NOBODY_CAME),
    ("runs", known(LAUNCHED, ASKING), Step.RUNS),
    ("closes soon", known(LAUNCHED, rounds("open", closes_at=NOW + DAY)), Step.CLOSES_SOON),
    ("far closing", known(LAUNCHED, rounds("open", closes_at=NOW + 9 * DAY)), Step.RUNS),
    ("held", known(LAUNCHED, ASKING, held=3), Step.HELD),
    ("objections first", known(LAUNCHED, ASKING, held=3, appeals=1), Step.APPEALS),
    ("late to close", known(LAUNCHED, rounds("open", closes_at=NOW - DAY)), Step.ROUND_LATE),
    ("late to open", known(LAUNCHED, rounds("planned", opens_at=NOW - DAY)), Step.ROUND_LATE),
    ("a moment late", known(LAUNCHED, rounds("open", closes_at=NOW)), Step.CLOSES_SOON),
    ("machine", known(LAUNCHED, ASKED, busy=True, unnamed=2), Step.MACHINE),
    ("themes unnamed", known(LAUNCHED, ASKED, unnamed=2), Step.NAME_THEMES),
    ("weighing by hand", known(LAUNCHED, ASKED), Step.OPEN),
    ("no proposals", known(LAUNCHED, WEIGHED), Step.PROPOSE),
    ("unpublished", known(LAUNCHED, WEIGHED, proposals=2), Step.PUBLISH_PROPOSALS),
    ("not confirmed", known(LAUNCHED, WEIGHED, proposals=2, published=2), Step.OPEN),
    ("results", known(LAUNCHED, OVER, proposals=2, published=2), Step.PUBLISH),
    ("then proposals", known(LAUNCHED, OVER, results=True), Step.PROPOSE),
    ("close", known(LAUNCHED, OVER, results=True, published=2), Step.CLOSE),
    ("board", known(CLOSED, OVER), Step.BOARD),
    ("board soon", known(CLOSED, OVER, answer_by=date(2026, 12, 1)), Step.BOARD_SOON),
    ("overdue", known(CLOSED, OVER, answer_by=date(2026, 11, 1)), Step.OVERDUE),
    ("answered", known(ANSWERED, OVER, answer_by=date(2026, 11, 1)), Step.DONE),
]


@pytest.mark.parametrize(("situation", "step"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])  # fmt: skip
def test_the_first_step_is_the_one_that_counts(situation: Situation, step: Step) -> None:
    assert next_steps(situation, now=NOW, today=NOW.date())[0].step is step


def test_every_step_has_a_situation() -> None:
    assert {row[2] for row in TABLE} == set(Step)


def test_what_waits_too_is_listed_after_it() -> None:
    both = known(CLOSED, OVER, held=3, answer_by=date(2026, 11, 1))

    assert next_steps(both, now=NOW, today=NOW.date()) == [
        NextStep(Step.HELD, 3),
        NextStep(Step.OVERDUE, at=date(2026, 11, 1)),
        NextStep(Step.BOARD_SOON, at=date(2026, 11, 1)),
    ]


def test_the_situation_is_read_from_the_database(session, clock) -> None:
    dialogue = make_asking(session, clock())
    dialogue.open_link = False
    session.flush()

    read = situation_of(session, dialogue, rounds("open"), gaps=(), questions=1, busy=False)

    assert (read.ways_in, read.came_in, read.held, read.appeals) == (0, 0, 0, 0)
    assert (read.proposals, read.published, read.unnamed) == (0, 0, 0)
