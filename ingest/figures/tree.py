"""Which rows of a table are totals, and which are parents of the rows below them.

    208     社会保障和就业支出  76.90   depth 0, parent
    20805   行政事业单位养老支出 65.68   depth 1, parent
    2080501 行政单位离退休       2.30   depth 2

Told by subject codes, by numbering (一、 1. ①), by the standard subjects' names, and where a list has none of these
by sums: a row that is exactly the sum of the rows after it is their parent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from disclosure.terms import subjects_named
from ingest.figures.tree_sums import depths_by_sums

_TOTAL = re.compile(r"合计|总计|小计|共计|总额")
_OF_WHICH = "其中"
_STYLES = (
    ("一、", re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.．]")),
    ("（一）", re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]")),
    ("1.", re.compile(r"^\d{1,2}\s*[、.．](?!\d)")),
    ("（1）", re.compile(r"^[（(]\d{1,2}[)）]")),
    ("①", re.compile(r"^[①-⑳]")),
    (_OF_WHICH, re.compile(r"^其中\s*[:：]?")),
)
LEAST_TOLD = 3  # rows whose indentation is known
SAME_INDENT = 2.5  # points by which labels of one level may differ
STEP = 4.0  # points: half a character of the smallest print
MOST_LEVELS = 5
_MOST_TRIED = 6_000  # rows looked at for the levels of labels that tell none
_MOST_PARTS = 200  # rows: longer lists are not tried for sums


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One labelled row of one half, as the tree sees it."""

    label: str  # innermost
    code_depth: int | None  # None: no code
    values: tuple[Decimal | None, ...]  # by column; None: blank
    indent: float | None = None  # points; None: not told
    hang: float = 0.0  # points by which the first line of its label begins further in


@dataclass(frozen=True, slots=True)
class Standing:
    """A row's place in the tree."""

    depth: int
    is_total: bool  # a total row or a parent


def is_total_label(label: str) -> bool:
    """合计, 本年收入合计, 总计, 小计, 资金总额."""
    return bool(_TOTAL.search("".join(label.split())))  # 收 入 总 计


def stand(rows: Sequence[TreeRow]) -> list[Standing]:
    """The standing of each row, in order."""
    depths = _depths(rows)
    parents = {n for n in range(len(rows) - 1) if depths[n + 1] > depths[n] and not is_total_label(rows[n].label)}
    if len(set(depths)) == 1:
        parents |= _named_parents(rows) | _summing_parents(rows)
        depths = _depths_below(rows, depths, parents)
    return [Standing(depth, n in parents or is_total_label(row.label)) for n, (row, depth) in enumerate(zip(rows, depths, strict=True))]


def _depths(rows: Sequence[TreeRow]) -> list[int]:
    """Depths of the rows, by indentation where the amounts agree with it better than with the numbering."""
    best = _depths_by_style(rows)
    for other in (_depths_under_numbers(rows, best), _depths_by_indent(rows)):
        if other and _agreement(rows, other) > _agreement(rows, best):
            best = other
    if len(set(best)) == 1 and (proven := _depths_under_total(rows)):
        return proven
    other = _depths_by_first_lines(rows)
    return other if other and _agreement(rows, other) > _agreement(rows, best) else best


def _depths_under_total(rows: Sequence[TreeRow]) -> list[int] | None:
    """Depths that the sums alone tell, where the rows that stand side by side are more than the total above or below them."""
    totals = [n for n, row in enumerate(rows) if is_total_label(row.label)]
    if len(totals) != 1 or totals[0] not in (0, len(rows) - 1):
        return None
    listed = [row for n, row in enumerate(rows) if n != totals[0]]
    # the column that the most rows print an amount in first: a blank stands at any depth
    columns = sorted(range(len(rows[0].values)), key=lambda column: -sum(bool(row.values[column]) for row in listed))
    for column in columns:
        total = rows[totals[0]].values[column]
        values = [row.values[column] or Decimal(0) for row in listed]
        if not total or sum(values, Decimal(0)) <= total:
            continue
        found = depths_by_sums(values, total, Decimal(2) * _step([total]))
        if found:
            found.insert(totals[0], 0)
            return found
    return None


