"""A dialogue in which known numbers of people of known groups took part, to measure who they were.

    made = make_participation(session, now, CROWDS)      # measure, then read the figures

A ``Crowd`` is some people alike in everything: chamber, channel, wave, groups, and how far they
went. Rows are made directly, so that a test says exactly who is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from sqlmodel import Session, select

from app.queries import parts
from dialogue.background_questions import STANDARD_QUESTIONS, neighbourhood_question
from dialogue.models import (
    Background,
    BackgroundLink,
    ClosingAnswer,
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Embedding,
    Helix,
    Invitation,
    Moment,
    Participant,
    PlacedBy,
    Placement,
    Population,
    Rating,
    RoundKind,
    Theme,
    TrustLevel,
)
from participation.heard import FEELING_HEARD
from tests.cast import make_asking, make_over

POPULATION = """dimension,group,count
age,under-25,30000
age,25-44,30000
age,45-64,35000
age,65-79,20000
age,80-plus,10000
neighbourhood,centrum,50000
neighbourhood,oosterheem,75000
"""
IDEAS, NUMBERS, FINGERPRINT = 12, 64, "cast"
CARDS = 15
TRUST = {"open_link": TrustLevel.OPEN_LINK, "meeting": TrustLevel.VERIFIED, "": TrustLevel.IMPORTED}


@dataclass(frozen=True)
class Crowd:
    """``people`` who came in, and ``silent`` who were sent a code and never used it.

    steps: how far they went: 0 only came in, 1 answered, 2 also weighed. likes: their mean rating
    of even themes, and minus that of odd ones. heard: their answer to each statement, or none.
    """

    people: int
    silent: int = 0
    chamber: str = "resident"
    channel: str = "letter"
    wave: int = 1
    groups: Mapping[str, str] = field(default_factory=dict)
    steps: int = 2
    likes: float = 1.0
    collective: str = ""
    heard: int | None = None
    day: int = 0


CROWDS = (
    Crowd(12, 88, groups={"age": "under-25", "neighbourhood": "oosterheem"}, likes=-2.0),
    Crowd(40, 40, groups={"age": "25-44", "neighbourhood": "centrum"}, day=1, heard=5),
    Crowd(30, 40, groups={"age": "25-44", "neighbourhood": "oosterheem"}, day=1, heard=5),
    Crowd(90, 60, groups={"age": "45-64", "neighbourhood": "centrum"}, day=2, heard=6),
    Crowd(60, 40, wave=2, groups={"age": "65-79", "neighbourhood": "oosterheem"}, day=8, heard=4),
    Crowd(4, 20, wave=2, groups={"age": "80-plus", "neighbourhood": "centrum"}, day=8),
    Crowd(25, channel="open_link", steps=1, day=9, collective="Huurdersvereniging"),
    Crowd(30, 5, channel="meeting", groups={"age": "45-64"}, day=9, collective="Ouderenbond"),
    Crowd(24, 6, chamber="professional", channel="email", day=3, heard=5),
    Crowd(4, 2, chamber="director", channel="email", day=3, heard=2),
)


@dataclass(frozen=True)
class Made:
    """What stands in the database; crowd_of says of each person which crowd they are of."""

    dialogue: Dialogue
    crowds: tuple[Crowd, ...]
    people: list[Participant]
    crowd_of: list[Crowd]
    themes: list[Theme]
    contributions: list[Contribution]


def make_participation(
    session: Session,
    now: datetime,
    crowds: Sequence[Crowd] = CROWDS,
    *,
    slug: str = "spoedzorg",
    over: bool = False,
    population: str = POPULATION,
    seed: int = 3,
) -> Made:
    """A dialogue with these crowds, its ask round open, or with all rounds over."""
    dialogue = (make_over if over else make_asking)(session, now, slug=slug)
    neighbourhoods = neighbourhood_question(["Centrum", "Oosterheem"])
    dialogue.background_questions = [STANDARD_QUESTIONS[0], *filter(None, [neighbourhoods])]
    dialogue.asks_collective = True
    dialogue.closing_questions = ["heard"]
    for chamber in parts.chambers_of(session, dialogue):
        chamber.helix = Helix.SOCIETY if chamber.key == "resident" else Helix.PRACTICE
    if population:
        session.add(
            Population(
                dialogue_id=dialogue.id, source="Verzonnen", file=population, uploaded_at=now
            )
        )
    chance = np.random.default_rng(seed)
    people, crowd_of = make_people(session, dialogue, now, crowds, seed)
    made = Made(dialogue, tuple(crowds), people, crowd_of, *say(session, dialogue, now, people,
                crowd_of, chance, seed))  # fmt: skip
    weigh(session, made, now, chance)
    answer_scale(session, made, now)
    session.flush()
    return made


def make_people(
    session: Session, dialogue: Dialogue, now: datetime, crowds: Sequence[Crowd], seed: int
) -> tuple[list[Participant], list[Crowd]]:
    """Everybody with their invitation and their background."""
    chambers = {each.key: each.id for each in parts.chambers_of(session, dialogue)}
    people, crowd_of = [], []
    for number, crowd in enumerate(crowds):
        session.add_all(invitations(dialogue, chambers[crowd.chamber], crowd, number, now.date()))
        for place in range(crowd.people):
            person = Participant(
                id=UUID(int=(seed << 96) + (number << 32) + place), dialogue_id=dialogue.id,
                chamber_id=chambers[crowd.chamber], receipt_hash=f"{number} {place}",
                trust=TRUST.get(crowd.channel, TrustLevel.CODE), channel=crowd.channel,
                collective=crowd.collective, consented_at=now,
                joined_on=now.date() + timedelta(days=crowd.day),
            )  # fmt: skip
            people.append(person)
            crowd_of.append(crowd)
    session.add_all(people)
    session.flush()
    told = {
        person.id: Background(dialogue_id=dialogue.id, answers=dict(crowd.groups))
        for person, crowd in zip(people, crowd_of, strict=True)
        if crowd.groups
    }
    session.add_all(told.values())
    session.flush()
    session.add_all(
        BackgroundLink(participant_id=one, background_id=each.id) for one, each in told.items()
    )
    return people, crowd_of


def invitations(
    dialogue: Dialogue, chamber_id: UUID, crowd: Crowd, number: int, today: date
) -> Iterator[Invitation]:
    """A code for everybody who needs one, used or not."""
    if crowd.channel in ("open_link", ""):
        return
    for place in range(crowd.people + crowd.silent):
        used = place < crowd.people
        yield Invitation(
            dialogue_id=dialogue.id, chamber_id=chamber_id, code_hash=f"{number} {place}",
            channel=crowd.channel, wave=crowd.wave, groups=dict(crowd.groups),
            redeemed_on=today if used else None, redeemed_by=f"{number} {place}" if used else None,
        )  # fmt: skip


def say(
    session: Session,
    dialogue: Dialogue,
    now: datetime,
    people: list[Participant],
    crowd_of: list[Crowd],
    chance: np.random.Generator,
    seed: int,
) -> tuple[list[Theme], list[Contribution]]:
    """Everybody who went further than coming in says one of the ideas; each idea is a theme."""
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    [prompt] = parts.prompts_of(session, asking)
    themes = [
        Theme(dialogue_id=dialogue.id, number=n, machine_label=f"Thema {n}", created_at=now)
        for n in range(4)
    ]
    session.add_all(themes)
    session.flush()
    directions = np.linalg.qr(chance.normal(size=(NUMBERS, IDEAS)))[0].T
    said: list[Contribution] = []
    later: list[tuple[ContributionVersion, Embedding, Placement]] = []
    for at, (person, crowd) in enumerate(zip(people, crowd_of, strict=True)):
        if crowd.steps == 0:
            continue
        idea = min(IDEAS - 1, int(chance.geometric(0.2)) - 1)
        one = Contribution(
            id=UUID(int=(seed << 96) + (1 << 80) + at), dialogue_id=dialogue.id,
            round_id=asking.id, prompt_id=prompt.id, participant_id=person.id,
            kind=ContributionKind.ANSWER, state=ContributionState.VISIBLE,
            created_at=now + timedelta(seconds=at),
        )  # fmt: skip
        version = ContributionVersion(
            id=UUID(int=(seed << 96) + (2 << 80) + at), contribution_id=one.id,
            text=f"Idee {idea} van {at}", created_at=now,
        )  # fmt: skip
        near = directions[idea] + chance.normal(scale=0.03, size=NUMBERS)
        vector = np.round(near / np.abs(near).max() * 127).astype(np.int8).tobytes()
        placed = Placement(
            contribution_id=one.id, dialogue_id=dialogue.id, theme_id=themes[idea % 4].id,
            placed_by=PlacedBy.MACHINE, placed_at=now,
        )  # fmt: skip
        said.append(one)
        kept = Embedding(version_id=version.id, fingerprint=FINGERPRINT, vector=vector)
        later.append((version, kept, placed))
    session.add_all(said)
    session.flush()
    session.add_all(version for version, _, _ in later)
    session.flush()
    session.add_all(each for _, *others in later for each in others)
    session.flush()
    return themes, said


def weigh(session: Session, made: Made, now: datetime, chance: np.random.Generator) -> None:
    """Everybody who went all the way rates some answers, after what their crowd likes."""
    weighing = parts.round_of_kind(session, made.dialogue, RoundKind.WEIGH)
    numbers = {each.id: each.number for each in made.themes}
    rows = session.exec(select(Placement).where(Placement.dialogue_id == made.dialogue.id)).all()
    number_of = {each.contribution_id: numbers[each.theme_id] for each in rows if each.theme_id}
    theme_of = [number_of[each.id] for each in made.contributions]
    for person, crowd in zip(made.people, made.crowd_of, strict=True):
        if crowd.steps < 2 or not made.contributions:
            continue
        cards = chance.choice(
            len(made.contributions), min(CARDS, len(made.contributions)), replace=False
        )
        for card in cards:
            liked = crowd.likes if theme_of[card] % 2 == 0 else -crowd.likes
            value = int(np.clip(np.round(liked + chance.normal(0, 0.8)), -3, 3))
            session.add(
                Rating(
                    round_id=weighing.id, participant_id=person.id, value=value,
                    contribution_id=made.contributions[card].id, created_at=now,
                )
            )  # fmt: skip


def answer_scale(session: Session, made: Made, now: datetime) -> None:
    """Whoever says how far they felt heard, says the same of every statement that isn't turned."""
    for person, crowd in zip(made.people, made.crowd_of, strict=True):
        if crowd.heard is not None:
            session.add(
                ClosingAnswer(
                    dialogue_id=made.dialogue.id, participant_id=person.id, scale="heard",
                    moment=Moment.AFTER_ROUNDS, created_at=now,
                    answers={
                        each.key: 8 - crowd.heard if each.reversed else crowd.heard
                        for each in FEELING_HEARD
                    },
                )
            )  # fmt: skip
