"""What a facilitator works on: participants, contributions in a state, themes with placements."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.queries import parts
from app.security import STAFF_COOKIE, cookie_name
from app.usecases import accounts
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Embedding,
    Participant,
    PlacedBy,
    Placement,
    RepeatedAnswer,
    Role,
    RoundKind,
    Theme,
    TrustLevel,
    new_id,
)
from tests.cast import PASSWORD, make_account, make_region

KEY = b"a key for the tests only"


def make_participant(
    session: Session, dialogue: Dialogue, now: datetime, *, chamber: str = "resident"
) -> Participant:
    """Somebody who came in; tests of the resident's door come in through its use cases."""
    return make_participants(session, dialogue, now, chamber=chamber, many=1)[0]


def make_participants(
    session: Session, dialogue: Dialogue, now: datetime, *, chamber: str = "resident", many: int
) -> list[Participant]:
    """So many people who came in, stored at once."""
    chosen = next(each for each in parts.chambers_of(session, dialogue) if each.key == chamber)
    people = [
        Participant(
            dialogue_id=dialogue.id, chamber_id=chosen.id, receipt_hash=new_id().hex,
            trust=TrustLevel.OPEN_LINK, joined_on=now.date(), consented_at=now,
        )
        for _ in range(many)
    ]  # fmt: skip
    session.add_all(people)
    session.flush()
    return people


def say(
    session: Session,
    dialogue: Dialogue,
    text: str,
    now: datetime,
    *,
    participant: Participant | None = None,
    state: ContributionState = ContributionState.VISIBLE,
) -> Contribution:
    """A contribution to the first question as it stands in the database."""
    people = [participant] if participant else None
    return say_all(session, dialogue, [text], now, people=people, state=state)[0]


def say_all(
    session: Session,
    dialogue: Dialogue,
    texts: Sequence[str],
    now: datetime,
    *,
    people: Sequence[Participant] | None = None,
    state: ContributionState = ContributionState.VISIBLE,
) -> list[Contribution]:
    """A contribution for each text, stored at once: by these people in turn, or by one each."""
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    prompt = parts.prompts_of(session, asking)[0]
    authors = people or make_participants(session, dialogue, now, many=len(texts))
    said = [
        Contribution(
            dialogue_id=dialogue.id, round_id=asking.id, prompt_id=prompt.id,
            participant_id=authors[turn % len(authors)].id, kind=ContributionKind.ANSWER,
            state=state, created_at=now,
        )
        for turn in range(len(texts))
    ]  # fmt: skip
    session.add_all(said)
    session.flush()
    session.add_all(
        ContributionVersion(contribution_id=each.id, number=1, text=text, created_at=now)
        for each, text in zip(said, texts, strict=True)
    )
    session.flush()
    return said


def make_theme(
    session: Session,
    dialogue: Dialogue,
    now: datetime,
    *,
    number: int,
    label: str,
    contributions: Sequence[Contribution] = (),
) -> Theme:
    """A draft theme as an analysis leaves it, with what the machine placed in it."""
    theme = Theme(
        dialogue_id=dialogue.id, number=number, machine_label=label, keywords=[label, "zorg"],
        exemplar_ids=[str(each.id) for each in contributions[:3]], created_at=now,
    )  # fmt: skip
    session.add(theme)
    session.flush()
    session.add_all(
        Placement(
            contribution_id=each.id, dialogue_id=dialogue.id, theme_id=theme.id,
            placed_by=PlacedBy.MACHINE, probability=0.8, placed_at=now,
        )
        for each in contributions
    )  # fmt: skip
    session.flush()
    return theme


FINGERPRINT = "a model for the tests"


def read(session: Session, contributions: Sequence[Contribution], axis: int) -> None:
    """Vectors as the machine stores them: all near one of 32 axes, each a little different."""
    chance = np.random.default_rng(axis)
    here = select(ContributionVersion.contribution_id, ContributionVersion.id)
    versions = dict(session.exec(here).all())
    for each in contributions:
        row = chance.integers(-15, 16, 32).astype(np.int8)
        row[axis] = 120
        session.add(
            Embedding(
                version_id=versions[each.id], fingerprint=FINGERPRINT, vector=row.tobytes()
            )
        )  # fmt: skip
    session.flush()


def make_run(
    session: Session, dialogue: Dialogue, now: datetime, *, answers: int, rough: bool = False
) -> AnalysisRun:
    """A run that is done."""
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    run = AnalysisRun(
        dialogue_id=dialogue.id, round_id=asking.id, state=AnalysisState.DONE, seed=dialogue.seed,
        answers=answers, rough=rough, created_at=now, finished_at=now,
        versions={"embedder": FINGERPRINT},
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run


def say_the_same(
    session: Session, run: AnalysisRun, contributions: Sequence[Contribution], *, number: int,
    likeness: str = "exact",
) -> None:  # fmt: skip
    """A group of answers that say the same, as a run leaves it."""
    session.add_all(
        RepeatedAnswer(run_id=run.id, contribution_id=each.id, number=number, likeness=likeness)
        for each in contributions
    )
    session.flush()


def log_in_facilitator(
    web: TestClient, session: Session, now: datetime, *, existing: bool = False
) -> TestClient:
    """Give this visitor the cookie of a facilitator of the region."""
    if not existing:
        make_account(session, make_region(session), Role.FACILITATOR, now)
    token = accounts.log_in(
        session, email=f"{Role.FACILITATOR}@example.nl", password=PASSWORD, key=KEY, now=now
    )
    web.cookies.set(cookie_name(STAFF_COOKIE, secure=False), token)
    return web
