"""Search in chunks and labels: full text and vectors, each with its own order, fused by reciprocal rank.

A whole library is searched through Chroma.  Where the scope is small, or Chroma is not to be had, vectors are compared
one by one, which gives the same and costs a millisecond for a few thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import numpy as np

from disclosure.document import Chunk, ChunkKind
from retrieval.cache import Cache
from retrieval.chunk_store import CHUNKS, LABELS, ChunkStore
from retrieval.embedding import Embedder, Reranker, Vectors
from retrieval.lexical import WordIndex, query_words
from retrieval.text_store import EMBEDDED_KINDS, TextStore

FUSION_CONSTANT = 10  # reciprocal-rank fusion; measured best of 10, 30, 60 (PARTS.md)
DEPTH = 5  # each search brings this many times what is asked for, so that fusion has something to fuse
MIN_DEPTH = 30
COMPARED = 20_000  # texts of a scope that are compared one by one: 30 MB and 3 ms
INDEXED = 20  # documents of a scope whose words are indexed in memory: 50 ms for each, once
SAME_TEXT = 3  # chunks of one and the same text that are brought: definitions repeat from document to document
RERANKED = 30  # of what was found is read again by a reranker, where there is one; the rest stays behind
MAX_QUESTION = 500  # characters of a question that are searched for


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


class Scope(NamedTuple):
    """The vectors of a few texts, for comparing one by one."""

    ids: Sequence[int]
    vectors: Vectors


class EmbeddedTexts:
    """The texts of the store that a model has embedded, as Chroma's index wants them."""

    def __init__(self, texts: TextStore, model: str) -> None:
        """Of `model` alone."""
        self._texts = texts
        self.model = model

    def version(self) -> str:
        """Changes when vectors come or go."""
        return self._texts.vectors_version()

    def entries(self, collection: str) -> Mapping[int, Collection[str]]:
        """The embedded texts of chunks, with their kinds, or of labels."""
        return self._texts.label_vectors(self.model) if collection == LABELS else self._texts.chunk_vectors(self.model)

    def vectors(self, ids: Sequence[int]) -> tuple[list[int], Vectors]:
        """The vectors of some texts."""
        return self._texts.vectors(self.model, ids)


class DenseSearch:
    """The texts whose vectors are nearest to a question's."""

    def __init__(self, texts: TextStore, folder: Path, embedder: Embedder) -> None:
        """Search the vectors of `embedder`; Chroma's index under `folder` is opened when it is first needed."""
        self._texts = texts
        self._embedder = embedder
        self._store = ChunkStore(folder, EmbeddedTexts(texts, embedder.name))
        self._scopes = Cache(entries=16)

    def close(self) -> None:
        """Let go of the index."""
        self._store.close()

    def sync(self) -> bool:
        """Bring Chroma's index to what SQL holds; False when it is not to be had."""
        return self._store.sync()

    def warm_up(self) -> None:
        """Load the model and open the index."""
        self._embedder.embed_queries(["预热"])
        self._store.sync()

    def chunk_texts(self, text: str, documents: frozenset[int] | None, kinds: frozenset[ChunkKind] | None, limit: int) -> list[int]:
        """The nearest distinct chunk texts, best first."""
        vector = self._embedder.embed_queries([text])[0]
        if documents is None:
            found = self._store.search(CHUNKS, vector, limit, None if kinds is None else [str(kind) for kind in kinds])
            if found is not None:
                return [key for key, _ in _nearest(self._load(found), vector, limit)]
        scope = self._scope(("chunks", documents, kinds), lambda: self._texts.chunk_texts(documents, kinds))
        return [key for key, _ in _nearest(scope, vector, limit)]

    def labels(self, text: str, ids: frozenset[int], limit: int) -> list[tuple[int, float]]:
        """The nearest of some labels with their cosine, best first."""
        vector = self._embedder.embed_queries([text])[0]
        if len(ids) > COMPARED:
            found = self._store.search(LABELS, vector, 10 * limit)
            if found is not None:
                return _nearest(self._load([key for key in found if key in ids]), vector, limit)
        return _nearest(self._scope(("labels", ids), lambda: ids), vector, limit)

    def _scope(self, key: Hashable, ids: Callable[[], Iterable[int]]) -> Scope:
        return self._scopes.get(self._texts.vectors_version(), key, lambda: self._load(ids()))

    def _load(self, ids: Iterable[int]) -> Scope:
        return Scope(*self._texts.vectors(self._embedder.name, ids))


def _nearest(scope: Scope, vector: Vectors, limit: int) -> list[tuple[int, float]]:
    """(text, cosine), best first; vectors have length 1."""
    if not scope.ids:
        return []
    cosines = scope.vectors @ vector
    best = np.argpartition(-cosines, min(limit, len(cosines)) - 1)[:limit]
    return sorted(((scope.ids[place], float(cosines[place])) for place in best), key=lambda item: (-item[1], item[0]))


