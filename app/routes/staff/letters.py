"""What is written to staff by e-mail: an invitation, a link to a new password.

It is sent after the answer to the request, so that no page waits for a mail server and nobody can
tell from the time it takes whether an address is known here.
"""

import logging
from datetime import datetime, timedelta

from fastapi import Request
from sqlalchemy import Engine

from app import i18n
from app.config import Settings
from app.db import transaction
from app.i18n import gettext
from app.sending import SendingFailed, email_is_on, send_email
from app.usecases import accounts, staff_links
from app.usecases.staff_links import RENEW
from dialogue.models import Region

log = logging.getLogger(__name__)

# So many links to a new password in an hour, and nobody's mailbox is filled by another.
MOST_IN_AN_HOUR = 3


def can_write(settings: Settings) -> bool:
    """Tell whether staff gets e-mail: never without a public address, which a visitor can't forge.

    The address in a request is what its sender says it is.
    """
    return email_is_on(settings) and bool(settings.public_url)


def link_to(request: Request, settings: Settings, *parts: str) -> str:
    """Give the whole address of a page, to copy or to send."""
    base = settings.public_url or str(request.base_url)
    return "/".join((base.rstrip("/"), *parts))


def language_of(request: Request) -> str:
    """Tell in which language this visitor reads."""
    return str(getattr(request.state, "language", i18n.current_language()))


def send_invitation(
    settings: Settings, *, to: str, link: str, region: Region, sender: str, language: str
) -> None:
    """Write to somebody who was invited."""
    with i18n.speaking(language):
        subject = gettext("Work along in %(region)s with Samenspraak") % {"region": region.name}
        text = gettext(
            "Hello,\n\n%(sender)s invites you to work along in %(region)s with Samenspraak. "
            "With this link you make an account, or come in with the one you have:\n\n%(link)s\n\n"
            "The link works once, for a week. Did you not expect this? Then do nothing."
        ) % {"sender": sender, "region": region.name, "link": link}
    send_quietly(settings, to=to, subject=subject, text=text, language=language)


def send_renewal(settings: Settings, *, to: str, link: str, language: str) -> None:
    """Write to somebody who needs a new password."""
    with i18n.speaking(language):
        subject = gettext("A new password for Samenspraak")
        text = gettext(
            "Hello,\n\nwith this link you choose a new password:\n\n%(link)s\n\n"
            "The link works once, for two hours. Did you not ask for this? "
            "Then do nothing: your password stays as it is."
        ) % {"link": link}
    send_quietly(settings, to=to, subject=subject, text=text, language=language)


def send_changed(settings: Settings, *, to: str, name: str, language: str) -> None:
    """Write to an account of which the address or password was changed, at the address it had."""
    with i18n.speaking(language):
        subject = gettext("Your account of Samenspraak was changed")
        text = gettext(
            "Hello %(name)s,\n\nthe password or the e-mail address of your account of Samenspraak "
            "was changed just now. Was that you? Then there is nothing to do. "
            "Was it not? Then tell a facilitator of your region or your administrator at once."
        ) % {"name": name}
    send_quietly(settings, to=to, subject=subject, text=text, language=language)


def send_quietly(settings: Settings, *, to: str, subject: str, text: str, language: str) -> None:
    """Send, or tell the log that it failed: never to whom or what."""
    try:
        send_email(settings, to=to, subject=subject, text=text, language=language)
    except SendingFailed as failed:
        log.warning("a message to staff was not sent: %s", type(failed).__name__)


def renew_if_known(
    engine: Engine, settings: Settings, *, email: str, base: str, language: str, now: datetime
) -> None:
    """Write to the account with this address, if there is one and it was not written to too often.

    Runs after the answer, in a transaction of its own.
    """
    with transaction(engine) as session:
        account = accounts.account_with(session, email)
        if account is None or not account.active:
            return
        lately = staff_links.made_since(session, RENEW, account.email, now - timedelta(hours=1))
        if lately >= MOST_IN_AN_HOUR:
            return
        token = staff_links.make_link(
            session, RENEW, account.email, key=settings.key(), now=now, account=account
        )
    send_renewal(settings, to=account.email, link=f"{base}/{token}", language=language)
