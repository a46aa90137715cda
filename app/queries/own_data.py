"""Everything that is kept of one participant, to take along: their right, and nobody else's."""

from typing import Any

from sqlalchemy import and_, case
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.queries.closing import own_answers
from dialogue.models import (
    Background,
    BackgroundLink,
    Contribution,
    ContributionState,
    ContributionVersion,
    Dialogue,
    Participant,
    Prompt,
    ProposalVersion,
    ScaleAnswer,
    in_language,
    latest_confirmation,
    latest_rating,
)

Row = dict[str, Any]


def own_data(session: Session, dialogue: Dialogue, participant: Participant, language: str) -> Row:
    """Put together what somebody gave, ready for JSON; the words of others only as they rated them.

    Keys are English and never change, so that a program can read them; questions and titles are in
    ``language`` where the dialogue has it.
    """
    return {
        "dialogue": in_language(dialogue, "title", language),
        "came_in_on": participant.joined_on.isoformat(),
        "came_in_by": participant.channel or str(participant.trust),
        "speaks_for": participant.collective,
        "agreed_at": participant.consented_at.isoformat() if participant.consented_at else None,
        "may_be_quoted": participant.may_be_quoted,
        "about_you": told_about_oneself(session, participant),
        "written": written_by(session, participant, language),
        "answers_on_a_scale": on_a_scale(session, participant, language),
        "rated": rated_by(session, participant),
        "proposals_judged": confirmed_by(session, participant, language),
        "about_taking_part": about_taking_part(session, participant),
    }


def told_about_oneself(session: Session, participant: Participant) -> Row:
    """Read the background that is still linked to this person; later nobody can find it."""
    link = session.get(BackgroundLink, participant.id)
    return session.get_one(Background, link.background_id).answers if link else {}


def written_by(session: Session, participant: Participant, language: str) -> list[Row]:
    """List every version of everything this person wrote, removed and withdrawn texts too."""
    query = (
        select(Contribution, ContributionVersion, Prompt)
        .join(ContributionVersion, col(ContributionVersion.contribution_id) == Contribution.id)
        .outerjoin(Prompt, col(Prompt.id) == Contribution.prompt_id)
        .where(Contribution.participant_id == participant.id)
        .order_by(col(ContributionVersion.created_at), col(ContributionVersion.id))
    )
    return [
        {
            "kind": str(contribution.kind),
            "question": in_language(prompt, "text", language) if prompt else None,
            "words": version.text,
            "version": version.number,
            "state": str(contribution.state),
            "who_acts": contribution.who_acts,
            "written_at": version.created_at.isoformat(),
        }
        for contribution, version, prompt in session.exec(query).all()
    ]


def on_a_scale(session: Session, participant: Participant, language: str) -> list[Row]:
    """List the answers from 0 to 10 that count."""
    query = (
        select(ScaleAnswer, Prompt)
        .join(Prompt, col(Prompt.id) == ScaleAnswer.prompt_id)
        .where(ScaleAnswer.participant_id == participant.id)
        .order_by(col(Prompt.position), col(ScaleAnswer.revision))
    )
    counting = {answer.prompt_id: (answer, asked) for answer, asked in session.exec(query).all()}
    return [
        {"question": in_language(prompt, "scale", language), "answer": answer.value}
        for answer, prompt in counting.values()
    ]


def rated_by(session: Session, participant: Participant) -> list[Row]:
    """List the cards that this person rated, in the words they were rated in.

    Words that others may not read any more are left out: they may have been taken away because
    they lead to a person.
    """
    rating = latest_rating.c
    readable = and_(
        col(Contribution.state) == ContributionState.VISIBLE,
        col(ContributionVersion.number) == Contribution.current_version,
    )
    version = and_(
        col(ContributionVersion.contribution_id) == rating.contribution_id,
        col(ContributionVersion.number) == rating.version_number,
    )
    query = (
        sql_select(case((readable, col(ContributionVersion.text))), rating.value)
        .join(ContributionVersion, version)
        .join(Contribution, col(Contribution.id) == rating.contribution_id)
        .where(rating.participant_id == participant.id)
        .order_by(rating.contribution_id)
    )
    return [{"card": words, "rating": value} for words, value in session.execute(query).all()]


def confirmed_by(session: Session, participant: Participant, language: str) -> list[Row]:
    """List the proposals that this person judged, with their guess."""
    judged = latest_confirmation.c
    version = and_(
        col(ProposalVersion.proposal_id) == judged.proposal_id,
        col(ProposalVersion.number) == judged.version_number,
    )
    query = (
        sql_select(ProposalVersion, judged.value, judged.predicted_percent)
        .join(ProposalVersion, version)
        .where(judged.participant_id == participant.id)
        .order_by(judged.proposal_id)
    )
    return [
        {"proposal": in_language(words, "title", language), "rating": value, "guess": guess}
        for words, value, guess in session.execute(query).all()
    ]


def about_taking_part(session: Session, participant: Participant) -> list[Row]:
    """List what counts of what this person said about taking part, and of the indicators."""
    own = own_answers(session, participant)
    scales = [
        {"asked": scale, "when": str(moment), "answers": told.answers}
        for (moment, scale), told in own.scales.items()
    ]
    measured = [
        {"asked": str(indicator), "when": str(moment), "answers": told.value}
        for (moment, indicator), told in own.indicators.items()
    ]
    return scales + measured
