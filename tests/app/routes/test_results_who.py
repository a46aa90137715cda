"""Who took part, for everybody: only after the publication, only what was measured and hidden."""

import re

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.db import transaction
from app.queries.participation_figures import Figures
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.models import Indicator, MeasuredParticipation
from tests.board_cast import play
from tests.measured_cast import INDICATORS, everything, nothing, store

PAGE = "/d/spoedzorg/results"
PUBLIC = ("/", "/d/spoedzorg", PAGE, "/about", "/privacy")
TELLING = ("430 or more", "of 7 (", "Who is missing?", "Has everything been said?", "Under 25")


@pytest.fixture
def reader(web: TestClient) -> TestClient:
    web.headers["accept-language"] = "en"
    return web


def measured(engine: Engine, clock, figures: Figures, *, published: bool = True) -> None:
    """A dialogue of which it was measured who took part."""
    with transaction(engine) as session:
        dialogue = play(session, clock()).dialogue
        dialogue.background_questions = list(STANDARD_QUESTIONS)
        dialogue.results_published_at = clock() if published else None
        for position, one in enumerate(INDICATORS, start=1):
            session.add(
                Indicator(
                    id=one, dialogue_id=dialogue.id, position=position,
                    text_nl=f"Vraag {position}", text_en=f"Question <b>{position}</b>",
                )
            )  # fmt: skip
        store(session, dialogue, figures, clock())


def words(page: str) -> str:
    """What somebody reads on a page, in one line."""
    told = re.sub(r"</?bdi>", "", page.split("<main")[1])
    return " ".join(re.sub(r"<[^>]+>", " ", told).split())


@pytest.mark.parametrize("address", PUBLIC)
def test_before_the_publication_nothing_of_it_is_on_any_public_page(
    reader, engine, clock, address: str
) -> None:
    measured(engine, clock, everything(), published=False)

    shown = reader.get(address).text

    assert [each for each in TELLING if each in shown] == []


def test_after_the_publication_it_says_who_took_part(reader, engine, clock) -> None:
    measured(engine, clock, everything())

    told = words(reader.get(PAGE).text)

    for sentence in (
        "430 or more",
        "Residents 350 or more",
        "Managers not shown not shown",
        "“Under 25”: half as often as in the population.",
        "“80 or older”: hardly anybody. Less than a quarter of what there should be.",
        "11% here, 22% in the population",
        "Has everything been said?",
        "81% (between 75% and 86%)",
        "This translation has not been tested yet",
        "It changed by +25%. The change lies between +12% and +38%.",
        "110 people or more answered twice",
        "45% of who answered first did not answer again",
        "Question &lt;b&gt;1&lt;/b&gt;",
    ):
        assert sentence in told, sentence


def test_a_change_that_may_be_chance_is_not_claimed(reader, engine, clock) -> None:
    found = everything()
    unclear = found.indicators[0].model_copy(update={"claimed": False})
    measured(engine, clock, found.model_copy(update={"indicators": (unclear,)}))

    told = words(reader.get(PAGE).text)

    assert "We can't say that something changed." in told
    assert "It changed by" not in told


def test_an_average_comes_with_its_number_and_interval(reader, engine, clock) -> None:
    found = everything()
    measured(engine, clock, found)

    told = words(reader.get(PAGE).text)

    scores = [each for each in (*found.heard, *found.legitimacy) if hasattr(each, "mean")]
    assert scores
    for each in scores:
        mean = each.mean
        assert f"{mean.value:.1f} of 7 (between {mean.low:.1f} and {mean.high:.1f})" in told
        assert f"From {each.people} people or more." in told


def test_saturation_is_never_shown_without_its_neighbours(reader, engine, clock) -> None:
    found = everything().saturation
    measured(engine, clock, everything())

    told = words(reader.get(PAGE).text).split("Has everything been said?")[1]

    assert told.count(" different ideas") + told.count("too little to say") == len(
        found.sensitivity
    )
    assert "66% (between 60% and 71%)" in told
    assert "81% (between 75% and 86%)" in told


def test_with_too_few_there_are_words_and_no_number(reader, engine, clock) -> None:
    measured(engine, clock, nothing())

    page = reader.get(PAGE).text

    assert "fewer than 10" in words(page)
    assert "Too little was said to tell." in words(page)
    assert "That can't be said." in words(page)
    assert "Too few people answered these questions to show a figure" in words(page)
    who = words("<main" + page.split('id="who"')[1].split("How this was counted")[0])
    assert not re.findall(r"\d+%", who)


def test_figures_of_an_older_version_give_the_plain_counts(reader, engine, clock) -> None:
    measured(engine, clock, everything())
    with transaction(engine) as session:
        row = session.exec(MeasuredParticipation.__table__.select()).one()
        stored = session.get_one(MeasuredParticipation, row.dialogue_id)
        stored.figures = {"version": 0}

    told = words(reader.get(PAGE).text)

    assert "people took part" in told
    assert "More about who took part" not in told


def test_the_page_counts_nobody_itself(reader, engine, clock) -> None:
    measured(engine, clock, everything())
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *each: asked.append(each[2]))

    reader.get(PAGE)

    assert not [each for each in asked if "background" in each and "FROM background" in each]
    assert not [each for each in asked if "closing_answer" in each or "indicator_answer" in each]


def test_it_is_told_in_dutch_as_well(reader, engine, clock) -> None:
    measured(engine, clock, everything())

    told = words(reader.get(f"{PAGE}?lang=nl").text)

    assert "“Jonger dan 25”: half zo vaak als in de bevolking." in told
    assert "Wie ontbreken er?" in told
    assert "Deze vertaling is nog niet getoetst." in told


def test_the_link_to_how_it_was_counted_leads_somewhere(reader, engine, clock) -> None:
    measured(engine, clock, everything())
    assert 'href="/about#counting"' in reader.get(PAGE).text

    assert 'id="counting"' in reader.get("/about").text
