"""What people rated comes out of the database as arrays, figures and one report."""

import json
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.analysis import analyse_now
from app.db import make_engine, migrate, reading, transaction
from app.importing.polis import read_polis
from app.queries import parts
from app.queries.accounting import Accounting, account_for
from app.queries.analysis_report import analysis_report
from app.queries.matrices import read_ratings
from app.queries.support import contribution_support, theme_support
from app.usecases.imports import import_polis
from clustering import Embedder, load_embedder
from dialogue.models import (
    AnalysisRun,
    Contribution,
    ContributionState,
    Dialogue,
    Participant,
    PlacedBy,
    Placement,
    Rating,
    RoundKind,
    Theme,
    TrustLevel,
    new_id,
)
from dialogue.not_enough import NotEnoughData
from dialogue.support import SupportFigure
from tests.cast import make_asking, store_answers

ANSWERS = ["Een", "Twee", "Drie", "Vier"]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


def make_people(session: Session, dialogue: Dialogue, now, **numbers: int) -> list[Participant]:
    """So many people in each of these chambers."""
    chambers = {each.key: each for each in parts.chambers_of(session, dialogue)}
    people = [
        Participant(
            dialogue_id=dialogue.id, chamber_id=chambers[key].id, receipt_hash=new_id().hex,
            trust=TrustLevel.IMPORTED, joined_on=now.date(),
        )
        for key, number in numbers.items()
        for _ in range(number)
    ]  # fmt: skip
    session.add_all(people)
    session.flush()
    return people


def rate(session: Session, dialogue: Dialogue, person, card, value, now, *, revision=1) -> None:
    weighing = parts.round_of_kind(session, dialogue, RoundKind.WEIGH)
    session.add(
        Rating(
            round_id=weighing.id, participant_id=person.id, contribution_id=card, value=value,
            revision=revision, created_at=now,
        )
    )  # fmt: skip
    session.flush()


def make_theme(session: Session, dialogue: Dialogue, cards, now, *, number: int) -> Theme:
    theme = Theme(
        dialogue_id=dialogue.id, number=number, machine_label=f"Thema {number}", created_at=now
    )
    session.add(theme)
    session.flush()
    session.add_all(
        Placement(
            contribution_id=each, dialogue_id=dialogue.id, theme_id=theme.id,
            placed_by=PlacedBy.MACHINE, placed_at=now,
        )
        for each in cards
    )  # fmt: skip
    session.flush()
    return theme


def test_the_latest_revision_counts_and_cannot_say_is_no_number(session: Session, clock) -> None:
    dialogue = make_asking(session, clock())
    cards = store_answers(session, dialogue, ANSWERS, clock())
    (alice,) = make_people(session, dialogue, clock(), resident=1)
    rate(session, dialogue, alice, cards[0], -3, clock())
    rate(session, dialogue, alice, cards[0], 2, clock(), revision=2)
    rate(session, dialogue, alice, cards[2], None, clock())

    ratings = read_ratings(session, dialogue)

    assert ratings.contribution_ids == tuple(cards)
    assert ratings.contribution.tolist() == [0, 2]
    assert {ratings.participant_ids[each] for each in ratings.participant} == {alice.id}
    np.testing.assert_array_equal(ratings.value, [2.0, np.nan])
    np.testing.assert_allclose(ratings.scaled, [2 / 3, np.nan])


def test_ratings_of_what_is_out_of_sight_are_left_out(session: Session, clock) -> None:
    dialogue = make_asking(session, clock())
    cards = store_answers(session, dialogue, ANSWERS, clock())
    (alice,) = make_people(session, dialogue, clock(), resident=1)
    for card in cards[:2]:
        rate(session, dialogue, alice, card, 1, clock())
    session.get_one(Contribution, cards[0]).state = ContributionState.REMOVED
    session.flush()

    ratings = read_ratings(session, dialogue)

    assert [ratings.contribution_ids[each] for each in ratings.contribution] == [cards[1]]


def test_a_dialogue_without_ratings_has_empty_arrays_and_no_figures(session, clock) -> None:
    dialogue = make_asking(session, clock())
    cards = store_answers(session, dialogue, ANSWERS, clock())
    make_theme(session, dialogue, cards, clock(), number=1)

    assert read_ratings(session, dialogue).value.shape == (0,)
    (theme,) = theme_support(session, dialogue)

    assert theme.figure == NotEnoughData("people", 0, 10)


def test_support_of_a_theme_is_told_for_all_and_for_each_chamber(session: Session, clock) -> None:
    dialogue = make_asking(session, clock())
    cards = store_answers(session, dialogue, ANSWERS, clock())
    people = make_people(session, dialogue, clock(), resident=12, professional=6)
    make_theme(session, dialogue, cards[:2], clock(), number=1)
    for person in people[:12]:
        rate(session, dialogue, person, cards[0], 3, clock())
    for person in people[12:]:
        rate(session, dialogue, person, cards[1], -3, clock())

    (theme,) = theme_support(session, dialogue)

    assert isinstance(theme.figure, SupportFigure)
    assert (theme.figure.n, theme.reach) == (18, 3)
    assert theme.figure.mean == pytest.approx(1.0)
    assert theme.figure.in_favour == pytest.approx(12 / 18)
    assert theme.figure.low < 1.0 < theme.figure.high
    assert theme.chambers["resident"].mean == pytest.approx(3.0)
    assert theme.chambers["professional"] == NotEnoughData("people", 6, 10)


