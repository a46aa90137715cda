"""A design goes out without a trace of people, comes in elsewhere, and is launched there."""

import html
import json
import re
from datetime import date

import pytest
from sqlalchemy import text as sql
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import transaction
from app.i18n import TIME_ZONE
from app.queries import parts
from app.queries.closing import indicators_of
from app.usecases import background, designs, dialogues, invitations, participants
from app.usecases.designs import RoundTimes
from dialogue.background_questions import STANDARD_QUESTIONS, neighbourhood_question
from dialogue.models import DesignTemplate, Dialogue, Event, Membership, RoundKind, new_id
from tests.cast import FACILITATOR, KEY, make_draft, say
from tests.facilitator_cast import log_in_facilitator

HERE = "/facilitator/dialogues/spoedzorg"
PAGE = "/facilitator/dialogues/new/file"
MAKE = "/facilitator/dialogues/new/from-file"
SAID = [f"Mijn eigen ervaring nummer {number} met de huisarts" for number in range(60)]
LONGER_THAN_A_WORD = 8
IN_DELFT = {
    "title_nl": "Spoedzorg in Delft", "short_name": "delft",
    "neighbourhoods": "Wippolder\nVoorhof", "first_opens": "2027-03-20T19:00",
}  # fmt: skip


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
    return web


def fill_step_plan(session: Session, dialogue: Dialogue, clock) -> None:
    names = neighbourhood_question(["Centrum", "Meerzicht"])
    dialogues.change_design(
        session, dialogue, background_questions=[STANDARD_QUESTIONS[0], names],
        closing_questions=["heard"], asks_collective=True,
    )  # fmt: skip
    designs.set_indicators(
        session, dialogue,
        [{"text_nl": "Hoe makkelijk?", "lowest_nl": "moeilijk", "highest_nl": "makkelijk"}],
    )  # fmt: skip
    rounds = parts.rounds_of(session, dialogue)
    start = clock()
    times = [
        RoundTimes(each.position, start.replace(month=11 + place, day=25 - place),
                   start.replace(month=11 + place, day=28), 12, 0.5)
        for place, each in enumerate(rounds[:2])
    ]  # fmt: skip
    designs.set_times(session, dialogue, times)


