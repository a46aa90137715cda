"""Open data tells what was said and found, and nothing that points at a person."""

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from app.cli.data import commands
from app.config import Settings, get_settings
from app.db import transaction
from app.exporting.csv_files import FORMULA_STARTS, csv_text
from app.exporting.forms import FolderNotEmpty, as_json, as_xlsx, as_zip, write_folder
from app.exporting.open_data import AnswersStillCome, OpenData, open_data
from app.queries import parts
from app.queries.participation_report import as_open_data, participation_report
from app.usecases import contributions, dialogues, participants
from app.usecases.participation import measure_participation
from dialogue.models import Dialogue, RoundKind, new_id
from tests.cast import FACILITATOR, make_asking
from tests.participation_cast import make_participation

KEY = b"a key for the tests only"


def say(session, dialogue: Dialogue, text: str, clock, *, quotable: bool) -> None:
    chamber = parts.chambers_of(session, dialogue)[0]
    arrival = participants.enter_openly(
        session, dialogue, chamber, request_id=new_id(), language="nl", key=KEY, now=clock()
    )
    participants.give_consent(session, arrival.participant, may_be_quoted=quotable, now=clock())
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    contributions.submit_answer(
        session, dialogue, arrival.participant, parts.prompts_of(session, asking)[0],
        contribution_id=new_id(), text=text, language="nl", now=clock.pass_by(seconds=1),
    )  # fmt: skip


@pytest.fixture
def exported(engine: Engine, clock, tmp_path: Path) -> Path:
    """Three answers: one to quote, one not to quote, one that was held."""
    folder = tmp_path / "open"
    with transaction(engine) as session:
        dialogue = make_asking(session, clock())
        say(session, dialogue, "=1+1 bussen meer 's nachts", clock, quotable=True)
        say(session, dialogue, "Dit blijft van mij", clock, quotable=False)
        say(session, dialogue, "Bel mij op 06-12345678", clock, quotable=True)
    with transaction(engine) as session:
        found = session.get_one(Dialogue, dialogue.id)
        with pytest.raises(AnswersStillCome):
            open_data(session, found)
        asking = parts.round_of_kind(session, found, RoundKind.ASK)
        dialogues.close_round(session, found, asking, now=clock(), actor=FACILITATOR)
        write_folder(open_data(session, found), folder)
    return folder


@pytest.fixture
def data(exported: Path, engine: Engine) -> OpenData:
    with transaction(engine) as session:
        return open_data(session, session.exec(select(Dialogue)).one())


def test_every_form_holds_the_same_rows(data: OpenData, exported: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(data)))
    document = json.loads(as_json(data))
    archive = ZipFile(io.BytesIO(as_zip(data)))

    assert book.sheetnames == ["about", "contributions", "themes", "moderation", "outcome"]
    assert sorted(archive.namelist()) == sorted(each.name for each in exported.iterdir())
    for table in data.tables:
        sheet = book[table.name]
        shown = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert shown == [list(table.header), *(list(row) for row in table.rows)]
        assert sheet.freeze_panes == "A2"
        named = [dict(zip(table.header, row, strict=True)) for row in table.rows]
        assert document[table.name] == named
        assert archive.read(f"{table.name}.csv") == (exported / f"{table.name}.csv").read_bytes()
    assert document["outcome"] == json.loads(archive.read("dialogue.json"))


def test_the_command_writes_every_form(
    exported: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMENSPRAAK_DATABASE_URL", settings.database_url)
    get_settings.cache_clear()
    for form, target in (("xlsx", "a.xlsx"), ("json", "a.json"), ("folder", "a")):
        asked = ["export", "spoedzorg", str(tmp_path / target), "--form", form]
        ran = CliRunner().invoke(commands, asked)
        assert ran.exit_code == 0, ran.output
    get_settings.cache_clear()

    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert sheets[0] == "about"
    assert json.loads((tmp_path / "a.json").read_text())["contributions"]
    assert (tmp_path / "a" / "README.txt").exists()


def test_a_text_stays_a_text_in_a_spreadsheet(data: OpenData) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(data)))["contributions"]
    text = next(cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.column == 8)

    assert (text.data_type, text.value) == ("s", "=1+1 bussen meer 's nachts")
    assert text.hyperlink is None


def test_the_sheet_says_what_is_in_it_in_dutch_and_in_english(data: OpenData) -> None:
    assert "geen rij per deelnemer" in data.sheet
    assert "there is no row per participant" in data.sheet
    assert "95%" in data.sheet
    assert "%(" not in data.sheet


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_words_are_given_only_with_consent_and_when_visible(exported: Path) -> None:
    rows = rows_of(exported / "contributions.csv")

    assert [(row["state"], row["text"]) for row in rows] == [
        ("visible", "'=1+1 bussen meer 's nachts"),
        ("visible", ""),
        ("held", ""),
    ]


def test_no_file_names_a_participant_or_repeats_what_was_held(exported: Path) -> None:
    everything = "".join(file.read_text(encoding="utf-8") for file in exported.iterdir())

    assert "06-12345678" not in everything
    assert "van mij" not in everything
    assert "participant_id" not in everything


def test_the_counts_of_people_are_hidden_when_small(exported: Path) -> None:
    report = json.loads((exported / "dialogue.json").read_text(encoding="utf-8"))

    assert report["contributions"]["received"] == 3
    assert report["participants"]["ask"]["resident"] is None


def test_how_many_codes_were_made_is_no_open_data(session: Session, clock) -> None:
    made = make_participation(session, clock(), over=True)
    measure_participation(session, made.dialogue, now=clock())
    report = participation_report(session, made.dialogue)["participation"]

    open_data = json.dumps(as_open_data(report))

    assert '"invited"' in json.dumps(report)
    for name in ("invited", "response", "silent", "uninvited", "waves"):
        assert f'"{name}"' not in open_data
    assert '"came_in"' in open_data


def test_every_moderation_is_counted_with_its_reason(exported: Path) -> None:
    assert rows_of(exported / "moderation.csv") == [
        {"action": "hold", "reason": "personal_data", "by": "machine", "number": "1"}
    ]


def test_nothing_is_overwritten(exported: Path, engine: Engine) -> None:
    with transaction(engine) as session, pytest.raises(FolderNotEmpty):
        write_folder(open_data(session, session.exec(select(Dialogue)).one()), exported)


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    text = csv_text([("text",), (f"{start}cmd",), (-3,)]).removeprefix("\ufeff")

    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [[f"'{start}cmd"], ["-3"]]
