"""Every route of the app, and everybody who may stand before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlmodel import Session
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.access import Anybody
from app.deps import SessionDep
from app.security import STAFF_COOKIE, keyed_hash, visit_cookie
from app.templating import template_folder
from app.usecases import accounts, addresses, dialogues
from dialogue.models import Account, AddressList, Dialogue, Region, Role, StaffSession, Visit
from tests.board_cast import Played, play
from tests.cast import KEY
from tests.facilitator_cast import make_participant

# Our own files; everything else has a rule.
WITHOUT_RULE = {"/static"}


@dataclass(frozen=True)
class Door:
    """A method and path, with the names of the access rules that it depends on."""

    method: str
    path: str
    rules: frozenset[str]


def doors(app: FastAPI) -> Iterator[Door]:
    """Every method of every route, whatever router it came in with."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Mount) and route.path in WITHOUT_RULE:
            continue
        dependant = getattr(route, "dependant", None)
        rules = frozenset(rules_in(dependant)) if dependant else frozenset()
        for method in sorted(route.methods or {"*"}):
            yield Door(method, str(route.path), rules)


def rules_in(dependant: Any) -> Iterator[str]:
    """The names of the access rules in a tree of dependencies."""
    for each in dependant.dependencies:
        if getattr(each.call, "access_rule", False):
            yield each.call.__name__
        yield from rules_in(each)


@dataclass
class World:
    """A dialogue with people of every kind, and the cookie of each."""

    played: Played
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """Fill in an address with things that exist; an unknown name tells the test of it."""
        known = {
            "slug": self.played.dialogue.slug,
            "proposal_id": self.played.proposal.id,
            "theme_id": self.played.theme.id,
            "contribution_id": self.played.contributions[0].id,
            "round_id": self.played.dialogue.id,
            "list_id": self.played.dialogue.id,
            "draw_id": self.played.dialogue.id,
            "number": 1,
            "revision": 1,
            "action": "hold",
            "part": "missing",
            "chart": "funnel",
            "scale": "heard",
            "token": "never-given",
            "document_id": self.played.dialogue.id,
            "kiosk_id": self.played.dialogue.id,
            "form": "zip",
            "mailing_id": self.played.dialogue.id,
            "change": "pause",
        }
        return re.sub(r"\{(\w+)[^}]*\}", lambda found: str(known[found[1]]), path)

    def ask(self, web: TestClient, who: str, door: Door, **more: Any) -> Any:
        """Let somebody try a door, with nothing but their own cookie."""
        web.cookies.clear()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies[who].items())
        headers = {"cookie": cookies} if cookies else {}
        return web.request(door.method, self.address(door.path), headers=headers, **more)


def build_world(session: Session, now: datetime) -> World:
    """Play a dialogue, and let everybody in who can be in."""
    elsewhere = dialogues.create_region(session, slug="elders", name="Elders")
    other = play(session, now, people={}, slug="elders")
    other.dialogue.region_id = elsewhere.id
    world = World(play(session, now, people={"resident": 2}, close=False))
    here = session.get_one(Region, world.played.dialogue.region_id)
    session.add(address_list(world.played.dialogue, now))
    world.cookies["nobody"] = {}
    for who, played in (("resident", world.played), ("resident elsewhere", other)):
        world.cookies[who] = {visit_cookie(played.dialogue.slug): visit(session, played, now, who)}
    for role in Role:
        for who, region in ((f"{role}", here), (f"{role} elsewhere", elsewhere)):
            account = accounts.create_account(
                session, email=f"{who.replace(' ', '.')}@example.nl", name=who,
                password="x", now=now,
            )  # fmt: skip
            accounts.give_role(session, account, region, role)
            world.cookies[who] = {STAFF_COOKIE: login(session, account, now)}
    return world


def address_list(dialogue: Dialogue, now: datetime) -> AddressList:
    """A list whose columns wait to be chosen, at the address that ``World.address`` fills in."""
    looked = addresses.look_at_file(b"naam;e-mail\nAnne;anne@example.nl\n", key=KEY)
    assert isinstance(looked, addresses.SealedFile)
    return AddressList(
        id=dialogue.id, dialogue_id=dialogue.id, name="List", file=looked.sealed,
        rows=looked.rows, uploaded_at=now,
    )  # fmt: skip


def visit(session: Session, played: Played, now: datetime, who: str) -> str:
    """The token of a new participant's visit."""
    participant = make_participant(session, played.dialogue, now)
    token = f"token of {who}".replace(" ", "-")
    session.add(
        Visit(
            token_hash=keyed_hash(token, key=KEY, purpose="visit"),
            participant_id=participant.id, expires_at=now + timedelta(days=1),
        )
    )  # fmt: skip
    return token


def login(session: Session, account: Account, now: datetime) -> str:
    """The token of a login, without the time that checking a password takes."""
    token = f"token-of-{account.id}"
    session.add(
        StaffSession(
            token_hash=keyed_hash(token, key=KEY, purpose="staff"), account_id=account.id,
            created_at=now, expires_at=now + timedelta(days=1),
        )
    )  # fmt: skip
    return token


def field_names() -> set[str]:
    """The names of the fields that our templates have."""
    texts = [file.read_text() for file in template_folder().rglob("*.html")]
    macros = r"ui\.(?:field|select|radio_group|checkbox|checkbox_group|scale)\(\s*\"(\w+)\""
    wanted = rf"\bname=\"(\w+)\"|{macros}"
    found = [names for text in texts for names in re.findall(wanted, text)]
    return {name for names in found for name in names if name}


def values_in(page: str) -> dict[str, str]:
    """The hidden fields of a page, and the first choice of each group."""
    named = [
        (name[1], value[1])
        for each in re.findall(r"<input[^>]*>", page)
        if (name := re.search(r'name="(\w+)"', each))
        and (value := re.search(r'value="([^"]+)"', each))
    ]
    return dict(reversed(named))


class Boom(Exception):
    """A failure that nobody foresaw."""


def break_on_purpose(app: FastAPI, words: str) -> None:
    """Add routes that fail: halfway, and when the request is committed."""

    @app.get("/boom", dependencies=[Anybody])
    @app.post("/boom", dependencies=[Anybody])
    def boom(session: SessionDep) -> None:
        session.add(Region(slug="half-done", name="Half done"))
        session.flush()
        raise Boom(words)

    @app.post("/twice", dependencies=[Anybody])
    def twice(session: SessionDep) -> dict[str, str]:
        session.add_all([Region(slug="same", name="A"), Region(slug="same", name="B")])
        return {"stored": "yes"}  # the database says no when the request is committed
