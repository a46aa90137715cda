"""Two facilitators changed the step plan: what each field is called, and what is shown of it."""

import re
from collections.abc import Sequence

from app.i18n import gettext, gettext_later
from app.routes.facilitator.conflicts import Fields, Values, tidy
from app.routes.facilitator.design_fields import ROOM_FOR_THEMES, DesignForm
from app.routes.facilitator.design_people import offered_questions
from dialogue.models import Chamber, Dialogue

BOXES = ("background", "closing", "open_link", "asks_collective")
# A measure that is not filled in has these on the form, and nothing in the record.
EMPTY_MEASURE = re.compile(r"(indicator-\d+)-(?:lowest|highest)")

LABELS = {
    "title_nl": gettext_later("Title in Dutch"),
    "title_en": gettext_later("Title in English"),
    "intro_nl": gettext_later("Introduction in Dutch"),
    "intro_en": gettext_later("Introduction in English"),
    "purpose_nl": gettext_later("Purpose in Dutch: why do we ask this?"),
    "purpose_en": gettext_later("Purpose in English"),
    "decides_nl": gettext_later("Who decides what, and when? In Dutch"),
    "decides_en": gettext_later("Who decides, in English"),
    "not_open_nl": gettext_later("What is not open? In Dutch"),
    "not_open_en": gettext_later("What is not open, in English"),
    "ladder": gettext_later("How much say do residents have?"),
    "owner": gettext_later("Owner: who is accountable for the answer?"),
    "answer_by": gettext_later("Date of the board's answer"),
    "open_link": gettext_later("Everybody with the link may take part"),
    "asks_collective": gettext_later("People may say that they speak for a group"),
    "background": gettext_later("What do we ask about people? Always optional."),
    "neighbourhoods": gettext_later("Neighbourhoods, one on each line"),
    "closing": gettext_later("What do we ask afterwards? Always optional."),
}
PLACES = {
    "prompt": gettext_later("Question %(place)s"),
    "own": gettext_later("Your own question %(place)s"),
    "indicator": gettext_later("Measure %(place)s"),
    "round": gettext_later("Round %(number)s"),
}
PARTS = {
    "text_nl": gettext_later("in Dutch"),
    "text_en": gettext_later("in English"),
    "hint_nl": gettext_later("Hint in Dutch"),
    "hint_en": gettext_later("Hint in English"),
    "scale_nl": gettext_later("Closed question in Dutch"),
    "scale_en": gettext_later("Closed question in English"),
    "options_nl": gettext_later("Answers in Dutch, one on each line"),
    "options_en": gettext_later("Answers in English, in the same order"),
    "lowest": gettext_later("Lowest number"),
    "highest": gettext_later("Highest number"),
    "lowest_nl": gettext_later("What the lowest means, in Dutch"),
    "lowest_en": gettext_later("What the lowest means, in English"),
    "highest_nl": gettext_later("What the highest means, in Dutch"),
    "highest_en": gettext_later("What the highest means, in English"),
    "target": gettext_later("Target: how many per cent should it change?"),
    "opens_at": gettext_later("Opens"),
    "closes_at": gettext_later("Closes"),
    "hand_size": gettext_later("Cards in a hand"),
    "theme_exponent": gettext_later("What is shown equally often?"),
}
SCALES = {
    "heard": gettext_later("Feeling heard, eight statements"),
    "pulse": gettext_later("Feeling heard, three statements"),
    "legitimacy": gettext_later("Was it fair? Six statements"),
}


def fields_of(form: DesignForm) -> dict[str, Values]:
    """Give what the step plan holds as its form would send it."""
    fields = {name: tidy([value]) for name, value in form.values.items()}
    return fields | {"background": tidy(form.background), "closing": tidy(form.closing)}


def without_empty_measures(fields: Fields) -> dict[str, Values]:
    """Leave out the numbers of measures that have no words."""
    return {
        name: values
        for name, values in fields.items()
        if not (found := EMPTY_MEASURE.fullmatch(name)) or fields.get(f"{found[1]}-text_nl")
    }


def label_of(name: str, chambers: Sequence[Chamber]) -> str:
    """Say what a field is called, as its form does."""
    if name in LABELS:
        return gettext(LABELS[name])
    kind, _, rest = name.partition("-")
    if kind == "side":
        return next((each.name_nl for each in chambers if each.key == rest), rest)
    place, _, part = rest.partition("-")
    if kind not in PLACES or part not in PARTS:
        return name
    return f"{gettext(PLACES[kind]) % {'place': place, 'number': place}}: {gettext(PARTS[part])}"


def shown(name: str, values: Values, dialogue: Dialogue) -> str:
    """Say what a field holds, in the words of its form where those are fixed."""
    if name in ("open_link", "asks_collective"):
        return gettext("Yes") if values else gettext("No")
    if name == "background":
        asked = {each["key"]: each["text_nl"] for each in offered_questions(dialogue)}
        known = gettext("In which neighbourhood do you live?")
        return "\n".join(asked.get(each, known) for each in values)
    if name == "closing":
        return "\n".join(gettext(SCALES[each]) for each in values if each in SCALES)
    if name.endswith("theme_exponent"):
        return "".join(gettext(ROOM_FOR_THEMES.get(each, each)) for each in values)
    if name.endswith(("opens_at", "closes_at")):
        return "".join(values).replace("T", " ")
    return "\n".join(values)
