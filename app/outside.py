"""One question to a service of others: to that address alone, and never longer than we allow."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

import httpx
from pydantic import BaseModel

LARGEST_REPLY = 200_000
QUOTA_USED = 456  # of DeepL


class Silence(StrEnum):
    """Why there is no reply that we can read."""

    OUT_OF_REACH = "out of reach"
    BUSY = "busy"
    KEY_REFUSED = "key refused"
    NOT_UNDERSTOOD = "not understood"
    TOO_LARGE = "too large"


MEANING = {
    int(HTTPStatus.UNAUTHORIZED): Silence.KEY_REFUSED,
    int(HTTPStatus.FORBIDDEN): Silence.KEY_REFUSED,
    int(HTTPStatus.TOO_MANY_REQUESTS): Silence.BUSY,
    int(HTTPStatus.REQUEST_TIMEOUT): Silence.BUSY,
    QUOTA_USED: Silence.BUSY,
}


class NoReply(Exception):
    """A service gave nothing that we can use; says why without a word of what was sent."""

    def __init__(self, why: Silence) -> None:
        super().__init__(why.name)
        self.why = why


@dataclass(frozen=True)
class Service:
    """Where a service listens; ``transport`` takes the place of the network in tests."""

    address: str
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict)
    transport: httpx.BaseTransport | None = None

    def ask(self, path: str, question: Mapping[str, object]) -> bytes:
        """Send a question as JSON and give the body of the reply. Raises NoReply.

        No redirect is followed: what people wrote goes to the address of the settings alone.
        """
        try:
            with (
                self.client() as client,
                client.stream("POST", self.address.rstrip("/") + path,
                              content=json.dumps(question)) as reply,
            ):  # fmt: skip
                require_success(reply.status_code)
                return read_some(reply)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoReply(Silence.OUT_OF_REACH) from error

    def client(self) -> httpx.Client:
        """Open the connection of one question."""
        return httpx.Client(
            headers={"Content-Type": "application/json", **self.headers},
            timeout=self.seconds,
            follow_redirects=False,
            transport=self.transport,
        )


def require_success(status: int) -> None:
    """Say in our words what a status means. Raises NoReply for all but 200."""
    if status == HTTPStatus.OK:
        return
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NoReply(Silence.BUSY)
    raise NoReply(MEANING.get(status, Silence.NOT_UNDERSTOOD))


def read_some(reply: httpx.Response) -> bytes:
    """Read a reply as far as one of ours can reach. Raises NoReply."""
    body = bytearray()
    for chunk in reply.iter_bytes():
        body += chunk
        if len(body) > LARGEST_REPLY:
            raise NoReply(Silence.TOO_LARGE)
    return bytes(body)


class Message(BaseModel):
    """What a language model said."""

    content: str


class Choice(BaseModel):
    """One of the things that it could say."""

    message: Message


class Completion(BaseModel):
    """The envelope of a chat completion; only what is needed of it."""

    choices: list[Choice]


def said_in(body: bytes) -> str:
    """Take what a model said first out of its envelope. Raises ValueError."""
    first, *_ = Completion.model_validate_json(body).choices
    return first.message.content


def chat_question(model: str, messages: list[dict[str, str]]) -> dict[str, object]:
    """Ask a model for one JSON object, the same each time as far as it can."""
    return {
        "model": model,
        "messages": messages,
        "temperature": 0,
        "response_format": {"type": "json_object"},
    }
