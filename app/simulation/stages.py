"""Lead a dialogue from stage to stage, as a facilitator and a board would."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from app.analysis import run_analysis, take_in_all
from app.db import transaction
from app.queries import parts
from app.simulation.crowd import Answer, Crowd
from app.usecases import dialogues
from clustering import SILENT, Embedder, Progress
from dialogue.lifecycle import Actor, ActorRole
from dialogue.models import AnalysisRun, Dialogue, Prompt, Proposal, Round, RoundKind

FACILITATOR = Actor(ActorRole.FACILITATOR)
BOARD = Actor(ActorRole.BOARD)


@dataclass(frozen=True)
class Stages:
    """The steps between the rounds, for the crowd of one dialogue."""

    crowd: Crowd

    def open(self, kind: RoundKind, *, days: int = 14) -> Round:
        """Open the first round of a kind, to close in some days."""
        crowd = self.crowd
        with transaction(crowd.engine) as session:
            dialogue = crowd.dialogue(session)
            chosen = parts.round_of_kind(session, dialogue, kind)
            now = crowd.clock()
            chosen.closes_at = now + timedelta(days=days)
            dialogues.open_round(session, dialogue, chosen, now=now, actor=FACILITATOR)
            return chosen

    def close(self, kind: RoundKind) -> None:
        """Close the round of a kind."""
        crowd = self.crowd
        with transaction(crowd.engine) as session:
            dialogue = crowd.dialogue(session)
            chosen = parts.round_of_kind(session, dialogue, kind)
            dialogues.close_round(session, dialogue, chosen, now=crowd.clock(), actor=FACILITATOR)

    def find_themes(self, embedder: Embedder, *, progress: Progress = SILENT) -> None:
        """Do here and now what a worker would do after the ask round."""
        crowd = self.crowd
        with transaction(crowd.engine) as session:
            query = select(AnalysisRun).where(AnalysisRun.dialogue_id == crowd.dialogue(session).id)
            run = session.exec(query.order_by(col(AnalysisRun.created_at).desc())).first()
        if run is not None:
            run_analysis(
                crowd.engine, run.id, embedder=embedder, clock=crowd.clock, progress=progress
            )

    def place_additions(self, embedder: Embedder) -> None:
        """Do here and now what a worker would do with what people add to each other's answers."""
        crowd = self.crowd
        with transaction(crowd.engine) as session:
            dialogue_id = crowd.dialogue(session).id
        take_in_all(crowd.engine, dialogue_id, embedder=embedder, clock=crowd.clock)

    def answer(self, answers: list[Answer]) -> None:
        """Let somebody come in for each answer and hand it in."""
        self.crowd.arrive(answers)
        with transaction(self.crowd.engine) as session:
            prompts = self.prompts(session)
        for person, answer in zip(self.crowd.people, answers, strict=True):
            self.crowd.say(person, answer, prompts)

    def prompts(self, session: Session) -> list[Prompt]:
        """Load the questions of the ask round."""
        dialogue = self.crowd.dialogue(session)
        asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
        return list(parts.prompts_of(session, asking))


def proposals_in_order(session: Session, dialogue: Dialogue) -> list[Proposal]:
    """Load the proposals of a dialogue as they were written."""
    query = select(Proposal).where(Proposal.dialogue_id == dialogue.id)
    return list(session.exec(query.order_by(col(Proposal.position))).all())
