"""Rules of a page to grids of cells, merged cells included.

    rules → joined straight lines → groups that touch → columns and rows → walls between them → cells

A table that is cut by the end of the page often has no rule there; a table of this field is often open at its
sides.  Where rules of one direction run on past the last rule of the other, the grid is closed with a side that
is marked as not printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from disclosure.document import BBox
from ingest.pages.lines import bounds, cell_text, group_lines
from ingest.pages.pdf import Glyph, Rule, TextLine
from ingest.tables.frame import SNAP, Frame, Segment, frame_of, joined, touching, with_loose_ends_met, without_borders
from ingest.tables.missing_columns import missing_columns
from ingest.tables.missing_rows import Region, missing_rows

WALL = 0.6  # of a cell's side: a line that covers as much closes it
MOST_PAIRS = 4_000_000  # of lines that may cross: more is a map or a drawing, no table
MOST_ROUNDS = 4  # of putting back what is missing: one rule tells of another
NO_ROOM = 0.08  # of the height: less between two glyphs holds no wall with room on both sides
CLOSE = 0.15  # of the height: glyphs with a narrower gap belong to one word
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid on one page."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    bbox: BBox  # of the cell, upright coordinates
    text_bbox: BBox | None  # of its text; None: blank
    hang: float = 0.0  # points by which its first line begins further in than the others


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as it stands on one page, in upright coordinates."""

    page: int
    xs: tuple[float, ...]  # sides of the columns, left to right: one more than there are columns
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]  # by row, then column
    top_ruled: tuple[bool, ...]  # for each column, whether the upper side is printed
    bottom_ruled: tuple[bool, ...]
    ragged: bool = False  # some region was no rectangle and was cut into rectangles
    lines: tuple[TextLine, ...] = ()  # of a single column, which may be a frame around text and no table

    @property
    def bbox(self) -> BBox:
        """The outer sides."""
        return BBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def row_count(self) -> int:
        """Rows."""
        return len(self.ys) - 1

    @property
    def column_count(self) -> int:
        """Columns."""
        return len(self.xs) - 1


@dataclass(frozen=True, slots=True)
class PageGrids:
    """What the rules of a page enclose, and what they leave."""

    grids: list[Grid]  # from the top down
    outside: list[Glyph]  # in no grid
    loose: list[Rule]  # horizontal rules that no vertical one meets


