"""Make a mailing: choose whom and how, write, look at it, and only then send."""

from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.background import BackgroundTask

from app.access import AtDesk, Desk
from app.config import Settings
from app.deps import Now, SessionDep, SettingsDep
from app.i18n import TIME_ZONE
from app.printing.letters import Sheet, letters_pdf
from app.queries.audiences import REMINDER
from app.queries.mailings import (
    beyond_reach,
    count_invited,
    count_mailings,
    lists_of,
    mailings_of,
    shown_reach,
)
from app.routes.facilitator.mailings_form import (
    CHANNELS,
    LANGUAGES,
    WORDS,
    MailingForm,
    first_form,
    read_mailing,
)
from app.routes.facilitator.pages import (
    PostedForm,
    attempt,
    desk_path,
    go,
    show_at_desk,
    text_of,
)
from app.routes.facilitator.pdf_answers import pdf_answer
from app.sending.trying import example_email, example_letter, example_parts, try_out, ways_on
from app.usecases.addresses import list_of
from app.usecases.mailings import Plan, Reach, make_mailing, reach_of
from dialogue.errors import AddressOfSiteMissing, ChangedMeanwhile, Refusal
from dialogue.models import AddressList, DialogueState

router = APIRouter()

PAGE = "/facilitator/dialogues/{slug}/mailings"


@router.get(PAGE)
def list_mailings(request: Request, session: SessionDep, desk: Desk) -> Response:
    """Show what was sent and how far it is, and where to begin."""
    return show_at_desk(
        request, session, desk, "mailings.html",
        lists=lists_of(session, desk.dialogue), mailings=mailings_of(session, desk.dialogue),
        launched=desk.dialogue.state is DialogueState.LAUNCHED,
    )  # fmt: skip


@router.get(PAGE + "/new")
def begin_mailing(
    request: Request, session: SessionDep, desk: Desk, settings: SettingsDep, kind: str = "",
    whom: str = "",
) -> Response:  # fmt: skip
    """Show the form with words that are right already."""
    return show_form(request, session, desk, settings, first_form(desk.dialogue, kind, whom))


@router.post(PAGE + "/new")
def change_form(
    request: Request, session: SessionDep, desk: Desk, settings: SettingsDep, now: Now,
    form: PostedForm,
) -> Response:  # fmt: skip
    """Show the form once more with all that was filled in."""
    filled = replace(read_mailing(form, now), errors={})
    return show_form(request, session, desk, settings, filled)


@router.post(PAGE + "/preview")
def preview_mailing(
    request: Request, session: SessionDep, desk: Desk, settings: SettingsDep, now: Now,
    form: PostedForm,
) -> Response:  # fmt: skip
    """Show what will arrive and how many people get it; nothing is made yet."""
    filled, reach = looked_at(session, desk, settings, read_mailing(form, now), now)
    plan = filled.plan()
    if plan is None or reach is None:
        return show_form(request, session, desk, settings, filled)
    return show_preview(request, session, desk, settings, filled, plan, reach)


@router.post(PAGE + "/test")
def send_test(
    request: Request, session: SessionDep, desk: Desk, settings: SettingsDep, now: Now,
    form: PostedForm,
) -> Response:  # fmt: skip
    """Send the e-mail to who asks, with a code that does not work, after this page went out."""
    filled, reach = looked_at(session, desk, settings, read_mailing(form, now), now)
    plan = filled.plan()
    if plan is None or reach is None:
        return show_form(request, session, desk, settings, filled)
    to = desk.staff.account.email
    page = show_preview(request, session, desk, settings, filled, plan, reach, tried=to)
    message = example_email(desk.dialogue, plan, settings, to=to)
    page.background = BackgroundTask(try_out, settings, message)
    return page


@router.post(PAGE + "/letter")
def show_letter(desk: Desk, settings: SettingsDep, now: Now, form: PostedForm) -> Response:
    """Give the letter of a person who does not exist. Raises PdfNotPossible."""
    filled = replace(read_mailing(form, now), errors={})
    plan = filled.plan() or Plan(desk.dialogue.id, None, filled.kind, filled.channel, 1,
                                 filled.texts)  # fmt: skip
    letter = example_letter(desk.dialogue, plan, settings)
    sheet = Sheet(desk.dialogue.title_nl, address_on(desk, settings), desk.dialogue.owner)
    return pdf_answer(
        lambda: letters_pdf([letter], sheet, language="nl"), f"letter-{desk.dialogue.slug}.pdf"
    )


