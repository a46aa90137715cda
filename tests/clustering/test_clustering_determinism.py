"""The same input gives the same labels in another process, on other threads, on another BLAS."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PROGRAM = """
import hashlib
import numpy as np
from clustering import cluster, cluster_texts

random = np.random.default_rng(5)
hearts = random.normal(size=(12, 512))
rows = np.repeat(hearts, 50, axis=0) + 1.6 * random.normal(size=(600, 512))
found = cluster(rows.astype(np.float32))
said = cluster_texts(
    [f"{who} {what}" for who in ("De huisarts", "De bus", "De apotheek", "Het ziekenhuis")
     for what in ("is te ver weg", "komt te laat", "is dicht", "kost geld", "is vol", "helpt mij")]
)
content = found.labels.tobytes() + found.probabilities.tobytes()
print(hashlib.sha256(content).hexdigest(), found.sizes, found.exemplars, found.stability)
with open("app/demo/geboortezorg.tsv", encoding="utf-8") as file:
    answers = [line.split("\\t")[2] for line in file][1:]
cloud = cluster(random.normal(size=(200, 64)))
print(hashlib.sha256(cloud.labels.tobytes()).hexdigest(), cloud.sizes)
# Fine subjects beside loose ones: communities at several levels.
sizes = [15] * 40 + [150] * 3
spread = np.repeat([1.0] * 40 + [3.0] * 3, sizes)[:, None]
many = np.repeat(random.normal(size=(43, 64)), sizes, axis=0)
many = cluster(many + spread * random.normal(size=many.shape))
content = many.labels.tobytes() + many.probabilities.tobytes()
print(hashlib.sha256(content).hexdigest(), many.stability)
# The embedding itself differs in its seventh digit from BLAS to BLAS, so that now and then one of
# 512 codes is one step off. Stored codes are the same for ever; from text, labels must be.
print(said.labels.tolist(), said.sizes)
print(cluster_texts(answers).labels.tolist())
"""

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
TWO_THREADS = {"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
SETTINGS = {
    "one thread, an old kernel": {**ONE_THREAD, "OPENBLAS_CORETYPE": "Nehalem"},
    "two threads, another kernel": {**TWO_THREADS, "OPENBLAS_CORETYPE": "Haswell"},
}


def outcome(environment: dict[str, str]) -> str:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
        cwd=ROOT,
    )
    return run.stdout


@pytest.fixture(scope="module")
def usual() -> str:
    """Two threads, on the kernel that this processor gets."""
    return outcome(TWO_THREADS)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS.keys())
def test_labels_probabilities_exemplars_and_stability_are_the_same(
    usual: str, setting: dict[str, str]
) -> None:
    assert outcome(setting) == usual
