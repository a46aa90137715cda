"""Fill a database with the demo dialogues, through the use cases that a phone uses."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.db import transaction
from app.demo.afterwards import tell_how_it_was
from app.demo.texts import FOLDER, in_both, read_answers, read_design
from app.demo.town import POPULATION, SOURCE, Townspeople
from app.queries import parts
from app.simulation.clock import SteppingClock
from app.simulation.crowd import Answer
from app.simulation.stages import BOARD, FACILITATOR, Stages, proposals_in_order
from app.usecases import accounts, decisions, dialogues, moderation, proposals, themes
from app.usecases.designs import set_indicators, set_sides
from app.usecases.participation import measure_apart
from app.usecases.populations import store_population
from app.usecases.publishing import publish_results
from clustering import Embedder
from dialogue.models import (
    Account,
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Helix,
    Moment,
    Outcome,
    Placement,
    Region,
    Role,
    RoundKind,
    Theme,
    ThemeState,
)
from dialogue.moderation import ModerationReason

ASKING, WEIGHING, ANSWERED = "geboortezorg", "spoedzorg", "chronische-zorg"
# For a demo on one's own machine only: it listens on 127.0.0.1 and holds made-up words.
DEMO_PASSWORD = "samenspraak-demo"  # noqa: S105  (printed on the screen; not a secret)
EMAILS = {Role.FACILITATOR: "facilitator@example.nl", Role.BOARD: "bestuur@example.nl"}
SOURCES_PER_PROPOSAL = 12
SIDES = {
    "resident": Helix.SOCIETY, "professional": Helix.PRACTICE, "manager": Helix.PRACTICE,
    "director": Helix.GOVERNMENT,
}  # fmt: skip

Report = Callable[[str], None]


@dataclass(frozen=True)
class DemoSeeder:
    """Plays the past weeks of three dialogues; the same seed plays the same weeks."""

    engine: Engine
    key: bytes
    embedder: Embedder
    today: datetime
    report: Report
    seed: int = 2026

    def fill(self) -> None:
        """Make the region, its staff and the three dialogues, unless they are there."""
        with transaction(self.engine) as session:
            region = dialogues.create_region(
                session, slug="zoetermeer", name="Gezondheidsregio Zoetermeer"
            )
            if session.exec(select(Account)).first() is None:
                self.make_staff(session, region)
        for slug, play in (
            (ANSWERED, self.play_answered),
            (WEIGHING, self.play_weighing),
            (ASKING, self.play_asking),
        ):
            with transaction(self.engine) as session:
                known = session.exec(select(Dialogue).where(Dialogue.slug == slug)).first()
            if known is None:
                self.report(slug)
                play(slug)
                self.measure(slug)

    def measure(self, slug: str) -> None:
        """Do here and now what a worker would do: count who took part."""
        with transaction(self.engine) as session:
            dialogue_id = session.exec(select(Dialogue.id).where(Dialogue.slug == slug)).one()
        measure_apart(self.engine, dialogue_id, clock=lambda: self.today)

    def make_staff(self, session: Session, region: Region) -> None:
        """Make an account for each door of staff."""
        for role, email in EMAILS.items():
            account = accounts.create_account(
                session, email=email, name=f"Demo {role}", password=DEMO_PASSWORD, now=self.today
            )
            accounts.give_role(session, account, region, role)

    def play_asking(self, slug: str) -> None:
        """Four days ago the question was asked; it stays open for ten more days."""
        stages = self.begin(slug, days_ago=4)
        stages.open(RoundKind.ASK)
        self.people_answer(stages, slug)

    def play_weighing(self, slug: str) -> None:
        """The answers are in, and under half of the people have weighed them so far."""
        stages = self.begin(slug, days_ago=20)
        self.ask_and_find_themes(stages, slug, until=self.today - timedelta(days=7))
        clock_of(stages).jump_to(self.today - timedelta(days=3))
        self.people_weigh(stages, slug, share=0.45)
        tell_how_it_was(town_of(stages), stages.crowd.people, Moment.AFTER_ROUNDS)

    def play_answered(self, slug: str) -> None:
        """All rounds are over and the board has answered every proposal."""
        stages = self.begin(slug, days_ago=75)
        self.ask_and_find_themes(stages, slug, until=self.today - timedelta(days=62))
        self.review_held(stages)
        clock_of(stages).jump_to(self.today - timedelta(days=55))
        self.people_weigh(stages, slug, share=0.85)
        clock_of(stages).jump_to(self.today - timedelta(days=42))
        stages.close(RoundKind.WEIGH)
        self.write_proposals(stages, slug)
        clock_of(stages).jump_to(self.today - timedelta(days=40))
        confirming = stages.open(RoundKind.CONFIRM)
        for person in self.some_people(stages, share=0.7):
            stages.crowd.confirm(person, confirming)
        clock_of(stages).jump_to(self.today - timedelta(days=30))
        stages.close(RoundKind.CONFIRM)
        afterwards = self.some_people(stages, share=0.5)
        tell_how_it_was(town_of(stages), afterwards, Moment.AFTER_ROUNDS)
        clock_of(stages).jump_to(self.today - timedelta(days=10))
        self.board_answers(stages, slug)
        tell_how_it_was(town_of(stages), afterwards[::2] + afterwards[1::4], Moment.AFTER_ANSWER)

    def begin(self, slug: str, *, days_ago: int) -> Stages:
        """Design and launch a dialogue, some days ago."""
        design = read_design(slug)
        clock = SteppingClock(self.today - timedelta(days=days_ago))
        chance = random.Random(f"{self.seed}/{slug}")  # noqa: S311  (made-up people, not secrets)
        crowd = Townspeople(self.engine, slug, self.key, chance, clock)
        with transaction(self.engine) as session:
            region = session.exec(select(Region).where(Region.slug == "zoetermeer")).one()
            dialogue = dialogues.create_dialogue(
                session, region, slug=slug, template="zoetermeer", seed=self.seed, now=clock(),
                **in_both(design["dialogue"], "title"),
            )  # fmt: skip
            dialogues.change_design(session, dialogue, **promise_of(design, self.today))
            dialogues.set_prompts(session, dialogue, prompts_of(design))
            set_indicators(session, dialogue, design.get("indicators", []))
            sides = {each.id: SIDES.get(each.key) for each in parts.chambers_of(session, dialogue)}
            set_sides(session, dialogue, sides)
            store_population(
                session, dialogue, data=POPULATION.read_bytes(), source=SOURCE,
                actor=FACILITATOR, now=clock(),
            )  # fmt: skip
            dialogues.launch_dialogue(session, dialogue, now=clock(), actor=FACILITATOR)
        return Stages(crowd)

    def ask_and_find_themes(self, stages: Stages, slug: str, *, until: datetime) -> None:
        """Hold the ask round until a day, find the themes and open the weigh round."""
        stages.open(RoundKind.ASK)
        self.people_answer(stages, slug)
        clock_of(stages).jump_to(until)
        stages.close(RoundKind.ASK)
        stages.find_themes(self.embedder)
        stages.open(RoundKind.WEIGH, days=21)

    def people_answer(self, stages: Stages, slug: str) -> None:
        """Let everybody come in and answer."""
        stages.answer(read_answers(FOLDER / f"{slug}.tsv"))

    def people_weigh(self, stages: Stages, slug: str, *, share: float) -> None:
        """Let a share of the people go through a hand, adding what the demo has to add."""
        with transaction(self.engine) as session:
            weighing = parts.round_of_kind(session, stages.crowd.dialogue(session), RoundKind.WEIGH)
        additions: dict[str, list[Answer]] = {}
        for each in read_design(slug).get("enrichments", []):
            added = Answer(text=each["text"], language=each["language"])
            additions.setdefault(each["after"], []).append(added)
        for person in self.some_people(stages, share=share):
            stages.crowd.weigh(person, weighing, additions)
        stages.place_additions(self.embedder)

    def some_people(self, stages: Stages, *, share: float) -> list[Any]:
        """Choose a share of the people."""
        people = stages.crowd.people
        return stages.crowd.chance.sample(people, round(share * len(people)))

    def review_held(self, stages: Stages) -> None:
        """Look at what was held: in the demo it all names people, so it is removed."""
        with transaction(self.engine) as session:
            held = select(Contribution).where(
                Contribution.dialogue_id == stages.crowd.dialogue(session).id,
                Contribution.state == ContributionState.HELD,
            )
            for contribution in session.exec(held).all():
                moderation.remove(
                    session, contribution, reason=ModerationReason.PERSONAL_DATA,
                    note="Er staan gegevens van iemand in.", actor=FACILITATOR,
                    now=stages.crowd.clock(),
                )  # fmt: skip

    def write_proposals(self, stages: Stages, slug: str) -> None:
        """Write the demo's proposals, each from the theme that its words fit best."""
        with transaction(self.engine) as session:
            dialogue = stages.crowd.dialogue(session)
            for each in read_design(slug)["proposals"]:
                fragments = each["theme_fragments"]
                theme = fitting_theme(session, dialogue, fragments)
                themes.rename(
                    session, dialogue, theme.id, label=each["theme_name"], version=theme.version,
                    actor=FACILITATOR, now=stages.crowd.clock(),
                )  # fmt: skip
                proposal = proposals.write_proposal(
                    session, dialogue, theme, actor=FACILITATOR, now=stages.crowd.clock(),
                    source_ids=sources_in(session, theme, fragments),
                    **in_both(each, "title", "text", "minority"),
                )  # fmt: skip
                proposals.publish_proposal(
                    session, proposal, actor=FACILITATOR, now=stages.crowd.clock()
                )

    def board_answers(self, stages: Stages, slug: str) -> None:
        """Publish the results, end the residents' part and decide on each proposal."""
        with transaction(self.engine) as session:
            dialogue = stages.crowd.dialogue(session)
            publish_results(session, dialogue, actor=FACILITATOR, now=stages.crowd.clock())
            dialogues.close_dialogue(session, dialogue, now=stages.crowd.clock(), actor=FACILITATOR)
            designed = read_design(slug)["proposals"]
            written = proposals_in_order(session, dialogue)
            for proposal, each in zip(written, designed, strict=True):
                now = stages.crowd.clock()
                decisions.decide(
                    session, proposal, outcome=Outcome(each["decision"]),
                    reason=each["reason_nl"], owner=each["owner"],
                    due_on=(self.today + timedelta(days=each["due_in_days"])).date(),
                    actor=BOARD, now=now,
                )  # fmt: skip


