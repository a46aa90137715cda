"""What came out of a dialogue, for everybody, and how it was counted."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.access import PublicDialogue
from app.deps import Now, SessionDep
from app.dialogue_words import say
from app.i18n import current_language
from app.queries import results
from app.queries.decisions import day_of
from app.queries.documents import PUBLISHED, published_documents, ready_document
from app.queries.moderation import reason_counts
from app.queries.naming import naming_of
from app.queries.participation_figures import read_participation
from app.queries.parts import rounds_of
from app.queries.removals import second_looks
from app.rate_limit import LimitedAttempts
from app.routes.downloads import as_download
from app.templating import render
from dialogue.errors import NotFound
from dialogue.moderation import ModerationReason

router = APIRouter()


@router.get("/d/{slug}/results")
def show_results(
    request: Request, session: SessionDep, dialogue: PublicDialogue, now: Now
) -> Response:
    """Show what people said, how it was weighed and what the board answered; or when that comes."""
    language, today = current_language(), day_of(now)
    if dialogue.results_published_at is None:
        rounds = rounds_of(session, dialogue)
        return render(request, "result/later.html", dialogue=dialogue, rounds=rounds, say=say)
    figures = request.app.state.figures.get(
        dialogue.id, now=now, measure=lambda: results.measure(session, dialogue)
    )
    return render(
        request,
        "result/show.html",
        dialogue=dialogue,
        say=say,
        today=today,
        questions=results.questions(session, dialogue),
        figures=figures,
        who=read_participation(session, dialogue),
        names=naming_of(session, dialogue, language),
        moderated=reason_counts(session, dialogue),
        looks=second_looks(session, dialogue),
        reasons={each.value: each.label for each in ModerationReason},
        themes=results.result_themes(session, dialogue, figures),
        proposals=results.result_proposals(
            session, dialogue, figures, language=language, today=today
        ),
        downloads=published_documents(session, dialogue),
        answers_equally=all(each.theme_exponent == 1 for each in rounds_of(session, dialogue)),
    )


@router.get("/d/{slug}/results/data/{form}", dependencies=[LimitedAttempts])
def give_open_data(session: SessionDep, dialogue: PublicDialogue, form: str) -> Response:
    """Hand out the open data of a published dialogue. Raises NotFound while it is made anew."""
    found = published_documents(session, dialogue).get(form)
    if found is None:
        raise NotFound
    document, content = ready_document(session, dialogue, found.id, (PUBLISHED,))
    return as_download(document, content, f"{dialogue.slug}-open-data")
