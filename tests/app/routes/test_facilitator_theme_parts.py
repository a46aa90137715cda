"""What says the same is shown once, counted as people; a theme is split by a second look inside."""

import html
import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import theme_parts
from dialogue.models import Contribution, ContributionState, Dialogue, Placement, Theme
from tests.cast import make_asking
from tests.facilitator_cast import (
    log_in_facilitator,
    make_participants,
    make_run,
    make_theme,
    read,
    say_all,
    say_the_same,
)

HERE = "/facilitator/dialogues/spoedzorg"


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        make_asking(session, clock())
        return log_in_facilitator(web, session, clock())


def repeat(engine, clock, *groups: tuple[str, int, int], others: int = 0) -> None:
    """A theme with groups of answers: the words, by how many people, in how many answers."""
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        run = make_run(session, dialogue, clock(), answers=100)
        everything: list[Contribution] = []
        for number, (words, people, answers) in enumerate(groups):
            authors = make_participants(session, dialogue, clock(), many=people)
            said = say_all(session, dialogue, [words] * answers, clock(), people=authors)
            say_the_same(session, run, said, number=number)
            everything += said
        everything += say_all(session, dialogue, [f"Eigen {n}" for n in range(others)], clock())
        make_theme(
            session, dialogue, clock(), number=1, label="bus", contributions=everything
        )  # fmt: skip


def only_theme(engine) -> str:
    with transaction(engine) as session:
        return f"{HERE}/themes/{session.exec(select(Theme.id)).first()}"


def test_repetition_is_counted_as_people_the_most_people_first(
    desk: TestClient, engine, clock
) -> None:
    repeat(engine, clock, ("Meer bussen", 2, 9), ("Een tolk", 3, 4), others=90)
    page = desk.get(f"{HERE}/repeated").text

    assert page.index("Een tolk") < page.index("Meer bussen")
    assert "Gezegd door 3 mensen in 4 antwoorden" in page
    assert "Gezegd door 2 mensen in 9 antwoorden" in page
    assert page.count("Een tolk") == 1
    assert "Precies dezelfde woorden" in page


@pytest.mark.parametrize(
    ("answers", "others", "told"),
    [(10, 300, True), (9, 300, False), (5, 95, True), (5, 96, False), (2, 3, False)],
)
def test_much_of_the_same_may_be_a_campaign_and_nothing_is_hidden(
    desk: TestClient, engine, clock, answers: int, others: int, told: bool
) -> None:
    repeat(engine, clock, ("Meer bussen", answers, answers), others=others)
    page = desk.get(f"{HERE}/repeated").text

    assert ("Misschien een campagne" in page) is told


def test_what_was_withdrawn_is_not_counted_and_one_answer_is_no_repetition(
    desk: TestClient, engine, clock
) -> None:
    repeat(engine, clock, ("Meer bussen", 2, 2), ("Een tolk", 3, 3))
    with transaction(engine) as session:
        for words in session.exec(select(Contribution)).all()[1:3]:
            words.state = ContributionState.WITHDRAWN
            session.add(words)
    page = desk.get(f"{HERE}/repeated").text

    assert "Meer bussen" not in page
    assert "Gezegd door 2 mensen in 2 antwoorden" in page


def test_the_menu_says_where_one_is_on_pages_with_an_address_of_their_own(desk: TestClient) -> None:
    for page, part in (("repeated", "themes"), ("exposure", "weighing"), ("plan", "weighing")):
        shown = desk.get(f"{HERE}/{page}").text
        assert f'<a href="{HERE}/{part}" aria-current="page">' in shown


def test_before_the_machine_looked_the_page_says_so(desk: TestClient) -> None:
    assert "De computer heeft nog niet gekeken" in desk.get(f"{HERE}/repeated").text


def test_a_theme_shows_a_repetition_once_with_the_others_beneath_it(
    desk: TestClient, engine, clock
) -> None:
    repeat(engine, clock, ("Meer bussen", 12, 12), others=2)
    page = desk.get(only_theme(engine)).text

    assert "14 antwoorden" in page
    assert "+ nog 11 zeggen hetzelfde" in page
    assert page.count('<li class="card answer">') == 3
    assert len(set(re.findall(r'name="contribution" value="([^"]+)" form="split"', page))) == 14


def test_all_answers_of_a_repetition_in_no_theme_can_be_ticked(
    desk: TestClient, engine, clock
) -> None:
    repeat(engine, clock, ("Meer bussen", 3, 3))
    with transaction(engine) as session:
        for placement in session.exec(select(Placement)).all():
            session.delete(placement)
    page = desk.get(f"{HERE}/themes/none").text
    boxes = re.findall(r'name="contribution" value="([^"]+)" form="gather"', page)
    made = desk.post(f"{HERE}/themes", data={"label": "Eigen", "contribution": boxes})

    assert "+ nog 2 zeggen hetzelfde" in page
    assert len(boxes) == 3
    assert made.status_code == 303
    assert "Meer bussen" not in desk.get(f"{HERE}/themes/none").text


