"""At a theme a facilitator may ask a language model for a name; nothing is renamed by itself."""

import re

import pytest
from pydantic import SecretStr
from sqlmodel import select
from starlette.testclient import TestClient

from app.config import Settings
from app.db import reading, transaction
from app.main import create_app
from dialogue.models import DraftState, Theme, ThemeDraft
from tests.cast import make_asking
from tests.facilitator_cast import log_in_facilitator, make_theme, say

HERE = "/facilitator/dialogues/spoedzorg"
ON = {"drafting_url": "https://model.example/v1", "drafting_model": "klein-model"}


@pytest.fixture
def theme(engine, clock) -> Theme:
    with transaction(engine) as session:
        running = make_asking(session, clock())
        said = [say(session, running, f"Ik wacht te lang, {n}", clock()) for n in range(3)]
        return make_theme(session, running, clock(), number=1, label="wachten", contributions=said)


def visit(settings: Settings, engine, clock) -> TestClient:
    made = TestClient(create_app(settings, engine, clock), follow_redirects=False)
    with transaction(engine) as session:
        return log_in_facilitator(made, session, clock(), existing=has_account(session))


def has_account(session) -> bool:
    from dialogue.models import Account

    return session.exec(select(Account)).first() is not None


@pytest.fixture
def desk(settings: Settings, engine, clock, theme) -> TestClient:
    settings = settings.model_copy(update={**ON, "drafting_key": SecretStr("a secret key")})
    return visit(settings, engine, clock)


def store(engine, theme: Theme, **fields: object) -> None:
    with transaction(engine) as session:
        draft = session.get_one(ThemeDraft, theme.id)
        for name, value in fields.items():
            setattr(draft, name, value)


def test_nothing_is_said_of_drafting_while_it_is_off(
    settings: Settings, engine, clock, theme
) -> None:
    desk = visit(settings, engine, clock)

    page = desk.get(f"{HERE}/themes/{theme.id}")

    assert page.status_code == 200
    assert "taalmodel" not in page.text
    assert desk.post(f"{HERE}/themes/{theme.id}/draft").status_code == 404
    with reading(engine) as session:
        assert session.get(ThemeDraft, theme.id) is None


def test_the_page_says_what_is_sent_where_before_it_is(desk: TestClient, theme) -> None:
    page = desk.get(f"{HERE}/themes/{theme.id}").text

    assert "hooguit 20 antwoorden van dit thema naar klein-model op model.example" in page
    assert "a secret key" not in page


def test_asking_brings_back_to_the_theme_where_the_wait_is_shown(
    desk: TestClient, theme, engine
) -> None:
    answer = desk.post(f"{HERE}/themes/{theme.id}/draft")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{HERE}/themes/{theme.id}#draft"
    assert "Het taalmodel is gevraagd" in desk.get(f"{HERE}/themes/{theme.id}").text
    with reading(engine) as session:
        assert session.get_one(ThemeDraft, theme.id).state is DraftState.ASKED


def test_a_draft_is_marked_escaped_and_taken_over_only_by_hand(
    desk: TestClient, theme, engine
) -> None:
    desk.post(f"{HERE}/themes/{theme.id}/draft")
    with reading(engine) as session:
        source = session.get_one(Theme, theme.id).exemplar_ids[0]
    store(
        engine, theme, state=DraftState.DONE, label="<b>Lang</b> wachten", model="klein-model",
        summary='<script>alert("x")</script>',
        quotes=[{"contribution_id": source, "text": "Ik wacht te lang"}],
    )  # fmt: skip

    page = desk.get(f"{HERE}/themes/{theme.id}").text

    assert "voorstel van klein-model, niet gecontroleerd" in page
    assert "&lt;b&gt;Lang&lt;/b&gt; wachten" in page
    assert "<script>alert" not in page
    assert "Ik wacht te lang</blockquote>" in page
    assert re.search(r"<h1[^>]*>wachten</h1>", page)

    draft = page.split('id="draft"')[1].split("</section>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', draft))
    fields["label"] = fields["label"].replace("&lt;", "<").replace("&gt;", ">")
    assert desk.post(f"{HERE}/themes/{theme.id}/rename", data=fields).status_code == 303
    with reading(engine) as session:
        assert session.get_one(Theme, theme.id).label == "<b>Lang</b> wachten"


def test_a_failed_draft_says_why_and_can_be_asked_again(desk: TestClient, theme, engine) -> None:
    desk.post(f"{HERE}/themes/{theme.id}/draft")
    problem = "The language model could not be reached. Try again later."
    store(engine, theme, state=DraftState.FAILED, problem=problem)

    page = desk.get(f"{HERE}/themes/{theme.id}").text

    assert "Het taalmodel was niet te bereiken" in page
    assert "Vraag het opnieuw" in page


def test_a_stranger_asks_nothing(desk: TestClient, theme, engine) -> None:
    stranger = TestClient(desk.app, follow_redirects=False)

    assert stranger.post(f"{HERE}/themes/{theme.id}/draft").status_code in (303, 401, 403)
    with reading(engine) as session:
        assert session.get(ThemeDraft, theme.id) is None
