"""The pages about who takes part say what the row says, and nothing that is not in it."""

import csv
import io
import re
import socket
import threading
import time
from xml.etree import ElementTree

import httpx
import pytest
import uvicorn
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.routes.facilitator import participation_live
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.models import Indicator, Theme
from tests.cast import make_asking
from tests.facilitator_cast import log_in_facilitator, make_theme
from tests.measured_cast import INDICATORS, everything, find, nothing, store

HERE = "/facilitator/dialogues/spoedzorg/participation"
PAGES = ("", "/groups", "/said", "/voice", "/heard")
FILES = (
    "chambers", "channels", "trust", "waves", "arrivals", "missing", "groups-age", "groups-gender",
    "representativity", "loss", "loss-themes", "helix", "saturation", "saturation-curve",
    "viewpoints", "diversity", "voice", "lorenz", "across", "weights", "collectives", "heard",
    "legitimacy", "indicators",
)  # fmt: skip
CHARTS = (
    "funnel", "arrivals", "groups-age", "groups-gender", "helix", "saturation", "lorenz", "weights",
    "collectives", "heard", "legitimacy", "indicators",
)  # fmt: skip


@pytest.fixture
def empty(web: TestClient, engine, clock) -> TestClient:
    """The desk beside a dialogue that nobody measured yet, in English."""
    web.headers["accept-language"] = "en"
    with transaction(engine) as session:
        make_asking(session, clock()).background_questions = list(STANDARD_QUESTIONS)
        log_in_facilitator(web, session, clock())
    return web


@pytest.fixture
def desk(empty: TestClient, engine, clock) -> TestClient:
    """The desk beside a dialogue of which everything was measured."""
    with transaction(engine) as session:
        dialogue = find(session)
        themes = [
            make_theme(session, dialogue, clock(), number=number, label=label)
            for number, label in ((1, "Waiting"), (2, "The bus"))
        ]
        for position, each in enumerate(INDICATORS, start=1):
            names = {"text_nl": f"Vraag {position}", "text_en": f"Question {position}"}
            asked = Indicator(id=each, dialogue_id=dialogue.id, position=position, **names)
            session.add(asked)
        figures = everything(themes=[(each.id, each.number) for each in themes])
        store(session, dialogue, figures, clock())
    return empty


def words_of(page: str) -> str:
    """What is to be read on a page."""
    inside = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_before_anything_was_measured_the_pages_say_so(empty: TestClient) -> None:
    for path in PAGES:
        page = empty.get(f"{HERE}{path}")
        assert page.status_code == 200
        assert "Nothing was counted yet" in page.text
    assert empty.get(f"{HERE}/missing.csv").status_code == 404
    assert empty.get(f"{HERE}/funnel.svg").status_code == 404


def test_with_nobody_the_pages_say_what_is_needed_and_draw_nothing(
    empty: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        store(session, find(session), nothing(), clock())

    pages = [empty.get(f"{HERE}{path}") for path in PAGES]

    assert [page.status_code for page in pages] == [200] * len(PAGES)
    assert "Nobody came in yet, or fewer than ten people did." in pages[0].text
    assert "This takes at least 10 people who came in." in pages[0].text
    assert "This takes at least 10 people who wrote something." in pages[2].text
    assert not any("<img" in page.text for page in pages)


def test_first_comes_how_many_take_part_and_who_is_missing(desk: TestClient) -> None:
    words = words_of(desk.get(HERE).text)

    assert (
        "So far at least 430 people took part. Of the 1,200 who got a code 36% (33% to 39%) came."
        in words
    )
    assert "“Under 25” is there half as often as in the population." in words
    assert "60 more voices of this group would close the gap." in words
    assert "At least 200 invitations were not used yet. 27,200 people got no invitation." in words
    assert "“80 or older” is hardly there: less than a quarter of its share." in words
    assert "At least 20 more voices of this group would close the gap." in words
    assert words.index("Who is missing now") < words.index("When people came in")
    assert (
        'href="/facilitator/dialogues/spoedzorg/participation/reach-out.csv"' in desk.get(HERE).text
    )


def test_every_page_has_a_sentence_a_picture_a_table_and_a_file(desk: TestClient) -> None:
    for path in PAGES:
        page = desk.get(f"{HERE}{path}").text
        for figure in re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL):
            src = re.search(r'<img src="([^"]+)"', figure)[1].replace("&amp;", "&")
            assert "The table below says the same." in figure
            assert desk.get(src).headers["content-type"] == "image/svg+xml"
        files = re.findall(r'href="([^"]+\.csv)"', page)
        assert files
        for file in set(files) - {f"{HERE}/reach-out.csv"}:
            assert desk.get(file).status_code == 200


