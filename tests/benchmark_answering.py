"""How long an answer takes, step by step: `python tests/benchmark_answering.py FOLDER GOLD.jsonl…`.

All PDFs of the folder are loaded together in one process, without vectors; every question of the sets is asked once to warm
up and once more to be timed.  Printed: median and 95th percentile in milliseconds, of the whole and of each step.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from evaluate import read_gold
from workspace import NO_MODEL, Settings, Workspace


def times(workspace: Workspace, rows: Iterable[dict]) -> dict[str, list[float]]:
    """Milliseconds of each step, a question an entry."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        history = tuple(workspace_turns(workspace, row))
        answer = workspace.ask(row["question"], history=history, documents=row.get("documents"))
        found["whole"].append(answer.elapsed_ms)
        for step, spent in answer.record.get("times_ms", {}).items():
            found[step].append(spent)
    return found


def workspace_turns(workspace: Workspace, row: dict) -> list:
    """The earlier questions of a chat, answered."""
    from disclosure.answer import Turn

    turns: list[Turn] = []
    for earlier in row.get("history") or ():
        turns.append(Turn(earlier, workspace.ask(earlier, history=turns, documents=row.get("documents")).query))
    return turns


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of the values stay under."""
    return sorted(values)[max(0, int(len(values) * share) - 1)]


def main(folder: str, *gold: str) -> None:
    """Load, warm up, time, print."""
    with tempfile.TemporaryDirectory() as index:
        workspace = Workspace.open(Settings(Path(index), embedding_model=NO_MODEL))
        for report in workspace.ingest([Path(folder)]):
            assert not report.failed, report.message
        rows = [row for name in gold for row in read_gold(Path(name))]
        times(workspace, rows)
        for step, spent in times(workspace, rows).items():
            told = f"median {statistics.median(spent):7.2f} ms  p95 {percentile(spent, 0.95):7.2f} ms"
            sys.stdout.write(f"{step:12} {len(spent):5} questions  {told}\n")
        workspace.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
