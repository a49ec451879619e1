"""The right half of a table too wide for its page: columns without labels of their own on the next one.

page 2   科目编码 | 科目名称 | 合计 | 基本支出        page 3   项目支出 | 上缴上级支出
         2070109 | 群众文化 | 180.00 | 60.00                   100.00  | 12.00           the same rows, at the same heights
"""

from __future__ import annotations

from dataclasses import replace

from ingest.figures.units import is_dash, is_nothing, is_number
from ingest.tables.draft import Draft, DraftCell, filled, plain
from ingest.tables.headers import header_extent, names_labels

LEVEL = 3.0  # points by which the heights of two halves of one row may differ


def is_right_half(before: Draft, after: Draft) -> bool:
    """Whether `after`, on the next page, holds further columns of the rows of `before`."""
    if not after.follows(before) or after.caption.foreign or after.caption.title or not before.last_on_page:
        return False
    extent, ours = header_extent(after), header_extent(before)
    body_rows = after.row_count - extent.body
    if extent.body == extent.first or body_rows < 1 or len(before.parts) > 1 or body_rows != before.row_count - ours.body:
        return False
    head = [c for c in after.cells if extent.first <= c.row < extent.body]
    if not filled(head) or any(names_labels(c.text) or is_number(c.text) for c in filled(head)):
        return False
    if any(not (is_number(c.text) or is_dash(c.text) or is_nothing(c.text)) for c in filled(after.cells) if c.row >= extent.body):
        return False
    return _heights(after, extent.body) == _heights(before, ours.body) and not _begins_alike(before, after)


def beside(before: Draft, after: Draft) -> Draft:
    """Both halves as one table, the rows of the header set against each other from the last one up."""
    extent, ours = header_extent(after), header_extent(before)
    lift = ours.body - extent.body
    width = before.column_count
    cells = []
    for cell in after.cells:
        row = cell.row + lift
        if cell.row < extent.first or row + cell.row_span <= ours.first:
            continue
        top = max(row, ours.first) if cell.row > extent.first else ours.first
        cells.append(replace(cell, row=top, row_span=row + cell.row_span - top, column=cell.column + width))
    shift = before.xs[-1] - after.xs[0]
    return replace(
        before,
        cells=[*(replace(cell) for cell in before.cells), *cells],
        xs=[*before.xs, *(x + shift for x in after.xs[1:])],
        parts=[*before.parts, *after.parts],
        top_ruled=before.top_ruled + after.top_ruled,
        bottom_ruled=before.bottom_ruled + after.bottom_ruled,
        notes=before.notes + after.notes,
        last_on_page=after.last_on_page,
    )


def _heights(draft: Draft, body: int) -> list[int]:
    """How high each row of the body is, in steps of `LEVEL`."""
    rows: dict[int, DraftCell] = {c.row: c for c in draft.cells if c.row >= body and c.row_span == 1}
    return [round((rows[row].bbox.bottom - rows[row].bbox.top) / LEVEL) for row in sorted(rows)]


def _begins_alike(before: Draft, after: Draft) -> bool:
    """Whether both print the same header: the second goes on below the first."""
    first = [plain(c.text) for c in filled(c for c in before.cells if c.row < header_extent(before).body)]
    return [plain(c.text) for c in filled(c for c in after.cells if c.row < header_extent(after).body)] == first