def _depths_under_numbers(rows: Sequence[TreeRow], styled: Sequence[int]) -> list[int] | None:
    """Rows without a number as parts of the numbered row above them; one that is the sum of those after it stands over these.

    一、教育支出 300 / 普通教育 300 / 小学教育 100 / 初中教育 200 / 二、…
    """
    first = next((name for row in rows for name, pattern in _STYLES if pattern.match(row.label)), None)
    if first is None or any(row.code_depth is not None for row in rows):
        return None
    depths = list(styled)
    under, until = None, -1
    for n, row in enumerate(rows):
        style = next((name for name, pattern in _STYLES if pattern.match(row.label)), "")
        if style or is_total_label(row.label):
            under = 0 if style == first else None if not style else under
            depths[n] = 0 if style == first else depths[n]
            until = -1
        elif under is not None:
            parts = _parts_of(rows, n) if n > until else None
            depths[n] = under + (1 if n > until else 2)
            until = max(until, n + parts) if parts else until
    return depths


def _agreement(rows: Sequence[TreeRow], depths: Sequence[int]) -> int:
    """How many more parents are the sum of their parts than are not, under these depths."""
    score = 0
    for n, row in enumerate(rows):
        if is_total_label(row.label) or not any(row.values):
            continue
        end = next((m for m in range(n + 1, len(rows)) if depths[m] <= depths[n] or is_total_label(rows[m].label)), len(rows))
        parts = [rows[m] for m in range(n + 1, end) if depths[m] == depths[n] + 1]
        if not parts:
            continue
        slack = Decimal(len(parts) + 1) / 2 * _step(row.values)
        sums = (sum((part.values[k] or Decimal(0) for part in parts), Decimal(0)) for k in range(len(row.values)))
        score += 1 if all(abs(total - (v or 0)) <= slack for total, v in zip(sums, row.values, strict=True)) else -1
    return score


def _depths_by_indent(rows: Sequence[TreeRow]) -> list[int] | None:
    """Depths by how far labels are set in, where no code tells them; None where the labels are set to one line, or to none.

    A list is set in by steps: few places at which labels begin, at least `STEP` apart, the first row at the outermost.
    """
    told = [row.indent for row in rows if row.indent is not None and not is_total_label(row.label)]
    if any(row.code_depth is not None for row in rows) or len(told) < LEAST_TOLD:
        return None
    levels: list[float] = []
    for indent in sorted(told):
        if not levels or indent - levels[-1] > SAME_INDENT:
            levels.append(indent)
    if not 2 <= len(levels) <= MOST_LEVELS or any(b - a < STEP for a, b in pairwise(levels)) or told[0] - levels[0] > SAME_INDENT:
        return None
    placed = [None if row.indent is None else min(range(len(levels)), key=lambda n: abs(levels[n] - (row.indent or 0.0))) for row in rows]
    bare = _depths_of_levels(rows, placed)
    proven = _agreement(rows, bare)
    if None not in placed or proven <= 0:
        return bare
    filled = _depths_of_levels(rows, _filled_in(rows, placed, len(levels)))
    return filled if _agreement(rows, filled) > proven else bare


def _depths_by_first_lines(rows: Sequence[TreeRow]) -> list[int] | None:
    """Depths where the further lines of a wrapped label hang back to its cell's side, so that the first one alone is set in."""
    if not any(row.hang > SAME_INDENT for row in rows):
        return None
    return _depths_by_indent([row if row.indent is None else replace(row, indent=row.indent + row.hang) for row in rows])


def depths_by_print(rows: Sequence[TreeRow]) -> list[int] | None:
    """Depths as labels are set in, whatever the codes and the sums say; None where they are not set in by steps."""
    bare = [replace(row, code_depth=None) for row in rows]
    return _depths_by_first_lines(bare) or _depths_by_indent(bare)


