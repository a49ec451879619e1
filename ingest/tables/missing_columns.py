"""Columns that stand in one cell's width because the rule between them is missing.

五、教育支出   38,500.00      two columns: white that no line of the body crosses parts the amounts from what they
八、卫生支出  231,008.44      stand beside, and above it the words of the header stand apart
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.figures.units import heads_years, is_dash
from ingest.pages.glyph import Glyph
from ingest.pages.lines import cell_text, group_lines
from ingest.tables.missing_rows import Region
from ingest.tables.pieces import unmatched

WHITE = 3.0  # points between two columns in every row
PADDING = 3.0  # points between text and the side that it is set against
LEEWAY = 0.1  # points of rounding
OFF = 2.0  # points by which a word may be off the middle of its cell
FLUSH = 1.0  # points by which texts set against one side may differ
SAME = 8.0  # points: two sides found nearer than this are one
LEAST_ROWS = 5  # of a body for which its header speaks although a side is ruled in the header alone
MOST = 0.8  # of the rows
_NUMBERS_COLUMNS = re.compile(r"\d{1,2}|[栏行]次")
_NAME = re.compile(r"[\u4e00-\u9fff]{2}|\d\D")  # words, or a number with what it counts: no code
_WORD = re.compile(r"\w\w|^[类款项节]$|\d")
_AMOUNT = re.compile(r"[-−]?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d+|0)%?")

Span = tuple[float, float]


@dataclass(slots=True)
class _Cell:
    region: Region
    lines: list[list[Glyph]]  # without spaces, from the top down

    def around(self, gap: Span) -> tuple[str, str]:
        """What it prints on either side."""
        middle = (gap[0] + gap[1]) / 2
        sides = [[g for line in self.lines for g in line if ((g.x0 + g.x1) / 2 > middle) is right] for right in (False, True)]
        return cell_text(sides[0], gap[0]), cell_text(sides[1], gap[0])

    @property
    def is_spaced(self) -> bool:
        """Whether its characters are set apart one by one: 4 5 . 6, which are one number."""
        words = [word for line in self.lines for word in _words(line)]
        return len(words) > 2 and all(word in "0123456789.,，-" for word in words)

    def crosses(self, gap: Span) -> bool:
        return any(g.x0 < gap[1] and gap[0] < g.x1 for line in self.lines for g in line)


def missing_columns(
    regions: Sequence[Region], texts: Sequence[Sequence[Glyph]], xs: Sequence[float], ys: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Where rules between columns are missing: place across, upper end and lower end of each."""
    cells = [_Cell(r, [[g for g in line.glyphs if g.text.strip()] for line in group_lines(t)]) for r, t in zip(regions, texts, strict=True)]
    cells = [cell for cell in cells if not cell.is_spaced]
    body = _first_body_row(cells)
    if body is None:
        body = 0
    below = [c for c in cells if c.region[0] >= body]
    above = [c for c in cells if c.region[0] < body]
    leaves = _leaves(above, body)
    found: list[tuple[float, float, float]] = []
    places: list[float] = []
    for unit in sorted(_units(below), key=len, reverse=True):
        column, width = unit[0].region[1], unit[0].region[3]
        headed = (width == 1 or len(unit) >= LEAST_ROWS) and unit[0].region[0] == body
        heads = [c for c in leaves if headed and column <= c.region[1] and c.region[1] + c.region[3] <= column + width]
        for x in _places(unit, heads, [*xs[column + 1 : column + width], *places]):
            x = next((other for other in places if abs(x - other) < SAME), x)
            places.append(x)
            found += [(x, *_reach(cell, ys)) for cell in unit if not cell.crosses((x, x))]
    for cell in cells:
        _, column, _, width = cell.region
        inside = sorted({x for x in places if xs[column] + WHITE < x < xs[column + width] - WHITE})
        found += [(x, *_reach(cell, ys)) for x in _parting(cell, inside, xs[column])]
        found += [(x, *_reach(cell, ys)) for x in _centring(cell, xs[column : column + width + 1])]
    return sorted(set(found))


def _reach(cell: _Cell, ys: Sequence[float]) -> Span:
    return ys[cell.region[0]], ys[cell.region[0] + cell.region[2]]


def _units(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """Cells of one place and width that stand directly below one another."""
    units: list[list[_Cell]] = []
    open_units: dict[tuple[int, int], list[_Cell]] = {}
    for cell in sorted(cells, key=lambda c: c.region[0]):
        key = cell.region[1], cell.region[3]
        unit = open_units.get(key)
        if unit and unit[-1].region[0] + unit[-1].region[2] == cell.region[0]:
            unit.append(cell)
        else:
            open_units[key] = [cell]
            units.append(open_units[key])
    return units


def _first_body_row(cells: Sequence[_Cell]) -> int | None:
    """The first row that prints an amount or a code by itself."""
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.region[0], []).extend(word for line in cell.lines for word in _words(line))
    for row in sorted(rows):
        numbers = [word for word in rows[row] if _AMOUNT.fullmatch(word)]
        if numbers and not heads_years(rows[row]):
            return row
    return None


def _words(line: Sequence[Glyph]) -> list[str]:
    words: list[str] = []
    last: Glyph | None = None
    for glyph in line:
        if last is not None and glyph.x0 - last.x1 < WHITE:
            words[-1] += glyph.text
        else:
            words.append(glyph.text)
        last = glyph
    return words


