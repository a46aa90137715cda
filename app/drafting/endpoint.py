"""One question to an OpenAI-compatible endpoint, at most twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import httpx

from app.config import Settings
from app.drafting.problems import WORTH_ANOTHER_TRY, DraftFailed, Problem
from app.drafting.question import messages
from app.drafting.reply import Draft, read_reply
from app.outside import NoReply, Service, Silence, chat_question

TRIES = 2
PROBLEMS = {
    Silence.OUT_OF_REACH: Problem.OUT_OF_REACH,
    Silence.BUSY: Problem.BUSY,
    Silence.KEY_REFUSED: Problem.KEY_REFUSED,
    Silence.NOT_UNDERSTOOD: Problem.NOT_UNDERSTOOD,
    Silence.TOO_LARGE: Problem.UNREADABLE,
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
        question = chat_question(self.settings.drafting_model, messages(texts, language))
        try:
            return self.service().ask("/chat/completions", question)
        except NoReply as failure:
            raise DraftFailed(PROBLEMS[failure.why]) from failure

    def service(self) -> Service:
        """The endpoint of the settings, with its key."""
        key = self.settings.drafting_key
        secret = key.get_secret_value() if key else ""
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return Service(
            self.settings.drafting_url, self.settings.drafting_seconds, headers, self.transport
        )
