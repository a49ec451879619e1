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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from disclosure.document import BBox
from ingest.pages.lines import bounds, cell_text, group_lines
from ingest.pages.pdf import Glyph, Rule, TextLine
from ingest.tables.stuck import missing_rules

SNAP = 3.0  # points: lines nearer than this are one line (doubled rules, rounding)
JOIN = 3.0  # points: a gap in a line that is bridged
TOUCH = 3.0  # points: how far lines may miss each other and still meet
WALL = 0.6  # of a cell's side: a line that covers as much closes it
MOST_PAIRS = 4_000_000  # of lines that may cross: more is a map or a drawing, no table
NO_ROOM = 0.08  # of the height: less between two glyphs holds no wall with room on both sides
CLOSE = 0.15  # of the height: glyphs with a narrower gap belong to one word
RUN_ON = 6.0  # points: lines that run this far past the last crossing line close the grid there
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


@dataclass(slots=True)
class Segment:
    """A straight line that lies or stands."""

    at: float  # y of a horizontal line, x of a vertical one
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageGrids:
    """What the rules of a page enclose, and what they leave."""

    grids: list[Grid]  # from the top down
    outside: list[Glyph]  # in no grid
    loose: list[Rule]  # horizontal rules that no vertical one meets


def find_grids(page: int, rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> PageGrids:
    """The ruled grids of a page."""
    horizontal = _joined([Segment(r.top, r.x0, r.x1) for r in rules if r.horizontal])
    vertical = _joined([Segment(r.x0, r.top, r.bottom) for r in rules if not r.horizontal])
    if len(horizontal) * len(vertical) > MOST_PAIRS:
        return PageGrids([], list(glyphs), [])
    groups = _touching(horizontal, vertical)
    frames = _without_borders([frame for group in groups if (frame := _frame(*group))])
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


def _joined(segments: list[Segment]) -> list[Segment]:
    """Collinear pieces as one line each."""
    segments.sort(key=lambda s: s.at)
    clusters: list[list[Segment]] = []
    for segment in segments:
        if clusters and segment.at - clusters[-1][0].at <= SNAP:
            clusters[-1].append(segment)
        else:
            clusters.append([segment])
    lines = []
    for cluster in clusters:
        length = sum(s.end - s.start for s in cluster) or 1.0
        at = sum(s.at * (s.end - s.start) for s in cluster) / length if length > 1 else cluster[0].at
        cluster.sort(key=lambda s: s.start)
        current = Segment(at, cluster[0].start, cluster[0].end)
        for segment in cluster[1:]:
            if segment.start <= current.end + JOIN:
                current.end = max(current.end, segment.end)
            else:
                lines.append(current)
                current = Segment(at, segment.start, segment.end)
        lines.append(current)
    return [line for line in lines if line.end - line.start > 2 * SNAP]


def _touching(horizontal: list[Segment], vertical: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Lines grouped by whether they meet, directly or through others."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical, len(horizontal)):
            if h.start - TOUCH <= v.at <= h.end + TOUCH and v.start - TOUCH <= h.at <= v.end + TOUCH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical, len(horizontal)):
        groups.setdefault(root(j), ([], []))[1].append(v)
    return [group for group in groups.values() if group[0] and group[1]]


@dataclass(slots=True)
class _Frame:
    xs: list[float]
    ys: list[float]
    horizontal: list[Segment]
    vertical: list[Segment]


def _frame(horizontal: list[Segment], vertical: list[Segment]) -> _Frame | None:
    """The columns and rows that the lines make; None when they enclose nothing."""
    xs = _positions(v.at for v in vertical)
    ys = _positions(h.at for h in horizontal)
    left, right = min(h.start for h in horizontal), max(h.end for h in horizontal)
    top, bottom = min(v.start for v in vertical), max(v.end for v in vertical)
    xs = [left] * (left < xs[0] - RUN_ON) + xs + [right] * (right > xs[-1] + RUN_ON)
    ys = [top] * (top < ys[0] - RUN_ON) + ys + [bottom] * (bottom > ys[-1] + RUN_ON)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return _Frame(xs, ys, horizontal, vertical)


def _positions(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _without_borders(frames: list[_Frame]) -> list[_Frame]:
    """Drop a single box that holds another grid: a border drawn around the page."""

    def holds(outer: _Frame, inner: _Frame) -> bool:
        return outer.xs[0] < inner.xs[0] and inner.xs[-1] < outer.xs[-1] and outer.ys[0] < inner.ys[0] and inner.ys[-1] < outer.ys[-1]

    return [f for f in frames if not (len(f.xs) == len(f.ys) == 2 and any(holds(f, other) for other in frames if other is not f))]


def _fill(page: int, frame: _Frame, glyphs: Sequence[Glyph], *, whole: bool = False) -> Grid:
    """The cells of a frame; where rules between its rows are missing, it is filled again with them."""
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
    missing = [] if whole else missing_rules(regions, texts, xs, ys)
    if missing:
        lines = [*frame.horizontal, *(Segment(*rule) for rule in missing)]
        return _fill(page, _Frame(xs, sorted({*ys, *(at for at, _, _ in missing)}), lines, frame.vertical), glyphs, whole=True)
    cells = [_cell(region, inside, xs, ys) for region, inside in zip(regions, texts, strict=True)]
    cells.sort(key=lambda c: (c.row, c.column))
    alone = tuple(TextLine(page, line.text, line.bbox, line.size) for line in group_lines(glyphs)) if columns == 1 else ()
    return Grid(page, tuple(xs), tuple(ys), tuple(cells), tuple(flat_walls[0]), tuple(flat_walls[-1]), ragged, alone)


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
