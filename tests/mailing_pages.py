"""The form of a mailing, filled in as a facilitator does."""

import html
import re

from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from dialogue.models import Dialogue
from tests.mailing_cast import make_list

PAGE = "/facilitator/dialogues/spoedzorg/mailings"


def listed(engine: Engine, persons, clock) -> str:
    with transaction(engine) as session:
        return str(make_list(session, session.exec(select(Dialogue)).one(), persons, clock()).id)


def fields(page: str) -> dict[str, str]:
    """The fields of the first form of a page, with what stands in them."""
    found = {}
    for each in re.findall(r"<input[^>]*>", page):
        if name := re.search(r'name="([^"]+)"', each):
            value = re.search(r'value="([^"]*)"', each)
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, _, text in re.findall(
        r'<textarea[^>]*name="(\w+)"([^>]*)>(.*?)</textarea>', page, re.S
    ):
        found[name] = html.unescape(text.removeprefix("\n"))
    for name, body in re.findall(r'<select[^>]*name="(\w+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


def form(desk: TestClient, whom: str, **more: str) -> dict[str, str]:
    kind = more.pop("kind", "invitation")
    page = desk.get(f"{PAGE}/new?kind={kind}&whom={whom}").text
    return fields(page) | {"expires_on": "2026-12-31", **more}
