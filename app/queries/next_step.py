"""What a facilitator had best do next, as one sentence: worked out from what is known, no more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.queries.progress import count_published, draft_themes_in, held_in
from dialogue.models import (
    Appeal,
    Dialogue,
    DialogueState,
    Invitation,
    Kiosk,
    Participant,
    Proposal,
    Round,
    RoundKind,
    RoundState,
)

SOON = timedelta(hours=48)
BOARD_SOON = timedelta(days=14)
# The worker looks every few seconds; after this it is taken not to run.
LATE = timedelta(minutes=2)


class Step(StrEnum):
    """What to do; each has its sentence and its button in ``facilitator/_next_step.html``."""

    DESIGN = "design"
    GAPS = "gaps"
    LAUNCH = "launch"
    APPEALS = "appeals"
    HELD = "held"
    ROUND_LATE = "round-late"
    OVERDUE = "overdue"
    INVITE = "invite"
    NOBODY_CAME = "nobody-came"
    OPEN = "open"
    OPENS_ITSELF = "opens-itself"
    RUNS = "runs"
    CLOSES_SOON = "closes-soon"
    MACHINE = "machine"
    NAME_THEMES = "name-themes"
    PROPOSE = "propose"
    PUBLISH_PROPOSALS = "publish-proposals"
    PUBLISH = "publish"
    CLOSE = "close"
    BOARD = "board"
    BOARD_SOON = "board-soon"
    DONE = "done"


@dataclass(frozen=True)
class NextStep:
    """A step with what its sentence names: a number, a moment or day, the kind of a round."""

    step: Step
    count: int = 0
    at: datetime | date | None = None
    kind: RoundKind | None = None


@dataclass(frozen=True)
class Situation:
    """All that decides what is next."""

    dialogue: Dialogue
    rounds: Sequence[Round]
    gaps: Sequence[str] = ()
    questions: int = 0
    ways_in: int = 0
    came_in: int = 0
    held: int = 0
    appeals: int = 0
    unnamed: int = 0
    proposals: int = 0
    published: int = 0
    busy: bool = False


def next_steps(known: Situation, *, now: datetime, today: date) -> list[NextStep]:
    """List what waits, the most urgent first; there is always one."""
    if known.dialogue.state is DialogueState.DRAFT:
        return [preparing(known)]
    return [*urgent(known, now=now, today=today), staged(known, now=now, today=today)]


def preparing(known: Situation) -> NextStep:
    """Say what comes before the launch."""
    if not known.gaps:
        return NextStep(Step.LAUNCH)
    nothing = not known.questions and not known.dialogue.purpose_nl
    return NextStep(Step.DESIGN if nothing else Step.GAPS, count=len(known.gaps))


def urgent(known: Situation, *, now: datetime, today: date) -> Iterator[NextStep]:
    """Give what somebody waits for, whatever the stage."""
    if known.appeals:
        yield NextStep(Step.APPEALS, known.appeals)
    if known.held:
        yield NextStep(Step.HELD, known.held)
    for each in known.rounds:
        if is_late(each, known.rounds, now) and known.dialogue.state is DialogueState.LAUNCHED:
            yield NextStep(Step.ROUND_LATE, each.position, kind=each.kind)
    if known.dialogue.answer_overdue(today):
        yield NextStep(Step.OVERDUE, at=known.dialogue.answer_by)


def is_late(chosen: Round, rounds: Sequence[Round], now: datetime) -> bool:
    """Tell whether a round should have opened or closed by itself a while ago."""
    waits = any(
        each.position < chosen.position and each.state is not RoundState.CLOSED for each in rounds
    )
    return chosen.due_to_close(now - LATE) or (chosen.due_to_open(now - LATE) and not waits)


def staged(known: Situation, *, now: datetime, today: date) -> NextStep:
    """Say what the stage asks for."""
    state = known.dialogue.state
    if state is DialogueState.ANSWERED:
        return NextStep(Step.DONE)
    if state is DialogueState.CLOSED:
        return after_the_close(known, today)
    current = next((each for each in known.rounds if each.state is not RoundState.CLOSED), None)
    if current is None:
        return after_the_rounds(known)
    return while_open(known, current, now) if current.opened_at else before_open(known, current)


def before_open(known: Situation, chosen: Round) -> NextStep:
    """Say what must be there before a round opens, and then how it opens."""
    if chosen.kind is RoundKind.ASK and not known.ways_in:
        return NextStep(Step.INVITE)
    if chosen.kind is not RoundKind.ASK and known.busy:
        return NextStep(Step.MACHINE)
    if chosen.kind is not RoundKind.ASK and known.unnamed:
        return NextStep(Step.NAME_THEMES, known.unnamed)
    if chosen.kind is RoundKind.CONFIRM and not known.published:
        step = Step.PUBLISH_PROPOSALS if known.proposals else Step.PROPOSE
        return NextStep(step, known.proposals)
    if chosen.opens_at:
        return NextStep(Step.OPENS_ITSELF, chosen.position, at=chosen.opens_at, kind=chosen.kind)
    return NextStep(Step.OPEN, chosen.position, kind=chosen.kind)


def while_open(known: Situation, chosen: Round, now: datetime) -> NextStep:
    """Say what to look at while people take part."""
    if not known.ways_in:
        return NextStep(Step.INVITE)
    if not known.came_in:
        return NextStep(Step.NOBODY_CAME)
    if chosen.closes_at and chosen.closes_at - now <= SOON:
        return NextStep(Step.CLOSES_SOON, chosen.position, at=chosen.closes_at, kind=chosen.kind)
    return NextStep(Step.RUNS, chosen.position, at=chosen.closes_at, kind=chosen.kind)


def after_the_rounds(known: Situation) -> NextStep:
    """Say what comes between the last round and the board's answer."""
    if known.busy:
        return NextStep(Step.MACHINE)
    if known.unnamed:
        return NextStep(Step.NAME_THEMES, known.unnamed)
    if known.dialogue.results_published_at is None:
        return NextStep(Step.PUBLISH)
    if not known.published:
        step = Step.PUBLISH_PROPOSALS if known.proposals else Step.PROPOSE
        return NextStep(step, known.proposals)
    return NextStep(Step.CLOSE, known.published)


