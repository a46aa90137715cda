"""The step plan about people: own questions, sides of society, closing questions, indicators."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.queries.closing import indicators_of
from app.usecases import dialogues
from dialogue.models import Dialogue, Helix
from tests.cast import FACILITATOR, make_draft
from tests.facilitator_cast import log_in_facilitator

PAGE = "/facilitator/dialogues/spoedzorg/design"
PLAN = {"version": "1", "title_nl": "Spoedzorg", "prompt-1-text_nl": "Wat mist u?"}
ROLE = {
    "own-1-text_nl": "Wat is uw rol?", "own-1-text_en": "What is your role?",
    "own-1-options_nl": "Inwoner\nZorgverlener\n", "own-1-options_en": "Resident\nCare worker",
}  # fmt: skip
MEASURE = {
    "indicator-1-text_nl": "Hoe makkelijk bereikt u hulp?", "indicator-1-lowest": "0",
    "indicator-1-highest": "10", "indicator-1-lowest_nl": "heel moeilijk",
    "indicator-1-highest_nl": "heel makkelijk", "indicator-1-target": "25,5",
}  # fmt: skip


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        make_draft(session, clock())
    return web


def saved(engine) -> tuple[Dialogue, list, dict[str, Helix | None]]:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        chambers = {each.key: each.helix for each in parts.chambers_of(session, dialogue)}
        return dialogue, list(indicators_of(session, dialogue)), chambers


def fields_of(page: str) -> dict[str, str]:
    """The fields about people as the page shows them, to send them back unchanged."""
    boxes = re.findall(r'<textarea[^>]*name="([\w-]+)"[^>]*>\n?([^<]*)</textarea>', page)
    lines = re.findall(r'value="([^"]*)" id="field-[\w-]+" name="([\w-]+)"', page)
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return {**{name: value for value, name in lines}, **dict(boxes)} | {"version": version}


def test_a_question_of_ones_own_is_stored_and_can_be_sent_back_unchanged(desk, engine) -> None:
    first = desk.post(PAGE, data={**PLAN, **ROLE, "background": ["age"]})
    before, _, _ = saved(engine)
    again = desk.post(PAGE, data={**fields_of(desk.get(PAGE).text), "background": ["age"]})
    after, _, _ = saved(engine)

    assert (first.status_code, again.status_code) == (303, 303)
    assert before.background_questions == after.background_questions
    assert before.background_questions[1] == {
        "key": "wat-is-uw-rol", "text_nl": "Wat is uw rol?", "text_en": "What is your role?",
        "options": [
            {"key": "inwoner", "nl": "Inwoner", "en": "Resident"},
            {"key": "zorgverlener", "nl": "Zorgverlener", "en": "Care worker"},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"own-1-text_nl": ""}, "own-1-text_nl"),
        ({"own-1-text_nl": "Hoe gezond bent u?"}, "own-1-text_nl"),
        ({"own-1-text_nl": "x" * 201}, "own-1-text_nl"),
        ({"own-1-options_nl": "Inwoner"}, "own-1-options_nl"),
        ({"own-1-options_nl": "\n".join(f"rol {n}" for n in range(21))}, "own-1-options_nl"),
        ({"own-1-options_nl": "Inwoner\ninwoner"}, "own-1-options_nl"),
        ({"own-1-options_nl": "Inwoner\n" + "x" * 61}, "own-1-options_nl"),
        ({"own-1-options_nl": "Met een beperking\nZonder"}, "own-1-options_nl"),
        ({"own-1-options_en": "Resident"}, "own-1-options_en"),
        ({f"own-2-{name[6:]}": text for name, text in ROLE.items()}, "own-2-text_nl"),
        ({"own-1-text_en": "Do you have a disease?"}, "background"),
        ({"background": ["neighbourhood"]}, "neighbourhoods"),
        ({"closing": ["heard", "pulse"]}, "closing"),
        ({"side-resident": "moon"}, "side-resident"),
        ({**MEASURE, "indicator-1-text_nl": ""}, "indicator-1-text_nl"),
        ({**MEASURE, "indicator-1-highest": "0"}, "indicator-1-highest"),
        ({**MEASURE, "indicator-1-lowest": "-1"}, "indicator-1-lowest"),
        ({**MEASURE, "indicator-1-highest": "30"}, "indicator-1-highest"),
        ({**MEASURE, "indicator-1-lowest_nl": ""}, "indicator-1-lowest_nl"),
        ({**MEASURE, "indicator-1-target": "veel"}, "indicator-1-target"),
        ({**MEASURE, "indicator-1-target": "-101"}, "indicator-1-target"),
    ],
)
def test_what_can_not_be_stored_is_said_at_its_field(desk, engine, change, field: str) -> None:
    answer = desk.post(PAGE, data={**PLAN, **ROLE, **change})

    assert answer.status_code == 422
    assert f'id="field-{field}-error"' in answer.text
    dialogue, indicators, _ = saved(engine)
    assert (dialogue.background_questions, indicators) == ([], [])


def test_more_than_eight_questions_about_people_are_refused(desk) -> None:
    many = {
        f"own-{place}-{name}": f"{text} {place}\nanders {place}" if "options" in name else
        f"{text} {place}"
        for place in range(1, 8)
        for name, text in (("text_nl", "Vraag"), ("options_nl", "iets"))
    }  # fmt: skip

    answer = desk.post(PAGE, data={**PLAN, **many, "background": ["age", "gender"]})

    assert answer.status_code == 422
    assert 'id="field-background-error"' in answer.text


def test_sides_collectives_scales_and_measures_are_stored_and_shown_again(desk, engine) -> None:
    form = {
        **PLAN, **MEASURE, "side-resident": "society", "side-director": "government",
        "asks_collective": "yes", "closing": ["heard", "legitimacy"],
    }  # fmt: skip
    answer = desk.post(PAGE, data=form)
    dialogue, indicators, chambers = saved(engine)
    page = desk.get(PAGE).text

    assert answer.status_code == 303
    assert dialogue.asks_collective
    assert dialogue.closing_questions == ["heard", "legitimacy"]
    assert chambers == {
        "resident": Helix.SOCIETY, "professional": None, "manager": None,
        "director": Helix.GOVERNMENT,
    }  # fmt: skip
    assert [(each.text_nl, each.target) for each in indicators] == [
        ("Hoe makkelijk bereikt u hulp?", 25.5)
    ]
    assert '<option value="society" selected>' in page
    assert "heel makkelijk" in page
    assert re.search(r'value="legitimacy"[^>]* checked', page, re.S)


def test_saving_again_without_a_measure_takes_it_away(desk, engine) -> None:
    desk.post(PAGE, data={**PLAN, **MEASURE})

    desk.post(PAGE, data={**PLAN, "version": "2"})

    assert saved(engine)[1] == []


def test_after_the_launch_nothing_of_it_changes(desk, engine, clock) -> None:
    desk.post(PAGE, data={**PLAN, **ROLE, **MEASURE, "asks_collective": "yes"})
    with transaction(engine) as session:
        draft = session.exec(select(Dialogue)).one()
        dialogues.change_design(
            session, draft, purpose_nl="Doel", decides_nl="Bestuur", not_open_nl="Plek",
            ladder="advise", owner="Ik", answer_by=clock().date(),
        )  # fmt: skip
        dialogues.launch_dialogue(session, draft, now=clock(), actor=FACILITATOR)

    answer = desk.post(PAGE, data=PLAN)
    page = desk.get(PAGE)

    assert answer.status_code == 409
    assert page.status_code == 200
    assert "Wat is uw rol?" in page.text
    assert "Eigen vraag 2" not in page.text
    dialogue, indicators, _ = saved(engine)
    assert (dialogue.asks_collective, len(indicators)) == (True, 1)
