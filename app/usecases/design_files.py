"""Take a dialogue's design out as a file, and make a new dialogue from one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from app.i18n import TIME_ZONE
from app.queries.closing import indicators_of
from app.queries.parts import chambers_of, prompts_of, round_of_kind, rounds_of
from app.usecases import designs
from app.usecases.designs import Design, RoundTimes
from dialogue.background_questions import NEIGHBOURHOOD, neighbourhood_question
from dialogue.design_file import minutes_between, moment_after
from dialogue.design_parts import DesignFile
from dialogue.errors import DesignDoesNotFit
from dialogue.models import Chamber, Dialogue, Region, Round, RoundKind
from dialogue.own_words import WithWords, only_said, with_word

PROMISE_TEXTS = (
    "purpose_nl", "purpose_en", "decides_nl", "decides_en", "not_open_nl", "not_open_en",
)  # fmt: skip
WHOLE = (
    "title_nl", "title_en", "intro_nl", "intro_en", "open_link", "asks_collective",
    "closing_questions", "background_questions",
)  # fmt: skip
PROMPT_COLUMNS = ("text_nl", "text_en", "hint_nl", "hint_en", "scale_nl", "scale_en")
CHAMBER_COLUMNS = ("key", "name_nl", "name_en", "helix")
INDICATOR_COLUMNS = (
    "text_nl", "text_en", "lowest", "highest", "lowest_nl", "lowest_en", "highest_nl",
    "highest_en", "target",
)  # fmt: skip


@dataclass(frozen=True)
class Placing:
    """What differs in the new place: its title, names and first day.

    ``neighbourhoods``: the names in the question where somebody lives; none leaves them.
    ``first_opens``: local time of the first opening; none leaves every time to be filled in.
    """

    title_nl: str
    short_name: str = ""
    neighbourhoods: Sequence[str] = ()
    first_opens: datetime | None = None


def design_of(session: Session, dialogue: Dialogue) -> DesignFile:
    """Take out the design of a dialogue, and nothing else. Raises DesignDoesNotFit."""
    rounds = rounds_of(session, dialogue)
    first = first_opening(rounds)
    asking = round_of_kind(session, dialogue, RoundKind.ASK)
    parts = columns(dialogue, WHOLE) | {
        "template": dialogue.template,
        "words": only_said(dialogue.words),
        "promise": promise_of(dialogue, first),
        "rounds": [round_part(each, first) for each in rounds],
        "prompts": [with_words(each, PROMPT_COLUMNS) for each in prompts_of(session, asking)],
        "chambers": [with_words(each, CHAMBER_COLUMNS) for each in chambers_of(session, dialogue)],
        "indicators": [
            with_words(each, INDICATOR_COLUMNS) for each in indicators_of(session, dialogue)
        ],
    }
    try:
        # A row that was just made may hold the word of a state instead of the state itself.
        return DesignFile.model_validate(parts, strict=False)
    except ValidationError as error:
        raise DesignDoesNotFit from error


def columns(row: object, names: Sequence[str]) -> dict[str, Any]:
    """Take these columns of a row, and no other."""
    return {name: getattr(row, name) for name in names}


def with_words(row: WithWords, names: Sequence[str]) -> dict[str, Any]:
    """Take these columns, and the words in languages without columns."""
    return columns(row, names) | {"words": only_said(row.words)}


def local(moment: datetime | None) -> datetime | None:
    """Give a moment in Dutch time."""
    return moment.astimezone(TIME_ZONE) if moment else None


def first_opening(rounds: Sequence[Round]) -> datetime | None:
    """Find the first planned opening, in Dutch time."""
    return min(
        (each.opens_at.astimezone(TIME_ZONE) for each in rounds if each.opens_at), default=None
    )


def promise_of(dialogue: Dialogue, first: datetime | None) -> dict[str, Any]:
    """Take out the promise; its owner stays behind, and its date becomes a number of days."""
    answer = dialogue.answer_by
    days = max(0, (answer - first.date()).days) if answer and first else None
    texts = columns(dialogue, PROMISE_TEXTS)
    return texts | {"ladder": dialogue.ladder, "answer_after_days": days}


def round_part(each: Round, first: datetime | None) -> dict[str, Any]:
    """Take out a round; its times are counted from the first opening."""
    return columns(each, ("kind", "scale", "hand_size", "theme_exponent")) | {
        "opens_after_minutes": minutes_between(first, local(each.opens_at)),
        "closes_after_minutes": minutes_between(first, local(each.closes_at)),
    }


def start_from_design(
    session: Session,
    region: Region,
    design: DesignFile,
    placing: Placing,
    *,
    seed: int,
    now: datetime,
) -> Dialogue:
    """Make a draft with all that a design holds.

    Raises ShortNameNotUsable, ShortNameTaken or TimesOutOfOrder.
    """
    dialogue = designs.start_dialogue(
        session, region, title_nl=placing.title_nl, short_name=placing.short_name,
        template=design.template, seed=seed, now=now,
    )  # fmt: skip
    set_chambers(session, dialogue, design)
    for each, part in zip(rounds_of(session, dialogue), design.rounds, strict=True):
        each.scale = part.scale
        session.add(each)
    designs.save_design(session, dialogue, filled_in(design, placing))
    same_title = design.title_nl == placing.title_nl
    for language, words in design.words.items():
        for name, text in words.model_dump(exclude=set() if same_title else {"title"}).items():
            dialogue.words = with_word(dialogue.words, language, name, text)
    return dialogue


def set_chambers(session: Session, dialogue: Dialogue, design: DesignFile) -> None:
    """Replace the chambers of a draft by those of a design."""
    for old in chambers_of(session, dialogue):
        session.delete(old)
    session.flush()
    session.add_all(
        [
            Chamber(dialogue_id=dialogue.id, position=place, **each.model_dump())
            for place, each in enumerate(design.chambers, 1)
        ]
    )
    session.flush()


def filled_in(design: DesignFile, placing: Placing) -> Design:
    """Fill in the step plan as the design says, for this place."""
    promise, first = design.promise, placing.first_opens
    parts = columns(design, WHOLE) | columns(promise, (*PROMISE_TEXTS, "ladder"))
    if placing.title_nl != design.title_nl:
        parts |= {"title_nl": placing.title_nl, "title_en": ""}
    parts["background_questions"] = questions_for(design, placing.neighbourhoods)
    if first and promise.answer_after_days is not None:
        parts["answer_by"] = first.date() + timedelta(days=promise.answer_after_days)
    return Design(
        parts,
        [each.model_dump() for each in design.prompts],
        [
            RoundTimes(
                position,
                moment_after(first, each.opens_after_minutes),
                moment_after(first, each.closes_after_minutes),
                each.hand_size,
                each.theme_exponent,
            )
            for position, each in enumerate(design.rounds, 1)
        ],
        [each.model_dump() for each in design.indicators],
    )


def questions_for(design: DesignFile, names: Sequence[str]) -> list[dict[str, Any]]:
    """Give the questions about people, with the neighbourhoods of the new place."""
    living = neighbourhood_question(names)
    asked = (each.model_dump() for each in design.background_questions)
    return [living if living and each["key"] == NEIGHBOURHOOD else each for each in asked]


def neighbourhoods_in(design: DesignFile) -> list[str] | None:
    """List the neighbourhoods that a design names; none when it doesn't ask where people live."""
    asked = (each for each in design.background_questions if each.key == NEIGHBOURHOOD)
    found = next(asked, None)
    return [each.nl for each in found.options if each.key != "elsewhere"] if found else None
