"""The SQL store of documents and figures, as the rest of the package uses it.

A document enters in one transaction and is there wholly or not at all.  The SQL itself lives in `schema.py`,
`database.py`, `figure_writer.py`, `text_store.py` and here: together they are the one doorway to SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Integer, Join, and_, column, or_, select, text

from disclosure.document import Disclosure, Level, Stage, Table, TableKind
from disclosure.figure import Figure
from retrieval import codec, schema
from retrieval.database import Database, read_meta
from retrieval.figure_writer import (
    ADDED,
    LabelRole,
    add_alias,
    added_at,
    delete_document,
    document_no,
    hash_text,
    insert_document,
    slices,
    sweep,
)


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document of the library, in short."""

    no: int  # the store's own key
    id: str  # SHA-256 of the file's bytes, hex
    file_name: str
    aliases: tuple[str, ...]  # other names that the same bytes came under
    entity: str | None  # None: not found in the document
    fiscal_year: int | None  # None: not found
    stage: Stage | None  # None: not found
    level: Level | None  # None: not said
    pages: int
    tables: int
    figures: int
    findings: int
    added: str | None = None  # when its bytes first came in, ISO 8601 in UTC; None: an index from before this was kept
    replaced_by: str | None = None  # the newest edition of it, which answers in its place; None: it is the newest


@dataclass(frozen=True, slots=True)
class Placing:
    """Where figures stand, and in which documents; the figures that stand alike are one."""

    measure: str
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    project: str | None
    subject_code: str | None
    table: str | None  # its title; None: running text
    dimension: str | None
    documents: int  # as bits by their order in the library


