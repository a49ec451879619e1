"""The index folder and the library's own copies of the PDFs.

A copy is written under a temporary name, flushed to the disk and renamed before the document's transaction commits, so
that a document that is there always has its PDF; a copy whose document never came is removed at the next opening.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disclosure.errors import StoreError

LEFTOVER_SECONDS = 120  # another process may be between its copy and its commit


class DocumentFiles:
    """PDFs by document id under one folder."""

    def __init__(self, folder: Path) -> None:
        """Use `folder` / pdf."""
        self._folder = folder / "pdf"

    @staticmethod
    def prepare(folder: Path) -> None:
        """Make the index folder; StoreError when it cannot be made or written."""
        try:
            (folder / "pdf").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"无法建立索引文件夹 {folder}：{error.strerror}") from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise StoreError(f"索引文件夹不可写：{folder}，请换一个文件夹或修改权限")

    def path(self, document_id: str) -> Path:
        """Where a document's PDF is kept."""
        return self._folder / f"{document_id}.pdf"

    @contextmanager
    def keep(self, document_id: str, source: Path) -> Iterator[None]:
        """Have the copy in place while the document is stored; take it away again when that fails."""
        target = self.path(document_id)
        fresh = not target.exists()
        if fresh:
            self._copy(source, target)
        try:
            yield
        except BaseException:
            if fresh:
                target.unlink(missing_ok=True)
            raise

    def _copy(self, source: Path, target: Path) -> None:
        temporary = target.with_name(f"{target.stem}.{os.getpid()}.part")
        try:
            with source.open("rb") as reader, temporary.open("wb") as writer:
                shutil.copyfileobj(reader, writer, 1 << 20)
                writer.flush()
                os.fsync(writer.fileno())
            temporary.replace(target)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise StoreError(f"无法把 {source.name} 存入索引文件夹：{error.strerror}") from error

    def remove(self, document_id: str) -> None:
        """Remove a document's copy."""
        self.path(document_id).unlink(missing_ok=True)

    def sweep(self, document_ids: Iterable[str]) -> None:
        """Remove what interrupted work left behind, unless it is so young that another process may be at it."""
        known = {f"{document_id}.pdf" for document_id in document_ids}
        for path in self._folder.iterdir():
            if path.name not in known:
                with suppress(OSError):
                    if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                        path.unlink()
