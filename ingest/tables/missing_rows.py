"""Rows that stand in one cell's height because the rule between them is missing.

互动展区搭建 | 1 | 套 | 3960      two rows, not one with 3960704: no one row prints two numbers one below the other
展区地面贴画 | 1 | 套 |  704

What stands between two rules is cut into the fewest rows that each read as one: their numbers on one level, what is
wrapped set in the middle of it, one label each.  A single row that reads as one stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.figures.units import is_dash, is_number
from ingest.pages.glyph import Glyph
from ingest.pages.lines import group_lines
from ingest.tables.pieces import Piece, pieces_of

LEVEL = 0.35  # of the height: what differs by less stands on one level
MIDDLE = 0.5  # of the height: how far a wrapped text may be from the middle of its row
LEAN = 0.15  # of the height at top and bottom that glyphs do not fill
WRAP = 0.7  # of the height: lines with less between them are one text
OFF = 3.0  # points by which a text may be off the middle of its cell
PITCH = 0.2  # of the usual height of a row by which rows may differ from it
_FULL = re.compile(r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)\.\d{2}")
_MEASURE = re.compile(r"[≥≤><＞＜]?\d.{0,11}")  # 37条: a value with what it counts
_OPENS = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|其中[:：]|(?:合|总)\s*计$")

Region = tuple[int, int, int, int]  # row, column, row span, column span


@dataclass(slots=True)
class _Entry:
    """A piece of a line."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    number: bool
    size: float
    centred: bool = False  # in its cell, with room on both sides
    spans: bool = False  # its cell goes over several rows: not in the middle of this one

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


_Stack = list[_Entry]  # what stands one below the other, from the top down


