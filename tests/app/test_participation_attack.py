"""No small group follows from all figures together; where a rule is weakened, one does."""

from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.measuring import changes, groups
from app.measuring.figures import figures_of
from app.measuring.material import Codes, Material, People, Said, Weighed
from app.measuring.who import shown_people
from dialogue.channels import trust_of_code
from dialogue.models import Chamber, Dialogue, Round, RoundKind, RoundState, TrustLevel, new_id
from participation import shown_cells
from tests.app import participation_attacker as attacker_of
from tests.app.participation_attacker import AGES, STEPS, WIDTH, Attacker, Kind, all_kinds

NOW = datetime(2026, 11, 20, 19, tzinfo=UTC)
QUESTION = {"key": "age", "options": [{"key": age} for age in AGES if age]}
WAYS = (("a", "letter", 1), ("a", "letter", 2), ("a", "open_link", 0), ("b", "letter", 1),
        ("b", "email", 1), ("b", "meeting", 1))  # fmt: skip

KINDS = st.builds(
    lambda way, age, silent, first, second: Kind(
        *way, age, silent and way[1] != "open_link",
        *(("none", "none") if silent and way[1] != "open_link" else (first, second)),
    ),
    st.sampled_from(WAYS),
    st.sampled_from(AGES),
    st.booleans(),
    st.sampled_from(STEPS),
    st.sampled_from(STEPS),
)  # fmt: skip
SIZES = st.one_of(st.integers(1, 12), st.sampled_from([19, 20, 30, 49, 80, 91, 150]))
DIALOGUES = st.dictionaries(KINDS, SIZES, min_size=2, max_size=9)


def material_of(truth: dict[Kind, int], *, by_age: bool) -> Material:
    """The same as would be read from a database, of these people."""
    came = [kind for kind, count in truth.items() if not kind.silent for _ in range(count)]
    coded = [(k, n) for k, n in truth.items() if k.channel != "open_link"]
    started = [[kind.first != "none", kind.second != "none"] for kind in came]
    finished = [[kind.first == "finished", kind.second == "finished"] for kind in came]
    nothing = np.zeros(0, dtype=np.int64)
    people = People(
        place_of={},
        chamber=np.array([kind.chamber for kind in came], dtype=np.str_),
        channel=np.array([kind.channel for kind in came], dtype=np.str_),
        trust=np.array([trust_of(kind) for kind in came], dtype=np.str_),
        day=np.array([NOW.date()] * len(came), dtype="datetime64[D]"),
        collective=np.zeros(len(came), dtype=np.bool_),
        groups={"age": np.array([kind.age for kind in came], dtype=np.str_)},
        started=np.array(started, dtype=np.bool_).reshape(len(came), 2),
        finished=np.array(finished, dtype=np.bool_).reshape(len(came), 2),
    )
    dialogue = Dialogue(region_id=new_id(), slug="x", template="x", seed=1, title_nl="x",
                        background_questions=[QUESTION], created_at=NOW)  # fmt: skip
    return Material(
        dialogue=dialogue,
        rounds=[a_round(dialogue, 1, RoundKind.ASK), a_round(dialogue, 2, RoundKind.WEIGH)],
        chambers=[
            Chamber(dialogue_id=dialogue.id, key=key, name_nl=key, name_en=key, position=at)
            for at, key in enumerate("ab")
        ],
        themes=[],
        population=None,
        people=people,
        codes=[
            Codes(k.chamber, k.channel, k.wave, known_before(k) if by_age else {}, not k.silent, n)
            for k, n in coded
        ],
        said=Said({}, nothing, np.zeros(0, np.bool_), nothing, nothing, None),
        weighed=Weighed(nothing, nothing, nothing, np.zeros(0)),
        scales=(),
        indicators=(),
    )


def known_before(kind: Kind) -> dict[str, str]:
    """The age in the register that the codes were made from."""
    return {"age": kind.in_register} if kind.in_register else {}


def trust_of(kind: Kind) -> str:
    """Of whom we are how sure."""
    level = TrustLevel.OPEN_LINK if kind.channel == "open_link" else trust_of_code(kind.channel)
    return level.value


def a_round(dialogue: Dialogue, position: int, kind: RoundKind) -> Round:
    """A round that is over."""
    return Round(dialogue_id=dialogue.id, position=position, kind=kind, state=RoundState.CLOSED,
                 opened_at=NOW, closed_at=NOW)  # fmt: skip


