"""A whole dialogue with made-up people, from the first question to the board's answer."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from app.db import transaction
from app.queries.participation_figures import Measured
from app.simulation.clock import SteppingClock
from app.simulation.crowd import Answer, Crowd
from app.simulation.stages import BOARD, FACILITATOR, Stages, proposals_in_order
from app.simulation.turnout import (
    TurnoutOutcome,
    YoungStayAway,
    compare_with_truth,
    settle_population,
)
from app.usecases import decisions, dialogues, proposals
from app.usecases.participation import measure_apart
from app.usecases.publishing import publish_results
from clustering import Embedder, Progress
from dialogue.errors import ImportRefused
from dialogue.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Dialogue,
    Exposure,
    Hand,
    Outcome,
    Placement,
    RoundKind,
    Theme,
    ThemeState,
    latest_rating,
)

# The shares of the chambers when the answers don't say who gives them.
CHAMBER_SHARES = {"resident": 0.72, "professional": 0.15, "manager": 0.08, "director": 0.05}
PROPOSALS = 3
SOURCES = 10


@dataclass(frozen=True)
class SimulationOutcome:
    """What came of it; showings are of the answers that were dealt."""

    slug: str
    participants: int
    contributions: int
    held: int
    themes: int
    ratings: int
    fewest_showings: int
    most_showings: int
    own_cards_shown: int
    proposals: int
    turnout: TurnoutOutcome | None = None


@dataclass(frozen=True)
class Simulation:
    """The means to live one dialogue."""

    engine: Engine
    slug: str
    key: bytes
    seed: int
    clock: SteppingClock
    embedder: Embedder
    progress: Progress
    biased: bool = False  # the young come half as often, and want something else

    def run(self, participants: int, answers: Sequence[Answer]) -> SimulationOutcome:
        """Live the dialogue with so many people, who give these answers in turn."""
        chance = random.Random(f"{self.seed}/{self.slug}")  # noqa: S311  (made-up people, not secrets)
        kind = YoungStayAway if self.biased else Crowd
        stages = Stages(kind(self.engine, self.slug, self.key, chance, self.clock))
        self.design()
        given = list(spread_over_chambers(answers, participants, chance))
        stages.open(RoundKind.ASK)
        stages.answer(given)
        stages.close(RoundKind.ASK)
        stages.find_themes(self.embedder, progress=self.progress)
        self.weigh(stages)
        self.propose_and_confirm(stages)
        self.answer(stages)
        measured = self.measure()
        turnout = (
            compare_with_truth(stages.crowd, measured.figures)
            if isinstance(stages.crowd, YoungStayAway)
            else None
        )
        return self.outcome(turnout)

    def measure(self) -> Measured:
        """Measure who took part, as a worker would."""
        with transaction(self.engine) as session:
            dialogue = session.exec(select(Dialogue).where(Dialogue.slug == self.slug)).one()
        return measure_apart(self.engine, dialogue.id, clock=self.clock)

    def design(self) -> None:
        """Make and launch a dialogue with one question."""
        with transaction(self.engine) as session:
            if session.exec(select(Dialogue).where(Dialogue.slug == self.slug)).first():
                raise ImportRefused(problem=f'there is a dialogue "{self.slug}" already.')
            region = dialogues.create_region(session, slug="simulation", name="Simulation")
            now = self.clock()
            dialogue = dialogues.create_dialogue(
                session, region, slug=self.slug, title_nl="Een gespeelde dialoog",
                title_en="A played dialogue", template="zoetermeer", seed=self.seed, now=now,
            )  # fmt: skip
            dialogues.change_design(
                session, dialogue, purpose_nl="Beproeven", decides_nl="Niemand: dit is een proef.",
                not_open_nl="Alles.", ladder="inform", owner="Beheerder", answer_by=now.date(),
            )  # fmt: skip
            dialogues.set_prompts(session, dialogue, [{"text_nl": "Wat wilt u vertellen?"}])
            if self.biased:
                settle_population(session, dialogue, now)
            dialogues.launch_dialogue(session, dialogue, now=now, actor=FACILITATOR)

    def weigh(self, stages: Stages) -> None:
        """Let everybody go through one hand."""
        weighing = stages.open(RoundKind.WEIGH)
        people = stages.crowd.people
        for done, person in enumerate(people, start=1):
            stages.crowd.weigh(person, weighing)
            self.progress.step("weighing", done, len(people))
        stages.close(RoundKind.WEIGH)

    def propose_and_confirm(self, stages: Stages) -> None:
        """Write a proposal from each of the largest themes and let everybody confirm."""
        with transaction(self.engine) as session:
            dialogue = stages.crowd.dialogue(session)
            for theme in largest_themes(session, dialogue):
                query = select(Placement.contribution_id).where(Placement.theme_id == theme.id)
                proposal = proposals.write_proposal(
                    session, dialogue, theme, title_nl=theme.name, actor=FACILITATOR,
                    text_nl=f"We maken werk van: {theme.name}.", now=self.clock(),
                    source_ids=list(session.exec(query.limit(SOURCES)).all()),
                )  # fmt: skip
                proposals.publish_proposal(session, proposal, actor=FACILITATOR, now=self.clock())
        confirming = stages.open(RoundKind.CONFIRM)
        for person in stages.crowd.people:
            stages.crowd.confirm(person, confirming)
        stages.close(RoundKind.CONFIRM)

    def answer(self, stages: Stages) -> None:
        """Publish the results and let the board adopt every proposal."""
        with transaction(self.engine) as session:
            dialogue = stages.crowd.dialogue(session)
            publish_results(session, dialogue, actor=FACILITATOR, now=self.clock())
            dialogues.close_dialogue(session, dialogue, now=self.clock(), actor=FACILITATOR)
            for proposal in proposals_in_order(session, dialogue):
                now = self.clock()
                decisions.decide(
                    session, proposal, outcome=Outcome.ADOPT, reason="Proef.", owner="Beheerder",
                    due_on=now.date(), actor=BOARD, now=now,
                )  # fmt: skip

    def outcome(self, turnout: TurnoutOutcome | None) -> SimulationOutcome:
        """Count what is in the database now."""
        with transaction(self.engine) as session:
            dialogue = session.exec(select(Dialogue).where(Dialogue.slug == self.slug)).one()
            mine = Contribution.dialogue_id == dialogue.id
            showings = showings_of_answers(session, dialogue)
            return SimulationOutcome(
                slug=self.slug,
                participants=len({person for person, _ in hands_of(session, dialogue)}),
                contributions=session.exec(select(func.count()).where(mine)).one(),
                held=session.exec(
                    select(func.count()).where(mine, Contribution.state == ContributionState.HELD)
                ).one(),
                themes=len(active_themes(session, dialogue)),
                ratings=session.exec(
                    select(func.count())
                    .select_from(latest_rating)
                    .join(Contribution, col(Contribution.id) == latest_rating.c.contribution_id)
                    .where(mine)
                ).one(),
                fewest_showings=min(showings, default=0),
                most_showings=max(showings, default=0),
                own_cards_shown=own_cards(session, dialogue),
                proposals=len(proposals_in_order(session, dialogue)),
                turnout=turnout,
            )


def spread_over_chambers(
    answers: Sequence[Answer], participants: int, chance: random.Random
) -> Iterator[Answer]:
    """Give as many answers as there are people; the file is read again when it runs out."""
    keys, shares = list(CHAMBER_SHARES), list(CHAMBER_SHARES.values())
    for answer in islice(cycle(answers), participants):
        [chamber] = chance.choices(keys, shares)
        yield Answer(text=answer.text, language=answer.language, chamber=chamber)


def active_themes(session: Session, dialogue: Dialogue) -> Sequence[Theme]:
    """Load the themes that are in use."""
    query = select(Theme).where(Theme.dialogue_id == dialogue.id, Theme.state == ThemeState.ACTIVE)
    return session.exec(query.order_by(col(Theme.number))).all()


def largest_themes(session: Session, dialogue: Dialogue) -> list[Theme]:
    """Load the themes with most contributions."""
    query = (
        select(Placement.theme_id)
        .where(Placement.dialogue_id == dialogue.id, col(Placement.theme_id).is_not(None))
        .group_by(col(Placement.theme_id))
        .order_by(func.count().desc(), col(Placement.theme_id))
    )
    ids = session.exec(query.limit(PROPOSALS)).all()
    return [session.get_one(Theme, each) for each in ids]


def showings_of_answers(session: Session, dialogue: Dialogue) -> Sequence[int]:
    """Count how often each answer that may be seen was shown."""
    query = (
        select(func.count(col(Exposure.id)))
        .select_from(Contribution)
        .outerjoin(Exposure, col(Exposure.contribution_id) == col(Contribution.id))
        .where(
            Contribution.dialogue_id == dialogue.id,
            Contribution.state == ContributionState.VISIBLE,
            Contribution.kind == ContributionKind.ANSWER,
        )
        .group_by(col(Contribution.id))
    )
    return session.exec(query).all()


def hands_of(session: Session, dialogue: Dialogue) -> Sequence[tuple[object, int]]:
    """Load who had how many cards."""
    query = (
        select(Hand.participant_id, Hand.size)
        .join(Exposure, col(Exposure.hand_id) == col(Hand.id))
        .join(Contribution, col(Contribution.id) == col(Exposure.contribution_id))
        .where(Contribution.dialogue_id == dialogue.id)
        .distinct()
    )
    return session.exec(query).all()


def own_cards(session: Session, dialogue: Dialogue) -> int:
    """Count how often somebody was shown their own words; it must be never."""
    query = (
        select(func.count())
        .select_from(Exposure)
        .join(Hand, col(Hand.id) == col(Exposure.hand_id))
        .join(Contribution, col(Contribution.id) == col(Exposure.contribution_id))
        .where(
            Contribution.dialogue_id == dialogue.id,
            Contribution.participant_id == Hand.participant_id,
        )
    )
    return session.exec(query).one()
