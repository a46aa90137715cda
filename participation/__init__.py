"""How many take part, how diverse, who is missing: arrays in, frozen dataclasses out.

Knows no database and no web; usable alone, in a notebook or a script:

    from participation import NotEnoughData, chao1, representativity

    representativity([120, 340, 90], [31_000, 66_000, 28_000]).cv
    try:
        print(chao1([46, 22, 17, 2, 2, 1, 1, 1]))
    except NotEnoughData as few:
        print(few)

Too little data raises NotEnoughData: no figure is made up. Counts of people are exact everywhere
but in ``disclosure`` and ``linked_tables``, the one door to what is published. Names are loaded
when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from participation.absence import AbsenceCheck, Ranked, rank_as_if_all_stayed
    from participation.balance import Balance, Side, helix_balance
    from participation.change import Change, difference, relative_change
    from participation.counting import (
        CrossTable,
        Funnel,
        Loss,
        RoundCount,
        arrivals_per_day,
        count_funnel,
        count_funnels,
        cross_count,
        loss_between,
    )
    from participation.disclosure import (
        SUPPRESSED,
        PublishedCounts,
        PublishedTable,
        Suppressed,
        shown_count,
        shown_percentage,
        shown_share,
        shown_steps,
        suppress_counts,
    )
    from participation.errors import NotEnoughData, ParticipationError
    from participation.estimates import Estimate
    from participation.heard import (
        FEELING_HEARD,
        LEGITIMACY,
        PULSE,
        Item,
        Score,
        cronbach_alpha,
        score,
        score_by_group,
    )
    from participation.hill import chao_shannon, hill_estimate, hill_number
    from participation.item_support import (
        CollectivesCheck,
        ItemSupport,
        Means,
        support_per_item,
        with_and_without,
    )
    from participation.linked_tables import PublishedTables, publish_tables
    from participation.missing import (
        HowOften,
        MissingGroup,
        Reach,
        how_often,
        reach_out,
        who_is_missing,
    )
    from participation.ordinal import (
        agreement,
        camps,
        fractionation,
        krippendorff_alpha,
        leik_dispersion,
        polarisation,
        tastle_wierman,
    )
    from participation.population import InvalidPopulation, Population, read_population
    from participation.proportions import jeffreys_interval, shrunken_share, wilson_interval
    from participation.representation import (
        GroupCoverage,
        ImpossiblePopulation,
        Partials,
        Representativity,
        coverage,
        dissimilarity,
        partials,
        representativity,
        voices_to_even,
    )
    from participation.richness import ace, chao1, chao2, ichao1
    from participation.saturation import (
        Saturation,
        expected_coverage,
        extrapolate,
        measure_saturation,
        more_voices,
        people_per_idea,
        rarefy,
        sample_coverage,
        sensitivity,
    )
    from participation.shown_groups import ShownGroups, show_groups, shown_groups_of
    from participation.viewpoints import ViewpointDiversity, vendi_score, viewpoint_diversity
    from participation.voice import (
        Evenness,
        Lorenz,
        RatingsAcross,
        evenness,
        gini,
        lorenz,
        ratings_across,
    )
    from participation.waves import Wave, count_waves
    from participation.weighting import (
        CannotRake,
        Weights,
        design_effect,
        effective_size,
        rake,
        rake_weights,
        trim_weights,
        weigh,
        weigh_for_absence,
    )

_NAMES = {
    "absence": "AbsenceCheck Ranked rank_as_if_all_stayed",
    "balance": "Balance Side helix_balance",
    "item_support": "CollectivesCheck ItemSupport Means support_per_item with_and_without",
    "missing": "HowOften MissingGroup Reach how_often reach_out who_is_missing",
    "shown_groups": "ShownGroups show_groups shown_groups_of",
    "waves": "Wave count_waves",
    "change": "Change difference relative_change",
    "counting": (
        "CrossTable Funnel Loss RoundCount arrivals_per_day count_funnel count_funnels "
        "cross_count loss_between"
    ),
    "disclosure": (
        "PublishedCounts PublishedTable SUPPRESSED Suppressed shown_count "
        "shown_percentage shown_share shown_steps suppress_counts"
    ),
    "errors": "NotEnoughData ParticipationError",
    "estimates": "Estimate",
    "heard": "FEELING_HEARD Item LEGITIMACY PULSE Score cronbach_alpha score score_by_group",
    "hill": "chao_shannon hill_estimate hill_number",
    "linked_tables": "PublishedTables publish_tables",
    "ordinal": (
        "agreement camps fractionation krippendorff_alpha leik_dispersion polarisation "
        "tastle_wierman"
    ),
    "population": "InvalidPopulation Population read_population",
    "proportions": "jeffreys_interval shrunken_share wilson_interval",
    "representation": (
        "GroupCoverage ImpossiblePopulation Partials Representativity coverage "
        "dissimilarity partials representativity voices_to_even"
    ),
    "richness": "ace chao1 chao2 ichao1",
    "saturation": (
        "Saturation expected_coverage extrapolate measure_saturation more_voices "
        "people_per_idea rarefy sample_coverage sensitivity"
    ),
    "viewpoints": "ViewpointDiversity vendi_score viewpoint_diversity",
    "voice": "Evenness Lorenz RatingsAcross evenness gini lorenz ratings_across",
    "weighting": (
        "CannotRake Weights design_effect effective_size rake rake_weights trim_weights "
        "weigh weigh_for_absence"
    ),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "FEELING_HEARD",
    "LEGITIMACY",
    "PULSE",
    "SUPPRESSED",
    "AbsenceCheck",
    "Balance",
    "CannotRake",
    "Change",
    "CollectivesCheck",
    "CrossTable",
    "Estimate",
    "Evenness",
    "Funnel",
    "GroupCoverage",
    "HowOften",
    "ImpossiblePopulation",
    "InvalidPopulation",
    "Item",
    "ItemSupport",
    "Lorenz",
    "Loss",
    "Means",
    "MissingGroup",
    "NotEnoughData",
    "Partials",
    "ParticipationError",
    "Population",
    "PublishedCounts",
    "PublishedTable",
    "PublishedTables",
    "Ranked",
    "RatingsAcross",
    "Reach",
    "Representativity",
    "RoundCount",
    "Saturation",
    "Score",
    "ShownGroups",
    "Side",
    "Suppressed",
    "ViewpointDiversity",
    "Wave",
    "Weights",
    "ace",
    "agreement",
    "arrivals_per_day",
    "camps",
    "chao1",
    "chao2",
    "chao_shannon",
    "count_funnel",
    "count_funnels",
    "count_waves",
    "coverage",
    "cronbach_alpha",
    "cross_count",
    "design_effect",
    "difference",
    "dissimilarity",
    "effective_size",
    "evenness",
    "expected_coverage",
    "extrapolate",
    "fractionation",
    "gini",
    "helix_balance",
    "hill_estimate",
    "hill_number",
    "how_often",
    "ichao1",
    "jeffreys_interval",
    "krippendorff_alpha",
    "leik_dispersion",
    "lorenz",
    "loss_between",
    "measure_saturation",
    "more_voices",
    "partials",
    "people_per_idea",
    "polarisation",
    "publish_tables",
    "rake",
    "rake_weights",
    "rank_as_if_all_stayed",
    "rarefy",
    "ratings_across",
    "reach_out",
    "read_population",
    "relative_change",
    "representativity",
    "sample_coverage",
    "score",
    "score_by_group",
    "sensitivity",
    "show_groups",
    "shown_count",
    "shown_groups_of",
    "shown_percentage",
    "shown_share",
    "shown_steps",
    "shrunken_share",
    "support_per_item",
    "suppress_counts",
    "tastle_wierman",
    "trim_weights",
    "vendi_score",
    "viewpoint_diversity",
    "voices_to_even",
    "weigh",
    "weigh_for_absence",
    "who_is_missing",
    "wilson_interval",
    "with_and_without",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'participation' has no attribute {name!r}")
    return getattr(import_module(f"participation.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
