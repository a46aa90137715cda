"""What every page of the desk has in common: its frame, messages after an action, forms."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app import i18n
from app.access import AtDesk
from app.errors import spoken
from app.i18n import gettext_later
from app.queries.progress import held_in
from app.templating import render
from dialogue.errors import Refusal

HOME = "/facilitator"

# What is said after an action; the address only holds the key.
DONE = {
    "created": gettext_later("The dialogue was made. Now fill in the step plan."),
    "saved": gettext_later("The step plan was saved."),
    "design-kept": gettext_later("The design was saved. You find it with a new dialogue."),
    "template-removed": gettext_later("The saved design was removed."),
    "promise-changed": gettext_later("The promise was changed. Everybody can read what and why."),
    "launched": gettext_later("The dialogue was launched. Everybody can read its promise now."),
    "opened": gettext_later("The round is open."),
    "closed": gettext_later("The round is closed."),
    "times-changed": gettext_later("The times were changed. Residents can read what and why."),
    "kiosk-closed": gettext_later("The kiosk is closed. Its link and its device do nothing now."),
    "export-asked": gettext_later("The file is being made. This page follows it."),
    "ended": gettext_later("The dialogue is closed. The board has to answer now."),
    "published": gettext_later("The results are published."),
    "asked": gettext_later("The machine looks for groups of answers again."),
    "released": gettext_later("The answer was released."),
    "removed": gettext_later("The answer was removed."),
    "held": gettext_later("The answer is held."),
    "held-again": gettext_later("The answers are held again."),
    "removal-asked": gettext_later("The removal waits for a colleague. Until then nobody sees it."),
    "objection-answered": gettext_later("The author can read your answer now."),
    "renamed": gettext_later("The theme has a new name."),
    "merged": gettext_later("The two themes are one now."),
    "split": gettext_later("The chosen answers are a theme of their own now."),
    "moved": gettext_later("The answer was moved."),
    "theme-made": gettext_later("The new theme was made."),
    "undone": gettext_later("The last change was undone."),
    "proposal-saved": gettext_later("The proposal was saved."),
    "population-stored": gettext_later("The figures of who lives there were stored."),
    "invitation-withdrawn": gettext_later("The invitation was withdrawn. Its link does nothing."),
    "colleague-removed": gettext_later("The colleague was removed and sees nothing here any more."),
    "addresses-in": gettext_later("The list was brought in. Nobody was written to yet."),
    "addresses-refused": gettext_later("Nothing was brought in, and the file was erased."),
    "addresses-erased": gettext_later("The list is erased. Nobody on it is written to any more."),
    "addresses-drawn": gettext_later("The draw is done. The others can be drawn later."),
    "mailing-made": gettext_later("The mailing is ready. It goes out by itself."),
    "mailing-paused": gettext_later("The mailing is paused. Nothing goes out until you go on."),
    "mailing-resumed": gettext_later("The mailing goes on."),
    "mailing-stopped": gettext_later("The mailing is stopped. What was sent stays sent."),
    "words-saved": gettext_later("The words were saved."),
    "words-asked": gettext_later("The drafts were asked for. They come in a minute or so."),
    "proposal-published": gettext_later("The proposal is published."),
}


async def read_form(request: Request) -> FormData:
    """Read the whole form, for pages whose fields depend on the dialogue."""
    return await request.form()


PostedForm = Annotated[FormData, Depends(read_form)]


def text_of(form: FormData, name: str) -> str:
    """Read a text field; a file or a missing field is empty."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def ids_of(form: FormData, name: str) -> list[UUID]:
    """Read ticked boxes that hold identifiers; anything else is no box of ours."""
    found = []
    for value in form.getlist(name):
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return found


def desk_path(desk: AtDesk, *parts: object) -> str:
    """Give the address of a page about this dialogue."""
    return "/".join((f"{HOME}/dialogues/{desk.dialogue.slug}", *(str(part) for part in parts)))


def go(path: str, done: str = "", **query: str | int) -> RedirectResponse:
    """Go to a page after an action and say there what was done."""
    kept = {name: value for name, value in {"done": done, **query}.items() if value}
    return RedirectResponse(f"{path}?{urlencode(kept)}" if kept else path, HTTPStatus.SEE_OTHER)


def show(
    request: Request,
    page: str,
    *,
    status_code: int = HTTPStatus.OK,
    **context: Any,  # noqa: ANN401  (what a template shows)
) -> Response:
    """Render a page of the desk, with the message of the action that led here."""
    message = DONE.get(request.query_params.get("done", ""))
    with i18n.speaking(getattr(request.state, "language", i18n.current_language())):
        flash = (("ok", i18n.gettext(message)),) if message else ()
    return render(
        request, f"facilitator/{page}", status_code=status_code, flash_messages=flash, **context
    )


def show_at_desk(
    request: Request,
    session: Session,
    desk: AtDesk,
    page: str,
    *,
    status_code: int = HTTPStatus.OK,
    **context: Any,  # noqa: ANN401  (what a template shows)
) -> Response:
    """Render a page about one dialogue, with what the menu of the dialogue needs."""
    return show(
        request,
        page,
        status_code=status_code,
        dialogue=desk.dialogue,
        here=desk_path(desk),
        held=held_in(session, [desk.dialogue.id]).get(desk.dialogue.id, 0),
        **context,
    )


def draft_name(desk: AtDesk, *parts: object) -> str:
    """Name the draft of a form on somebody's device: another account never finds it."""
    return "/".join(str(each) for each in (desk.staff.account.id, desk.dialogue.slug, *parts))


def attempt(
    session: Session,
    action: Callable[[], Any],
    beside_form: tuple[type[Refusal], ...] = (Refusal,),
) -> Refusal | None:
    """Do something as a whole or not at all.

    A refusal of these kinds is returned, to show it beside its form with what was filled in;
    others get a page of their own.
    """
    try:
        with session.begin_nested():
            action()
    except beside_form as refusal:
        return refusal
    return None


def said(refusal: Refusal) -> str:
    """Put a refusal and its advice in words, in the language of the visitor."""
    return f"{spoken(refusal)} {i18n.gettext(refusal.advice)}"
