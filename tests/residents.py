"""A resident as a browser without scripts, and the dialogue that it looks at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser

from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.usecases import dialogues, invitations
from dialogue.codes import show_code, with_check_character
from dialogue.models import Dialogue, RoundKind
from tests.cast import FACILITATOR, arrive, go_on_to, say

HOME = "/d/spoedzorg"
UNKNOWN = show_code(with_check_character("0" * 12))
TEXTS = ("Meer zorg in de avond", "Een dokter die luistert", "Korter wachten aan de telefoon")
QUESTIONS = [
    {
        "key": "age",
        "text_nl": "Hoe oud bent u?",
        "options": [{"key": "young", "nl": "Jong"}, {"key": "old", "nl": "Oud"}],
    }
]


@dataclass
class Form:
    """A form on a page with what a browser would send of it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page; a browser without scripts knows no more."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given["action"]))
        elif tag == "input" and self.forms and "name" in given:
            chosen = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if chosen:
                self.forms[-1].fields[given["name"]] = given.get("value", "")


class Resident:
    """Somebody with a browser that follows redirects and fills in forms."""

    def __init__(self, web: TestClient) -> None:
        self.browser = TestClient(
            web.app, follow_redirects=True, raise_server_exceptions=False,
            headers={"accept-language": "en"},
        )  # fmt: skip
        self.answer = self.browser.get(HOME)

    @property
    def page(self) -> str:
        return self.answer.text

    @property
    def at(self) -> str:
        return self.answer.url.path

    def go(self, address: str) -> "Resident":
        self.answer = self.browser.get(address)
        return self

    def send(self, action: str, **fields: str) -> "Resident":
        form = next(f for f in Forms(self.page).forms if f.action.endswith(action))
        self.answer = self.browser.post(form.action, data=form.fields | fields)
        return self

    def come_in(self, code: str) -> "Resident":
        return self.send("/enter-code", code=code)

    def consent(self, **more: str) -> "Resident":
        return self.send("/consent", agree="yes", **more)


@dataclass
class Setting:
    """A dialogue in the database that the browser sees, and its codes."""

    engine: Engine
    key: bytes
    clock: Callable[[], datetime]

    def codes(self, count: int = 1, **options) -> list[str]:
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            chamber = parts.chambers_of(session, dialogue)[0]
            return invitations.create_invitations(
                session, dialogue, chamber, count=count, key=self.key, **options
            )

    def dialogue(self, session: Session) -> Dialogue:
        return session.exec(select(Dialogue).where(Dialogue.slug == "spoedzorg")).one()

    def change(self, **columns) -> None:
        with transaction(self.engine) as session:
            for name, value in columns.items():
                setattr(self.dialogue(session), name, value)

    def crowd_says(self, *texts: str) -> None:
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            for text in texts:
                say(session, dialogue, arrive(session, dialogue, self.clock()), text, self.clock())

    def go_on_to(self, kind: RoundKind) -> None:
        with transaction(self.engine) as session:
            go_on_to(session, self.dialogue(session), kind, self.clock())

    def close(self, kind: RoundKind) -> None:
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            chosen = parts.round_of_kind(session, dialogue, kind)
            dialogues.close_round(session, dialogue, chosen, now=self.clock(), actor=FACILITATOR)

    def all(self, table) -> list:
        """All rows, the oldest first: a database by itself gives them in any order."""
        columns = table.__table__.c
        order = [columns[name] for name in ("created_at", "revision", "number") if name in columns]
        with transaction(self.engine) as session:
            return list(session.exec(select(table).order_by(*order)).all())
