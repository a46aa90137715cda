"""A proposal can be traced to answers, and its words are fixed once people weigh them."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.queries import parts
from app.usecases import dialogues, proposals
from dialogue.errors import (
    ChangedMeanwhile,
    EmptyText,
    ProposalWithoutSources,
    ProposalWordsFixed,
    ResultsTooEarly,
    TransitionNotAllowed,
)
from dialogue.models import (
    ContributionState,
    Dialogue,
    Proposal,
    ProposalSource,
    ProposalState,
    ProposalVersion,
    RoundKind,
    Theme,
)
from tests.cast import FACILITATOR, make_asking
from tests.facilitator_cast import make_theme, say

WORDS = {"title_nl": "Een post in elke wijk", "text_nl": "In elke wijk komt een huisartsenpost."}
STEP = {"actor": FACILITATOR}


def asked(session: Session, now, *, closed: bool = True) -> tuple[Dialogue, Theme]:
    running = make_asking(session, now)
    answers = [say(session, running, f"Een post dichtbij, {n}", now) for n in range(3)]
    theme = make_theme(session, running, now, number=1, label="dichtbij", contributions=answers)
    if closed:
        asking = parts.round_of_kind(session, running, RoundKind.ASK)
        dialogues.close_round(session, running, asking, now=now, actor=FACILITATOR)
    return running, theme


def written(session: Session, now) -> tuple[Dialogue, Theme, Proposal]:
    running, theme = asked(session, now)
    proposal = proposals.write_proposal(
        session, running, theme, source_ids=ids(theme), now=now, **WORDS, **STEP
    )
    return running, theme, proposal


def ids(theme: Theme) -> list[UUID]:
    return [UUID(each) for each in theme.exemplar_ids]


def test_a_proposal_from_a_theme_keeps_its_words_and_the_answers_it_rests_on(
    session: Session, clock
) -> None:
    _, theme, proposal = written(session, clock())

    version = session.exec(select(ProposalVersion)).one()
    assert (version.title_nl, version.number) == (WORDS["title_nl"], 1)
    linked = session.exec(select(ProposalSource.contribution_id)).all()
    assert set(linked) == set(ids(theme))
    assert (proposal.state, proposal.theme_id) == (ProposalState.DRAFT, theme.id)


def test_a_proposal_without_words_is_refused(session: Session, clock) -> None:
    running, theme = asked(session, clock())

    with pytest.raises(EmptyText):
        proposals.write_proposal(
            session, running, theme, title_nl=" ", text_nl="Iets", source_ids=[], now=clock(),
            **STEP,
        )  # fmt: skip


def test_an_answer_that_was_held_meanwhile_can_not_be_a_source(session: Session, clock) -> None:
    running, theme = asked(session, clock())
    held = say(session, running, "Bel mij", clock(), state=ContributionState.HELD)

    with pytest.raises(ChangedMeanwhile):
        proposals.write_proposal(
            session, running, theme, source_ids=[held.id], now=clock(), **WORDS, **STEP
        )


def test_a_change_is_a_new_version_and_the_former_stays_readable(session: Session, clock) -> None:
    _, theme, proposal = written(session, clock())

    proposals.change_proposal(
        session, proposal, version=1, source_ids=ids(theme)[:1], now=clock(),
        **{**WORDS, "text_nl": "Op loopafstand."}, **STEP,
    )  # fmt: skip

    texts = session.exec(select(ProposalVersion.text_nl).order_by(ProposalVersion.number)).all()
    assert texts == [WORDS["text_nl"], "Op loopafstand."]
    assert proposal.current_version == 2


def test_who_changes_an_older_version_is_told_so(session: Session, clock) -> None:
    _, theme, proposal = written(session, clock())
    change = {"source_ids": ids(theme), "now": clock(), **WORDS, **STEP}
    proposals.change_proposal(session, proposal, version=1, **change)

    with pytest.raises(ChangedMeanwhile):
        proposals.change_proposal(session, proposal, version=1, **change)


def test_a_published_proposal_rests_on_at_least_one_visible_answer(session: Session, clock) -> None:
    running, theme = asked(session, clock())
    bare = proposals.write_proposal(
        session, running, theme, source_ids=[], now=clock(), **WORDS, **STEP
    )

    with pytest.raises(ProposalWithoutSources):
        proposals.publish_proposal(session, bare, now=clock(), **STEP)


def test_nothing_is_published_while_answers_still_come_in(session: Session, clock) -> None:
    running, theme = asked(session, clock(), closed=False)
    proposal = proposals.write_proposal(
        session, running, theme, source_ids=ids(theme), now=clock(), **WORDS, **STEP
    )

    with pytest.raises(ResultsTooEarly):
        proposals.publish_proposal(session, proposal, now=clock(), **STEP)


def test_a_proposal_is_published_once(session: Session, clock) -> None:
    _, _, proposal = written(session, clock())
    proposals.publish_proposal(session, proposal, now=clock(), **STEP)

    with pytest.raises(TransitionNotAllowed):
        proposals.publish_proposal(session, proposal, now=clock(), **STEP)


def test_the_words_are_fixed_once_people_can_weigh_them(session: Session, clock) -> None:
    running, theme, proposal = written(session, clock())
    proposals.publish_proposal(session, proposal, now=clock(), **STEP)
    for each in parts.rounds_of(session, running)[1:]:
        dialogues.open_round(session, running, each, now=clock(), actor=FACILITATOR)
        if each.kind is RoundKind.WEIGH:
            dialogues.close_round(session, running, each, now=clock(), actor=FACILITATOR)

    with pytest.raises(ProposalWordsFixed):
        proposals.change_proposal(
            session, proposal, version=1, source_ids=ids(theme), now=clock(), **WORDS, **STEP
        )
