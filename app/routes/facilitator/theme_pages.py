"""The pages about themes, as they are shown after a request and after a refusal."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk
from app.config import Settings
from app.figures import BeingMeasured, KeptFigures
from app.i18n import current_language
from app.queries import placed, progress
from app.queries import themes as queries
from app.queries.accounting import account_for
from app.queries.acting import NOTHING_TOLD, Acting, acting_in_themes
from app.queries.evidence import WeighedTheme, shown_themes
from app.queries.languages_known import languages_outside
from app.queries.suggestions import Suggestion, suggest_themes
from app.queries.translations import translations_of
from app.routes.facilitator.measuring import always_new
from app.routes.facilitator.pages import show_at_desk
from app.routes.facilitator.theme_drafts import draft_panel
from app.usecases import themes
from dialogue.errors import ChangedMeanwhile, SameTheme
from dialogue.models import Dialogue, Theme
from dialogue.themes import LABEL_LIMIT


def support_of(request: Request, session: Session, desk: AtDesk) -> Mapping[UUID, WeighedTheme]:
    """Read what may be told of the support of each theme; of a very large dialogue when it's ready.

    Nothing is told before there are ratings.
    """
    kept: KeptFigures[Mapping[UUID, WeighedTheme]] = request.app.state.supports
    change = last_change_of(session, desk)
    found = always_new(request, session, desk, kept, support_by_theme, change)
    return {} if isinstance(found, BeingMeasured) else found


def last_change_of(session: Session, desk: AtDesk) -> str:
    """Name what people changed last; what is kept of the themes follows it."""
    change = themes.last_change(session, desk.dialogue)
    return str(change.id) if change else "none"


def support_by_theme(session: Session, dialogue: Dialogue) -> Mapping[UUID, WeighedTheme]:
    """Measure the support of each theme, once there are ratings at all."""
    if not progress.count_ratings(session, dialogue):
        return {}
    return {each.theme.id: each for each in shown_themes(session, dialogue)}


def show_list(
    request: Request, session: Session, desk: AtDesk, *, error: str = "", label: str = ""
) -> Response:
    """Show the themes, the form for a new one, and what can be undone."""
    settings: Settings = request.app.state.settings
    change = themes.last_change(session, desk.dialogue)
    run = progress.latest_run(session, desk.dialogue)
    listed = queries.list_themes(session, desk.dialogue)
    return show_at_desk(
        request,
        session,
        desk,
        "themes.html",
        status_code=422 if error else 200,
        listed=listed,
        groups=queries.in_groups(listed),
        few_answers=queries.FEW_ANSWERS,
        support=support_of(request, session, desk),
        answers=account_for(session, desk.dialogue),
        languages_outside=languages_outside(session, desk.dialogue, settings.embedder),
        changes=queries.recent_changes(session, desk.dialogue),
        last_change=change,
        run=run,
        busy=progress.still_busy(run),
        error=error,
        label=label,
        label_limit=LABEL_LIMIT,
    )


def show_one(
    request: Request,
    session: Session,
    desk: AtDesk,
    theme_id: UUID,
    *,
    page: int = 1,
    errors: dict[str, str] | None = None,
    label: str | None = None,
    part_label: str = "",
    chosen: Collection[UUID] = (),
) -> Response:
    """Show one theme, with what was filled in and refused."""
    theme = queries.find_theme(session, desk.dialogue, theme_id)
    listed = placed.placed_in(session, desk.dialogue, theme, number=page)
    return show_at_desk(
        request,
        session,
        desk,
        "theme.html",
        status_code=422 if errors else 200,
        theme=theme,
        parents=queries.parents_of(session, [theme]).get(theme.id, []),
        children=queries.children_of(session, theme),
        listed=listed,
        translations=translations_of(
            session, [each.id for each in listed.rows], current_language()
        ),
        total=placed.count_placed(session, desk.dialogue, theme),
        themes=queries.themes_in_use(session, desk.dialogue),
        support=support_of(request, session, desk).get(theme.id),
        acting=acting_in(request, session, desk, theme),
        draft_panel=draft_panel(request, session, theme),
        errors=errors or {},
        label=theme.name if label is None else label,
        part_label=part_label,
        chosen=set(chosen),
        label_limit=LABEL_LIMIT,
    )


def acting_in(request: Request, session: Session, desk: AtDesk, theme: Theme) -> Acting:
    """Read who has to act according to people; of a very large dialogue when it's ready."""
    kept: KeptFigures[Mapping[UUID, Acting]] = request.app.state.acting
    change = last_change_of(session, desk)
    found = always_new(request, session, desk, kept, acting_in_themes, change)
    return NOTHING_TOLD if isinstance(found, BeingMeasured) else found.get(theme.id, NOTHING_TOLD)


def show_loose(request: Request, session: Session, desk: AtDesk, *, page: int) -> Response:
    """Show every answer that is in no theme, each with the theme that lies nearest."""
    listed = placed.placed_in(session, desk.dialogue, None, number=page)
    in_use = queries.themes_in_use(session, desk.dialogue)
    near = nearest_to(request, session, desk, [each.version_id for each in listed.rows])
    return show_at_desk(
        request,
        session,
        desk,
        "no_theme.html",
        listed=listed,
        translations=translations_of(
            session, [each.id for each in listed.rows], current_language()
        ),
        total=placed.count_placed(session, desk.dialogue, None),
        themes=in_use,
        names={each.id: each.name for each in in_use},
        near=near,
        label_limit=LABEL_LIMIT,
    )


def nearest_to(
    request: Request, session: Session, desk: AtDesk, version_ids: Sequence[UUID]
) -> Mapping[UUID, Suggestion]:
    """Find the theme that lies nearest to each; in a very large dialogue a moment later."""
    kept: KeptFigures[Mapping[UUID, Suggestion]] = request.app.state.nearest

    def suggest(own: Session, dialogue: Dialogue) -> Mapping[UUID, Suggestion]:
        return suggest_themes(own, dialogue, version_ids)

    found = always_new(
        request, session, desk, kept, suggest, last_change_of(session, desk), *version_ids
    )
    return {} if isinstance(found, BeingMeasured) else found


def show_merge(
    request: Request,
    session: Session,
    desk: AtDesk,
    theme_id: UUID,
    other_id: UUID,
    *,
    error: str = "",
    label: str = "",
) -> Response:
    """Show two themes with what they hold, and ask for the name of the one to come."""
    if theme_id == other_id:
        raise SameTheme
    listed = {each.theme.id: each for each in queries.list_themes(session, desk.dialogue)}
    if theme_id not in listed or other_id not in listed:
        raise ChangedMeanwhile
    first, second = listed[theme_id], listed[other_id]
    larger = max(first, second, key=lambda each: each.size)
    return show_at_desk(
        request,
        session,
        desk,
        "merge.html",
        status_code=422 if error else 200,
        first=first,
        second=second,
        error=error,
        label=label or larger.theme.name,
        label_limit=LABEL_LIMIT,
    )
