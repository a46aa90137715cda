"""A facilitator brings in a list of addresses, draws by lot from it, and erases it."""

import html
import json
import re
from hashlib import sha256

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.addressing import Addressing
from app.body_limit import LARGEST_BODY
from app.db import transaction
from app.usecases import addresses_checking
from dialogue.models import Draw, ListState
from tests.addresses_cast import ANNE, BEN, HEADER, Office
from tests.app.routes.conftest import served
from tests.facilitator_cast import log_in_facilitator

PAGE = "/facilitator/dialogues/spoedzorg/addresses"
WRONG = "Cor;geen-adres;;Dorpsstraat 3;99;Zoetermeer;nl;25-44\n"


@pytest.fixture
def desk(web: TestClient, office: Office, engine: Engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
    return web


def send(desk: TestClient, data: str | bytes, name: str = "Steekproef maart"):
    return desk.post(PAGE, data={"name": name}, files={"file": ("lijst.csv", data)})


def choices(page: str) -> dict[str, str]:
    """What is chosen on a page, as a browser would send it."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def first_chamber(page: str) -> str:
    return re.search(r'name="chamber_id".*?<option value="([0-9a-f-]{36})"', page, re.S)[1]


def sent_and_chosen(desk: TestClient, data: str) -> str:
    """Send a list and have it checked; gives its address."""
    address = send(desk, data).headers["location"]
    page = desk.get(address).text
    answer = desk.post(
        f"{address}/columns", data={**choices(page), "chamber_id": first_chamber(page)}
    )
    assert answer.status_code == 303, answer.text
    return address


def brought_in(desk: TestClient, office: Office, data: str) -> str:
    address = sent_and_chosen(desk, data)
    office.work()
    assert desk.post(f"{address}/import", data={"keeps": "all"}).status_code == 303
    return address


def test_without_a_list_the_page_says_what_to_do_first(desk: TestClient) -> None:
    page = desk.get(PAGE).text

    assert "Er is nog geen lijst" in page
    assert f'href="{PAGE}"' in desk.get(PAGE.replace("addresses", "invitations")).text


def test_columns_are_guessed_and_the_first_rows_shown_before_anything_counts(
    desk: TestClient, office: Office
) -> None:
    address = send(desk, HEADER + ANNE + BEN).headers["location"]

    page = desk.get(address).text

    chosen = choices(page)
    assert (chosen["column-email"], chosen["column-postcode"], chosen["column-group-age"]) == (
        "1", "4", "7",
    )  # fmt: skip
    assert "anne@example.nl" in page
    assert office.people() == []


def test_the_choice_of_columns_survives_a_refusal_and_a_closed_tab(desk: TestClient) -> None:
    address = send(desk, HEADER + ANNE).headers["location"]

    refused = desk.post(f"{address}/columns", data={"column-name": "2", "column-email": "1"})

    assert refused.status_code == 422
    assert 'id="field-chamber_id-error"' in refused.text
    kept = choices(desk.get(address).text)
    assert (kept["column-name"], kept["column-phone"]) == ("2", "")


def test_one_column_for_two_things_and_no_way_to_reach_are_refused(desk: TestClient) -> None:
    address = send(desk, HEADER + ANNE).headers["location"]
    chamber = first_chamber(desk.get(address).text)

    twice = {"chamber_id": chamber, "column-name": "1", "column-email": "1"}
    nowhere = {"chamber_id": chamber, "column-name": "0", "column-street": "3"}

    assert "Kolom B" in desk.post(f"{address}/columns", data=twice).text
    assert 'id="field-column-email-error"' in desk.post(f"{address}/columns", data=nowhere).text


def test_wrong_rows_are_told_by_row_and_column_and_can_be_kept_as_a_file(
    desk: TestClient, office: Office
) -> None:
    address = sent_and_chosen(desk, HEADER + ANNE + WRONG + BEN)
    office.work()

    page = desk.get(address).text
    file = desk.get(f"{address}/problems.csv").text

    assert "B · E-mail" in page
    assert "E · Postcode" in page
    assert "geen-adres" not in page + file
    assert [line.split(";")[:2] for line in file.splitlines()[1:]] == [["3", "B"], ["3", "E"]]


def test_the_good_rows_are_brought_in_when_so_chosen(desk: TestClient, office: Office) -> None:
    address = sent_and_chosen(desk, HEADER + ANNE + WRONG + BEN)
    office.work()

    desk.post(f"{address}/import", data={"keeps": "good"})

    assert office.usable() == 2
    page = desk.get(address).text
    assert "anne@example.nl" not in page
    assert "Anne" not in page


def test_all_means_nothing_while_a_row_is_wrong(desk: TestClient, office: Office) -> None:
    address = sent_and_chosen(desk, HEADER + ANNE + WRONG)
    office.work()

    refused = desk.post(f"{address}/import", data={"keeps": "all"})

    assert refused.status_code == 409
    assert office.usable() == 0


def test_nothing_is_brought_in_when_so_chosen_and_what_is_wrong_stays(
    desk: TestClient, office: Office
) -> None:
    address = sent_and_chosen(desk, HEADER + ANNE + WRONG)
    office.work()

    desk.post(f"{address}/import", data={"keeps": "nothing"})
    office.work()

    assert office.people() == []
    assert "B · E-mail" in desk.get(address).text


def test_the_progress_follows_the_worker_and_then_loads_the_page(
    desk: TestClient, office: Office
) -> None:
    address = sent_and_chosen(desk, HEADER + ANNE)

    before = desk.get(f"{address}/progress", headers={"hx-request": "true"})
    whole_page = desk.get(address).text
    office.work()
    after = desk.get(f"{address}/progress", headers={"hx-request": "true"})

    assert 'value="0" max="1"' in before.text
    assert '<meta http-equiv="refresh"' in whole_page
    assert after.headers["hx-refresh"] == "true"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 a workbook", "CSV UTF-8"),
        (b"naam;e-mail\n", "geen rij met een adres"),
        (b"anne@example.nl;Anne\nben@example.nl;Ben\n", "noemt de kolommen niet"),
        (b"naam;e-mail\n\"Anne;anne@example.nl\n" + b"Ben;b@example.nl\n" * 200, "aanhalingsteken"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_at_its_field(desk, data: bytes, words: str) -> None:
    refused = send(desk, data)

    assert refused.status_code == 422
    assert 'id="field-file-error"' in refused.text
    assert words in html.unescape(refused.text)
    assert 'value="Steekproef maart"' in refused.text


def test_an_older_spreadsheets_letters_are_read_with_a_warning(desk: TestClient) -> None:
    address = send(desk, (HEADER + ANNE.replace("Anne", "Zoë")).encode("cp1252"))

    page = desk.get(address.headers["location"]).text

    assert "Zoë de Wit" in page
    assert "Windows-1252" in page


def test_a_large_list_is_let_through_for_who_facilitates_and_for_nobody_else(
    desk: TestClient, office: Office
) -> None:
    large = HEADER + ANNE * 1500
    assert len(large) > LARGEST_BODY

    let_through = send(desk, large)
    elsewhere = desk.post("/facilitator/dialogues/other/addresses", data={"name": "x" * len(large)})
    other_form = desk.post(f"{PAGE}/x/columns", data={"name": "x" * len(large)})
    desk.cookies.clear()
    by_nobody = send(desk, large)

    assert let_through.status_code == 303
    assert [each.status_code for each in (elsewhere, other_form, by_nobody)] == [413, 413, 413]


def test_a_list_that_is_too_large_is_refused_in_words_that_fit(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.body_limit.LARGEST_LIST", 1_000_000)

    refused = send(desk, HEADER + ANNE * 20_000)

    assert refused.status_code == 413
    assert "Het bestand is groter dan 1 MB." in refused.text


def test_erasing_asks_first_and_then_leaves_nobody(desk: TestClient, office: Office) -> None:
    address = brought_in(desk, office, HEADER + ANNE + BEN)

    question = desk.get(f"{address}/erase").text
    desk.post(f"{address}/erase")
    office.work()

    assert "kan niet ongedaan" in question
    assert office.people() == []
    assert "gewist" in desk.get(address).text


def test_a_form_that_is_sent_twice_is_one_draw(
    desk: TestClient, office: Office, engine: Engine
) -> None:
    rows = (
        f"P{row};p{row}@example.nl;;;;;;{'25-44' if row % 4 else '80-plus'}" for row in range(80)
    )
    address = brought_in(desk, office, HEADER + "\n".join(rows))

    sent = {"size": "20", "seen": "0"}
    assert 'name="seen" value="0"' in desk.get(f"{address}/draw").text

    answers = [desk.post(f"{address}/draw", data=sent).status_code for _ in range(2)]

    assert answers == [303, 409]
    assert sum(1 for each in office.people() if each.draw_id) == 20


def test_a_draw_is_shown_with_all_that_is_needed_to_do_it_again(
    desk: TestClient, office: Office, engine: Engine
) -> None:
    rows = (
        f"P{row};p{row}@example.nl;;;;;;{'25-44' if row % 4 else '80-plus'}" for row in range(80)
    )
    address = brought_in(desk, office, HEADER + "\n".join(rows))

    answer = desk.post(f"{address}/draw", data={"size": "20", "first": "age", "as": "list"})
    page = desk.get(answer.headers["location"])
    log = json.loads(desk.get(f"{answer.headers['location'].split('?')[0]}/log.json").text)

    assert "20 mensen zijn geloot" in page.text
    drawn = sorted(each.row for each in office.people() if each.draw_id)
    tickets = {row: sha256(f"{log['seed']}:{row}".encode()).digest() for row in range(2, 82)}
    old = sorted((row for row in tickets if (row - 2) % 4 == 0), key=tickets.get)[:5]
    young = sorted((row for row in tickets if (row - 2) % 4), key=tickets.get)[:15]
    assert drawn == sorted(old + young)
    assert log["drawn_hash"] == sha256("".join(f"{row}\n" for row in drawn).encode()).hexdigest()
    again = desk.post(f"{address}/draw", data={"size": "61"})
    assert again.status_code == 422
    assert "1 tot en met 60" in html.unescape(again.text)


def test_small_groups_stand_neither_on_the_page_nor_in_the_files(
    desk: TestClient, office: Office
) -> None:
    ages = ["25-44"] * 30 + ["45-64"] * 12 + ["80-plus"] * 7
    rows = (f"P{row};p{row}@example.nl;;;;;;{age}" for row, age in enumerate(ages))
    address = brought_in(desk, office, HEADER + "\n".join(rows))
    place = desk.post(f"{address}/draw", data={"size": "20", "first": "age"}).headers["location"]
    place = place.split("?")[0]

    listed = desk.get(address).text
    log = json.loads(desk.get(f"{place}/log.json").text)
    file = desk.get(f"{place}/strata.csv").text

    assert "niet getoond" in listed
    hidden = [each for each in log["strata"] if each["listed"] is None]
    assert len(hidden) == 2  # the small one, and one that keeps it from being subtracted
    assert file.count(";;;") == 2


def test_a_list_of_another_dialogue_is_not_found(desk: TestClient, office: Office, engine) -> None:
    address = brought_in(desk, office, HEADER + ANNE)
    desk.post(f"{address}/draw", data={"size": "1"})
    with transaction(engine) as session:
        draw = session.exec(select(Draw)).one()
        draw_id, list_id = draw.id, draw.list_id

    assert desk.get(f"{PAGE}/{draw_id}").status_code == 404
    assert desk.get(f"{PAGE}/{list_id}/draws/{list_id}").status_code == 404
    assert office.stored(list_id).state is ListState.IMPORTED


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_in_a_browser_the_bar_moves_and_the_page_then_asks_what_to_do(
    desk: TestClient, office: Office, browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    monkeypatch.setattr(addresses_checking, "ROWS_AT_ONCE", 2)
    file = tmp_path / "lijst.csv"
    file.write_text(HEADER + ANNE + WRONG + BEN + "D;d@example.nl;;;;;;\nE;e@example.nl;;;;;;\n")
    with served(desk.app) as address:
        context = browser.new_context(locale="nl-NL")
        context.add_cookies(
            [{"name": key, "value": value, "url": address} for key, value in desk.cookies.items()]
        )
        page = context.new_page()
        page.goto(address + PAGE)
        page.get_by_label("Naam van deze lijst").fill("Wijkraad")
        page.get_by_label("Bestand met adressen").set_input_files(file)
        page.get_by_role("button", name="Stuur de lijst").click()
        page.get_by_label("Iedereen erop hoort bij").select_option("Inwoners")
        page.get_by_role("button", name="Controleer alle rijen").click()
        worker = Addressing(office.engine, office.settings, office.clock)
        for done in ("0", "2", "4"):
            expect(page.get_by_role("progressbar")).to_have_attribute("value", done)
            worker.attempt()
        expect(page.get_by_text("Van de 5 rijen klopt er 1 niet.")).to_be_visible()
        page.get_by_role("button", name="Lees de 4 goede rijen in").click()
        expect(page.get_by_text("4 mensen zijn ingelezen.")).to_be_visible()
        context.close()