class FigureStore:
    """Documents, tables and figures in SQL."""

    def __init__(self, place: str | Path) -> None:
        """Open or create, by URL or by SQLite file; StoreError when the database cannot be used."""
        self.database = Database(place)
        self._paths: dict[int, tuple[str, ...]] = {}

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    def version(self) -> str:
        """16 hex digits that depend on the documents and what was read of them, and on nothing else."""
        with self.database.reading() as connection:
            return read_meta(connection, "version") or ""

    # writing

    def add(self, disclosure: Disclosure) -> bool:
        """Store one document whole; False when it is there already (its file name is then kept as an alias)."""
        with self.database.writing() as connection:
            if document_no(connection, disclosure.document_id) is None:
                insert_document(connection, disclosure)
                return True
            add_alias(connection, disclosure.document_id, disclosure.file_name)
            return False

    def replace(self, disclosure: Disclosure) -> None:
        """Store a document in place of what was read of it before; vectors of texts that stay are kept."""
        with self.database.writing() as connection:
            names, added = _names(connection, disclosure.document_id), added_at(connection, disclosure.document_id)
            leftovers = delete_document(connection, disclosure.document_id)
            insert_document(connection, disclosure, names, added)
            if leftovers:
                sweep(connection, leftovers)

    def remove(self, document_id: str) -> bool:
        """Remove one document and the texts that no other prints; False when it is not there."""
        with self.database.writing() as connection:
            leftovers = delete_document(connection, document_id)
            if leftovers:
                sweep(connection, leftovers)
            return leftovers is not None

    # documents

    def records(self) -> tuple[DocumentRecord, ...]:
        """All documents, in the order they came in."""
        with self.database.reading() as connection:
            names: dict[int, list[str]] = {}
            for no, name in connection.execute(select(schema.aliases).order_by(schema.aliases.c.file_name)):
                names.setdefault(no, []).append(name)
            parts = schema.parts.c
            added = {no: codec.load(body) for no, body in connection.execute(select(parts.document, parts.body).where(parts.part == ADDED))}
            rows = connection.execute(select(schema.documents).order_by(schema.documents.c.no))
            return tuple(_record(row, names.get(row.no, ()), added.get(row.no)) for row in rows)

    def places(self, nos: Collection[int]) -> dict[int, set[Hashable]]:
        """Where the figures of some documents stand, as keys that are the same in every document."""
        figures, found = schema.figures.c, dict[int, set[Hashable]]()
        with self.database.reading() as connection:
            for part in slices(nos):
                query = select(figures.document, figures.row_path, figures.column_path).where(figures.document.in_(part))
                for no, *place in connection.execute(query):
                    found.setdefault(no, set()).add(tuple(place))
        return found

    def part(self, no: int, part: str) -> Any:
        """Facts, pages, findings, footings or discrepancies of one document, as JSON values."""
        with self.database.reading() as connection:
            query = select(schema.parts.c.body).where(schema.parts.c.document == no, schema.parts.c.part == part)
            body = connection.scalar(query)
        return codec.load(body) if body else []

    def tables(self, no: int, document_id: str) -> tuple[Table, ...]:
        """The tables of one document in reading order."""
        with self.database.reading() as connection:
            query = select(schema.tables.c.body).where(schema.tables.c.document == no).order_by(schema.tables.c.position)
            return tuple(codec.decode_table(document_id, codec.load(body)) for body in connection.scalars(query))

    # figures

    def figures(self, no: int) -> tuple[Figure, ...]:
        """The figures of one document in reading order."""
        return self._load_figures([schema.figures.c.document == no])

    def placings(self) -> tuple[Placing, ...]:
        """Where all figures of all documents stand, without their amounts: one pass, whatever the number of documents."""
        figures, tables, texts = schema.figures.c, schema.tables.c, schema.texts.c
        query = select(
            *(figures.document, figures.measure, figures.row_path, figures.column_path, figures.project, figures.subject_code),
            *(figures.table_id, figures.unit, figures.amount.is_(None)),
        )
        held: dict[tuple[Any, ...], int] = {}
        with self.database.reading() as connection:
            nos = connection.scalars(select(schema.documents.c.no).order_by(schema.documents.c.no))
            bits = {no: 1 << at for at, no in enumerate(nos)}
            titles = {(no, key): title for no, key, title in connection.execute(select(tables.document, tables.id, tables.title))}
            said = select(texts.id, texts.text).join(schema.labels, schema.labels.c.id == texts.id)
            words = {key: text for key, text in connection.execute(said)}
            for no, measure, row, column, project, code, table, unit, bare in connection.execute(query):
                where = (
                    measure,
                    row,
                    column,
                    project,
                    code,
                    None if table is None else titles.get((no, table), ""),
                    None if bare else unit,
                )
                held[where] = held.get(where, 0) | bits[no]
            self._load_paths(connection, {key for where in held for key in where[1:3]})
        merged: dict[tuple[Any, ...], int] = {}
        for alike, documents in held.items():
            key = (*alike[:-1], codec.dimension_of(alike[-1]))
            merged[key] = merged.get(key, 0) | documents
        return tuple(
            Placing(words[measure], self._paths[row], self._paths[column], words.get(project), code, title, dimension, documents)
            for (measure, row, column, project, code, title, dimension), documents in merged.items()
        )

    def find_figures(
        self, labels: Collection[str] | None, subject_code: str | None, nos: Collection[int] | None, roles: Collection[LabelRole]
    ) -> tuple[Figure, ...]:
        """The figures that carry one of `labels` as printed in one of `roles`, and the code, in the documents."""
        figures = schema.figures
        conditions: list[ColumnElement[bool]] = []
        if subject_code is not None:
            conditions.append(figures.c.subject_code == subject_code)
        if nos is not None:
            conditions.append(figures.c.document.in_(list(nos)))
        if labels is not None:
            ids = self._label_ids(labels)
            if not ids:
                return ()
            conditions.append(_carries(ids, roles))
        return self._load_figures(conditions)

    def total_figures(
        self,
        rows: Collection[str],
        columns: Collection[str] | None,
        nos: Collection[int] | None,
        kinds: Collection[TableKind] | None,
    ) -> tuple[Figure, ...]:
        """The figures of rows that print one of `rows` or no label at all, under one of `columns`, in tables of `kinds`."""
        figures, paths, named, tables = schema.figures, schema.paths, schema.path_labels, schema.tables
        unlabelled = select(paths.c.id).where(paths.c.hash == hash_text(codec.dump(())))
        conditions: list[ColumnElement[bool]] = [
            or_(figures.c.measure.in_(self._label_ids(rows)), figures.c.row_path.in_(unlabelled)),
            figures.c.table_id.is_not(None),
        ]
        if columns is not None:
            conditions.append(figures.c.column_path.in_(select(named.c.path).where(named.c.label.in_(self._label_ids(columns)))))
        if kinds is not None:
            conditions.append(figures.c.table_id.in_(select(tables.c.id).where(tables.c.kind.in_([str(kind) for kind in kinds]))))
        if nos is not None:
            conditions.append(figures.c.document.in_(list(nos)))
        return self._load_figures(conditions)

    def documents_with(self, labels: Collection[str], subject_code: str | None) -> frozenset[str]:
        """The ids of the documents that print one of `labels` anywhere, or the code."""
        documents, uses, figures = schema.documents, schema.document_labels, schema.figures
        found: set[str] = set()
        ids = self._label_ids(labels) if labels else []
        with self.database.reading() as connection:
            for part in slices(ids):
                query = select(documents.c.id).join(uses, uses.c.document == documents.c.no).where(uses.c.label.in_(part)).distinct()
                found.update(connection.scalars(query))
            if subject_code is not None:
                coded = select(figures.c.document).where(figures.c.subject_code == subject_code)
                found.update(connection.scalars(select(documents.c.id).where(documents.c.no.in_(coded))))
        return frozenset(found)

    def figures_at(self, keys: Sequence[tuple[int, int]]) -> tuple[Figure, ...]:
        """The figures of these documents' own keys and numbers within them, in reading order."""
        found: list[Figure] = []
        for part in slices(keys):
            # as a table to join: with `(document, number) IN (…)` SQLite reads every figure of the library
            pairs = ", ".join(f"({no:d}, {number:d})" for no, number in part)
            rows = text(f"SELECT column1 AS document, column2 AS number FROM (VALUES {pairs}) AS pairs")
            wanted = rows.columns(column("document", Integer), column("number", Integer)).cte("wanted")
            found += self._load_figures([], wanted)
        return tuple(found)

    def _label_ids(self, labels: Collection[str]) -> list[int]:
        hashes = [hash_text(codec.storable(label)) for label in labels]
        query = select(schema.labels.c.id).join(schema.texts, schema.texts.c.id == schema.labels.c.id)
        with self.database.reading() as connection:
            return list(connection.scalars(query.where(schema.texts.c.hash.in_(hashes))))

    def _load_figures(self, conditions: Sequence[ColumnElement[bool]], wanted: CTE | None = None) -> tuple[Figure, ...]:
        figures, texts, documents = schema.figures, schema.texts, schema.documents
        those = figures if wanted is None else _joined(wanted)
        query = (
            select(figures, texts.c.text.label("measure_text"), documents.c.id.label("document_id"))
            .select_from(those)
            .join(texts, texts.c.id == figures.c.measure)
            .join(documents, documents.c.no == figures.c.document)
            .where(*conditions)
            .order_by(figures.c.document, figures.c.number)
        )
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
            self._load_paths(connection, {key for row in rows for key in (row.row_path, row.column_path)})
        bodies = codec.load(f"[{','.join(row.body for row in rows)}]")  # one call for thousands
        return tuple(codec.decode_figure(row, body, self._paths.__getitem__) for row, body in zip(rows, bodies, strict=True))

    def _load_paths(self, connection: Connection, keys: Collection[int]) -> None:
        for part in slices(set(keys) - self._paths.keys()):
            query = select(schema.paths.c.id, schema.paths.c.body).where(schema.paths.c.id.in_(part))
            self._paths.update((key, tuple(codec.load(body))) for key, body in connection.execute(query))


