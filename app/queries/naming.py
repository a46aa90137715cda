"""What the keys in figures are called: chambers, questions, groups, themes, indicators."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.queries import parts
from dialogue.group_names import words_of_option, words_of_question
from dialogue.models import Dialogue, Indicator, MeasuredParticipation, Theme, in_language


@dataclass(frozen=True)
class Naming:
    """Names by key, in one language."""

    chambers: dict[str, str]
    questions: dict[str, str]
    groups: dict[tuple[str, str], str]
    themes: dict[UUID, str]
    indicators: dict[UUID, str]

    def chamber(self, key: str) -> str:
        """Name a chamber; one that is gone keeps its key."""
        return self.chambers.get(key, key)

    def question(self, key: str) -> str:
        """Give the words of a background question."""
        return self.questions.get(key, key)

    def group(self, question: str, key: str) -> str:
        """Give the words of an answer to a background question."""
        return self.groups.get((question, key), key)

    def theme(self, theme_id: UUID, number: int) -> str:
        """Name a theme; one that is no longer there keeps its number."""
        return self.themes.get(theme_id, str(number))

    def indicator(self, indicator_id: UUID, position: int) -> str:
        """Give the words of an indicator."""
        return self.indicators.get(indicator_id, str(position))


def naming_of(session: Session, dialogue: Dialogue, language: str) -> Naming:
    """Load the names of all parts of a dialogue in a language, or in Dutch where it has none."""
    questions, groups = names_of_questions(dialogue, language)
    themes = session.exec(select(Theme).where(Theme.dialogue_id == dialogue.id)).all()
    asked = session.exec(select(Indicator).where(Indicator.dialogue_id == dialogue.id)).all()
    return Naming(
        chambers={
            each.key: in_language(each, "name", language)
            for each in parts.chambers_of(session, dialogue)
        },
        questions=questions,
        groups=groups,
        themes={each.id: each.name for each in themes},
        indicators={each.id: in_language(each, "text", language) for each in asked},
    )


def names_of_questions(
    dialogue: Dialogue, language: str
) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Give the words of the background questions, and of the answers by question and key."""
    asked = dialogue.background_questions
    questions = {each["key"]: words_of_question(each, language) for each in asked}
    groups = {
        (each["key"], choice["key"]): words_of_option(choice, language)
        for each in asked
        for choice in each["options"]
    }
    return questions, groups


def when_measured(session: Session, dialogue_id: UUID) -> datetime | None:
    """Tell when who took part was measured last; the cheapest question to ask again and again."""
    query = select(MeasuredParticipation.measured_at)
    return session.exec(query.where(col(MeasuredParticipation.dialogue_id) == dialogue_id)).first()
