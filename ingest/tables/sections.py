"""A ruled grid as it is drawn → grids of one table each: empty margins cut off, cut where the next title stands inside.

row 1   | (margin) | 预算01表 收支总表 ──────────────| (margin) |    a margin prints nothing and is no column
row 2   |          | 收入 | …       单位：万元       |          |
row 40  |          | 预算02表 收入总表 ──────────────|          |    from here on another table; without a number,
row 41  |          | 项目 | 2026年              |          |    where a header of its own stands below
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.figures.units import is_number, is_year, unit_note
from ingest.tables.captions import is_year_line, looks_like_title, split_number
from ingest.tables.grid import Grid, GridCell

MARGIN = 14.0  # points: no column of figures is so narrow


def sections(grid: Grid) -> list[Grid]:
    """The tables of a grid, from the top down."""
    trimmed = _without_margins(grid)
    starts = [0, *(row for row in range(1, trimmed.row_count) if _begins_table(trimmed, row)), trimmed.row_count]
    return [_rows(trimmed, start, end) for start, end in pairwise(starts) if end > start]


def _without_margins(grid: Grid) -> Grid:
    first, last = 0, grid.column_count
    while last - first > 2 and _is_margin(grid, first):
        first += 1
    while last - first > 2 and _is_margin(grid, last - 1):
        last -= 1
    if (first, last) == (0, grid.column_count):
        return grid
    cells = []
    for cell in grid.cells:
        start, end = max(cell.column, first), min(cell.column + cell.column_span, last)
        if end > start:
            box = replace(cell.bbox, x0=grid.xs[start], x1=grid.xs[end])
            cells.append(replace(cell, column=start - first, column_span=end - start, bbox=box))
    return replace(
        grid,
        xs=grid.xs[first : last + 1],
        cells=tuple(cells),
        top_ruled=grid.top_ruled[first:last],
        bottom_ruled=grid.bottom_ruled[first:last],
    )


def _is_margin(grid: Grid, column: int) -> bool:
    """Whether a narrow column prints nothing of its own."""
    narrow = grid.xs[column + 1] - grid.xs[column] <= MARGIN
    return narrow and not any(c.text.strip() for c in grid.cells if c.column == column and c.column_span == 1)


def _begins_table(grid: Grid, row: int) -> bool:
    """Whether a row is the title of another table, and nothing printed reaches over its upper side.

    A title with a number, or one between figures and a header of its own.
    """
    title = _alone(grid, row)
    if title is None or not is_title(title.text) or any(c.row < row < c.row + c.row_span and c.text.strip() for c in grid.cells):
        return False
    return split_number(title.text)[0] is not None or (_has_numbers(grid, row - 1) and _header_follows(grid, row + 1))


def _alone(grid: Grid, row: int) -> GridCell | None:
    """The cell that prints alone in its row and stands over nearly all columns."""
    cells = [c for c in grid.cells if c.row == row and c.text.strip()]
    return cells[0] if len(cells) == 1 and cells[0].column_span >= max(2, grid.column_count - 2) else None


def _has_numbers(grid: Grid, row: int) -> bool:
    return any(c.row <= row < c.row + c.row_span and is_number(c.text) for c in grid.cells)


def _header_follows(grid: Grid, row: int) -> bool:
    """Whether words alone stand in several columns, before a row with numbers; a unit or a year may stand above them."""
    while row < grid.row_count and (line := _alone(grid, row)) and (unit_note(line.text) or is_year_line(line.text)):
        row += 1
    header = [c for c in grid.cells if c.row == row and c.text.strip()]
    if len(header) < 2 or any(is_number(c.text) and not is_year(c.text) for c in header):
        return False
    return any(_has_numbers(grid, below) for below in range(row + 1, min(row + 4, grid.row_count)))


def is_title(text: str) -> bool:
    """Whether a cell that stands alone in its row names a table."""
    return looks_like_title(text) and not is_year_line(text)


def _rows(grid: Grid, start: int, end: int) -> Grid:
    """The grid of some rows, with those columns alone whose sides are drawn there."""
    if (start, end) == (0, grid.row_count):
        return grid
    cells = _within(grid.cells, grid.ys, start, end)
    sides = sorted({side for cell in cells for side in (cell.column, cell.column + cell.column_span)})
    place = {side: n for n, side in enumerate(sides)}
    ruled = (True,) * (len(sides) - 1)
    return replace(
        grid,
        xs=tuple(grid.xs[side] for side in sides),
        ys=grid.ys[start : end + 1],
        cells=tuple(replace(c, column=place[c.column], column_span=place[c.column + c.column_span] - place[c.column]) for c in cells),
        top_ruled=tuple(grid.top_ruled[side] for side in sides[:-1]) if start == 0 else ruled,
        bottom_ruled=tuple(grid.bottom_ruled[side] for side in sides[:-1]) if end == grid.row_count else ruled,
    )


def _within(cells: Sequence[GridCell], ys: Sequence[float], start: int, end: int) -> list[GridCell]:
    """The cells of some rows; a blank one that reaches further is cut."""
    kept = []
    for cell in cells:
        first, last = max(cell.row, start), min(cell.row + cell.row_span, end)
        if last > first:
            box = replace(cell.bbox, top=ys[first], bottom=ys[last])
            kept.append(replace(cell, row=first - start, row_span=last - first, bbox=box))
    return kept
