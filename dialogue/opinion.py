"""Opinion groups from ratings, in two views: the Polis view, exactly, and ours, the default.

Everything starts from `read_ratings`. Ours: `opinion_groups` (only stable ones), `consensus` (a
tiny group can't sway it), `bridging`, `representative` (false findings under control). Polis: the
functions that begin with `polis_`, on (groups, contributions) tallies.
"""

from dialogue.bridging import Bridging, bridging
from dialogue.consensus import Consensus, consensus, effective_agreement, group_consensus
from dialogue.not_enough import NotEnoughData
from dialogue.opinion_groups import NoStableGroups, OpinionGroups, opinion_groups
from dialogue.polis import (
    PolisRepresentativeness,
    polis_group_informed_consensus,
    polis_majority,
    polis_priority,
    polis_representativeness,
    polis_select_representative,
    polis_two_proportions,
)
from dialogue.polis_groups import PolisGroups, group_tallies, in_conversation, polis_groups
from dialogue.projection import Projection, graded_votes, project, votes_of
from dialogue.rating_matrix import RatingMatrix, read_ratings
from dialogue.representativeness import Representative, adjust_p, representative

__all__ = [
    "Bridging",
    "Consensus",
    "NoStableGroups",
    "NotEnoughData",
    "OpinionGroups",
    "PolisGroups",
    "PolisRepresentativeness",
    "Projection",
    "RatingMatrix",
    "Representative",
    "adjust_p",
    "bridging",
    "consensus",
    "effective_agreement",
    "graded_votes",
    "group_consensus",
    "group_tallies",
    "in_conversation",
    "opinion_groups",
    "polis_group_informed_consensus",
    "polis_groups",
    "polis_majority",
    "polis_priority",
    "polis_representativeness",
    "polis_select_representative",
    "polis_two_proportions",
    "project",
    "read_ratings",
    "representative",
    "votes_of",
]
