"""Store a conversation of another system as a dialogue whose rounds are over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import py3langid
from sqlmodel import Session, select

from app.bulk import insert_rows
from app.importing.polis import PolisComment, PolisConversation
from app.queries import parts
from app.usecases import dialogues
from dialogue.errors import ImportRefused
from dialogue.lifecycle import ActorRole
from dialogue.models import (
    Chamber,
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    DialogueState,
    ModerationDecision,
    Participant,
    Prompt,
    Rating,
    Round,
    RoundKind,
    RoundState,
    TrustLevel,
)

SAMPLE_FOR_LANGUAGE = 20_000


@dataclass(frozen=True)
class Imported:
    """What came in; each number can be found in the files."""

    slug: str
    contributions: int
    removed: int
    participants: int
    ratings: int
    changed_ratings: int
    unreadable: int


@dataclass(frozen=True)
class ImportTarget:
    """Where the rows of one import go, with identifiers that follow from the source.

    The same files under the same short name give the same identifiers, so that an analysis of
    them gives the same bytes on any machine.
    """

    dialogue: Dialogue
    asking: Round
    weighing: Round
    chamber: Chamber
    prompt: Prompt
    language: str
    now: datetime

    def id_of(self, kind: str, *key: int) -> UUID:
        """Derive the identifier of a row from its place in the source."""
        name = "\0".join((self.dialogue.slug, kind, *map(str, key)))
        return UUID(bytes=sha256(name.encode()).digest()[:16])


def import_polis(
    session: Session, conversation: PolisConversation, *, slug: str, now: datetime
) -> Imported:
    """Store the statements as an ask round and the votes as a weigh round, or nothing at all.

    Raises ImportRefused when there is nothing to import or the short name is taken.
    """
    if not conversation.comments:
        raise ImportRefused(problem="there is not one readable comment.")
    if session.exec(select(Dialogue).where(Dialogue.slug == slug)).first() is not None:
        raise ImportRefused(problem=f'there is a dialogue "{slug}" already. Choose another --slug.')
    target = prepare_dialogue(session, conversation, slug=slug, now=now)
    people = {each.author for each in conversation.comments}
    people |= {vote.voter for vote in conversation.votes}
    insert_rows(session, Participant, participant_rows(target, sorted(people)))
    removed = store_comments(session, target, conversation.comments)
    cast, cells = store_votes(session, target, conversation)
    return Imported(
        slug=slug,
        contributions=len(conversation.comments),
        removed=removed,
        participants=len(people),
        ratings=cells,
        changed_ratings=cast - cells,
        unreadable=len(conversation.unreadable),
    )


def prepare_dialogue(
    session: Session, conversation: PolisConversation, *, slug: str, now: datetime
) -> ImportTarget:
    """Make the dialogue with two rounds that are over."""
    region = dialogues.create_region(session, slug="polis", name="Polis")
    times = [each.created_at for each in conversation.comments]
    times += [vote.cast_at for vote in conversation.votes if vote.cast_at]
    dialogue = dialogues.create_dialogue(
        session, region, slug=slug, title_nl=conversation.topic[:200], template="polis",
        seed=seed_of(slug), now=now,
    )  # fmt: skip
    dialogue.intro_nl = conversation.description
    dialogue.state, dialogue.launched_at = DialogueState.CLOSED, min(times)
    for each in parts.rounds_of(session, dialogue):
        each.state, each.opened_at, each.closed_at = RoundState.CLOSED, min(times), max(times)
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    prompt = Prompt(round_id=asking.id, position=1, text_nl=conversation.topic)
    session.add(prompt)
    session.flush()
    return ImportTarget(
        dialogue=dialogue,
        asking=asking,
        weighing=parts.round_of_kind(session, dialogue, RoundKind.WEIGH),
        chamber=parts.chambers_of(session, dialogue)[0],
        prompt=prompt,
        language=language_of(conversation.comments),
        now=now,
    )


def seed_of(slug: str) -> int:
    """Give a dialogue that has no seed of its own one that follows from its name (31 bits)."""
    return int.from_bytes(sha256(slug.encode()).digest()[:4]) >> 1


def language_of(comments: Iterable[PolisComment]) -> str:
    """Guess the one language of a conversation from its statements together."""
    text = "\n".join(comment.text for comment in comments)[:SAMPLE_FOR_LANGUAGE]
    return str(py3langid.classify(text)[0])


def participant_rows(target: ImportTarget, people: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Make a pseudonym for everybody; nobody can come back to it, so its receipt is no hash."""
    for person in people:
        identifier = target.id_of("participant", person)
        yield {
            "id": identifier,
            "dialogue_id": target.dialogue.id,
            "chamber_id": target.chamber.id,
            "receipt_hash": f"imported-{identifier.hex}",
            "trust": TrustLevel.IMPORTED,
            "language": target.language,
            "joined_on": date.min.replace(year=1970),
            "may_be_quoted": True,  # Polis published these words already
        }


