"""The searchable side of the SQL store: labels, chunks, full-text search and vectors.

A vector belongs to a distinct text and a model, so that a label printed by a thousand documents is embedded once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, func, insert, select, text

from disclosure.document import Chunk, ChunkKind
from retrieval import codec, schema
from retrieval.database import Database, read_meta
from retrieval.figure_writer import LabelRole, slices, turn_vectors

Vectors = npt.NDArray[np.float32]  # one row a text, length 1

# A table row is found by its label, which has a vector of its own, and by its words.  A vector for each row besides
# doubles what a disclosure costs, and found less (`search.fuse`).
EMBEDDED_KINDS = (str(ChunkKind.TEXT), str(ChunkKind.DEFINITION))
NAMED_DOCUMENTS = 200  # documents named inside one full-text search; more are filtered from its results


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """A distinct label, and what it is in the documents that were asked for."""

    id: int  # of its text
    text: str  # as printed
    normalised: str
    roles: frozenset[LabelRole]


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk and its keys in the store."""

    no: int
    text_id: int
    chunk: Chunk


class TextStore:
    """Labels, chunks, words and vectors in SQL."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    # labels

    def labels(self, nos: Collection[int] | None) -> tuple[LabelRecord, ...]:
        """The distinct labels of documents, or of all where `nos` is None."""
        uses, labels, texts = schema.document_labels, schema.labels, schema.texts
        query = select(uses.c.label, uses.c.role).distinct()
        if nos is not None:
            query = query.where(uses.c.document.in_(list(nos)))
        roles: dict[int, set[LabelRole]] = {}
        found: dict[int, tuple[str, str]] = {}
        with self._database.reading() as connection:
            for key, role in connection.execute(query):
                roles.setdefault(key, set()).add(_ROLES[role])
            words = select(labels.c.id, texts.c.text, labels.c.normalised).join(texts, texts.c.id == labels.c.id)
            if nos is None:
                found.update((key, (printed, normalised)) for key, printed, normalised in connection.execute(words))
            else:
                for part in slices(roles):
                    rows = connection.execute(words.where(labels.c.id.in_(part)))
                    found.update((key, (printed, normalised)) for key, printed, normalised in rows)
        return tuple(LabelRecord(key, *found[key], frozenset(kinds)) for key, kinds in roles.items())

    # chunks

    def document_chunks(self, no: int) -> tuple[StoredChunk, ...]:
        """The chunks of one document in reading order."""
        return self._load_chunks([schema.chunks.c.document == no])

    def chunks_by_no(self, nos: Collection[int]) -> dict[int, StoredChunk]:
        """Chunks by their own keys."""
        return {chunk.no: chunk for part in slices(nos) for chunk in self._load_chunks([schema.chunks.c.no.in_(part)])}

    def chunk_contents(self, documents: Collection[int], kinds: Collection[ChunkKind] | None) -> list[tuple[int, str]]:
        """(chunk, what is indexed of it) of some documents."""
        chunks, texts = schema.chunks, schema.texts
        query = select(chunks.c.no, texts.c.text).join(texts, texts.c.id == chunks.c.text).where(*_within(documents, kinds))
        with self._database.reading() as connection:
            return [tuple(row) for row in connection.execute(query.order_by(chunks.c.no))]

    def chunks_of_texts(
        self, text_ids: Collection[int], documents: Collection[int] | None, kinds: Collection[ChunkKind] | None
    ) -> list[tuple[int, int]]:
        """(text, chunk) of every chunk of `documents` and `kinds` that holds one of the texts."""
        chunks = schema.chunks
        query = select(chunks.c.text, chunks.c.no).where(*_within(documents, kinds))
        with self._database.reading() as connection:
            return [tuple(row) for part in slices(text_ids) for row in connection.execute(query.where(chunks.c.text.in_(part)))]

    def _load_chunks(self, conditions: Sequence[ColumnElement[bool]]) -> tuple[StoredChunk, ...]:
        chunks, texts, documents = schema.chunks, schema.texts, schema.documents
        query = (
            select(chunks.c.no, chunks.c.text, chunks.c.body, texts.c.text.label("content"), documents.c.id.label("document_id"))
            .join(texts, texts.c.id == chunks.c.text)
            .join(documents, documents.c.no == chunks.c.document)
            .where(*conditions)
            .order_by(chunks.c.no)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(StoredChunk(row.no, row.text, codec.decode_chunk(row.document_id, codec.load(row.body), row.content)) for row in rows)

    def search_words(
        self, words: Sequence[str], documents: Collection[int] | None, kinds: Collection[ChunkKind] | None, limit: int
    ) -> list[tuple[int, float]]:
        """(chunk, score) by BM25 over the words, best first; scores are positive and only order."""
        if not words or (documents is not None and not documents):
            return []
        search = self._search_sqlite if self._database.is_sqlite else self._search_postgresql
        return search(words, documents, kinds, limit)

    def _search_sqlite(
        self, words: Sequence[str], documents: Collection[int] | None, kinds: Collection[ChunkKind] | None, limit: int
    ) -> list[tuple[int, float]]:
        match = "words : (" + " OR ".join(f'"{word}"' for word in words) + ")"
        named = documents is not None and len(documents) <= NAMED_DOCUMENTS
        if documents is not None and named:
            match = "document : (" + " OR ".join(f'"d{no}"' for no in documents) + f") AND {match}"
        statement = "SELECT chunk_words.rowid, -bm25(chunk_words, 0.0, 1.0) AS score FROM chunk_words"
        conditions = ["chunk_words MATCH :match"]
        expanding: list[BindParameter[object]] = []
        parameters: dict[str, object] = {"match": match, "limit": limit}
        if kinds is not None or (documents is not None and not named):
            statement += " JOIN chunks ON chunks.no = chunk_words.rowid"
        if kinds is not None:
            conditions.append("chunks.kind IN :kinds")
            expanding.append(bindparam("kinds", expanding=True))
            parameters["kinds"] = [str(kind) for kind in kinds]
        if documents is not None and not named:
            conditions.append("chunks.document IN :documents")
            expanding.append(bindparam("documents", expanding=True))
            parameters["documents"] = list(documents)
        query = text(f"{statement} WHERE {' AND '.join(conditions)} ORDER BY score DESC, chunk_words.rowid LIMIT :limit")
        with self._database.reading() as connection:
            return [tuple(row) for row in connection.execute(query.bindparams(*expanding), parameters)]

    def _search_postgresql(
        self, words: Sequence[str], documents: Collection[int] | None, kinds: Collection[ChunkKind] | None, limit: int
    ) -> list[tuple[int, float]]:
        """PostgreSQL has no BM25: its own rank over the same words."""
        asked = func.to_tsquery("simple", " | ".join(f"'{word}'" for word in words))
        held = schema.chunk_words
        score = func.ts_rank_cd(held.c.words, asked, 1)
        query = (
            select(held.c.rowid, score)
            .join(schema.chunks, schema.chunks.c.no == held.c.rowid)
            .where(held.c.words.op("@@")(asked), *_within(documents, kinds))
            .order_by(score.desc(), held.c.rowid)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [(key, float(value)) for key, value in connection.execute(query)]

    # vectors

    def version(self) -> str:
        """Changes when documents come or go."""
        with self._database.reading() as connection:
            return read_meta(connection, "version") or ""

    def vectors_version(self) -> str:
        """Changes when vectors come or go."""
        with self._database.reading() as connection:
            return read_meta(connection, "vectors") or ""

    def pending(self, model: str) -> list[tuple[int, str]]:
        """(id, text) of every label and every text of an embedded kind that has no vector of `model`, shortest first."""
        texts, chunks, vectors = schema.texts, schema.chunks, schema.vectors
        done = exists().where(vectors.c.text == texts.c.id, vectors.c.model == model)
        in_label = exists().where(schema.labels.c.id == texts.c.id)
        in_chunk = exists().where(chunks.c.text == texts.c.id, chunks.c.kind.in_(EMBEDDED_KINDS))
        query = select(texts.c.id, texts.c.text).where(~done, in_label | in_chunk).order_by(func.length(texts.c.text), texts.c.id)
        with self._database.reading() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def pending_documents(self, model: str) -> set[int]:
        """The documents that have a text of an embedded kind without a vector of `model`."""
        chunks, vectors = schema.chunks, schema.vectors
        done = exists().where(vectors.c.text == chunks.c.text, vectors.c.model == model)
        query = select(chunks.c.document).where(~done, chunks.c.kind.in_(EMBEDDED_KINDS)).distinct()
        with self._database.reading() as connection:
            return set(connection.scalars(query))

    def put_vectors(self, model: str, text_ids: Sequence[int], vectors: Vectors) -> None:
        """Store one vector a text; texts that are gone or have one already are left as they are."""
        with self._database.writing() as connection:
            here = set(connection.scalars(select(schema.texts.c.id).where(schema.texts.c.id.in_(list(text_ids)))))
            mine = select(schema.vectors.c.text).where(schema.vectors.c.model == model, schema.vectors.c.text.in_(list(text_ids)))
            here -= set(connection.scalars(mine))
            rows = [
                {"text": key, "model": model, "vector": vector.astype("<f4").tobytes()}
                for key, vector in zip(text_ids, vectors, strict=True)
                if key in here
            ]
            if rows:
                connection.execute(insert(schema.vectors), rows)
                turn_vectors(connection)

    def chunk_vectors(self, model: str) -> dict[int, set[str]]:
        """The texts of chunks that have a vector of `model`, with the kinds of chunk that each one is."""
        chunks, vectors = schema.chunks, schema.vectors
        query = select(chunks.c.text, chunks.c.kind).distinct().join(vectors, vectors.c.text == chunks.c.text)
        kinds: dict[int, set[str]] = {}
        with self._database.reading() as connection:
            for key, kind in connection.execute(query.where(vectors.c.model == model)):
                kinds.setdefault(key, set()).add(kind)
        return kinds

    def label_vectors(self, model: str) -> dict[int, set[str]]:
        """The labels that have a vector of `model`; they have no kinds."""
        query = select(schema.vectors.c.text).join(schema.labels, schema.labels.c.id == schema.vectors.c.text)
        with self._database.reading() as connection:
            return {key: set() for key in connection.scalars(query.where(schema.vectors.c.model == model))}

    def vectors(self, model: str, text_ids: Iterable[int]) -> tuple[list[int], Vectors]:
        """The texts among `text_ids` that have a vector of `model`, and the vectors, row for row."""
        found: list[int] = []
        blobs: list[bytes] = []
        with self._database.reading() as connection:
            for part in slices(text_ids):
                query = select(schema.vectors.c.text, schema.vectors.c.vector)
                for key, blob in connection.execute(query.where(schema.vectors.c.model == model, schema.vectors.c.text.in_(part))):
                    found.append(key)
                    blobs.append(blob)
        if not found:
            return [], np.empty((0, 0), np.float32)
        return found, np.frombuffer(b"".join(blobs), "<f4").reshape(len(found), -1)

    def chunk_texts(self, documents: Collection[int] | None, kinds: Collection[ChunkKind] | None) -> list[int]:
        """The distinct texts of the chunks of some documents."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(schema.chunks.c.text).where(*_within(documents, kinds)).distinct()))


_ROLES = {str(role): role for role in LabelRole}


def _within(documents: Collection[int] | None, kinds: Collection[ChunkKind] | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if documents is not None:
        conditions.append(schema.chunks.c.document.in_(list(documents)))
    if kinds is not None:
        conditions.append(schema.chunks.c.kind.in_([str(kind) for kind in kinds]))
    return conditions
