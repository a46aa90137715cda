"""Answers are handed in once, cleaned, held when they lead to a person, and can be taken back."""

import pytest
from sqlmodel import Session, select

from app.queries import parts
from app.usecases import contributions, dialogues, hands, scale_answers
from dialogue.errors import (
    AlreadyUsedId,
    ConsentMissing,
    EmptyText,
    ModerationNotPossible,
    NotDealt,
    NotFound,
    NoWords,
    RatingOutOfScale,
    RoundClosed,
    TextTooLong,
    TooManyAnswers,
    UnreadableText,
)
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Event,
    ModerationDecision,
    RoundKind,
    new_id,
)
from tests.cast import FACILITATOR, arrive, go_on_to, make_asking, make_draft, say


def words_of(session: Session, contribution: Contribution) -> str:
    query = select(ContributionVersion.text)
    return session.exec(query.where(ContributionVersion.contribution_id == contribution.id)).one()


def close_asking(session: Session, running, now) -> None:
    asking = parts.round_of_kind(session, running, RoundKind.ASK)
    dialogues.close_round(session, running, asking, now=now, actor=FACILITATOR)


def test_an_answer_is_stored_as_it_was_written_without_what_hides(session: Session, clock) -> None:
    running = make_asking(session, clock())

    answer = say(session, running, arrive(session, running, clock()), "  Meer \u202ezorg ", clock())

    assert words_of(session, answer) == "Meer zorg"
    assert answer.state is ContributionState.VISIBLE
    assert answer.kind is ContributionKind.ANSWER


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", EmptyText),
        (" \n\t ", EmptyText),
        ("a" * 2001, TextTooLong),
        ("🙂🙂", NoWords),
        ("a\x00b", UnreadableText),
        ("\u202e\u2066", EmptyText),
    ],
)
def test_a_text_that_nobody_can_read_is_refused_by_name(
    session: Session, clock, text: str, refusal: type[Exception]
) -> None:
    running = make_asking(session, clock())

    with pytest.raises(refusal):
        say(session, running, arrive(session, running, clock()), text, clock())

    assert session.exec(select(Contribution)).all() == []


def test_a_text_with_a_phone_number_is_held_and_the_record_does_not_repeat_it(
    session: Session, clock
) -> None:
    running = make_asking(session, clock())

    answer = say(
        session, running, arrive(session, running, clock()), "Bel mij op 06-12345678", clock()
    )

    decision = session.exec(select(ModerationDecision)).one()
    assert answer.state is ContributionState.HELD
    assert (decision.action, decision.actor_role) == ("hold", "machine")
    assert decision.reason == "personal_data"
    assert "12345678" not in decision.model_dump_json()


