"""Templates of a dialogue: which rounds run, on which scale, in which chambers."""

from dataclasses import dataclass

from dialogue.models import Chamber, Dialogue, Round, RoundKind
from dialogue.scales import RatingScale


@dataclass(frozen=True)
class RoundPlan:
    """A round that a template holds."""

    kind: RoundKind
    scale: RatingScale = RatingScale.SEVEN_POINT
    hand_size: int = 15


@dataclass(frozen=True)
class DialogueTemplate:
    """The rounds of a kind of dialogue, in order."""

    key: str
    rounds: tuple[RoundPlan, ...]


TEMPLATES: dict[str, DialogueTemplate] = {
    template.key: template
    for template in (
        DialogueTemplate(
            "zoetermeer",
            (RoundPlan(RoundKind.ASK), RoundPlan(RoundKind.WEIGH), RoundPlan(RoundKind.CONFIRM)),
        ),
        DialogueTemplate("pulse", (RoundPlan(RoundKind.ASK),)),
        DialogueTemplate(
            "delphi",
            (RoundPlan(RoundKind.ASK), RoundPlan(RoundKind.WEIGH), RoundPlan(RoundKind.WEIGH)),
        ),
        DialogueTemplate(
            "polis",
            (
                RoundPlan(RoundKind.ASK),
                RoundPlan(RoundKind.WEIGH, scale=RatingScale.AGREEMENT),
            ),
        ),
    )
}

# Key, Dutch name, English name: the four chambers of the Zoetermeer method.
CHAMBERS: tuple[tuple[str, str, str], ...] = (
    ("resident", "Inwoners", "Residents"),
    ("professional", "Professionals", "Professionals"),
    ("manager", "Managers", "Managers"),
    ("director", "Bestuurders", "Directors"),
)
# Their names in languages that have no column, in that order.
CHAMBER_WORDS = {
    "tr": ("Sakinler", "Uzmanlar", "Yöneticiler", "Yönetim kurulu üyeleri"),
    "ar": ("السكان", "المهنيون", "المديرون", "أعضاء الإدارة"),
    "pl": ("Mieszkańcy", "Specjaliści", "Kierownicy", "Członkowie zarządu"),
    "uk": ("Мешканці", "Фахівці", "Керівники", "Члени правління"),
}


def plan_rounds(dialogue: Dialogue, template: DialogueTemplate) -> list[Round]:
    """Make the rounds of a new dialogue, numbered from 1."""
    return [
        Round(
            dialogue_id=dialogue.id,
            position=position,
            kind=plan.kind,
            scale=plan.scale,
            hand_size=plan.hand_size,
        )
        for position, plan in enumerate(template.rounds, start=1)
    ]


def plan_chambers(dialogue: Dialogue) -> list[Chamber]:
    """Make the four chambers of a new dialogue."""
    return [
        Chamber(
            dialogue_id=dialogue.id,
            key=key,
            name_nl=dutch,
            name_en=english,
            words={code: {"name": names[place - 1]} for code, names in CHAMBER_WORDS.items()},
            position=place,
        )
        for place, (key, dutch, english) in enumerate(CHAMBERS, start=1)
    ]
