"""Tables without vertical rules: columns told by how the text is aligned.

    ────────────────────────────────────
    科目编码   科目名称      合计      基本支出
    ────────────────────────────────────      rows between the first and the last rule,
    208        社会保障…     76.90      68.12      columns where no row of the body prints anything between
    ────────────────────────────────────

Where there are no rules either, lines count as rows when several in a row print numbers under one another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median

from disclosure.document import BBox
from ingest.figures.units import heads_years, unit_note
from ingest.pages.lines import Line, bounds, cell_text
from ingest.pages.pdf import Glyph, Rule
from ingest.tables.grid import Grid, GridCell
from ingest.tables.pieces import Piece, halves, pieces_of, unmatched

RIVER = 3.0  # points: white between two columns in every row
SAME_END = 8.0  # points by which the ends of a table's rules may differ
LEAST_ROWS = 3  # that print numbers under one another, for a table without rules
MOST_HEADER_LINES = 5
_LEADERS = re.compile(r"[.…·‥]{3,}|…")


@dataclass(frozen=True, slots=True)
class Aligned:
    """Tables found by alignment, and the lines that belong to none."""

    grids: list[Grid]
    lines: list[Line]


@dataclass(slots=True)
class _Row:
    pieces: list[Piece]
    top: float
    bottom: float

    @property
    def values(self) -> int:
        """How many numbers it prints; years that head columns are none."""
        return 0 if heads_years([p.text for p in self.pieces]) else sum(p.is_value for p in self.pieces)


def find_aligned(page: int, lines: Sequence[Line], rules: Sequence[Rule], height: float) -> Aligned:
    """Tables among the lines outside the ruled grids; `rules` are the horizontal ones that stand alone."""
    rest = list(lines)
    grids = []
    groups = _rule_groups([rule for rule in rules if not _is_leader(rule, lines)])
    for group in (_with_outer_rules(part, lines) for whole in groups for part in _one_table_each(whole, lines)):
        inside = [line for line in rest if group[0].top <= _middle(line) <= group[-1].top]
        partial = [rule for rule in rules if rule not in group and _lies_within(rule, group)]
        grid = _ruled_table(page, inside, group, partial)
        if grid:
            grids.append(grid)
            rest = [line for line in rest if line not in inside]
    for block in _blocks(rest, height):
        grid = _plain_table(page, block)
        if grid:
            grids.append(grid)
            rest = [line for line in rest if line not in block]
    return Aligned(grids, rest)


def _middle(line: Line) -> float:
    box = line.bbox
    return (box.top + box.bottom) / 2


def _is_leader(rule: Rule, lines: Sequence[Line]) -> bool:
    """Whether a rule stands within a line of text: the dots of a table of contents, a strike-out."""
    for line in lines:
        box = line.bbox
        if box.top + 0.1 * line.size < rule.top < box.bottom - 0.1 * line.size and min(box.x1, rule.x1) - max(box.x0, rule.x0) > line.size:
            return True
    return False


def _row(line: Line, *, between_rules: bool = False) -> _Row:
    box = line.bbox
    return _Row(pieces_of(line, between_rules=between_rules), box.top, box.bottom)


def _lies_within(rule: Rule, group: Sequence[Rule]) -> bool:
    """Whether a shorter rule stands in a table: below it a header divides."""
    return group[0].top < rule.top < group[-1].top and group[0].x0 - SAME_END <= rule.x0 and rule.x1 <= group[0].x1 + SAME_END


def _rule_groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of one width above one another: at least the upper, the header's and the lower one of a table."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.top):
        home = next((g for g in groups if abs(g[0].x0 - rule.x0) <= SAME_END and abs(g[0].x1 - rule.x1) <= SAME_END), None)
        if home is None:
            groups.append([rule])
        else:
            home.append(rule)
    return [group for group in groups if len(group) >= LEAST_ROWS and group[0].x1 - group[0].x0 > 100]


def _one_table_each(group: Sequence[Rule], lines: Sequence[Line]) -> list[Sequence[Rule]]:
    """Rules of one width cut where a unit note stands between them: there the next table begins."""
    notes = [_middle(line) for line in lines if unit_note(line.text)]
    parts: list[list[Rule]] = [[group[0]]]
    for upper, lower in pairwise(group):
        if len(parts[-1]) > 1 and any(upper.top < note < lower.top for note in notes):
            parts.append([])
        parts[-1].append(lower)
    return [part for part in parts if len(part) > 1]


def _with_outer_rules(rules: Sequence[Rule], lines: Sequence[Line]) -> Sequence[Rule]:
    """The rules, with the upper one where it is missing above the header and the lower one below the last row."""
    pitch = median(b.top - a.top for a, b in pairwise(rules))
    rows = [
        (_middle(line), _row(line, between_rules=True)) for line in lines if rules[0].x0 <= line.bbox.x0 and line.bbox.x1 <= rules[0].x1
    ]
    first = [row for middle, row in rows if rules[0].top < middle < rules[1].top]
    above = [row for middle, row in rows if rules[0].top - pitch < middle < rules[0].top]
    below = [row for middle, row in rows if rules[-1].top < middle < rules[-1].top + pitch]
    found = list(rules)
    if any(row.values for row in first) and len(above) == 1 and not above[0].values and len(above[0].pieces) > 2:
        found.insert(0, replace(rules[0], top=rules[0].top - pitch, bottom=rules[0].top - pitch))
    if len(below) == 1 and below[0].values > 1 and not below[0].pieces[0].is_value:
        found.append(replace(rules[-1], top=rules[-1].top + pitch, bottom=rules[-1].top + pitch))
    return found


def _ruled_table(page: int, lines: Sequence[Line], rules: Sequence[Rule], partial: Sequence[Rule]) -> Grid | None:
    """Rows between rules; several lines between two rules are one row when only one of them prints numbers.

    `partial`: rules over some of the columns only; they divide what stands there into an upper and a lower header.
    """
    rows: list[_Row] = []
    breaks = [rule.top for rule in rules]
    for upper, lower in pairwise(breaks):
        between = [_row(line, between_rules=True) for line in lines if upper <= _middle(line) < lower]
        dividing = [rule for rule in partial if upper < rule.top < lower]
        if not between:
            continue
        if dividing and not any(row.values for row in between):
            rows.extend(_divided(between, dividing, upper, lower))
        elif sum(row.values > 0 for row in between) <= 1 and rows:
            rows.append(_Row([p for row in between for p in row.pieces], upper, lower))
        else:
            rows.extend(between)
    body = next((n for n, row in enumerate(rows) if row.values), None)
    if body is None or sum(row.values > 0 for row in rows) < 2:
        return None
    return _grid(page, rows, body, BBox(rules[0].x0, breaks[0], rules[0].x1, breaks[-1]))


def _divided(lines: Sequence[_Row], dividing: Sequence[Rule], upper: float, lower: float) -> list[_Row]:
    """The rows of a header that rules divide in part: what stands beside them belongs to the upper row."""
    tops = sorted({upper, *(rule.top for rule in dividing)})
    rows = [_Row([], top, bottom) for top, bottom in zip(tops, (*tops[1:], lower), strict=True)]
    for line in lines:
        for piece in line.pieces:
            centre = (piece.x0 + piece.x1) / 2
            own = [rule for rule in dividing if rule.x0 <= centre <= rule.x1]
            above = max((rule.top for rule in own if rule.top < (line.top + line.bottom) / 2), default=upper)
            left = max((rule.x1 for rule in dividing if rule.x1 < centre), default=0.0)
            right = min((rule.x0 for rule in dividing if rule.x0 > centre), default=inf)
            reach = (own[0].x0, own[0].x1) if own else (left, right)
            rows[tops.index(above)].pieces.append(replace(piece, reach=reach, fills=bool(own) and above == upper))
    return [row for row in rows if row.pieces]


def _blocks(lines: Sequence[Line], height: float) -> list[list[Line]]:
    """Runs of lines that read as a table: numbers under one another, labels beside them, at most a few lines of header."""
    rows = [_row(line) for line in lines]
    starts = [n for n, row in enumerate(rows) if _is_body(row, lines[n])]
    blocks: list[list[int]] = []
    for n in starts:
        if blocks and _near(rows, blocks[-1][-1], n) and all(_may_stand_between(rows[k]) for k in range(blocks[-1][-1] + 1, n)):
            blocks[-1].extend(range(blocks[-1][-1] + 1, n + 1))
        else:
            blocks.append([n])
    found = []
    for block in blocks:
        counted = [n for n in block if rows[n].values]
        if len(counted) < LEAST_ROWS or not _lined_up([rows[n] for n in counted]):
            continue
        found.append([lines[n] for n in (*_header_above(rows, lines, block[0]), *block)])
    return found


def _is_body(row: _Row, line: Line) -> bool:
    """A label and at least one number apart from it."""
    return (
        row.values >= 1
        and len(row.pieces) >= 2
        and not row.pieces[0].is_value | bool(_LEADERS.search(line.text))
        and row.values >= len(row.pieces) // 3
    )


def _may_stand_between(row: _Row) -> bool:
    """A label whose amounts are blank, or the second line of a long label."""
    return len(row.pieces) <= 3 and not row.values and all(len(p.text) <= 24 for p in row.pieces)


def _near(rows: Sequence[_Row], above: int, below: int) -> bool:
    return below - above <= 4 and rows[below].top - rows[above].bottom <= 4.5 * max(6.0, rows[below].bottom - rows[below].top)


def _lined_up(rows: Sequence[_Row]) -> bool:
    """Whether numbers stand under one another: two columns of them, or one with decimals or separators."""
    values = [p for row in rows for p in row.pieces if p.is_value]
    columns = [[p for p in values if start <= p.x0 <= end] for start, end in _stretches([(p.x0, p.x1) for p in values])]
    columns = [column for column in columns if len(column) >= LEAST_ROWS]
    exact = [p for column in columns for p in column if re.search(r"[.,，]\d", p.text)]
    return len(columns) >= 2 or len(exact) >= LEAST_ROWS


def _header_above(rows: Sequence[_Row], lines: Sequence[Line], first: int) -> list[int]:
    """The lines above the body that name columns."""
    header: list[int] = []
    place = first - 1
    while place >= 0 and len(header) < MOST_HEADER_LINES:
        row = rows[place]
        gap = rows[place + 1].top - row.bottom
        if row.values or unit_note(lines[place].text) or gap > 2.5 * (row.bottom - row.top):
            break
        if len(row.pieces) < 2 and not (header and len(row.pieces[0].text) <= 12 and _spans(row, rows[place + 1])):
            break
        header.insert(0, place)
        place -= 1
    return header


def _spans(row: _Row, below: _Row) -> bool:
    """Whether a single piece stands over columns of values rather than over the whole table."""
    piece = row.pieces[0]
    return len(below.pieces) > 2 and below.pieces[0].x1 < piece.x0 and piece.x1 < below.pieces[-1].x1


def _plain_table(page: int, lines: Sequence[Line]) -> Grid | None:
    rows = [_row(line) for line in lines]
    body = next(n for n, row in enumerate(rows) if row.values)
    rows = rows[:body] + _wrapped(rows[body:])
    pieces = [p for row in rows for p in row.pieces]
    box = BBox(min(p.x0 for p in pieces) - 2, rows[0].top - 1, max(p.x1 for p in pieces) + 2, rows[-1].bottom + 1)
    return _grid(page, rows, body, box)


def _wrapped(rows: list[_Row]) -> list[_Row]:
    """The second line of a long label goes with the line above it: it stands closer than rows do and prints no number."""
    if len(rows) < 2:
        return rows
    pitches = [b.top - a.top for a, b in pairwise(rows)]
    usual = median(pitches)
    joined = [rows[0]]
    for row, pitch in zip(rows[1:], pitches, strict=True):
        if not row.values and len(row.pieces) == 1 and pitch < 0.8 * usual:
            joined[-1].pieces.extend(row.pieces)
            joined[-1].bottom = row.bottom
        else:
            joined.append(row)
    return joined


def _grid(page: int, rows: Sequence[_Row], body: int, box: BBox) -> Grid | None:
    columns = _columns(rows, body)
    if len(columns) < 2:
        return None
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    xs = (box.x0, *middles, box.x1)
    edges = [(a.bottom + b.top) / 2 for a, b in pairwise(rows)]
    ys = (box.top, *edges, box.bottom)
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        if number < body:
            row = _Row([half for piece in row.pieces for half in halves(piece, columns)], row.top, row.bottom)
        cells.extend(_cells(number, row, xs, ys, header=number < body))
    ruled = (True,) * (len(xs) - 1)
    return Grid(page, xs, ys, tuple(cells), ruled, ruled)


def _columns(rows: Sequence[_Row], body: int) -> list[tuple[float, float]]:
    """Stretches of the width in which the body prints, between rivers of white.

    Words of the header that go with none of them name a column that the body leaves blank.
    """
    columns = _stretches([(p.x0, p.x1) for row in rows[body:] for p in row.pieces])
    words = [(p.x0, p.x1) for p in rows[body - 1].pieces] if body else []
    return sorted((*columns, *unmatched(words, columns)))


def _stretches(intervals: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if found and start - found[-1][1] < RIVER:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _cells(number: int, row: _Row, xs: Sequence[float], ys: Sequence[float], *, header: bool) -> list[GridCell]:
    """A row's cells; in a header a piece that stands over several columns is merged over them."""
    count = len(xs) - 1
    spans = [_span(piece, row.pieces, xs) if header else _home(piece, xs) for piece in row.pieces]
    taken: dict[int, list[Glyph]] = {}
    width: dict[int, int] = {}
    for piece, (first, last) in zip(row.pieces, spans, strict=True):
        taken.setdefault(first, []).extend(piece.glyphs)
        width[first] = max(width.get(first, 1), last - first + 1)
    cells = []
    column = 0
    while column < count:
        span = width.get(column, 1)
        glyphs = taken.get(column, [])
        box = BBox(xs[column], ys[number], xs[column + span], ys[number + 1])
        text = cell_text(glyphs, box.x1 - box.x0)
        cells.append(GridCell(number, column, 1, span, text, box, bounds(glyphs) if text else None))
        column += span
    return cells


