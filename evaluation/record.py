"""What a run was made of, so that two runs can be told apart, and one that was cut off can go on.

    record_of(workspace, options…)["code"]   →  16 hex digits over the source, the lists and the prompts that answer

The record lies beside the predictions as FILE.run.json; a run is resumed only where all that decides an answer is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disclosure.errors import MingzhangError
from evaluation.gold import read_lines
from evaluation.judging import Row
from workspace import ROOT

if TYPE_CHECKING:
    from workspace import Settings, Workspace

ANSWERING = ("answering", "retrieval", "disclosure", "prompts", "data/terms", "data/reading")  # whose files decide an answer
SAME = ("code", "library", "embedding", "model", "oracle")  # what must be the same for a run to go on


def record_of(workspace: Workspace, settings: Settings, gold: Sequence[Row], **options: object) -> dict[str, Any]:
    """The record of a run: code, prompts, library, settings and questions, by hash where they are long."""
    from prompts import load, names

    return {
        "code": _hash_of(ANSWERING),
        "prompts": {name: f"{prompt.version}:{prompt.hash}" for name in names() for prompt in [load(name)]},
        "library": workspace.library.version,
        "documents": {record.file_name: record.id for record in workspace.documents()},
        "embedding": settings.embedding_model,
        "model": settings.model.name if settings.model else None,
        "gold": hashlib.sha256(json.dumps([dict(row) for row in gold], ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16],
        **options,
    }


def _hash_of(places: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(path for path in (ROOT / place).rglob("*") if path.is_file() and path.suffix in (".py", ".csv", ".md", ".json")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def record_path(predictions: Path) -> Path:
    """Where the record of a predictions file lies."""
    return predictions.with_name(predictions.name + ".run.json")


def resumed(predictions: Path, gold: Sequence[Row], record: Mapping[str, Any]) -> list[Row]:
    """The predictions at the head of the file that this run would give again; MingzhangError where it was another run."""
    if not predictions.is_file():
        return []
    try:
        before = json.loads(record_path(predictions).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise MingzhangError(f"接着做要有这次运行的记录：{record_path(predictions)}；不加 --resume 就从头做起") from problem
    changed = [name for name in SAME if before.get(name) != record.get(name)]
    if changed:
        raise MingzhangError(f"和上次运行不同的有：{'、'.join(changed)}；不加 --resume 就从头做起")
    kept: list[Row] = []
    for row, prediction in zip(gold, _whole_lines(predictions), strict=False):
        if prediction.get("id") != row["id"] or prediction.get("question") != row["question"] or "error" in prediction:
            break
        kept.append(prediction)
    return kept


def _whole_lines(path: Path) -> Iterator[Row]:
    """The predictions of a file, up to a line that was cut off."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return


def baseline(place: Path) -> dict[Any, Row]:
    """The predictions of an earlier run by id: a predictions file, or the folder of a report."""
    path = place / "predictions.jsonl" if place.is_dir() else place
    return {row.get("id"): row for _, row in read_lines(path)}
