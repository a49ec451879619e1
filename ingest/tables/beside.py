"""Tables that stand side by side, each with a title and a unit note of its own.

2025年公用经费预算表          2025年“三公”经费预算表       one level of text: two titles
          单位：万元                     单位：元       and two unit notes
项目 | 2024年 | 2025年       项目 | 2024年 | 2025年       two grids, or one that a rule parts from top to bottom
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.pages.lines import Line
from ingest.tables.grid import Grid

NEAR = 6.0  # of a line's height: as far above a grid its title may stand
SHARED = 0.5  # of the lower one's height: grids that share as much stand side by side

_TITLE = re.compile(r"表\s*(?:[（(].*[)）])?\s*$")


def set_apart(grids: Sequence[Grid], lines: Sequence[Line]) -> tuple[list[Grid], list[Line]]:
    """The grids, one that holds two titled tables as two, and the lines, those over two tables cut between them."""
    parted = [part for grid in grids for part in _parted(grid, lines)]
    walls = [_wall(left, right) for left in parted for right in parted if is_beside(left, right) and left.xs[-1] <= right.xs[0] + 1]
    cut = list(lines)
    for at, top, bottom in walls:
        above = max((g.ys[-1] for g in parted if g.ys[-1] <= top), default=0.0)
        below = min((g.ys[0] for g in parted if g.ys[0] >= bottom), default=float("inf"))
        cut = [part for line in cut for part in (_cut(line, at) if above <= line.bbox.top <= below else [line])]
    return sorted(parted, key=lambda g: (g.ys[0], g.xs[0])), cut


def is_beside(grid: Grid, other: Grid) -> bool:
    """Whether two grids stand on one level and share no column."""
    shared = min(grid.ys[-1], other.ys[-1]) - max(grid.ys[0], other.ys[0])
    apart = grid.xs[-1] <= other.xs[0] + 1 or other.xs[-1] <= grid.xs[0] + 1
    return (
        apart
        and min(grid.column_count, other.column_count) > 1
        and shared > SHARED * min(grid.ys[-1] - grid.ys[0], other.ys[-1] - other.ys[0])
    )


def span_of(grid: Grid, grids: Sequence[Grid]) -> tuple[float, float]:
    """From where to where across the page the lines above and below a grid are its own."""
    beside = [other for other in grids if other is not grid and is_beside(grid, other)]
    left = max(((o.xs[-1] + grid.xs[0]) / 2 for o in beside if o.xs[0] < grid.xs[0]), default=float("-inf"))
    right = min(((o.xs[0] + grid.xs[-1]) / 2 for o in beside if o.xs[0] > grid.xs[0]), default=float("inf"))
    return left, right


def _wall(left: Grid, right: Grid) -> tuple[float, float, float]:
    return (left.xs[-1] + right.xs[0]) / 2, min(left.ys[0], right.ys[0]), max(left.ys[-1], right.ys[-1])


def _parted(grid: Grid, lines: Sequence[Line]) -> list[Grid]:
    """One grid as two where two titles stand over it, left and right of a rule that no cell crosses."""
    near = [line for line in lines if 0 <= grid.ys[0] - line.bbox.bottom <= NEAR * line.size]
    for column in range(2, grid.column_count - 1):
        if any(c.column < column < c.column + c.column_span for c in grid.cells):
            continue
        halves = [parts for line in near if len(parts := _cut(line, grid.xs[column])) == 2]
        if any(all(_TITLE.search(part.text) for part in parts) for parts in halves):
            return [_columns(grid, 0, column), _columns(grid, column, grid.column_count)]
    return [grid]


def _columns(grid: Grid, start: int, end: int) -> Grid:
    cells = tuple(replace(c, column=c.column - start) for c in grid.cells if start <= c.column < end)
    xs = grid.xs[start : end + 1]
    return replace(grid, xs=xs, cells=cells, top_ruled=grid.top_ruled[start:end], bottom_ruled=grid.bottom_ruled[start:end])


def _cut(line: Line, at: float) -> list[Line]:
    """A line as what stands left and what stands right of a place, where it leaves a gap there."""
    inked = [g for g in line.glyphs if g.text.strip()]
    for left, right in pairwise(inked):
        if left.x1 <= at + 1 and right.x0 >= at - 1 and right.x0 - left.x1 > 0.5 * right.height:
            return [Line(tuple(g for g in line.glyphs if g.x1 <= left.x1)), Line(tuple(g for g in line.glyphs if g.x0 >= right.x0))]
    return [line]
