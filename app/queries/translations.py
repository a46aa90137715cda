"""Translations of contributions: which are wanted, and the one to show beside an original."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.i18n import DEFAULT_LANGUAGE, LANGUAGES
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    DialogueState,
    Participant,
    Round,
    RoundKind,
    RoundState,
    Translation,
)

# What is sent at once, and what is translated of one dialogue into one language at most: a service
# is paid by the letter.
TEXTS_AT_ONCE = 20
LETTERS_AT_ONCE = 12_000
MOST_OF_A_DIALOGUE = 5_000

PRESENT = and_(
    col(ContributionVersion.contribution_id) == Contribution.id,
    col(ContributionVersion.number) == Contribution.current_version,
)


@dataclass(frozen=True)
class Wanted:
    """A text that somebody in its dialogue can't read yet."""

    version_id: UUID
    text: str
    source: str
    target: str


@dataclass(frozen=True)
class Translated:
    """A translation as a page shows it under the original."""

    text: str
    language: str
    original_language: str
    service: str


def wanted_translations(
    session: Session,
    *,
    texts: int = TEXTS_AT_ONCE,
    letters: int = LETTERS_AT_ONCE,
    most: int = MOST_OF_A_DIALOGUE,
    set_aside: Collection[tuple[UUID, str]] = (),
) -> list[Wanted]:
    """Choose what to translate next: visible, of one dialogue and between two languages.

    The newest come first. ``set_aside``: versions and languages that a service can't do.
    """
    for dialogue_id in weighing_dialogues(session):
        for language in languages_read(session, dialogue_id):
            room = most - count_translations(session, dialogue_id, language)
            skipped = [version for version, into in set_aside if into == language]
            found = waiting(session, dialogue_id, language, min(texts, room), skipped)
            if found:
                return together(found, letters)
    return []


def weighing_dialogues(session: Session) -> Sequence[UUID]:
    """List the dialogues in which people weigh each other's answers now."""
    query = (
        select(Round.dialogue_id)
        .join(Dialogue, col(Dialogue.id) == Round.dialogue_id)
        .where(
            Dialogue.state == DialogueState.LAUNCHED,
            Round.kind == RoundKind.WEIGH,
            Round.state == RoundState.OPEN,
        )
        .distinct()
        .order_by(col(Round.dialogue_id))
    )
    return session.exec(query).all()


def languages_read(session: Session, dialogue_id: UUID) -> list[str]:
    """List the languages that people of a dialogue chose, and Dutch for who moderates it."""
    query = (
        select(Participant.language)
        .where(
            Participant.dialogue_id == dialogue_id,
            col(Participant.consented_at).is_not(None),
        )
        .distinct()
    )
    chosen = {DEFAULT_LANGUAGE, *session.exec(query).all()}
    return [code for code in LANGUAGES if code in chosen]


def of_dialogue(dialogue_id: UUID, language: str) -> ColumnElement[bool]:
    """Tell of what others may read in a dialogue that it is in another language."""
    return and_(
        col(Contribution.dialogue_id) == dialogue_id,
        col(Contribution.state) == ContributionState.VISIBLE,
        col(Contribution.language) != language,
    )


def count_translations(session: Session, dialogue_id: UUID, language: str) -> int:
    """Count what was translated of a dialogue into a language."""
    query = (
        sql_select(func.count())
        .select_from(Translation)
        .join(ContributionVersion, col(ContributionVersion.id) == Translation.version_id)
        .join(Contribution, PRESENT)
        .where(of_dialogue(dialogue_id, language), col(Translation.language) == language)
    )
    return session.scalar(query) or 0


def waiting(
    session: Session, dialogue_id: UUID, language: str, most: int, skipped: Sequence[UUID]
) -> list[Wanted]:
    """List what has no translation into this language, the newest first."""
    if most <= 0:
        return []
    done = select(Translation.version_id).where(Translation.language == language)
    query = (
        sql_select(
            col(ContributionVersion.id), col(ContributionVersion.text), col(Contribution.language)
        )
        .join(ContributionVersion, PRESENT)
        .where(
            of_dialogue(dialogue_id, language),
            col(ContributionVersion.id).not_in(done),
            col(ContributionVersion.id).not_in(skipped),
        )
        .order_by(col(Contribution.created_at).desc(), col(Contribution.id))
        .limit(most)
    )
    return [
        Wanted(version, text, source, language) for version, text, source in session.execute(query)
    ]


def together(found: Sequence[Wanted], letters: int) -> list[Wanted]:
    """Keep what can be sent at once: in one language, and not too much of it."""
    first, chosen, sent = found[0], list[Wanted](), 0
    for each in found:
        sent += len(each.text)
        if each.source == first.source and (not chosen or sent <= letters):
            chosen.append(each)
    return chosen


def translations_of(
    session: Session, contributions: Collection[UUID], language: str
) -> dict[UUID, Translated]:
    """Load the translations of what others may read now, by contribution.

    What was written in this language needs none.
    """
    if not contributions:
        return {}
    query = (
        sql_select(
            col(Contribution.id), col(Translation.text), col(Translation.language),
            col(Contribution.language), col(Translation.service),
        )
        .join(ContributionVersion, PRESENT)
        .join(Translation, col(Translation.version_id) == ContributionVersion.id)
        .where(
            col(Contribution.id).in_(contributions),
            col(Contribution.state) == ContributionState.VISIBLE,
            col(Contribution.language) != language,
            col(Translation.language) == language,
        )
    )  # fmt: skip
    return {
        contribution: Translated(text, into, source, service)
        for contribution, text, into, source, service in session.execute(query)
    }
