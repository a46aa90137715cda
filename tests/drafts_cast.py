"""A language model that says what a test gives it, and what it is asked about."""

import json
from collections.abc import Callable

import httpx
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.config import Settings
from app.db import reading, transaction
from app.drafting import draft_what_was_asked
from app.usecases.theme_drafts import ask_for_draft
from dialogue.models import Contribution, Dialogue, Event, Theme, ThemeDraft
from tests.cast import FACILITATOR, make_asking
from tests.facilitator_cast import make_participant, make_theme, say

ON = Settings(
    drafting_url="https://model.example/v1",
    drafting_model="klein-model",
    drafting_key=SecretStr("a secret key"),
)
QUOTE = "Ik wacht drie weken op een afspraak"
GOOD = {"label": "Lang wachten", "summary": "Mensen wachten lang.", "quotes": [QUOTE]}

Handler = Callable[[httpx.Request], httpx.Response]


class Model:
    """The edge of the system: a model that says what the test gives it, and keeps the questions."""

    def __init__(self, *replies: object) -> None:
        self.replies = list(replies)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, int):
            return httpx.Response(reply)
        content = reply if isinstance(reply, str) else json.dumps(reply)
        return httpx.Response(200, json={"choices": [{"message": {"content": content}}]})

    def sent(self) -> list[str]:
        """The answers that went along with the last question."""
        return json.loads(json.loads(self.asked[-1].content)["messages"][1]["content"])["answers"]


def quotable(session: Session, running: Dialogue, text: str, now, **options) -> Contribution:
    person = make_participant(session, running, now)
    person.may_be_quoted = True
    return say(session, running, text, now, participant=person, **options)


def waiting_theme(engine: Engine, clock) -> Theme:
    """A theme for which a draft was asked, with two answers that may be quoted."""
    with transaction(engine) as session:
        running = make_asking(session, clock())
        answers = [
            quotable(session, running, f"{QUOTE} bij de\n  huisarts.", clock()),
            quotable(session, running, "Bellen duurt te lang.", clock()),
        ]
        made = make_theme(session, running, clock(), number=1, label="wachten",
                          contributions=answers)  # fmt: skip
        ask_for_draft(session, running, made, actor=FACILITATOR, now=clock())
    return made


def run(engine: Engine, clock, model: Model, settings: Settings = ON) -> int:
    return draft_what_was_asked(engine, settings, clock, transport=httpx.MockTransport(model))


def draft(engine: Engine, theme: Theme) -> ThemeDraft:
    with reading(engine) as session:
        return session.get_one(ThemeDraft, theme.id)


def kinds(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        events = session.exec(select(Event).where(Event.kind.startswith("theme.draft"))).all()
    return sorted((event.kind, event.to_state) for event in events)