class ChunkSearch:
    """Search in the chunks of a store, with vectors or without."""

    def __init__(self, texts: TextStore, dense: DenseSearch | None, reranker: Reranker | None = None) -> None:
        """Full text alone where `dense` is None; in the order of the fusion where `reranker` is."""
        self._texts = texts
        self._dense = dense
        self._reranker = reranker
        self._scopes = Cache(entries=16)

    def search(self, text: str, documents: frozenset[int] | None, limit: int, kinds: frozenset[ChunkKind] | None) -> tuple[ChunkHit, ...]:
        """The chunks nearest to `text`, best first."""
        text, depth = text[:MAX_QUESTION], max(limit * DEPTH, MIN_DEPTH)
        lexical = self._search_words(text, documents, kinds, depth)
        dense = self._search_dense(text, documents, kinds, depth)
        chunks = self._texts.chunks_by_no({*lexical, *dense})
        rows = {no for no in lexical if no in chunks and str(chunks[no].chunk.kind) not in EMBEDDED_KINDS}
        fused = [(no, score) for no, score in fuse(lexical, dense, rows if dense else ()) if no in chunks]
        in_lexical, in_dense = set(lexical), set(dense)
        hits = tuple(ChunkHit(chunks[no].chunk, score, _found_by(no in in_lexical, no in in_dense)) for no, score in fused)
        return (reranked(text, hits, self._reranker) if self._reranker and text.strip() else hits)[:limit]

    def _search_words(self, text: str, documents: frozenset[int] | None, kinds: frozenset[ChunkKind] | None, depth: int) -> list[int]:
        """Chunks by BM25; of a few documents over them alone, so that the size of the library plays no part."""
        if documents is None or len(documents) > INDEXED:
            return [no for no, _ in self._texts.search_words(query_words(text, single=False), documents, kinds, depth)]
        few = documents
        nos, index = self._scopes.get(self._texts.version(), (few, kinds), lambda: self._index(few, kinds))
        return [nos[place] for place, _ in index.search(query_words(text), depth)]

    def _index(self, documents: frozenset[int], kinds: frozenset[ChunkKind] | None) -> tuple[Sequence[int], WordIndex]:
        contents = self._texts.chunk_contents(documents, kinds)
        return [no for no, _ in contents], WordIndex([content for _, content in contents])

    def _search_dense(self, text: str, documents: frozenset[int] | None, kinds: frozenset[ChunkKind] | None, depth: int) -> list[int]:
        if self._dense is None or not text.strip() or (documents is not None and not documents):
            return []
        texts = self._dense.chunk_texts(text, documents, kinds, depth)
        chunks: dict[int, list[int]] = {}
        for key, no in self._texts.chunks_of_texts(texts, documents, kinds):
            chunks.setdefault(key, []).append(no)
        return [no for key in texts for no in sorted(chunks.get(key, ()))[:SAME_TEXT]]


def fuse(lexical: Sequence[int], dense: Sequence[int], without_vector: Collection[int] = ()) -> list[tuple[int, float]]:
    """Reciprocal-rank fusion (Cormack, Clarke, Büttcher 2009): Σ 1 / (constant + rank), best first.

    What has no vector takes its lexical rank for both, so that it is not beaten by all that has one (measured on 61
    questions: the page is among the first five for 0.93 with it and 0.51 without; 0.84 with a vector for each row).
    """
    scores: dict[int, float] = {}
    for rank, key in enumerate(lexical, 1):
        scores[key] = (2 if key in without_vector else 1) / (FUSION_CONSTANT + rank)
    for rank, key in enumerate(dense, 1):
        scores[key] = scores.get(key, 0.0) + 1 / (FUSION_CONSTANT + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def reranked(text: str, hits: Sequence[ChunkHit], reranker: Reranker) -> tuple[ChunkHit, ...]:
    """The best of the hits in the order of a model that reads question and passage together; equals stay as they were."""
    best = hits[:RERANKED]
    scores = reranker.scores(text, [hit.chunk.embedding_text for hit in best])
    order = sorted(range(len(best)), key=lambda place: -scores[place])
    # scores only order, and what was not read stays behind what was
    floor = hits[0].score if hits else 0.0
    ranked = [replace(best[place], score=floor + len(best) - rank) for rank, place in enumerate(order)]
    return (*ranked, *hits[RERANKED:])


def _found_by(lexical: bool, dense: bool) -> FoundBy:
    if lexical and dense:
        return FoundBy.BOTH
    return FoundBy.LEXICAL if lexical else FoundBy.DENSE
