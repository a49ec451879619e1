"""Retrieval by itself: is the page that answers among the first k passages found for a question's words.

recalls(workspace, gold)[5]   →  (41, 60): of 60 questions whose page is known, 41
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluation.judging import Row
from evaluation.measures import pages_of, stem

if TYPE_CHECKING:
    from workspace import Workspace

DEPTHS = (1, 5, 10)


def recalls(workspace: Workspace, gold: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """By k: (questions whose page is among the first k passages, questions whose document and page are known)."""
    names = {record.id: stem(record.file_name) for record in workspace.documents()}
    known = [row for row in gold if pages_of(row) and {stem(name) for name in row.get("answered_by") or ()} & set(names.values())]
    ranks = [_rank(workspace, row, names) for row in known]
    return {k: (sum(rank is not None and rank <= k for rank in ranks), len(known)) for k in DEPTHS} if known else {}


def _rank(workspace: Workspace, row: Row, names: dict[str, str]) -> int | None:
    """The place of the first passage of a page that answers, from 1; None: it is not among the deepest."""
    documents, pages = {stem(name) for name in row["answered_by"]}, pages_of(row)
    hits = workspace.library.search_chunks(row["question"], row.get("documents"), limit=max(DEPTHS))
    for place, hit in enumerate(hits, 1):
        where = hit.chunk.provenance
        if names.get(where.document_id) in documents and any(where.page <= page <= hit.chunk.end_page for page in pages):
            return place
    return None
