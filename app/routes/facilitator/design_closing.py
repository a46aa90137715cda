"""The part of the step plan about how it was, and about what should change for people."""

from collections.abc import Sequence
from typing import Any

from app.i18n import gettext
from app.routes.facilitator.design_fields import DesignForm
from dialogue.closing_questions import HEARD, PULSE, SCALES
from dialogue.models import Indicator

MOST_INDICATORS = 5
MOST_STEPS = 10
HIGHEST_END = 100
INDICATOR_TEXTS = {
    "text_nl": 300, "text_en": 300, "lowest_nl": 60, "lowest_en": 60, "highest_nl": 60,
    "highest_en": 60,
}  # fmt: skip


def fill_indicators(values: dict[str, str], indicators: Sequence[Indicator]) -> None:
    """Fill the form with the indicators as they are stored."""
    for each in indicators:
        prefix = f"indicator-{each.position}-"
        for name in INDICATOR_TEXTS:
            values[f"{prefix}{name}"] = getattr(each, name)
        values[f"{prefix}lowest"] = str(each.lowest)
        values[f"{prefix}highest"] = str(each.highest)
        values[f"{prefix}target"] = "" if each.target is None else f"{each.target:g}"


def read_closing(read: DesignForm) -> list[str]:
    """Read which scales are asked; the short one is part of the long one, so never both."""
    chosen = [each for each in SCALES if each in read.closing]
    if HEARD in chosen and PULSE in chosen:
        read.errors["closing"] = gettext(
            "Choose the eight statements or the three. The three are among the eight."
        )
    return chosen


def read_indicators(read: DesignForm) -> list[dict[str, Any]]:
    """Read the indicators that are filled in, or note at their fields what is wrong."""
    found = []
    for place in range(1, MOST_INDICATORS + 1):
        prefix = f"indicator-{place}-"
        if any(read.values.get(prefix + name, "").strip() for name in INDICATOR_TEXTS):
            found.append(read_indicator(read, prefix))
        elif read.values.get(f"{prefix}target"):
            read.errors[f"{prefix}text_nl"] = gettext("Write the question in Dutch.")
    return found


def read_indicator(read: DesignForm, prefix: str) -> dict[str, Any]:
    """Read one indicator."""
    texts: dict[str, Any] = {
        name: read.read_text(prefix + name, limit) for name, limit in INDICATOR_TEXTS.items()
    }
    if not texts["text_nl"]:
        read.errors.setdefault(f"{prefix}text_nl", gettext("Write the question in Dutch."))
    for name in ("lowest_nl", "highest_nl"):
        if not texts[name]:
            read.errors.setdefault(prefix + name, gettext("Say what this end means."))
    lowest = read.read_number(f"{prefix}lowest", 0, HIGHEST_END, 0)
    highest = read.read_number(f"{prefix}highest", 0, HIGHEST_END, 10)
    if not 1 <= highest - lowest <= MOST_STEPS:
        problem = gettext("The highest is 1 to %(most)s more than the lowest.")
        read.errors.setdefault(f"{prefix}highest", problem % {"most": MOST_STEPS})
    target = read.read_percentage(f"{prefix}target", -100, 1000)
    return texts | {"lowest": lowest, "highest": highest, "target": target}
