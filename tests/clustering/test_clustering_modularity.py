"""Communities of a graph are found at each resolution, whatever the order of the rows' numbers."""

import numpy as np
from scipy import sparse

from clustering.modularity import ladder


def blocks(sizes: list[int], *, inside: float, outside: float, seed: int = 0) -> sparse.csr_array:
    """Return random ties of weight 1,000, likelier inside a block than between blocks."""
    random = np.random.default_rng(seed)
    block = np.repeat(np.arange(len(sizes)), sizes)
    likely = np.where(block[:, None] == block, inside, outside)
    tied = np.triu(random.random(likely.shape) < likely, 1)
    return sparse.csr_array((tied | tied.T).astype(np.int64) * 1_000)


def test_blocks_become_communities() -> None:
    (found,) = ladder(blocks([60, 40, 50], inside=0.4, outside=0.01), [1.0], seed=0)

    assert [len(set(found[part])) for part in np.split(np.arange(150), [60, 100])] == [1, 1, 1]
    assert found.max() == 2


def test_blocks_inside_blocks_are_found_on_the_finer_rung() -> None:
    outer = np.kron(np.eye(2, dtype=np.int64), np.ones((80, 80), dtype=np.int64))
    random = np.random.default_rng(1)
    between = np.triu(random.random((160, 160)) < 0.08, 1) * outer
    graph = blocks([40, 40, 40, 40], inside=0.5, outside=0.002) + sparse.csr_array(
        (between + between.T) * 1_000
    )

    fine, broad = ladder(graph.tocsr(), [2.0, 0.25], seed=0)

    assert fine.max() + 1 == 4
    assert broad.max() + 1 == 2


def test_a_row_without_ties_stays_alone() -> None:
    graph = blocks([30, 30], inside=0.5, outside=0.0).tolil()
    graph[0, :] = graph[:, 0] = 0

    (found,) = ladder(sparse.csr_array(graph), [1.0], seed=0)

    assert (found == found[0]).sum() == 1


def test_two_runs_are_the_same_and_weights_beyond_float_are_exact() -> None:
    graph = blocks([30, 40, 50], inside=0.3, outside=0.05)

    once, again = ladder(graph, [4.0, 1.0], seed=3), ladder(graph, [4.0, 1.0], seed=3)

    np.testing.assert_array_equal(np.array(once), np.array(again))
