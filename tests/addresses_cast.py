"""A facilitator who brings in addresses, and the worker who reads them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from app.addressing import Addressing
from app.config import Settings
from app.db import transaction
from app.queries import parts
from app.usecases import addresses, dialogues
from app.usecases.recipients import may_be_written_to
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.models import AddressList, Dialogue, Recipient
from tests.cast import FACILITATOR, KEY, make_draft

QUESTIONS = list(STANDARD_QUESTIONS[:2])
HEADER = "naam;e-mail;mobiel;straat;postcode;woonplaats;taal;age\n"
ANNE = "Anne de Wit;anne@example.nl;06 12345678;Dorpsstraat 1;2711 ab;Zoetermeer;nl;25-44\n"
BEN = "Ben;;;Dorpsstraat 2;2711AB;Zoetermeer;Turks;80 of ouder\n"


@dataclass
class Office:
    """A facilitator with lists, and the worker beside them."""

    engine: Engine
    settings: Settings
    clock: Callable[[], Any]

    def dialogue(self, session: Session) -> Dialogue:
        return session.exec(select(Dialogue)).one()

    def upload(self, data: str | bytes, name: str = "Steekproef") -> UUID:
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            sent = data.encode() if isinstance(data, str) else data
            stored = addresses.upload_list(
                session, dialogue, name=name, actor=FACILITATOR, now=self.clock(),
                looked=addresses.look_at_file(sent, key=KEY),
            )  # fmt: skip
            return stored.id

    def start_check(self, list_id: UUID, **columns: int) -> None:
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            stored = addresses.list_of(session, dialogue, list_id, to_change=True)
            chamber = parts.chambers_of(session, dialogue)[0]
            addresses.choose_columns(
                dialogue, stored, columns=columns or stored.columns, chamber=chamber
            )
            addresses.start_check(dialogue, stored)

    def work(self) -> list[int]:
        """Let a new worker do all there is; gives how far the reading was after each piece."""
        worker, seen = Addressing(self.engine, self.settings, self.clock), []
        while worker.attempt():
            with transaction(self.engine) as session:
                seen.append(sum(session.exec(select(AddressList.rows_done)).all()))
        return seen

    def checked(self, data: str | bytes, **columns: int) -> UUID:
        list_id = self.upload(data)
        self.start_check(list_id, **columns)
        self.work()
        return list_id

    def decide(self, decision: Callable[..., Any], list_id: UUID, **options: Any) -> None:
        with transaction(self.engine) as session:
            dialogue = self.dialogue(session)
            stored = addresses.list_of(session, dialogue, list_id, to_change=True)
            given = (session, dialogue) if decision is addresses.bring_in else (session,)
            decision(*given, stored, actor=FACILITATOR, now=self.clock(), **options)

    def imported(self, data: str | bytes) -> UUID:
        list_id = self.checked(data)
        self.decide(addresses.bring_in, list_id, keeps_good_rows=True)
        return list_id

    def stored(self, list_id: UUID) -> AddressList:
        with transaction(self.engine) as session:
            return session.get_one(AddressList, list_id)

    def problems(self, list_id: UUID) -> list[tuple[int, str]]:
        return [(each["row"], each["kind"]) for each in self.stored(list_id).problems]

    def usable(self) -> int:
        with transaction(self.engine) as session:
            query = select(func.count()).select_from(Recipient).where(may_be_written_to())
            return session.exec(query).one()

    def people(self) -> Sequence[Recipient]:
        with transaction(self.engine) as session:
            return session.exec(select(Recipient).order_by(col(Recipient.row))).all()


def make_running(session: Session, now: Any) -> Dialogue:
    """A launched dialogue that asks two things about people."""
    draft = make_draft(session, now)
    dialogues.change_design(session, draft, background_questions=QUESTIONS)
    dialogues.launch_dialogue(session, draft, now=now, actor=FACILITATOR)
    return draft
