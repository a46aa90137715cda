"""The desk prints sheets and types them in: by number, and as a whole table."""

import re
from html import unescape

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from dialogue.models import (
    Contribution,
    ContributionVersion,
    Dialogue,
    Exposure,
    Participant,
    Rating,
    Region,
    Role,
    RoundKind,
    new_id,
)
from dialogue.sheets import sheet_label
from tests.cast import make_account
from tests.facilitator_cast import log_in_facilitator
from tests.residents import QUESTIONS, Setting

HERE = "/facilitator/dialogues/spoedzorg/paper"


class Desk:
    """A facilitator at the pages about paper."""

    def __init__(self, web: TestClient, setting: Setting) -> None:
        self.web, self.setting = web, setting
        with transaction(setting.engine) as session:
            dialogue = setting.dialogue(session)
            self.dialogue_id = dialogue.id
            self.chamber = str(parts.chambers_of(session, dialogue)[0].id)

    def label(self, number: int) -> str:
        return sheet_label(self.dialogue_id, number)

    def prints(self, **fields: str):
        sent = {"chamber_id": self.chamber, "language": "nl", "print_id": str(new_id())}
        return self.web.post(HERE, data=sent | fields)

    def enters(self, number: int, **fields: str):
        sent = {"sheet": self.label(number), "entry_id": str(new_id()), "agrees": "yes"}
        named = {name.replace("_at_", "-"): value for name, value in fields.items()}
        return self.web.post(f"{HERE}/entry", data=sent | named)


@pytest.fixture
def desk(web: TestClient, setting: Setting, engine: Engine, clock) -> Desk:
    with transaction(engine) as session:
        region = session.get_one(Region, setting.dialogue(session).region_id)
        make_account(session, region, Role.FACILITATOR, clock())
        log_in_facilitator(web, session, clock(), existing=True)
    web.headers["accept-language"] = "en"
    return Desk(web, setting)


@pytest.fixture
def weighing_desk(desk: Desk, setting: Setting) -> Desk:
    setting.crowd_says(*(f"Idee {number} voor betere zorg" for number in range(8)))
    setting.go_on_to(RoundKind.WEIGH)
    return desk


def values(setting: Setting) -> list[int | None]:
    return [each.value for each in setting.all(Rating)]


def test_sheets_with_questions_are_printed_in_the_language_of_the_table(desk: Desk) -> None:
    page = desk.prints(count="2").text

    assert page.count('class="sheet"') == 2
    assert desk.label(1) in page
    assert "Ik heb dit gelezen en doe mee." in page
    assert "I have read this and take part." in desk.prints(count="1", language="en").text


def test_sheets_with_cards_hold_what_others_said(weighing_desk: Desk) -> None:
    page = weighing_desk.prints(count="1").text

    assert sum(f"Idee {number} voor" in page for number in range(8)) == 8
    assert page.count("sheet-card") == 8


def test_nothing_of_others_stands_on_a_sheet_while_questions_are_asked(
    desk: Desk, setting: Setting
) -> None:
    setting.crowd_says("Meer huisartsen in de wijk")

    assert "huisartsen" not in desk.prints(count="1").text


@pytest.mark.parametrize(
    "wish", [{"count": "41"}, {"count": "0"}, {"chamber_id": "x"}, {"count": "1", "again": "all"}]
)
def test_a_wish_that_is_not_possible_is_said_beside_its_field(desk: Desk, wish) -> None:
    answer = desk.prints(**({"count": "1"} | wish))

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_sheet_is_typed_in_and_the_next_one_asked(desk: Desk, setting: Setting) -> None:
    setting.change(background_questions=QUESTIONS)
    desk.prints(count="1")

    answer = desk.enters(1, answer_at_1="Meer bankjes", background_at_age="old")

    assert answer.status_code == 303
    assert desk.label(1) in desk.web.get(answer.headers["location"]).text
    assert [each.text for each in setting.all(ContributionVersion)] == ["Meer bankjes"]


def test_what_was_typed_in_stands_in_the_fields_again(weighing_desk: Desk) -> None:
    weighing_desk.prints(count="1")
    weighing_desk.enters(1, card_at_1="-3", card_at_2="?", added_at_1="En een lift", card_at_3="+2")

    page = weighing_desk.web.get(f"{HERE}/entry?sheet={weighing_desk.label(1).lower()}").text

    shown = dict(re.findall(r'name="(card-\d)"[^>]*value="([^"]*)"', page))
    assert (shown["card-1"], shown["card-2"], shown["card-3"], shown["card-4"]) == (
        "-3", "?", "2", "",
    )  # fmt: skip
    assert "En een lift" in page
    assert re.search(r'name="agrees" value="yes" checked', page)


