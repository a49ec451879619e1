"""One SQL database: connections, transactions, and what goes wrong with them in words for the user.

SQLite in write-ahead mode by default, so that readers never wait for a writer and a killed process leaves the last
committed state; PostgreSQL by its URL.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from disclosure.errors import StoreError
from retrieval import schema

BUSY_SECONDS = 20
WRITER_LOCK = 7_061_501  # PostgreSQL's advisory lock for the one writer


def connect(place: str | Path) -> Engine:
    """An engine for a URL, or for SQLite in a file, with write-ahead log, foreign keys and a busy time-out."""
    engine = create_engine(URL.create("sqlite", database=str(place)) if isinstance(place, Path) else place)
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # this module says BEGIN itself
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer fails at once where another writes; a writer that says so at the start waits.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Database:
    """The tables of `schema.py` in one database, created when missing."""

    def __init__(self, place: str | Path) -> None:
        """Connect and create what is missing; StoreError when the database cannot be used."""
        try:
            self._engine = connect(place)
        except (SQLAlchemyError, ImportError) as error:
            raise StoreError(f"无法使用数据库：{_one_line(error)}") from error
        try:
            self._prepare()
        except BaseException:
            self._engine.dispose()
            raise

    @property
    def is_sqlite(self) -> bool:
        """Whether full-text search is SQLite's."""
        return self._engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection with one consistent view of the database."""
        with _as_store_error("读取"), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection with a transaction that commits at the end and rolls back on any error; one writer at a time."""
        with _as_store_error("写入"), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield connection

    def _prepare(self) -> None:
        with self.reading() as connection:
            ready = self._engine.dialect.has_table(connection, "meta")
            version = read_meta(connection, "schema") if ready else None
        if version not in (None, schema.SCHEMA_VERSION):
            raise StoreError(f"索引的格式是第 {version} 版，本程序用第 {schema.SCHEMA_VERSION} 版：请换一个索引文件夹，或删除它后重新导入")
        if version is None:
            with self.writing() as connection:
                schema.metadata.create_all(connection)
                for statement in schema.WORDS_SQLITE if self.is_sqlite else schema.WORDS_POSTGRESQL:
                    connection.execute(text(statement))
                if read_meta(connection, "schema") is None:
                    first = {"schema": schema.SCHEMA_VERSION, "version": "0" * 16, "vectors": "0"}
                    rows = [{"key": key, "value": value} for key, value in first.items()]
                    connection.execute(schema.meta.insert(), rows)
                    if self.is_sqlite:
                        _tell_planner(connection)


def _tell_planner(connection: Connection) -> None:
    connection.execute(text("ANALYZE"))  # makes the table of statistics
    rows = [{"table": table, "index": index, "counts": counts} for (table, index), counts in schema.STATISTICS_SQLITE.items()]
    connection.execute(text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :counts)"), rows)
    connection.execute(text("ANALYZE sqlite_schema"))  # reads it


def read_meta(connection: Connection, key: str) -> str | None:
    """A value of the table `meta`; None where there is none."""
    return connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == key))


def write_meta(connection: Connection, key: str, value: str) -> None:
    """Change a value that is there."""
    connection.execute(update(schema.meta).where(schema.meta.c.key == key).values(value=value))


@contextmanager
def _as_store_error(verb: str) -> Iterator[None]:
    """The database's errors as one line in Chinese; a programming error in a statement is one too, so it keeps its words."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(f"无法{verb}索引数据库：{_explain(error)}") from error


_CAUSES = (
    ("readonly", "文件夹不可写"),
    ("unable to open", "文件夹不存在或不可写"),
    ("locked", "另一个程序正在写入，请稍后再试"),
    ("disk is full", "磁盘已满"),
    ("malformed", "数据库文件已损坏，请删除索引文件夹后重新导入"),
    ("not a database", "数据库文件已损坏，请删除索引文件夹后重新导入"),
    ("disk i/o", "磁盘读写出错"),
)


def _explain(error: SQLAlchemyError) -> str:
    words = _one_line(error)
    return next((cause for sign, cause in _CAUSES if sign in words.lower()), words)


def _one_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