def test_the_other_pages_say_what_the_figures_mean(desk: TestClient) -> None:
    groups, said, voice, heard = (words_of(desk.get(f"{HERE}{path}").text) for path in PAGES[1:])

    assert "“45 to 64” is there one and a half times as often as in the population." in groups
    assert "differed between groups by 0.42 times its mean (CV)" in groups
    assert "Less than 15% of the people are of: Practice." in groups
    assert "Of those in round 1, 50% (45% to 55%) were not in round 2." in groups
    assert "About 66% of what people like these would bring has been said." in said
    assert "has been said. About 420 more voices for 95%." in said
    assert "Alike from 0.40: 81% (75% to 86%) has been said." in said
    assert "Alike from 0.60: too few to tell." in said
    assert "People keep to a viewpoint of their own" in said
    assert "The tenth of the people who wrote most gave 30% of the answers." in voice
    assert "are as certain as 310 people (design effect 1.4)" in voice
    assert "Without them the support of 2 themes would certainly be different." in voice
    assert (
        "Asked after the rounds: 5.3 (5.1 to 5.5) on a scale from 1 to 7, by at least 120 people."
        in heard
    )
    assert "It changed by +25% (+12% to +38%), for at least 110 people who answered twice." in heard
    assert "Whether the target of +25% is reached can't be told." in heard.replace("&#39;", "'")
    assert "It has not been tested as a measure" in heard


def test_the_pages_speak_dutch(desk: TestClient) -> None:
    desk.headers["accept-language"] = "nl"
    page = desk.get(HERE).text

    assert "Tot nu toe deden ten minste 430 mensen mee." in words_of(page)
    assert "“Jonger dan 25” is er half zo vaak als in de bevolking." in words_of(page)
    for path in PAGES[1:]:
        assert " the " not in words_of(desk.get(f"{HERE}{path}").text)
    src = re.search(r'srcset="([^"]+funnel[^"]+)"', page)[1].replace("&amp;", "&")
    assert re.search(r">[^<]*: 430<", desk.get(src).text)


