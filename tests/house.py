"""A demo with everything in it that a page can be about, and everybody who may look at pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.addressing import Addressing
from app.clock import utc_now
from app.config import Settings
from app.db import make_engine, transaction
from app.demo.seeding import ANSWERED, ASKING, EMAILS, WEIGHING
from app.main import create_app
from app.queries.parts import chambers_of
from app.security import KIOSK_COOKIE, STAFF_COOKIE, keyed_hash, visit_cookie
from app.usecases import addresses, kiosks
from app.usecases.addresses_draw import draw_people
from app.usecases.opt_out import stop_path
from app.usecases.staff_links import JOIN, RENEW, make_link
from dialogue.models import (
    Account,
    Contribution,
    Dialogue,
    Participant,
    Recipient,
    Region,
    Role,
    RoundKind,
    Visit,
)
from tests import mailing_cast
from tests.addresses_cast import ANNE, BEN, HEADER
from tests.cast import FACILITATOR, KEY, arrive, go_on_to, make_asking, make_draft, make_proposal
from tests.cast import say as answer
from tests.doors import login

CONFIRMING, DRAFT = "bevestigen", "concept"
# The first one has most to show; an empty form says most in the last one.
DIALOGUES = (ANSWERED, WEIGHING, CONFIRMING, ASKING, DRAFT)


@dataclass(frozen=True)
class Visitors:
    """The cookies of everybody who may be asked to look."""

    staff: Mapping[Role, Mapping[str, str]]
    residents: Mapping[str, tuple[Mapping[str, str], ...]]
    kiosk: Mapping[str, str]

    def who_may(self, rule: str, slug: str) -> tuple[Mapping[str, str], ...]:
        """The cookies with which a route of this rule opens."""
        if rule == "taking_part":
            return self.residents.get(slug, ())
        if rule == "public_dialogue":
            return ({}, self.kiosk)
        for role in (Role.FACILITATOR, Role.BOARD):
            if rule in OPEN_TO[role]:
                return (self.staff[role],)
        return ({},)


OPEN_TO = {
    Role.FACILITATOR: {"any_facilitator", "facilitating", "any_staff"},
    Role.BOARD: {"any_board_member", "deciding"},
}


@dataclass(frozen=True)
class House:
    """A filled database with a web app on it, and everybody who may look."""

    web: TestClient
    engine: Engine
    visitors: Visitors
    # What stands in the links of letters and e-mails.
    tokens: tuple[str, ...]


def open_house(database_url: str, language: str = "nl") -> House:
    """Add to the demo what it lacks to show every page, and let everybody in."""
    engine = make_engine(database_url)
    settings = Settings(
        database_url=database_url,
        secret_key=KEY.decode(),
        secure_cookies=False,
        login_attempts=10_000,
    )
    with transaction(engine) as session:
        add_what_is_missing(session, utc_now())
        add_people_to_write_to(session, utc_now())
    while Addressing(engine, settings, utc_now).attempt():
        pass
    with transaction(engine) as session:
        tokens = tuple(send_links(session, utc_now()))
        visitors = let_in(session, utc_now())
    web = TestClient(
        create_app(settings, engine), follow_redirects=False, headers={"accept-language": language}
    )
    return House(web, engine, visitors, tokens)


def add_what_is_missing(session: Session, now: datetime) -> None:
    """A dialogue in its confirm round and one that is being designed."""
    make_draft(session, now, slug=DRAFT)
    confirming = make_asking(session, now, slug=CONFIRMING)
    person = arrive(session, confirming, now)
    answer(session, confirming, person, "Een huisarts die ook in de avond open is", now)
    make_proposal(session, confirming, now)
    go_on_to(session, confirming, RoundKind.CONFIRM, now)


def add_people_to_write_to(session: Session, now: datetime) -> None:
    """Lists of addresses, one to be looked at, one with mistakes, one in use, and a mailing."""
    dialogue = dialogue_called(session, CONFIRMING)
    chamber = chambers_of(session, dialogue)[0]
    for name, rows in (("Net gekomen", ANNE), ("Met fouten", f"{ANNE}{BEN};;;;;;;;\nnaam;x@@;1\n")):
        made = addresses.upload_list(
            session, dialogue, name=name, actor=FACILITATOR, now=now,
            looked=addresses.look_at_file((HEADER + rows).encode(), key=KEY),
        )  # fmt: skip
        addresses.choose_columns(dialogue, made, columns=made.columns, chamber=chamber)
    addresses.start_check(dialogue, made)
    listed = [mailing_cast.ALICE, mailing_cast.BOB, mailing_cast.CHARLIE]
    kept = mailing_cast.make_list(session, dialogue, listed, now)
    mailing_cast.make(session, dialogue, mailing_cast.plan_for(kept), now)
    more = mailing_cast.make_list(session, dialogue, mailing_cast.people(20), now)
    draw_people(
        session, dialogue, more, size=5, by=(), as_population=False, seed=7, actor=FACILITATOR,
        now=now,
    )  # fmt: skip


def dialogue_called(session: Session, slug: str) -> Dialogue:
    return session.exec(select(Dialogue).where(Dialogue.slug == slug)).one()


def send_links(session: Session, now: datetime) -> Iterator[str]:
    """The tokens in links: to join a region, for a new password, to stop messages, for a kiosk."""
    region = session.exec(select(Region)).first()
    account = account_of(session, EMAILS[Role.BOARD])
    yield make_link(
        session, JOIN, "nieuw@example.nl", key=KEY, now=now, region=region, role=Role.BOARD
    )
    yield make_link(session, RENEW, account.email, key=KEY, now=now, account=account)
    recipient = session.exec(select(Recipient)).first()
    yield stop_path(recipient.id, key=KEY).rpartition("/")[2]
    yield new_kiosk(session, now)


def new_kiosk(session: Session, now: datetime) -> str:
    """A device in a library, and the token in the link to it."""
    dialogue = dialogue_called(session, CONFIRMING)
    chamber = chambers_of(session, dialogue)[0]
    _, token = kiosks.open_kiosk(
        session, dialogue, name="Bibliotheek", chamber_id=chamber.id, key=KEY, actor=FACILITATOR,
        now=now,
    )  # fmt: skip
    return token


def let_in(session: Session, now: datetime) -> Visitors:
    """A login for each role; for each dialogue somebody who answered and a newcomer."""
    staff = {
        role: {STAFF_COOKIE: login(session, account_of(session, email), now)}
        for role, email in EMAILS.items()
    }
    residents = {
        each.slug: tuple(
            {visit_cookie(each.slug): visit_of(session, person, now)}
            for person in people_of(session, each)
        )
        for each in session.exec(select(Dialogue)).all()
    }
    there, device = kiosks.take_device(session, new_kiosk(session, now), key=KEY)
    return Visitors(staff, residents, {KIOSK_COOKIE: f"{there.slug}.{device}"})


def account_of(session: Session, email: str) -> Account:
    return session.exec(select(Account).where(Account.email == email)).one()


def people_of(session: Session, dialogue: Dialogue) -> list[Participant]:
    """Somebody who said something, and somebody who came in and did nothing yet."""
    spoke = select(Participant).join(Contribution).where(Participant.dialogue_id == dialogue.id)
    known = session.exec(spoke.order_by(col(Contribution.created_at)).limit(1)).first()
    if known is None:
        return []
    newcomer = Participant(
        dialogue_id=dialogue.id, chamber_id=known.chamber_id, receipt_hash=f"new: {dialogue.slug}",
        trust=known.trust, joined_on=known.joined_on,
    )  # fmt: skip
    session.add(newcomer)
    session.flush()
    return [known, newcomer]


def visit_of(session: Session, person: Participant, now: datetime) -> str:
    token = f"token-of-{person.id}"
    hashed = keyed_hash(token, key=KEY, purpose="visit")
    until = now + timedelta(days=1)
    session.add(Visit(token_hash=hashed, participant_id=person.id, expires_at=until))
    return token
