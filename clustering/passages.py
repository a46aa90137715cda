"""Long answers in pieces: a model averages a wall of text away, or stops reading half way.

split(text) -> list of passages of whole sentences, at most about 600 characters each
embed_pooled(texts, encode) -> unit rows; a text of several passages gets their weighted mean
"""

import re
from collections.abc import Callable, Sequence

import numpy as np

from clustering.quantisation import Vectors

LONGEST_PASSAGE = 600
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？؟])\s+|(?<=[。！？])|\n+")


def split(text: str) -> list[str]:
    """Gather whole sentences into passages; cut a sentence that is too long at a space."""
    if len(text) <= LONGEST_PASSAGE:
        return [text]
    passages = [""]
    for sentence in _SENTENCE_END.split(text):
        for piece in _cut(sentence):
            if len(passages[-1]) + len(piece) > LONGEST_PASSAGE:
                passages.append(piece)
            else:
                passages[-1] = f"{passages[-1]} {piece}".strip()
    return [passage for passage in passages if passage]


def embed_pooled(texts: Sequence[str], encode: Callable[[list[str]], Vectors]) -> Vectors:
    """Encode all passages at once and average those of one text, weighted by their length."""
    pieces = [split(text) for text in texts]
    flat = [piece for passages in pieces for piece in passages]
    vectors = encode(flat)
    if len(flat) == len(texts):
        return vectors
    weights = np.array([max(1, len(piece)) for piece in flat], dtype=np.float32)
    starts = np.cumsum([0, *(len(passages) for passages in pieces[:-1])])
    pooled = np.add.reduceat(vectors * weights[:, None], starts, axis=0)
    # A text that fits in one passage keeps its vector to the last digit.
    several = np.array([len(passages) > 1 for passages in pieces])
    result: Vectors = vectors[starts].copy()
    result[several] = pooled[several] / np.linalg.norm(pooled[several], axis=1, keepdims=True)
    return result


def _cut(sentence: str) -> list[str]:
    rest, pieces = sentence, []
    while len(rest) > LONGEST_PASSAGE:
        space = rest.rfind(" ", 1, LONGEST_PASSAGE)
        at = space if space > 0 else LONGEST_PASSAGE
        pieces.append(rest[:at])
        rest = rest[at:].lstrip()
    return [*pieces, rest] if rest else pieces