def test_sending_again_is_the_same_answer(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice, sent = arrive(session, running, clock()), new_id()
    first = say(session, running, alice, "Meer zorg", clock(), contribution_id=sent)

    again = say(session, running, alice, "Meer zorg ", clock(), contribution_id=sent)

    assert again is first
    assert len(session.exec(select(Contribution)).all()) == 1


def test_sending_again_after_the_close_is_still_the_same_answer(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice, sent = arrive(session, running, clock()), new_id()
    first = say(session, running, alice, "Meer zorg", clock(), contribution_id=sent)
    close_asking(session, running, clock())

    assert say(session, running, alice, "Meer zorg", clock(), contribution_id=sent) is first


def test_an_id_with_other_words_or_from_another_person_is_refused(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice, bob, sent = (
        arrive(session, running, clock()),
        arrive(session, running, clock()),
        new_id(),
    )
    say(session, running, alice, "Meer zorg", clock(), contribution_id=sent)

    with pytest.raises(AlreadyUsedId):
        say(session, running, alice, "Iets anders", clock(), contribution_id=sent)
    with pytest.raises(AlreadyUsedId):
        say(session, running, bob, "Meer zorg", clock(), contribution_id=sent)


def test_the_same_words_of_the_same_person_are_one_answer(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice, bob = arrive(session, running, clock()), arrive(session, running, clock())

    first = say(session, running, alice, "Meer zorg!", clock())

    assert say(session, running, alice, "meer  zorg", clock()) is first
    assert say(session, running, bob, "Meer zorg!", clock()) is not first


def test_one_person_gives_several_answers_but_no_flood(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice = arrive(session, running, clock())
    for number in range(contributions.ANSWERS_PER_PROMPT):
        say(session, running, alice, f"Idee nummer {number}", clock())

    with pytest.raises(TooManyAnswers, match="10"):
        say(session, running, alice, "Nog een idee", clock())


def test_an_answer_after_the_close_is_refused(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice = arrive(session, running, clock())
    close_asking(session, running, clock())

    with pytest.raises(RoundClosed):
        say(session, running, alice, "Te laat", clock())


def test_nobody_answers_before_they_were_told_what_happens(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice = arrive(session, running, clock())
    alice.consented_at = None

    with pytest.raises(ConsentMissing):
        say(session, running, alice, "Meer zorg", clock())


def test_a_participant_of_another_dialogue_finds_nothing_here(session: Session, clock) -> None:
    running = make_asking(session, clock())
    stranger = arrive(session, make_asking(session, clock(), slug="geboortezorg"), clock())

    with pytest.raises(NotFound):
        say(session, running, stranger, "Meer zorg", clock())


def test_an_answer_is_withdrawn_with_an_event_and_only_once(session: Session, clock) -> None:
    running = make_asking(session, clock())
    answer = say(session, running, arrive(session, running, clock()), "Meer zorg", clock())

    contributions.withdraw(session, answer, now=clock())
    contributions.withdraw(session, answer, now=clock())

    assert answer.state is ContributionState.WITHDRAWN
    events = session.exec(select(Event).where(Event.subject_id == answer.id)).all()
    assert [(e.kind, e.from_state) for e in events] == [("contribution.withdrawn", "visible")]


def test_after_the_close_an_answer_stays(session: Session, clock) -> None:
    running = make_asking(session, clock())
    answer = say(session, running, arrive(session, running, clock()), "Meer zorg", clock())
    close_asking(session, running, clock())

    with pytest.raises(RoundClosed):
        contributions.withdraw(session, answer, now=clock())


def test_what_was_removed_cannot_be_withdrawn(session: Session, clock) -> None:
    running = make_asking(session, clock())
    answer = say(session, running, arrive(session, running, clock()), "Meer zorg", clock())
    answer.state = ContributionState.REMOVED

    with pytest.raises(ModerationNotPossible):
        contributions.withdraw(session, answer, now=clock())


def test_a_withdrawn_answer_may_be_given_again(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice = arrive(session, running, clock())
    first = say(session, running, alice, "Meer zorg", clock())
    contributions.withdraw(session, first, now=clock())

    assert say(session, running, alice, "Meer zorg", clock()) is not first


def test_an_enrichment_is_tied_to_the_card_that_was_dealt(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice, bob = arrive(session, running, clock()), arrive(session, running, clock())
    answer = say(session, running, alice, "Meer zorg", clock())
    weighing = go_on_to(session, running, RoundKind.WEIGH, clock())
    hands.current_hand(session, running, bob, weighing, now=clock())

    addition = contributions.enrich(
        session, running, bob, weighing, answer, contribution_id=new_id(),
        text="Vooral in de avond", language="nl", now=clock(),
    )  # fmt: skip

    assert (addition.kind, addition.enriches_id) == (ContributionKind.ENRICHMENT, answer.id)
    assert addition.round_id == weighing.id


def test_a_card_that_was_not_dealt_cannot_be_enriched(session: Session, clock) -> None:
    running = make_asking(session, clock())
    alice, bob = arrive(session, running, clock()), arrive(session, running, clock())
    answer = say(session, running, alice, "Meer zorg", clock())
    weighing = go_on_to(session, running, RoundKind.WEIGH, clock())

    with pytest.raises(NotDealt):
        contributions.enrich(
            session, running, bob, weighing, answer, contribution_id=new_id(), text="Ja",
            language="nl", now=clock(),
        )  # fmt: skip


def asking_with_scale(session: Session, clock):
    draft = make_draft(session, clock())
    prompt = {"text_nl": "Wat mist u?", "scale_nl": "Hoe tevreden bent u?"}
    dialogues.set_prompts(session, draft, [prompt])
    dialogues.launch_dialogue(session, draft, now=clock(), actor=FACILITATOR)
    asking = go_on_to(session, draft, RoundKind.ASK, clock())
    return draft, parts.prompts_of(session, asking)[0]


def test_a_changed_answer_on_the_scale_is_a_next_revision(session: Session, clock) -> None:
    running, prompt = asking_with_scale(session, clock)
    alice = arrive(session, running, clock())

    for value in (7, 7, 4):
        scale_answers.answer_scale(session, running, alice, prompt, value=value, now=clock())

    latest = scale_answers.latest_scale_answer(session, alice, prompt)
    assert latest is not None
    assert (latest.value, latest.revision) == (4, 2)


@pytest.mark.parametrize("value", [-1, 11])
def test_the_scale_ends_at_zero_and_ten(session: Session, clock, value: int) -> None:
    running, prompt = asking_with_scale(session, clock)
    alice = arrive(session, running, clock())

    with pytest.raises(RatingOutOfScale):
        scale_answers.answer_scale(session, running, alice, prompt, value=value, now=clock())
