"""The parts of a design that can be used again, each with what may stand in it."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from dialogue import errors
from dialogue.closing_questions import HEARD, PULSE, SCALES
from dialogue.models import Helix, Ladder, RoundKind
from dialogue.own_questions import LONGEST_OPTION, LONGEST_QUESTION, MOST_QUESTIONS, require_coarse
from dialogue.scales import RatingScale
from dialogue.templates import TEMPLATES
from dialogue.wording import clean_text

MOST_PROMPTS, MOST_INDICATORS, MOST_CHAMBERS, MOST_CARDS = 5, 5, 8, 100
MOST_MINUTES = 10 * 365 * 24 * 60


class Unfit(ValueError):
    """A part that can't be used, with the refusal that says why."""

    def __init__(self, refusal: errors.Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def cleaned(limit: int) -> AfterValidator:
    """Clean a text as the form of the step plan does; an empty one stays empty."""

    def clean(text: str) -> str:
        try:
            return clean_text(text, limit=limit) if text.strip() else ""
        except errors.Refusal as refusal:
            raise Unfit(refusal) from refusal

    return AfterValidator(clean)


def filled(text: str) -> str:
    """Refuse an empty text where one is needed."""
    if not text:
        raise Unfit(errors.EmptyText())
    return text


def different(name: str) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Refuse a list in which two parts have the same name."""

    def check(parts: Sequence[Any]) -> Sequence[Any]:
        if len({getattr(each, name) for each in parts}) < len(parts):
            raise Unfit(errors.NamedTwice())
        return parts

    return check


Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
Title = Annotated[str, cleaned(200)]
Passage = Annotated[str, cleaned(2000)]
PromptText = Annotated[str, cleaned(500)]
ScaleText = Annotated[str, cleaned(300)]
End = Annotated[str, cleaned(60)]
QuestionText = Annotated[str, cleaned(LONGEST_QUESTION)]
Option = Annotated[str, cleaned(LONGEST_OPTION)]
Code = Literal["tr", "ar", "pl", "uk"]
Minutes = Annotated[int, Field(ge=0, le=MOST_MINUTES)]


class Part(BaseModel):
    """A part of the file: nothing that is unknown, and no number that is a text."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class DialogueWords(Part):
    """The dialogue's own texts in a language that has no columns."""

    title: Title = ""
    intro: Passage = ""
    purpose: Passage = ""
    decides: Passage = ""
    not_open: Passage = ""


class PromptWords(Part):
    """A question of the ask round in such a language."""

    text: PromptText = ""
    hint: PromptText = ""
    scale: ScaleText = ""


class ChamberWords(Part):
    """The name of a chamber in such a language."""

    name: Annotated[str, cleaned(100)] = ""


class IndicatorWords(Part):
    """A question that is asked before and after, in such a language."""

    text: ScaleText = ""
    lowest: End = ""
    highest: End = ""


class RoundPart(Part):
    """A round; times in minutes after the first opening, none: by hand."""

    kind: RoundKind
    scale: RatingScale = RatingScale.SEVEN_POINT
    hand_size: Annotated[int, Field(ge=1, le=MOST_CARDS)] = 15
    theme_exponent: Annotated[float, Field(ge=0, le=1)] = 1.0
    opens_after_minutes: Minutes | None = None
    closes_after_minutes: Minutes | None = None


class PromptPart(Part):
    """A question of the ask round."""

    text_nl: Annotated[PromptText, AfterValidator(filled)]
    text_en: PromptText = ""
    hint_nl: PromptText = ""
    hint_en: PromptText = ""
    scale_nl: ScaleText = ""
    scale_en: ScaleText = ""
    words: dict[Code, PromptWords] = {}


class PromisePart(Part):
    """The promise, without the name of its owner; the answer in days after the first opening."""

    purpose_nl: Passage = ""
    purpose_en: Passage = ""
    decides_nl: Passage = ""
    decides_en: Passage = ""
    not_open_nl: Passage = ""
    not_open_en: Passage = ""
    ladder: Ladder | None = None
    answer_after_days: Annotated[int, Field(ge=0, le=3650)] | None = None


class OptionPart(Part):
    """An answer to choose."""

    key: Key
    nl: Annotated[Option, AfterValidator(filled)]
    en: Option = ""
    tr: Option = ""
    ar: Option = ""
    pl: Option = ""
    uk: Option = ""


class BackgroundPart(Part):
    """A question about people."""

    key: Key
    text_nl: Annotated[QuestionText, AfterValidator(filled)]
    text_en: QuestionText = ""
    text_tr: QuestionText = ""
    text_ar: QuestionText = ""
    text_pl: QuestionText = ""
    text_uk: QuestionText = ""
    options: Annotated[list[OptionPart], AfterValidator(different("key"))]


class ChamberPart(Part):
    """A chamber, and the side of society that it belongs to."""

    key: Annotated[Key, Field(max_length=32)]
    name_nl: Annotated[str, cleaned(100), AfterValidator(filled)]
    name_en: Annotated[str, cleaned(100), AfterValidator(filled)]
    words: dict[Code, ChamberWords] = {}
    helix: Helix | None = None


class IndicatorPart(Part):
    """A question that is asked before and after."""

    text_nl: Annotated[ScaleText, AfterValidator(filled)]
    text_en: ScaleText = ""
    lowest: Annotated[int, Field(ge=0, le=100)] = 0
    highest: Annotated[int, Field(ge=0, le=100)] = 10
    lowest_nl: Annotated[End, AfterValidator(filled)]
    lowest_en: End = ""
    highest_nl: Annotated[End, AfterValidator(filled)]
    highest_en: End = ""
    words: dict[Code, IndicatorWords] = {}
    target: Annotated[float, Field(ge=-100, le=1000)] | None = None

    @model_validator(mode="after")
    def has_few_steps(self) -> "IndicatorPart":
        """Refuse a scale of no steps or of more than ten."""
        if not 1 <= self.highest - self.lowest <= 10:
            raise Unfit(errors.NumberOutOfBounds())
        return self


class DesignFile(Part):
    """The whole design of a dialogue, in version 1 of the file."""

    format: Literal["samenspraak-design"] = "samenspraak-design"
    version: Literal[1] = 1
    template: str
    title_nl: Annotated[Title, AfterValidator(filled)]
    title_en: Title = ""
    intro_nl: Passage = ""
    intro_en: Passage = ""
    words: dict[Code, DialogueWords] = {}
    promise: PromisePart = PromisePart()
    rounds: list[RoundPart]
    prompts: Annotated[list[PromptPart], Field(max_length=MOST_PROMPTS)] = []
    chambers: Annotated[
        list[ChamberPart],
        Field(min_length=1, max_length=MOST_CHAMBERS),
        AfterValidator(different("key")),
    ]
    open_link: bool = False
    asks_collective: bool = False
    background_questions: Annotated[
        list[BackgroundPart], Field(max_length=MOST_QUESTIONS), AfterValidator(different("key"))
    ] = []
    closing_questions: list[str] = []
    indicators: Annotated[list[IndicatorPart], Field(max_length=MOST_INDICATORS)] = []

    @model_validator(mode="after")
    def fits_together(self) -> "DesignFile":
        """Refuse rounds of another kind of dialogue, unknown scales and questions too fine."""
        try:
            require_rounds(self.template, [each.kind for each in self.rounds])
            require_scales(self.closing_questions)
            require_coarse([each.model_dump() for each in self.background_questions])
        except errors.Refusal as refusal:
            raise Unfit(refusal) from refusal
        return self


def require_rounds(template: str, kinds: Sequence[RoundKind]) -> None:
    """Refuse rounds that the kind of dialogue doesn't have. Raises PartNotOnList."""
    plan = TEMPLATES.get(template)
    if plan is None:
        raise errors.PartNotOnList(choices=", ".join(TEMPLATES))
    if [each.kind for each in plan.rounds] != list(kinds):
        raise errors.RoundsDoNotFit


def require_scales(scales: Sequence[str]) -> None:
    """Refuse scales that we don't know, and the short one beside the long one."""
    if not set(scales) <= set(SCALES):
        raise errors.PartNotOnList(choices=", ".join(SCALES))
    if HEARD in scales and PULSE in scales:
        raise errors.ScalesOverlap