def _stretches(cells: Sequence[_Cell]) -> list[Span]:
    found: list[Span] = []
    for x0, x1 in sorted((g.x0, g.x1) for cell in cells for line in cell.lines for g in line):
        if found and x0 - found[-1][1] < WHITE:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _leaves(above: Sequence[_Cell], body: int) -> list[_Cell]:
    """The lowest cells of the header; above a row that numbers the columns also those."""
    lowest = [c for c in above if c.region[0] + c.region[2] == body]
    words = [word for c in lowest for line in c.lines for word in _words(line)]
    if words and all(_NUMBERS_COLUMNS.fullmatch(word) for word in words):
        top = min(c.region[0] for c in lowest)
        lowest += [c for c in above if c.region[0] + c.region[2] == top]
    return lowest


def _places(unit: Sequence[_Cell], heads: Sequence[_Cell], known: Sequence[float]) -> list[float]:
    """Where sides of columns are missing in cells below one another."""
    printed = [c for c in unit if c.lines]
    columns = _stretches(printed)
    words = _head_words(heads)
    if len(words) < len(columns) or (len(unit) == 1 and len(words) > len(columns)):
        words = []
        columns = _joined(columns, [_told(printed, gap, known) or _named(printed, gap) for gap in _gaps(columns)])
    blank = unmatched(words, columns)
    over = [word for word in words if word not in blank] or columns
    whole = sorted([*((min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(columns, over, strict=True)), *blank])
    places = []
    for gap in _gaps(whole):
        ruled = next((x for x in known if gap[0] < x < gap[1]), None)
        places.append(_place(printed, gap) if ruled is None else ruled)
    return places


def _gaps(stretches: Sequence[Span]) -> list[Span]:
    return [(min(a[1], b[0]), max(a[1], b[0])) for a, b in pairwise(stretches)]


def _joined(columns: Sequence[Span], parted: Sequence[bool]) -> list[Span]:
    """Columns with nothing that parts them as one."""
    found = list(columns[:1])
    for column, apart in zip(columns[1:], parted, strict=True):
        if apart:
            found.append(column)
        else:
            found[-1] = (found[-1][0], column[1])
    return found


def _head_words(heads: Sequence[_Cell]) -> list[Span]:
    """Where the words of a header stand side by side; nothing where one is a single character: 收 入 is one word."""
    words = _stretches(heads)
    inside = [[g for c in heads for line in c.lines for g in line if x0 <= g.x0 <= x1] for x0, x1 in words]
    level = max((min(g.top for g in word) for word in inside), default=0.0)
    whole = all(_WORD.search("".join(g.text for g in word)) and max(g.bottom for g in word) > level for word in inside)
    return words if whole else []


def _told(cells: Sequence[_Cell], gap: Span, known: Sequence[float]) -> bool:
    """Whether amounts by themselves tell two columns: they stand on one side of the white wherever both sides print."""
    both = [pair for cell in cells if all(pair := cell.around(gap))]
    least = 1 if any(gap[0] < x < gap[1] for x in known) else 2
    return len(both) >= least and any(_most(side, last=not place) for place, side in enumerate(zip(*both, strict=True)))


def _most(texts: Sequence[str], *, last: bool) -> bool:
    """Whether most texts end, or begin, with an amount."""
    words = [text.split()[-1 if last else 0] for text in texts]
    return sum(is_dash(word) or bool(_AMOUNT.fullmatch(word)) for word in words) >= MOST * len(words)


def _named(cells: Sequence[_Cell], gap: Span) -> bool:
    """Whether words stand on both sides in every row: 数量指标 | 治理面积."""
    return len(cells) > 2 and all(_NAME.search(text) for cell in cells for text in cell.around(gap))


def _place(cells: Sequence[_Cell], gap: Span) -> float:
    """Where in the white the side stands: beside texts that are set against it, else in the middle."""
    before = [[g for g in line if g.x1 <= gap[0] + LEEWAY] for c in cells for line in c.lines]
    behind = [[g for g in line if g.x0 >= gap[1] - LEEWAY] for c in cells for line in c.lines]
    lefts = [(max(g.x1 for g in line), line[0].x0) for line in before if line]
    rights = [(min(g.x0 for g in line), line[-1].x1) for line in behind if line]
    low, high = gap
    if _is_flush(lefts) and not _is_flush(rights):
        high = min(high, low + 2 * PADDING)
    if _is_flush(rights) and not _is_flush(lefts):
        low = max(low, high - 2 * PADDING)
    return (low + high) / 2


def _is_flush(ends: Sequence[tuple[float, float]]) -> bool:
    """Whether texts of different length are set against one side."""
    near, far = [[end[n] for end in ends] for n in (0, 1)]
    return len(ends) > 1 and max(near) - min(near) <= FLUSH < max(far) - min(far)


def _parting(cell: _Cell, places: Sequence[float], left: float) -> list[float]:
    """Those of the places at which a cell with words on both sides is parted, so that each stands in the middle of its part."""
    parted: list[float] = []
    for one, other in pairwise(_stretches([cell])):
        between = [x for x in places if one[1] <= x + 0.5 and x - 0.5 <= other[0]]
        if between:
            parted.append(min(between, key=lambda x: abs(sum(one) / 2 - (max([left, *parted]) + x) / 2)))
    return parted


def _centring(cell: _Cell, sides: Sequence[float]) -> list[float]:
    """Those of its neighbours' sides that part a cell over several columns so that each word stands in the middle of its part."""
    words = _stretches([cell])
    if not 1 < len(words) < len(sides):
        return []
    found = [sides[0]]
    for word in words:
        end = next((x for x in sides if x > word[1] and abs(found[-1] + x - sum(word)) <= 2 * OFF), None)
        if end is None:
            return []
        found.append(end)
    return found[1:-1] if found[-1] == sides[-1] else []
