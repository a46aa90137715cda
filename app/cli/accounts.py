"""Commands about accounts of staff."""

from typing import Annotated

import typer

from app.cli.console import aside, ready_database
from app.clock import utc_now
from app.db import transaction
from app.usecases import accounts, dialogues
from dialogue.models import Role

commands = typer.Typer()
SHORTEST_PASSWORD = 12


def long_enough(password: str) -> str:
    """Refuse a password that is guessed in no time."""
    if len(password) < SHORTEST_PASSWORD:
        raise typer.BadParameter(f"a password has at least {SHORTEST_PASSWORD} characters")
    return password


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