def clock_of(stages: Stages) -> SteppingClock:
    """Give the clock of a crowd, which in a demo is always a stepping one."""
    clock = stages.crowd.clock
    if not isinstance(clock, SteppingClock):
        raise TypeError("a demo is played on a stepping clock")
    return clock


def town_of(stages: Stages) -> Townspeople:
    """Give the people of a demo, who are always townspeople."""
    if not isinstance(stages.crowd, Townspeople):
        raise TypeError("a demo is played by townspeople")
    return stages.crowd


def promise_of(design: dict[str, Any], today: datetime) -> dict[str, Any]:
    """Take the promise card out of a design."""
    promise = design["promise"]
    return {
        **in_both(design["dialogue"], "intro"),
        **in_both(promise, "purpose", "decides", "not_open"),
        "ladder": promise["ladder"],
        "owner": promise["owner"],
        "answer_by": (today + timedelta(days=promise["answer_within_days"])).date(),
        "open_link": True,
        "background_questions": background_of(design),
        "asks_collective": True,
        "closing_questions": design["dialogue"]["closing"],
    }


def background_of(design: dict[str, Any]) -> list[dict[str, Any]]:
    """Take the background questions out of a design."""
    return [
        {"key": each["key"], **in_both(each, "text"), "options": each["options"]}
        for each in design.get("background", [])
    ]


