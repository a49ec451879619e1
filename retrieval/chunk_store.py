"""The Chroma index of the vectors that SQL holds; the one doorway to chromadb.

Chroma is an index and no place to keep things: it is checked whenever it is opened and built again from SQL when it is
stale, damaged, of another model, or gone.  What was measured of chromadb 1.5.9 and shapes this module:

- Killed while it flushes its graph to disk, half of the stores never opened again.  So the graph is flushed once, at
  the end of a build into a new folder that counts only when its manifest stands; later vectors go to the log alone.
- A graph file with a few bytes changed crashes the process or answers wrongly without a word.  So the manifest holds a
  digest of every graph file, and nothing is opened that does not agree with it.
- Reopened without a graph file, 20,000 vectors take 9.6 s to come back; with one, 0.15 s.
- Two processes that write lose vectors.  So one process owns the index by a file lock; the others do without.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import sqlite3
import threading
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from disclosure.errors import MingzhangError

if TYPE_CHECKING:
    from chromadb.api.client import Client

logger = logging.getLogger(__name__)

Vectors = npt.NDArray[np.float32]

CHUNKS = "chunks"
LABELS = "labels"
NEVER = 10_000_000  # log entries before a flush
FLUSHED_FROM = 2_000  # fewer vectors come back from the log in a fifth of a second
BATCH = 2_000
QUICK = 500  # changes that a question waits for (a tenth of a second); more are brought in by a thread
CLOSE_SECONDS = 5
PAGE = 30_000  # ids read at once


class VectorSource(Protocol):
    """Where the truth is."""

    @property
    def model(self) -> str:
        """The model of the vectors."""

    def version(self) -> str:
        """Changes when vectors come or go."""

    def entries(self, collection: str) -> Mapping[int, Collection[str]]:
        """The texts of a collection that have a vector, with the kinds of chunk that each one is."""

    def vectors(self, ids: Sequence[int]) -> tuple[list[int], Vectors]:
        """The vectors of some texts, row for row."""


class ChunkStore:
    """The index under one folder; every method is safe to call from several threads."""

    def __init__(self, folder: Path, source: VectorSource) -> None:
        """Nothing is opened yet."""
        self._folder = folder
        self._source = source
        self._mutex = threading.RLock()
        self._lock: Any = None
        self._client: Client | None = None
        self._version: str | None = None  # of the source when the index last agreed with it
        self._broken = False
        self._thread: threading.Thread | None = None

    def search(self, collection: str, vector: Vectors, limit: int, kinds: Collection[str] | None = None) -> list[int] | None:
        """The `limit` texts nearest to `vector`, best first; None when the index is not to be had now.

        It is not to be had when another process owns it, or while many new vectors are being brought in.
        """
        if not self._mutex.acquire(blocking=False):
            return None
        try:
            if self._broken or not self._own():
                return None
            with _chroma():
                if self._version == self._source.version() or self._catch_up():
                    return self._query(collection, vector, limit, kinds)
        except _ChromaError as error:
            self._give_up(error)
        finally:
            self._mutex.release()
        return None

    def sync(self) -> bool:
        """Bring the index to what SQL holds, building it again where it must be; False when another process owns it."""
        with self._mutex:
            if self._broken or not self._own():
                return False
            try:
                with _chroma():
                    return self._bring_up_to_date(NEVER)
            except _ChromaError as error:
                self._give_up(error)
            return False

    def close(self) -> None:
        """Let the index and its lock go."""
        if self._thread:
            self._thread.join(CLOSE_SECONDS)
            if self._thread.is_alive():
                return  # it ends with the process, and its unfinished folder counts for nothing
        with self._mutex:
            self._close_client()
            if self._lock:
                self._lock.release()
                self._lock = None

    # owning

    def _own(self) -> bool:
        if self._lock:
            return True
        from filelock import FileLock, Timeout

        lock = FileLock(self._folder.with_name("chroma.lock"))
        try:
            lock.acquire(timeout=0)
            if self._folder.is_file():
                self._folder.unlink()
            self._folder.mkdir(parents=True, exist_ok=True)
        except (Timeout, OSError):
            return False
        self._lock = lock
        return True

    def _give_up(self, error: Exception) -> None:
        """Do without Chroma in this process; the next start finds no manifest and builds it again."""
        logger.warning("Chroma index given up, dense search compares vectors one by one: %s", error)
        self._broken = True
        with suppress(OSError):
            self._manifest_path.unlink(missing_ok=True)
        self._close_client()

    def _close_client(self) -> None:
        client, self._client, self._version = self._client, None, None
        if client is not None:
            client.close()

    # keeping up

    def _catch_up(self) -> bool:
        """Bring in a few changes at once; leave many to a thread and say no."""
        if self._bring_up_to_date(QUICK):
            return True
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self.sync, name="chroma-sync", daemon=True)
            self._thread.start()
        return False

    def _bring_up_to_date(self, most: int) -> bool:
        """Whether the index agrees with SQL afterwards; it does not when more than `most` changes would be needed."""
        version = self._source.version()
        if self._client is None:
            self._client = self._open()
        wanted = {name: self._source.entries(name) for name in (CHUNKS, LABELS)}
        if self._client is not None:
            held = {name: _ids_of(self._client, name) for name in wanted}
            new = {name: sorted(wanted[name].keys() - held[name]) for name in wanted}
            gone = {name: sorted(held[name] - wanted[name].keys()) for name in wanted}
            changes = sum(map(len, (*new.values(), *gone.values())))
            if changes > max(most, 0):
                return False
            if changes <= max(QUICK, sum(map(len, held.values())) // 4):
                for name in wanted:
                    self._change(self._client, name, new[name], gone[name], wanted[name])
                self._version = version
                return True
            self._close_client()
        if sum(map(len, wanted.values())) > most:
            return False
        self._client = self._build(wanted)
        self._version = version
        return True

    def _change(self, client: Client, name: str, new: Sequence[int], gone: Sequence[int], kinds: Mapping[int, Collection[str]]) -> None:
        collection = client.get_collection(name, embedding_function=None)
        for start in range(0, len(gone), BATCH):
            collection.delete(ids=[str(key) for key in gone[start : start + BATCH]])
        for start in range(0, len(new), BATCH):
            ids, vectors = self._source.vectors(new[start : start + BATCH])
            if ids:
                metadatas: Any = [{kind: True for kind in kinds[key]} for key in ids] if all(kinds[key] for key in ids) else None
                collection.upsert(ids=[str(key) for key in ids], embeddings=vectors, metadatas=metadatas)

    def _query(self, name: str, vector: Vectors, limit: int, kinds: Collection[str] | None) -> list[int]:
        assert self._client is not None
        where: Any = None
        if kinds is not None:
            each = [{kind: True} for kind in sorted(kinds)]
            where = each[0] if len(each) == 1 else {"$or": each}
        collection = self._client.get_collection(name, embedding_function=None)
        found = collection.query(query_embeddings=vector.reshape(1, -1), n_results=limit, where=where, include=[])
        return [int(key) for key in found["ids"][0]]

    # opening and building

    @property
    def _manifest_path(self) -> Path:
        return self._folder / "manifest.json"

    def _open(self) -> Client | None:
        """The index that the manifest names; None when there is none that can be trusted."""
        manifest = _read_json(self._manifest_path)
        generation = self._folder / str(manifest.get("generation") or "none")
        if manifest.get("model") != self._source.model or manifest.get("graphs") != _graph_digests(generation):
            return None
        if not _is_sound(generation / "chroma.sqlite3"):
            return None
        # Should it crash the process all the same, the next start finds no manifest and builds it again.
        aside = self._manifest_path.with_suffix(".opening")
        self._manifest_path.replace(aside)
        try:
            with _chroma():
                client = _client(generation)
                for name in (CHUNKS, LABELS):
                    _try(client, name)
        except _ChromaError as error:
            logger.warning("Chroma index does not open and is built again: %s", error)
            return None
        aside.replace(self._manifest_path)
        return client

    def _build(self, wanted: Mapping[str, Mapping[int, Collection[str]]]) -> Client:
        """A new index of everything, in a folder of its own: one process cannot open a path twice once it was deleted."""
        self._manifest_path.unlink(missing_ok=True)
        for path in self._folder.iterdir():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        generation = self._folder / uuid.uuid4().hex[:12]
        client = _client(generation)
        for name, kinds in wanted.items():
            flush_at = len(kinds) if len(kinds) >= FLUSHED_FROM else NEVER
            configuration: Any = {"hnsw": {"space": "cosine", "sync_threshold": flush_at}}
            collection = client.create_collection(name, configuration=configuration, embedding_function=None)
            self._change(client, name, sorted(kinds), (), kinds)
            _try(client, name)
            if flush_at != NEVER:
                keep: Any = {"hnsw": {"sync_threshold": NEVER}}
                collection.modify(configuration=keep)
        manifest = {"generation": generation.name, "model": self._source.model, "graphs": _graph_digests(generation)}
        temporary = self._manifest_path.with_suffix(".part")
        temporary.write_text(json.dumps(manifest))
        temporary.replace(self._manifest_path)
        return client


class _ChromaError(Exception):
    """Something that went wrong inside Chroma."""


@contextmanager
def _chroma() -> Iterator[None]:
    """Over a damaged store Chroma raises all sorts, and a panic of its Rust part is no Exception: make one of them."""
    try:
        yield
    except (MingzhangError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise _ChromaError(f"{type(error).__name__}: {error}") from error


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)


def _try(client: Client, name: str) -> None:
    """Read the whole graph by asking it one question."""
    collection = client.get_collection(name, embedding_function=None)
    sample = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if sample is not None and len(sample):
        collection.query(query_embeddings=np.asarray(sample, np.float32), n_results=1, include=[])


def _ids_of(client: Client, name: str) -> set[int]:
    collection = client.get_collection(name, embedding_function=None)
    found: set[int] = set()
    while page := collection.get(limit=PAGE, offset=len(found), include=[])["ids"]:
        found.update(map(int, page))
    return found


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _graph_digests(generation: Path) -> dict[str, str]:
    """The digest of every file of the graphs that were flushed; Chroma makes those of the others anew at each opening."""
    digests = {}
    for flushed in sorted(generation.glob("*/index_metadata.pickle")):
        for path in sorted(flushed.parent.iterdir()):
            with path.open("rb") as file:
                digests[path.relative_to(generation).as_posix()] = hashlib.file_digest(file, "blake2b").hexdigest()[:32]
    return digests


def _is_sound(path: Path) -> bool:
    """Whether a SQLite file is whole: Chroma would find out too, but in the middle of a question."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
