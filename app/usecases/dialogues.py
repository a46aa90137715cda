"""Design, launch and steer a dialogue through its rounds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from app.queries import parts
from app.usecases.analyses import ask_for_analysis
from dialogue import lifecycle
from dialogue.errors import NotFound
from dialogue.lifecycle import MACHINE, Actor
from dialogue.models import (
    Dialogue,
    DialogueState,
    Prompt,
    Region,
    Round,
    RoundKind,
)
from dialogue.own_questions import require_coarse
from dialogue.own_words import (
    OF_DIALOGUE,
    OF_PROMPT,
    carry_question_words,
    carry_row_words,
    drop_words_that_changed,
)
from dialogue.templates import TEMPLATES, plan_chambers, plan_rounds

DESIGN_FIELDS = (
    "title_nl", "title_en", "intro_nl", "intro_en", "purpose_nl", "purpose_en",
    "decides_nl", "decides_en", "not_open_nl", "not_open_en", "ladder", "owner", "answer_by",
    "open_link", "background_questions", "asks_collective", "closing_questions",
)  # fmt: skip


def create_region(session: Session, *, slug: str, name: str) -> Region:
    """Make a region, or return the one that has this short name already."""
    region = session.exec(select(Region).where(Region.slug == slug)).first()
    if region is None:
        region = Region(slug=slug, name=name)
        session.add(region)
        session.flush()
    return region


def create_dialogue(
    session: Session,
    region: Region,
    *,
    slug: str,
    title_nl: str,
    template: str,
    seed: int,
    now: datetime,
    title_en: str = "",
) -> Dialogue:
    """Make a draft from a template, with its rounds and chambers."""
    plan = TEMPLATES.get(template)
    if plan is None:
        raise NotFound
    dialogue = Dialogue(
        region_id=region.id,
        slug=slug,
        template=template,
        seed=seed,
        title_nl=title_nl,
        title_en=title_en,
        created_at=now,
    )
    session.add(dialogue)
    session.flush()
    session.add_all([*plan_rounds(dialogue, plan), *plan_chambers(dialogue)])
    session.flush()
    return dialogue


def change_design(session: Session, dialogue: Dialogue, **changes: Any) -> None:  # noqa: ANN401  (columns)
    """Fill in parts of the step plan (see ``DESIGN_FIELDS``); refused after the launch.

    Raises QuestionsTooFine or AsksAboutHealth.
    """
    lifecycle.require_draft(dialogue)
    dutch = {field: getattr(dialogue, f"{field}_nl") for field in OF_DIALOGUE}
    asked = dialogue.background_questions
    for field, value in changes.items():
        if field not in DESIGN_FIELDS:
            raise ValueError(f"{field} is not part of the design")
        setattr(dialogue, field, value)
    require_coarse(dialogue.background_questions)
    drop_words_that_changed(dialogue, dutch)
    dialogue.background_questions = carry_question_words(asked, dialogue.background_questions)
    session.add(dialogue)


def set_prompts(session: Session, dialogue: Dialogue, texts: Sequence[dict[str, Any]]) -> None:
    """Replace the questions of the ask round; the keys are the columns of ``Prompt``."""
    lifecycle.require_draft(dialogue)
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    former = parts.prompts_of(session, asking)
    made = [
        Prompt(round_id=asking.id, position=place, **text) for place, text in enumerate(texts, 1)
    ]
    carry_row_words(dialogue, former, made, OF_PROMPT)
    for old in former:
        session.delete(old)
    session.flush()
    session.add_all([dialogue, *made])
    session.flush()


def launch_dialogue(session: Session, dialogue: Dialogue, *, now: datetime, actor: Actor) -> None:
    """Launch a dialogue whose step plan is complete."""
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    prompts = len(parts.prompts_of(session, asking))
    session.add(lifecycle.launch(dialogue, prompts=prompts, now=now, actor=actor))


def open_round(
    session: Session, dialogue: Dialogue, chosen: Round, *, now: datetime, actor: Actor
) -> None:
    """Open the next round."""
    rounds = parts.rounds_of(session, dialogue)
    session.add(lifecycle.open_round(dialogue, rounds, chosen, now=now, actor=actor))


def close_round(
    session: Session, dialogue: Dialogue, chosen: Round, *, now: datetime, actor: Actor
) -> None:
    """Close a round; after an ask round the machine is asked to look for clusters."""
    session.add(lifecycle.close_round(dialogue, chosen, now=now, actor=actor))
    after_closing(session, dialogue, chosen, now=now)


def after_closing(session: Session, dialogue: Dialogue, chosen: Round, *, now: datetime) -> None:
    """Ask the machine for what follows a round that was just closed."""
    if chosen.kind is RoundKind.ASK:
        ask_for_analysis(session, dialogue, chosen, now=now)


def close_dialogue(session: Session, dialogue: Dialogue, *, now: datetime, actor: Actor) -> None:
    """End the residents' part; the board's answer is awaited."""
    rounds = parts.rounds_of(session, dialogue)
    session.add(lifecycle.close_dialogue(dialogue, rounds, now=now, actor=actor))


def keep_to_schedule(session: Session, *, now: datetime) -> int:
    """Open and close the rounds whose planned time has come; returns how many changed."""
    changed = 0
    running = select(Dialogue).where(Dialogue.state == DialogueState.LAUNCHED)
    for dialogue in session.exec(running).all():
        for each in parts.rounds_of(session, dialogue):
            if each.due_to_close(now):
                # Whoever extends it at this very moment is waited for, and wins.
                session.refresh(each, with_for_update=True)
                if each.due_to_close(now):
                    close_round(session, dialogue, each, now=now, actor=MACHINE)
                    changed += 1
            elif each.due_to_open(now) and is_next(session, dialogue, each):
                open_round(session, dialogue, each, now=now, actor=MACHINE)
                changed += 1
    return changed


def is_next(session: Session, dialogue: Dialogue, chosen: Round) -> bool:
    """Tell whether every earlier round is closed."""
    earlier = [
        each for each in parts.rounds_of(session, dialogue) if each.position < chosen.position
    ]
    return all(each.closed_at is not None for each in earlier)
