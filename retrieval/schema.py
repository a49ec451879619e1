"""The SQL tables that hold the truth: documents, figures, texts and their vectors.

One row a figure, with what questions select by in columns of its own and the rest as JSON (`codec.py`).  Every distinct
string that can be matched or embedded (a label, a chunk's text) is one row of `texts`, however many documents print it,
so that searching ten thousand documents costs little more than searching ten.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = "2"  # counts changes of the tables, of `codec.py` and of the words of `lexical.py`

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),  # SHA-256 of the file's bytes
    Column("file_name", Text, nullable=False),
    Column("entity", Text, index=True),
    Column("fiscal_year", Integer, index=True),
    Column("stage", String(32)),
    Column("level", String(32)),
    Column("page_count", Integer, nullable=False),
    Column("table_count", Integer, nullable=False),
    Column("figure_count", Integer, nullable=False),
    Column("finding_count", Integer, nullable=False),
    Column("stamp", String(32), nullable=False),  # digest of what ingest read
    sqlite_autoincrement=True,
)


def _document() -> Column[int]:
    return Column("document", Integer, ForeignKey("documents.no", ondelete="CASCADE"), nullable=False)


aliases = Table("aliases", metadata, _document(), Column("file_name", Text, nullable=False), PrimaryKeyConstraint("document", "file_name"))

# facts, pages, findings, footings and discrepancies: read whole or not at all
parts = Table(
    "parts",
    metadata,
    _document(),
    Column("part", String(32), nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("document", "part"),
)

tables = Table(
    "tables",
    metadata,
    _document(),
    Column("position", Integer, nullable=False),
    Column("id", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("document", "position"),
)

texts = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("hash", String(32), nullable=False, unique=True),  # BLAKE2b-128 of the UTF-8 bytes, hex
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,  # an id is never given twice: the Chroma index is keyed by it
)

labels = Table(
    "labels",
    metadata,
    Column("id", Integer, ForeignKey("texts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("normalised", Text, nullable=False, index=True),
)

document_labels = Table(
    "document_labels",
    metadata,
    _document(),
    Column("label", Integer, ForeignKey("labels.id"), nullable=False),
    Column("role", String(16), nullable=False),
    PrimaryKeyConstraint("document", "label", "role"),
)
Index("document_labels_by_label", document_labels.c.label)

# distinct row and column paths, shared by their figures
paths = Table(
    "paths",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("hash", String(32), nullable=False, unique=True),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

path_labels = Table(
    "path_labels",
    metadata,
    Column("path", Integer, ForeignKey("paths.id", ondelete="CASCADE"), nullable=False),
    Column("label", Integer, ForeignKey("labels.id"), nullable=False),
    PrimaryKeyConstraint("label", "path"),
)
Index("path_labels_by_path", path_labels.c.path)

figures = Table(
    "figures",
    metadata,
    _document(),
    Column("number", Integer, nullable=False),
    Column("measure", Integer, ForeignKey("labels.id"), nullable=False),
    Column("project", Integer, ForeignKey("labels.id")),
    Column("row_path", Integer, ForeignKey("paths.id"), nullable=False),
    Column("column_path", Integer, ForeignKey("paths.id"), nullable=False),
    Column("subject_code", String(32)),
    Column("entity", Text),
    Column("fiscal_year", Integer),
    Column("table_id", String(64)),
    Column("is_total", Boolean, nullable=False),
    Column("printed", Text, nullable=False),
    Column("amount", Text),  # the exact decimal as text; NULL: blank, dash or 无
    Column("unit", Text),  # JSON of the unit; NULL: none stated
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("document", "number"),
)
for _column in ("measure", "project", "row_path", "column_path", "subject_code"):
    Index(f"figures_by_{_column}", figures.c[_column], figures.c.document)

chunks = Table(
    "chunks",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=True),
    _document(),
    Column("position", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Integer, ForeignKey("texts.id"), nullable=False),  # what is embedded and indexed
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("chunks_by_document", chunks.c.document, chunks.c.position)
Index("chunks_by_text", chunks.c.text)

vectors = Table(
    "vectors",
    metadata,
    Column("text", Integer, ForeignKey("texts.id", ondelete="CASCADE"), nullable=False),
    Column("model", String(200), nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian
    PrimaryKeyConstraint("model", "text"),
)
Index("vectors_by_text", vectors.c.text)

# What SQLite's planner would learn of a large library, told beforehand: rows, then rows for each value of the first
# column, the first two, ….  Without it, it reads a document's thousand figures where the label's index gives five.
STATISTICS_SQLITE = {
    ("figures", "sqlite_autoindex_figures_1"): "1000000 1000 1",
    ("figures", "figures_by_measure"): "1000000 200 4",
    ("figures", "figures_by_project"): "1000000 200 20",
    ("figures", "figures_by_row_path"): "1000000 100 2",
    ("figures", "figures_by_column_path"): "1000000 400 30",
    ("figures", "figures_by_subject_code"): "1000000 400 20",
    ("chunks", "chunks_by_document"): "300000 300 1",
    ("chunks", "chunks_by_text"): "300000 1",
    ("document_labels", "sqlite_autoindex_document_labels_1"): "200000 200 1 1",
    ("document_labels", "document_labels_by_label"): "200000 10",
}

# Full-text search over words split beforehand (`lexical.py`).  The document is a word of its own, so that a search in
# a few documents reads their entries alone.  SQLite keeps the index without the words, which `texts` gives again.
WORDS_SQLITE = ("CREATE VIRTUAL TABLE IF NOT EXISTS chunk_words USING fts5(document, words, content = '', tokenize = 'unicode61')",)
WORDS_POSTGRESQL = (
    "CREATE TABLE IF NOT EXISTS chunk_words (rowid BIGINT PRIMARY KEY, document TEXT, words TSVECTOR)",
    "CREATE INDEX IF NOT EXISTS chunk_words_by_words ON chunk_words USING GIN (words)",
)
ADD_WORDS_SQLITE = "INSERT INTO chunk_words (rowid, document, words) VALUES (:chunk, :document, :words)"
ADD_WORDS_POSTGRESQL = "INSERT INTO chunk_words (rowid, document, words) VALUES (:chunk, :document, to_tsvector('simple', :words))"
# FTS5 without content is told what it indexed, word for word
REMOVE_WORDS_SQLITE = "INSERT INTO chunk_words (chunk_words, rowid, document, words) VALUES ('delete', :chunk, :document, :words)"
REMOVE_WORDS_POSTGRESQL = "DELETE FROM chunk_words WHERE rowid = :chunk"

# the full-text table as Core sees it; its own DDL differs by database, so `metadata` does not make it
chunk_words = Table("chunk_words", MetaData(), Column("rowid", Integer), Column("document", Text), Column("words", Text))