def test_a_design_holds_nothing_of_anybody_and_is_launched_in_another_region(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        codes = play(session, opened(session, clock), clock)
    with transaction(engine) as session:
        secrets = traces(session) | set(codes) | set(SAID) | {"Saskia", "@"}

    file = desk.get(f"{HERE}/design.json")

    assert file.status_code == 200
    assert len(secrets) > 400
    assert [each for each in secrets if each in file.text] == []
    assert not re.search(r"\d{4}-\d{2}-\d{2}", file.text)

    with transaction(engine) as session:
        move_to_another_region(session)
    preview = desk.post(PAGE, files={"file": ("design.json", file.content)})
    assert preview.status_code == 200
    assert "Meerzicht" in preview.text
    with transaction(engine) as session:
        assert len(session.exec(select(Dialogue)).all()) == 1
    one_name = desk.post(
        MAKE, data={"data": hidden(preview.text), "title_nl": "x", "neighbourhoods": "Wippolder"}
    )
    assert one_name.status_code == 422
    assert "Schrijf minstens twee namen" in one_name.text
    made = desk.post(MAKE, data=IN_DELFT | {"data": hidden(preview.text)})
    assert made.headers["location"].startswith("/facilitator/dialogues/delft/design")

    with transaction(engine) as session:
        new = session.exec(select(Dialogue).where(Dialogue.slug == "delft")).one()
        rounds = parts.rounds_of(session, new)
        asked = [[each["nl"] for each in q["options"]] for q in new.background_questions]
        assert asked[1] == ["Wippolder", "Voorhof", "Ergens anders"]
        assert new.owner == ""
        assert new.title_en == ""
        assert new.answer_by == date(2027, 3, 20) + (date(2027, 3, 1) - date(2026, 11, 25))
        assert [local(each.opens_at) for each in rounds] == ["20 19:00", "18 19:00", None]
        assert (rounds[0].hand_size, rounds[1].theme_exponent) == (12, 0.5)
        assert [each.text_nl for each in indicators_of(session, new)] == ["Hoe makkelijk?"]
        assert (new.closing_questions, new.asks_collective) == (["heard"], True)
        dialogues.change_design(session, new, owner="De directeur")
    launched = desk.post("/facilitator/dialogues/delft/launch")

    assert launched.headers["location"].endswith("done=launched")


def local(moment) -> str | None:
    return moment.astimezone(TIME_ZONE).strftime("%d %H:%M") if moment else None


def opened(session: Session, clock) -> Dialogue:
    """A dialogue with a full step plan, of which the first round is open."""
    draft = make_draft(session, clock(), slug="spoedzorg")
    fill_step_plan(session, draft, clock)
    draft.owner = "Saskia de Vries, s.devries@zoetermeer.example"
    dialogues.launch_dialogue(session, draft, now=clock(), actor=FACILITATOR)
    asking = parts.round_of_kind(session, draft, RoundKind.ASK)
    dialogues.open_round(session, draft, asking, now=clock(), actor=FACILITATOR)
    return draft


def play(session: Session, dialogue: Dialogue, clock) -> list[str]:
    """Sixty people say something about care and themselves; the codes and receipts they got."""
    chamber = parts.chambers_of(session, dialogue)[0]
    made = invitations.create_invitations(session, dialogue, chamber, count=20, key=KEY)
    for words in SAID:
        arrival = participants.enter_openly(
            session, dialogue, chamber, request_id=new_id(), language="nl", key=KEY, now=clock()
        )
        made += [arrival.receipt_code, arrival.visit_token]
        person = arrival.participant
        participants.give_consent(session, person, may_be_quoted=True, now=clock())
        say(session, dialogue, person, words, clock())
        background.save_background(session, person, {"age": "25-44"})
    return made


def traces(session: Session) -> set[str]:
    """Every identifier, hash and address in the database, with and without dashes."""
    found: set[str] = set()
    for table in (
        "participant",
        "contribution",
        "contribution_version",
        "invitation",
        "account",
        "dialogue",
        "round",
        "prompt",
        "chamber",
        "region",
        "background",
    ):
        for row in session.execute(sql(f"SELECT * FROM {table}")).mappings():
            found |= {
                str(value) for name, value in row.items()
                if (name == "id" or name.endswith(("_id", "_hash", "email", "seed"))) and value
            }  # fmt: skip
    found |= {each.replace("-", "") for each in found}
    return {each for each in found if len(each) >= LONGER_THAN_A_WORD}


def move_to_another_region(session: Session) -> None:
    """The facilitator works elsewhere from now on."""
    elsewhere = dialogues.create_region(session, slug="delft", name="Delft")
    for each in session.exec(select(Membership)).all():
        session.delete(each)
        session.add(Membership(account_id=each.account_id, region_id=elsewhere.id, role=each.role))


def hidden(page: str) -> str:
    return html.unescape(re.search(r"<textarea[^>]*hidden>(.*?)</textarea>", page, re.S)[1])


def upload(desk: TestClient, **changes) -> object:
    """A file of this desk's own dialogue, with parts of it changed."""
    design = json.loads(desk.get(f"{HERE}/design.json").text)
    return desk.post(PAGE, files={"file": ("d.json", json.dumps({**design, **changes}).encode())})


@pytest.fixture
def drafted(desk: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        make_draft(session, clock())
    return desk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"prompts": [{"text_nl": "x"}, {"text_nl": ""}]}, "Vraag 2 &#34;text_nl&#34;"),
        ({"answers": ["geheim"]}, "Zo een deel heeft een ontwerp niet."),
        ({"version": 2}, "nieuwere uitgave (versie 2"),
        ({"rounds": []}, "Het hele ontwerp: Deze rondes horen niet"),
        ({"format": "x"}, "Dit is geen ontwerp"),
        ({"title_nl": "x" * 50_000}, "groter dan 50 kB"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(drafted, changes, words) -> None:
    answer = upload(drafted, **changes)

    assert answer.status_code == 422
    assert words in answer.text
    assert "geheim" not in answer.text


def test_a_preview_makes_nothing_and_a_taken_name_is_said_with_one_that_is_free(
    drafted, engine
) -> None:
    data = hidden(upload(drafted).text)
    taken = {"data": data, "title_nl": "Zorg", "short_name": "spoedzorg"}

    refused = drafted.post(MAKE, data=taken)
    no_moment = drafted.post(MAKE, data={**taken, "short_name": "", "first_opens": "morgen"})
    no_title = drafted.post(MAKE, data={**taken, "title_nl": " "})

    assert [each.status_code for each in (refused, no_moment, no_title)] == [422, 422, 422]
    assert 'value="spoedzorg-2"' in refused.text
    with transaction(engine) as session:
        assert len(session.exec(select(Dialogue)).all()) == 1


def test_a_saved_design_stands_beside_the_templates_until_it_is_removed(drafted, engine) -> None:
    name = {"name": "Onze spoedzorg"}
    kept = drafted.post(f"{HERE}/design/again", data=name)
    again = drafted.post(f"{HERE}/design/again", data={"name": "onze  SPOEDZORG"})
    nameless = drafted.post(f"{HERE}/design/again", data={"name": " "})
    page = drafted.get("/facilitator/dialogues/new").text
    key = re.search(r'value="(kept-[0-9a-f-]+)"', page)[1]
    made = drafted.post(
        "/facilitator/dialogues", data={"title_nl": "Opnieuw", "template": key, "short_name": ""}
    )

    assert (kept.status_code, again.status_code, nameless.status_code) == (303, 422, 422)
    assert "Onze spoedzorg" in page
    assert made.headers["location"].startswith("/facilitator/dialogues/opnieuw/design")
    with transaction(engine) as session:
        new = session.exec(select(Dialogue).where(Dialogue.slug == "opnieuw")).one()
        assert (new.purpose_nl, new.owner, new.answer_by) == ("Betere spoedzorg", "", None)
        assert session.exec(select(Event).where(Event.kind == "design.kept")).one().account_id

    removed = drafted.post("/facilitator/templates/remove", data={"template_id": key[5:]})

    assert removed.status_code == 303
    with transaction(engine) as session:
        assert session.exec(select(DesignTemplate)).all() == []
        assert len(session.exec(select(Dialogue)).all()) == 2


def test_a_saved_design_of_another_region_does_not_exist(drafted, engine) -> None:
    drafted.post(f"{HERE}/design/again", data={"name": "Van ons"})
    with transaction(engine) as session:
        move_to_another_region(session)
        key = session.exec(select(DesignTemplate)).one().id

    page = drafted.get("/facilitator/dialogues/new")
    made = drafted.post(
        "/facilitator/dialogues", data={"title_nl": "Van hen", "template": f"kept-{key}"}
    )
    removed = drafted.post("/facilitator/templates/remove", data={"template_id": str(key)})

    assert "Van ons" not in page.text
    assert (made.status_code, removed.status_code) == (422, 404)
    with transaction(engine) as session:
        assert session.exec(select(DesignTemplate)).one()
