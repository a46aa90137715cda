"""Everybody reads what came out: with numbers that add up, and nobody who can be singled out."""

import re

import pytest
from starlette.testclient import TestClient

from app.db import transaction
from dialogue.models import (
    Appeal,
    Contribution,
    ContributionState,
    Dialogue,
    ModerationDecision,
    Participant,
)
from tests.board_cast import play, publish
from tests.cast import make_asking
from tests.facilitator_cast import say

PAGE = "/d/spoedzorg/results"
CHAMBERS = {"Residents", "Professionals", "Managers", "Directors"}


@pytest.fixture
def reader(web: TestClient) -> TestClient:
    web.headers["accept-language"] = "en"
    return web


def rows_of(page: str, caption: str) -> dict[str, str]:
    """The first and last cell of each row of the table with this caption."""
    table = page.split(f">{caption}</caption>")[1].split("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", table.split("<tbody")[1], re.DOTALL)
    cells = [re.findall(r">([^<>]+)</t[hd]>", row) for row in rows]
    return {row[0]: row[-1] for row in cells}


# --- before the results are published --------------------------------------------------------


def test_before_the_publication_the_page_says_when(reader, engine, clock) -> None:
    with transaction(engine) as session:
        make_asking(session, clock())

    page = reader.get(PAGE)

    assert page.status_code == 200
    assert "The results are not here yet" in page.text
    assert "March 1, 2027" in page.text


def test_before_the_publication_no_word_and_no_number_leaks(reader, engine, clock) -> None:
    with transaction(engine) as session:
        play(session, clock())

    page = reader.get(PAGE).text

    for secret in ("Wachten duurt te lang", "Korter wachten", "A doctor nearby", "60", "76"):
        assert secret not in page.split("<main")[1].split("</main>")[0]


def test_a_dialogue_that_was_not_launched_has_no_results(reader, engine, clock) -> None:
    assert reader.get(PAGE).status_code == 404


# --- who took part ---------------------------------------------------------------------------


def test_the_page_says_what_was_asked_and_who_took_part(reader, engine, clock) -> None:
    publish(engine, clock, people={"resident": 60, "professional": 12})

    page = reader.get(PAGE).text

    assert "Wat gaat er goed en wat mist u?" in page
    shown = rows_of(page, "People per group")
    assert shown == {
        "Residents": "60 or more",  # 60 weighed, 3 only answered; the 3 may not stand out
        "Professionals": "10 or more",
        "Managers": "not shown",
        "Directors": "not shown",
        "Everybody": "70 or more",
    }
    assert page.count("<h1") == 1


def test_a_small_group_is_not_shown_and_not_to_be_worked_out(reader, engine, clock) -> None:
    """Of 79 people 63, 12 and 4 are in three groups: the exact total would tell of the 4."""
    publish(engine, clock)

    page = reader.get(PAGE).text

    shown = rows_of(page, "People per group")
    assert set(shown) == CHAMBERS | {"Everybody"}
    assert shown["Managers"] == "not shown"
    assert ">79<" not in page
    assert "70 or more" in page


def test_of_fewer_than_ten_people_in_all_not_even_the_total_is_told(reader, engine, clock) -> None:
    publish(engine, clock, people={"resident": 5})

    page = reader.get(PAGE).text

    assert "fewer than 10" in page
    assert set(rows_of(page, "People per group").values()) == {"not shown"}
    assert "Support:" not in page


# --- themes and counts -----------------------------------------------------------------------


def test_a_theme_has_support_with_people_and_interval_and_size(reader, engine, clock) -> None:
    publish(engine, clock)

    page = re.sub(r"</?bdi>", "", reader.get(PAGE).text)

    assert "Korter wachten" in page
    assert "3 answers" in page
    assert re.search(r"Support: \+1\.\d", page)
    assert re.search(r"\(between \+\d\.\d and \+\d\.\d\)", page)
    assert "76 people" in page


def test_a_theme_that_few_people_weighed_says_too_few(reader, engine, clock) -> None:
    publish(engine, clock, people={"resident": 9})

    page = reader.get(PAGE).text

    assert "Too few people to show a figure: fewer than 10." in page
    assert "Support:" not in page


