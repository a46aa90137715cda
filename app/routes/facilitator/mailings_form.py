"""The form of a mailing: what was filled in, what is wrong with it, and the plan that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID

from starlette.datastructures import FormData

from app.i18n import TIME_ZONE, gettext
from app.queries.audiences import AFTER_BOUNCE, BEST, INVITATION, KINDS, LETTER, WAYS
from app.routes.facilitator.invitation_form import MOST_WAVES, between_words, day_of
from app.routes.facilitator.mailings_defaults import default_texts
from app.routes.facilitator.pages import said, text_of
from app.usecases.mailings import Plan
from dialogue.errors import (
    CodeNotInWords,
    EmptyText,
    LastDayNotChosen,
    PlaceholderUnknown,
    Refusal,
    TextTooLong,
)
from dialogue.mailing_words import LAST_DAY, check_words, placeholders_in
from dialogue.models import Dialogue

LANGUAGES = ("nl", "en")
WORDS = {"subject": 150, "text": 3000, "sms": 600}
CHANNELS = (BEST, *WAYS)


@dataclass(frozen=True)
class MailingForm:
    """What is filled in; ``whom`` is the id of a list, or of a list and a draw with a slash."""

    kind: str = INVITATION
    whom: str = ""
    channel: str = BEST
    wave: str = "1"
    expires_on: str = ""
    send_at: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def last_day(self) -> date | None:
        """The last day of the codes."""
        return day_of(self.expires_on)

    @property
    def moment(self) -> datetime | None:
        """When it is to go out; none is as soon as possible."""
        try:
            read = datetime.fromisoformat(self.send_at)
        except ValueError:
            return None
        return read.replace(tzinfo=TIME_ZONE).astimezone(UTC)

    def ids(self) -> tuple[UUID, UUID | None] | None:
        """Read the list and the draw."""
        chosen, _, draw = self.whom.partition("/")
        try:
            return UUID(chosen), UUID(draw) if draw else None
        except ValueError:
            return None

    def plan(self) -> Plan | None:
        """Give what is to be sent; none while something is wrong."""
        ids = self.ids()
        if self.errors or ids is None:
            return None
        return Plan(
            ids[0], ids[1], self.kind, self.channel, int(self.wave), self.texts,
            expires_on=self.last_day if self.kind == INVITATION else None, send_at=self.moment,
        )  # fmt: skip

    def fields(self) -> list[tuple[str, str]]:
        """List all fields as a page sends them, for a page that only asks whether it is right."""
        known = ("kind", "whom", "channel", "wave", "expires_on", "send_at")
        own = [(name, str(getattr(self, name))) for name in known]
        words = [
            (f"{name}_{language}", text)
            for language, texts in self.texts.items()
            for name, text in texts.items()
        ]
        return own + words

    def refused(self, refusal: Refusal) -> "MailingForm":
        """Say a refusal at the field that it is about."""
        return replace(self, errors={**self.errors, "whom": said(refusal)})


def first_form(dialogue: Dialogue, kind: str, whom: str) -> MailingForm:
    """Begin with words that are right already."""
    kind = kind if kind in KINDS else INVITATION
    channel = LETTER if kind == AFTER_BOUNCE else BEST
    return MailingForm(kind=kind, whom=whom, channel=channel, texts=default_texts(dialogue, kind))


def read_mailing(form: FormData, now: datetime) -> MailingForm:
    """Read what was sent and say what is wrong with it by field."""
    filled = MailingForm(
        kind=text_of(form, "kind"),
        whom=text_of(form, "whom"),
        channel=text_of(form, "channel"),
        wave=text_of(form, "wave") or "1",
        expires_on=text_of(form, "expires_on"),
        send_at=text_of(form, "send_at"),
        texts={
            language: {
                name: text_of(form, f"{name}_{language}").replace("\r\n", "\n") for name in WORDS
            }
            for language in LANGUAGES
        },
    )
    if filled.kind not in KINDS:
        filled = replace(filled, kind=INVITATION)
    return replace(filled, errors=wrong_words(filled) | problems(filled, now))


def problems(filled: MailingForm, now: datetime) -> dict[str, str]:
    """Say what is wrong with the choices."""
    today = now.astimezone(TIME_ZONE).date()
    late = filled.expires_on and (filled.last_day is None or filled.last_day < today)
    found = {
        "whom": "" if filled.ids() else gettext("Choose a list."),
        "channel": "" if filled.channel in CHANNELS else gettext("Choose how it is sent."),
        "wave": between_words(filled.wave, 1, MOST_WAVES),
        "expires_on": gettext("Choose a day from today on.") if late else "",
        "send_at": gettext("Write a day and a time, or leave it empty.")
        if filled.send_at and filled.moment is None
        else "",
    }
    return {name: text for name, text in found.items() if text}


def wrong_words(filled: MailingForm) -> dict[str, str]:
    """Say what is wrong with the words, each at its own field."""
    found: dict[str, str] = {}
    for language, texts in filled.texts.items():
        for name, text in texts.items():
            try:
                check(filled, language, name, text)
            except LastDayNotChosen as refusal:
                found["expires_on"] = said(refusal)
            except (CodeNotInWords, EmptyText, PlaceholderUnknown, TextTooLong) as refusal:
                found[f"{name}_{language}"] = said(refusal)
    return found


def check(filled: MailingForm, language: str, name: str, text: str) -> None:
    """Refuse words that would not do; English may be left out, Dutch may not.

    A last day that is written wrongly is said at its own field.
    """
    if len(text) > WORDS[name]:
        raise TextTooLong(length=len(text), limit=WORDS[name])
    if not text:
        if language == "nl":
            raise EmptyText
        return
    if name != "subject":
        check_words(text)
    if filled.kind == INVITATION and not filled.expires_on and LAST_DAY in placeholders_in(text):
        raise LastDayNotChosen