def _filled_in(rows: Sequence[TreeRow], levels: Sequence[int | None], count: int) -> list[int | None]:
    """The levels with those that are not told, of labels that fill their cells, as the sums have them."""
    found = list(levels)
    untold = [n for n, row in enumerate(rows) if levels[n] is None and any(row.values) and not is_total_label(row.label)]
    for n in untold[: _MOST_TRIED // (len(rows) * count)]:
        above = found[n - 1] if n else None
        tried = [None, *([] if above is None else [above]), *range(count)]
        found[n] = max(tried, key=lambda level: _agreement(rows, _depths_of_levels(rows, [*found[:n], level, *found[n + 1 :]])))
    return found


def _depths_of_levels(rows: Sequence[TreeRow], levels: Sequence[int | None]) -> list[int]:
    """How many rows each stands under, by how far it is set in; a row that tells no level, or a total, is the outermost."""
    depths: list[int] = []
    stack: list[int] = []
    for row, level in zip(rows, levels, strict=True):
        if level is None or is_total_label(row.label):
            stack = []
            depths.append(0)
            continue
        while stack and stack[-1] >= level:
            stack.pop()
        depths.append(len(stack))
        stack.append(level)
    return depths


def _depths_by_style(rows: Sequence[TreeRow]) -> list[int]:
    depths: list[int] = []
    stack: list[str] = []
    for row in rows:
        if row.code_depth is not None:
            depths.append(row.code_depth)
            continue
        style = _style(row.label)
        if not style and is_total_label(row.label):
            stack = []  # what is numbered below it starts anew
        elif not style and _OF_WHICH in stack and stack[0] not in ("", _OF_WHICH):
            stack = stack[: stack.index(_OF_WHICH) + 1]  # 其中：A, then B without a mark: also a part, until the numbering goes on
        elif not style:
            stack = [""]
        elif style in stack:
            stack = stack[: stack.index(style) + 1]
        else:
            stack.append(style)
        depths.append(max(len(stack) - 1, 0))
    return depths


def _style(label: str) -> str:
    """The numbering of a label; that of 其中：（一）… is （一）, which goes on with （二）."""
    name = next((name for name, pattern in _STYLES if pattern.match(label)), "")
    if name == _OF_WHICH:
        rest = _STYLES[-1][1].sub("", label).lstrip()
        return next((inner for inner, pattern in _STYLES[:-1] if pattern.match(rest)), name)
    return name


def _named_parents(rows: Sequence[TreeRow]) -> set[int]:
    """Rows whose standard subject is above the next row's: 对个人和家庭的补助 (303) over 退休费 (30302)."""
    codes = [{s.code for s in subjects_named(row.label)} for row in rows]
    return {
        n
        for n in range(len(rows) - 1)
        if any(lower.startswith(upper) and len(lower) > len(upper) for upper in codes[n] for lower in codes[n + 1])
    }


def _summing_parents(rows: Sequence[TreeRow]) -> set[int]:
    if len(rows) > _MOST_PARTS:
        return set()
    return {n for n in range(len(rows)) if not is_total_label(rows[n].label) and _parts_of(rows, n) is not None}


def _parts_of(rows: Sequence[TreeRow], parent: int) -> int | None:
    """How many of the next rows add up to this one, in every column; None when none do.  At least two with a value."""
    values = rows[parent].values
    if not any(values):
        return None
    sums = [Decimal(0)] * len(values)
    addends = 0
    for place in range(parent + 1, len(rows)):
        if is_total_label(rows[place].label):
            return None
        sums = [s + (v or 0) for s, v in zip(sums, rows[place].values, strict=True)]
        addends += any(rows[place].values)
        slack = Decimal(addends) / 2 * _step(values)
        if addends >= 2 and all(abs(s - (v or 0)) <= slack for s, v in zip(sums, values, strict=True)):
            return place - parent
    return None


def _step(values: Sequence[Decimal | None]) -> Decimal:
    """One in the finest printed place, when anything below 1 is printed; whole numbers add up exactly."""
    exponents = [v.as_tuple().exponent for v in values if v is not None]
    finest = min((e for e in exponents if isinstance(e, int)), default=0)
    return Decimal(1).scaleb(finest) if finest < 0 else Decimal(0)


def _depths_below(rows: Sequence[TreeRow], depths: list[int], parents: set[int]) -> list[int]:
    """Depths of a flat list once its parents are known: what follows a parent is one deeper, until the next one."""
    found = list(depths)
    open_until = -1
    below = False
    for n in range(len(rows)):
        if is_total_label(rows[n].label):
            below = False
        elif n in parents:
            parts = _parts_of(rows, n)
            open_until = n + parts if parts else len(rows)
            below = True
            continue
        if below and n <= open_until:
            found[n] += 1
    return found
