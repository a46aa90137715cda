"""The tables of saturation, voice and viewpoints in the docs are what the code finds."""

from pathlib import Path

import pytest

from tests.docs import participation_tables

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "method" / "participation.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("conversation", participation_tables.CONVERSATIONS)
def test_the_rows_of_a_conversation_are_what_is_found(
    page: str, shared_data: Path, conversation: str
) -> None:
    for row in (
        participation_tables.saturation_row,
        participation_tables.voice_row,
        participation_tables.viewpoints_row,
    ):
        assert row(shared_data, conversation) in page


def test_what_near_duplicates_would_give_is_what_is_found(page: str, shared_data: Path) -> None:
    sentence = participation_tables.near_duplicates_sentence(shared_data)

    assert sentence in " ".join(page.split())
