"""Gold questions: JSON Lines of the answer contract, and the queries that belong to them.

read_gold(Path("data/gold/sample.jsonl"))           →  [{"id": "smp-001", "question": …, "expected": {…}}, …]
with_queries(rows, Path("queries.jsonl"))            →  the same rows, each with the `query` that the file holds by id
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from disclosure.errors import MingzhangError
from evaluation.judging import Row, kind_of


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers; MingzhangError for a line that is none."""
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as problem:
                raise MingzhangError(f"{path} 第{number}行不是 JSON：{problem}") from problem
            if not isinstance(row, dict):
                raise MingzhangError(f"{path} 第{number}行不是 JSON 对象")
            yield number, row


def read_gold(path: Path) -> list[Row]:
    """The gold questions of a JSON Lines file; MingzhangError with the line number for one that is none."""
    try:
        return checked_rows(path, read_lines(path))
    except UnicodeDecodeError as problem:
        raise MingzhangError(f"{path} 不是 UTF-8 文字") from problem


def checked_rows(path: Path, rows: Iterable[tuple[int, dict[str, Any]]]) -> list[Row]:
    """Numbered rows that are gold questions, each id once; MingzhangError with the number of one that is none."""
    seen: dict[object, Row] = {}
    for number, row in rows:
        missing = [name for name in ("id", "question") if not isinstance(row.get(name), (str, int)) or not str(row[name]).strip()]
        if missing:
            raise MingzhangError(f"{path} 第{number}行不是带 id 和 question 的 JSON 对象：缺少 {'、'.join(missing)}")
        expected = row.get("expected")
        if expected is not None and not (isinstance(expected, dict) and "status" in expected):
            raise MingzhangError(f"{path} 第{number}行的 expected 没有 status")
        if row["id"] in seen:
            raise MingzhangError(f"{path} 第{number}行的 id {row['id']} 前面已经有了")
        seen[row["id"]] = row
    return list(seen.values())


def with_queries(rows: Sequence[Row], *paths: Path) -> list[Row]:
    """The rows, each with the query that one of the files holds for its id; a query of its own stays."""
    queries = {row.get("id"): row.get("query") for path in paths for _, row in read_lines(path)}
    return [row if row.get("query") or row["id"] not in queries else {**row, "query": queries[row["id"]]} for row in rows]


def chosen(rows: Sequence[Row], kinds: Sequence[str] = (), ids: Sequence[str] = (), limit: int | None = None) -> list[Row]:
    """The rows of some kinds (by what stands before a slash) or ids, the first `limit` of them."""
    found = [row for row in rows if (not kinds or kind_of(row) in kinds or row.get("kind") in kinds) and (not ids or row["id"] in ids)]
    return found[:limit]
