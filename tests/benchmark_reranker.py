"""How often the page of a gold question is among the first five passages found, without a reranker and with one.

python tests/benchmark_reranker.py INDEX GOLD.jsonl… [--reranker FOLDER] [--embed] [--prose]
"""

import argparse
import json
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from evaluate import read_gold
from workspace import NO_MODEL, Settings, Workspace

PROSE = ("text", "definition", "reason", "list")


def main():
    """Print one JSON line for each setting."""
    parser = argparse.ArgumentParser()
    parser.add_argument("index", type=Path)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--reranker")
    parser.add_argument("--embed", action="store_true", help="with vectors of the default model")
    parser.add_argument("--prose", action="store_true", help="only questions that the text answers")
    options = parser.parse_args()
    rows = [row for path in options.gold for row in read_gold(path) if row.get("page") and not row.get("history")]
    if options.prose:
        rows = [row for row in rows if any(word in row["kind"] for word in PROSE)]
    settings = Settings(options.index, None if options.embed else NO_MODEL)
    for reranker in (None, options.reranker) if options.reranker else (None,):
        workspace = Workspace.open(replace(settings, reranker=reranker))
        workspace.embed_pending()
        found, spent = [], []
        for row in rows:
            names = row.get("documents") or row["answered_by"]
            ids = [workspace.library.document(name).id for name in names]
            started = time.perf_counter()
            hits = workspace.library.search_chunks(row["question"], ids, 5)
            spent.append((time.perf_counter() - started) * 1000)
            found.append(any(hit.chunk.provenance.page == row["page"] for hit in hits))
        workspace.close()
        share = round(sum(found) / len(found), 3)
        result = {"reranker": reranker, "questions": len(rows), "page_among_five": share, "p50_ms": round(statistics.median(spent), 1)}
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