# --- a second look inside ---------------------------------------------------------------------


def mix(engine, clock, **sizes: int) -> None:
    """A theme that holds several subjects."""
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        everything: list[Contribution] = []
        for axis, (name, size) in enumerate(sizes.items()):
            said = say_all(session, dialogue, [f"Over {name}: {n}" for n in range(size)], clock())
            read(session, said, axis)
            everything += said
        make_theme(session, dialogue, clock(), number=1, label="alles", contributions=everything)
        make_run(session, dialogue, clock(), answers=len(everything))


def parts_on(page: str) -> list[dict[str, str]]:
    """The forms of the parts, filled as the page fills them."""
    found = []
    for form in re.findall(r'<form class="inline-form".*?</form>', page, re.DOTALL):
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        name = re.search(r'value="([^"]*)" id="field-part-', form)
        found.append({**fields, "part_label": html.unescape(name[1])})
    return found


def test_a_look_inside_shows_parts_and_changes_nothing(desk: TestClient, engine, clock) -> None:
    mix(engine, clock, bus=20, tolk=20, telefoon=20)
    address = only_theme(engine)
    page = desk.get(f"{address}/inside").text

    assert "vond 3 delen" in page
    assert page.count("20 antwoorden") == 3
    assert "Er verandert niets totdat u het zegt." in page
    assert "60 antwoorden" in desk.get(address).text
    assert desk.get(f"{address}/inside").text == page, "the same answers give the same parts"


def test_a_part_of_more_than_a_page_gets_a_theme_of_its_own(
    desk: TestClient, engine, clock
) -> None:
    mix(engine, clock, bus=75, tolk=70, telefoon=70)
    address = only_theme(engine)
    part = parts_on(desk.get(f"{address}/inside").text)[0]
    made = desk.post(f"{address}/inside", data={**part, "part_label": "Met de bus"})

    assert made.status_code == 303
    listed = desk.get(f"{HERE}/themes").text
    assert "Met de bus" in listed
    assert "75 antwoorden" in listed
    assert "140 antwoorden" in listed


def test_a_part_without_a_name_is_asked_for_one_and_stays_the_same_part(
    desk: TestClient, engine, clock
) -> None:
    mix(engine, clock, bus=20, tolk=20)
    address = only_theme(engine)
    part = parts_on(desk.get(f"{address}/inside").text)[0]
    refused = desk.post(f"{address}/inside", data={**part, "part_label": " "})

    assert refused.status_code == 422
    assert 'id="field-part_label-error"' in refused.text
    assert part["members"] in refused.text
    assert "20 antwoorden" in refused.text


def test_who_looked_inside_before_the_theme_changed_is_told_so(
    desk: TestClient, engine, clock
) -> None:
    mix(engine, clock, bus=20, tolk=20)
    address = only_theme(engine)
    part = parts_on(desk.get(f"{address}/inside").text)[0]
    desk.post(f"{address}/rename", data={"label": "Anders", "version": "1"})

    assert desk.post(f"{address}/inside", data=part).status_code == 409


@pytest.mark.parametrize("members", ["", "geen id's", "AAAA"])
def test_a_part_that_is_no_part_is_refused(desk: TestClient, engine, clock, members: str) -> None:
    mix(engine, clock, bus=20, tolk=20)
    address = only_theme(engine)
    form = {"version": "1", "part_label": "Bus", "members": members}

    assert desk.post(f"{address}/inside", data=form).status_code in (409, 422)


def test_too_many_answers_to_look_inside_is_said(
    desk: TestClient, engine, clock, monkeypatch
) -> None:
    mix(engine, clock, bus=20, tolk=20)
    monkeypatch.setattr(theme_parts, "MOST_ANSWERS", 30)
    page = desk.get(f"{only_theme(engine)}/inside").text

    assert "Te veel antwoorden om er in een keer in te kijken" in page


def test_a_theme_of_a_few_answers_has_no_parts(desk: TestClient, engine, clock) -> None:
    mix(engine, clock, bus=5)
    page = desk.get(f"{only_theme(engine)}/inside").text

    assert "Er zijn geen duidelijke delen" in page


def test_answers_that_the_machine_has_not_read_are_told_of(desk: TestClient, engine, clock) -> None:
    repeat(engine, clock, ("Meer bussen", 2, 2), others=30)
    page = desk.get(f"{only_theme(engine)}/inside").text

    assert "Er zijn geen duidelijke delen" in page
