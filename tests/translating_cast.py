"""Translation services on this machine: they say what a test gives them, and keep the questions."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import SecretStr

from app.config import Settings

Answer = tuple[int, Any]


def turned(text: str, target: str) -> str:
    """A translation that a test knows again."""
    return f"{target}: {text}"


def like_deepl(asked: dict[str, Any]) -> Answer:
    into = asked["target_lang"].split("-")[0].lower()
    made = [
        {"text": turned(text, into), "detected_source_language": "NL"} for text in asked["text"]
    ]
    return 200, {"translations": made}


def like_libretranslate(asked: dict[str, Any]) -> Answer:
    return 200, {"translatedText": [turned(text, asked["target"]) for text in asked["q"]]}


def like_a_model(asked: dict[str, Any]) -> Answer:
    text = json.loads(asked["messages"][1]["content"])["text"]
    said = json.dumps({"translation": turned(text, "model")})
    return 200, {"choices": [{"message": {"role": "assistant", "content": said}}]}


LIKE = {"deepl": like_deepl, "libretranslate": like_libretranslate, "openai": like_a_model}


@dataclass
class Question:
    """What a service was sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Served:
    """A service that listens; ``answer`` may be changed while it does."""

    address: str
    answer: Callable[[dict[str, Any]], Answer]
    asked: list[Question] = field(default_factory=list)

    def settings(self, service: str, **more: Any) -> Settings:
        """Settings in which this service translates."""
        return Settings(
            translation_service=service, translation_url=self.address,
            translation_key=SecretStr("a secret key"), translation_model="klein-model",
            translation_seconds=2, **more,
        )  # fmt: skip


@contextmanager
def serving(answer: Callable[[dict[str, Any]], Answer]) -> Iterator[Served]:
    """Serve on a port of this machine until the block ends."""
    made = Served("", answer)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.asked.append(Question(self.path, dict(self.headers), sent))
            status, body = made.answer(sent)
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            if status in (301, 307):
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_said: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
