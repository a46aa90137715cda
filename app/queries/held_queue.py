"""The queue of held texts, each beside what says nearly the same."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.queries.moderation import Columns, Listed, listed, with_words
from app.queries.paging import Page
from app.queries.progress import last_finished_run
from dialogue.models import (
    Contribution,
    ContributionState,
    Dialogue,
    ModerationDecision,
    RemovalRequest,
    RepeatedAnswer,
)
from dialogue.moderation import PersonalDataKind, find_personal_data, mask
from dialogue.wording import comparison_key

HELD_ON_A_PAGE = 20
# So many held texts are compared with each other, the longest waiting ones; and so many beside one.
COMPARED = 2_000
BESIDE = 5

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Alike:
    """A text that says nearly the same; a held one can be decided about along with it."""

    id: UUID
    text: str
    language: str
    state: ContributionState

    @property
    def held(self) -> bool:
        """Tell whether it waits for a decision as well."""
        return self.state is ContributionState.HELD


@dataclass(frozen=True)
class Held:
    """A held text, what was found in it, and what is like it; ``more`` is not shown."""

    each: Listed
    alike: Sequence[Alike] = ()
    more: int = 0

    @property
    def kinds(self) -> tuple[PersonalDataKind, ...]:
        """The distinct kinds of personal data that were found, in a fixed order."""
        found = {piece.kind for piece in self.each.passages}
        return tuple(kind for kind in PersonalDataKind if kind in found)

    @property
    def suggestion(self) -> str:
        """The text without what was found, to begin with."""
        return mask(self.each.text, find_personal_data(self.each.text, language=self.each.language))


def held_queue(session: Session, dialogue: Dialogue, *, number: int) -> Page[Held]:
    """List what waits for one person's decision, the longest waiting first."""
    query = waiting(dialogue).order_by(col(Contribution.created_at), col(Contribution.id))
    page = listed(session, query, number, HELD_ON_A_PAGE)
    if not page.rows and page.number > 1:  # the last text of the last page was decided about
        page = listed(session, query, max(1, -(-page.total // page.size)), HELD_ON_A_PAGE)
    alike = alike_to(session, dialogue, page.rows)
    rows = [
        Held(each, alike[each.id][:BESIDE], max(0, len(alike[each.id]) - BESIDE))
        for each in page.rows
    ]
    return Page(rows, page.total, page.number, page.size)


def waiting(dialogue: Dialogue) -> Select[*Columns]:
    """Select the held contributions, without those that wait for a second person."""
    asked = select(RemovalRequest.contribution_id).where(
        RemovalRequest.dialogue_id == dialogue.id, col(RemovalRequest.agreed).is_(None)
    )
    return with_words(dialogue).where(
        col(Contribution.state) == ContributionState.HELD, col(Contribution.id).not_in(asked)
    )


def alike_to(
    session: Session, dialogue: Dialogue, rows: Sequence[Listed]
) -> dict[UUID, list[Alike]]:
    """Find for each text the held ones with nearly its words, and what repeats it."""
    if not rows:
        return {}
    same, repeated = same_words(session, dialogue), in_its_group(session, dialogue, rows)
    found = {}
    for each in rows:
        beside = {other.id: other for other in same.get(key_of(each.text), ())}
        beside |= {other.id: other for other in repeated.get(each.id, ())}
        beside.pop(each.id, None)
        found[each.id] = sorted(beside.values(), key=lambda other: not other.held)
    return found


def key_of(text: str) -> str:
    """Give the form under which two texts are nearly the same: numbers make no difference."""
    return _DIGITS.sub("0", comparison_key(text))


def same_words(session: Session, dialogue: Dialogue) -> dict[str, list[Alike]]:
    """Group the held texts of a dialogue by their words."""
    query = waiting(dialogue).order_by(col(Contribution.created_at), col(Contribution.id))
    groups: dict[str, list[Alike]] = defaultdict(list)
    for row in session.execute(query.limit(COMPARED)):
        one, text, language, state = row[:4]
        groups[key_of(text)].append(Alike(one, text, language, state))
    return groups


def in_its_group(
    session: Session, dialogue: Dialogue, rows: Sequence[Listed]
) -> dict[UUID, list[Alike]]:
    """Load what the last search of the machine found to say the same as these texts."""
    run = last_finished_run(session, dialogue)
    if run is None:
        return {}
    mine, other = select(RepeatedAnswer).subquery(), RepeatedAnswer
    place = func.row_number().over(
        partition_by=mine.c.contribution_id, order_by=col(other.contribution_id)
    )
    ranked = (
        sql_select(
            mine.c.contribution_id.label("to"), col(other.contribution_id), place.label("at")
        )
        .join(other, (col(other.run_id) == mine.c.run_id) & (col(other.number) == mine.c.number))
        .where(
            mine.c.run_id == run.id,
            mine.c.contribution_id.in_([each.id for each in rows]),
            col(other.contribution_id) != mine.c.contribution_id,
        )
        .subquery()
    )
    query = (
        with_words(dialogue)
        .add_columns(ranked.c.to)
        .join(ranked, ranked.c.contribution_id == col(Contribution.id))
        .where(ranked.c.at <= BESIDE, col(Contribution.state) != ContributionState.WITHDRAWN)
    )
    found: dict[UUID, list[Alike]] = defaultdict(list)
    for row in session.execute(query):
        found[row[-1]].append(Alike(*row[:4]))
    return found


def decided_at_once(
    session: Session, dialogue: Dialogue, account_id: UUID | None, moment: datetime
) -> list[Contribution]:
    """Load what this person decided about at one moment, as far as nothing came after it."""
    any_time = aliased(ModerationDecision)
    latest = (
        select(func.max(col(any_time.decided_at)))
        .where(any_time.contribution_id == Contribution.id)
        .correlate(Contribution)
        .scalar_subquery()
    )
    query = (
        select(Contribution)
        .join(ModerationDecision, col(ModerationDecision.contribution_id) == Contribution.id)
        .where(
            Contribution.dialogue_id == dialogue.id,
            ModerationDecision.account_id == account_id,
            ModerationDecision.decided_at == moment,
            col(Contribution.state).in_((ContributionState.VISIBLE, ContributionState.REMOVED)),
            latest == moment,
        )
        .order_by(col(Contribution.id))
    )
    return list(session.exec(query).all())
