"""Who moved together, and when many came at once: numbers, never people; nothing is taken away.

Admissions know no participant: codes are counted per day and channel. When people agreed to take
part is counted for everybody together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.matrices import read_ratings
from dialogue.bloc import BlocAlarm, bloc_alarm
from dialogue.bursts import Burst, find_bursts
from dialogue.models import Dialogue, Invitation, Participant, TrustLevel
from dialogue.rating_matrix import read_ratings as rating_matrix
from participation.disclosure import MINIMUM_CELL, shown_count

DAY = 86_400.0
DAYS_AROUND = 14


@dataclass(frozen=True)
class CodeBurst:
    """A day, or days in a row, on which far more codes of a channel were used than around it.

    codes: rounded; expected: what the days around would have given.
    """

    channel: str
    first: date
    last: date
    codes: int
    expected: float


@dataclass(frozen=True)
class ArrivalBurst:
    """Minutes in which far more people came in than in the hours around; people: rounded."""

    first: datetime
    last: datetime
    people: int
    expected: float


@dataclass(frozen=True)
class Alarms:
    """What moved together. blocs: how many people each holds, rounded, None for fewer than ten;
    looked_at: how many people were compared, rounded likewise.

    top_with, top_without: the best contributions by mean with and without the blocs.
    change_hidden: the blocs hold fewer than ten people together; what they chose is not told, and
    neither is the list without them.
    """

    blocs: tuple[int | None, ...]
    looked_at: int | None
    top_with: tuple[UUID, ...]
    top_without: tuple[UUID, ...]
    code_bursts: tuple[CodeBurst, ...]
    arrival_bursts: tuple[ArrivalBurst, ...]
    change_hidden: bool = False

    @property
    def left(self) -> tuple[UUID, ...]:
        """What is among the best only with the blocs."""
        return tuple(each for each in self.top_with if each not in self.top_without)

    @property
    def entered(self) -> tuple[UUID, ...]:
        """What is among the best only without the blocs."""
        return tuple(each for each in self.top_without if each not in self.top_with)

    @property
    def raised(self) -> bool:
        """Whether people were found to move together; bursts alone are no alarm."""
        return bool(self.blocs)


def alarms(session: Session, dialogue: Dialogue) -> Alarms:
    """Look for blocs among all ratings and for bursts among arrivals."""
    ratings = read_ratings(session, dialogue)
    found = bloc_alarm(
        rating_matrix(
            ratings.participant,
            ratings.contribution,
            ratings.value,
            contributions=len(ratings.contribution_ids),
        )
    )
    return told(
        found, ratings.contribution_ids, code_bursts(session, dialogue), arrivals(session, dialogue)
    )


def told(
    found: BlocAlarm,
    contribution_ids: tuple[UUID, ...],
    codes: tuple[CodeBurst, ...],
    people: tuple[ArrivalBurst, ...],
) -> Alarms:
    """Put what was found in numbers that single nobody out."""
    hidden = 0 < sum(len(bloc) for bloc in found.blocs) < MINIMUM_CELL
    without = found.top_with if hidden else found.top_without
    return Alarms(
        blocs=tuple(shown_count(len(bloc)) for bloc in found.blocs),
        looked_at=shown_count(found.looked_at),
        top_with=tuple(contribution_ids[at] for at in found.top_with),
        top_without=tuple(contribution_ids[at] for at in without),
        code_bursts=codes,
        arrival_bursts=people,
        change_hidden=hidden,
    )


def code_bursts(session: Session, dialogue: Dialogue) -> tuple[CodeBurst, ...]:
    """Find the days on which codes of a channel were used in bursts."""
    query = sql_select(col(Invitation.channel), col(Invitation.redeemed_on)).where(
        col(Invitation.dialogue_id) == dialogue.id, col(Invitation.redeemed_on).is_not(None)
    )
    days: dict[str, list[date]] = {}
    for channel, day in session.execute(query.order_by(col(Invitation.channel))):
        days.setdefault(channel, []).append(day)
    return tuple(
        CodeBurst(
            channel=channel,
            first=day_of(burst.first),
            last=day_of(burst.last),
            codes=burst.events,
            expected=burst.expected,
        )
        for channel, used in days.items()
        for burst in shown_bursts(
            find_bursts(
                [day.toordinal() * DAY for day in used],
                window=DAY - 1,  # so that a window is one day
                around=DAYS_AROUND * DAY,
            )
        )
    )


def arrivals(session: Session, dialogue: Dialogue) -> tuple[ArrivalBurst, ...]:
    """Find the minutes in which people came in a burst, by whatever door."""
    query = select(Participant.consented_at).where(
        Participant.dialogue_id == dialogue.id,
        Participant.trust != TrustLevel.IMPORTED,
        col(Participant.consented_at).is_not(None),
    )
    moments = [each.timestamp() for each in session.exec(query).all() if each is not None]
    return tuple(
        ArrivalBurst(
            first=datetime.fromtimestamp(burst.first, UTC),
            last=datetime.fromtimestamp(burst.last, UTC),
            people=burst.events,
            expected=burst.expected,
        )
        for burst in shown_bursts(find_bursts(moments))
    )


def shown_bursts(bursts: Iterable[Burst]) -> Iterable[Burst]:
    """Keep the bursts of ten and more, with their number rounded."""
    for burst in bursts:
        events = shown_count(burst.events)
        if events is not None and burst.events >= MINIMUM_CELL:
            yield Burst(burst.first, burst.last, events, burst.expected, burst.p)


def day_of(seconds: float) -> date:
    """Read back the day of a moment that was made of a day."""
    return date.fromordinal(int(seconds // DAY))