@router.post(PAGE)
def create_mailing(
    request: Request, session: SessionDep, desk: Desk, settings: SettingsDep, now: Now,
    form: PostedForm,
) -> Response:  # fmt: skip
    """Make the mailing; the worker sends it.

    The form says how many mailings there were when it was looked at: sent twice it is one mailing,
    and nobody is reminded twice. Raises ChangedMeanwhile.
    """
    filled, reach = looked_at(session, desk, settings, read_mailing(form, now), now)
    plan = filled.plan()
    if plan is None or reach is None:
        return show_form(request, session, desk, settings, filled)
    list_of(session, desk.dialogue, plan.list_id, to_change=True)
    if text_of(form, "seen") not in ("", str(count_mailings(session, desk.dialogue))):
        raise ChangedMeanwhile
    made = make_mailing(
        session, desk.dialogue, plan, ways_on=ways_on(settings), actor=desk.actor,
        today=now.astimezone(TIME_ZONE).date(), now=now,
    )  # fmt: skip
    return go(desk_path(desk, "mailings", made.id), "mailing-made")


def looked_at(
    session: Session, desk: AtDesk, settings: Settings, filled: MailingForm, now: datetime
) -> tuple[MailingForm, Reach | None]:
    """Count whom a form reaches, or say at the form why it can't be sent."""
    plan = filled.plan()
    if plan is None:
        return filled, None
    found: list[Reach] = []
    today = now.astimezone(TIME_ZONE).date()

    def look() -> None:
        if not settings.public_url:
            raise AddressOfSiteMissing
        found.append(reach_of(session, desk.dialogue, plan, ways_on=ways_on(settings), today=today))

    refusal = attempt(session, look, (Refusal,))
    return (filled, found[0]) if refusal is None else (filled.refused(refusal), None)


def show_form(
    request: Request, session: Session, desk: AtDesk, settings: Settings, filled: MailingForm
) -> Response:
    """Show the form, with what is wrong at its fields."""
    return show_at_desk(
        request, session, desk, "mailings_new.html",
        status_code=422 if filled.errors else 200, filled=filled,
        lists=lists_of(session, desk.dialogue), channels=CHANNELS, languages=LANGUAGES,
        limits=WORDS, ways_on=ways_on(settings), site_known=bool(settings.public_url),
        launched=desk.dialogue.state is DialogueState.LAUNCHED,
    )  # fmt: skip


def show_preview(
    request: Request, session: Session, desk: AtDesk, settings: Settings, filled: MailingForm,
    plan: Plan, reach: Reach, *, tried: str = "",
) -> Response:  # fmt: skip
    """Show what will arrive, in each language, and ask for the last word."""
    return show_at_desk(
        request, session, desk, "mailings_preview.html", filled=filled, reach=reach,
        shown_total=shown_total(session, plan, reach), tried=tried,
        earlier=count_mailings(session, desk.dialogue),
        parts=[example_parts(desk.dialogue, plan, settings, language) for language in LANGUAGES
               if plan.texts.get(language, {}).get("text")],
        email=desk.staff.account.email, email_on="email" in ways_on(settings),
    )  # fmt: skip


def shown_total(session: Session, plan: Plan, reach: Reach) -> int | None:
    """Give the number that may be told: of a reminder "at least", in whole tens.

    Held against those who could get it at most: in a small draw all would be told otherwise.
    """
    if plan.kind != REMINDER:
        return reach.total
    addresses = session.get_one(AddressList, plan.list_id)
    invited = count_invited(session, addresses, draw_id=plan.draw_id)
    return shown_reach(reach.total, invited=invited - beyond_reach(addresses, plan.channel))


def address_on(desk: AtDesk, settings: Settings) -> str:
    """Give the address of the dialogue as it is printed."""
    return f"{settings.public_url.rstrip('/')}/d/{desk.dialogue.slug}"
