"""An auditor deals every hand again; a facilitator plans a round."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from click.testing import Result
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from app.cli import commands
from app.config import get_settings
from app.db import transaction
from app.usecases import contributions, hands
from app.usecases.deck_audit import Difference, audit_decks
from dialogue.models import Contribution, Deck, Dialogue, Hand, RoundKind, new_id
from tests.cast import arrive, go_on_to, make_asking, say

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)


def play(session: Session) -> Dialogue:
    """Thirty people of whom some come back, one adds something, and one answer is removed."""
    running = make_asking(session, NOW)
    crowd = [arrive(session, running, NOW) for _ in range(30)]
    for number, person in enumerate(crowd):
        say(session, running, person, f"Idee {number} voor betere zorg", NOW)
    weighing = go_on_to(session, running, RoundKind.WEIGH, NOW)
    weighing.hand_size, weighing.theme_exponent = 5, 0.5
    for number, person in enumerate(crowd):
        for _ in range(1 + number % 2):
            hand = hands.deal_more(session, running, person, weighing, now=NOW)
            for position in range(hand.size):
                hands.show_card(session, hand, position, now=NOW)
        if number == 10:
            card = session.get_one(Contribution, UUID(hand.cards[0]))
            for words in ("En in de avond", "En op zondag"):
                contributions.enrich(
                    session, running, person, weighing, card, contribution_id=new_id(),
                    text=words, language="nl", now=NOW,
                )  # fmt: skip
        if number == 15:
            session.get_one(Contribution, UUID(hand.cards[0])).state = "removed"
    session.flush()
    return running


@pytest.fixture
def played(engine: Engine) -> Engine:
    with transaction(engine) as session:
        play(session)
    return engine


@pytest.fixture
def samenspraak(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    monkeypatch.setenv("SAMENSPRAAK_DATABASE_URL", database_url)
    get_settings.cache_clear()

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(commands, [str(each) for each in arguments])

    yield run
    get_settings.cache_clear()


def test_of_a_clean_dialogue_no_hand_differs(played: Engine, samenspraak) -> None:
    shown = samenspraak("audit-deck", "spoedzorg")

    assert shown.exit_code == 0
    assert "45 hands of 2 decks dealt again: none differ." in shown.stdout


def test_a_hand_that_somebody_changed_is_named(played: Engine, samenspraak) -> None:
    with transaction(played) as session:
        hand = session.exec(select(Hand).where(Hand.turn == 3)).first()
        swapped = [hand.cards[1], hand.cards[0], *hand.cards[2:]]
        session.exec(update(Hand).where(col(Hand.id) == hand.id).values(cards=swapped))

    report = samenspraak("audit-deck", "spoedzorg", "--json")
    shown = samenspraak("audit-deck", "spoedzorg")

    assert (report.exit_code, shown.exit_code) == (1, 1)
    [named] = json.loads(report.stdout)["differ"]
    assert (named["hand_id"], named["differences"]) == (str(hand.id), ["cards"])
    assert str(hand.id) in shown.stdout.replace("\n", "")


def differences(engine: Engine) -> set[Difference]:
    with transaction(engine) as session:
        audit = audit_decks(session, session.exec(select(Dialogue)).one())
    return {each for hand in audit.differ for each in hand.differences}


def test_a_seed_that_somebody_chose_is_found(played: Engine) -> None:
    with transaction(played) as session:
        session.exec(update(Deck).where(col(Deck.epoch) == 1).values(seed=Deck.seed + 1))

    assert Difference.SEED in differences(played)


def test_a_card_left_out_without_a_reason_is_found(played: Engine) -> None:
    """Whoever steers dealing may write down what was left out, but has to say why."""
    with transaction(played) as session:
        hand = session.exec(select(Hand).where(Hand.turn == 0)).first()
        deck = session.get_one(Deck, hand.deck_id)
        steered = sorted({*hand.excluded, deck.contribution_ids.index(hand.cards[0])})
        session.exec(update(Hand).where(col(Hand.id) == hand.id).values(excluded=steered))

    assert Difference.LEFT_OUT in differences(played)


def test_ones_own_card_and_one_dealt_before_are_found(played: Engine) -> None:
    with transaction(played) as session:
        card = session.exec(select(Contribution)).first()
        own = session.exec(select(Hand).where(Hand.participant_id == card.participant_id)).first()
        many = session.exec(select(Hand).order_by(col(Hand.dealt_at), col(Hand.turn))).all()
        person = next(
            h for h in many if sum(o.participant_id == h.participant_id for o in many) > 1
        )
        first, second = (h for h in many if h.participant_id == person.participant_id)
        for hand, cards in ((own, [str(card.id)]), (second, first.cards)):
            session.exec(update(Hand).where(col(Hand.id) == hand.id).values(cards=cards))

    assert {Difference.OWN_CARD, Difference.DEALT_BEFORE} <= differences(played)


def test_a_plan_is_told_in_figures_and_as_json() -> None:
    arguments = ["plan", "--people", "60", "--return-rate", "0.5", "--answers", "60"]

    told = CliRunner().invoke(commands, arguments)
    report = json.loads(CliRunner().invoke(commands, [*arguments, "--json"]).stdout)

    assert "ratings per answer" in told.stdout
    assert report["outlook"]["ratings_per_answer"] == 7.5
    assert report["hand"] is None or report["hand"] in (10, 15, 20, 30)


def test_a_plan_that_nothing_can_be_said_of_is_still_json() -> None:
    arguments = ["plan", "--people", "1", "--answers", "1", "--themes", "1", "--json"]

    report = json.loads(CliRunner().invoke(commands, arguments).stdout)

    assert report["outlook"]["theme_interval"] is None