def test_every_answer_that_came_in_is_accounted_for(reader, engine, clock) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        for state in ("visible", "held", "removed", "withdrawn"):
            say(session, played.dialogue, "Iets", clock(), state=ContributionState(state))

    shown = rows_of(reader.get(PAGE).text, "Every answer that came in")

    total = shown.pop("Received in all")
    assert shown == {
        "In a theme": "3",
        "In no theme": "1",
        "Held back until somebody has checked it": "1",
        "Removed, with a reason": "1",
        "Withdrawn by the writer": "1",
    }
    assert int(total) == sum(map(int, shown.values())) == 7


def test_every_moderation_is_counted_with_its_reason(reader, engine, clock) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        for role, action, reason in (
            ("machine", "hold", "names_person"),
            ("machine", "hold", "names_person"),
            ("facilitator", "remove", "insult"),
        ):
            session.add(
                ModerationDecision(
                    contribution_id=played.contributions[0].id, dialogue_id=played.dialogue.id,
                    action=action, reason=reason, actor_role=role, decided_at=clock(),
                    note="SECRET NOTE",
                )
            )  # fmt: skip

    page = reader.get(PAGE).text

    assert rows_of(page, "Decisions about answers") == {
        "It names somebody who did not ask for that: held back by the computer": "2",
        "It insults people: removed by a person": "1",
    }
    assert "SECRET NOTE" not in page
    assert "Second looks" not in page


def test_objections_of_authors_and_what_came_of_them_are_counted(reader, engine, clock) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        for upheld in (None, True, False):
            removal = ModerationDecision(
                contribution_id=played.contributions[0].id, dialogue_id=played.dialogue.id,
                action="remove", reason="insult", actor_role="facilitator", decided_at=clock(),
            )  # fmt: skip
            session.add(removal)
            session.flush()
            session.add(
                Appeal(
                    decision_id=removal.id, contribution_id=removal.contribution_id,
                    dialogue_id=removal.dialogue_id, text="SECRET WORDS", made_at=clock(),
                    upheld=upheld, answer="SECRET ANSWER",
                )
            )  # fmt: skip

    page = reader.get(PAGE).text

    told = rows_of(page, "Second looks")
    assert told["Author objected"] == "3"
    assert told["After the objection it stayed removed"] == "1"
    assert told["After the objection it was shown again"] == "1"
    assert "SECRET" not in page


def test_only_words_of_people_who_allowed_it_are_quoted(reader, engine, clock) -> None:
    played = publish(engine, clock)
    with transaction(engine) as session:
        author = played.contributions[0].participant_id
        session.get_one(Participant, author).may_be_quoted = False
        session.get_one(Contribution, played.contributions[1].id).state = ContributionState.REMOVED

    page = reader.get(PAGE).text

    assert "Wachten duurt te lang 0" not in page
    assert "Wachten duurt te lang 1" not in page
    assert "Wachten duurt te lang 2" in page


def test_figures_are_kept_for_a_minute_and_then_counted_again(reader, engine, clock) -> None:
    played = publish(engine, clock)
    reader.get(PAGE)
    with transaction(engine) as session:
        say(session, session.get_one(Dialogue, played.dialogue.id), "Nieuw", clock())

    kept = rows_of(reader.get(PAGE).text, "Every answer that came in")["Received in all"]
    clock.pass_by(minutes=1)
    anew = rows_of(reader.get(PAGE).text, "Every answer that came in")["Received in all"]

    assert (kept, anew) == ("3", "4")


def test_a_removed_text_is_gone_at_once_and_not_after_a_minute(reader, engine, clock) -> None:
    played = publish(engine, clock)
    assert "Wachten duurt te lang 2" in reader.get(PAGE).text
    with transaction(engine) as session:
        session.get_one(Contribution, played.contributions[2].id).state = ContributionState.HELD

    assert "Wachten duurt te lang 2" not in reader.get(PAGE).text


def test_a_theme_says_whether_every_group_carries_it(reader, engine, clock) -> None:
    publish(engine, clock, people={"resident": 60, "professional": 12})

    page = reader.get(PAGE).text

    assert re.search(r">\s*(Carried|Not carried|Open: too few ratings)", page)
    assert "A theme is carried when every group of 10 people or more is for it" in page