def test_a_wrong_number_finds_no_sheet(desk: Desk) -> None:
    desk.prints(count="1")
    number, letter = desk.label(1).split("-")
    wrong = "B" if letter != "B" else "C"

    for typed in (f"{number}-{wrong}", "1", "nothing", desk.label(2)):
        answer = desk.web.get(f"{HERE}/entry", params={"sheet": typed})
        assert answer.status_code == 422
        assert "No sheet of this dialogue has this number." in answer.text


def test_an_unreadable_mark_is_said_and_nothing_is_lost(
    weighing_desk: Desk, setting: Setting
) -> None:
    weighing_desk.prints(count="1")

    answer = weighing_desk.enters(1, card_at_1="7", card_at_2="2", added_at_2="Goed plan")

    assert answer.status_code == 422
    assert "Card 1: type one of -3, -2, -1, 0, 1, 2, 3" in answer.text
    assert "Goed plan" in answer.text
    assert values(setting) == []


def test_without_the_tick_nothing_is_stored(desk: Desk, setting: Setting) -> None:
    desk.prints(count="1")

    answer = desk.enters(1, agrees="", answer_at_1="Meer bankjes")

    assert answer.status_code == 422
    assert "Meer bankjes" in answer.text
    assert setting.all(Contribution) == []


def test_the_same_page_sent_twice_is_stored_once(weighing_desk: Desk, setting: Setting) -> None:
    weighing_desk.prints(count="1")
    sent = {"entry_id": str(new_id()), "card_at_1": "3", "added_at_1": "En een lift"}

    answers = [weighing_desk.enters(1, **sent).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert values(setting) == [3]


def test_a_table_is_looked_at_and_then_stored_as_a_whole(
    weighing_desk: Desk, setting: Setting
) -> None:
    weighing_desk.prints(count="10")
    rows = [f"{weighing_desk.label(n)};x;;{n % 7 - 3};?;;2" for n in range(1, 11)]
    sent = {"data": "\n".join(["sheet;agrees;quoted;1;2;3;4", *rows]), "table_id": str(new_id())}

    look = weighing_desk.web.post(f"{HERE}/table/check", data=sent)
    looked_at = values(setting), setting.all(Exposure)
    stored = [weighing_desk.web.post(f"{HERE}/table", data=sent).status_code for _ in range(2)]

    assert "Are these 10 sheets right?" in unescape(look.text)
    assert looked_at == ([], [])
    assert stored == [303, 303]
    assert len(values(setting)) == 30
    came = [each for each in setting.all(Participant) if each.channel == "paper"]
    assert all(each.consented_at and not each.may_be_quoted for each in came)


def test_a_table_with_mistakes_says_each_in_its_row_and_stores_nothing(
    weighing_desk: Desk, setting: Setting
) -> None:
    weighing_desk.prints(count="4")
    label = weighing_desk.label
    for rows, told in (
        ([f"{label(1)}\tx\t\t3", "99-Q\tx\t\t1", f"{label(1)}\tx\t\t2"], ["Line 2", "Line 3"]),
        ([f"{label(1)},x,,3", f"{label(2)},,,1"], ["Line 2"]),
        ([f"{label(1)};x;;9", f"{label(2)};perhaps;;1"], ["Line 1", "Line 2"]),
        ([f"{label(1)};x;;1;1;1;1;1;1;1;1;1"], ["Line 1"]),
        (["sheet;agrees"], ["There is no sheet in this table."]),
    ):
        for address in ("table/check", "table"):
            answer = weighing_desk.web.post(f"{HERE}/{address}", data={"data": "\n".join(rows)})
            assert answer.status_code == 422
            assert all(each in answer.text for each in told), (rows, told)
    assert values(setting) == []


def test_answers_to_questions_come_in_a_table_as_well(desk: Desk, setting: Setting) -> None:
    desk.prints(count="2")
    data = f'{desk.label(1)};ja;ja;"Een zin; en nog een"\n{desk.label(2)};ja;nee;Korter wachten'

    answer = desk.web.post(f"{HERE}/table", data={"data": data, "table_id": str(new_id())})

    assert answer.status_code == 303
    texts = {each.text for each in setting.all(ContributionVersion)}
    assert texts == {"Een zin; en nog een", "Korter wachten"}


def test_after_the_round_no_sheet_is_taken(desk: Desk, setting: Setting) -> None:
    desk.prints(count="1")
    setting.close(RoundKind.ASK)

    assert desk.enters(1, answer_at_1="Te laat").status_code == 409
    assert "No round takes sheets now" in desk.web.get(f"{HERE}/entry").text


def test_a_draft_prints_nothing(desk: Desk, engine: Engine) -> None:
    with transaction(engine) as session:
        session.exec(select(Dialogue)).one().state = "draft"

    assert "There is nothing to print now" in desk.web.get(HERE).text
    assert desk.prints(count="1").status_code == 200
    assert "sheet-number" not in desk.prints(count="1").text
