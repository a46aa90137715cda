"""A long answer is read to its end."""

import numpy as np
import pytest

from clustering.embedding import Embedder
from clustering.passages import LONGEST_PASSAGE, embed_pooled, split

SENTENCE = "De bus naar het ziekenhuis rijdt na zes uur niet meer."


@pytest.mark.parametrize(
    "text",
    [
        " ".join([SENTENCE] * 40),
        "muur " * 400,
        "a" * 2_000,
        "政府應該管理計程車。" * 100,
        "",
        "kort",
    ],
)
def test_no_character_is_lost_and_no_passage_is_too_long(text: str) -> None:
    passages = split(text)

    assert max(len(passage) for passage in passages) <= LONGEST_PASSAGE + 1
    assert "".join(passages).replace(" ", "") == text.replace(" ", "")


def test_what_is_said_at_the_end_of_a_wall_of_text_still_counts(embedder: Embedder) -> None:
    start = "Ik woon al mijn hele leven in deze wijk en ik ken iedereen in de straat. " * 9
    end = "De wachttijd bij de huisarts is veel te lang. " * 9
    plain, wall, subject = embedder.embed([start, start + end, "wachttijd bij de huisarts"])

    assert wall @ subject > plain @ subject + 0.1


def test_short_texts_keep_their_vector_beside_long_ones(embedder: Embedder) -> None:
    alone = embedder.embed(["kort antwoord"])[0]

    beside = embedder.embed(["kort antwoord", SENTENCE * 40])[0]

    np.testing.assert_allclose(alone, beside, atol=1e-5)


def test_the_mean_is_weighted_by_length() -> None:
    def encode(texts: list[str]) -> np.ndarray:
        return np.array([[1.0, 0.0] if "x" in text else [0.0, 1.0] for text in texts], np.float32)

    (pooled,) = embed_pooled(["x" * 600 + " " + "y" * 60], encode)

    assert pooled[0] > 5 * pooled[1] > 0
    assert np.linalg.norm(pooled) == pytest.approx(1.0)


def test_a_model_with_a_small_window_gets_smaller_passages() -> None:
    passages = split(" ".join([SENTENCE] * 10), 120)

    assert len(passages) > 3
    assert max(len(passage) for passage in passages) <= 121
