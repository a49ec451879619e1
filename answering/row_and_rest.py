"""A row's name run together with a column or with the kind of its table, without 的 between: 信访事务完成预算的比例, 无人机采购预算."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from answering.document_index import DocumentIndex, EntryKind
from answering.totals import whole_meant
from disclosure.question import Selector
from retrieval.matching import normalise_label

SHORTEST_ROW, SHORTEST_REST = 3, 2


def row_and_rest(index: DocumentIndex, selector: Selector) -> Iterator[Selector]:
    """Readings of a label as a row and what is wanted of it: the longest row name that the label starts with.

    The rest must be a column of that row, or a whole whose table holds the row; else nothing is read so.
    """
    key = normalise_label(selector.label or "")
    if selector.column_label or selector.within or len(key) < SHORTEST_ROW + SHORTEST_REST:
        return
    rows = [entry for entry in index.entries if entry.kind is EntryKind.ROW and entry.table_id and not entry.is_total]
    names = {entry.key for entry in rows if SHORTEST_ROW <= len(entry.key) <= len(key) - SHORTEST_REST and key.startswith(entry.key)}
    if not names:
        return
    name = max(names, key=len)
    rest = key[len(name) :]
    own = [entry for entry in rows if entry.key == name]
    if any(rest in normalise_label(part) for entry in own for figure in entry.figures for part in figure.column_path):
        yield replace(selector, label=name, column_label=rest, variants=())
    whole = whole_meant(rest, selector)
    for kind in whole.kinds if whole else ():
        if any(entry.table_kind is kind for entry in own):
            yield replace(selector, label=name, table_kind=kind, variants=())
