"""What was filled in on the step plan, field by field, and what is wrong with it."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from app.errors import spoken
from app.i18n import TIME_ZONE, gettext, gettext_later
from app.usecases.designs import Design
from dialogue.errors import Refusal
from dialogue.wording import clean_text

# How much room small themes get: the exponent of dealing, with its name on the form.
ROOM_FOR_THEMES = {
    "1": gettext_later("Every answer equally often"),
    "0.75": gettext_later("A little more room for small themes"),
    "0.5": gettext_later("Halfway"),
    "0.25": gettext_later("Much more room for small themes"),
    "0": gettext_later("Every theme equally often"),
}


@dataclass
class DesignForm:
    """What was filled in, as text by field name, and what is wrong, by field name."""

    values: dict[str, str]
    background: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
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

    def read_percentage(self, name: str, low: float, high: float) -> float | None:
        """Read a percentage, with a comma or a point; empty is none, and so is what can't be."""
        raw = self.values.get(name, "").replace(",", ".").replace("%", "").strip()
        if not raw:
            return None
        if re.fullmatch(r"[+-]?[0-9]{1,4}(\.[0-9]{1,2})?", raw) and low <= float(raw) <= high:
            return float(raw)
        problem = gettext("Choose a number from %(low)s to %(high)s.")
        self.errors[name] = problem % {"low": f"{low:g}", "high": f"{high:g}"}
        return None

    def filled(self, prefix: str) -> bool:
        """Tell whether anything was written, or is wrong, at fields that begin like this."""
        written = any(
            value.strip()
            for name, value in self.values.items()
            if name.startswith((f"{prefix}text", f"{prefix}options"))
        )
        return written or any(name.startswith(prefix) for name in self.errors)

    def lines(self, name: str) -> list[str]:
        """Read a text of a line for each thing."""
        found = (" ".join(line.split()) for line in self.values.get(name, "").splitlines())
        return [line for line in found if line]

    def read_room(self, name: str, default: float) -> float:
        """Read how much room small themes get, or note that it is none of the choices."""
        raw = self.values.get(name, "")
        if not raw:
            return default
        if raw not in ROOM_FOR_THEMES:
            self.errors[name] = gettext("Choose one from the list.")
            return default
        return float(raw)
