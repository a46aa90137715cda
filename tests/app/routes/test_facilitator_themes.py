"""A facilitator shapes themes and writes proposals; two at once never undo each other unseen."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.usecases import dialogues
from dialogue.models import Dialogue, Proposal, ProposalState, RoundKind, Theme, ThemeState
from tests.cast import FACILITATOR, make_asking
from tests.facilitator_cast import log_in_facilitator, make_theme, say

HERE = "/facilitator/dialogues/spoedzorg"


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        running = make_asking(session, clock())
        for number, (label, size) in enumerate((("wachten", 4), ("dichtbij", 3)), start=1):
            said = [say(session, running, f"Over {label}, {n}", clock()) for n in range(size)]
            make_theme(session, running, clock(), number=number, label=label, contributions=said)
        say(session, running, "Iets heel anders", clock())
        asking = parts.round_of_kind(session, running, RoundKind.ASK)
        dialogues.close_round(session, running, asking, now=clock(), actor=FACILITATOR)
        log_in_facilitator(web, session, clock())
    return web


@pytest.fixture
def colleague(desk: TestClient, engine, clock) -> TestClient:
    other = TestClient(desk.app, follow_redirects=False, raise_server_exceptions=False)
    with transaction(engine) as session:
        return log_in_facilitator(other, session, clock(), existing=True)


def theme_address(desk: TestClient, name: str) -> str:
    page = desk.get(f"{HERE}/themes").text
    return re.search(rf'href="([^"]+/themes/[0-9a-f-]+)">{name}<', page).group(1)


def theme_id(address: str) -> str:
    return address.rsplit("/", 1)[1]


def merge_form(desk: TestClient) -> tuple[str, dict[str, str]]:
    """Where the merge of the two themes is sent, and the form as the page shows it."""
    first, second = theme_address(desk, "wachten"), theme_address(desk, "dichtbij")
    page = desk.get(f"{first}/merge", params={"other": theme_id(second)}).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return f"{first}/merge", {**hidden, "label": "Snel en dichtbij"}


def test_the_themes_are_listed_with_size_machine_label_keywords_and_examples(
    desk: TestClient,
) -> None:
    page = desk.get(f"{HERE}/themes").text

    for words in ("4 antwoorden", "3 antwoorden", "Naam van de computer", "wachten, zorg",
                  "Over dichtbij, 0", "1 in geen thema"):  # fmt: skip
        assert words in page


def test_answers_in_no_theme_are_listed_in_full_and_can_become_a_theme(
    desk: TestClient, engine
) -> None:
    page = desk.get(f"{HERE}/themes/none").text
    answer_id = re.search(r'name="contribution" value="([^"]+)"', page).group(1)
    made = desk.post(f"{HERE}/themes", data={"label": "Eigen", "contribution": [answer_id]})

    assert "Iets heel anders" in page
    assert made.status_code == 303
    assert "Iets heel anders" in desk.get(theme_address(desk, "Eigen")).text
    assert "Iets heel anders" not in desk.get(f"{HERE}/themes/none").text


def test_a_theme_is_renamed_and_the_machine_label_stays_beside_it(desk: TestClient) -> None:
    address = theme_address(desk, "wachten")
    answer = desk.post(f"{address}/rename", data={"label": "Lang wachten", "version": "1"})
    after = desk.get(answer.headers["location"]).text

    assert '<h1 dir="auto">Lang wachten</h1>' in after
    assert "De computer noemde het: wachten" in after


def test_a_name_without_words_is_refused_at_its_field(desk: TestClient) -> None:
    address = theme_address(desk, "wachten")
    answer = desk.post(f"{address}/rename", data={"label": "  ", "version": "1"})

    assert answer.status_code == 422
    assert 'id="field-label-error"' in answer.text


def test_of_two_facilitators_who_merge_the_same_theme_the_second_is_told_so(
    desk: TestClient, colleague: TestClient, engine
) -> None:
    address, form = merge_form(desk)
    _, same = merge_form(colleague)

    assert desk.post(address, data=form).status_code == 303
    late = colleague.post(address, data=same)

    assert late.status_code == 409
    assert "Iemand anders" in late.text
    with transaction(engine) as session:
        active = session.exec(select(Theme).where(Theme.state == ThemeState.ACTIVE)).all()
        assert [each.label for each in active] == ["Snel en dichtbij"]


def test_a_merge_shows_its_lineage_and_can_be_undone(desk: TestClient) -> None:
    address, form = merge_form(desk)
    desk.post(address, data=form)
    page = desk.get(f"{HERE}/themes").text
    change = re.search(r'name="change_id" value="([^"]+)"', page).group(1)

    assert "Gemaakt uit:" in page
    assert "7 antwoorden" in page
    assert desk.post(f"{HERE}/themes/undo", data={"change_id": change}).status_code == 303
    after = desk.get(f"{HERE}/themes").text
    assert "4 antwoorden" in after
    assert "ongedaan gemaakt" in after


def test_ticked_answers_become_a_theme_of_their_own(desk: TestClient) -> None:
    address = theme_address(desk, "wachten")
    boxes = re.findall(r'name="contribution" value="([^"]+)"', desk.get(address).text)
    form = {"version": "1", "page": "1", "part_label": "Nacht", "contribution": boxes[:1]}

    assert desk.post(f"{address}/split", data=form).status_code == 303
    assert "Afgesplitst:" in desk.get(address).text
    assert "Over wachten" in desk.get(theme_address(desk, "Nacht")).text


def test_a_split_of_everything_is_refused_and_the_ticks_are_kept(desk: TestClient) -> None:
    address = theme_address(desk, "wachten")
    boxes = re.findall(r'name="contribution" value="([^"]+)"', desk.get(address).text)
    form = {"version": "1", "page": "1", "part_label": "Nacht", "contribution": boxes}

    answer = desk.post(f"{address}/split", data=form)

    assert answer.status_code == 422
    assert answer.text.count(" checked") == 4
    assert 'value="Nacht"' in answer.text


def test_an_answer_is_moved_once_even_when_two_move_it(
    desk: TestClient, colleague: TestClient
) -> None:
    source, target = theme_address(desk, "wachten"), theme_address(desk, "dichtbij")
    box = re.search(r'action="([^"]+/placements/[^"]+)"', desk.get(source).text).group(1)
    form = {"from_theme": theme_id(source), "to_theme": theme_id(target), "page": "1"}

    assert desk.post(box, data=form).status_code == 303
    assert colleague.post(box, data={**form, "to_theme": "none"}).status_code == 409
    assert "4 antwoorden" in desk.get(target).text


def proposal_form(desk: TestClient) -> tuple[str, dict[str, str | list[str]]]:
    address = theme_address(desk, "dichtbij")
    page = desk.get(f"{HERE}/proposals/new", params={"theme": theme_id(address)}).text
    sources = re.findall(r'name="source" value="([^"]+)"', page)
    words = {"title_nl": "Een post in elke wijk", "text_nl": "In elke wijk komt een post.",
             "minority_nl": "Te duur, vindt een enkeling."}  # fmt: skip
    return f"{address}/proposals", {**words, "source": sources[:2]}


def test_a_proposal_is_written_from_a_theme_and_published(desk: TestClient, engine) -> None:
    address, form = proposal_form(desk)
    saved = desk.post(address, data=form)
    page = desk.get(saved.headers["location"]).text
    publish = re.search(r'action="([^"]+/publish)"', page).group(1)

    assert "steunt op 2 antwoorden" in page
    assert desk.post(publish).status_code == 303
    with transaction(engine) as session:
        assert session.exec(select(Proposal.state)).one() is ProposalState.PUBLISHED


def test_a_proposal_without_sources_can_not_be_published(desk: TestClient) -> None:
    address, form = proposal_form(desk)
    saved = desk.post(address, data={**form, "source": []})
    page = desk.get(saved.headers["location"]).text
    publish = re.search(r'action="([^"]+/publish)"', page).group(1)

    assert desk.post(publish).status_code == 409


def test_a_proposal_without_a_title_keeps_its_words_and_ticks(desk: TestClient) -> None:
    address, form = proposal_form(desk)
    answer = desk.post(address, data={**form, "title_nl": ""})

    assert answer.status_code == 422
    assert 'id="field-title_nl-error"' in answer.text
    assert "In elke wijk komt een post." in answer.text
    assert answer.text.count(" checked") == 2


def test_who_changes_a_proposal_second_is_told_so(desk: TestClient, colleague: TestClient) -> None:
    address, form = proposal_form(desk)
    desk.post(address, data=form)
    page = desk.get(f"{HERE}/proposals").text
    proposal = re.search(r'href="([^"]+/proposals/[0-9a-f-]+)"', page).group(1)
    change = {**form, "version": "1", "text_nl": "Op loopafstand."}

    assert desk.post(proposal, data=change).status_code == 303
    assert colleague.post(proposal, data=change).status_code == 409
    assert "Op loopafstand." in desk.get(proposal).text


def test_everything_about_another_dialogue_is_not_found_here(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        other = make_asking(session, clock(), slug="ander")
        theme = make_theme(session, other, clock(), number=1, label="elders")
        assert session.exec(select(Dialogue)).all()
        address = f"{HERE}/themes/{theme.id}"

    assert desk.get(address).status_code == 404
    assert desk.post(f"{address}/rename", data={"label": "X", "version": "1"}).status_code == 404
    assert desk.post(f"{address}/proposals", data={"title_nl": "X"}).status_code == 404
