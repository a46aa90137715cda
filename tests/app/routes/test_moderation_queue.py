"""One decision per held text on one page, or one about several, that can be taken back."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import transaction
from app.usecases import accounts, removals
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import (
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    ModerationDecision,
    Region,
    RemovalRequest,
    Role,
    RoundKind,
)
from dialogue.moderation import ModerationReason
from tests.cast import go_on_to, make_asking
from tests.facilitator_cast import log_in_facilitator, make_run, say, say_the_same

HERE = "/facilitator/dialogues/spoedzorg"
QUEUE = f"{HERE}/moderation"
PHONE = "Bel mij op 06 12345678, ik wacht al weken."


class AtQueue:
    """A facilitator at the queue, and what stands in the database."""

    def __init__(self, web: TestClient, engine, clock) -> None:
        self.web, self.engine, self.clock = web, engine, clock
        self.ids: dict[str, str] = {}
        with transaction(engine) as session:
            running = make_asking(session, clock())
            for text in (PHONE, "Ik heet Jan Jansen.", "Ik heet Piet Pietersen."):
                held = say(session, running, text, clock(), state=ContributionState.HELD)
                self.ids[text] = str(held.id)
            log_in_facilitator(web, session, clock())

    def send(self, page: str, **form):
        answer = self.web.post(f"{QUEUE}/{page}", data=form)
        return self.web.get(answer.headers["location"]) if answer.status_code == 303 else answer

    def decide(self, text: str, action: str, **form):
        return self.send("decide", contribution=self.ids[text], action=action, **form)

    def states(self) -> list[str]:
        with transaction(self.engine) as session:
            return [session.get_one(Contribution, each).state.value for each in self.uuids()]

    def uuids(self) -> list:
        with transaction(self.engine) as session:
            known = {str(each): each for each in session.exec(select(Contribution.id)).all()}
        return [known[each] for each in self.ids.values()]

    def words(self, text: str) -> str:
        with transaction(self.engine) as session:
            versions = select(ContributionVersion.text, ContributionVersion.contribution_id)
            found = session.exec(versions.order_by(ContributionVersion.number)).all()
        return [words for words, one in found if str(one) == self.ids[text]][-1]

    def say_held(self, text: str) -> str:
        with transaction(self.engine) as session:
            running = session.exec(select(Dialogue)).one()
            held = say(session, running, text, self.clock(), state=ContributionState.HELD)
            self.ids[f"{text} {len(self.ids)}"] = str(held.id)
            return str(held.id)

    def moment(self, page: str) -> str:
        return re.search(r'name="moment" value="([^"]+)"', page).group(1)


@pytest.fixture
def queue(web: TestClient, engine, clock) -> AtQueue:
    return AtQueue(web, engine, clock)


def test_a_text_is_decided_about_and_the_page_stays(queue: AtQueue) -> None:
    page = queue.decide(PHONE, "release", reason="mistaken_hold")

    assert queue.states() == ["visible", "held", "held"]
    assert "Over 1 antwoord is besloten." in page.text
    assert "Antwoord 1 van 2" in page.text


def test_a_text_is_made_safe_or_removed_from_the_same_page(queue: AtQueue) -> None:
    queue.decide(PHONE, "made_safe")
    queue.decide("Ik heet Jan Jansen.", "remove", reason="names_person")

    assert queue.states() == ["visible", "removed", "held"]
    assert queue.words(PHONE) == "Bel mij op […], ik wacht al weken."


@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("release", {}),
        ("release", {"reason": "insult", "note": "mijn uitleg"}),
        ("remove", {"reason": "mistaken_hold"}),
        ("remove", {"reason": "second_look"}),
        ("remove", {"reason": "other"}),
    ],
)
def test_without_a_fitting_reason_nothing_happens_and_the_words_are_kept(
    queue: AtQueue, action: str, form: dict[str, str]
) -> None:
    page = queue.decide(PHONE, action, **form)

    assert page.status_code == 422
    assert f'href="#field-reason-{queue.ids[PHONE]}"' in page.text
    assert form.get("note", "") in page.text
    assert queue.states() == ["held"] * 3


def test_a_decision_is_taken_back_by_holding_again(queue: AtQueue) -> None:
    page = queue.decide(PHONE, "remove", reason="personal_data").text
    queue.clock.pass_by(seconds=30)

    after = queue.send("again", moment=queue.moment(page)).text

    assert queue.states() == ["held"] * 3
    assert "De antwoorden zijn weer vastgehouden." in after
    with transaction(queue.engine) as session:
        last = session.exec(
            select(ModerationDecision).order_by(ModerationDecision.decided_at.desc())
        ).first()
        assert (last.action, last.reason) == ("hold", "second_look")


@pytest.mark.parametrize(
    "moment", ["", "gisteren", "2026-11-20T19:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_moment_that_is_none_takes_nothing_back(queue: AtQueue, moment: str) -> None:
    queue.decide(PHONE, "remove", reason="personal_data")

    assert queue.send("again", moment=moment).status_code in (200, 404)
    assert queue.states() == ["removed", "held", "held"]


def test_words_are_taken_out_after_a_look_at_what_is_left(queue: AtQueue) -> None:
    form = {"contribution": queue.ids["Ik heet Jan Jansen."], "left": "Ik heet Jan."}
    preview = queue.send("words", **form).text
    seen = queue.states()

    queue.send("words", sure="yes", **form)

    assert "Zo lezen anderen het:" in preview
    assert "[…]" in preview
    assert seen == ["held"] * 3
    assert queue.states() == ["held", "visible", "held"]
    assert queue.words("Ik heet Jan Jansen.") == "Ik heet Jan […]."


@pytest.mark.parametrize("sure", ["", "yes"])
@pytest.mark.parametrize("left", ["Ik heet Kees.", "Ik heet Jan Jansen", "[…]", " ", "Ik heet <b>"])
def test_no_word_is_ever_put_in(queue: AtQueue, left: str, sure: str) -> None:
    page = queue.send("words", contribution=queue.ids["Ik heet Jan Jansen."], left=left, sure=sure)

    assert page.status_code == 422
    assert "Ik heet <b>" not in page.text
    assert queue.words("Ik heet Jan Jansen.") == "Ik heet Jan Jansen."
    assert queue.states() == ["held"] * 3


def test_several_are_shown_once_more_before_one_decision_about_them(queue: AtQueue) -> None:
    form = {"contribution": list(queue.ids.values()), "action": "remove", "reason": "names_person"}
    confirm = queue.send("several", **form).text
    before = queue.states()

    page = queue.send("several", sure="yes", **form).text
    undone = queue.send("again", moment=queue.moment(page))

    assert "Verwijder deze 3 antwoorden" in confirm
    assert before == ["held"] * 3
    assert "Over 3 antwoorden is besloten." in page
    assert undone.status_code == 200


def test_several_are_taken_back_at_once(queue: AtQueue) -> None:
    chosen = list(queue.ids.values())
    page = queue.send(
        "several", contribution=chosen, action="release", reason="mistaken_hold", sure="yes"
    ).text
    released = queue.states()
    queue.clock.pass_by(minutes=1)
    queue.send("again", moment=queue.moment(page))

    assert (released, queue.states()) == (["visible"] * 3, ["held"] * 3)


def test_what_was_decided_meanwhile_is_left_out_of_several(queue: AtQueue) -> None:
    queue.decide(PHONE, "remove", reason="personal_data")

    page = queue.send(
        "several", contribution=list(queue.ids.values()), action="release",
        reason="public_name", sure="yes",
    ).text  # fmt: skip

    assert queue.states() == ["removed", "visible", "visible"]
    assert "Over 2 antwoorden is besloten." in page
    assert "1 antwoord bleef zoals het was" in page


def test_what_a_colleague_removed_meanwhile_is_not_released_from_an_old_page(
    queue: AtQueue,
) -> None:
    queue.decide(PHONE, "remove", reason="personal_data")
    words = {"contribution": queue.ids[PHONE], "left": "ik wacht", "sure": "yes"}

    queue.decide(PHONE, "release", reason="mistaken_hold")
    refused = queue.send("words", **words)

    assert refused.status_code == 409
    assert queue.states() == ["removed", "held", "held"]


@pytest.mark.parametrize(
    "form", [{}, {"reason": "insult"}, {"contribution": "none of ours", "reason": "insult"}]
)
def test_several_needs_texts_and_a_reason(queue: AtQueue, form: dict[str, str]) -> None:
    chosen = {} if form else {"contribution": list(queue.ids.values())}

    page = queue.send("several", action="remove", **chosen, **form)

    assert page.status_code == 422
    assert queue.states() == ["held"] * 3


def test_what_says_nearly_the_same_stands_beside_and_can_be_decided_alike(queue: AtQueue) -> None:
    twin = queue.say_held("bel mij op 06 87654321, ik wacht al weken!")
    page = queue.web.get(QUEUE).text

    queue.decide(PHONE, "made_safe", also=[twin])

    assert page.count("1 antwoord zegt bijna hetzelfde") == 2
    assert f'name="also" value="{twin}"' in page
    assert queue.states() == ["visible", "held", "held", "visible"]


def test_what_a_search_found_to_repeat_a_text_stands_beside_it_too(queue: AtQueue, clock) -> None:
    first = queue.uuids()[0]
    with transaction(queue.engine) as session:
        running = session.exec(select(Dialogue)).one()
        same = say(session, running, "Al weken wachten, bel mij maar.", clock())
        mine = session.get_one(Contribution, first)
        say_the_same(
            session, make_run(session, running, clock(), answers=2), [mine, same], number=0
        )

    page = queue.web.get(QUEUE).text

    assert "Al weken wachten, bel mij maar." in page
    assert 'name="also"' not in page


def test_many_held_texts_come_a_page_at_a_time(queue: AtQueue) -> None:
    for number in range(20):
        queue.say_held(f"Bel 06 1234567{number % 10}, vraag {number}")

    first, second = queue.web.get(QUEUE).text, queue.web.get(f"{QUEUE}?page=2").text

    assert first.count('class="card stack stack--tight held"') == 20
    assert "Antwoord 23 van 23" in second
    assert "Antwoord 23 van 23" in queue.web.get(f"{QUEUE}?page=99").text


class Colleague:
    """Another facilitator of the region."""

    def __init__(self, queue: AtQueue) -> None:
        with transaction(queue.engine) as session:
            account = accounts.create_account(
                session, email="bob@example.nl", name="Bob", password="x", now=queue.clock()
            )
            region = session.exec(select(Region)).one()
            accounts.give_role(session, account, region, Role.FACILITATOR)
            self.actor = Actor(ActorRole.FACILITATOR, account.id)


def weighed(queue: AtQueue) -> str:
    """The page of an answer that is weighed now."""
    with transaction(queue.engine) as session:
        running = session.exec(select(Dialogue)).one()
        answer = say(session, running, "De dokter is dom.", queue.clock())
        go_on_to(session, running, RoundKind.WEIGH, queue.clock())
        queue.ids = {"De dokter is dom.": str(answer.id)}
        return f"{HERE}/contributions/{answer.id}"


def test_removing_what_is_weighed_asks_for_a_colleague(queue: AtQueue) -> None:
    address = weighed(queue)
    told = queue.web.get(address).text

    answer = queue.web.post(f"{address}/remove", data={"reason": "insult"})
    page = queue.web.get(answer.headers["location"]).text

    assert "een collega" in told
    assert queue.states() == ["held"]
    assert "De verwijdering wacht op een collega." in page
    assert "Wacht op een tweede persoon (1)" in page
    assert "U bent de enige begeleider van deze regio" in page
    assert "Eens: verwijder het" not in page
    refused = queue.web.post(f"{address}/removal", data={"verdict": "agree"})
    assert (refused.status_code, queue.states()) == (422, ["held"])


@pytest.mark.parametrize(
    ("form", "state", "words"),
    [
        ({"verdict": "agree"}, "removed", "Het antwoord is verwijderd."),
        (
            {"verdict": "refuse", "reason": "mistaken_hold"},
            "visible",
            "Het antwoord is vrijgegeven.",
        ),
        ({"verdict": "refuse"}, "held", "Kies een reden."),
    ],
)
def test_a_second_person_agrees_or_refuses(queue: AtQueue, form, state: str, words: str) -> None:
    address = weighed(queue)
    bob, [one] = Colleague(queue).actor, queue.uuids()
    with transaction(queue.engine) as session:
        answer = session.get_one(Contribution, one)
        removals.ask(session, answer, reason=ModerationReason.INSULT, actor=bob, now=queue.clock())

    page = queue.web.post(f"{address}/removal", data=form)
    page = queue.web.get(page.headers["location"]) if page.status_code == 303 else page

    assert queue.states() == [state]
    assert words in page.text


def test_who_asked_takes_it_back(queue: AtQueue) -> None:
    address = weighed(queue)
    queue.web.post(f"{address}/remove", data={"reason": "insult"})

    queue.web.post(f"{address}/removal", data={"verdict": "refuse", "reason": "mistaken_hold"})

    assert queue.states() == ["visible"]
    with transaction(queue.engine) as session:
        assert session.exec(select(RemovalRequest.agreed)).all() == [False]
