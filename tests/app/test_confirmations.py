"""Published proposals are weighed in the confirm round, with a guess about the others."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.queries import parts
from app.usecases import confirmations, dialogues
from dialogue.errors import AlreadyUsedId, NotFound, RatingOutOfScale, RoundClosed, RoundNotOpen
from dialogue.models import Confirmation, ProposalState, RoundKind, latest_confirmation, new_id
from tests.cast import FACILITATOR, arrive, go_on_to, make_asking, make_proposal


class Ballot:
    """A confirm round with a published proposal in front of alice."""

    def __init__(self, session: Session, now) -> None:
        self.session, self.now = session, now
        self.dialogue = make_asking(session, now)
        self.alice = arrive(session, self.dialogue, now)
        self.confirming = go_on_to(session, self.dialogue, RoundKind.CONFIRM, now)
        self.proposal = make_proposal(session, self.dialogue, now)

    def confirm(
        self, value: int | None, percent: int | None = 50, *, sent: UUID | None = None
    ) -> Confirmation:
        return confirmations.confirm(
            self.session, self.dialogue, self.alice, self.confirming, self.proposal,
            confirmation_id=sent or new_id(), value=value, predicted_percent=percent, now=self.now,
        )  # fmt: skip


@pytest.fixture
def ballot(session: Session, clock) -> Ballot:
    return Ballot(session, clock())


def test_a_changed_mind_or_guess_is_a_new_revision(session: Session, ballot) -> None:
    ballot.confirm(3, 60)
    ballot.confirm(3, 60)
    ballot.confirm(3, 70)
    ballot.confirm(None, None)

    counts = latest_confirmation.c
    assert len(session.exec(select(Confirmation)).all()) == 3
    assert session.exec(select(counts.value, counts.predicted_percent)).all() == [(None, None)]


def test_sending_again_is_the_same_confirmation(ballot) -> None:
    sent = new_id()

    assert ballot.confirm(2, sent=sent) is ballot.confirm(2, sent=sent)
    with pytest.raises(AlreadyUsedId):
        ballot.confirm(1, sent=sent)


@pytest.mark.parametrize(("value", "percent"), [(4, 50), (1, 101), (1, -1)])
def test_what_is_off_the_scale_is_refused(ballot, value: int, percent: int) -> None:
    with pytest.raises(RatingOutOfScale):
        ballot.confirm(value, percent)


def test_a_draft_is_not_weighed(ballot) -> None:
    ballot.proposal.state = ProposalState.DRAFT

    with pytest.raises(NotFound):
        ballot.confirm(1)


def test_before_and_after_the_round_nothing_counts(session: Session, ballot) -> None:
    dialogues.close_round(
        session, ballot.dialogue, ballot.confirming, now=ballot.now, actor=FACILITATOR
    )
    with pytest.raises(RoundClosed):
        ballot.confirm(1)

    other = make_asking(session, ballot.now, slug="geboortezorg")
    ballot.dialogue, ballot.alice = other, arrive(session, other, ballot.now)
    ballot.confirming = parts.round_of_kind(session, other, RoundKind.CONFIRM)
    with pytest.raises(RoundNotOpen):
        ballot.confirm(1)
