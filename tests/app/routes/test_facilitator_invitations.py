"""A facilitator makes codes for groups, one at a time or with a file, and sees them by wave."""

import csv
import html
import io
import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.usecases import dialogues
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.models import Dialogue, Invitation
from tests.cast import make_draft
from tests.facilitator_cast import log_in_facilitator

PAGE = "/facilitator/dialogues/spoedzorg/invitations"
GROUPS = "age;gender;count\nJonger dan 25;Vrouw;12\n65-79;;10\n"


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        draft = make_draft(session, clock())
        dialogues.change_design(session, draft, background_questions=list(STANDARD_QUESTIONS[:2]))
    return web


@pytest.fixture
def form(engine) -> dict[str, str]:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        chamber = parts.chambers_of(session, dialogue)[0]
        return {"chamber_id": str(chamber.id), "channel": "meeting", "wave": "2", "count": "12"}


def made(engine) -> list[Invitation]:
    with transaction(engine) as session:
        return list(session.exec(select(Invitation)).all())


def hidden(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(html.unescape(value))
    data = re.search(r'<textarea name="data" hidden>(.*?)</textarea>', page, re.S)
    return found | ({"data": [html.unescape(data[1])]} if data else {})


def look(desk: TestClient, form: dict[str, str], data: str | bytes = GROUPS):
    return desk.post(f"{PAGE}/batches/check", data=form, files={"file": ("g.csv", data)})


def test_codes_for_one_group_are_listed_with_it(desk, engine, form) -> None:
    answer = desk.post(PAGE, data={**form, "group-age": "under-25", "group-gender": ""})

    assert answer.status_code == 200
    assert "Jonger dan 25" in answer.text
    assert {(each.channel, tuple(each.groups.items())) for each in made(engine)} == {
        ("meeting", (("age", "under-25"),))
    }
    listed = desk.get(PAGE).text
    assert "Jonger dan 25: 12" in listed
    assert "Bijeenkomst" in listed


def test_too_few_codes_for_a_group_are_refused_at_their_field(desk, engine, form) -> None:
    answer = desk.post(PAGE, data={**form, "count": "9", "group-age": "under-25"})

    assert answer.status_code == 422
    assert 'id="field-count-error"' in answer.text
    assert "Kies een getal van 10 tot en met 1000" in answer.text
    assert '<option value="under-25" selected>' in answer.text
    assert made(engine) == []


def test_a_file_is_looked_at_before_codes_are_made_for_every_line(desk, engine, form) -> None:
    preview = look(desk, form)
    before = made(engine)
    codes = desk.post(f"{PAGE}/batches", data=hidden(preview.text))
    file = desk.post(f"{PAGE}/file", data=hidden(codes.text))
    rows = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))))

    assert preview.status_code == 200
    assert "Jonger dan 25 · Vrouw" in preview.text
    assert before == []
    assert len(made(engine)) == 22
    assert rows[0][-2:] == ["age", "gender"]
    assert sorted({tuple(row[-2:]) for row in rows[1:]}) == [
        ("65 tot en met 79", ""), ("Jonger dan 25", "Vrouw"),
    ]  # fmt: skip
    assert len({row[0] for row in rows[1:]}) == 22


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("age;count\nJonger dan 25;9\n", "Regel 2: &#34;9&#34; is geen aantal codes van 10"),
        ("age;count\nOuder dan 25;20\n", "Regel 2: De vraag &#34;age&#34; heeft geen groep"),
        (b"", "Het bestand is leeg"),
    ],
)
def test_a_mistake_in_the_file_is_shown_with_its_line(desk, engine, form, data, words) -> None:
    answer = look(desk, form, data)

    assert answer.status_code == 422
    assert words in answer.text
    assert made(engine) == []


def test_what_is_changed_after_looking_is_checked_again(desk, engine, form) -> None:
    fields = hidden(look(desk, form).text)

    answer = desk.post(f"{PAGE}/batches", data=fields | {"data": [GROUPS.replace("12", "3")]})

    assert answer.status_code == 422
    assert made(engine) == []


def test_a_wrong_day_beside_the_file_is_said_at_its_field(desk, form) -> None:
    answer = look(desk, {**form, "expires_on": "2020-01-01"})

    assert answer.status_code == 422
    assert 'id="field-expires_on-error"' in answer.text


def test_the_template_for_groups_has_a_column_for_every_question(desk) -> None:
    text = desk.get(f"{PAGE}/batches.csv?lang=nl").text

    assert text.removeprefix("\ufeff").splitlines()[:2] == ["age;gender;count", "Jonger dan 25;;"]
