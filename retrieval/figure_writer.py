"""One disclosure into the tables of `schema.py`, inside a transaction that the caller holds.

Distinct texts, labels and paths are found or made; everything else is the document's own and goes with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, delete, exists, func, insert, select, text
from sqlalchemy import Table as SqlTable

from disclosure.document import Disclosure
from disclosure.figure import Figure
from retrieval import codec, schema
from retrieval.database import read_meta, write_meta
from retrieval.lexical import words_of
from retrieval.names import normalise_label

T = TypeVar("T")

ADDED = "added"  # the part that holds when a document came in
SLICE = 5000  # values of one IN (…): SQLite takes 32,766


class LabelRole(StrEnum):
    """Where a label stands."""

    ROW = "row"  # the innermost label of a table row
    OUTER_ROW = "outer_row"  # a label that the row stands under
    COLUMN = "column"  # any part of a column's header
    PROJECT = "project"  # the project of a performance form
    PROSE = "prose"  # the subject of a number in the text


def hash_text(content: str) -> str:
    """The key of a distinct text: BLAKE2b-128 of its UTF-8 bytes, hex."""
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def document_no(connection: Connection, document_id: str) -> int | None:
    """The store's own key of a document; None when it is not there."""
    return connection.scalar(select(schema.documents.c.no).where(schema.documents.c.id == document_id))


def added_at(connection: Connection, document_id: str) -> str | None:
    """When a document's bytes first came in; None where that is not known."""
    parts = schema.parts.c
    query = select(parts.body).where(parts.part == ADDED, parts.document == document_no(connection, document_id))
    body = connection.scalar(query)
    return codec.load(body) if body else None


def insert_document(connection: Connection, disclosure: Disclosure, aliases: Sequence[str] = (), added: str | None = None) -> None:
    """Store a document that is not there yet; `added` keeps the time of one that was there before."""
    parts = _parts_of(disclosure)
    tables = [codec.dump(codec.encode_table(table)) for table in disclosure.tables]
    figures = [codec.dump(codec.encode_figure(figure)) for figure in disclosure.figures]
    chunks = [codec.dump(codec.encode_chunk(chunk)) for chunk in disclosure.chunks]
    stamp = hash_text("\n".join((disclosure.document_id, str(codec.FORMAT), *parts.values(), *tables, *figures, *chunks)))[:16]
    no = connection.scalar(insert(schema.documents).values(_document_row(disclosure, stamp)).returning(schema.documents.c.no))
    assert no is not None
    parts |= {ADDED: codec.dump(added or datetime.now(UTC).isoformat(timespec="microseconds"))}  # which the stamp does not hold
    insert_all(connection, schema.parts, [{"document": no, "part": part, "body": body} for part, body in parts.items()])
    insert_all(
        connection,
        schema.tables,
        [
            {
                "document": no,
                "position": position,
                "id": table.id,
                "title": codec.storable(table.title),
                "kind": str(table.kind),
                "body": body,
            }
            for position, (table, body) in enumerate(zip(disclosure.tables, tables, strict=True))
        ],
    )
    _insert_figures(connection, no, disclosure.figures, figures)
    _insert_chunks(connection, no, disclosure, chunks)
    for name in aliases:
        add_alias(connection, disclosure.document_id, name)
    _turn_version(connection, stamp)


def add_alias(connection: Connection, document_id: str, file_name: str) -> None:
    """Remember another name of the same bytes."""
    name = codec.storable(file_name)
    row = connection.execute(select(schema.documents.c.no, schema.documents.c.file_name).where(schema.documents.c.id == document_id)).one()
    mine = select(schema.aliases.c.file_name).where(schema.aliases.c.document == row.no)
    if name != row.file_name and name not in set(connection.scalars(mine)):
        connection.execute(insert(schema.aliases).values(document=row.no, file_name=name))


class Leftovers(NamedTuple):
    """What a removed document used and others may use too."""

    texts: set[int]  # of its chunks and labels
    paths: set[int]


def delete_document(connection: Connection, document_id: str) -> Leftovers | None:
    """Remove a document with all that is its own; None when it is not there."""
    documents, figures, chunks, labels = schema.documents, schema.figures, schema.chunks, schema.document_labels
    row = connection.execute(select(documents.c.no, documents.c.stamp).where(documents.c.id == document_id)).one_or_none()
    if row is None:
        return None
    query = select(chunks.c.no, chunks.c.text, schema.texts.c.text.label("content")).join(schema.texts, schema.texts.c.id == chunks.c.text)
    held = connection.execute(query.where(chunks.c.document == row.no)).all()
    texts = {chunk.text for chunk in held}
    texts.update(connection.scalars(select(labels.c.label).where(labels.c.document == row.no)))
    texts.update(connection.scalars(select(figures.c.measure).where(figures.c.document == row.no)))
    paths = set(connection.scalars(select(figures.c.row_path).where(figures.c.document == row.no)))
    paths.update(connection.scalars(select(figures.c.column_path).where(figures.c.document == row.no)))
    is_sqlite = connection.dialect.name == "sqlite"
    statement = text(schema.REMOVE_WORDS_SQLITE if is_sqlite else schema.REMOVE_WORDS_POSTGRESQL)
    words = [_words_row(chunk.no, row.no, chunk.content) for chunk in held]
    if words:
        connection.execute(statement, words if is_sqlite else [{"chunk": chunk.no} for chunk in held])
    connection.execute(delete(documents).where(documents.c.no == row.no))
    _turn_version(connection, row.stamp)
    return Leftovers(texts, paths)