def missing_rows(
    regions: Sequence[Region], texts: Sequence[Sequence[Glyph]], xs: Sequence[float], ys: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Where rules between rows are missing: height, left end and right end of each."""
    strips: list[list[tuple[Region, list[_Stack]]]] = [[] for _ in ys[1:]]
    found = []
    for region, glyphs in zip(regions, texts, strict=True):
        stacks = _stacks(glyphs, xs[region[1]], xs[region[1] + region[3]])
        found += [(at, xs[region[1]], xs[region[1] + region[3]]) for at in _parted(stacks, ys[region[0] : region[0] + region[2] + 1])]
        for row in range(region[0], region[0] + region[2]):
            alone = region[2] == 1
            inside = [[e for e in s if ys[row] < e.middle < ys[row + 1]] for s in stacks]
            for entry in (e for s in inside for e in s):
                entry.spans = not alone and not entry.number
            if alone or any(e.number for s in inside for e in s):
                strips[row].append((region, [s for s in inside if s]))
    pitch = _pitch(strips, ys)
    for row, strip in enumerate(strips):
        heights = _cut([stacks for _, stacks in strip], ys[row], ys[row + 1], pitch)
        for region, stacks in strip:
            whole = _is_label_of_all(stacks, ys[row], ys[row + 1], heights)
            for at in heights:
                if not whole and not _crosses([e for stack in stacks for e in stack], at):
                    found.append((at, xs[region[1]], xs[region[1] + region[3]]))
    return found


def _is_label_of_all(stacks: Sequence[_Stack], top: float, bottom: float, heights: Sequence[float]) -> bool:
    """Whether a text stands in the middle of all rows and not of one."""
    entries = [e for stack in stacks for e in stack]
    if not heights or not entries or any(e.number for e in entries):
        return False
    double = min(e.top for e in entries) + max(e.bottom for e in entries)
    if any(min(e.top for e in entries) < height < max(e.bottom for e in entries) for height in heights):
        return False
    own = min(abs(a + b - double) for a, b in pairwise((top, *heights, bottom)))
    return abs(top + bottom - double) <= 2 * OFF < own


def _parted(stacks: Sequence[_Stack], heights: Sequence[float]) -> list[float]:
    """Those heights of its neighbours' rules that part a cell over several rows, each of its texts in the middle of its part."""
    entries = sorted((e for stack in stacks for e in stack), key=lambda e: e.top)
    blocks: list[list[float]] = []
    for entry in entries:
        if blocks and entry.top - blocks[-1][1] < WRAP * entry.size:
            blocks[-1][1] = max(blocks[-1][1], entry.bottom)
        else:
            blocks.append([entry.top, entry.bottom])
    numbers = any(e.number for e in entries)  # over or under them may be blank rows
    if len(heights) < 3 or len(blocks) < 2:
        return []
    ways: dict[float, tuple[int, list[float]]] = {heights[0]: (0, [])}  # by how far the parts before reach: texts placed, heights
    for place, start in enumerate(heights[:-1]):
        if start not in ways:
            continue
        count, way = ways[start]
        for end in heights[place + 1 :]:
            inside = [block for block in blocks[count:] if block[0] < end]
            blank = numbers and not inside and end == heights[place + 1]
            if blank or (len(inside) == 1 and inside[0][1] < end and abs(start + end - sum(inside[0])) <= 2 * OFF):
                ways.setdefault(end, (count + len(inside), [*way, end]))
    return ways.get(heights[-1], (0, []))[1][:-1]


def _pitch(strips: Sequence[Sequence[tuple[Region, list[_Stack]]]], ys: Sequence[float]) -> float | None:
    """The usual height of rows that print on one level."""
    heights = []
    for row, strip in enumerate(strips):
        entries = [e for _, stacks in strip for stack in stacks for e in stack]
        if entries and len(_levels(entries)) == 1:
            heights.append(ys[row + 1] - ys[row])
    return median(heights) if len(heights) >= 3 else None


def _stacks(glyphs: Sequence[Glyph], left: float, right: float) -> list[_Stack]:
    """The pieces of a cell by columns: what overlaps across belongs to one."""
    pieces = [(line, piece) for line in group_lines(glyphs) for piece in pieces_of(line, between_rules=True)]
    entries = [_entry(piece, line.size) for line, piece in pieces]
    entries = [e for e in entries if e.text.strip()]
    first = min((e.top for e in entries if e.number), default=0.0)
    stacks: list[_Stack] = []
    for entry in sorted(entries, key=lambda e: (e.bottom <= first, e.x0)):
        own = [s for s in stacks if any(e.x0 < entry.x1 and entry.x0 < e.x1 for e in s)]
        if entry.bottom <= first and len(own) != 1:
            stacks.append([entry])
            continue
        merged = [e for stack in own for e in stack] + [entry]
        stacks = [s for s in stacks if not any(s is o for o in own)] + [merged]
    for entry in entries:
        before, behind = entry.x0 - left, right - entry.x1
        entry.centred = min(before, behind) > 2 * entry.size and abs(before - behind) <= OFF
    width = right - left
    for stack in stacks:
        stack.sort(key=lambda e: (e.top, e.x0))
        _join_wrapped(stack, width if len(stacks) == 1 else float("inf"))
        if len(stack) > 1 and all(_MEASURE.match(e.text) for e in stack):
            for entry in stack:
                entry.number = True
    return stacks


def _entry(piece: Piece, size: float) -> _Entry:
    top, bottom = min(g.top for g in piece.glyphs), max(g.bottom for g in piece.glyphs)
    number = is_number(piece.text)
    return _Entry(piece.x0, piece.x1, top, bottom, piece.text, number, size)


def _join_wrapped(stack: _Stack, width: float) -> None:
    """A number that fills its line and goes on in the next one is one, and a single entry."""
    place = 0
    while place + 1 < len(stack):
        upper, lower = stack[place], stack[place + 1]
        whole = upper.text + lower.text
        if _MEASURE.fullmatch(upper.text) and not _MEASURE.fullmatch(lower.text) and lower.top - upper.bottom < WRAP * upper.size:
            stack[place : place + 2] = [
                _Entry(min(upper.x0, lower.x0), max(upper.x1, lower.x1), upper.top, lower.bottom, whole, upper.number, upper.size)
            ]
            continue
        fills = width - (upper.x1 - upper.x0) <= 1.6 * upper.size and not (_FULL.fullmatch(upper.text) and _FULL.fullmatch(lower.text))
        broken = upper.text[-1:] in ",，." or lower.text[:1] in ",，."
        if (upper.number or broken) and (fills or broken) and is_number(whole) and lower.middle - upper.middle > LEVEL * upper.size:
            stack[place : place + 2] = [
                _Entry(min(upper.x0, lower.x0), max(upper.x1, lower.x1), upper.top, lower.bottom, whole, True, upper.size)
            ]
        else:
            place += 1


def _levels(entries: Sequence[_Entry]) -> list[float]:
    levels: list[float] = []
    for entry in sorted(entries, key=lambda e: e.middle):
        if not levels or entry.middle - levels[-1] > LEVEL * entry.size:
            levels.append(entry.middle)
    return levels


def _crosses(entries: Sequence[_Entry], at: float) -> bool:
    return any(e.top + LEAN * e.size < at < e.bottom - LEAN * e.size for e in entries)


def _cut(cells: Sequence[list[_Stack]], top: float, bottom: float, pitch: float | None) -> list[float]:
    """The heights at which a strip is to be cut into rows."""
    stacks = [stack for cell in cells for stack in cell]
    printed = [stack for stack in stacks if stack]
    entries = [e for stack in printed for e in stack]
    if len(printed) < 2 or len(_levels(entries)) < 2 or _is_row(printed, None):
        return []
    levels = _levels([e for e in entries if e.number])
    marks = levels if len(levels) > 1 else [e.middle for e in _headings(printed)]
    own = [s for s in printed if not marks or not _is_merged(s, marks, top, bottom)]
    heights = _fewest_rows(own, top, bottom, 0.5) or _fewest_rows(own, top, bottom, 0.0)
    if not heights or not _is_told(cells, own, (top, *heights, bottom), pitch):
        return []
    return heights


def _is_merged(stack: _Stack, levels: Sequence[float], top: float, bottom: float) -> bool:
    """Whether it is one text in the middle of all the rows, and of none that prints on one of the levels."""
    middle = (stack[0].top + stack[-1].bottom) / 2
    size = stack[0].size
    if any(e.number for e in stack) or abs(middle - (top + bottom) / 2) > LEVEL * size:
        return False
    return all(abs(middle - level) > LEVEL * size for level in levels) and stack[-1].bottom - stack[0].top < 0.6 * (bottom - top)


def _is_rest(stacks: Sequence[_Stack]) -> bool:
    """Whether nothing in it begins a row."""
    firsts = [stack[0] for stack in stacks]
    opens = len(firsts) > 1 and len(_levels(firsts)) == 1  # several labels on one level
    return not opens and not any(e.number for stack in stacks for e in stack) and not any(_OPENS.match(e.text) for e in firsts)


def _is_row(stacks: Sequence[_Stack], anchor: float | None) -> bool:
    """Whether it reads as one row, numbers beside the middle (0.5) or the first line (0.0) of what is wrapped; None: anywhere."""
    numbers = [e for stack in stacks for e in stack if e.number]
    levels = _levels(numbers)
    if len(levels) > 1 or len(_levels(_headings(stacks))) == 1 < len(_headings(stacks)):
        return False
    for stack in stacks:
        if any(e.number for e in stack):
            if len(stack) > 1 and len(_levels(stack)) > 1:
                return False
            continue
        if any(_OPENS.match(e.text) for e in stack[1:]):
            return False
        if levels and anchor is not None:
            middle = (stack[0].top + stack[-1].bottom) / 2 if anchor else stack[0].middle
            if abs(middle - levels[0]) > MIDDLE * stack[0].size and not is_dash(stack[0].text):
                return False
    return True


def _headings(stacks: Sequence[_Stack]) -> list[_Entry]:
    """Lines set in the middle over lines that are not: 实施期目标 over what it is."""
    return [s[0] for s in stacks if s[0].centred and len(s) > 1 and not any(e.centred for e in s[1:-1]) and not s[-1].centred]


def _fewest_rows(stacks: Sequence[_Stack], top: float, bottom: float, anchor: float) -> list[float]:
    """The heights between the fewest rows into which the stacks can be cut."""
    white = [(top, top)]
    end = top
    for entry in sorted((e for s in stacks for e in s), key=lambda e: e.top):
        upper = entry.top + LEAN * entry.size
        if end > top and upper >= end:
            white.append((end, upper))
        end = max(end, entry.bottom - LEAN * entry.size)
    white.append((bottom, bottom))
    gaps = [(low + high) / 2 for low, high in white]
    best: list[tuple[int, float, list[tuple[int, float]]] | None] = [None] * len(gaps)
    best[0] = (0, 0.0, [])
    for last in range(1, len(gaps)):
        for first in range(last):
            before = best[first]
            if before is None:
                continue
            inside = [[e for e in s if gaps[first] < e.middle < gaps[last]] for s in stacks]
            row = [s for s in inside if s]
            if not row or not _is_row(row, anchor) or (first and _is_rest(row)):
                continue
            middle = median(
                [e.middle for s in row for e in s if e.number]
                or [(s[0].top + s[-1].bottom) / 2 for s in row if not s[0].spans or len(row) == 1]
                or [(gaps[first] + gaps[last]) / 2]
            )
            miss = abs(middle - (gaps[first] + gaps[last]) / 2)
            option = (before[0] + 1, before[1] + miss, [*before[2], (last, middle)])
            current = best[last]
            if current is None or option[:2] < current[:2]:
                best[last] = option
    done = best[-1]
    heights = [top]
    for place, middle in done[2][:-1] if done else []:
        low, high = white[place]
        heights.append(min(max(2 * middle - heights[-1], low), high))  # what it prints stands in the middle of a row
    return heights[1:]


def _is_told(cells: Sequence[list[_Stack]], stacks: Sequence[_Stack], heights: Sequence[float], pitch: float | None) -> bool:
    """Whether the page tells that these are rows: columns of numbers, a header over numbers, or the usual height."""
    columns = [cell for cell in cells if len(_levels([e for stack in cell for e in stack if e.number])) > 1]
    levels = max((len(_levels([e for s in cell for e in s if e.number])) for cell in columns), default=0)
    names = [len(_levels([e for s in cell for e in s])) for cell in cells if cell and not any(e.number for s in cell for e in s)]
    if columns and names and max(names) < levels:
        return False  # numbers beside no name of their own may be the rest of those above them
    if columns and (names or len(columns) > 1):
        return True
    first = heights[1]
    headed = [s for s in stacks if s[0].bottom <= first + 1 and not s[0].number and any(e.number for e in s)]
    if len(headed) > 1 or len(_headings(stacks)) > 1:
        return True
    return pitch is not None and all(abs(b - a - pitch) <= PITCH * pitch for a, b in pairwise(heights))
