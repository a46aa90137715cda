"""What was really served, and what moved together, as parts of the document of an analysis."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from app.queries.alarms import Alarms, alarms
from app.queries.exposure import Realised, Spread, exposure, weigh_rounds
from dialogue.models import Dialogue
from participation.disclosure import shown_count

DECIMALS = 6

Entry = dict[str, Any]


def watching_report(session: Session, dialogue: Dialogue) -> Entry:
    """Build the parts `exposure`, an entry for each weigh round that dealt a hand, and `alarms`."""
    measured = [exposure(session, dialogue, each) for each in weigh_rounds(session, dialogue)]
    return {
        "exposure": [exposure_entry(each) for each in measured if each is not None],
        "alarms": alarms_part(alarms(session, dialogue)),
    }


def exposure_entry(realised: Realised) -> Entry:
    """Describe how often contributions were shown and rated in a round, beside its design."""
    check = realised.check
    return {
        "round": realised.weighing.position,
        "hands": shown_count(realised.hands),
        "epochs": realised.epochs,
        "whole": spread_entry(realised.whole),
        "themes": [
            {"theme": each.theme.number if each.theme else None, **spread_entry(each.spread)}
            for each in realised.themes
        ],
        "chambers": {
            each.chamber.key: {"share_seen": rounded(each.share_seen), "times": each.times}
            for each in realised.chambers
        },
        "uneven_cards": realised.uneven_cards,
        "ratings_uneven": realised.ratings_uneven,
        "check": {
            "compared": check.compared,
            "difference": check.difference,
            "allowed": check.allowed,
            "stopping_p": rounded(check.stopping_p),
            "dealt_as_designed": check.dealt_as_designed,
            "seen_as_dealt": check.seen_as_dealt,
        },
        "alarm": realised.alarm,
    }


def spread_entry(spread: Spread) -> Entry:
    """Describe how often some contributions were shown and rated."""
    told = asdict(spread)
    return told | {"shown": rounded(spread.shown), "rated": rounded(spread.rated)}


def alarms_part(found: Alarms) -> Entry:
    """Describe who moved together, in round numbers, and what the top list is without them."""
    return {
        "raised": found.raised,
        "blocs": list(found.blocs),
        "looked_at": found.looked_at,
        "top_with": [str(each) for each in found.top_with],
        "top_without": None if found.change_hidden else [str(each) for each in found.top_without],
        "code_bursts": [
            {
                "channel": each.channel,
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "codes": each.codes,
                "expected": rounded(each.expected),
            }
            for each in found.code_bursts
        ],
        "arrival_bursts": [
            {
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "people": each.people,
                "expected": rounded(each.expected),
            }
            for each in found.arrival_bursts
        ],
    }


def rounded(figure: float | None) -> float | None:
    """Round for the document; what is not known is null."""
    return None if figure is None else round(float(figure), DECIMALS)
