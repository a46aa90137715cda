"""A facilitator designs, launches and steers a dialogue from a laptop, in plain HTML forms."""

import re

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import transaction
from app.queries import parts
from app.usecases import dialogues
from app.usecases.participation import measure_participation
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Dialogue,
    DialogueState,
    Prompt,
    Role,
    RoundKind,
    RoundState,
)
from tests.cast import FACILITATOR, make_account, make_asking, make_draft, make_region
from tests.facilitator_cast import log_in_facilitator, make_participant, say

DESIGN = {
    "version": "1",
    "title_nl": "Spoedzorg", "purpose_nl": "Betere zorg", "decides_nl": "Het bestuur",
    "not_open_nl": "De plek", "ladder": "advise", "owner": "De directeur",
    "answer_by": "2027-03-01", "open_link": "yes", "background": ["age", "neighbourhood"],
    "neighbourhoods": "Centrum\nMeerzicht", "prompt-1-text_nl": "Wat mist u?",
    "prompt-1-scale_nl": "Hoe tevreden bent u? 0 is niet, 10 is zeer.",
    "prompt-2-text_nl": "Wat gaat goed?", "round-1-opens_at": "2026-12-01T09:00",
    "round-1-closes_at": "2026-12-10T17:00", "round-2-hand_size": "12",
}  # fmt: skip


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
    return web


def with_dialogue(engine, make, clock, **options) -> None:
    with transaction(engine) as session:
        make(session, clock(), **options)


def dialogue_in(engine, slug: str = "spoedzorg") -> Dialogue:
    with transaction(engine) as session:
        return session.exec(select(Dialogue).where(Dialogue.slug == slug)).one()


def test_without_a_login_the_desk_asks_for_one(web: TestClient) -> None:
    answer = web.get("/facilitator")

    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/facilitator")