def test_support_of_a_contribution_is_found_by_its_identifier(session: Session, clock) -> None:
    dialogue = make_asking(session, clock())
    cards = store_answers(session, dialogue, ANSWERS, clock())
    people = make_people(session, dialogue, clock(), resident=11)
    for person in people:
        rate(session, dialogue, person, cards[3], 2, clock())

    supported = contribution_support(session, dialogue)

    assert supported.figure(cards[3]).mean == pytest.approx(2.0)
    assert supported.figure(cards[0]) == NotEnoughData("people", 0, 10)
    assert isinstance(supported.figure(new_id()), NotEnoughData)


def test_what_came_in_is_what_was_placed_and_set_aside(session: Session, clock) -> None:
    dialogue = make_asking(session, clock())
    cards = store_answers(session, dialogue, [f"Antwoord {each}" for each in range(10)], clock())
    make_theme(session, dialogue, cards[:4], clock(), number=1)
    states = [ContributionState.HELD] * 2 + [ContributionState.REMOVED, ContributionState.WITHDRAWN]
    for card, state in zip(cards[3:7], states, strict=True):
        session.get_one(Contribution, card).state = state
    session.flush()

    counted = account_for(session, dialogue)

    assert counted == Accounting(
        placed=3, not_in_theme=3, held=2, removed=1, withdrawn=1, received=10
    )
    assert counted.received == len(session.exec(select(Contribution)).all())


def test_an_account_that_does_not_add_up_can_not_be_made() -> None:
    with pytest.raises(AssertionError, match="10 contributions came in, 9 are accounted for"):
        Accounting(placed=9, received=10)


TOPIC = "topic,Zorg in de wijk\nconversation-description,Een proef\n"
WORDS = {
    "huisarts": "De huisarts is {} niet bereikbaar als ik bel voor een afspraak",
    "bus": "De bus naar het ziekenhuis rijdt {} te weinig voor oude mensen",
    "tandarts": "De tandarts kost {} teveel geld voor gezinnen met kinderen",
}
HOW = ("altijd", "vaak", "echt", "in onze wijk", "'s avonds", "in het weekend", "al jaren", "nu")


def write_polis(folder: Path) -> Path:
    """A small conversation in three groups, with a statement that was moderated out."""
    folder.mkdir()
    texts = [text.format(how) for how in HOW for text in WORDS.values()]
    lines = ["timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"]
    for number, text in enumerate(texts):
        moderated = -1 if number == 5 else 1
        lines.append(
            f"{1_600_000_000_000 + number},x,{number},{number % 11},0,0,{moderated},{text}"
        )
    (folder / "comments.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    votes = ["timestamp,datetime,comment-id,voter-id,vote"]
    for voter in range(12):
        for number in range(len(texts)):
            vote = (1, 0, -1)[(number + voter) % 3 if number % 3 else 0]
            votes.append(f"{1_600_000_100_000 + number},x,{number},{voter},{vote}")
    votes.append("1600000200000,x,0,0,-1")
    (folder / "votes.csv").write_text("\n".join(votes) + "\n", encoding="utf-8")
    (folder / "summary.csv").write_text(TOPIC, encoding="utf-8")
    return folder


def report_of(engine: Engine, folder: Path, clock, embedder: Embedder) -> str:
    """Import and analyse, and give the document as it would be printed."""
    with transaction(engine) as session:
        import_polis(session, read_polis(folder), slug="wijk", now=clock())
    clock.pass_by(hours=1)
    analyse_now(engine, "wijk", embedder=embedder, clock=clock)
    with reading(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        return json.dumps(analysis_report(session, dialogue), ensure_ascii=False, indent=2)


def test_the_report_tells_who_said_what_and_how_it_was_weighed(
    engine, clock, embedder, tmp_path
) -> None:
    report = json.loads(report_of(engine, write_polis(tmp_path / "wijk"), clock, embedder))

    counts = report["contributions"]
    assert (counts["received"], counts["removed"]) == (24, 1)
    assert counts["placed"] + counts["not_in_theme"] == 23
    assert report["ratings"] == 12 * 24
    assert [(name, sum(people.values())) for name, people in report["participants"].items()] == [
        ("ask", 11),
        ("weigh", 12),
    ]
    assert sum(each["size"] for each in report["themes"]) == counts["placed"]
    theme = report["themes"][0]
    assert theme["support"]["n"] == 12
    assert (
        -1 <= theme["support"]["low"] <= theme["support"]["mean"] <= theme["support"]["high"] <= 1
    )
    assert theme["support"]["positive_share"] is None  # of twelve people no share is given
    assert all(each["text"] for each in theme["exemplars"])
    assert theme["keywords"]


def test_the_same_import_and_seed_give_the_same_bytes_in_another_database(
    engine, clock, embedder, tmp_path
) -> None:
    folder = write_polis(tmp_path / "wijk")
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
    migrate(elsewhere)
    other = make_engine(elsewhere)

    first = report_of(engine, folder, clock, embedder)
    clock.pass_by(days=3)
    second = report_of(other, folder, clock, embedder)
    other.dispose()

    assert first == second
    assert '"themes": [\n' in first


def test_asking_for_the_report_again_gives_the_same_bytes(
    engine, clock, embedder, tmp_path
) -> None:
    first = report_of(engine, write_polis(tmp_path / "wijk"), clock, embedder)
    clock.pass_by(hours=1)

    analyse_now(engine, "wijk", embedder=embedder, clock=clock)

    with reading(engine) as session:
        dialogue = session.exec(select(Dialogue)).one()
        second = json.dumps(analysis_report(session, dialogue), ensure_ascii=False, indent=2)
        assert len(session.exec(select(AnalysisRun)).all()) == 2
    assert first == second
