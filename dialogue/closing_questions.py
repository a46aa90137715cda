"""What is asked about taking part itself, of whom, and at which moment.

The scales are known here by name only; their statements stand in ``participation.heard``.

=============  ================================================  ===============================
moment         from when                                         until
=============  ================================================  ===============================
before         somebody consented                                they say or weigh something
after_rounds   they did their last step                          the board has answered
after_answer   the board has answered every proposal             it stays
=============  ================================================  ===============================
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogue.errors import NotAskedNow, QuestionUnknown, RatingOutOfScale
from dialogue.models import Dialogue, DialogueState, Indicator, Moment, Round, RoundKind, RoundState

HEARD, PULSE, LEGITIMACY = "heard", "pulse", "legitimacy"
SCALES = (HEARD, PULSE, LEGITIMACY)
LOWEST, HIGHEST = 1, 7


@dataclass(frozen=True)
class Steps:
    """What somebody did so far in a dialogue.

    begun: the weigh and confirm rounds in which they gave a judgement; finished: those in which
    they gave all that was asked, a whole hand or every proposal.
    """

    consented: bool
    said: bool = False
    begun: frozenset[UUID] = frozenset()
    finished: frozenset[UUID] = frozenset()

    @property
    def anything(self) -> bool:
        """Tell whether they said or weighed something."""
        return self.said or bool(self.begun)


@dataclass(frozen=True)
class Asked:
    """What may be asked of somebody now: nothing without a moment."""

    moment: Moment | None
    scales: tuple[str, ...] = ()
    indicators: bool = False

    @property
    def anything(self) -> bool:
        """Tell whether there is anything to ask."""
        return bool(self.scales or self.indicators)


def moment_of(
    dialogue: Dialogue, rounds: Sequence[Round], steps: Steps, now: datetime
) -> Moment | None:
    """Say which moment it is for this person; none: they are busy, or never took part."""
    if not steps.consented or dialogue.state is DialogueState.DRAFT:
        return None
    if not steps.anything:
        return Moment.BEFORE if dialogue.state is DialogueState.LAUNCHED else None
    if dialogue.state is DialogueState.ANSWERED:
        return Moment.AFTER_ANSWER
    return Moment.AFTER_ROUNDS if did_last_step(rounds, steps, now) else None


def did_last_step(rounds: Sequence[Round], steps: Steps, now: datetime) -> bool:
    """Tell whether this person weighed in the last weigh round, or in one and all are over.

    A confirm round after it counts as well. Without rounds to weigh in, saying something is it.
    """
    judging = [each for each in rounds if each.kind is not RoundKind.ASK]
    weighing = [each for each in judging if each.kind is RoundKind.WEIGH]
    if not judging:
        return steps.said
    last = {each.id for each in judging if each.kind is RoundKind.CONFIRM or each in weighing[-1:]}
    over = all(each.state is RoundState.CLOSED or each.due_to_close(now) for each in weighing)
    return bool(last & steps.finished) or (over and bool(steps.begun))


def asked_of(
    dialogue: Dialogue,
    rounds: Sequence[Round],
    steps: Steps,
    *,
    indicators: bool,
    now: datetime,
) -> Asked:
    """Say what may be asked of this person now; indicators: whether the dialogue has any."""
    moment = moment_of(dialogue, rounds, steps, now)
    if moment is None:
        return Asked(None)
    if moment is Moment.BEFORE:
        return Asked(moment, indicators=indicators)
    meets_others = any(each.kind is RoundKind.WEIGH for each in rounds)
    chosen = scales_to_ask(dialogue.closing_questions)
    if moment is Moment.AFTER_ROUNDS and not meets_others:
        chosen = tuple(each for each in chosen if each == LEGITIMACY)
    return Asked(moment, chosen, indicators)


def scales_to_ask(chosen: Iterable[str]) -> tuple[str, ...]:
    """Keep the known scales, in their order; the full scale takes the place of the pulse.

    Both are never asked at one moment: the pulse is three statements of the full scale.
    """
    wanted = set(chosen)
    if HEARD in wanted:
        wanted.discard(PULSE)
    return tuple(each for each in SCALES if each in wanted)


def require_asked(asked: Asked, moment: Moment, scale: str | None = None) -> None:
    """Refuse what is not asked of this person now; without a scale: the indicators."""
    offered = asked.indicators if scale is None else scale in asked.scales
    if moment is not asked.moment or not offered:
        raise NotAskedNow


def checked_answers(answers: Mapping[str, int], keys: Iterable[str]) -> dict[str, int]:
    """Return answers from 1 to 7, by key. Raises QuestionUnknown or RatingOutOfScale."""
    if set(answers) - set(keys):
        raise QuestionUnknown
    if any(not LOWEST <= value <= HIGHEST for value in answers.values()):
        raise RatingOutOfScale
    return dict(answers)


def checked_indicators(
    answers: Mapping[UUID, int], indicators: Sequence[Indicator]
) -> dict[UUID, int]:
    """Return answers within the bounds of their indicator. Raises as ``checked_answers``."""
    known = {each.id: each for each in indicators}
    if set(answers) - set(known):
        raise QuestionUnknown
    for key, value in answers.items():
        if not known[key].lowest <= value <= known[key].highest:
            raise RatingOutOfScale
    return dict(answers)
