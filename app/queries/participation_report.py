"""Who took part, for `samenspraak analyse SLUG --json`: the stored figures, without a time."""

from typing import Any

from sqlmodel import Session

from app.queries.participation_figures import read_participation
from dialogue.models import Dialogue


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
