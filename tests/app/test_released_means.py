"""Means of answers about taking part move by ten people at a time, also when some erase theirs."""

from collections.abc import Iterator

import numpy as np
import pytest

from app.measuring.material import AnswerLog
from app.measuring.releasing import Block, NotYet, Pairs, next_block

Row = tuple[int, int, float]  # person, moment, value


def log(*rows: Row) -> AnswerLog:
    """Answers to one question."""
    ordered = sorted(rows, key=lambda row: row[1])
    person, at, value = (np.array(each) for each in zip(*ordered, strict=True))
    return AnswerLog(person.astype(np.int64), at.astype(np.int64), value.astype(float)[:, None])


def people(first: int, last: int, *, at: int = 0, value: float = 4) -> Iterator[Row]:
    """One answer each of these people, one after the other."""
    return ((person, at + person, value + person % 3) for person in range(first, last))


def released(former: Block | None, answers: AnswerLog) -> Block | None:
    return next_block(answers.latest, former)


def out(block: Block | None, answers: AnswerLog) -> set[int]:
    """Whose answers are in the mean."""
    assert block is not None
    return set(answers.latest(block.until).person.tolist())


def test_nothing_is_out_before_ten_people_answered() -> None:
    assert released(None, log(*people(0, 9))) is None
    assert released(None, log(*people(0, 10))) is not None


@pytest.mark.parametrize("more", range(1, 10))
def test_nine_more_answers_change_nothing(more: int) -> None:
    first = released(None, log(*people(0, 12)))

    later = log(*people(0, 12 + more))

    assert released(first, later) == first
    assert out(first, later) == set(range(12))


def test_with_ten_more_all_of_them_count() -> None:
    first = released(None, log(*people(0, 12)))

    later = log(*people(0, 22))

    assert out(released(first, later), later) == set(range(22))


def test_nine_changed_minds_change_nothing_and_the_former_answers_count() -> None:
    before = log(*people(0, 12))
    first = released(None, before)

    later = log(*people(0, 12), *people(0, 9, at=100, value=1))

    assert first is not None
    assert released(first, later) == first
    assert later.latest(first.until).values.tolist() == before.latest().values.tolist()


def test_somebody_who_answers_ten_times_is_one_person() -> None:
    first = released(None, log(*people(0, 12)))
    again = [(3, 100 + time, 7.0) for time in range(10)]

    assert released(first, log(*people(0, 12), *again)) == first


def test_who_erases_leaves_the_former_mean_standing() -> None:
    first = released(None, log(*people(0, 12)))

    with pytest.raises(NotYet):
        released(first, log(*people(1, 12)))
    with pytest.raises(NotYet):
        released(first, log(*people(1, 21)))  # and nine others answered


def test_who_erases_and_answers_again_and_again_is_one_person() -> None:
    first = released(None, log(*people(0, 12)))

    with pytest.raises(NotYet):
        released(first, log(*people(1, 12), (0, 500, 7.0)))


def test_when_ten_people_erased_their_answers_are_out_of_the_mean() -> None:
    first = released(None, log(*people(0, 25)))

    later = log(*people(10, 25))

    assert out(released(first, later), later) == set(range(10, 25))
    assert released(first, log(*people(16, 25))) is None


def test_whatever_happens_two_means_in_a_row_differ_by_ten_people() -> None:
    random = np.random.default_rng(5)
    rows: dict[int, Row] = {}
    former, shown, known = None, None, 0
    for moment in range(1, 400):
        person = int(random.integers(0, 60))
        if random.random() < 0.3:
            rows.pop(person, None)
        else:
            rows[person] = (person, moment, float(random.integers(1, 8)))
        if not rows:
            continue
        answers = log(*rows.values())
        try:
            block = released(former, answers)
        except NotYet:
            continue
        now = {row[0]: row for row in rows.values() if block and row[1] <= block.until}
        if block is not None and block != former and shown is not None:
            changed = {key for key in now.keys() | shown if now.get(key) != shown.get(key)}
            assert len(changed) >= 10
            known += 1
        former, shown = block, now
    assert known > 3


def test_of_pairs_ten_people_must_have_answered_twice_since() -> None:
    before = log(*people(0, 40))
    first = next_block(Pairs(before, log(*people(0, 15, at=100))), None)

    nine = Pairs(before, log(*people(0, 24, at=100)))
    ten = next_block(Pairs(before, log(*people(0, 25, at=100))), first)

    assert first is not None
    assert next_block(nine, first) == first
    assert nine(first.until).person.tolist() == list(range(15))
    assert ten is not None
    assert ten.people == 25