def _home(piece: Piece, xs: Sequence[float]) -> tuple[int, int]:
    shares = [min(piece.x1, b) - max(piece.x0, a) for a, b in pairwise(xs)]
    best = max(range(len(shares)), key=shares.__getitem__)
    return best, best


def _span(piece: Piece, row: Sequence[Piece], xs: Sequence[float]) -> tuple[int, int]:
    """The columns that a header's words are centred over, keeping clear of its neighbours."""
    home = _home(piece, xs)[0]
    inside = [n for n, (a, b) in enumerate(pairwise(xs)) if piece.reach is None or piece.reach[0] <= (a + b) / 2 <= piece.reach[1]]
    if piece.fills and inside:
        return inside[0], inside[-1]
    others = [_home(other, xs)[0] for other in row if other is not piece]
    low = max((n + 1 for n in others if n < home), default=0)
    high = min((n - 1 for n in others if n > home), default=len(xs) - 2)
    if home in inside:
        low, high = max(low, inside[0]), min(high, inside[-1])
    centre = (piece.x0 + piece.x1) / 2
    best = (home, home)
    best_miss = abs((xs[home] + xs[home + 1]) / 2 - centre)
    for first in range(low, home + 1):
        for last in range(home, high + 1):
            miss = abs((xs[first] + xs[last + 1]) / 2 - centre)
            if miss < best_miss - 6:
                best, best_miss = (first, last), miss
    return best