def _joined(wanted: CTE) -> Join:
    figures = schema.figures
    return wanted.join(figures, and_(figures.c.document == wanted.c.document, figures.c.number == wanted.c.number))


def _carries(ids: Sequence[int], roles: Collection[LabelRole]) -> ColumnElement[bool]:
    """The condition that a figure carries one of the labels in one of the roles."""
    figures, paths = schema.figures, schema.path_labels
    choices: list[ColumnElement[bool]] = []
    if LabelRole.ROW in roles or LabelRole.PROSE in roles:
        choices.append(figures.c.measure.in_(ids))
    if LabelRole.PROJECT in roles:
        choices.append(figures.c.project.in_(ids))
    named = select(paths.c.path).where(paths.c.label.in_(ids))
    if LabelRole.OUTER_ROW in roles:
        choices.append(figures.c.row_path.in_(named))
    if LabelRole.COLUMN in roles:
        choices.append(figures.c.column_path.in_(named))
    return or_(*choices)


def _names(connection: Connection, document_id: str) -> list[str]:
    joined = schema.aliases.join(schema.documents, schema.documents.c.no == schema.aliases.c.document)
    query = select(schema.aliases.c.file_name).select_from(joined).where(schema.documents.c.id == document_id)
    return list(connection.scalars(query))


def _record(row: Any, aliases: Sequence[str], added: str | None) -> DocumentRecord:
    return DocumentRecord(
        no=row.no,
        id=row.id,
        file_name=row.file_name,
        aliases=tuple(aliases),
        entity=row.entity,
        fiscal_year=row.fiscal_year,
        stage=Stage(row.stage) if row.stage else None,
        level=Level(row.level) if row.level else None,
        pages=row.page_count,
        tables=row.table_count,
        figures=row.figure_count,
        findings=row.finding_count,
        added=added,
    )
