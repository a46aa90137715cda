"""The form with which a sheet is typed in: what stands in it, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session
from starlette.datastructures import FormData

from app.i18n import gettext
from app.queries import parts
from app.queries.sheet_pages import CardOnSheet, cards_on, marks_typed, words_typed
from app.routes.facilitator.pages import text_of
from app.usecases.background import background_of
from app.usecases.collectives import named_group
from app.usecases.hands import hands_of
from app.usecases.paper_entry import Filled
from app.usecases.scale_answers import SCALE, latest_scale_answer
from dialogue.models import Dialogue, Participant, Prompt, Round, RoundKind
from dialogue.scales import RatingScale
from dialogue.sheets import CANNOT_SAY, read_marks

YES = "yes"


@dataclass(frozen=True)
class SheetForm:
    """A sheet on the screen: its questions or its cards."""

    number: int
    label: str
    prompts: Sequence[Prompt]
    cards: Sequence[CardOnSheet]
    scale: RatingScale


def form_of(
    session: Session, chosen: Round, person: Participant, number: int, label: str
) -> SheetForm:
    """Put together what is asked of who types in a sheet."""
    asking = chosen.kind is RoundKind.ASK
    hands = [] if asking else hands_of(session, person, chosen)
    return SheetForm(
        number=number,
        label=label,
        prompts=parts.prompts_of(session, chosen) if asking else (),
        cards=cards_on(session, hands[0]) if hands else (),
        scale=chosen.scale,
    )


def typed_before(
    session: Session, dialogue: Dialogue, chosen: Round, person: Participant, sheet: SheetForm
) -> dict[str, str]:
    """Fill the fields with what was typed in of this sheet before."""
    words, marks = words_typed(session, person, chosen), marks_typed(session, person, chosen)
    values = {"group": named_group(person)}
    if person.consented_at is not None:
        values |= {"agrees": YES, "may_be_quoted": YES if person.may_be_quoted else ""}
    if person.collective:
        values["speaks_for_group"] = YES
    for number, prompt in enumerate(sheet.prompts, start=1):
        values[f"answer-{number}"] = words.get(prompt.id, "")
        scale = latest_scale_answer(session, person, prompt)
        values[f"scale-{number}"] = str(scale.value) if scale else ""
    for card in sheet.cards:
        values[f"added-{card.number}"] = words.get(card.contribution_id, "")
        if card.contribution_id in marks:
            mark = marks[card.contribution_id]
            values[f"card-{card.number}"] = CANNOT_SAY if mark is None else str(mark)
    told = background_of(session, person)
    answers = told.answers if told else {}
    return values | {f"background-{key}": str(option) for key, option in answers.items()}


def read_sheet(
    form: FormData, dialogue: Dialogue, sheet: SheetForm, entry_id: UUID
) -> tuple[Filled, dict[str, str]]:
    """Read a sheet that was typed in, and say by field what is wrong with it."""
    boxes = [text_of(form, f"card-{card.number}") for card in sheet.cards]
    marks = read_marks(boxes, sheet.scale)
    scales, errors = read_scales(form, sheet)
    errors |= {f"card-{number}": unreadable(number, sheet.scale) for number in marks.unreadable}
    if not text_of(form, "agrees"):
        errors = {"agrees": gettext("Without this tick nothing of the sheet may be kept.")} | errors
    filled = Filled(
        number=sheet.number,
        entry_id=entry_id,
        agrees=bool(text_of(form, "agrees")),
        may_be_quoted=bool(text_of(form, "may_be_quoted")),
        answers={
            number: text_of(form, f"answer-{number}")
            for number, _ in enumerate(sheet.prompts, start=1)
        },
        scales=scales,
        marks=marks.values,
        additions={card.number: text_of(form, f"added-{card.number}") for card in sheet.cards},
        background={
            str(each["key"]): text_of(form, f"background-{each['key']}")
            for each in dialogue.background_questions
        },
        group=text_of(form, "group"),
        speaks_for_group=bool(text_of(form, "speaks_for_group")),
    )
    return filled, errors


def read_scales(form: FormData, sheet: SheetForm) -> tuple[dict[int, int], dict[str, str]]:
    """Read the answers on a scale from 0 to 10."""
    scales: dict[int, int] = {}
    errors = {}
    for number, _ in enumerate(sheet.prompts, start=1):
        typed = text_of(form, f"scale-{number}")
        if typed.isascii() and typed.isdigit() and len(typed) < 3 and int(typed) in SCALE:
            scales[number] = int(typed)
        elif typed:
            errors[f"scale-{number}"] = gettext("Type a number from 0 to 10, or nothing.")
    return scales, errors


def unreadable(number: int, scale: RatingScale) -> str:
    """Say what may stand in the box of a card."""
    told = gettext("Card %(number)s: type one of %(marks)s, a question mark, or nothing.")
    marks = ", ".join(str(value) for value in scale.values)
    return told % {"number": number, "marks": marks}


def kept(form: FormData) -> Mapping[str, str]:
    """Keep what was typed, to show it again."""
    return {name: text_of(form, name) for name in form}