def attack(truth: dict[Kind, int], *, slack: int = WIDTH, by_age: bool = True) -> list[str]:
    """Measure these people, and let the attacker work out what it can.

    by_age: whether the age of everybody who got a code was known when it was made.
    """
    material = material_of(truth, by_age=by_age)
    figures, shown = figures_of(material), shown_people(material)
    ways = {(kind.chamber, kind.channel, kind.wave) for kind in truth}
    attacker = Attacker(all_kinds(ways), truth, slack=slack)
    attacker.learn_codes(by_age=by_age)
    codes = len(attacker.rows)
    attacker.learn_cells(shown)
    attacker.learn_figures(figures, shown)
    return attacker.squeezed(shown, codes)


def crowd(*groups: tuple[tuple[str, str, int], str, str, str, int]) -> dict[Kind, int]:
    """People by way in, age, first and second round; "silent" for codes nobody used."""
    return {
        Kind(*way, age, first == "silent", *(("none", "none") if first == "silent"
                                             else (first, second))): count
        for way, age, first, second, count in groups
    }  # fmt: skip


HARD = {
    "all but three used their code": crowd(
        (WAYS[0], "old", "finished", "finished", 97), (WAYS[0], "young", "silent", "", 3)
    ),
    "few in the other chamber": crowd(
        (WAYS[0], "old", "finished", "finished", 89), (WAYS[3], "old", "finished", "none", 9)
    ),
    "two small channels": crowd(
        (WAYS[3], "old", "finished", "finished", 89), (WAYS[4], "old", "finished", "none", 9),
        (WAYS[5], "young", "started", "none", 9),
    ),
    "one newcomer": crowd(
        (WAYS[0], "old", "finished", "none", 31), (WAYS[0], "old", "finished", "finished", 49),
        (WAYS[0], "", "none", "finished", 1),
    ),
    "few of an age stayed silent": crowd(
        (WAYS[0], "old", "finished", "finished", 62), (WAYS[0], "old", "silent", "", 31),
        (WAYS[0], "young", "finished", "none", 19), (WAYS[0], "young", "silent", "", 3),
    ),
    "hardly anybody of an age came": crowd(
        (WAYS[0], "old", "finished", "finished", 62), (WAYS[0], "old", "silent", "", 11),
        (WAYS[0], "young", "finished", "none", 2), (WAYS[0], "young", "silent", "", 48),
        (WAYS[3], "young", "silent", "", 12), (WAYS[3], "old", "started", "none", 25),
    ),
    "a second wave of few": crowd(
        (WAYS[0], "old", "finished", "finished", 79), (WAYS[1], "old", "finished", "finished", 5),
        (WAYS[1], "young", "silent", "", 95), (WAYS[0], "middle", "silent", "", 12),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_nothing_small_follows_from_all_figures_together(name: str) -> None:
    assert attack(HARD[name]) == []


@settings(max_examples=12, deadline=None, derandomize=True)
@given(truth=DIALOGUES)
def test_nothing_small_follows_in_any_made_up_dialogue(truth: dict[Kind, int]) -> None:
    assert attack(truth, by_age=False) == []


def found_by(dialogues: Iterable[dict[Kind, int]], *, slack: int = WIDTH) -> list[str]:
    """Attack until something is found."""
    return next((found for truth in dialogues if (found := attack(truth, slack=slack))), [])


def test_exact_counts_instead_of_tens_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def exact(count: int, minimum: int) -> int:
        return count if count >= minimum else 0

    monkeypatch.setattr(shown_cells, "_tens", exact)

    assert found_by(HARD.values(), slack=0)


def test_groups_that_add_up_to_more_than_the_funnel_are_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def without_limit(counts: dict[str, int], most: int, **_: int) -> dict[str, int | None]:
        return {group: count if count >= WIDTH + 1 else None for group, count in counts.items()}

    monkeypatch.setattr(groups, "fit_within", without_limit)
    whole = crowd(
        (WAYS[0], "old", "finished", "finished", 64), (WAYS[0], "middle", "finished", "none", 35),
        (WAYS[0], "young", "silent", "", 1),
    )  # fmt: skip

    assert found_by([whole])


def test_losses_in_fine_steps_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "STEPS", (0.05,))
    monkeypatch.setattr(changes, "MINIMUM_CELL", 2)
    monkeypatch.setattr(attacker_of, "steps_of_loss", lambda people: 0.05)
    stayed = crowd(
        (WAYS[2], "old", "finished", "finished", 80), (WAYS[2], "young", "finished", "none", 8),
        (WAYS[0], "", "finished", "none", 19),
    )  # fmt: skip

    assert found_by([stayed])


def test_exact_counts_of_silent_codes_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def exact(invited: dict[str, int], used: dict[str, int], *_: object) -> dict[str, int]:
        return {age: codes - used.get(age, 0) for age, codes in invited.items()}

    monkeypatch.setattr(groups, "silent_within", exact)

    assert found_by(HARD.values(), slack=0)
