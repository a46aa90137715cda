"""The made-up people of the demo: who they are, by which way they come in, for whom they speak.

Whoever lives in one district takes part less often than others, and so do men, so that the pages
about who took part have something to find. Lives are made up; only the population is real.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlmodel import Session

from app.db import transaction
from app.demo.texts import FOLDER
from app.queries import parts
from app.queries.closing import indicators_of
from app.simulation.crowd import Answer, Crowd, Person
from app.usecases import closing_questions, collectives, invitations, participants
from app.usecases.background import save_background
from dialogue.channels import OPEN_LINK
from dialogue.models import Chamber, Dialogue, Moment, Participant
from participation import read_population

POPULATION = FOLDER / "zoetermeer-population.csv"
SOURCE = "CBS, Kerncijfers wijken en buurten 2024 (tabel 85984NED), 1 januari 2024"

DISTRICT = "neighbourhood"
# How much likelier somebody of a group is to take part; for all others it is 1.
EAGER = {"oosterheem": 0.3, "noordhove": 1.3, "woman": 1.25, "other": 0.03, "45-64": 1.6,
         "65-79": 1.8, "80-plus": 0.4}  # fmt: skip
SPOKEN = {"nl": "dutch", "en": "english", "tr": "turkish", "ar": "arabic", "pl": "slavic",
          "uk": "slavic"}  # fmt: skip
TELLS, SPEAKS_FOR_GROUP = 0.92, 0.1
GROUPS = ("Buurtvereniging", "Patiëntenvereniging", "Ouderenbond", "Moskee", "Cliëntenraad", "")
# By which way residents come in, of a hundred; everybody else got an e-mail.
RESIDENTS_WAYS = {"letter": 66, "meeting": 14, OPEN_LINK: 12, "paper": 8}
LETTERS, SECOND_LETTERS, SECOND_USED = 520, 60, 4
SECOND_WAVE = ("oosterheem", "meerzicht")
SPARE_CODES = 6

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Life:
    """Who somebody is, as the questions of the dialogue put it, and by which way they come in."""

    chamber: str
    answers: Mapping[str, str]
    way: str

    @property
    def key(self) -> Key:
        """Chamber, way and, for a letter, the district that it went to."""
        return self.chamber, self.way, self.answers[DISTRICT] if self.way == "letter" else ""


@dataclass
class Townspeople(Crowd):
    """People who come in by several ways and tell some things about themselves."""

    waiting: dict[Key, list[str]] = field(default_factory=dict)

    def arrive(self, answers: Sequence[Answer]) -> None:
        """Invite the town in two waves, and let somebody in for each answer."""
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            lives = [self.made_up(answer, dialogue.background_questions) for answer in answers]
            chambers = {each.key: each for each in parts.chambers_of(session, dialogue)}
            used = Counter(life.key for life in lives)
            self.send_letters(session, dialogue, chambers["resident"], used)
            self.hand_out(session, dialogue, chambers, used)
        for answer, life in zip(answers, lives, strict=True):
            self.people.append(self.let_in(life, answer.language))

    def made_up(self, answer: Answer, questions: Sequence[Mapping[str, Any]]) -> Life:
        """Make up a life that fits the chamber and the language of an answer."""
        chosen = {
            each["key"]: self.draw(
                {option["key"]: likely(option["key"]) for option in each["options"]}
            )
            for each in questions
        }
        chosen["mother-tongue"] = SPOKEN[answer.language]
        if answer.chamber != "resident":
            return Life(answer.chamber, chosen, "email")
        from_elsewhere = chosen[DISTRICT] not in districts()
        ways = RESIDENTS_WAYS | ({"letter": 0} if from_elsewhere else {})
        return Life(answer.chamber, chosen, self.draw(ways))

    def draw(self, weights: Mapping[str, float]) -> str:
        """Draw one of these."""
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def send_letters(
        self, session: Session, dialogue: Dialogue, residents: Chamber, used: Counter[Key]
    ) -> None:
        """Send letters to each district by its size, and again where few people came."""
        everybody = sum(districts().values())
        for district, people in districts().items():
            key: Key = ("resident", "letter", district)
            count = max(round(LETTERS * people / everybody), used[key])
            self.waiting[key] = self.codes(session, dialogue, residents, key, count, wave=1)
            if district in SECOND_WAVE:
                later = self.codes(session, dialogue, residents, key, SECOND_LETTERS, wave=2)
                self.waiting[key][:0] = later[:SECOND_USED]

    def hand_out(
        self,
        session: Session,
        dialogue: Dialogue,
        chambers: Mapping[str, Chamber],
        used: Counter[Key],
    ) -> None:
        """Make the codes that were given in other ways: some more than came in."""
        for key, count in used.items():
            if key[1] not in ("letter", OPEN_LINK):
                chamber = chambers[key[0]]
                wanted = count + SPARE_CODES
                self.waiting[key] = self.codes(session, dialogue, chamber, key, wanted, wave=1)

    def codes(
        self, session: Session, dialogue: Dialogue, chamber: Chamber, key: Key, count: int,
        *, wave: int,
    ) -> list[str]:  # fmt: skip
        """Make codes for people of whom the district is known, or nothing."""
        groups = {DISTRICT: key[2]} if key[2] else {}
        return invitations.create_invitations(
            session, dialogue, chamber, count=count, key=self.key, channel=key[1], wave=wave,
            groups=groups,
        )  # fmt: skip

    def let_in(self, life: Life, language: str) -> Person:
        """Come in, consent, and tell what this person wants to tell."""
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            arrival = self.enter(session, dialogue, life, language)
            quoted = self.chance.random() < 0.7
            person = arrival.participant
            participants.give_consent(session, person, may_be_quoted=quoted, now=self.clock())
            told = {key: each for key, each in life.answers.items() if self.chance.random() < TELLS}
            save_background(session, person, told)
            if self.chance.random() < SPEAKS_FOR_GROUP:
                name = self.chance.choice(GROUPS)
                collectives.speak_for(session, person, group=True, name=name, language="nl")
            made = Person(
                participant_id=person.id,
                language=language,
                leaning=self.chance.uniform(-1, 1),
                receipt_code=arrival.receipt_code,
            )
            self.say_how_it_is(session, dialogue, person, made, Moment.BEFORE)
            return made

    def enter(
        self, session: Session, dialogue: Dialogue, life: Life, language: str
    ) -> participants.Arrival:
        """Come in with a code, or by the open link."""
        if life.way != OPEN_LINK:
            return participants.redeem_code(
                session, dialogue, code=self.waiting[life.key].pop(0), request_id=self.new_id(),
                language=language, key=self.key, now=self.clock(),
            )  # fmt: skip
        chambers = {each.key: each for each in parts.chambers_of(session, dialogue)}
        return participants.enter_openly(
            session, dialogue, chambers[life.chamber], request_id=self.new_id(),
            language=language, key=self.key, now=self.clock(),
        )  # fmt: skip

    def say_how_it_is(
        self, session: Session, dialogue: Dialogue, participant: Participant, person: Person,
        moment: Moment,
    ) -> None:  # fmt: skip
        """Answer the indicators: a little better at every moment."""
        better = {Moment.BEFORE: 0.0, Moment.AFTER_ROUNDS: 0.4, Moment.AFTER_ANSWER: 1.1}[moment]
        answers = {
            each.id: near(
                5.2 + 1.5 * person.leaning + better + self.chance.gauss(0, 1.0),
                each.lowest, each.highest,
            )
            for each in indicators_of(session, dialogue)
        }  # fmt: skip
        if answers:
            closing_questions.save_indicator_answers(
                session, dialogue, participant, request_id=self.new_id(), moment=moment,
                answers=answers, now=self.clock(),
            )  # fmt: skip


@cache
def districts() -> Mapping[str, int]:
    """How many people live in each district."""
    return read_population(POPULATION.read_bytes()).margins[DISTRICT]


def likely(group: str) -> float:
    """Say how likely somebody of this group is to take part, beside others."""
    size = districts().get(group, 3000 if group == "elsewhere" else 10_000)
    return size * EAGER.get(group, 1.0)


def near(value: float, lowest: int, highest: int) -> int:
    """Give the nearest whole number on a scale."""
    return min(highest, max(lowest, round(value)))
