"""Names near in meaning to words that no name has: 来客 → 公务接待费.  Proposals; evidence decides, and they are told as such.

propose("老人福利", shelf, ids)  →  ("养老服务", …), [] where the library keeps no vectors
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retrieval.figure_writer import LabelRole
from retrieval.matching import Rung

ROLES = frozenset({LabelRole.ROW, LabelRole.PROJECT, LabelRole.PROSE})
MOST = 3


def propose(text: str, shelf: Any, document_ids: Sequence[str]) -> tuple[str, ...]:
    """Labels of the documents that are nearest in meaning, best first."""
    library = getattr(shelf, "library", shelf)
    ids = [key for key in document_ids if library.embedded(key)]
    if not ids or not text.strip():
        return ()
    hits = library.match_labels(text, ids, 12, roles=ROLES, dense=True)
    return tuple(hit.label for hit in hits if hit.rung is Rung.DENSE)[:MOST]