def sweep(connection: Connection, leftovers: Leftovers) -> None:
    """Remove the paths, labels, texts and vectors of a removed document that no other uses."""
    figures, paths, labels, texts = schema.figures, schema.paths, schema.labels, schema.texts
    in_row, in_column = exists().where(figures.c.row_path == paths.c.id), exists().where(figures.c.column_path == paths.c.id)
    for part in slices(leftovers.paths):
        connection.execute(delete(paths).where(paths.c.id.in_(part), ~in_row, ~in_column))
    used = exists().where(schema.document_labels.c.label == labels.c.id)
    measured = exists().where(figures.c.measure == labels.c.id)
    in_label, in_chunk = exists().where(labels.c.id == texts.c.id), exists().where(schema.chunks.c.text == texts.c.id)
    for part in slices(leftovers.texts):
        connection.execute(delete(labels).where(labels.c.id.in_(part), ~used, ~measured))
        connection.execute(delete(texts).where(texts.c.id.in_(part), ~in_label, ~in_chunk))
    turn_vectors(connection)


def turn_vectors(connection: Connection) -> None:
    """Count a change of the vectors, so that whoever indexes them knows."""
    write_meta(connection, "vectors", str(int(read_meta(connection, "vectors") or 0) + 1))


def _document_row(disclosure: Disclosure, stamp: str) -> dict[str, Any]:
    return {
        "id": disclosure.document_id,
        "file_name": codec.storable(disclosure.file_name),
        "entity": disclosure.entity and codec.storable(disclosure.entity),
        "fiscal_year": disclosure.fiscal_year,
        "stage": disclosure.stage and str(disclosure.stage),
        "level": disclosure.level and str(disclosure.level),
        "page_count": len(disclosure.pages),
        "table_count": len(disclosure.tables),
        "figure_count": len(disclosure.figures),
        "finding_count": len(disclosure.findings),
        "stamp": stamp,
    }


def _parts_of(disclosure: Disclosure) -> dict[str, str]:
    known = {figure.number for figure in disclosure.figures}
    for footing in disclosure.footings:
        named = {footing.total.number, *(part.number for part in footing.parts)}
        if not named <= known:
            raise ValueError(f"footing {footing.rule} names figures that the disclosure does not hold: {sorted(named - known)}")
    return {
        "facts": codec.dump([codec.encode_fact(fact) for fact in disclosure.facts]),
        "pages": codec.dump([codec.encode_page(page) for page in disclosure.pages]),
        "findings": codec.dump([codec.encode_finding(finding) for finding in disclosure.findings]),
        "footings": codec.dump([codec.encode_footing(footing) for footing in disclosure.footings]),
        "discrepancies": codec.dump([codec.encode_discrepancy(discrepancy) for discrepancy in disclosure.discrepancies]),
    }


def _turn_version(connection: Connection, stamp: str) -> None:
    """XOR of the stamps: the same documents give the same version, in whatever order they came."""
    old = read_meta(connection, "version") or "0"
    write_meta(connection, "version", f"{int(old, 16) ^ int(stamp, 16):016x}")


def label_roles(figures: Iterable[Figure]) -> set[tuple[str, LabelRole]]:
    """Every distinct label of the figures with each place where it stands."""
    found: set[tuple[str, LabelRole]] = set()
    for figure in figures:
        found.add((figure.measure, LabelRole.ROW if figure.table_id else LabelRole.PROSE))
        found.update((part, LabelRole.OUTER_ROW) for part in figure.row_path[:-1])
        found.update((part, LabelRole.ROW) for part in figure.row_path[-1:])
        found.update((part, LabelRole.COLUMN) for part in figure.column_path)
        if figure.project:
            found.add((figure.project, LabelRole.PROJECT))
    # a subject code at the head of a row path is found by its column and names nothing
    return {(codec.storable(label), role) for label, role in found if any(map(str.isalpha, label))}


