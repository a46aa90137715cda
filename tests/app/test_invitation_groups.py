"""Codes for groups: as coarse as the questions, never for a few, and counted by wave."""

from datetime import date

import pytest
from sqlmodel import Session, select

from app.queries import parts
from app.queries.waves import waves_of
from app.usecases import dialogues, invitations, participants
from app.usecases.invitation_files import read_batches
from app.usecases.invitations import Batch
from app.usecases.participation import measure_participation
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.errors import GroupTooSmall, NotFound
from dialogue.models import Dialogue, Invitation, TrustLevel, new_id
from tests.cast import FACILITATOR, KEY, make_draft

QUESTIONS = list(STANDARD_QUESTIONS[:2])
YOUNG = {"age": "under-25"}


@pytest.fixture
def running(session: Session, clock) -> Dialogue:
    draft = make_draft(session, clock())
    dialogues.change_design(session, draft, background_questions=QUESTIONS)
    dialogues.launch_dialogue(session, draft, now=clock(), actor=FACILITATOR)
    return draft


@pytest.fixture
def invite(session: Session, running: Dialogue):
    def made(count: int = 10, **options) -> list[str]:
        chamber = parts.chambers_of(session, running)[0]
        return invitations.create_invitations(
            session, running, chamber, count=count, key=KEY, **options
        )

    return made


def come_in(session: Session, running: Dialogue, clock, code: str):
    arrival = participants.redeem_code(
        session, running, code=code, request_id=new_id(), language="nl", key=KEY, now=clock()
    )
    return arrival.participant


def test_a_code_keeps_what_was_known_and_the_participant_does_not(
    session: Session, running: Dialogue, invite, clock
) -> None:
    codes = invite(groups={"gender": "woman", "age": "under-25"})

    person = come_in(session, running, clock, codes[0])

    stored = session.exec(select(Invitation)).all()
    assert {tuple(each.groups.items()) for each in stored} == {
        (("age", "under-25"), ("gender", "woman"))
    }
    assert "under-25" not in person.model_dump_json()


@pytest.mark.parametrize(
    ("channel", "trust"),
    [("letter", TrustLevel.CODE), ("paper", TrustLevel.CODE), ("meeting", TrustLevel.VERIFIED)],
)
def test_who_comes_in_keeps_how_the_code_was_given(
    session: Session, running: Dialogue, invite, clock, channel: str, trust: TrustLevel
) -> None:
    person = come_in(session, running, clock, invite(1, channel=channel)[0])

    assert (person.channel, person.trust) == (channel, trust)


def test_who_follows_the_open_link_came_in_by_it(session: Session, running, clock) -> None:
    arrival = participants.enter_openly(
        session, running, parts.chambers_of(session, running)[0], request_id=new_id(),
        language="nl", key=KEY, now=clock(),
    )  # fmt: skip

    person = arrival.participant
    assert (person.channel, person.trust) == ("open_link", TrustLevel.OPEN_LINK)


@pytest.mark.parametrize("groups", [{"age": "unborn"}, {"income": "low"}])
def test_a_group_that_the_dialogue_does_not_ask_gets_no_codes(
    session: Session, invite, groups
) -> None:
    with pytest.raises(NotFound):
        invite(groups=groups)

    assert session.exec(select(Invitation)).all() == []


def test_a_few_people_of_a_group_get_no_codes_of_their_own(session: Session, invite) -> None:
    with pytest.raises(GroupTooSmall):
        invite(9, groups=YOUNG)

    assert len(invite(9)) == 9


def test_of_several_batches_one_bad_one_stops_all(session: Session, running: Dialogue) -> None:
    chamber = parts.chambers_of(session, running)[0]

    with pytest.raises(GroupTooSmall):
        invitations.create_batches(
            session, running, chamber, [Batch(20, YOUNG), Batch(9, {"age": "25-44"})], key=KEY,
            channel="letter", wave=1,
        )  # fmt: skip

    assert session.exec(select(Invitation)).all() == []


def test_waves_tell_how_many_codes_each_group_got(
    session: Session, running: Dialogue, invite, clock
) -> None:
    invite(20, groups=YOUNG)
    invite(5)
    later = invite(12, wave=2)
    come_in(session, running, clock, later[0])
    measure_participation(session, running, now=clock())

    first, second = waves_of(session, running, parts.chambers_of(session, running))

    assert {(tuple(each.groups.items()), each.made) for each in first.groups} == {
        ((("age", "under-25"),), 20), ((), 5),
    }  # fmt: skip
    assert (first.made, first.used) == (25, None)
    assert (second.made, second.groups) == (12, ())


def test_used_codes_are_told_as_they_were_measured_and_never_by_last_day(
    session: Session, running: Dialogue, invite, clock
) -> None:
    for code in (*invite(40)[:25], *invite(40, wave=2)[:25]):
        person = come_in(session, running, clock, code)
        participants.give_consent(session, person, may_be_quoted=False, now=clock())
    invite(40, wave=2, expires_on=date(2027, 1, 31))
    chambers = parts.chambers_of(session, running)
    assert [each.used for each in waves_of(session, running, chambers)] == [None] * 3

    figures = measure_participation(session, running, now=clock()).figures

    assert [each.used for each in figures.funnel.waves] == [20, 20]
    assert [(each.wave, each.used) for each in waves_of(session, running, chambers)] == [
        (1, 20), (2, None), (2, None),
    ]  # fmt: skip


def test_a_file_of_groups_may_use_words_and_leave_cells_open() -> None:
    file = read_batches(
        "Hoe oud bent u?;gender;Aantal\nJonger dan 25;Vrouw;20\n;man;15\n25-44;;\n",
        QUESTIONS, language="nl",
    )  # fmt: skip

    assert file.problems == ()
    assert file.batches == (
        Batch(20, {"age": "under-25", "gender": "woman"}), Batch(15, {"gender": "man"}),
    )  # fmt: skip
    assert file.total == 35


@pytest.mark.parametrize(
    ("data", "row", "message"),
    [
        ("age,count\nold,20\n", 2, 'The question "age" has no group "old".'),
        ("income,count\nlow,20\n", 1, 'This dialogue does not ask about "income".'),
        ("age,age,count\n25-44,25-44,20\n", 1, "Two columns have the same name"),
        ("age,gender\n25-44,man\n", 1, "The first line does not name the columns."),
        ("age,count\n25-44,9\n", 2, '"9" is not a number of codes from 10 to 1000.'),
        ("age,count\n25-44,veel\n", 2, '"veel" is not a number of codes'),
        ("age,count\n25-44,20,3\n", 2, "This line has 3 cells instead of 2."),
        ("age,count\n25-44,20\n25-44,20\n", 3, "stands in the file twice."),
        ("age,count\n25-44,600\n45-64,600\n", None, "Together these are 1200 codes, on 2 lines."),
        ("age,count\n25-44,\n", None, "The file asks for no codes."),
        ("", None, "The file is empty."),
        (b"age,count\n\xff,20\n", 2, "A letter in this line can't be read."),
        ("x" * 20_001, None, "The file is larger than 20 kB."),
    ],
)
def test_a_mistake_in_a_file_of_groups_is_told_with_its_row(data, row, message: str) -> None:
    file = read_batches(data, QUESTIONS, language="en")

    assert file.batches == ()
    assert file.problems[0].row == row
    assert message in file.problems[0].message % file.problems[0].params
