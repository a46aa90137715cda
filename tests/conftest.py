"""Fixtures that every test may lean on."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data for trials; it lies beside the checkout of the developers only."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder ../shared/data with real conversations is not on this machine")
    return SHARED_DATA
