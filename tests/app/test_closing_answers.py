"""What people say about taking part is kept once, can be changed, and can be erased."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.queries.closing import own_answers, steps_of
from app.queries.closing_statements import STATEMENTS
from app.queries.participation_mark import change_mark
from app.queries.parts import rounds_of
from app.usecases import closing_questions as closing
from app.usecases import confirmations, contributions, hands, ratings
from dialogue import closing_questions as rules
from dialogue.errors import AlreadyUsedId, NotAskedNow, NotFound, QuestionUnknown, RatingOutOfScale
from dialogue.models import (
    ClosingAnswer,
    Contribution,
    DialogueState,
    Event,
    Indicator,
    IndicatorAnswer,
    Moment,
    RoundKind,
    new_id,
)
from tests.cast import arrive, go_on_to, make_asking, make_proposal, say

ALL = {"could_join": 6, "represented": 5, "fair": 7, "open": 4, "good_result": 3, "acceptable": 5}


class Visitor:
    """Alice in a dialogue that asks how it was, with others who said something."""

    def __init__(self, session: Session, now) -> None:
        self.session, self.now = session, now
        self.dialogue = make_asking(session, now)
        self.dialogue.closing_questions = ["heard", "pulse", "legitimacy"]
        self.indicator = Indicator(dialogue_id=self.dialogue.id, position=1, text_nl="Lukt het?")
        session.add(self.indicator)
        self.alice = arrive(session, self.dialogue, now)
        self.answer = say(session, self.dialogue, self.alice, "Meer zorg in de avond", now)
        for text in ("Een dokter die luistert", "Korter wachten aan de telefoon"):
            say(session, self.dialogue, arrive(session, self.dialogue, now), text, now)

    def weigh(self, *, most: int = 99) -> None:
        self.weighing = go_on_to(self.session, self.dialogue, RoundKind.WEIGH, self.now)
        hand = hands.current_hand(
            self.session, self.dialogue, self.alice, self.weighing, now=self.now
        )
        for place, card in enumerate(hand.cards[:most]):
            hands.show_card(self.session, hand, place, now=self.now)
            ratings.rate(
                self.session, self.dialogue, self.alice, self.weighing, UUID(card),
                rating_id=new_id(), value=1, now=self.now,
            )  # fmt: skip

    def board_answers(self) -> None:
        self.dialogue.state = DialogueState.ANSWERED
        self.session.flush()

    def tell(
        self, answers: dict[str, int], *, scale: str = "legitimacy",
        moment: Moment = Moment.AFTER_ROUNDS, sent: UUID | None = None,
    ) -> ClosingAnswer:  # fmt: skip
        return closing.save_closing_answers(
            self.session, self.dialogue, self.alice, answer_id=sent or new_id(), moment=moment,
            scale=scale, answers=answers, now=self.now,
        )  # fmt: skip

    def measure(
        self,
        value: int | None = None,
        *,
        moment: Moment = Moment.AFTER_ROUNDS,
        sent: UUID | None = None,
    ) -> list[IndicatorAnswer]:
        return closing.save_indicator_answers(
            self.session, self.dialogue, self.alice, request_id=sent or new_id(), moment=moment,
            answers={} if value is None else {self.indicator.id: value}, now=self.now,
        )  # fmt: skip

    def stored(self, table) -> int:
        return len(self.session.exec(select(table)).all())


@pytest.fixture
def visitor(session: Session, clock) -> Visitor:
    return Visitor(session, clock())


def test_every_scale_of_the_rules_has_its_statements() -> None:
    assert set(STATEMENTS) == set(rules.SCALES)
    assert {len(STATEMENTS[each]) for each in rules.SCALES} == {8, 3, 6}


def test_a_changed_mind_is_a_new_revision_and_the_last_one_counts(visitor) -> None:
    visitor.weigh()

    visitor.tell(ALL)
    visitor.tell(ALL)
    visitor.tell({"fair": 1})

    counts = own_answers(visitor.session, visitor.alice).scales
    assert counts[Moment.AFTER_ROUNDS, "legitimacy"].answers == {"fair": 1}
    assert visitor.stored(ClosingAnswer) == 2


def test_sending_again_is_the_same_answer(visitor) -> None:
    visitor.weigh()
    sent = new_id()

    assert visitor.tell(ALL, sent=sent) is visitor.tell(ALL, sent=sent)
    with pytest.raises(AlreadyUsedId):
        visitor.tell({"fair": 2}, sent=sent)
    with pytest.raises(AlreadyUsedId):
        visitor.tell({}, scale="heard", sent=sent)


def test_who_would_rather_not_say_is_remembered_as_asked(visitor) -> None:
    visitor.weigh()

    assert visitor.tell({}).answers == {}
    assert own_answers(visitor.session, visitor.alice).anything


def test_what_is_not_asked_now_is_refused_and_stores_nothing(visitor) -> None:
    with pytest.raises(NotAskedNow):
        visitor.tell(ALL)
    visitor.weigh(most=1)
    with pytest.raises(NotAskedNow):
        visitor.tell(ALL)
    visitor.weigh()
    for scale, moment in (("legitimacy", Moment.AFTER_ANSWER), ("pulse", Moment.AFTER_ROUNDS)):
        with pytest.raises(NotAskedNow):
            visitor.tell({}, scale=scale, moment=moment)
    assert not visitor.stored(ClosingAnswer)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [({"fair": 8}, RatingOutOfScale), ({"fair": 0}, RatingOutOfScale), ({"x": 1}, QuestionUnknown)],
)
def test_what_is_no_choice_is_refused_by_name(visitor, answers, refusal) -> None:
    visitor.weigh()

    with pytest.raises(refusal):
        visitor.tell(answers)
    with pytest.raises(RatingOutOfScale):
        visitor.measure(11)


def test_after_the_answer_the_board_is_judged_apart(visitor) -> None:
    visitor.weigh()
    visitor.tell(ALL)
    visitor.board_answers()

    visitor.tell({"fair": 2}, moment=Moment.AFTER_ANSWER)

    with pytest.raises(NotAskedNow):
        visitor.tell({"fair": 3})
    counts = own_answers(visitor.session, visitor.alice).scales
    assert counts[Moment.AFTER_ROUNDS, "legitimacy"].answers == ALL
    assert counts[Moment.AFTER_ANSWER, "legitimacy"].revision == 1


def test_an_indicator_is_asked_on_arrival_and_again_at_the_end(visitor) -> None:
    session, dialogue, now = visitor.session, visitor.dialogue, visitor.now
    bob = arrive(session, dialogue, now)
    closing.save_indicator_answers(
        session, dialogue, bob, request_id=new_id(), moment=Moment.BEFORE,
        answers={visitor.indicator.id: 0}, now=now,
    )  # fmt: skip

    with pytest.raises(NotAskedNow):
        visitor.measure(3, moment=Moment.BEFORE)  # alice said something before
    visitor.weigh()
    visitor.measure(7)

    assert sorted((each.moment, each.value) for each in session.exec(select(IndicatorAnswer))) == [
        (Moment.AFTER_ROUNDS, 7),
        (Moment.BEFORE, 0),
    ]


def test_indicators_sent_again_changed_and_taken_back(visitor) -> None:
    visitor.weigh()
    sent = new_id()

    (first,) = visitor.measure(5, sent=sent)
    assert visitor.measure(5, sent=sent) == [first]
    assert visitor.measure(5) == [first]
    with pytest.raises(AlreadyUsedId):
        visitor.measure(6, sent=sent)
    (second,) = visitor.measure(6)
    assert (second.revision, visitor.stored(IndicatorAnswer)) == (2, 2)
    visitor.measure()
    assert not visitor.stored(IndicatorAnswer)


def test_another_dialogues_visitor_and_indicator_are_not_accepted(visitor) -> None:
    visitor.weigh()
    other = make_asking(visitor.session, visitor.now, slug="geboortezorg")
    bob = arrive(visitor.session, other, visitor.now)

    with pytest.raises(NotFound):
        closing.save_closing_answers(
            visitor.session, visitor.dialogue, bob, answer_id=new_id(),
            moment=Moment.AFTER_ROUNDS, scale="legitimacy", answers=ALL, now=visitor.now,
        )  # fmt: skip
    with pytest.raises(QuestionUnknown):
        closing.save_indicator_answers(
            visitor.session, other, bob, request_id=new_id(), moment=Moment.BEFORE,
            answers={visitor.indicator.id: 1}, now=visitor.now,
        )  # fmt: skip


def test_the_id_of_somebody_else_is_not_an_answer_of_mine(visitor) -> None:
    visitor.weigh()
    sent = visitor.tell(ALL).id
    visitor.alice = arrive(visitor.session, visitor.dialogue, visitor.now)

    with pytest.raises(AlreadyUsedId):
        visitor.tell(ALL, sent=sent)


def test_withdrawing_words_leaves_these_answers_and_erasing_them_leaves_the_words(visitor) -> None:
    session = visitor.session
    bob = arrive(session, visitor.dialogue, visitor.now)
    contributions.withdraw(session, visitor.answer, now=visitor.now)
    visitor.weigh()
    visitor.tell(ALL)
    visitor.tell({"fair": 1})
    visitor.measure(4)
    assert visitor.stored(ClosingAnswer) == 2

    closing.erase_own_answers(session, bob, now=visitor.now)
    assert visitor.stored(ClosingAnswer) == 2
    closing.erase_own_answers(session, visitor.alice, now=visitor.now)
    closing.erase_own_answers(session, visitor.alice, now=visitor.now)

    assert (visitor.stored(ClosingAnswer), visitor.stored(IndicatorAnswer)) == (0, 0)
    assert session.get_one(Contribution, visitor.answer.id)
    told = session.exec(select(Event).where(Event.kind == "closing_answers.erased")).all()
    assert [each.subject_id for each in told] == [visitor.dialogue.id]


def test_figures_are_measured_anew_when_one_erases_and_another_answers(visitor) -> None:
    visitor.weigh()
    visitor.tell({"fair": 1})
    before = change_mark(visitor.session, visitor.dialogue, now=visitor.now)

    closing.erase_own_answers(visitor.session, visitor.alice, now=visitor.now)
    visitor.tell({"fair": 7})

    assert visitor.stored(ClosingAnswer) == 1
    assert change_mark(visitor.session, visitor.dialogue, now=visitor.now) != before


def steps(visitor: Visitor) -> rules.Steps:
    return steps_of(
        visitor.session, visitor.dialogue, rounds_of(visitor.session, visitor.dialogue),
        visitor.alice,
    )  # fmt: skip


def test_a_whole_hand_is_a_finished_round_also_for_who_asks_for_more(visitor) -> None:
    visitor.weigh(most=1)
    assert (steps(visitor).begun, steps(visitor).finished) == ({visitor.weighing.id}, set())

    visitor.weigh()
    assert steps(visitor).finished == {visitor.weighing.id}
    hands.deal_more(
        visitor.session, visitor.dialogue, visitor.alice, visitor.weighing, now=visitor.now
    )
    assert steps(visitor).finished == {visitor.weighing.id}


def test_who_weighed_every_proposal_has_finished_too(visitor) -> None:
    session, dialogue, now = visitor.session, visitor.dialogue, visitor.now
    confirming = go_on_to(session, dialogue, RoundKind.CONFIRM, now)
    proposals = [make_proposal(session, dialogue, now, position=each) for each in (1, 2)]

    found = []
    for proposal in proposals:
        confirmations.confirm(
            session, dialogue, visitor.alice, confirming, proposal, confirmation_id=new_id(),
            value=1, predicted_percent=None, now=now,
        )  # fmt: skip
        found.append(bool(steps(visitor).finished))

    assert found == [False, True]
