"""Say a dialogue's texts in more languages, by a person; a service may draft them."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from app.queries.own_words import all_texts, lines_of, mark_of, without_words
from dialogue.errors import ChangedMeanwhile, NotFound, Refusal
from dialogue.lifecycle import Actor
from dialogue.models import Dialogue, DialogueState, Event
from dialogue.own_words import (
    ASKED,
    DRAFTS,
    FORMER,
    LANGUAGES,
    QuestionText,
    RowText,
    aside,
    keep_aside,
)
from dialogue.wording import clean_text


class WordsRefused(Refusal):
    """Some of the words can't be kept; says which and why."""

    message = "Some texts could not be saved."

    def __init__(self, problems: Mapping[str, Refusal]) -> None:
        super().__init__()
        self.problems = problems


def save_words(
    session: Session,
    dialogue: Dialogue,
    language: str,
    wanted: Mapping[str, str],
    *,
    seen: str,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep the words of texts by their place; returns how many changed.

    After the launch only empty texts are filled: what was promised is not said otherwise. Raises
    ChangedMeanwhile when the page was made before a colleague's change (``seen``), WordsRefused.
    """
    require_language(language)
    lock(session, dialogue)
    if mark_of(lines_of(session, dialogue, language)) != seen:
        raise ChangedMeanwhile
    texts = {each.place: each for each in all_texts(session, dialogue)}
    cleaned = cleaned_words(texts, wanted)
    changed = {
        place: text for place, text in cleaned.items() if text != texts[place].read(language)
    }
    if dialogue.state is not DialogueState.DRAFT:
        if any(texts[place].read(language) for place in changed):
            raise ChangedMeanwhile
        if changed:
            session.add(told(dialogue, language, len(changed), actor, now))
    for place, text in changed.items():
        texts[place].write(language, text)
        touch(session, texts[place])
    forget_suggestions(dialogue, language, {texts[place].dutch for place in cleaned})
    session.add(dialogue)
    session.flush()
    return len(changed)


def lock(session: Session, dialogue: Dialogue) -> None:
    """Let whoever writes the same texts wait, and read what another wrote."""
    session.flush()
    session.refresh(dialogue, with_for_update=True)


def require_language(language: str) -> None:
    """Refuse a language that a dialogue can't be said in. Raises NotFound."""
    if language not in LANGUAGES:
        raise NotFound


def cleaned_words(
    texts: Mapping[str, RowText | QuestionText], wanted: Mapping[str, str]
) -> dict[str, str]:
    """Clean the words of texts that there are. Raises WordsRefused with what is wrong, by place."""
    cleaned, problems = dict[str, str](), dict[str, Refusal]()
    for place, raw in wanted.items():
        if place not in texts:
            raise ChangedMeanwhile
        try:
            cleaned[place] = clean_text(raw, limit=texts[place].limit) if raw.strip() else ""
        except Refusal as refusal:
            problems[place] = refusal
    if problems:
        raise WordsRefused(problems)
    return cleaned


def touch(session: Session, text: RowText | QuestionText) -> None:
    """Store the row in which a text stands."""
    session.add(text.row if isinstance(text, RowText) else text.dialogue)


def forget_suggestions(dialogue: Dialogue, language: str, saved: set[str]) -> None:
    """Throw away suggestions for texts that a person saved."""
    for kind in (DRAFTS, FORMER):
        left = aside(dialogue, kind, language)
        keep_aside(
            dialogue, kind, language, {key: text for key, text in left.items() if key not in saved}
        )


def told(dialogue: Dialogue, language: str, count: int, actor: Actor, now: datetime) -> Event:
    """Tell that empty texts were filled after the launch."""
    return Event(
        dialogue_id=dialogue.id, kind="design.words_filled", subject_id=dialogue.id,
        from_state=dialogue.state, to_state=dialogue.state, actor_role=actor.role,
        account_id=actor.account_id, reason=f"{language}: {count}", happened_at=now,
    )  # fmt: skip


def ask_for_drafts(session: Session, dialogue: Dialogue, language: str, *, now: datetime) -> None:
    """Ask for drafts of what is empty; asking twice is asking once."""
    require_language(language)
    lock(session, dialogue)
    if without_words(session, dialogue, language):
        keep_aside(dialogue, ASKED, language, {"at": now.isoformat()})
        session.add(dialogue)


def store_drafts(
    session: Session, dialogue: Dialogue, language: str, drafts: Mapping[str, str], *, problem: str
) -> None:
    """Keep what a service drafted by its Dutch, and why there is no more of it."""
    lock(session, dialogue)
    keep_aside(dialogue, DRAFTS, language, {**aside(dialogue, DRAFTS, language), **drafts})
    keep_aside(dialogue, ASKED, language, {"problem": problem} if problem else {})
    session.add(dialogue)
    session.flush()