def test_the_desk_of_another_region_does_not_exist(web: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        make_draft(session, clock())
        elsewhere = dialogues.create_region(session, slug="delft", name="Delft")
        make_account(session, elsewhere, Role.FACILITATOR, clock())
        log_in_facilitator(web, session, clock(), existing=True)

    assert web.get("/facilitator/dialogues/spoedzorg").status_code == 404
    mine = web.get("/facilitator")
    assert mine.status_code == 200
    assert "Spoedzorg in de regio" not in mine.text


def test_a_dialogue_starts_with_a_title_a_template_and_a_short_name_made_from_it(
    desk: TestClient, engine
) -> None:
    form = {"title_nl": "Zórg dichtbij in de wijk", "template": "zoetermeer", "short_name": ""}
    answer = desk.post("/facilitator/dialogues", data=form)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/facilitator/dialogues/zorg-dichtbij-in-de-wijk/")
    assert dialogue_in(engine, "zorg-dichtbij-in-de-wijk").state is DialogueState.DRAFT


def test_a_short_name_that_is_taken_is_refused_with_one_that_is_free(
    desk: TestClient, engine, clock
) -> None:
    with_dialogue(engine, make_draft, clock)

    form = {"title_nl": "Weer spoedzorg", "template": "pulse", "short_name": "spoedzorg"}
    answer = desk.post("/facilitator/dialogues", data=form)

    assert answer.status_code == 422
    assert "Weer spoedzorg" in answer.text
    assert 'value="spoedzorg-2"' in answer.text


@pytest.mark.parametrize(
    ("title", "short_name", "field"),
    [("", "", "title_nl"), ("Goed", "Met spaties", "short_name"), ("Goed", "new", "short_name")],
)
def test_what_is_wrong_stands_at_its_field(desk: TestClient, title, short_name, field) -> None:
    form = {"title_nl": title, "template": "pulse", "short_name": short_name}
    answer = desk.post("/facilitator/dialogues", data=form)

    assert answer.status_code == 422
    assert f'id="field-{field}-error"' in answer.text


def test_the_step_plan_is_saved_and_read_back(desk: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        dialogues.create_dialogue(
            session, make_region(session), slug="leeg", title_nl="Leeg", template="zoetermeer",
            seed=1, now=clock(),
        )  # fmt: skip
    before = desk.get("/facilitator/dialogues/leeg/design").text
    answer = desk.post("/facilitator/dialogues/leeg/design", data=DESIGN)
    after = desk.get(answer.headers["location"]).text

    assert answer.status_code == 303
    assert "wie wat beslist" in before
    assert "Het stappenplan is compleet." in after
    for words in ("Betere zorg", "Wat gaat goed?", "2026-12-01T09:00", "Centrum\nMeerzicht"):
        assert words in after
    with transaction(engine) as session:
        saved = session.exec(select(Dialogue).where(Dialogue.slug == "leeg")).one()
        rounds = parts.rounds_of(session, saved)
        assert rounds[0].opens_at.isoformat() == "2026-12-01T08:00:00+00:00"
        assert (rounds[1].hand_size, saved.open_link) == (12, True)
        assert [each["key"] for each in saved.background_questions] == ["age", "neighbourhood"]
        assert len(session.exec(select(Prompt)).all()) == 2


def test_times_in_the_wrong_order_store_nothing_and_keep_the_words(
    desk: TestClient, engine, clock
) -> None:
    with_dialogue(engine, make_draft, clock)
    wrong = {**DESIGN, "purpose_nl": "Heel ander doel", "round-1-closes_at": "2026-11-01T09:00"}

    answer = desk.post("/facilitator/dialogues/spoedzorg/design", data=wrong)

    assert answer.status_code == 422
    assert "Heel ander doel" in answer.text
    assert 'id="field-round-1-opens_at-error"' in answer.text
    assert dialogue_in(engine).purpose_nl == "Betere spoedzorg"


def test_a_launch_with_gaps_is_blocked_and_the_gaps_are_named(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        draft = make_draft(session, clock())
        dialogues.change_design(session, draft, owner="", purpose_nl="")

    answer = desk.post("/facilitator/dialogues/spoedzorg/launch")

    assert answer.status_code == 422
    assert "het doel" in answer.text
    assert "de eigenaar" in answer.text
    assert dialogue_in(engine).state is DialogueState.DRAFT


def test_after_confirmation_a_complete_dialogue_is_launched_and_its_design_is_locked(
    desk: TestClient, engine, clock
) -> None:
    with_dialogue(engine, make_draft, clock)
    confirmation = desk.get("/facilitator/dialogues/spoedzorg/launch").text
    answer = desk.post("/facilitator/dialogues/spoedzorg/launch")

    assert "Het bestuur beslist." in confirmation
    assert answer.status_code == 303
    assert dialogue_in(engine).state is DialogueState.LAUNCHED
    assert desk.post("/facilitator/dialogues/spoedzorg/design", data=DESIGN).status_code == 409


def test_rounds_are_opened_and_closed_and_the_machine_is_asked_to_look(
    desk: TestClient, engine, clock
) -> None:
    with_dialogue(engine, make_asking, clock)
    page = desk.get("/facilitator/dialogues/spoedzorg").text
    close = re.search(r'href="(/facilitator/[^"]+/rounds/[^"]+/close)"', page).group(1)

    assert desk.post(close).status_code == 303
    after = desk.get("/facilitator/dialogues/spoedzorg").text

    assert 'hx-get="/facilitator/dialogues/spoedzorg/analysis"' in after
    assert desk.post(close).status_code == 409
    assert "/open" in after


def test_results_are_not_published_while_answers_come_in(desk: TestClient, engine, clock) -> None:
    with_dialogue(engine, make_asking, clock)

    assert desk.post("/facilitator/dialogues/spoedzorg/results").status_code == 409
    assert dialogue_in(engine).results_published_at is None


def test_the_dialogue_is_closed_after_every_round(desk: TestClient, engine, clock) -> None:
    with_dialogue(engine, make_asking, clock, template="pulse")
    assert desk.post("/facilitator/dialogues/spoedzorg/close").status_code == 409
    with transaction(engine) as session:
        running = session.exec(select(Dialogue)).one()
        asking = parts.round_of_kind(session, running, RoundKind.ASK)
        dialogues.close_round(session, running, asking, now=clock(), actor=FACILITATOR)
        assert asking.state is RoundState.CLOSED

    assert desk.post("/facilitator/dialogues/spoedzorg/results").status_code == 303
    assert desk.post("/facilitator/dialogues/spoedzorg/close").status_code == 303
    assert dialogue_in(engine).state is DialogueState.CLOSED


def turnout_row(page: str, chamber: str) -> list[str]:
    """The cells of a chamber's row in the table of who takes part."""
    rows = page[page.index('<table class="utrecht-table') :].split("<tr")
    row = next(part for part in rows if f">{chamber}<" in part)
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)


def test_small_groups_are_not_told_apart_and_can_not_be_subtracted(
    desk: TestClient, engine, clock
) -> None:
    def fill(session: Session, now) -> None:
        running = make_asking(session, now)
        for place in range(17):
            person = make_participant(session, running, now)
            if place < 11:
                say(session, running, f"Antwoord {place}", now, participant=person)
        for _ in range(3):
            make_participant(session, running, now, chamber="manager")
        measure_participation(session, running, now=now)

    with transaction(engine) as session:
        fill(session, clock())
    page = desk.get("/facilitator/dialogues/spoedzorg").text

    assert turnout_row(page, "Inwoners")[2:5] == ["10", "10", "10"]
    few = ["0", *(["niet getoond"] * 3), *(["–"] * 4)]
    assert turnout_row(page, "Managers")[1:] == few
    assert turnout_row(page, "Professionals")[1:] == few
    assert "17" not in re.sub(r"<[^>]*>", " ", page[page.index("<h1") :]).split()


def test_answers_in_equal_answers_accounted_for_on_the_page(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        running = make_asking(session, clock())
        for state in ("visible", "visible", "held", "removed"):
            say(session, running, f"Een antwoord, {state}", clock(), state=state)

    page = desk.get("/facilitator/dialogues/spoedzorg").text

    assert "4 ontvangen = 0 + 2 + 1 + 1" in page


def test_the_list_says_what_needs_me(desk: TestClient, engine, clock) -> None:
    with transaction(engine) as session:
        running = make_asking(session, clock())
        say(session, running, "Bel 0612345678", clock(), state="held")
        parts.round_of_kind(session, running, RoundKind.ASK).closes_at = clock()
    clock.pass_by(days=200)
    with transaction(engine) as session:
        log_in_facilitator(desk, session, clock(), existing=True)

    page = desk.get("/facilitator").text

    for need in ("1 antwoord wacht op uw besluit", "geplande tijd", "is te laat"):
        assert need in page


def test_words_in_the_address_are_never_shown_as_a_message(desk: TestClient) -> None:
    page = desk.get("/facilitator?done=Geef+mij+uw+wachtwoord")

    assert page.status_code == 200
    assert "Geef mij uw wachtwoord" not in page.text


def test_a_failed_analysis_says_so_in_the_visitors_language_and_can_be_tried_again(
    desk: TestClient, engine, clock
) -> None:
    with transaction(engine) as session:
        running = make_asking(session, clock())
        say(session, running, "Een antwoord", clock())
        asking = parts.round_of_kind(session, running, RoundKind.ASK)
        dialogues.close_round(session, running, asking, now=clock(), actor=FACILITATOR)
        run = session.exec(select(AnalysisRun)).one()
        run.state, run.finished_at = AnalysisState.FAILED, clock()
        run.problem = "There was not enough memory for so many answers."
    clock.pass_by(minutes=1)

    page = desk.get("/facilitator/dialogues/spoedzorg/analysis").text
    again = desk.post("/facilitator/dialogues/spoedzorg/analysis")

    assert "There was not enough memory" not in page
    assert "Probeer opnieuw" in page
    assert again.status_code == 303
    with transaction(engine) as session:
        states = {each.state for each in session.exec(select(AnalysisRun)).all()}
        assert states == {AnalysisState.FAILED, AnalysisState.QUEUED}


def test_how_much_room_small_themes_get_is_chosen_in_the_step_plan(
    desk: TestClient, engine, clock
) -> None:
    with_dialogue(engine, make_draft, clock)
    page = "/facilitator/dialogues/spoedzorg/design"
    assert "What is shown equally often?" in desk.get(page, headers={"accept-language": "en"}).text

    saved = desk.post(page, data={**DESIGN, "round-2-theme_exponent": "0.5"})
    refused = desk.post(page, data={**DESIGN, "round-2-theme_exponent": "7"})

    assert (saved.status_code, refused.status_code) == (303, 422)
    with transaction(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        asking, weighing, _ = parts.rounds_of(session, dialogue)
        assert (asking.theme_exponent, weighing.theme_exponent) == (1.0, 0.5)
