"""What columns have in common: random identifiers, short names, JSON, and text in two languages."""

import secrets
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Enum
from sqlmodel import SQLModel

# Constraints get the same names on every database, so that a migration can find them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """Give 128 random bits, so that no identifier can be guessed or tells an order."""
    return UUID(bytes=secrets.token_bytes(16))


def state_column(
    states: type[StrEnum], *, nullable: bool = False, primary_key: bool = False
) -> Column[Any]:
    """Make a text column that holds one of these states and refuses any other word."""
    kind = Enum(
        states,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        length=32,
    )
    return Column(kind, nullable=nullable, primary_key=primary_key)


def json_column(*, nullable: bool = False) -> Column[Any]:
    """Make a column that holds lists and dictionaries."""
    return Column(JSON, nullable=nullable)


class InOwnLanguage(str):
    """Words in the language that was asked for, rather than the Dutch in their place."""

    __slots__ = ()


def in_language(row: object, field: str, language: str) -> str:
    """Read a text of a row in a language, or its Dutch when that language is empty or unknown.

    Dutch and English have a column each (``field_nl``); other languages stand in ``words``.
    """
    return InOwnLanguage(own_words(row, field, language)) or str(getattr(row, f"{field}_nl"))


def own_words(row: object, field: str, language: str) -> str:
    """Read what was written in exactly this language; empty when nothing was."""
    written = getattr(row, f"{field}_{language}", "")
    words: dict[str, dict[str, str]] = getattr(row, "words", {}) or {}
    return str(written or words.get(language, {}).get(field, ""))