def store_comments(session: Session, target: ImportTarget, comments: list[PolisComment]) -> int:
    """Store the statements; moderated-out and empty ones are recorded and stay out of sight."""
    hidden = [each for each in comments if each.moderated_out or not each.text.strip()]
    out_of_sight = {each.number for each in hidden}
    insert_rows(
        session,
        Contribution,
        (
            {
                "id": target.id_of("contribution", each.number),
                "dialogue_id": target.dialogue.id,
                "round_id": target.asking.id,
                "prompt_id": target.prompt.id,
                "participant_id": target.id_of("participant", each.author),
                "kind": ContributionKind.ANSWER,
                "state": ContributionState.REMOVED
                if each.number in out_of_sight
                else ContributionState.VISIBLE,
                "language": target.language,
                "current_version": 1,
                "created_at": each.created_at,
            }
            for each in comments
        ),
    )
    insert_rows(session, ContributionVersion, (version_row(target, each) for each in comments))
    insert_rows(session, ModerationDecision, (removal_row(target, each) for each in hidden))
    return len(hidden)


def version_row(target: ImportTarget, comment: PolisComment) -> dict[str, Any]:
    """Make the row with the words of a statement."""
    return {
        "id": target.id_of("version", comment.number),
        "contribution_id": target.id_of("contribution", comment.number),
        "number": 1,
        "text": comment.text,
        "created_at": comment.created_at,
    }


def removal_row(target: ImportTarget, comment: PolisComment) -> dict[str, Any]:
    """Make the row that says why a statement is out of sight."""
    return {
        "id": target.id_of("moderation", comment.number),
        "contribution_id": target.id_of("contribution", comment.number),
        "dialogue_id": target.dialogue.id,
        "action": "remove",
        "reason": "other" if comment.text.strip() else "not_readable",
        "note": "moderated out in Polis" if comment.moderated_out else "empty in Polis",
        "actor_role": ActorRole.OPERATOR,
        "decided_at": target.now,
    }


def store_votes(
    session: Session, target: ImportTarget, conversation: PolisConversation
) -> tuple[int, int]:
    """Store every vote, a changed mind as the next revision; returns votes and filled cells."""
    revisions: dict[tuple[int, int], int] = {}

    def rows() -> Iterator[dict[str, Any]]:
        for vote in conversation.votes:
            cell = (vote.voter, vote.comment)
            revisions[cell] = revisions.get(cell, 0) + 1
            yield {
                "id": target.id_of("rating", *cell, revisions[cell]),
                "round_id": target.weighing.id,
                "participant_id": target.id_of("participant", vote.voter),
                "contribution_id": target.id_of("contribution", vote.comment),
                "version_number": 1,
                "revision": revisions[cell],
                "value": vote.value or None,  # a pass is seen, and says nothing for or against
                "created_at": vote.cast_at or target.now,
            }

    insert_rows(session, Rating, rows())
    return len(conversation.votes), len(revisions)
