"""Who takes part: live pages, their charts and their files. All of it is read from one row."""

from dataclasses import dataclass
from types import ModuleType
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.charts import NARROW, WIDE, Chart, draw
from app.charts.style import WIDTHS
from app.deps import SessionDep
from app.exporting.csv_files import csv_text
from app.i18n import current_language
from app.queries.naming import Naming, naming_of
from app.queries.participation_figures import Measured, read_participation
from app.routes.facilitator import participation_words
from app.routes.facilitator.pages import desk_path, show_at_desk
from app.routes.facilitator.participation_charts import charts_of
from app.routes.facilitator.participation_said import sheets_of_said
from app.routes.facilitator.participation_sheets import Sheet
from app.routes.facilitator.participation_who import sheets_of_who
from dialogue.errors import NotFound

router = APIRouter()

ADDRESS = "/facilitator/dialogues/{slug}/participation"
A_DAY = "private, max-age=86400, immutable"
# More than so many groups are on a page of their own: "who is missing" is read in a moment.
MOST_MISSING = 5


@dataclass(frozen=True)
class Picture:
    """Where a chart is, at both widths, and how large: so that a page does not jump."""

    title: str
    about: str
    narrow: str
    narrow_height: int
    wide: str
    wide_height: int


@dataclass(frozen=True)
class Pictures:
    """The charts that a page may show; only those that it shows are described."""

    here: str
    charts: dict[str, Chart]

    def get(self, key: str) -> Picture | None:
        """Say where a chart is; its address changes when the chart does."""
        chart = self.charts.get(key)
        if chart is None:
            return None
        specs = {width: chart.spec(width) for width in (NARROW, WIDE)}
        narrow, wide = (
            f"{self.here}/{key}.svg?width={width.name}&v={chart.key(width, current_language())}"
            for width in specs
        )
        return Picture(
            chart.title, chart.about, narrow, specs[NARROW]["height"], wide, specs[WIDE]["height"]
        )


@router.get(ADDRESS)
def show_participation(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show how many take part and who is missing."""
    return show_board(request, session, desk, "participation.html")


@router.get(ADDRESS + "/groups")
def show_groups(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show every group beside the population, and who did not come back."""
    return show_board(request, session, desk, "participation_groups.html")


@router.get(ADDRESS + "/said")
def show_said(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show how much has been said and how far people stand apart."""
    return show_board(request, session, desk, "participation_said.html")


@router.get(ADDRESS + "/voice")
def show_voice(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show how evenly voice is spread, and what weighing to the population changes."""
    return show_board(request, session, desk, "participation_voice.html")


@router.get(ADDRESS + "/heard")
def show_heard(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show whether people felt heard, and what changed for them."""
    return show_board(request, session, desk, "participation_heard.html")


@router.get(ADDRESS + "/{part}.csv")
def download_part(session: SessionDep, desk: Desk, part: str) -> Response:
    """Give one table as a file."""
    measured, names = material(session, desk)
    sheet = (sheets(measured, names) if measured else {}).get(part)
    if sheet is None:
        raise NotFound
    name = f"{desk.dialogue.slug}-{part}.csv"
    return Response(
        csv_text(sheet.file()),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get(ADDRESS + "/{chart}.svg")
def draw_chart(
    request: Request,
    session: SessionDep,
    desk: Desk,
    chart: str,
    width: Annotated[str, Query(max_length=10)] = WIDE.name,
    version: Annotated[str, Query(alias="v", max_length=40)] = "",
) -> Response:
    """Draw a chart; who has this version already gets nothing anew."""
    measured, names = material(session, desk)
    found = (charts_of(measured.figures, names) if measured else {}).get(chart)
    if found is None or width not in WIDTHS:
        raise NotFound
    session.close()  # drawing takes long enough to keep nobody waiting for a connection
    language, size = current_language(), WIDTHS[width]
    key = found.key(size, language)
    headers = {
        "ETag": f'"{key}"',
        "Cache-Control": A_DAY if version == key else "private, no-cache",
        "Vary": "Cookie, Accept-Language",
    }
    if f'"{key}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    drawn = request.app.state.drawings.get(key, lambda: draw(found, width=size, language=language))
    return Response(drawn, media_type="image/svg+xml", headers=headers)


@dataclass(frozen=True)
class InShort:
    """What the overview of a dialogue says of who takes part."""

    measured: Measured | None
    names: Naming
    say: ModuleType


def in_short(session: Session, desk: AtDesk) -> InShort:
    """Read what the overview of a dialogue says of who takes part."""
    measured, names = material(session, desk)
    return InShort(measured, names, participation_words)


def material(session: Session, desk: AtDesk) -> tuple[Measured | None, Naming]:
    """Read the figures, and what everything in them is called."""
    names = naming_of(session, desk.dialogue, current_language())
    return read_participation(session, desk.dialogue), names


def sheets(measured: Measured, names: Naming) -> dict[str, Sheet]:
    """Lay out every table, by its key."""
    figures = measured.figures
    both = (*sheets_of_who(figures, names), *sheets_of_said(figures, names))
    return {each.key: each for each in both}


def show_board(request: Request, session: Session, desk: AtDesk, page: str) -> Response:
    """Render a page from the row, or say that nothing was measured yet."""
    measured, names = material(session, desk)
    if measured is None:
        return show_at_desk(
            request, session, desk, "participation_nothing.html", since="", measured=None
        )
    here = f"{desk_path(desk)}/participation"
    return show_at_desk(
        request, session, desk, page,
        measured=measured,
        figures=measured.figures,
        since=measured.measured_at.isoformat(),
        names=names,
        say=participation_words,
        tables=sheets(measured, names),
        pictures=Pictures(here, charts_of(measured.figures, names)),
        most_missing=MOST_MISSING,
    )  # fmt: skip