def _insert_figures(connection: Connection, no: int, figures: Sequence[Figure], bodies: Sequence[str]) -> None:
    roles = label_roles(figures)
    storable = {part: codec.storable(part) for figure in figures for part in (figure.measure, *figure.row_path, *figure.column_path)}
    # a figure without any label is still a figure: its measure is the empty text
    label_ids = text_ids(connection, {label for label, _ in roles} | {storable[figure.measure] for figure in figures})
    known = _known(connection, schema.labels.c.id, label_ids.values())
    rows = [{"id": key, "normalised": normalise_label(label)} for label, key in label_ids.items() if key not in known]
    insert_all(connection, schema.labels, rows)
    uses = [{"document": no, "label": label_ids[label], "role": str(role)} for label, role in sorted(roles)]
    insert_all(connection, schema.document_labels, uses)
    path_ids = _path_ids(connection, {path for figure in figures for path in (figure.row_path, figure.column_path)}, label_ids)
    insert_all(
        connection,
        schema.figures,
        [
            {
                "document": no,
                "number": figure.number,
                "measure": label_ids[storable[figure.measure]],
                "project": label_ids[codec.storable(figure.project)] if figure.project else None,
                "row_path": path_ids[figure.row_path],
                "column_path": path_ids[figure.column_path],
                "subject_code": figure.subject_code,
                "entity": figure.entity and codec.storable(figure.entity),
                "fiscal_year": figure.fiscal_year,
                "table_id": figure.table_id,
                "is_total": figure.is_total,
                "printed": codec.storable(figure.text),
                "amount": figure.amount and str(figure.amount.number),
                "unit": codec.dump(codec.encode_unit(figure.amount.unit)) if figure.amount and figure.amount.unit else None,
                "body": body,
            }
            for figure, body in zip(figures, bodies, strict=True)
        ],
    )


def _insert_chunks(connection: Connection, no: int, disclosure: Disclosure, bodies: Sequence[str]) -> None:
    if not disclosure.chunks:
        return
    embedded = [codec.storable(chunk.embedding_text) for chunk in disclosure.chunks]
    ids = text_ids(connection, set(embedded))
    first = 1 + (connection.scalar(select(func.coalesce(func.max(schema.chunks.c.no), 0))) or 0)
    rows = [
        {"no": first + position, "document": no, "position": position, "kind": str(chunk.kind), "text": ids[content], "body": body}
        for position, (chunk, content, body) in enumerate(zip(disclosure.chunks, embedded, bodies, strict=True))
    ]
    insert_all(connection, schema.chunks, rows)
    words = [_words_row(first + position, no, content) for position, content in enumerate(embedded)]
    is_sqlite = connection.dialect.name == "sqlite"
    connection.execute(text(schema.ADD_WORDS_SQLITE if is_sqlite else schema.ADD_WORDS_POSTGRESQL), words)


def slices(values: Iterable[T]) -> Iterator[list[T]]:
    """`values` in lists of at most SLICE."""
    iterator = iter(values)
    while part := list(islice(iterator, SLICE)):
        yield part


def _words_row(chunk: int, no: int, content: str) -> dict[str, Any]:
    return {"chunk": chunk, "document": f"d{no}", "words": " ".join(words_of(content))}


def insert_all(connection: Connection, table: SqlTable, rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows`, which may be none."""
    if rows:
        connection.execute(insert(table), list(rows))


def text_ids(connection: Connection, contents: Collection[str]) -> dict[str, int]:
    """The ids of distinct texts, made where they are missing."""
    return dict(zip(contents, _ids(connection, schema.texts, [(hash_text(c), {"text": c}) for c in contents]), strict=True))


def _path_ids(connection: Connection, paths: Collection[tuple[str, ...]], label_ids: dict[str, int]) -> dict[tuple[str, ...], int]:
    bodies = [codec.dump(path) for path in paths]
    known = set(_lookup(connection, schema.paths, [hash_text(body) for body in bodies]))
    ids = dict(zip(paths, _ids(connection, schema.paths, [(hash_text(body), {"body": body}) for body in bodies]), strict=True))
    new = {path: key for path, key in ids.items() if hash_text(codec.dump(path)) not in known}
    uses = {(key, label_ids[codec.storable(part)]) for path, key in new.items() for part in path if codec.storable(part) in label_ids}
    insert_all(connection, schema.path_labels, [{"path": path, "label": label} for path, label in sorted(uses)])
    return ids


def _ids(connection: Connection, table: SqlTable, keyed: Sequence[tuple[str, dict[str, Any]]]) -> list[int]:
    hashes = [key for key, _ in keyed]
    found = _lookup(connection, table, hashes)
    # texts differ before `storable` and not after: one row for both
    missing = {key: row for key, row in keyed if key not in found}
    if missing:
        insert_all(connection, table, [{"hash": key, **row} for key, row in missing.items()])
        found |= _lookup(connection, table, list(missing))
    return [found[key] for key in hashes]


def _lookup(connection: Connection, table: SqlTable, hashes: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in slices(hashes):
        rows = connection.execute(select(table.c.hash, table.c.id).where(table.c.hash.in_(part)))
        found.update((key, number) for key, number in rows)
    return found


def _known(connection: Connection, column: Any, keys: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in slices(keys):
        found.update(connection.scalars(select(column).where(column.in_(part))))
    return found
