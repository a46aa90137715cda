"""Two facilitators at one step plan, proposal or theme: nobody's words are lost or overwritten."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.usecases import accounts, people
from app.usecases.design_versions import claim_design
from dialogue.errors import ChangedMeanwhile
from dialogue.models import Dialogue, Event, ProposalState, ProposalVersion, RoundKind
from tests.cast import (
    FACILITATOR,
    KEY,
    PASSWORD,
    make_asking,
    make_draft,
    make_proposal,
    make_region,
)
from tests.facilitator_cast import log_in_facilitator, make_theme, say

DESK = "/facilitator/dialogues/spoedzorg"
PAGE = f"{DESK}/design"


@pytest.fixture
def desk(web: TestClient, engine: Engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
    return web


@pytest.fixture
def colleague(desk: TestClient, engine: Engine, clock) -> TestClient:
    with transaction(engine) as session:
        region = make_region(session)
        token = people.invite(
            session, region, email="bea@example.nl", role="facilitator", by=None, key=KEY,
            now=clock(),
        )  # fmt: skip
        made = people.join_as_new(
            session, token, name="Bea", password=PASSWORD, again=PASSWORD, key=KEY, now=clock()
        )
        login = accounts.start_login(session, made, key=KEY, now=clock())
    other = TestClient(desk.app, follow_redirects=False)
    other.cookies.set("samenspraak-staff", login)
    return other


@pytest.fixture
def draft(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        make_draft(session, clock())


def form_in(page: str) -> dict[str, object]:
    """Everything that the last form of a page would send, as a browser does."""
    main = re.split(r"<form[^>]*/(?:design|proposals/[0-9a-f-]+)\" ", page.split("<main")[1])[-1]
    form: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", main.split("</form>")[0]):
        name, kind = (re.search(rf'{each}="([^"]*)"', tag) for each in ("name", "type"))
        ticked = not kind or kind[1] not in ("radio", "checkbox") or " checked" in tag
        if name and ticked:
            value = re.search(r'value="([^"]*)"', tag)
            form.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', main):
        form[name] = [html.unescape(text)]
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        form[name] = [chosen[1] if chosen else ""]
    return form


def stored(engine: Engine) -> Dialogue:
    with transaction(engine) as session:
        return session.exec(select(Dialogue)).one()


def prompts(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        return [each.text_nl for each in parts.prompts_of(session, asking)]


def keeps(page: str) -> dict[str, str]:
    """What is chosen beforehand for each field that differs."""
    form = form_in(page)
    return {name[5:]: value[0] for name, value in form.items() if name.startswith("keep-")}


def test_a_form_that_is_sent_back_unchanged_differs_in_nothing(
    desk: TestClient, colleague: TestClient, draft, engine: Engine
) -> None:
    form = form_in(desk.get(PAGE).text)
    before = stored(engine).model_dump(exclude={"design_version"})

    assert desk.post(PAGE, data=form).status_code == 303
    assert stored(engine).model_dump(exclude={"design_version"}) == before
    late = colleague.post(PAGE, data=form)
    assert late.status_code == 409
    assert keeps(late.text) == {}


def test_what_each_of_two_wrote_stands_side_by_side_and_each_field_is_chosen(
    desk: TestClient, colleague: TestClient, draft, engine: Engine
) -> None:
    mine, hers = form_in(desk.get(PAGE).text), form_in(colleague.get(PAGE).text)
    hers |= {"purpose_nl": "Het doel van Bea", "owner": "Bea zelf", "background": ["age"]}
    mine |= {"purpose_nl": "Mijn <b>doel</b>", "title_en": "Care", "prompt-2-text_nl": "En dan?"}

    assert colleague.post(PAGE, data=hers).status_code == 303
    conflict = desk.post(PAGE, data=mine)

    assert conflict.status_code == 409
    assert "Bea heeft dit bewaard op" in conflict.text
    for words in ("Het doel van Bea", "Mijn &lt;b&gt;doel&lt;/b&gt;", "Bea zelf", "En dan?"):
        assert words in conflict.text
    assert keeps(conflict.text) == {
        "purpose_nl": "mine", "owner": "theirs", "background": "theirs", "title_en": "mine",
        "prompt-2-text_nl": "mine",
    }  # fmt: skip
    assert stored(engine).purpose_nl == "Het doel van Bea"

    assert desk.post(PAGE, data=form_in(conflict.text)).status_code == 303
    now = stored(engine)
    assert (now.purpose_nl, now.owner, now.title_en) == ("Mijn <b>doel</b>", "Bea zelf", "Care")
    assert [each["key"] for each in now.background_questions] == ["age"]
    assert prompts(engine) == ["Wat gaat er goed en wat mist u?", "En dan?"]


def test_the_colleagues_words_can_be_chosen_too(
    desk: TestClient, colleague: TestClient, draft, engine: Engine
) -> None:
    mine, hers = form_in(desk.get(PAGE).text), form_in(colleague.get(PAGE).text)
    colleague.post(PAGE, data=hers | {"purpose_nl": "Het doel van Bea", "open_link": []})
    conflict = desk.post(PAGE, data=mine | {"purpose_nl": "Mijn doel", "title_en": "Care"})

    chosen = form_in(conflict.text) | {"keep-purpose_nl": "theirs", "keep-title_en": "theirs"}
    assert desk.post(PAGE, data=chosen).status_code == 303

    now = stored(engine)
    assert (now.purpose_nl, now.title_en) == ("Het doel van Bea", "Urgent care")
    assert not now.open_link


def test_a_third_save_while_choosing_is_shown_again(
    desk: TestClient, colleague: TestClient, draft, engine: Engine
) -> None:
    mine, hers = form_in(desk.get(PAGE).text), form_in(colleague.get(PAGE).text)
    colleague.post(PAGE, data=hers | {"purpose_nl": "Eerst"})
    conflict = desk.post(PAGE, data=mine | {"purpose_nl": "Mijn doel"})
    again = form_in(colleague.get(PAGE).text) | {"purpose_nl": "Toen"}
    assert colleague.post(PAGE, data=again).status_code == 303

    second = desk.post(PAGE, data=form_in(conflict.text))

    assert second.status_code == 409
    assert "Toen" in second.text
    assert desk.post(PAGE, data=form_in(second.text)).status_code == 303
    assert stored(engine).purpose_nl == "Mijn doel"


def test_two_windows_of_one_person_are_told_apart_from_two_people(
    desk: TestClient, draft, engine: Engine
) -> None:
    one, other = (form_in(desk.get(PAGE).text) for _ in range(2))
    desk.post(PAGE, data=one | {"purpose_nl": "Eerst"})

    late = desk.post(PAGE, data=other | {"purpose_nl": "Toen"})

    assert late.status_code == 409
    assert "U hebt dit zelf bewaard op" in late.text
    assert "collega" not in late.text.split("<main")[1]


def test_a_mistake_in_the_form_does_not_make_it_newer_than_it_is(
    desk: TestClient, colleague: TestClient, draft, engine: Engine
) -> None:
    mine, hers = form_in(desk.get(PAGE).text), form_in(colleague.get(PAGE).text)
    wrong = desk.post(PAGE, data=mine | {"answer_by": "gisteren"})
    colleague.post(PAGE, data=hers | {"owner": "Bea zelf"})

    mended = form_in(wrong.text) | {"answer_by": "2027-04-01"}

    assert (wrong.status_code, desk.post(PAGE, data=mended).status_code) == (422, 409)
    assert stored(engine).owner == "Bea zelf"


@pytest.mark.parametrize("version", ["", "0", "7", "-1", "x", "9" * 30, "²"])
def test_a_form_without_the_present_version_stores_nothing(
    desk: TestClient, draft, engine: Engine, version: str
) -> None:
    form = form_in(desk.get(PAGE).text) | {"version": version, "purpose_nl": "Anders", "seen": "x"}

    assert desk.post(PAGE, data=form).status_code == 409
    assert stored(engine).purpose_nl == "Betere spoedzorg"


def test_the_step_plan_says_who_saved_it_last(desk: TestClient, colleague, draft) -> None:
    assert "Laatst bewaard" not in desk.get(PAGE).text

    colleague.post(PAGE, data=form_in(colleague.get(PAGE).text))

    assert "Laatst bewaard door Bea op" in desk.get(PAGE).text


def test_of_two_at_the_same_moment_one_saves(engine: Engine, clock) -> None:
    with transaction(engine) as session:
        make_draft(session, clock())
    ready = Barrier(2)

    def save(_turn: int) -> bool:
        with transaction(engine) as session:
            if session.get_bind().dialect.name == "postgresql":
                dialogue = session.exec(select(Dialogue)).one()
                ready.wait(30)
            else:  # SQLite lets one in at a time
                dialogue = session.exec(select(Dialogue)).one()
            try:
                claim_design(session, dialogue, 1, actor=FACILITATOR, now=clock())
            except ChangedMeanwhile:
                return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, range(2))) == [False, True]
    with transaction(engine) as session:
        assert session.exec(select(Dialogue.design_version)).one() == 2
        assert len(session.exec(select(Event).where(Event.kind == "design.saved")).all()) == 1


@pytest.fixture
def proposal(engine: Engine, clock) -> str:
    """The address of a draft proposal with a source."""
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        said = [say(session, dialogue, f"Lang wachten {n}", clock()) for n in range(3)]
        theme = make_theme(
            session, dialogue, clock(), number=1, label="wachten", contributions=said
        )
        made = make_proposal(session, dialogue, clock(), theme=theme, state=ProposalState.DRAFT)
        return f"{DESK}/proposals/{made.id}"


def last_words(engine: Engine) -> ProposalVersion:
    with transaction(engine) as session:
        query = select(ProposalVersion).order_by(ProposalVersion.number.desc())
        return session.exec(query).first()


def test_two_who_change_a_proposal_choose_by_field_as_well(
    desk: TestClient, colleague: TestClient, proposal: str, engine: Engine, clock
) -> None:
    mine, hers = form_in(desk.get(proposal).text), form_in(colleague.get(proposal).text)
    sources = re.findall(r'name="source" value="([^"]+)"', desk.get(proposal).text)
    hers |= {"title_nl": "Titel van Bea", "text_nl": "Tekst van Bea", "source": sources[:1]}
    mine |= {"title_nl": "Mijn titel", "minority_nl": "Anderen niet."}

    assert colleague.post(proposal, data=hers).status_code == 303
    conflict = desk.post(proposal, data=mine)

    assert conflict.status_code == 409
    assert keeps(conflict.text) == {
        "title_nl": "mine", "text_nl": "theirs", "minority_nl": "mine", "source": "theirs",
    }  # fmt: skip
    assert "• Lang wachten" in conflict.text
    clock.pass_by(minutes=1)
    assert desk.post(proposal, data=form_in(conflict.text)).status_code == 303
    now = last_words(engine)
    assert (now.title_nl, now.text_nl, now.minority_nl) == (
        "Mijn titel", "Tekst van Bea", "Anderen niet.",
    )  # fmt: skip
    assert desk.get(proposal).text.count('name="source"') == 3
    assert "Laatst bewaard door Facilitator" in desk.get(proposal).text


def test_an_answer_that_was_held_meanwhile_costs_nobody_their_words(
    desk: TestClient, proposal: str, engine: Engine
) -> None:
    form = form_in(desk.get(proposal).text) | {"text_nl": "Nieuwe tekst"}

    answer = desk.post(proposal, data=form | {"source": ["0" * 32]})

    assert answer.status_code == 422
    assert "Nieuwe tekst" in answer.text
    assert last_words(engine).number == 1


def test_a_name_that_lost_the_race_still_stands_in_its_field(
    desk: TestClient, colleague: TestClient, proposal: str, engine: Engine
) -> None:
    theme = re.search(r'href="([^"]+/themes/[0-9a-f-]{36})"', desk.get(f"{DESK}/themes").text)[1]
    colleague.post(f"{theme}/rename", data={"label": "Naam van Bea", "version": "1"})

    late = desk.post(f"{theme}/rename", data={"label": "Mijn naam", "version": "1"})

    assert late.status_code == 409
    assert 'value="Mijn naam"' in late.text
    assert "Naam van Bea" in late.text
    assert "Bea heeft dit thema veranderd op" in late.text
    version = re.search(r'name="version" value="(\d+)"', late.text)[1]
    again = desk.post(f"{theme}/rename", data={"label": "Mijn naam", "version": version})
    assert again.status_code == 303


def test_a_split_that_lost_the_race_keeps_its_ticks(
    desk: TestClient, colleague: TestClient, proposal: str
) -> None:
    theme = re.search(r'href="([^"]+/themes/[0-9a-f-]{36})"', desk.get(f"{DESK}/themes").text)[1]
    ticked = re.search(r'name="contribution" value="([^"]+)"', desk.get(theme).text)[1]
    colleague.post(f"{theme}/rename", data={"label": "Naam van Bea", "version": "1"})

    form = {"part_label": "Mijn deel", "version": "1", "contribution": [ticked]}
    late = desk.post(f"{theme}/split", data=form)

    assert late.status_code == 409
    assert 'value="Mijn deel"' in late.text
    assert re.search(rf'value="{ticked}"[^>]* checked', late.text)
    assert "Bea heeft dit thema veranderd" in late.text
