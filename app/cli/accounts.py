"""Commands about regions and the accounts of staff."""

from typing import Annotated

import typer
from sqlmodel import Session, select

from app.cli.console import aside, out, ready_database
from app.clock import utc_now
from app.config import get_settings
from app.db import transaction
from app.usecases import accounts, dialogues, own_accounts, people, staff_links
from app.usecases.staff_links import RENEW
from dialogue.errors import Refusal
from dialogue.models import Region, Role
from dialogue.passwords import require_good_password
from dialogue.short_names import require_short_name

commands = typer.Typer()
# Where the server stands when nothing else is said.
HERE = "http://127.0.0.1:8000"


def long_enough(password: str) -> str:
    """Refuse a password that is guessed in no time."""
    try:
        require_good_password(password, password)
    except Refusal as refusal:
        raise typer.BadParameter(f"{refusal} {refusal.advice}") from None
    return password


@commands.command("create-region")
def create_region(
    short_name: str,
    name: Annotated[str, typer.Option(prompt=True, help="The name that people read.")],
) -> None:
    """Make a region, still without anybody in it."""
    with ready_database() as engine, transaction(engine) as session:
        made = dialogues.create_region(session, slug=require_short_name(short_name), name=name)
        aside.print(f"{made.name} is there. Invite its first facilitator with invite.")


@commands.command("create-user")
def create_user(
    email: str,
    name: Annotated[str, typer.Option(prompt=True)],
    role: Annotated[Role, typer.Option(prompt=True)],
    password: Annotated[
        str,
        typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, callback=long_enough),
    ],
    region: Annotated[str, typer.Option(help="Short name of the region.")] = "region",
    region_name: Annotated[str, typer.Option(help="Its name, when it is new.")] = "",
) -> None:
    """Make an account for a facilitator or a board member of a region."""
    with ready_database() as engine, transaction(engine) as session:
        where = dialogues.create_region(session, slug=region, name=region_name or region)
        account = accounts.create_account(
            session, email=email, name=name, password=password, now=utc_now()
        )
        accounts.give_role(session, account, where, role)
    aside.print(f"{email} can log in as {role} of {region}.")


@commands.command()
def invite(
    email: str,
    region: Annotated[str, typer.Option(help="Short name of a region that is there.")],
    role: Annotated[Role, typer.Option()] = Role.FACILITATOR,
) -> None:
    """Print a link with which somebody joins a region and chooses a password."""
    settings = get_settings()
    with ready_database() as engine, transaction(engine) as session:
        token = people.invite(
            session, region_called(session, region), email=email, role=role, by=None,
            key=settings.key(), now=utc_now(),
        )  # fmt: skip
    tell_link("join", token)


@commands.command("reset-password")
def reset_password(email: str) -> None:
    """Print a link with which somebody chooses a new password."""
    settings = get_settings()
    with ready_database() as engine, transaction(engine) as session:
        account = accounts.account_with(session, own_accounts.require_email(email))
        if account is None or not account.active:
            raise typer.BadParameter(f"nobody logs in with {email}")
        token = staff_links.make_link(
            session, RENEW, account.email, key=settings.key(), now=utc_now(), account=account
        )
    tell_link("login/renew", token)


def region_called(session: Session, short_name: str) -> Region:
    """Load a region by its short name, or say that it is not there."""
    found = session.exec(select(Region).where(Region.slug == short_name)).first()
    if found is None:
        raise typer.BadParameter(f"there is no region {short_name}")
    return found


def tell_link(page: str, token: str) -> None:
    """Print a link by itself, so that it can be copied whole."""
    base = get_settings().public_url or HERE
    aside.print("Whoever has this link can use it, once:")
    out.print(f"{base.rstrip('/')}/{page}/{token}", highlight=False, soft_wrap=True, markup=False)
