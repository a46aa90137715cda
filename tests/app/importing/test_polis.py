"""A Polis export is read whole, or refused with the file and column that is wrong."""

from pathlib import Path

import pytest

from app.importing.polis import read_polis
from dialogue.errors import ImportRefused

SUMMARY = "topic,Wonen\nurl,https://pol.is/x\n"
COMMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    "1651595149814,Tue,0,10,1,0,1,Meer groen\n"
    "1651595149815,Tue,1,11,1,0,-1,Onzin\n"
)
MATRIX = "participant,group-id,n-comments,0,1\n10,0,1,1,\n11,,1,-1,0\n"
VOTES = (
    "timestamp,datetime,comment-id,voter-id,vote\n"
    "1651595150000,Tue,0,10,-1\n"
    "1651595160000,Tue,0,10,1\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "summary.csv").write_text(SUMMARY, encoding="utf-8")
    (tmp_path / "comments.csv").write_text(COMMENTS, encoding="utf-8")
    (tmp_path / "participants-votes.csv").write_text(MATRIX, encoding="utf-8")
    return tmp_path


def test_a_matrix_gives_each_filled_cell_once(folder: Path) -> None:
    found = read_polis(folder)

    assert found.topic == "Wonen"
    assert [(each.number, each.moderated_out) for each in found.comments] == [(0, False), (1, True)]
    votes = {(vote.voter, vote.comment): vote.value for vote in found.votes}
    assert votes == {(10, 0): 1, (11, 0): -1, (11, 1): 0}
    assert found.unreadable == []


def test_a_log_keeps_changed_minds_and_the_matrix_has_the_last_word(folder: Path) -> None:
    (folder / "votes.csv").write_text(VOTES, encoding="utf-8")

    found = read_polis(folder)

    history = [vote.value for vote in found.votes if (vote.voter, vote.comment) == (10, 0)]
    assert history == [-1, 1]
    assert {(vote.voter, vote.comment) for vote in found.votes} == {(10, 0), (11, 0), (11, 1)}


@pytest.mark.parametrize("name", ["comments.csv", "summary.csv", "participants-votes.csv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(ImportRefused, match=f"the file {name} is missing"):
        read_polis(folder)


@pytest.mark.parametrize("column", ["timestamp", "comment-id", "author-id", "moderated"])
def test_a_missing_column_is_named(folder: Path, column: str) -> None:
    broken = COMMENTS.replace(f"{column},", "iets-anders,", 1)
    (folder / "comments.csv").write_text(broken, encoding="utf-8")

    with pytest.raises(ImportRefused, match=f'comments.csv has no column "{column}"'):
        read_polis(folder)


def test_rows_that_make_no_sense_are_listed_and_the_rest_is_read(folder: Path) -> None:
    with (folder / "comments.csv").open("a", encoding="utf-8") as file:
        file.write("gisteren,Tue,2,10,0,0,1,Zonder tijd\n1651595149816,Tue,0,10,0,0,1,Dubbel\n7\n")
    (folder / "participants-votes.csv").write_text(
        "participant,group-id,0,99\n10,0,1,1\n11,0,2,\nx,0,1,\n", encoding="utf-8"
    )

    found = read_polis(folder)

    assert len(found.comments) == 2
    assert [(vote.voter, vote.value) for vote in found.votes] == [(10, 1)]
    assert [(each.file, each.line) for each in found.unreadable] == [
        ("comments.csv", 4),
        ("comments.csv", 5),
        ("comments.csv", 6),
        ("participants-votes.csv", 1),
        ("participants-votes.csv", 3),
        ("participants-votes.csv", 4),
    ]


def test_a_file_in_another_encoding_is_refused_by_name(folder: Path) -> None:
    (folder / "comments.csv").write_bytes(COMMENTS.replace("groen", "blé").encode("latin-1"))

    with pytest.raises(ImportRefused, match=r"comments.csv is not in UTF-8"):
        read_polis(folder)


def test_a_million_columns_are_refused(folder: Path) -> None:
    wide = "participant," + ",".join(map(str, range(1_000_000))) + "\n"
    (folder / "participants-votes.csv").write_text(wide, encoding="utf-8")

    with pytest.raises(ImportRefused, match="1000001 columns"):
        read_polis(folder)


def test_an_endless_line_is_refused(folder: Path) -> None:
    (folder / "comments.csv").write_text(COMMENTS + "x" * 10_000_001, encoding="utf-8")

    with pytest.raises(ImportRefused, match="a line of 10000001 characters"):
        read_polis(folder)


def test_an_empty_file_is_refused(folder: Path) -> None:
    (folder / "comments.csv").write_text("", encoding="utf-8")

    with pytest.raises(ImportRefused, match="the file comments.csv is empty"):
        read_polis(folder)


def test_a_byte_order_mark_and_a_formula_do_no_harm(folder: Path) -> None:
    with_formula = COMMENTS.replace("Meer groen", '"=HYPERLINK(""https://x"")"')
    (folder / "comments.csv").write_text(with_formula, encoding="utf-8-sig")

    assert read_polis(folder).comments[0].text == '=HYPERLINK("https://x")'
