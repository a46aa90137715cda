"""Both adapters give unit rows, know their fingerprint and fail with a plain message."""

from pathlib import Path

import numpy as np
import pytest

from clustering.embedding import Embedder, load_embedder
from clustering.errors import ModelUnavailable

ODD_TEXTS = ["", "   ", "👍👍", "a" * 20_000, "nul\x00 en \u202eomgekeerd", "ᚠᚢᚦ", "1234"]


def test_odd_texts_become_finite_unit_vectors(embedder: Embedder) -> None:
    vectors = embedder.embed(ODD_TEXTS)

    assert vectors.shape == (len(ODD_TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_become_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_the_same_sentence_in_dutch_english_and_turkish_lies_close_together(
    embedder: Embedder,
) -> None:
    dutch, english, turkish, other = embedder.embed(
        [
            "De wachttijd bij de huisarts is te lang.",
            "The waiting time at the doctor is too long.",
            "Aile hekimindeki bekleme süresi çok uzun.",
            "Mijn fiets staat in de schuur.",
        ]
    )

    assert dutch @ english > 0.6 > dutch @ other
    assert dutch @ turkish > 2 * (other @ turkish)


def test_shouting_says_the_same_as_speaking(embedder: Embedder) -> None:
    shouted, spoken = embedder.embed(["DE WACHTTIJD IS TE LANG", "de wachttijd is te lang"])

    np.testing.assert_array_equal(shouted, spoken)


def test_the_fingerprint_names_model_version_and_hash_of_the_weights(embedder: Embedder) -> None:
    model, version, cleaning, digest = embedder.fingerprint.split("/")

    assert model == embedder.name
    assert version == "0.2.1"
    assert cleaning.startswith("text")
    assert digest.startswith("sha256:0db566fd")


def test_a_listener_hears_how_far_the_embedding_is(embedder: Embedder) -> None:
    heard: list[tuple[str, int, int]] = []

    class Listener:
        def step(self, name: str, done: int, total: int) -> None:
            heard.append((name, done, total))

    embedder.embed(["een"] * 300, progress=Listener())

    assert heard[-1] == ("embed", 300, 300)
    assert len(heard) > 1


def test_a_sentence_transformers_model_on_disk_gives_unit_vectors(minilm_path: Path) -> None:
    model = load_embedder(str(minilm_path))

    late, early, cat = model.embed(["The bus was late.", "The bus came too late.", "A cat sleeps."])

    assert model.dimension == 384
    assert late @ early > 0.7 > late @ cat
    assert np.linalg.norm(late) == pytest.approx(1.0, abs=1e-5)


def test_the_order_of_the_texts_survives_sorting_by_length(minilm_path: Path) -> None:
    model = load_embedder(str(minilm_path))
    texts = [
        "a much longer sentence about waiting for the doctor " * 5,
        "short",
        "a bit longer text",
    ]

    together = model.embed(texts)
    apart = np.vstack([model.embed([text]) for text in texts])

    np.testing.assert_allclose(together, apart, atol=1e-5)


def test_two_models_have_two_fingerprints(embedder: Embedder, minilm_path: Path) -> None:
    assert load_embedder(str(minilm_path)).fingerprint != embedder.fingerprint


def test_a_model_that_is_nowhere_gives_a_plain_message() -> None:
    with pytest.raises(ModelUnavailable, match="leave the name out") as refusal:
        load_embedder("/nowhere/model")

    assert refusal.value.name == "/nowhere/model"
