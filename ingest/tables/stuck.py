"""Rows that stand in one cell's height because the rule between them is missing.

互动展区搭建 | 1 | 套 | 3960      two rows, not one with 3960704: every cell prints a line for each,
展区地面贴画 | 1 | 套 |  704      at the same heights, and no number fills its line
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.pages.glyph import Glyph
from ingest.pages.lines import Line, group_lines

ROOM = 1.6  # of the height: a line with less room left may go on in the next one
LEVEL = 0.3  # of the height: lines that differ by less stand on one level
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?%?")

Region = tuple[int, int, int, int]  # row, column, row span, column span


def missing_rules(
    regions: Sequence[Region], texts: Sequence[Sequence[Glyph]], xs: Sequence[float], ys: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Where rules between rows are missing: height, left end and right end of each."""
    found = []
    for row in range(len(ys) - 1):
        printed = [(r, group_lines(t)) for r, t in zip(regions, texts, strict=True) if r[0] == row and any(g.text.strip() for g in t)]
        if any(region[2] > 1 for region, _ in printed) or not _is_stuck([(_width(r, xs), lines) for r, lines in printed]):
            continue
        for upper, lower in zip(printed[0][1], printed[0][1][1:], strict=False):
            height = (upper.bbox.bottom + lower.bbox.top) / 2
            found += [(height, xs[c], xs[c + width]) for r, c, high, width in regions if (r, high) == (row, 1)]
    return found


def _width(region: Region, xs: Sequence[float]) -> float:
    return xs[region[1] + region[3]] - xs[region[1]]


def _is_stuck(printed: Sequence[tuple[float, list[Line]]]) -> bool:
    counts = {len(lines) for _, lines in printed}
    if len(printed) < 3 or len(counts) != 1 or counts == {1}:
        return False
    numbers = [cell for cell in printed if all(_NUMBER.fullmatch(line.text) for line in cell[1])]
    words = [cell for cell in printed if not any(_NUMBER.fullmatch(line.text) for line in cell[1])]
    if len(numbers) < 2 or len(numbers) + len(words) < len(printed) or not words:
        return False
    if any(width - (line.bbox.x1 - line.bbox.x0) <= ROOM * line.size for width, lines in numbers for line in lines):
        return False
    first = printed[0][1]
    return all(abs(_middle(a) - _middle(b)) <= LEVEL * b.size for _, lines in printed for a, b in zip(lines, first, strict=True))


def _middle(line: Line) -> float:
    return (line.bbox.top + line.bbox.bottom) / 2
