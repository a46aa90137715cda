"""The people and dialogues that tests are played with, made through the use cases."""

from datetime import date, datetime

from sqlmodel import Session

from app.usecases import accounts, dialogues
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import Account, Dialogue, Region, Role, RoundKind

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
    asking = dialogues.round_of_kind(session, dialogue, RoundKind.ASK)
    dialogues.open_round(session, dialogue, asking, now=now, actor=FACILITATOR)
    return dialogue
