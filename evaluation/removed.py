"""What is answered where the thing asked is not printed: questions on copies of an index that lack a part of the row names.

    less_rows(index, copy, 0)                        →  a copy without the figures of every third row name
    python -m evaluation.removed INDEX GOLD.jsonl…   →  wrong figures shown as verified, by which third is gone

Whatever names the asked row is gone for a third of the questions, so that a figure shown is that of another row.
Questions over a set of rows or units are left out: without some of its rows a set has another sum.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation.asking import ask_all
from evaluation.gold import read_gold
from evaluation.judging import Row, judge
from retrieval.names import normalise_label, simplify
from workspace import Settings, Workspace

LIBRARY = "library.sqlite3"
PARTS = 3
SETS = ('"rows"', '"units"')  # in a query: what sums or ranks over a set


def less_rows(index: Path, copy: Path, part: int, parts: int = PARTS) -> Path:
    """A copy of an index without the figures of one in so many row names."""
    copy.mkdir(parents=True, exist_ok=True)
    source, target = sqlite3.connect(f"file:{index / LIBRARY}?mode=ro", uri=True), sqlite3.connect(copy / LIBRARY)
    source.backup(target)
    source.close()
    names = target.execute("SELECT id, text FROM texts WHERE id IN (SELECT DISTINCT measure FROM figures)").fetchall()
    gone = [(number,) for number, text in names if zlib.crc32(simplify(normalise_label(text)).encode()) % parts == part]
    target.executemany("DELETE FROM figures WHERE measure = ?", gone)
    target.execute("UPDATE parts SET body = '[]' WHERE part = 'discrepancies'")
    target.commit()
    target.close()
    return copy


def wrong(index: Path, gold: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Questions that get a wrong figure shown as verified, with what was answered."""
    workspace = Workspace.open(Settings(index, "none"))
    try:
        for row, prediction in zip(gold, ask_all(workspace, gold), strict=True):
            query = json.dumps(prediction.get("query"), ensure_ascii=False)
            if judge(row, prediction).wrong_verified and not any(name in query for name in SETS):
                yield row, prediction
    finally:
        workspace.close()


def main(index: str, *files: str) -> None:
    """Print the wrong answers and how many there are."""
    gold = [row for name in files for row in read_gold(Path(name))]
    for part in range(PARTS):
        with tempfile.TemporaryDirectory() as folder:
            found = list(wrong(less_rows(Path(index), Path(folder), part), gold))
        for row, prediction in found:
            sys.stdout.write(f"{row['id']} {row['question']} → {prediction['values'][0]['label']}\n")
        sys.stdout.write(f"{part + 1}/{PARTS}: {len(found)} of {len(gold)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
