"""The form of the step plan: from fields to a design, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData

from app.errors import spoken
from app.i18n import TIME_ZONE, gettext, gettext_later
from app.queries import parts
from app.routes.facilitator.pages import text_of
from app.usecases.designs import Design, RoundTimes
from dialogue.background_questions import (
    NEIGHBOURHOOD,
    STANDARD_QUESTIONS,
    neighbourhood_question,
)
from dialogue.errors import Refusal
from dialogue.models import Dialogue, Ladder, Prompt, Round, RoundKind
from dialogue.wording import clean_text

TEXTS = {
    "title_nl": 200, "title_en": 200, "intro_nl": 2000, "intro_en": 2000,
    "purpose_nl": 2000, "purpose_en": 2000, "decides_nl": 2000, "decides_en": 2000,
    "not_open_nl": 2000, "not_open_en": 2000, "owner": 200,
}  # fmt: skip
PROMPT_TEXTS = {
    "text_nl": 500, "text_en": 500, "hint_nl": 500, "hint_en": 500,
    "scale_nl": 300, "scale_en": 300,
}  # fmt: skip
MOST_PROMPTS = 5
MOST_CARDS = 100

# How much room small themes get: the exponent of dealing, with its name on the form.
ROOM_FOR_THEMES = {
    "1": gettext_later("Every answer equally often"),
    "0.75": gettext_later("A little more room for small themes"),
    "0.5": gettext_later("Halfway"),
    "0.25": gettext_later("Much more room for small themes"),
    "0": gettext_later("Every theme equally often"),
}

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


@dataclass
class DesignForm:
    """What was filled in, as text by field name, and what is wrong, by field name."""

    values: dict[str, str]
    background: list[str]
    errors: dict[str, str] = field(default_factory=dict)
    design: Design = field(default_factory=Design)

    def read_text(self, name: str, limit: int) -> str:
        """Clean a text, or note at its field why it can't be stored."""
        raw = self.values.get(name, "")
        if not raw.strip():
            return ""
        try:
            return clean_text(raw, limit=limit)
        except Refusal as refusal:
            self.errors[name] = spoken(refusal)
            return ""

    def read_moment(self, name: str) -> datetime | None:
        """Read a Dutch local time, or note that it is none."""
        raw = self.values.get(name, "")
        try:
            return datetime.fromisoformat(raw).replace(tzinfo=TIME_ZONE) if raw else None
        except ValueError:
            self.errors[name] = gettext("This is not a date and time.")
            return None

    def read_day(self, name: str) -> date | None:
        """Read a day, or note that it is none."""
        raw = self.values.get(name, "")
        try:
            return date.fromisoformat(raw) if raw else None
        except ValueError:
            self.errors[name] = gettext("This is not a date.")
            return None

    def read_number(self, name: str, low: int, high: int, default: int) -> int:
        """Read a whole number between bounds, or note that it is none."""
        raw = self.values.get(name, "")
        if not raw:
            return default
        if raw.isascii() and raw.isdigit() and len(raw) < 6 and low <= int(raw) <= high:
            return int(raw)
        problem = gettext("Choose a number from %(low)s to %(high)s.")
        self.errors[name] = problem % {"low": low, "high": high}
        return default

    def read_room(self, name: str, default: float) -> float:
        """Read how much room small themes get, or note that it is none of the choices."""
        raw = self.values.get(name, "")
        if not raw:
            return default
        if raw not in ROOM_FOR_THEMES:
            self.errors[name] = gettext("Choose one from the list.")
            return default
        return float(raw)


def filled_form(
    dialogue: Dialogue, prompts: Sequence[Prompt], rounds: Sequence[Round]
) -> DesignForm:
    """Fill the form with the design as it is stored."""
    values = {name: getattr(dialogue, name) for name in TEXTS}
    values["ladder"] = dialogue.ladder or ""
    values["answer_by"] = dialogue.answer_by.isoformat() if dialogue.answer_by else ""
    values["open_link"] = "yes" if dialogue.open_link else ""
    for prompt in prompts:
        for name in PROMPT_TEXTS:
            values[f"prompt-{prompt.position}-{name}"] = getattr(prompt, name)
    for each in rounds:
        values[f"round-{each.position}-opens_at"] = local_moment(each.opens_at)
        values[f"round-{each.position}-closes_at"] = local_moment(each.closes_at)
        values[f"round-{each.position}-hand_size"] = str(each.hand_size)
        values[f"round-{each.position}-theme_exponent"] = f"{each.theme_exponent:g}"
    values["neighbourhoods"] = "\n".join(neighbourhoods_of(dialogue))
    return DesignForm(values, [each["key"] for each in dialogue.background_questions])


def local_moment(moment: datetime | None) -> str:
    """Write a moment as a datetime-local field wants it, in Dutch time."""
    return moment.astimezone(TIME_ZONE).strftime("%Y-%m-%dT%H:%M") if moment else ""


def neighbourhoods_of(dialogue: Dialogue) -> list[str]:
    """The names in the question about where somebody lives, without "somewhere else"."""
    asked = (each for each in dialogue.background_questions if each["key"] == NEIGHBOURHOOD)
    return [
        option["nl"] for each in asked for option in each["options"] if option["key"] != "elsewhere"
    ]


def read_design(form: FormData, dialogue: Dialogue, rounds: Sequence[Round]) -> DesignForm:
    """Read the posted step plan; with ``errors`` nothing of it is to be stored."""
    values = {name: text_of(form, name) for name in form}
    read = DesignForm(values, [str(each) for each in form.getlist("background")])
    ladder = values.get("ladder", "")
    step_plan: dict[str, Any] = {name: read.read_text(name, limit) for name, limit in TEXTS.items()}
    step_plan |= {
        "ladder": Ladder(ladder) if ladder in set(Ladder) else None,
        "answer_by": read.read_day("answer_by"),
        "open_link": values.get("open_link") == "yes",
        "background_questions": chosen_questions(read, dialogue),
    }
    read.design = Design(step_plan, read_prompts(read), [read_times(read, each) for each in rounds])
    return read


def chosen_questions(read: DesignForm, dialogue: Dialogue) -> list[dict[str, Any]]:
    """Put the ticked questions together; where people live is asked by the names filled in."""
    offered = {each["key"]: each for each in offered_questions(dialogue)}
    names = read.values.get("neighbourhoods", "").splitlines()
    living = neighbourhood_question(names)
    before = neighbourhoods_of(dialogue)
    if living is not None and [each.strip() for each in names if each.strip()] != before:
        offered[NEIGHBOURHOOD] = living
    return [offered[key] for key in dict.fromkeys(read.background) if key in offered]


def offered_questions(dialogue: Dialogue) -> list[dict[str, Any]]:
    """List the standard questions, and those that this dialogue has of its own."""
    own = {each["key"]: each for each in dialogue.background_questions}
    standard = {each["key"]: own.get(each["key"], each) for each in STANDARD_QUESTIONS}
    return list((standard | own).values())


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
    read.errors[name] = f"{spoken(refusal)} {gettext(refusal.advice)}"