def prompts_of(design: dict[str, Any]) -> list[dict[str, str]]:
    """Take the questions out of a design."""
    return [in_both(each, "text", "hint", "scale") for each in design["prompts"]]


def fitting_theme(session: Session, dialogue: Dialogue, fragments: list[str]) -> Theme:
    """Find the theme in which most contributions hold one of these fragments."""
    query = (
        select(Theme.id, ContributionVersion.text)
        .join(Placement, col(Placement.theme_id) == col(Theme.id))
        .join(
            ContributionVersion,
            col(ContributionVersion.contribution_id) == col(Placement.contribution_id),
        )
        .where(Theme.dialogue_id == dialogue.id, Theme.state == ThemeState.ACTIVE)
    )
    hits: Counter[UUID] = Counter()
    for theme_id, text in session.exec(query).all():
        hits[theme_id] += any(fragment in text.casefold() for fragment in fragments)
    return session.get_one(Theme, hits.most_common(1)[0][0])


def sources_in(session: Session, theme: Theme, fragments: list[str]) -> list[UUID]:
    """Take the contributions of a theme that hold one of these fragments as sources."""
    query = (
        select(Placement.contribution_id, ContributionVersion.text)
        .join(
            ContributionVersion,
            col(ContributionVersion.contribution_id) == col(Placement.contribution_id),
        )
        .where(Placement.theme_id == theme.id)
    )
    fitting = [
        contribution_id
        for contribution_id, text in session.exec(query).all()
        if any(fragment in text.casefold() for fragment in fragments)
    ]
    return fitting[:SOURCES_PER_PROPOSAL]
