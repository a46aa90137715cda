"""Put all parts together: one document of what may be shown of who took part."""

from app.measuring.changes import collectives_of, helix_of, losses_of, weights_of
from app.measuring.groups import dimensions_of, missing_list, representativity_of
from app.measuring.heard import changes_of, scores_of
from app.measuring.material import Material
from app.measuring.releasing import Released, Releases
from app.measuring.voice import voice_of
from app.measuring.what import said_and_unsaid, viewpoints_of
from app.measuring.who import arrivals_of, funnel_of, shown_people
from app.queries.participation_figures import Figures
from app.queries.participation_parts import RoundName


def figures_of(material: Material) -> Figures:
    """Compute and hide, as if nothing was ever published."""
    return figures_and_releases(material, {})[0]


def figures_and_releases(
    material: Material, former: Releases
) -> tuple[Figures, dict[str, Released]]:
    """Compute and hide; the same material gives the same figures, to the last digit.

    former: what was out of answers about taking part, and what that was made of; returned as well.
    """
    released: dict[str, Released] = {}
    shown = shown_people(material)
    dimensions = dimensions_of(material, shown)
    saturation, diversity = said_and_unsaid(material, shown)
    figures = Figures(
        rounds=tuple(
            RoundName(position=each.position, kind=each.kind, state=each.state)
            for each in material.rounds
        ),
        funnel=funnel_of(material, shown),
        arrivals=arrivals_of(material, shown),
        losses=losses_of(material, shown),
        dimensions=dimensions,
        missing=missing_list(dimensions),
        representativity=representativity_of(material, shown, dimensions),
        weights=weights_of(material, shown),
        helix=helix_of(material, shown),
        collectives=collectives_of(material, shown),
        viewpoints=viewpoints_of(material, shown),
        saturation=saturation,
        diversity=diversity,
        voice=voice_of(material, shown),
        heard=scores_of(material, shown, "heard", former, released),
        legitimacy=scores_of(material, shown, "legitimacy", former, released),
        pulse=scores_of(material, shown, "pulse", former, released),
        indicators=changes_of(material.indicators, former, released),
    )
    return figures, released
