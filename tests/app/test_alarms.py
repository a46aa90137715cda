"""What moved together is told in numbers, beside the list without it; nothing is taken away."""

from dataclasses import asdict
from datetime import date, timedelta

import numpy as np
from sqlmodel import Session, select

from app.bulk import insert_rows
from app.queries import parts
from app.queries.alarms import alarms, told
from app.queries.watching_report import alarms_part
from app.usecases import invitations
from dialogue.bloc import BlocAlarm
from dialogue.models import (
    Dialogue,
    Invitation,
    Participant,
    Rating,
    Round,
    RoundKind,
    TrustLevel,
    new_id,
)
from tests.cast import KEY, go_on_to, make_asking, store_answers

ANSWERS = 60
ONE, TWO, THREE = new_id(), new_id(), new_id()
PEOPLE = 120


def room(session: Session, now, *, bloc: int) -> Dialogue:
    """Two camps that rated six in ten answers; the bloc is told to push the twenty worst."""
    running = make_asking(session, now)
    cards = store_answers(session, running, [f"Idee {n}" for n in range(ANSWERS)], now)
    weighing = go_on_to(session, running, RoundKind.WEIGH, now)
    chance = np.random.default_rng(1)
    camp = chance.choice([-1, 1], PEOPLE)
    felt = chance.normal(0, 0.6, ANSWERS) + np.outer(camp, chance.normal(0, 1, ANSWERS))
    votes = np.sign(felt + chance.normal(0, 1, felt.shape)).astype(int)
    instruction = np.where(np.argsort(np.argsort(votes.mean(axis=0))) < 20, 1, -1)
    slips = np.where(chance.random((bloc, ANSWERS)) < 0.05, -1, 1)
    votes[:bloc] = instruction * slips
    rated = chance.random(votes.shape) < 0.6
    insert_ratings(session, running, weighing, cards, votes, rated, now)
    return running


def insert_ratings(
    session: Session, running: Dialogue, weighing: Round, cards, votes, rated, now
) -> None:
    chamber = parts.chambers_of(session, running)[0]
    people = [
        Participant(
            dialogue_id=running.id, chamber_id=chamber.id, receipt_hash=new_id().hex,
            trust=TrustLevel.IMPORTED, joined_on=now.date(),
        )
        for _ in range(len(votes))
    ]  # fmt: skip
    session.add_all(people)
    session.flush()
    insert_rows(
        session,
        Rating,
        (
            {
                "id": new_id(), "round_id": weighing.id, "participant_id": people[person].id,
                "contribution_id": cards[card], "version_number": 1, "revision": 1,
                "value": int(votes[person, card]), "created_at": now,
            }
            for person, card in np.argwhere(rated)
        ),
    )  # fmt: skip


def test_a_bloc_is_told_in_numbers_with_the_list_without_it(session: Session, clock) -> None:
    running = room(session, clock(), bloc=16)

    found = alarms(session, running)

    assert found.raised
    assert found.blocs == (15,)  # sixteen, rounded
    assert found.looked_at == 120
    assert len(found.top_with) == len(found.top_without) == 10
    assert set(found.left) == set(found.top_with) - set(found.top_without)
    assert len(found.left) == len(found.entered)


def test_what_a_bloc_under_ten_changes_is_not_told(session: Session, clock) -> None:
    found = told(BlocAlarm(((1, 2, 3, 4, 5, 6),), 80, (0, 1), (0, 2)), (ONE, TWO, THREE), (), ())

    assert (found.raised, found.blocs, found.change_hidden) == (True, (None,), True)
    assert found.left == found.entered == ()
    assert alarms_part(found)["top_without"] is None


def test_two_honest_camps_raise_no_alarm_and_change_nothing(session: Session, clock) -> None:
    running = room(session, clock(), bloc=0)

    found = alarms(session, running)

    assert not found.raised
    assert found.left == found.entered == ()


def test_an_alarm_names_nobody(session: Session, clock) -> None:
    running = room(session, clock(), bloc=16)
    people = {str(each) for each in session.exec(select(Participant.id)).all()}

    told = str(asdict(alarms(session, running)))

    assert not [person for person in people if person in told]


def test_without_ratings_there_is_nothing_to_tell(session: Session, clock) -> None:
    running = make_asking(session, clock())

    found = alarms(session, running)

    assert not found.raised
    assert (found.blocs, found.looked_at, found.top_with) == ((), None, ())


def use_codes(session: Session, running: Dialogue, now, *, channel: str, days: list[date]) -> None:
    chamber = parts.chambers_of(session, running)[0]
    invitations.create_invitations(
        session, running, chamber, count=len(days), key=KEY, channel=channel
    )
    made = session.exec(select(Invitation).where(Invitation.channel == channel)).all()
    for each, day in zip(made, days, strict=True):
        each.redeemed_on = day
    session.flush()


def test_codes_used_in_a_burst_are_counted_by_day_and_channel(session: Session, clock) -> None:
    running = make_asking(session, clock())
    start = date(2026, 10, 1)
    quiet = [start + timedelta(days=n % 30) for n in range(60)]
    use_codes(session, running, clock(), channel="letter", days=quiet)
    meeting = [start + timedelta(days=12)] * 33
    use_codes(session, running, clock(), channel="handed_out", days=[*quiet[:20], *meeting])

    [burst] = alarms(session, running).code_bursts

    assert (burst.channel, burst.first, burst.last) == ("handed_out", meeting[0], meeting[0])
    assert burst.codes == 35
    assert burst.expected < 3


def test_people_who_come_in_within_minutes_are_counted(session: Session, clock) -> None:
    running = make_asking(session, clock())
    chamber = parts.chambers_of(session, running)[0]
    moments = [clock() + timedelta(minutes=90 * n) for n in range(20)]
    moments += [clock() + timedelta(hours=9, seconds=15 * n) for n in range(24)]
    session.add_all(
        Participant(
            dialogue_id=running.id, chamber_id=chamber.id, receipt_hash=new_id().hex,
            trust=TrustLevel.CODE, joined_on=moment.date(), consented_at=moment,
        )
        for moment in moments
    )  # fmt: skip
    session.flush()

    [burst] = alarms(session, running).arrival_bursts

    assert burst.people == 25
    assert clock() + timedelta(hours=8, minutes=50) < burst.first < burst.last
    assert burst.last < clock() + timedelta(hours=9, minutes=10)


def test_few_people_at_once_are_not_told(session: Session, clock) -> None:
    """Nine people within minutes could be a family and its neighbours."""
    running = make_asking(session, clock())
    use_codes(session, running, clock(), channel="letter", days=[date(2026, 10, 3)] * 9)

    assert alarms(session, running).code_bursts == ()