def find_grids(page: int, rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> PageGrids:
    """The ruled grids of a page."""
    horizontal = joined([Segment(r.top, r.x0, r.x1) for r in rules if r.horizontal])
    vertical = joined([Segment(r.x0, r.top, r.bottom) for r in rules if not r.horizontal])
    if len(horizontal) * len(vertical) > MOST_PAIRS:
        return PageGrids([], list(glyphs), [])
    groups = touching(horizontal, vertical)
    frames = without_borders([frame for group in groups if (frame := frame_of(*group))])
    met = {id(line) for group in groups for line in group[0]}
    loose = [Rule(line.start, line.at, line.end, line.at) for line in horizontal if id(line) not in met]
    homes: list[list[Glyph]] = [[] for _ in frames]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        home = next((n for n, f in enumerate(frames) if f.xs[0] <= x <= f.xs[-1] and f.ys[0] <= y <= f.ys[-1]), None)
        (outside if home is None else homes[home]).append(glyph)
    grids = [_fill(page, frame, home) for frame, home in zip(frames, homes, strict=True)]
    return PageGrids(sorted(grids, key=lambda g: (g.ys[0], g.xs[0])), outside, loose)


def _fill(page: int, frame: Frame, glyphs: Sequence[Glyph]) -> Grid:
    """The cells of a frame, with the rules that are missing in it."""
    for _ in range(MOST_ROUNDS):
        frame, before = with_loose_ends_met(frame, glyphs), frame
        laid = _laid(frame, glyphs)
        for flat in (True, False):
            missing = (missing_rows if flat else missing_columns)(laid.regions, laid.texts, frame.xs, frame.ys)
            if missing:
                lines = [Segment(*rule) for rule in missing]
                frame = frame.plus(lines, []) if flat else frame.plus([], lines)
                laid = _laid(frame, glyphs)
        if len(frame.horizontal) + len(frame.vertical) == len(before.horizontal) + len(before.vertical):
            break
    xs, ys = frame.xs, frame.ys
    cells = [_cell(region, inside, xs, ys) for region, inside in zip(laid.regions, laid.texts, strict=True)]
    cells.sort(key=lambda c: (c.row, c.column))
    alone = tuple(TextLine(page, line.text, line.bbox, line.size) for line in group_lines(glyphs)) if len(xs) == 2 else ()
    return Grid(page, tuple(xs), tuple(ys), tuple(cells), tuple(laid.top), tuple(laid.bottom), laid.ragged, alone)


@dataclass(frozen=True, slots=True)
class _Laid:
    """The regions that a frame's walls enclose and the glyphs of each."""

    regions: list[Region]
    texts: list[list[Glyph]]
    top: list[bool]
    bottom: list[bool]
    ragged: bool


def _laid(frame: Frame, glyphs: Sequence[Glyph]) -> _Laid:
    xs, ys = frame.xs, frame.ys
    columns, rows = len(xs) - 1, len(ys) - 1
    side_walls = [[_covered(frame.vertical, xs[c], ys[r], ys[r + 1]) for c in range(columns + 1)] for r in range(rows)]
    flat_walls = [[_covered(frame.horizontal, ys[r], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows + 1)]
    regions, ragged = _regions(rows, columns, side_walls, flat_walls)
    home = {
        (r, c): n
        for n, (row, column, height, width) in enumerate(regions)
        for r in range(row, row + height)
        for c in range(column, column + width)
    }
    texts: list[list[Glyph]] = [[] for _ in regions]
    for run in _runs(glyphs):
        homes = [home[_place(ys, (g.top + g.bottom) / 2), _place(xs, (g.x0 + g.x1) / 2)] for g in run]
        if len(set(homes)) > 1 and _runs_over(run, xs):
            homes = [Counter(homes).most_common(1)[0][0]] * len(run)
        for glyph, place in zip(run, homes, strict=True):
            texts[place].append(glyph)
    return _Laid(regions, texts, flat_walls[0], flat_walls[-1], ragged)


def _place(sides: Sequence[float], at: float) -> int:
    return min(max(bisect_right(sides, at) - 1, 0), len(sides) - 2)


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs drawn one after the other without a gap: a word or a number."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not (abs(glyph.top - run[-1].top) < 1 and abs(glyph.x0 - run[-1].x1) < CLOSE * glyph.height and glyph.text != " "):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _runs_over(run: Sequence[Glyph], xs: Sequence[float]) -> bool:
    """Whether a run that lies in several cells was too wide for its own.

    The whole run is one number, or a wall cuts through it where no cell would leave so little room on both sides.
    """
    if _NUMBER.fullmatch("".join(g.text for g in run)):
        return True
    for left, right in pairwise(run):
        wall = next((x for x in xs[1:-1] if left.x0 + left.x1 < 2 * x <= right.x0 + right.x1), None)
        if wall is not None and right.x0 - left.x1 < NO_ROOM * left.height:
            return True
    return False


def _cell(region: tuple[int, int, int, int], glyphs: list[Glyph], xs: Sequence[float], ys: Sequence[float]) -> GridCell:
    row, column, height, width = region
    box = BBox(xs[column], ys[row], xs[column + width], ys[row + height])
    text = cell_text(glyphs, box.x1 - box.x0)
    if not text:
        return GridCell(row, column, height, width, text, box, None)
    shown = [glyph for glyph in glyphs if glyph.text.strip()]
    top = min(glyph.top for glyph in shown)
    begins = min(glyph.x0 for glyph in shown if glyph.top < top + glyph.height / 2)
    hang = begins - min(glyph.x0 for glyph in shown)
    return GridCell(row, column, height, width, text, box, bounds(glyphs), round(hang, 1))


def _covered(lines: Sequence[Segment], at: float, start: float, end: float) -> bool:
    """Whether lines at this position cover most of the stretch."""
    covered = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines if abs(line.at - at) <= SNAP)
    return covered >= WALL * (end - start)


def _regions(
    rows: int, columns: int, side_walls: list[list[bool]], flat_walls: list[list[bool]]
) -> tuple[list[tuple[int, int, int, int]], bool]:
    """The smallest rectangles that walls enclose, as (row, column, row span, column span), and whether any had to be cut."""
    order = [(r, c) for r in range(rows) for c in range(columns)]
    free = set(order)
    regions = []
    ragged = False
    for start in order:
        if start not in free:
            continue
        region, queue = {start}, [start]
        while queue:
            r, c = queue.pop()
            steps = (
                ((r, c + 1), not (c + 1 < columns and side_walls[r][c + 1])),
                ((r, c - 1), not side_walls[r][c]),
                ((r + 1, c), not (r + 1 < rows and flat_walls[r + 1][c])),
                ((r - 1, c), not flat_walls[r][c]),
            )
            for place, passable in steps:
                if passable and place in free and place not in region:
                    region.add(place)
                    queue.append(place)
        free -= region
        pieces = _rectangles(region)
        ragged = ragged or len(pieces) > 1
        regions.extend(pieces)
    return regions, ragged


def _rectangles(region: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """The region as rectangles: itself when it is one."""
    left = set(region)
    pieces = []
    while left:
        row, column = min(left)
        width = 1
        while (row, column + width) in left:
            width += 1
        height = 1
        while all((row + height, column + n) in left for n in range(width)):
            height += 1
        left -= {(row + r, column + c) for r in range(height) for c in range(width)}
        pieces.append((row, column, height, width))
    return pieces
