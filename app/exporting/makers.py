"""Which documents there are, and who makes each: one line for each kind."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Engine

from app.db import reading
from app.exporting.background import Maker, Progress
from app.exporting.forms import as_json, as_xlsx, as_zip
from app.exporting.open_data import open_data
from app.queries.documents import EXPORT, PUBLISHED
from dialogue.models import Dialogue, Document

WRITERS = {"zip": as_zip, "xlsx": as_xlsx, "json": as_json}


def make_open_data(engine: Engine, document: Document, progress: Progress) -> bytes:
    """Read all of it, let go of the database, and write it in the form that was asked for."""
    with reading(engine) as session:
        data = open_data(session, session.get_one(Dialogue, document.dialogue_id))
    progress(0, data.size)
    return WRITERS[document.form](data, progress)


MAKERS: Mapping[str, Maker] = MappingProxyType({EXPORT: make_open_data, PUBLISHED: make_open_data})
