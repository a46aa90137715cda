"""Who took part, for `samenspraak analyse SLUG --json`: the stored figures, without a time."""

from typing import Any

from sqlmodel import Session

from app.queries.participation_figures import read_participation
from dialogue.models import Dialogue

ABOUT_CODES = frozenset({"invited", "response", "silent", "uninvited"})


def participation_report(session: Session, dialogue: Dialogue) -> dict[str, Any]:
    """Give the figures that were measured last, fit for JSON; null when none were."""
    measured = read_participation(session, dialogue)
    if measured is None:
        return {"participation": None}
    figures = measured.figures.model_dump(mode="json")
    return {
        "participation": {
            "funnel": figures["funnel"] | {"rounds": figures["rounds"]},
            "arrivals": figures["arrivals"],
            "losses": figures["losses"],
            "groups": {"dimensions": figures["dimensions"], "missing": figures["missing"],
                       "helix": figures["helix"], "collectives": figures["collectives"]},
            "representativity": figures["representativity"],
            "weights": figures["weights"],
            "viewpoints": figures["viewpoints"] | {"diversity": figures["diversity"]},
            "saturation": figures["saturation"],
            "voice": figures["voice"],
            "heard": {name: figures[name] for name in ("heard", "legitimacy", "pulse",
                                                       "indicators")},
        }
    }  # fmt: skip


def as_open_data(report: dict[str, Any] | None) -> dict[str, Any] | None:
    """Leave out of `participation` what only who made the codes may know: how many were made.

    Exact counts of codes, and shares of them, would tell of a chamber that got fewer than ten.
    """
    if report is None:
        return None
    funnel, groups = dict(report["funnel"]), dict(report["groups"])
    for part in ("chambers", "channels", "trust"):
        funnel[part] = [without_codes(row) for row in funnel[part]]
    for part in ("whole", "other_channels"):
        funnel[part] = without_codes(funnel[part]) if funnel[part] else None
    del funnel["waves"]
    groups["dimensions"] = [
        each | {"rows": [without_codes(row) for row in each["rows"]]}
        for each in groups["dimensions"]
    ]
    groups["missing"] = [without_codes(row) for row in groups["missing"]]
    return report | {"funnel": funnel, "groups": groups}


def without_codes(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a row what follows from the number of codes."""
    return {name: each for name, each in row.items() if name not in ABOUT_CODES}
