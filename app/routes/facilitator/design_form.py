"""The form of the step plan: from fields to a design, and what is wrong with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData

from app.errors import spoken
from app.i18n import TIME_ZONE, gettext, gettext_later
from app.queries import parts
from app.queries.closing import indicators_of
from app.routes.facilitator.design_closing import fill_indicators, read_closing, read_indicators
from app.routes.facilitator.design_fields import DesignForm
from app.routes.facilitator.design_people import (
    STANDARD_KEYS,
    fill_people,
    read_questions,
    read_sides,
)
from app.routes.facilitator.pages import text_of
from app.usecases.designs import Design, RoundTimes
from dialogue.errors import AsksAboutHealth, QuestionsTooFine, Refusal
from dialogue.models import Dialogue, Ladder, Round, RoundKind

TEXTS = {
    "title_nl": 200, "title_en": 200, "intro_nl": 2000, "intro_en": 2000,
    "purpose_nl": 2000, "purpose_en": 2000, "decides_nl": 2000, "decides_en": 2000,
    "not_open_nl": 2000, "not_open_en": 2000, "owner": 200,
}  # fmt: skip
PROMPT_TEXTS = {
    "text_nl": 500, "text_en": 500, "hint_nl": 500, "hint_en": 500,
    "scale_nl": 300, "scale_en": 300,
}  # fmt: skip
LISTS = ("background", "closing")
MOST_PROMPTS = 5
MOST_CARDS = 100

# What ``Dialogue.gaps`` calls the parts, in words of a page.
GAPS = {
    "the title": gettext_later("the title"),
    "the purpose": gettext_later("the purpose"),
    "who decides what": gettext_later("who decides what"),
    "what is not open": gettext_later("what is not open"),
    "the rung of the ladder": gettext_later("the rung of the ladder"),
    "the owner": gettext_later("the owner"),
    "the date of the answer": gettext_later("the date of the answer"),
    "a question": gettext_later("a question"),
}


def gap_names(session: Session, dialogue: Dialogue) -> list[str]:
    """Name what is missing in the step plan, in the language of the visitor."""
    gaps = list(dialogue.gaps())
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    if not parts.prompts_of(session, asking):
        gaps.append("a question")
    return [gettext(GAPS.get(gap, gap)) for gap in gaps]


def filled_form(session: Session, dialogue: Dialogue) -> DesignForm:
    """Fill the form with the design as it is stored."""
    values = {name: getattr(dialogue, name) for name in TEXTS}
    values["ladder"] = dialogue.ladder or ""
    values["answer_by"] = dialogue.answer_by.isoformat() if dialogue.answer_by else ""
    values["open_link"] = "yes" if dialogue.open_link else ""
    fill_rounds(values, session, dialogue)
    fill_people(values, dialogue, parts.chambers_of(session, dialogue))
    fill_indicators(values, indicators_of(session, dialogue))
    ticked = [each["key"] for each in dialogue.background_questions if each["key"] in STANDARD_KEYS]
    return DesignForm(values, ticked, list(dialogue.closing_questions))


def fill_rounds(values: dict[str, str], session: Session, dialogue: Dialogue) -> None:
    """Fill the form with the questions and the times of the rounds."""
    rounds = parts.rounds_of(session, dialogue)
    for prompt in parts.prompts_of(session, rounds[0]):
        for name in PROMPT_TEXTS:
            values[f"prompt-{prompt.position}-{name}"] = getattr(prompt, name)
    for each in rounds:
        values[f"round-{each.position}-opens_at"] = local_moment(each.opens_at)
        values[f"round-{each.position}-closes_at"] = local_moment(each.closes_at)
        values[f"round-{each.position}-hand_size"] = str(each.hand_size)
        values[f"round-{each.position}-theme_exponent"] = f"{each.theme_exponent:g}"


def local_moment(moment: datetime | None) -> str:
    """Write a moment as a datetime-local field wants it, in Dutch time."""
    return moment.astimezone(TIME_ZONE).strftime("%Y-%m-%dT%H:%M") if moment else ""


def read_design(session: Session, form: FormData, dialogue: Dialogue) -> DesignForm:
    """Read the posted step plan; with ``errors`` nothing of it is to be stored."""
    values = {name: text_of(form, name) for name in form}
    ticked, closing = ([str(each) for each in form.getlist(name)] for name in LISTS)
    read = DesignForm(values, ticked, closing)
    ladder = values.get("ladder", "")
    step_plan: dict[str, Any] = {name: read.read_text(name, limit) for name, limit in TEXTS.items()}
    step_plan |= {
        "ladder": Ladder(ladder) if ladder in set(Ladder) else None,
        "answer_by": read.read_day("answer_by"),
        "open_link": values.get("open_link") == "yes",
        "background_questions": read_questions(read, dialogue),
        "asks_collective": values.get("asks_collective") == "yes",
        "closing_questions": read_closing(read),
    }
    read.design = Design(
        step_plan,
        read_prompts(read),
        [read_times(read, each) for each in parts.rounds_of(session, dialogue)],
        read_indicators(read),
        read_sides(read, parts.chambers_of(session, dialogue)),
    )
    return read


def read_prompts(read: DesignForm) -> list[dict[str, str]]:
    """Read the questions that are filled in; a hint without a question is an error."""
    prompts = []
    for place in range(1, MOST_PROMPTS + 1):
        names = {name: f"prompt-{place}-{name}" for name in PROMPT_TEXTS}
        prompt = {key: read.read_text(names[key], limit) for key, limit in PROMPT_TEXTS.items()}
        if prompt["text_nl"]:
            prompts.append(prompt)
        elif any(read.values.get(name) for name in names.values()):
            read.errors.setdefault(names["text_nl"], gettext("Write the question in Dutch."))
    return prompts


def read_times(read: DesignForm, each: Round) -> RoundTimes:
    """Read when a round opens and closes, how many cards a hand has, and how they are dealt."""
    prefix = f"round-{each.position}"
    return RoundTimes(
        each.position,
        read.read_moment(f"{prefix}-opens_at"),
        read.read_moment(f"{prefix}-closes_at"),
        read.read_number(f"{prefix}-hand_size", 1, MOST_CARDS, each.hand_size),
        read.read_room(f"{prefix}-theme_exponent", each.theme_exponent),
    )


def note_refusal(read: DesignForm, refusal: Refusal) -> None:
    """Put a refusal of the whole at the field that it is about."""
    position: Mapping[str, str | int] = refusal.params
    name = f"round-{position['position']}-opens_at" if "position" in position else "title_nl"
    if isinstance(refusal, QuestionsTooFine | AsksAboutHealth):
        name = "background"
    read.errors[name] = f"{spoken(refusal)} {gettext(refusal.advice)}"
