"""A folder of PDFs as a library that is read once and kept, until a file or the reader changes.

    with open_kept(folder, settings, cache, report=note) as workspace: …

The library lies in the cache folder under a key made of the files' names and bytes and of the reader's own source;
one that is being made lies beside it until it is whole, so that two runs at once do no harm.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from disclosure.errors import MingzhangError, StoreError
from workspace import NO_MODEL, ROOT, Progress, Settings, Workspace

READER = ("ingest", "retrieval", "disclosure")  # whose source decides what is read of a PDF, and how it is stored
NOT_READER = frozenset({"disclosure/answer.py"})  # what comes after reading
TERMS = ("table_kinds.csv", "functional_subjects.csv", "economic_subjects.csv")  # the standing lists that reading goes by
MOST_KEPT = 8  # libraries; the one that was not used longest goes first
SETTLED = 3600.0  # seconds after which a library that nobody used may be removed, or an unfinished one is left over
MESSAGES = "messages.json"

Report = Callable[[str], None]


def reader_version() -> str:
    """16 hex digits that change with the source of what reads and stores a document."""
    digest = hashlib.sha256()
    sources = [path for name in READER for path in (ROOT / name).rglob("*.py")] + [ROOT / "data" / "terms" / name for name in TERMS]
    for path in sorted(sources):
        name = path.relative_to(ROOT).as_posix()
        if name not in NOT_READER:
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def folder_key(folder: Path, embedding_model: str | None) -> str:
    """The key of a folder's library; MingzhangError when it holds no PDF."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file()) if folder.is_dir() else [folder]
    if not files or not all(path.is_file() for path in files):
        raise MingzhangError(f"没有 PDF 文件：{folder}")
    digest = hashlib.sha256(f"{reader_version()}\0{embedding_model}\0".encode())
    for path in files:
        with path.open("rb") as file:
            digest.update(path.name.encode() + b"\0" + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]


@contextmanager
def open_kept(
    folder: Path,
    settings: Settings,
    cache: Path,
    report: Report,
    progress: Progress | None = None,
    embedded: Callable[[int, int], None] | None = None,
) -> Iterator[Workspace]:
    """The folder's library, open; made first when it is not kept.  `report` gets a line a file, as an ingest tells it."""
    kept = cache / folder_key(folder, settings.embedding_model)
    if (kept / MESSAGES).is_file():
        for message in json.loads((kept / MESSAGES).read_text(encoding="utf-8")):
            report(message)
    else:
        kept.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix="making-", dir=kept.parent))
        try:
            _make(making, folder, settings, report, progress, embedded)
            with suppress(OSError):  # another run was faster: its library is as good
                making.rename(kept)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        if not kept.is_dir():
            raise StoreError(f"缓存的资料库写不进去：{kept}")
    with suppress(OSError):
        os.utime(kept)
    _tidy(kept)
    workspace = Workspace.open(replace(settings, index=kept))
    try:
        yield workspace
    finally:
        workspace.close()


def _make(
    place: Path,
    folder: Path,
    settings: Settings,
    report: Report,
    progress: Progress | None,
    embedded: Callable[[int, int], None] | None,
) -> None:
    workspace = Workspace.open(replace(settings, index=place))
    messages = []
    for one in workspace.ingest([folder], progress=progress):
        report(one.message)
        messages.append(one.message)
    if settings.embedding_model != NO_MODEL:
        workspace.embed_pending(embedded)
    workspace.close()
    (place / MESSAGES).write_text(json.dumps(messages, ensure_ascii=False), encoding="utf-8")


def _tidy(current: Path) -> None:
    """Remove what was kept beyond MOST_KEPT and what was left unfinished, unless it was in use lately."""
    settled = time.time() - SETTLED
    others = [(path.stat().st_mtime, path) for path in current.parent.iterdir() if path != current and path.is_dir()]
    spare = sorted((entry for entry in others if not entry[1].name.startswith("making-")), reverse=True)[MOST_KEPT - 1 :]
    for used, path in spare + [entry for entry in others if entry[1].name.startswith("making-")]:
        if used < settled:
            shutil.rmtree(path, ignore_errors=True)
