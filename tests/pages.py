"""Every page that the app has, found from its routes: at which address it shows, and to whom.

Nobody keeps a list. Each GET route is asked for in a filled database, as somebody who may; what
answers with a whole page is a page. A route that never shows one has to be named in ``NO_PAGE``
with the reason, or its test fails: so no page can be added without being looked at. What a form
answers to somebody who leaves it empty is a page too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, select

from app.db import transaction
from dialogue.models import Dialogue
from tests.doors import Door, doors
from tests.house import DIALOGUES, House

# Pages that differ so much with the state of a dialogue that one of them says nothing of another.
VARIED = {"/d/{slug}", "/d/{slug}/my-answer", "/facilitator/dialogues/{slug}"}
NO_PAGE = {
    "/d/{slug}/results/data/{form}": "a file",
    "/facilitator/dialogues/{slug}/export/{document_id}": "a file",
    "/facilitator/dialogues/{slug}/mailings/{mailing_id}/letters/{document_id}": "a file",
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
    noun = name.removesuffix("_id")
    table = SQLModel.metadata.tables.get({"list": "address_list"}.get(noun, noun))
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
