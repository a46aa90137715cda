"""Every moderation has a reason, is recorded without the words, and happens once."""

import pytest
from sqlmodel import Session, select

from app.usecases import moderation
from dialogue.errors import (
    ModerationNotPossible,
    NoteMissing,
    PersonNeeded,
    ReasonDoesNotFit,
    ReasonMissing,
)
from dialogue.lifecycle import MACHINE
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Event,
    ModerationDecision,
)
from dialogue.moderation import ModerationReason
from tests.cast import FACILITATOR, make_asking
from tests.facilitator_cast import say

PHONE = "Bel mij maar op 06 12345678, ik wacht al weken."


def held(session: Session, now) -> Contribution:
    return say(session, make_asking(session, now), PHONE, now, state=ContributionState.HELD)


def words_now(session: Session, contribution: Contribution) -> str:
    query = select(ContributionVersion.text).where(
        ContributionVersion.contribution_id == contribution.id,
        ContributionVersion.number == contribution.current_version,
    )
    return session.exec(query).one()


def test_a_held_answer_is_shown_after_a_person_released_it_with_a_reason(
    session: Session, clock
) -> None:
    contribution = held(session, clock())

    moderation.release(
        session, contribution, reason=ModerationReason.MISTAKEN_HOLD, note="Geen nummer",
        actor=FACILITATOR, now=clock(),
    )  # fmt: skip

    assert contribution.shown_to_others()
    decision = session.exec(select(ModerationDecision)).one()
    assert (decision.action, decision.reason) == ("release", "mistaken_hold")
    assert session.exec(select(Event.kind)).all()[-1] == "contribution.release"


def test_no_decision_without_a_reason_that_fits(session: Session, clock) -> None:
    contribution = held(session, clock())

    for reason, refusal in (
        (None, ReasonMissing),
        (ModerationReason.INSULT, ReasonDoesNotFit),
        (ModerationReason.OTHER, NoteMissing),
    ):
        with pytest.raises(refusal):
            moderation.release(session, contribution, reason=reason, actor=FACILITATOR, now=clock())
    assert contribution.state is ContributionState.HELD


def test_the_machine_never_releases(session: Session, clock) -> None:
    contribution = held(session, clock())

    with pytest.raises(PersonNeeded):
        moderation.release(
            session, contribution, reason=ModerationReason.MISTAKEN_HOLD, actor=MACHINE,
            now=clock(),
        )  # fmt: skip


def test_made_safe_really_takes_out_what_could_lead_to_a_person(session: Session, clock) -> None:
    contribution = held(session, clock())

    moderation.release(
        session, contribution, reason=ModerationReason.MADE_SAFE, actor=FACILITATOR, now=clock()
    )

    assert "12345678" not in words_now(session, contribution)
    assert "ik wacht al weken" in words_now(session, contribution)
    assert contribution.current_version == 2


def test_made_safe_is_refused_where_nothing_was_found(session: Session, clock) -> None:
    contribution = say(
        session, make_asking(session, clock()), "Ik wacht al weken.", clock(),
        state=ContributionState.HELD,
    )  # fmt: skip

    with pytest.raises(ReasonDoesNotFit):
        moderation.release(
            session, contribution, reason=ModerationReason.MADE_SAFE, actor=FACILITATOR, now=clock()
        )


def test_of_two_decisions_about_one_answer_the_second_is_refused(session: Session, clock) -> None:
    contribution = held(session, clock())
    moderation.remove(
        session, contribution, reason=ModerationReason.INSULT, actor=FACILITATOR, now=clock()
    )

    with pytest.raises(ModerationNotPossible):
        moderation.remove(
            session, contribution, reason=ModerationReason.THREAT, actor=FACILITATOR, now=clock()
        )


def test_a_decision_on_a_state_that_changed_meanwhile_changes_nothing(
    session: Session, clock
) -> None:
    contribution = held(session, clock())
    session.connection().exec_driver_sql("UPDATE contribution SET state = 'withdrawn'")

    with pytest.raises(ModerationNotPossible):
        moderation.release(
            session, contribution, reason=ModerationReason.MISTAKEN_HOLD, actor=FACILITATOR,
            now=clock(),
        )  # fmt: skip
    assert session.exec(select(ModerationDecision)).all() == []
