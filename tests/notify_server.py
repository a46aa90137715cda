"""A real web server that answers like NotifyNL: it keeps what it gets, or says what a test says."""

import base64
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

from app.config import Settings

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
NUMBER_REFUSED = {"error": "ValidationError", "message": "phone_number Not enough digits"}


class Notify:
    """What the service got; ``replies`` are used up one by one before it says yes again."""

    def __init__(self) -> None:
        self.taken: list[dict] = []
        self.tokens: list[str] = []
        self.replies: list[tuple[int, dict]] = []
        self.numbers_refused: set[str] = set()
        self.address = ""

    def settings(self, known: Settings, **more: object) -> Settings:
        return known.model_copy(
            update={
                "sms_service": "notifynl",
                "sms_url": self.address,
                "sms_key": SecretStr(f"proef-{SERVICE}-{SECRET}"),
                "sms_template": "sjabloon-1",
                "public_url": "https://samenspraak.example.nl",
                **more,
            }
        )

    def take(self, body: dict) -> tuple[int, dict]:
        if self.replies:
            return self.replies.pop(0)
        if body["phone_number"] in self.numbers_refused:
            return 400, {"status_code": 400, "errors": [NUMBER_REFUSED]}
        self.taken.append(body)
        return 201, {"id": f"notify-{len(self.taken)}", "reference": body["reference"]}

    def find(self, reference: str) -> tuple[int, dict]:
        known = [
            {"id": f"notify-{place}"}
            for place, each in enumerate(self.taken, start=1)
            if each["reference"] == reference
        ]
        return 200, {"notifications": known}


def signed_by_us(token: str) -> bool:
    head, _, mark = token.rpartition(".")
    right = hmac.digest(SECRET.encode(), head.encode(), "sha256")
    return base64.urlsafe_b64decode(mark + "==") == right


def told_in(token: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


@contextmanager
def notify_server() -> Iterator[Notify]:
    """Serve on a port of this machine until the block ends."""
    notify = Notify()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self.answer(*notify.take(json.loads(self.rfile.read(length))))

        def do_GET(self) -> None:
            self.answer(*notify.find(parse_qs(urlsplit(self.path).query)["reference"][0]))

        def answer(self, status: int, body: dict) -> None:
            notify.tokens.append(self.headers["Authorization"].removeprefix("Bearer "))
            said = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Location", "https://elsewhere.example/")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """A test reads no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    notify.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield notify
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
