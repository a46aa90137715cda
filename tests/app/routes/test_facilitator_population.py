"""A facilitator sends figures of who lives there, looks at them, and stores them."""

import html
import re

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import transaction
from app.usecases import dialogues
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.models import Population
from tests.cast import make_draft
from tests.facilitator_cast import log_in_facilitator

PAGE = "/facilitator/dialogues/spoedzorg/population"
FIGURES = "dimension,group,count\ngender,woman,600\ngender,man,590\n"
SOURCE = "CBS StatLine, 2025"


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        draft = make_draft(session, clock())
        dialogues.change_design(session, draft, background_questions=list(STANDARD_QUESTIONS[:2]))
    return web


def send(desk: TestClient, data: str | bytes = FIGURES, source: str = SOURCE):
    return desk.post(f"{PAGE}/check", data={"source": source}, files={"file": ("f.csv", data)})


def confirm(desk: TestClient, preview: str):
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', preview))
    data = re.search(r'<textarea name="data" hidden>(.*?)</textarea>', preview, re.S)
    wanted = {"data": html.unescape(data[1]), **{k: html.unescape(v) for k, v in fields.items()}}
    return desk.post(PAGE, files={name: (None, value) for name, value in wanted.items()})


def stored(engine) -> list[Population]:
    with transaction(engine) as session:
        return list(session.exec(select(Population).order_by(Population.revision)).all())


def test_the_template_has_a_line_for_every_group_in_the_language_of_the_page(desk) -> None:
    dutch = desk.get(f"{PAGE}/template.csv?lang=nl")
    english = desk.get(f"{PAGE}/template.csv?lang=en")

    assert dutch.headers["content-type"].startswith("text/csv")
    assert "age;under-25;;Hoe oud bent u?;Jonger dan 25" in dutch.text
    assert "gender,woman,,Are you ...,A woman" in english.text
    assert len(dutch.text.splitlines()) == 1 + 5 + 3


def test_a_filled_in_template_is_looked_at_and_then_stored(desk, engine) -> None:
    template = desk.get(f"{PAGE}/template.csv?lang=nl").text
    filled = template.replace("woman;;", "woman;600;").replace(";man;;", ";man;590;")

    preview = send(desk, filled)
    before = stored(engine)
    answer = confirm(desk, preview.text)

    assert preview.status_code == 200
    assert before == []
    assert "1.190" in preview.text or "1,190" in preview.text
    assert "Anders" in preview.text
    assert "Hoe oud bent u?" in preview.text
    assert (answer.status_code, answer.headers["location"]) == (
        303, f"{PAGE}?done=population-stored",
    )  # fmt: skip
    assert [(each.revision, each.source) for each in stored(engine)] == [(1, SOURCE)]
    assert SOURCE in desk.get(PAGE).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (FIGURES + "gender,unicorn,3\n", "Regel 4: De vraag &#34;gender&#34; heeft geen groep"),
        (FIGURES + "income,low,3\n", "Regel 4: Deze dialoog vraagt niet naar &#34;income&#34;"),
        (FIGURES + "age,25-44,1.000\n", "Regel 4: &#34;1.000&#34; is geen heel getal"),
        (FIGURES.encode("utf-16"), "Regel 1: Een letter in deze regel"),
        (b"", "Het bestand is leeg"),
        ("x" * 60_000, "Het bestand is groter dan 50 kB"),
    ],
)
def test_a_mistake_is_shown_with_its_line_and_nothing_is_stored(desk, engine, data, words) -> None:
    page = send(desk, data)

    assert page.status_code == 422
    assert words in page.text
    assert SOURCE in page.text
    assert stored(engine) == []


def test_without_a_source_nothing_is_looked_at(desk) -> None:
    page = send(desk, source=" ")

    assert page.status_code == 422
    assert "U vulde niet in waar de cijfers vandaan komen" in page.text


def test_replacing_is_said_before_and_the_former_file_can_still_be_read(desk, engine) -> None:
    confirm(desk, send(desk).text)

    preview = send(desk, FIGURES.replace("590", "595"), "CBS, 2026").text
    answer = confirm(desk, preview)

    assert "Dit vervangt de cijfers die nu tellen" in preview
    assert SOURCE in preview
    assert answer.status_code == 303
    assert [each.revision for each in stored(engine)] == [1, 2]
    assert "gender,man,590" in desk.get(f"{PAGE}/1.csv").text
    assert desk.get(f"{PAGE}/3.csv").status_code == 404


def test_figures_that_somebody_replaced_meanwhile_are_not_replaced_unseen(desk, engine) -> None:
    first, second = send(desk).text, send(desk, source="CBS, 2026").text
    confirm(desk, first)

    answer = confirm(desk, second)

    assert answer.status_code == 422
    assert len(stored(engine)) == 1


def test_what_is_changed_between_looking_and_storing_is_checked_again(desk, engine) -> None:
    preview = send(desk).text

    answer = confirm(desk, preview.replace("gender,man,590", "gender,man,-4"))

    assert answer.status_code == 422
    assert stored(engine) == []


def test_combinations_are_shown_by_their_totals(desk) -> None:
    page = send(desk, "age,gender,count\n25-44,woman,300\n25-44,man,200\n45-64,man,100\n")

    assert page.status_code == 200
    assert "staan 3 combinaties" in page.text
    assert "83" in page.text  # 500 of 600 are 25 to 44


def test_a_dialogue_that_asks_nothing_has_nothing_to_compare(desk, engine, clock) -> None:
    with transaction(engine) as session:
        make_draft(session, clock(), slug="leeg")

    page = desk.get("/facilitator/dialogues/leeg/population")

    assert page.status_code == 200
    assert "Deze dialoog vraagt nog niets over mensen" in page.text


def test_the_figures_of_another_region_do_not_exist(desk, engine, clock, session: Session) -> None:
    from app.usecases.dialogues import create_dialogue, create_region

    region = create_region(session, slug="elders", name="Elders")
    create_dialogue(
        session, region, slug="elders", title_nl="Elders", template="zoetermeer", seed=1,
        now=clock(),
    )  # fmt: skip
    session.commit()

    assert desk.get("/facilitator/dialogues/elders/population").status_code == 404
