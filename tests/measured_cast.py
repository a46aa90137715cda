"""Figures of who takes part as the worker stores them: everything there, and nothing there."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from app.queries.participation_base import Of, TooFew
from app.queries.participation_figures import Figures, stored_form
from app.queries.participation_parts import (
    Arrivals,
    Collectives,
    Days,
    Funnel,
    FunnelRow,
    Helix,
    HelixSide,
    Loss,
    LossByGroup,
    LossRow,
    MissingGroup,
    PartialIndicator,
    RankedTheme,
    Representativity,
    RoundName,
    Side,
    Step,
    ThemesIfAllStayed,
    ThemeWeighed,
    ThemeWithout,
    TrustRow,
    WaveRow,
    Weights,
)
from app.queries.participation_said import (
    Diversity,
    HillNumbers,
    IndicatorBaseline,
    IndicatorChange,
    Reached,
    TooFewScored,
    Viewpoints,
    Voice,
)
from dialogue.models import (
    Dialogue,
    MeasuredParticipation,
    Moment,
    RoundKind,
    RoundState,
    TrustLevel,
    new_id,
)
from tests.measured_groups_cast import ages, between, genders, old, refused, young
from tests.measured_said_cast import saturation, scores, voice

ROUNDS = (
    RoundName(position=1, kind=RoundKind.ASK, state=RoundState.CLOSED),
    RoundName(position=2, kind=RoundKind.WEIGH, state=RoundState.OPEN),
    RoundName(position=3, kind=RoundKind.CONFIRM, state=RoundState.PLANNED),
)
INDICATORS = (UUID(int=1), UUID(int=2))


def store(session: Session, dialogue: Dialogue, figures: Figures, at: datetime) -> None:
    """Store these figures as the ones that were measured last."""
    told = stored_form(figures, "as a test made it")
    session.merge(
        MeasuredParticipation(dialogue_id=dialogue.id, figures=told, cost_ms=5, measured_at=at)
    )
    session.flush()


def find(session: Session, slug: str = "spoedzorg") -> Dialogue:
    """Load a dialogue by its short name."""
    return session.exec(select(Dialogue).where(Dialogue.slug == slug)).one()


def nothing() -> Figures:
    """What is measured of a dialogue in which nobody took part yet."""
    few = TooFew(needs=50, of=Of.PEOPLE)
    return Figures(
        rounds=ROUNDS,
        funnel=Funnel(
            whole=row("", None, None),
            chambers=(row("resident", None, None),),
            channels=(),
            other_channels=None,
            trust=(),
            waves=(),
        ),
        arrivals=TooFew(needs=10, of=Of.CAME_IN),
        losses=(),
        dimensions=(),
        missing=(),
        representativity=TooFew(needs=1, of=Of.POPULATION),
        weights=TooFew(needs=1, of=Of.POPULATION),
        helix=TooFew(needs=2, of=Of.SIDES),
        collectives=TooFew(needs=10, of=Of.COLLECTIVES),
        viewpoints=TooFew(needs=10, of=Of.WRITERS),
        saturation=TooFew(needs=10, of=Of.REPEATED),
        diversity=Diversity(themes=few, ideas=few),
        voice=Voice(contributions=few, showings=few, ratings=few, across=few),
        heard=(TooFewScored(scale="heard", moment=Moment.AFTER_ROUNDS, why=few),),
        legitimacy=(),
        pulse=(),
        indicators=(),
    )


def everything(
    *,
    themes: Sequence[tuple[UUID, int]] = (),
    missing: Sequence[MissingGroup] | None = None,
    came_in: int = 430,
) -> Figures:
    """What is measured of a dialogue of a few hundred people in which everything was asked."""
    return Figures(
        rounds=ROUNDS,
        funnel=funnel(came_in),
        arrivals=Arrivals(
            days=(
                Days(first=date(2026, 11, 1), last=date(2026, 11, 1), people=130),
                Days(first=date(2026, 11, 2), last=date(2026, 11, 2), people=200),
                Days(first=date(2026, 11, 3), last=date(2026, 11, 9), people=100),
            )
        ),
        losses=(loss(themes),),
        dimensions=(ages(), genders(), refused()),
        missing=tuple(missing if missing is not None else (young(), old())),
        representativity=Representativity(
            joint=False,
            dimension="age",
            r_indicator=0.94,
            r_adjusted=0.96,
            cv=0.42,
            response_rate=0.0034,
            partials=(PartialIndicator(dimension="age", unconditional=0.03, conditional=None),),
        ),
        weights=Weights(
            dimensions=("age", "gender"),
            effective_size=310,
            design_effect=1.4,
            largest=3.1,
            themes=tuple(
                ThemeWeighed(
                    theme_id=each,
                    number=number,
                    raw=between(1.2, 0.9, 1.5),
                    weighted=between(0.8, 0.4, 1.2),
                )
                for each, number in themes
            ),
        ),
        helix=Helix(
            sides=(
                Side(side=HelixSide.SOCIETY, people=350, share=0.81, under_floor=False),
                Side(side=HelixSide.PRACTICE, people=60, share=0.14, under_floor=True),
                Side(side=HelixSide.KNOWLEDGE, people=None, share=None, under_floor=None),
            ),
            floor=0.15,
            evenness=0.4,
        ),
        collectives=Collectives(
            people=40,
            themes=tuple(
                ThemeWithout(
                    theme_id=each,
                    number=number,
                    with_collectives=between(1.2, 0.9, 1.5),
                    without_collectives=between(0.7, 0.4, 1.1),
                    difference=between(0.5, 0.1, 0.9),
                )
                for each, number in themes
            ),
        ),
        viewpoints=Viewpoints(
            people=300,
            distance=between(0.74, 0.72, 0.76),
            expected=between(0.70, 0.68, 0.72),
            above_chance=True,
        ),
        saturation=saturation(),
        diversity=Diversity(
            themes=HillNumbers(
                observed=(12, 8.4, 6.1),
                estimated=(None, between(8.6, 8, 9.2), between(6.2, 5.8, 6.6)),
            ),
            ideas=TooFew(needs=50, of=Of.WRITERS),
        ),
        voice=voice(),
        heard=scores("heard"),
        legitimacy=scores("legitimacy"),
        pulse=(
            TooFewScored(
                scale="pulse", moment=Moment.AFTER_ROUNDS, why=TooFew(needs=10, of=Of.ANSWERS)
            ),
        ),
        indicators=(
            IndicatorChange(
                indicator_id=INDICATORS[0],
                position=1,
                first=Moment.BEFORE,
                last=Moment.AFTER_ANSWER,
                baseline=between(5.1, 4.8, 5.4),
                later=between(6.4, 6, 6.8),
                change=between(0.25, 0.12, 0.38),
                claimed=True,
                pairs=110,
                dropped_out=0.45,
                target=Reached(target=0.25, reached=None),
            ),
            IndicatorBaseline(
                indicator_id=INDICATORS[1],
                position=2,
                first=Moment.BEFORE,
                baseline=between(5.1, 4.8, 5.4),
                why=TooFew(needs=10, of=Of.TWICE),
            ),
        ),
    )


def row(key: str, invited: int | None, came_in: int | None) -> FunnelRow:
    """A funnel of two rounds, the second of which just began; a third did not."""
    begun = came_in or 0
    return FunnelRow(
        key=key,
        invited=invited,
        came_in=came_in,
        response=between(0.36, 0.33, 0.39) if invited and came_in else None,
        steps=(
            Step(
                round=1,
                begun=True,
                started=came_in,
                finished=begun - 30 if begun > 40 else None,
                returned=None,
            ),
            Step(
                round=2,
                begun=True,
                started=begun // 2 // 10 * 10 or None,
                finished=begun // 3 // 10 * 10 or None,
                returned=begun // 3 // 10 * 10 or None,
            ),
            Step(round=3, begun=False, started=None, finished=None, returned=None),
        ),
    )


def funnel(came_in: int) -> Funnel:
    """Funnels of everybody, per chamber, way and trust."""
    residents = came_in - 80
    by_letter, openly = row("letter", 1000, residents), row("open_link", None, 80)
    return Funnel(
        whole=row("", 1200, came_in),
        chambers=(
            row("resident", 1000, residents),
            row("professional", 180, 80),
            row("manager", 20, None),
        ),
        channels=(by_letter, openly),
        other_channels=row("", 20, None),
        trust=(
            TrustRow(**by_letter.model_dump(), trust=TrustLevel.CODE),
            TrustRow(**openly.model_dump(), trust=TrustLevel.OPEN_LINK),
        ),
        waves=(
            WaveRow(
                chamber="resident",
                channel="letter",
                wave=1,
                invited=1000,
                used=residents,
                response=between(0.35, 0.32, 0.38),
            ),
            WaveRow(
                chamber="manager", channel="email", wave=1, invited=20, used=None, response=None
            ),
        ),
    )


def loss(themes: Sequence[tuple[UUID, int]]) -> Loss:
    """Half did not come back for the second round."""
    return Loss(
        from_round=1,
        to_round=2,
        lost=between(0.5, 0.45, 0.55),
        groups=(
            LossByGroup(
                dimension="age",
                rows=(
                    LossRow(group="under-25", lost=None),
                    LossRow(group="45-64", lost=between(0.4, 0.3, 0.5)),
                ),
            ),
        ),
        themes=ThemesIfAllStayed(
            dimension="age",
            top=3,
            entering=(),
            leaving=(),
            differs=False,
            themes=tuple(
                RankedTheme(
                    theme_id=each,
                    number=number,
                    rank=at,
                    rank_if_all_stayed=at,
                    best=1,
                    worst=at + 2,
                )
                for at, (each, number) in enumerate(themes, start=1)
            ),
        )
        if themes
        else TooFew(needs=2, of=Of.THEMES),
    )


__all__ = ["everything", "find", "new_id", "nothing", "store"]
