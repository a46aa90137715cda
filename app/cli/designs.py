"""Commands about designs: out as a file, in as a draft."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session, select

from app.cli.console import aside, out, ready_database
from app.cli.data import find_dialogue
from app.clock import utc_now
from app.db import reading, transaction
from dialogue.design_parts import DesignFile
from dialogue.errors import ImportRefused
from dialogue.models import Region, new_id
from dialogue.wording import clean_text

commands = typer.Typer()
designs = typer.Typer(help="Use the design of a dialogue in another place.", no_args_is_help=True)
commands.add_typer(designs, name="design")


@designs.command("export")
def export_design(slug: str) -> None:
    """Print a dialogue's design as a JSON file, without anything that anybody said."""
    from app.usecases.design_files import design_of
    from dialogue.design_file import write_design_file

    with ready_database() as engine, reading(engine) as session:
        sys.stdout.write(write_design_file(design_of(session, find_dialogue(session, slug))))


@designs.command("import")
def import_design(
    file: Path,
    region: Annotated[str, typer.Option(help="Short name of a region that is there.")],
    slug: Annotated[str, typer.Option(help="Short name; by default made from the title.")] = "",
    title: Annotated[str, typer.Option(help="Title in Dutch; by default the design's.")] = "",
) -> None:
    """Make a draft of a design, for the facilitators of a region to fill in and launch."""
    from app.usecases.design_files import Placing, start_from_design

    design = read_or_refuse(file)
    with ready_database() as engine, transaction(engine) as session:
        placing = Placing(clean_text(title or design.title_nl, limit=200), slug)
        made = start_from_design(
            session, find_region(session, region), design, placing,
            seed=new_id().int % 2**31, now=utc_now(),
        )  # fmt: skip
        name = made.slug
    out.print(f"Made the draft {name} in {region}.", highlight=False)


def read_or_refuse(file: Path) -> DesignFile:
    """Read a design, or say at which places the file is wrong. Raises ImportRefused."""
    from dialogue.design_file import LARGEST_FILE, read_design_file

    if not file.is_file():
        raise ImportRefused(problem=f"{file} is not there.")
    with file.open("rb") as opened:
        read = read_design_file(opened.read(LARGEST_FILE + 1))
    for each in read.problems:
        place = ".".join(map(str, each.place)) or "the whole design"
        aside.print(f"  {place}: {each.refusal}", highlight=False, markup=False)
    if read.design is None:
        raise ImportRefused(problem=f"{file} can't be used.")
    return read.design


def find_region(session: Session, slug: str) -> Region:
    """Load a region by its short name. Raises ImportRefused."""
    found = session.exec(select(Region).where(Region.slug == slug)).first()
    if found is None:
        raise ImportRefused(problem=f"there is no region {slug}.")
    return found