def after_the_close(known: Situation, today: date) -> NextStep:
    """Say by when the board answers."""
    day = known.dialogue.answer_by
    near = day is not None and day - today <= BOARD_SOON
    return NextStep(Step.BOARD_SOON if near else Step.BOARD, known.published, at=day)


def situation_of(
    session: Session,
    dialogue: Dialogue,
    rounds: Sequence[Round],
    *,
    gaps: Sequence[str],
    questions: int,
    busy: bool,
) -> Situation:
    """Read what decides what is next."""
    return Situation(
        dialogue=dialogue,
        rounds=rounds,
        gaps=gaps,
        questions=questions,
        ways_in=ways_in(session, dialogue),
        came_in=count(
            session, Participant, dialogue.id, col(Participant.consented_at).is_not(None)
        ),
        held=held_in(session, [dialogue.id]).get(dialogue.id, 0),
        appeals=count(session, Appeal, dialogue.id, col(Appeal.answered_at).is_(None)),
        unnamed=draft_themes_in(session, [dialogue.id]).get(dialogue.id, 0),
        proposals=count(session, Proposal, dialogue.id),
        published=count_published(session, dialogue),
        busy=busy,
    )


def ways_in(session: Session, dialogue: Dialogue) -> int:
    """Count the ways by which somebody can come in: codes, open kiosks, the open link."""
    codes = count(session, Invitation, dialogue.id)
    kiosks = count(session, Kiosk, dialogue.id, col(Kiosk.closed_at).is_(None))
    return codes + kiosks + dialogue.open_link


def count(session: Session, table: type, dialogue_id: UUID, *only: object) -> int:
    """Count rows of a dialogue."""
    owned = table.dialogue_id == dialogue_id  # type: ignore[attr-defined]  # each has this column
    query = select(func.count()).select_from(table).where(owned, *only)  # type: ignore[arg-type]  # conditions
    return session.exec(query).one()