def test_a_chart_is_kept_by_the_browser_until_it_changes(desk: TestClient, engine, clock) -> None:
    src = re.search(r'<img src="([^"]+arrivals[^"]+)"', desk.get(HERE).text)[1].replace(
        "&amp;", "&"
    )
    first = desk.get(src)

    assert first.headers["cache-control"] == "private, max-age=86400, immutable"
    again = desk.get(src, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    with transaction(engine) as session:
        store(session, find(session), everything(came_in=530), clock.pass_by(minutes=1))
    later = desk.get(HERE).text
    assert src.replace("&", "&amp;") in later, "the arrivals are the same"
    old = desk.get(re.sub("arrivals", "funnel", src))
    assert old.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_svg_with_a_title_and_a_description(desk: TestClient, chart: str) -> None:
    for width in ("narrow", "wide"):
        answer = desk.get(f"{HERE}/{chart}.svg?width={width}")
        root = ElementTree.fromstring(answer.content)
        title, about = (
            root.find(f"{{http://www.w3.org/2000/svg}}{each}") for each in ("title", "desc")
        )
        assert title.text
        assert about.text
    assert desk.get(f"{HERE}/{chart}.svg?width=huge").status_code == 404


def test_every_part_is_a_file_with_plain_numbers(desk: TestClient) -> None:
    files = {name: rows_of(desk.get(f"{HERE}/{name}.csv")) for name in FILES}

    assert all(len(rows) > 1 and len({len(row) for row in rows}) == 1 for rows in files.values())
    ages = [dict(zip(files["groups-age"][0], row, strict=True)) for row in files["groups-age"][1:]]
    assert ages[0]["group"] == "Under 25"
    assert (ages[0]["share"], ages[0]["share_low"], ages[0]["share_high"]) == (
        "0.11",
        "0.07",
        "0.16",
    )
    assert (ages[4]["people"], ages[4]["share"], ages[4]["verdict"]) == ("", "", "hardly there")
    assert files["arrivals"][1] == ["2026-11-01", "2026-11-01", "130"]
    assert desk.get(f"{HERE}/nothing.csv").status_code == 404


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(desk: TestClient, engine) -> None:
    with transaction(engine) as session:
        theme = session.exec(select(Theme).where(Theme.number == 1)).one()
        theme.label = "=1+1"

    assert rows_of(desk.get(f"{HERE}/weights.csv"))[1][0] == "'=1+1"


def test_the_overview_of_the_dialogue_tells_it_in_short(desk: TestClient) -> None:
    words = words_of(desk.get("/facilitator/dialogues/spoedzorg").text)

    assert "at least 430 people" in words
    assert "“Under 25” is there half as often as in the population." in words


def test_where_no_server_says_when_it_stops_a_stream_tells_what_is_known_and_ends(
    desk: TestClient, clock
) -> None:
    shown = re.search(r'data-live-since="([^"]+)"', desk.get(HERE).text)[1]

    news = desk.get(f"{HERE}/live")
    none = desk.get(f"{HERE}/live", params={"since": shown})
    back = desk.get(f"{HERE}/live", headers={"last-event-id": shown})

    assert news.headers["content-type"].startswith("text/event-stream")
    assert f"id: {shown}" in news.text
    assert "event: measured" in news.text
    assert "retry: 5000" in none.text
    assert "measured" not in none.text + back.text
    assert desk.app.state.live.running == 0


def test_a_stream_goes_on_until_the_server_stops(
    desk: TestClient, engine, clock, monkeypatch
) -> None:
    monkeypatch.setattr(participation_live, "SECONDS_BETWEEN_LOOKS", 0)
    looks = []

    def stopping() -> bool:
        looks.append(1)
        if len(looks) == 2:
            with transaction(engine) as session:
                store(session, find(session), everything(came_in=500), clock.pass_by(minutes=1))
        return len(looks) == 4

    desk.app.state.live.until(stopping)
    told = desk.get(f"{HERE}/live").text

    assert told.count("event: measured") == 2
    assert len(looks) == 4


def test_there_is_room_for_so_many_streams_and_no_more(desk: TestClient) -> None:
    desk.app.state.live.running = desk.app.state.live.most

    full = desk.get(f"{HERE}/live")

    assert full.status_code == 429
    assert desk.app.state.live.running == desk.app.state.live.most


def test_nobody_else_sees_any_of_it(web: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        store(session, make_asking(session, clock()), everything(), clock())

    for path in (*PAGES, "/missing.csv", "/funnel.svg", "/live"):
        assert web.get(f"{HERE}{path}").status_code in (303, 401, 403, 404)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_that_stops_does_not_wait_for_an_open_page(desk: TestClient) -> None:
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(desk.app, log_level="warning", lifespan="off"))
    desk.app.state.live.until(lambda: server.should_exit)
    serving = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    serving.start()
    address = f"http://127.0.0.1:{door.getsockname()[1]}{HERE}/live"

    with httpx.Client(cookies=dict(desk.cookies), timeout=30) as page:
        while not server.started:
            time.sleep(0.02)
        with page.stream("GET", address) as stream:
            told = stream.iter_lines()
            first = [next(told) for _ in range(4)]
            running = desk.app.state.live.running
            server.should_exit = True
            rest = list(told)
    serving.join(timeout=20)

    assert first[0] == ": following"
    assert running == 1
    assert not any("error" in line for line in rest)
    assert not serving.is_alive()
    assert desk.app.state.live.running == 0
