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
    from participation.linked_tables import PublishedTables, publish_tables
    from participation.ordinal import (
        agreement,
        camps,
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
    "change": "Change difference relative_change",
    "counting": (
        "CrossTable Funnel Loss RoundCount arrivals_per_day count_funnel count_funnels "
        "cross_count loss_between"
    ),
    "disclosure": (
        "PublishedCounts PublishedTable SUPPRESSED Suppressed shown_count "
        "shown_percentage shown_steps suppress_counts"
    ),
    "errors": "NotEnoughData ParticipationError",
    "estimates": "Estimate",
    "heard": "FEELING_HEARD Item LEGITIMACY PULSE Score cronbach_alpha score score_by_group",
    "hill": "chao_shannon hill_estimate hill_number",
    "linked_tables": "PublishedTables publish_tables",
    "ordinal": "agreement camps krippendorff_alpha leik_dispersion polarisation tastle_wierman",
    "population": "InvalidPopulation Population read_population",
    "proportions": "jeffreys_interval shrunken_share wilson_interval",
    "representation": (
        "GroupCoverage ImpossiblePopulation Partials Representativity coverage "
        "dissimilarity partials representativity"
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
    "CannotRake",
    "Change",
    "CrossTable",
    "Estimate",
    "Evenness",
    "Funnel",
    "GroupCoverage",
    "ImpossiblePopulation",
    "InvalidPopulation",
    "Item",
    "Lorenz",
    "Loss",
    "NotEnoughData",
    "Partials",
    "ParticipationError",
    "Population",
    "PublishedCounts",
    "PublishedTable",
    "PublishedTables",
    "RatingsAcross",
    "Representativity",
    "RoundCount",
    "Saturation",
    "Score",
    "Suppressed",
    "ViewpointDiversity",
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
    "gini",
    "hill_estimate",
    "hill_number",
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
    "rarefy",
    "ratings_across",
    "read_population",
    "relative_change",
    "representativity",
    "sample_coverage",
    "score",
    "score_by_group",
    "sensitivity",
    "shown_count",
    "shown_percentage",
    "shown_steps",
    "shrunken_share",
    "suppress_counts",
    "tastle_wierman",
    "trim_weights",
    "vendi_score",
    "viewpoint_diversity",
    "weigh",
    "weigh_for_absence",
    "wilson_interval",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'participation' has no attribute {name!r}")
    return getattr(import_module(f"participation.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
