"""One question to an OpenAI-compatible endpoint, at most twice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

import httpx

from app.config import Settings
from app.drafting.problems import WORTH_ANOTHER_TRY, DraftFailed, Problem
from app.drafting.question import messages
from app.drafting.reply import Draft, read_reply

LARGEST_REPLY = 200_000
TRIES = 2
STATUS_PROBLEMS = {
    HTTPStatus.UNAUTHORIZED: Problem.KEY_REFUSED,
    HTTPStatus.FORBIDDEN: Problem.KEY_REFUSED,
    HTTPStatus.TOO_MANY_REQUESTS: Problem.BUSY,
    HTTPStatus.REQUEST_TIMEOUT: Problem.BUSY,
}


@dataclass(frozen=True)
class Endpoint:
    """Where the model listens; ``transport`` is only given by tests."""

    settings: Settings
    transport: httpx.BaseTransport | None = None

    def draft(self, answers: Mapping[UUID, str], language: str) -> Draft:
        """Ask for a draft; what may pass is asked once more. Raises DraftFailed."""
        for left in reversed(range(TRIES)):
            try:
                return read_reply(self.ask(list(answers.values()), language), answers)
            except DraftFailed as failure:
                if not left or failure.problem not in WORTH_ANOTHER_TRY:
                    raise
        raise AssertionError

    def told(self, sent: int) -> str:
        """Tell what was sent where, for the log of events."""
        return f"{sent} answers were sent to {self.settings.drafting_host}"

    def ask(self, texts: list[str], language: str) -> bytes:
        """Send the texts, and nothing about who wrote them; give the body of the reply."""
        question = {
            "model": self.settings.drafting_model,
            "messages": messages(texts, language),
            "temperature": 0,
            "response_format": {"type": "json_object"},
        }
        address = f"{self.settings.drafting_url.rstrip('/')}/chat/completions"
        try:
            with (
                self.client() as client,
                client.stream("POST", address, content=json.dumps(question)) as reply,
            ):
                require_success(reply.status_code)
                return read_some(reply)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DraftFailed(Problem.OUT_OF_REACH) from error

    def client(self) -> httpx.Client:
        """A client that follows no redirect: the texts go to the address of the settings alone."""
        key = self.settings.drafting_key
        headers = {"Content-Type": "application/json"}
        if key is not None and key.get_secret_value():
            headers["Authorization"] = f"Bearer {key.get_secret_value()}"
        return httpx.Client(
            headers=headers,
            timeout=self.settings.drafting_seconds,
            follow_redirects=False,
            transport=self.transport,
        )


def require_success(status: int) -> None:
    """Say in our words what a status means. Raises DraftFailed for all but 200."""
    if status == HTTPStatus.OK:
        return
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise DraftFailed(Problem.BUSY)
    known = {int(each): problem for each, problem in STATUS_PROBLEMS.items()}
    raise DraftFailed(known.get(status, Problem.NOT_UNDERSTOOD))


def read_some(reply: httpx.Response) -> bytes:
    """Read a reply as far as one of ours can reach."""
    body = bytearray()
    for chunk in reply.iter_bytes():
        body += chunk
        if len(body) > LARGEST_REPLY:
            raise DraftFailed(Problem.UNREADABLE)
    return bytes(body)
