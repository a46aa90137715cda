"""The people and dialogues that tests are played with, made through the use cases."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.queries import parts
from app.usecases import accounts, contributions, dialogues, participants
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    Account,
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Participant,
    Proposal,
    ProposalState,
    ProposalVersion,
    Region,
    Role,
    Round,
    RoundKind,
    RoundState,
    Theme,
    TrustLevel,
    new_id,
)

FACILITATOR = Actor(ActorRole.FACILITATOR)
PASSWORD = "correct horse battery staple"


def make_region(session: Session) -> Region:
    return dialogues.create_region(session, slug="zoetermeer", name="Gezondheidsregio Zoetermeer")


def make_account(session: Session, region: Region, role: Role, now: datetime) -> Account:
    account = accounts.create_account(
        session, email=f"{role}@example.nl", name=role.title(), password=PASSWORD, now=now
    )
    accounts.give_role(session, account, region, role)
    return account


def make_draft(
    session: Session, now: datetime, *, slug: str = "spoedzorg", template: str = "zoetermeer"
) -> Dialogue:
    """A dialogue whose step plan is complete, not launched yet."""
    dialogue = dialogues.create_dialogue(
        session, make_region(session), slug=slug, title_nl="Spoedzorg in de regio",
        template=template, seed=7, now=now,
    )  # fmt: skip
    dialogues.change_design(
        session, dialogue, title_en="Urgent care", intro_nl="Vertel ons wat u meemaakt.",
        purpose_nl="Betere spoedzorg", decides_nl="Het bestuur beslist.",
        not_open_nl="De plek van het ziekenhuis.", ladder="advise", owner="Het bestuur",
        answer_by=date(2027, 3, 1), open_link=True,
    )  # fmt: skip
    dialogues.set_prompts(session, dialogue, [{"text_nl": "Wat gaat er goed en wat mist u?"}])
    return dialogue


def make_asking(session: Session, now: datetime, **options: str) -> Dialogue:
    """A launched dialogue whose ask round is open."""
    dialogue = make_draft(session, now, **options)
    dialogues.launch_dialogue(session, dialogue, now=now, actor=FACILITATOR)
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    dialogues.open_round(session, dialogue, asking, now=now, actor=FACILITATOR)
    return dialogue


def make_over(session: Session, now: datetime, **options: str) -> Dialogue:
    """A launched dialogue of which every round was held and is closed."""
    dialogue = make_asking(session, now, **options)
    for each in parts.rounds_of(session, dialogue):
        if each.opened_at is None:
            dialogues.open_round(session, dialogue, each, now=now, actor=FACILITATOR)
        dialogues.close_round(session, dialogue, each, now=now, actor=FACILITATOR)
    return dialogue


def make_proposal(
    session: Session,
    dialogue: Dialogue,
    now: datetime,
    *,
    position: int = 1,
    theme: Theme | None = None,
    state: ProposalState = ProposalState.PUBLISHED,
    title: str = "Een huisartsenpost in elke wijk",
) -> Proposal:
    """A proposal as it stands in the database, whatever the facilitator did to get there."""
    proposal = Proposal(
        dialogue_id=dialogue.id, theme_id=theme.id if theme else None, position=position,
        state=state, created_at=now,
    )  # fmt: skip
    session.add(proposal)
    session.flush()
    session.add(
        ProposalVersion(
            proposal_id=proposal.id, number=1, title_nl=title, title_en="A doctor nearby",
            text_nl="In elke wijk komt een post.", text_en="Each district gets a post.",
            minority_nl="Sommigen vinden dit te duur.", created_at=now,
        )
    )  # fmt: skip
    session.flush()
    return proposal


KEY = b"a key for the tests only"


def arrive(
    session: Session, dialogue: Dialogue, now: datetime, *, chamber: str = "resident"
) -> Participant:
    """Somebody who came in by the open link and consented."""
    chambers = {each.key: each for each in parts.chambers_of(session, dialogue)}
    arrival = participants.enter_openly(
        session, dialogue, chambers[chamber], request_id=new_id(), language="nl", key=KEY, now=now
    )
    participants.give_consent(session, arrival.participant, may_be_quoted=True, now=now)
    return arrival.participant


def say(
    session: Session, dialogue: Dialogue, participant: Participant, text: str, now: datetime,
    *, contribution_id: UUID | None = None,
) -> Contribution:  # fmt: skip
    """An answer of this person to the first prompt."""
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    prompt = parts.prompts_of(session, asking)[0]
    return contributions.submit_answer(
        session, dialogue, participant, prompt, contribution_id=contribution_id or new_id(),
        text=text, language="nl", now=now,
    )  # fmt: skip


def go_on_to(session: Session, dialogue: Dialogue, kind: RoundKind, now: datetime) -> Round:
    """Close what is open and open the first round of this kind, with those in between."""
    for each in parts.rounds_of(session, dialogue):
        if each.state is RoundState.PLANNED:
            dialogues.open_round(session, dialogue, each, now=now, actor=FACILITATOR)
        if each.kind is kind:
            return each
        if each.state is RoundState.OPEN:
            dialogues.close_round(session, dialogue, each, now=now, actor=FACILITATOR)
    raise AssertionError(f"no round of kind {kind}")


def store_answers(
    session: Session, dialogue: Dialogue, texts: Sequence[str], now: datetime,
    *, ids: Sequence[UUID] | None = None,
) -> list[UUID]:  # fmt: skip
    """Many answers at once, a person each, as an import stores them; a second apart."""
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    chamber = parts.chambers_of(session, dialogue)[0]
    people = [
        Participant(
            dialogue_id=dialogue.id, chamber_id=chamber.id, receipt_hash=new_id().hex,
            trust=TrustLevel.IMPORTED, joined_on=now.date(),
        )
        for _ in texts
    ]  # fmt: skip
    session.add_all(people)
    session.flush()
    said = [
        Contribution(
            dialogue_id=dialogue.id, round_id=asking.id, participant_id=person.id,
            kind=ContributionKind.ANSWER, state=ContributionState.VISIBLE,
            created_at=now + timedelta(seconds=place), id=ids[place] if ids else new_id(),
        )
        for place, person in enumerate(people)
    ]  # fmt: skip
    session.add_all(said)
    session.flush()
    session.add_all(
        ContributionVersion(contribution_id=each.id, text=text, created_at=each.created_at)
        for each, text in zip(said, texts, strict=True)
    )
    session.flush()
    return [each.id for each in said]
