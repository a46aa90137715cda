"""Opinion groups from ratings, in two views: the Polis view, exactly, and ours, the default."""

from dialogue.polis import (
    PolisRepresentativeness,
    polis_group_informed_consensus,
    polis_majority,
    polis_priority,
    polis_representativeness,
    polis_select_representative,
    polis_two_proportions,
)

__all__ = [
    "PolisRepresentativeness",
    "polis_group_informed_consensus",
    "polis_majority",
    "polis_priority",
    "polis_representativeness",
    "polis_select_representative",
    "polis_two_proportions",
]
