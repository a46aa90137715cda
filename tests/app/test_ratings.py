"""A card is rated by whom it was dealt to; the last revision counts."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.usecases import dialogues, hands, ratings
from dialogue.errors import (
    AlreadyUsedId,
    NotDealt,
    NotFound,
    OwnContribution,
    RatingOutOfScale,
    RoundClosed,
)
from dialogue.models import Contribution, Rating, RoundKind, latest_rating, new_id
from dialogue.scales import RatingScale
from tests.cast import FACILITATOR, arrive, go_on_to, make_asking, say


class Table:
    """A weigh round in which bob holds alice's answer."""

    def __init__(self, session: Session, now) -> None:
        self.session, self.now = session, now
        self.dialogue = make_asking(session, now)
        self.alice, self.bob = (arrive(session, self.dialogue, now) for _ in range(2))
        self.answer = say(session, self.dialogue, self.alice, "Meer zorg in de avond", now)
        self.weighing = go_on_to(session, self.dialogue, RoundKind.WEIGH, now)
        hands.current_hand(session, self.dialogue, self.bob, self.weighing, now=now)

    def rate(self, value: int | None, *, rating_id: UUID | None = None, **changes) -> Rating:
        who, what = changes.get("who", self.bob), changes.get("what", self.answer.id)
        return ratings.rate(
            self.session, self.dialogue, who, self.weighing, what,
            rating_id=rating_id or new_id(), value=value, now=self.now,
        )  # fmt: skip

    def close(self) -> None:
        dialogues.close_round(
            self.session, self.dialogue, self.weighing, now=self.now, actor=FACILITATOR
        )


@pytest.fixture
def table(session: Session, clock) -> Table:
    return Table(session, clock())


def test_a_changed_mind_is_a_new_row_and_the_last_one_counts(session: Session, table) -> None:
    table.rate(2)
    table.rate(-3)
    table.rate(None)

    assert [r.revision for r in session.exec(select(Rating).order_by(Rating.revision)).all()] == [
        1, 2, 3,
    ]  # fmt: skip
    assert session.exec(select(latest_rating.c.value)).all() == [None]


def test_the_same_choice_again_is_no_new_row(table) -> None:
    assert table.rate(2) is table.rate(2)


def test_sending_again_is_the_same_rating_also_after_the_close(table) -> None:
    sent = new_id()
    first = table.rate(1, rating_id=sent)
    table.close()

    assert table.rate(1, rating_id=sent) is first


def test_an_id_with_another_value_is_refused(table) -> None:
    sent = new_id()
    table.rate(1, rating_id=sent)

    with pytest.raises(AlreadyUsedId):
        table.rate(2, rating_id=sent)


@pytest.mark.parametrize("value", [4, -4, 100])
def test_a_rating_off_the_scale_is_refused(table, value: int) -> None:
    with pytest.raises(RatingOutOfScale):
        table.rate(value)


def test_on_the_agreement_scale_there_is_no_two(table) -> None:
    table.weighing.scale = RatingScale.AGREEMENT

    table.rate(-1)
    with pytest.raises(RatingOutOfScale):
        table.rate(2)


def test_nobody_rates_their_own_words(table) -> None:
    with pytest.raises(OwnContribution):
        table.rate(3, who=table.alice)


def test_a_card_that_was_not_dealt_is_not_rated(session: Session, table, clock) -> None:
    charlie = arrive(session, table.dialogue, clock())

    with pytest.raises(NotDealt):
        table.rate(3, who=charlie)


def test_a_contribution_of_another_dialogue_is_not_found(session: Session, table, clock) -> None:
    other = make_asking(session, clock(), slug="geboortezorg")
    elsewhere = say(session, other, arrive(session, other, clock()), "Iets anders", clock())

    with pytest.raises(NotFound):
        table.rate(3, what=elsewhere.id)


def test_a_rating_after_the_close_is_refused_and_changes_nothing(session: Session, table) -> None:
    table.rate(1)
    table.close()

    with pytest.raises(RoundClosed):
        table.rate(-3)

    assert session.exec(select(Rating)).one().value == 1


def test_a_planned_closing_time_counts_before_anybody_closed_the_round(table, clock) -> None:
    table.weighing.closes_at = clock()

    with pytest.raises(RoundClosed):
        table.rate(1)


def test_the_rating_stays_with_the_version_that_was_rated(session: Session, table) -> None:
    session.get_one(Contribution, table.answer.id).current_version = 2

    assert table.rate(1).version_number == 2
