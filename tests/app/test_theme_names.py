"""What is out of sight is out of the names of themes too, unless a person gave that name."""

import pytest
from sqlmodel import Session

from app.usecases import contributions, moderation
from dialogue.models import Theme, new_id
from dialogue.moderation import ModerationReason
from dialogue.themes import take_words_back
from tests.cast import FACILITATOR, make_asking
from tests.facilitator_cast import say

SAID = "Te lang wachten\naan de telefoon. Dat kan anders."


def theme(dialogue_id, now, machine_label: str, *keywords: str, label: str = "") -> Theme:
    return Theme(
        dialogue_id=dialogue_id, number=4, machine_label=machine_label, label=label,
        keywords=list(keywords), created_at=now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("“Te lang wachten aan de telefoon”", "Telefoon, wachten, tolk"),
        ("Telefoon: “te lang wachten aan de telefoon”", "Telefoon, wachten, tolk"),
        ("Te lang wachten aan de …", "Telefoon, wachten, tolk"),
        ("Telefoon, wachten", "Telefoon, wachten"),
        ("Telefoon", "Telefoon"),
        ("“Te lang wachten op de bus”", "“Te lang wachten op de bus”"),
    ],
)
def test_only_a_name_with_words_of_the_text_goes_back_to_keywords(clock, name, left) -> None:
    named = theme(new_id(), clock(), name, "telefoon", "wachten", "tolk")

    assert take_words_back(named, SAID) is (name != left)

    assert named.machine_label == left


def test_without_keywords_a_number_is_left(clock) -> None:
    named = theme(new_id(), clock(), "“Dat kan anders”")
    take_words_back(named, SAID)
    assert named.machine_label == "# 4"


@pytest.mark.parametrize("way", ["held", "removed", "withdrawn"])
def test_what_goes_out_of_sight_goes_out_of_the_names(session: Session, clock, way: str) -> None:
    dialogue = make_asking(session, clock())
    contribution = say(session, dialogue, SAID, clock())
    named = theme(dialogue.id, clock(), "“Te lang wachten aan de telefoon”", "wachten", label="Ons")
    session.add(named)
    session.flush()

    if way == "withdrawn":
        contributions.withdraw(session, contribution, now=clock())
    else:
        act = moderation.hold if way == "held" else moderation.remove
        act(
            session, contribution, reason=ModerationReason.PERSONAL_DATA, actor=FACILITATOR,
            now=clock(),
        )  # fmt: skip
    session.flush()
    session.refresh(named)

    assert (named.machine_label, named.label) == ("Wachten", "Ons")
