"""Every page that the app has, found from its routes: at which address it shows, and to whom.

Nobody keeps a list. Each GET route is asked for in a filled database, as somebody who may; what
answers with a whole page is a page. A route that never shows one has to be named in ``NO_PAGE``
with the reason, or its test fails: so no page can be added without being looked at. What a form
answers to somebody who leaves it empty is a page too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, product

from sqlalchemy import Engine
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select
from starlette.testclient import TestClient

from app.clock import utc_now
from app.config import Settings
from app.db import make_engine, transaction
from app.demo.seeding import ANSWERED, ASKING, EMAILS, WEIGHING
from app.main import create_app
from app.security import STAFF_COOKIE, keyed_hash, visit_cookie
from app.usecases.staff_links import JOIN, RENEW, make_link
from dialogue.models import (
    Account,
    Contribution,
    Dialogue,
    Participant,
    Region,
    Role,
    RoundKind,
    Visit,
)
from tests.cast import KEY, arrive, go_on_to, make_asking, make_draft, make_proposal
from tests.cast import say as answer
from tests.doors import Door, doors, login

CONFIRMING, DRAFT = "bevestigen", "concept"
# The first one has most to show; an empty form says most in the last one.
DIALOGUES = (ANSWERED, WEIGHING, CONFIRMING, ASKING, DRAFT)
# Pages that differ so much with the state of a dialogue that one of them says nothing of another.
VARIED = {"/d/{slug}", "/d/{slug}/my-answer", "/facilitator/dialogues/{slug}"}
NO_PAGE = {
    "/d/{slug}/go-on": "leads to the page that comes next",
    "/d/{slug}/closing": "leads to the first question that is open",
    "/d/{slug}/proposals": "leads to the first proposal",
    "/staff": "leads to the one desk of an account",
    "/facilitator/dialogues/{slug}/participation/live": "a stream that never ends",
}
# What stands behind the question mark of a page that asks for it.
QUERIES = {
    "/facilitator/dialogues/{slug}/themes/{theme_id}/merge": "?other={other}",
    "/facilitator/dialogues/{slug}/proposals/new": "?theme={theme_id}",
}
FILES = (".csv", ".json", ".pdf", ".svg", ".xlsx", ".zip")
MOST_TRIES = 40


@dataclass(frozen=True)
class Shown:
    """A page: the route, the address at which it shows, the cookies of who sees it."""

    route: str
    address: str
    cookies: Mapping[str, str]
    # Filled for what a form answered: the page itself.
    body: str = ""

    @property
    def name(self) -> str:
        """A name for a file."""
        return re.sub(r"[^a-z0-9]+", "-", self.address.lower().split("?")[0]).strip("-") or "home"


@dataclass(frozen=True)
class Visitors:
    """The cookies of everybody who may be asked to look."""

    staff: Mapping[Role, Mapping[str, str]]
    residents: Mapping[str, tuple[Mapping[str, str], ...]]

    def who_may(self, rule: str, slug: str) -> tuple[Mapping[str, str], ...]:
        """The cookies with which a route of this rule opens."""
        if rule == "taking_part":
            return self.residents.get(slug, ())
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


def open_house(database_url: str) -> House:
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
        tokens = tuple(send_links(session, utc_now()))
    with transaction(engine) as session:
        visitors = let_in(session, utc_now())
    web = TestClient(create_app(settings, engine), follow_redirects=False)
    return House(web, engine, visitors, tokens)


def add_what_is_missing(session: Session, now: datetime) -> None:
    """A dialogue in its confirm round and one that is being designed."""
    make_draft(session, now, slug=DRAFT)
    confirming = make_asking(session, now, slug=CONFIRMING)
    person = arrive(session, confirming, now)
    answer(session, confirming, person, "Een huisarts die ook in de avond open is", now)
    make_proposal(session, confirming, now)
    go_on_to(session, confirming, RoundKind.CONFIRM, now)


def send_links(session: Session, now: datetime) -> Iterator[str]:
    """Links that somebody of the staff gets: to join a region, and to choose a new password."""
    region = session.exec(select(Region)).first()
    account = account_of(session, EMAILS[Role.BOARD])
    yield make_link(
        session, JOIN, "nieuw@example.nl", key=KEY, now=now, region=region, role=Role.BOARD
    )
    yield make_link(session, RENEW, account.email, key=KEY, now=now, account=account)


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
    return Visitors(staff, residents)


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


@dataclass(frozen=True)
class Found:
    """What was found behind the GET routes: pages, and routes that showed none."""

    pages: Sequence[Shown]
    pageless: Sequence[str]


def pages_in(house: House) -> Found:
    """Find a page for each GET route, and more for those that vary."""
    pages: list[Shown] = []
    pageless: list[str] = []
    for door in routes(house, "GET"):
        found = list(pages_of(house, door))
        pages += found
        if not found and not door.path.endswith(FILES) and not gives_a_part(house, door):
            pageless.append(door.path)
    return Found(pages, pageless)


def routes(house: House, method: str) -> list[Door]:
    """The routes that can show a page, the simplest addresses first."""
    app = house.web.app
    chosen = [each for each in doors(app) if each.method == method and each.path not in NO_PAGE]
    return sorted(chosen, key=lambda door: door.path)


def pages_of(house: House, door: Door) -> Iterator[Shown]:
    """The first page behind a route; of a route that varies the first of each dialogue."""
    slugs = DIALOGUES if "{slug}" in door.path else DIALOGUES[:1]
    for slug in slugs:
        found = next(answers(house, door, slug), None)
        if found:
            yield found
            if door.path not in VARIED:
                return


def answers(house: House, door: Door, slug: str) -> Iterator[Shown]:
    """The whole pages that a route answers with, for different people and identifiers."""
    (rule,) = door.rules
    for address in islice(addresses(house, door.path, slug), MOST_TRIES):
        for cookies in house.visitors.who_may(rule, slug):
            reply = ask(house, door.method, address, cookies)
            if is_page(reply):
                body = reply.text if door.method != "GET" else ""
                yield Shown(door.path, address, cookies, body)


def ask(house: House, method: str, address: str, cookies: Mapping[str, str]):
    """Ask as somebody, with nothing filled in."""
    house.web.cookies.clear()
    said = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return house.web.request(method, address, headers={"cookie": said} if said else {})


def is_page(reply) -> bool:
    """Tell a whole page from a file, a part of a page, a redirect and a fault."""
    html = reply.headers.get("content-type", "").startswith("text/html")
    refused = (409, 422) if reply.request.method == "POST" else ()
    return html and reply.status_code in (200, *refused) and "<html" in reply.text


def gives_a_part(house: House, door: Door) -> bool:
    """Tell whether a route shows a part of a page, or something that is no page."""
    (rule,) = door.rules
    return any(
        ask(house, door.method, address, cookies).status_code == 200
        for slug in DIALOGUES
        for address in islice(addresses(house, door.path, slug), MOST_TRIES)
        for cookies in house.visitors.who_may(rule, slug)
    )


def addresses(house: House, path: str, slug: str) -> Iterator[str]:
    """Fill in a path with what there is in this dialogue."""
    path += QUERIES.get(path, "")
    names = list(dict.fromkeys(re.findall(r"\{(\w+)[^}]*\}", path)))
    with transaction(house.engine) as session:
        dialogue = session.exec(select(Dialogue).where(Dialogue.slug == slug)).one()
        known = [
            house.tokens if name == "token" else values(session, name, dialogue) for name in names
        ]
    for chosen in product(*known):
        known_as = dict(zip(names, chosen, strict=True))
        yield re.sub(r"\{(\w+)[^}]*\}", lambda found, known=known_as: known[found[1]], path)


PARTS = {
    "number": ["1", "2"],
    "revision": ["1"],
    "action": ["hold", "release", "remove"],
    "part": ["funnel", "groups"],
    "chart": ["funnel", "arrivals"],
}


def values(session: Session, name: str, dialogue: Dialogue) -> list[str]:
    """What can stand for a part of a path: an identifier of something that this dialogue has."""
    if name == "slug":
        return [dialogue.slug]
    if name == "scale":
        return list(dialogue.closing_questions) or ["heard"]
    if name == "other":
        return values(session, "theme_id", dialogue)[::-1]
    table = SQLModel.metadata.tables.get(name.removesuffix("_id"))
    if table is None or "id" not in table.c:
        return PARTS.get(name, [])
    query = sql_select(table.c.id).limit(6)
    if "dialogue_id" in table.c:
        query = query.where(table.c.dialogue_id == dialogue.id)
    return [str(each) for each in session.execute(query).scalars()]


def answers_to_empty_forms(house: House) -> list[Shown]:
    """What every form answers to who leaves it empty; this changes what is in the database.

    A refusal that many forms share is told once.
    """
    ends_a_stay = ("/logout", "/d/{slug}/leave")
    found: dict[str, Shown] = {}
    for door in routes(house, "POST"):
        if door.path not in ends_a_stay:
            for slug in reversed(DIALOGUES):
                for shown in islice(answers(house, door, slug), 1):
                    found.setdefault(title_of(shown.body), shown)
    return list(found.values())


def title_of(page: str) -> str:
    return page.partition("<title>")[2].partition("</title>")[0]
