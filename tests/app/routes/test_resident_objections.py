"""An author whose answer was taken away says once why not, and reads what came of it."""

from urllib.parse import urlsplit

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import transaction
from app.usecases import accounts, moderation
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import Appeal, Contribution, ContributionState, Region, Role
from dialogue.moderation import ModerationReason
from tests.facilitator_cast import log_in_facilitator
from tests.residents import HOME, Resident, Setting

DESK = "/facilitator/dialogues/spoedzorg"
WHY = "Ik noem <b>niemand</b>, het gaat over de balie."


def another_facilitator(session: Session, now) -> Actor:
    account = accounts.create_account(
        session, email="bob@example.nl", name="Bob", password="x", now=now
    )
    accounts.give_role(session, account, session.exec(select(Region)).one(), Role.FACILITATOR)
    return Actor(ActorRole.FACILITATOR, account.id)


@pytest.fixture
def removed(alice: Resident, setting: Setting) -> Resident:
    """Alice at the page about her answer, which Bob took away."""
    alice.send("/answer/1", text="De balie bij Jan Jansen is dicht.", checked="yes")
    with transaction(setting.engine) as session:
        moderation.remove(
            session, session.exec(select(Contribution)).one(),
            reason=ModerationReason.OFF_TOPIC,
            actor=another_facilitator(session, setting.clock()), now=setting.clock(),
        )  # fmt: skip
    return alice.go(f"{HOME}/my-answer")


@pytest.fixture
def desk(web: TestClient, setting: Setting) -> TestClient:
    """A colleague of Bob."""
    client = TestClient(web.app, follow_redirects=True)
    with transaction(setting.engine) as session:
        region = session.exec(select(Region)).one()
        account = accounts.create_account(
            session, email="facilitator@example.nl", name="Ann",
            password="correct horse battery staple", now=setting.clock(),
        )  # fmt: skip
        accounts.give_role(session, account, region, Role.FACILITATOR)
        log_in_facilitator(client, session, setting.clock(), existing=True)
    return client


def state(setting: Setting) -> ContributionState:
    return setting.all(Contribution)[0].state


def test_an_author_objects_once_and_is_told_where_the_answer_comes(
    removed: Resident, setting: Setting
) -> None:
    first = removed.page
    removed.send("/object", text=WHY)

    assert "I do not agree with this" in first
    assert "The facilitator answers you here." in removed.page
    assert "Ik noem &lt;b&gt;niemand&lt;/b&gt;" in removed.page
    assert "I do not agree with this" not in removed.page
    again = removed.browser.post(
        f"{HOME}/my-answer/{setting.all(Contribution)[0].id}/object", data={"text": "Nog eens"}
    )
    assert again.status_code == 409
    assert "You can&#39;t object to this now." in again.text
    assert len(setting.all(Appeal)) == 1


@pytest.mark.parametrize("text", ["", "x" * 1001])
def test_an_objection_that_does_not_fit_is_handed_back(
    removed: Resident, setting: Setting, text: str
) -> None:
    removed.send("/object", text=text)

    assert removed.answer.status_code == 422
    assert text in removed.page
    assert '<details class="confirm" open>' in removed.page
    assert setting.all(Appeal) == []


def test_only_the_author_objects_and_only_to_a_removal(
    web: TestClient, removed: Resident, setting: Setting
) -> None:
    address = f"{HOME}/my-answer/{setting.all(Contribution)[0].id}/object"
    other = Resident(web).come_in(setting.codes()[0]).consent()
    other.send("/answer/1", text="Korter wachten", then="next")
    own = next(each for each in setting.all(Contribution) if each.state != "removed")

    assert other.browser.post(address, data={"text": WHY}).status_code == 404
    refused = other.browser.post(f"{HOME}/my-answer/{own.id}/object", data={"text": WHY})
    assert refused.status_code == 409
    assert setting.all(Appeal) == []


@pytest.mark.parametrize(
    ("verdict", "after", "told"),
    [
        ("overturn", ContributionState.VISIBLE, "It is shown again"),
        ("made_safe", ContributionState.VISIBLE, "It is shown again"),
        ("uphold", ContributionState.REMOVED, "It stays removed"),
    ],
)
def test_a_colleague_answers_and_the_author_reads_it(
    removed: Resident, desk: TestClient, setting: Setting, verdict: str, after, told: str
) -> None:
    removed.send("/object", text=WHY)
    each = setting.all(Contribution)[0].id
    queue = desk.get(f"{DESK}/moderation").text

    empty = desk.post(f"{DESK}/contributions/{each}/appeal", data={"verdict": verdict})
    done = desk.post(
        f"{DESK}/contributions/{each}/appeal", data={"verdict": verdict, "answer": "Dat klopt."}
    )
    removed.go(f"{HOME}/my-answer")

    assert "Bezwaren van schrijvers (1)" in queue
    assert "Ik noem &lt;b&gt;niemand&lt;/b&gt;" in queue
    assert empty.status_code == 422
    assert urlsplit(str(done.url)).path == f"{DESK}/moderation"
    assert "De schrijver kan uw antwoord nu lezen." in done.text
    assert state(setting) is after
    assert told in removed.page
    assert "Dat klopt." in removed.page
    assert ("[…]" in removed.page) == (verdict == "made_safe")


def test_an_objection_that_was_answered_is_not_answered_again(
    removed: Resident, desk: TestClient, setting: Setting
) -> None:
    removed.send("/object", text=WHY)
    address = f"{DESK}/contributions/{setting.all(Contribution)[0].id}/appeal"
    desk.post(address, data={"verdict": "uphold", "answer": "Nee."})

    assert desk.post(address, data={"verdict": "overturn", "answer": "Ja."}).status_code == 409
    assert state(setting) is ContributionState.REMOVED
