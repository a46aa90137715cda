"""Type in a whole table of sheets at once: look first, then store all or nothing."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.access import AtDesk, Desk
from app.deps import Now, SessionDep, SettingsDep
from app.queries.parts import prompts_of
from app.queries.sheet_pages import round_to_enter
from app.queries.sheets import sheets_of
from app.routes.facilitator.pages import PostedForm, desk_path, go, show_at_desk
from app.routes.facilitator.paper import id_of
from app.routes.facilitator.paper_entry import open_round
from app.routes.facilitator.uploads import told
from app.usecases.paper_tables import Row, enter_table, read_table
from app.usecases.row_problems import RowProblem
from dialogue.models import Round, RoundKind, new_id

router = APIRouter()


@router.get("/facilitator/dialogues/{slug}/paper/table")
def show_table(request: Request, session: SessionDep, desk: Desk, now: Now) -> Response:
    """Show the field for a table, with a line for each sheet that is not typed in yet."""
    chosen = round_to_enter(session, desk.dialogue, now)
    data = empty_table(session, desk, chosen) if chosen else ""
    return show_form(request, session, desk, chosen, data, (), new_id())


@router.post("/facilitator/dialogues/{slug}/paper/table/check")
def check_table(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    form: PostedForm,
) -> Response:
    """Show what a table holds before it is stored, or what is wrong with it by row."""
    chosen, table_id = open_round(session, desk, now), id_of(form, "table_id")
    data = raw(form.get("data"))
    table = read_table(data, desk.dialogue, chosen, table_id=table_id)
    problems = table.problems or enter_table(
        session, desk.dialogue, chosen, table.rows, key=settings.key(), now=now,
        actor=desk.actor, only_look=True,
    )  # fmt: skip
    return show_form(
        request, session, desk, chosen, data, problems, table_id,
        rows=() if problems else table.rows,
    )  # fmt: skip


@router.post("/facilitator/dialogues/{slug}/paper/table")
def store_table(
    request: Request,
    session: SessionDep,
    desk: Desk,
    settings: SettingsDep,
    now: Now,
    form: PostedForm,
) -> Response:
    """Store every row of a table, or none."""
    chosen, table_id = open_round(session, desk, now), id_of(form, "table_id")
    data = raw(form.get("data"))
    table = read_table(data, desk.dialogue, chosen, table_id=table_id)
    problems = table.problems or enter_table(
        session, desk.dialogue, chosen, table.rows, key=settings.key(), now=now, actor=desk.actor
    )
    if problems:
        return show_form(request, session, desk, chosen, data, problems, new_id())
    return go(desk_path(desk, "paper"), stored=len(table.rows))


def show_form(
    request: Request,
    session: Session,
    desk: AtDesk,
    chosen: Round | None,
    data: str,
    problems: Sequence[RowProblem],
    table_id: UUID,
    *,
    rows: Sequence[Row] = (),
) -> Response:
    """Show the field with the table; checked rows are shown to be agreed with."""
    return show_at_desk(
        request, session, desk, "paper_table.html", status_code=422 if problems else 200,
        chosen=chosen, data=data, rows=rows, table_id=table_id,
        errors=[("data", told(each)) for each in problems],
    )  # fmt: skip


def empty_table(session: Session, desk: AtDesk, chosen: Round) -> str:
    """Give the head of the table, and a line for each sheet that was not typed in."""
    asking = chosen.kind is RoundKind.ASK
    columns = len(prompts_of(session, chosen)) if asking else chosen.hand_size
    head = ["sheet", "agrees", "quoted", *(str(number) for number in range(1, columns + 1))]
    waiting = [each for each in sheets_of(session, desk.dialogue, chosen) if not each.entered]
    lines = [[each.label, *[""] * (columns + 2)] for each in waiting]
    return "\n".join(";".join(line) for line in (head, *lines))


def raw(value: object) -> str:
    """Read a text field as it was sent: a tab at its start may be an empty cell."""
    return value if isinstance(value, str) else ""
