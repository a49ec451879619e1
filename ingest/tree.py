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
from dataclasses import dataclass
from decimal import Decimal

from disclosure.terms import subjects_named

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
_MOST_PARTS = 200  # rows: longer lists are not tried for sums


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One labelled row of one half, as the tree sees it."""

    label: str  # innermost
    code_depth: int | None  # None: no code
    values: tuple[Decimal | None, ...]  # by column; None: blank


@dataclass(frozen=True, slots=True)
class Standing:
    """A row's place in the tree."""

    depth: int
    is_total: bool  # a total row or a parent


def is_total_label(label: str) -> bool:
    """合计, 本年收入合计, 总计, 小计, 资金总额."""
    return bool(_TOTAL.search(label))


def stand(rows: Sequence[TreeRow]) -> list[Standing]:
    """The standing of each row, in order."""
    depths = _depths(rows)
    parents = {n for n in range(len(rows) - 1) if depths[n + 1] > depths[n] and not is_total_label(rows[n].label)}
    if len(set(depths)) == 1:
        parents |= _named_parents(rows) | _summing_parents(rows)
        depths = _depths_below(rows, depths, parents)
    return [Standing(depth, n in parents or is_total_label(row.label)) for n, (row, depth) in enumerate(zip(rows, depths, strict=True))]


def _depths(rows: Sequence[TreeRow]) -> list[int]:
    depths: list[int] = []
    stack: list[str] = []
    for row in rows:
        if row.code_depth is not None:
            depths.append(row.code_depth)
            continue
        style = next((name for name, pattern in _STYLES if pattern.match(row.label)), "")
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
