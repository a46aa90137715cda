"""The theme tables in the docs are what the code finds, down to the last answer."""

from pathlib import Path

import pytest

from tests.docs import theme_tables

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "method" / "themes-found.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("conversation", theme_tables.CONVERSATIONS)
def test_the_table_of_a_conversation_is_what_is_found(
    page: str, shared_data: Path, conversation: str
) -> None:
    assert theme_tables.polis_section(shared_data, conversation) in page


@pytest.mark.parametrize("slug", theme_tables.DEMO)
def test_the_table_of_a_demo_dialogue_is_what_is_found(page: str, slug: str) -> None:
    assert theme_tables.demo_section(slug) in page


def test_the_table_of_the_dutch_reports_is_what_is_found(page: str, shared_data: Path) -> None:
    assert theme_tables.reports_section(shared_data) in page


def test_the_page_shows_no_text_of_the_dutch_reports(page: str) -> None:
    section = page.split("## Dutch reports")[1]

    assert "“" not in section
