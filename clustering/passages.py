"""Long answers in pieces: a model averages a wall of text away, or stops reading half way.

split(text, longest=600) -> list of passages of whole sentences, at most about so many characters
embed_pooled(texts, encode, longest=600) -> unit rows; a text of several passages gets their mean,
weighted by length
"""

import re
from collections.abc import Callable, Sequence

import numpy as np

from clustering.quantisation import Vectors

LONGEST_PASSAGE = 600
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？؟])\s+|(?<=[。！？])|\n+")


def split(text: str, longest: int = LONGEST_PASSAGE) -> list[str]:
    """Gather whole sentences into passages; cut a sentence that is too long at a space."""
    if len(text) <= longest:
        return [text]
    passages = [""]
    for sentence in _SENTENCE_END.split(text):
        for piece in _cut(sentence, longest):
            if len(passages[-1]) + len(piece) > longest:
                passages.append(piece)
            else:
                passages[-1] = f"{passages[-1]} {piece}".strip()
    return [passage for passage in passages if passage]


def embed_pooled(
    texts: Sequence[str],
    encode: Callable[[list[str]], Vectors],
    *,
    longest: int = LONGEST_PASSAGE,
) -> Vectors:
    """Encode all passages at once and average those of one text, weighted by their length."""
    pieces = [split(text, longest) for text in texts]
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


def _cut(sentence: str, longest: int) -> list[str]:
    rest, pieces = sentence, []
    while len(rest) > longest:
        space = rest.rfind(" ", 1, longest)
        at = space if space > 0 else longest
        pieces.append(rest[:at])
        rest = rest[at:].lstrip()
    return [*pieces, rest] if rest else pieces
