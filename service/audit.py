"""The audit log: one JSON line a request that asked something, a file a day; no headers, no keys, no addresses of pages.

{"time": "2026-12-01T08:00:00+00:00", "request_id": "5f…", "client": "key:1f3a90c2", "path": "/v1/ask", "question": "…",
 "query": {…}, "status": "answered", "verdicts": ["cell"], "cells": [{"document_id": "…", "page": 17, …}], "elapsed_ms": 4.2}
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from disclosure.errors import StoreError

PLACE = ("document_id", "page", "table", "row", "column", "quote")  # what names a cell
LONGEST = 2000  # characters of a question or quote that are kept


class AuditLog:
    """Appends to a file a day, from any thread; several processes may write to one folder."""

    def __init__(self, folder: Path | None) -> None:
        """Keep the log in `folder`; None keeps none.  StoreError where the folder cannot be made."""
        self._folder = folder
        self._lock = threading.Lock()
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as problem:
                raise StoreError(f"日志文件夹用不了：{folder}（{problem.strerror}）") from problem

    def write(self, request_id: str, client: str, path: str, asked: Mapping[str, Any], answer: Mapping[str, Any] | None) -> None:
        """Keep one request: what was asked, and what it came to; None: an error."""
        if self._folder is None:
            return
        now = datetime.now(UTC)
        line: dict[str, Any] = {"time": now.isoformat(timespec="milliseconds"), "request_id": request_id, "client": client, "path": path}
        line |= {name: _cut(value) for name, value in asked.items() if value is not None}
        if answer is not None:
            line |= {"query": answer.get("query", asked.get("query")), "status": answer.get("status")}
            line["verdicts"] = [value["verdict"] for value in answer.get("values") or ()]
            line["cells"] = [{name: _cut(cited.get(name)) for name in PLACE} for cited in answer.get("citations") or ()]
            line |= {name: answer.get(name) for name in ("elapsed_ms", "model", "library_version")}
        text = json.dumps(line, ensure_ascii=False) + "\n"
        with self._lock, (self._folder / f"{now:%Y-%m-%d}.jsonl").open("ab") as file:
            file.write(text.encode("utf-8", "replace"))  # one write: lines of several processes do not mix


def _cut(value: Any) -> Any:
    return value[:LONGEST] if isinstance(value, str) else value
