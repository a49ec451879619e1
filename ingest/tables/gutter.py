"""A sheet that shows two pages, or two tables, side by side: where its halves part.

2031年公用经费预算表    │    2031年“三公”经费预算表      no glyph and no rule of either half stands in the gutter,
          单位：万元    │                  单位：元      and each half has a title or a unit note of its own,
项目   2030年  2031年   │   项目   2030年   2031年       or the feet number two pages one after the other
办公费  12.00   13.00   │   接待费   5000     4000
          3             │             4
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from statistics import median

from disclosure.document import BBox
from ingest.figures.units import is_number, line_unit, title_unit, unit_note
from ingest.pages.glyph import Glyph, Rule
from ingest.pages.lines import Line, bounds, group_lines
from ingest.tables.grid import Grid
from ingest.tables.pieces import pieces_of

GUTTER = 0.6  # of the usual height of a glyph: as wide at least is the white between two halves
MIDDLE = 0.2  # of the width: as far from the middle of the sheet the gutter may be
FOOT = 0.1  # of the height: where page numbers stand
NEAR = 2.0  # of a line's height: unit notes as close above one another are of one level
REACH = 6.0  # of a line's height: as far above a table its unit stands

_TITLE = re.compile(r"[\u4e00-\u9fff][^\d\s。；]*[^\d\s。；]{2}表\s*(?:[（(].*[)）])?$")  # 公开01表 numbers a table and is none
_EACH_NOTE = re.compile(r"(?=单\s*位\s*[:：])")
_PAGE_NUMBER = re.compile(r"[-—–~·\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?[-—–~·\s]*")


def find_gutter(glyphs: Sequence[Glyph], rules: Sequence[Rule], width: float, height: float) -> float | None:
    """How far from the left the two halves of a sheet part, in points; None: it is one page.

    Words that stand alone on their level above or below the halves, such as a heading of the whole sheet, may cross it.
    """
    lines = group_lines(glyph for glyph in glyphs if not glyph.struck)
    if not lines:
        return None
    bars = rules if any(not rule.horizontal for rule in rules) else ()  # without upright rules lying ones may run over both halves
    whites = [white for bottom in (height, (1 - FOOT) * height) for white in _whites(lines, bars, width, bottom)]
    for x0, x1 in whites:
        halfway = x0 < width / 2 < x1
        at = width / 2 if halfway else (x0 + x1) / 2
        left, right = part_lines(lines, at)
        if (halfway and _numbered(left, right, width, height)) or (_has_table(left) and _has_table(right) and _named(left, right)):
            return at
    return None


def part_lines(lines: Sequence[Line], at: float) -> tuple[list[Line], list[Line]]:
    """The lines left and those right of a gutter; one that crosses it goes to where its middle stands."""
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        left, right = ([g for g in line.glyphs if ((g.x0 + g.x1) / 2 > at) is beyond] for beyond in (False, True))
        ends, starts = ([g for g in part if g.text.strip()] for part in (left, right))
        if ends and starts and starts[0].x0 - ends[-1].x1 < GUTTER * starts[0].height:
            sides[(line.bbox.x0 + line.bbox.x1) / 2 > at].append(line)
            continue
        for side, inked, part in zip(sides, (ends, starts), (left, right), strict=True):
            if inked:
                side.append(Line(tuple(part)))
    return sides


def part_rules(rules: Sequence[Rule], at: float) -> tuple[list[Rule], list[Rule]]:
    """The rules left and those right of a gutter, those across it cut in two."""
    left = [Rule(rule.x0, rule.top, min(rule.x1, at), rule.bottom) for rule in rules if rule.x0 < at]
    right = [Rule(max(rule.x0, at), rule.top, rule.x1, rule.bottom) for rule in rules if rule.x1 > at or rule.x0 == at]
    return left, right


def under_two_units(grid: Grid, lines: Sequence[Line], span: tuple[float, float]) -> bool:
    """Whether units of different size stand on one level above a table, within its span: two tables that nothing parts for sure."""
    above = [line for line in lines if 0 <= grid.ys[0] - line.bbox.bottom <= REACH * line.size]
    stated = [(line, _units(line)) for line in above if span[0] <= (line.bbox.x0 + line.bbox.x1) / 2 <= span[1] and _units(line)]
    lowest = max((line.bbox.top - NEAR * line.size for line, _ in stated), default=0.0)
    return len({scale for line, scales in stated if line.bbox.top >= lowest for scale in scales}) > 1


def _units(line: Line) -> set[int | None]:
    """The sizes of the units of money that a line states, as powers of ten."""
    words = [piece.text for piece in pieces_of(line)]
    found = (note for word in (*words, *_EACH_NOTE.split(line.text)) if (note := line_unit(word) or title_unit(word)))
    return {unit.scale for _, unit in found if unit.is_money}


def _whites(lines: Sequence[Line], rules: Sequence[Rule], width: float, bottom: float) -> list[tuple[float, float]]:
    """The whites that run through all lines of both halves, as far down as `bottom`, the widest first."""
    split = [n for n, line in enumerate(lines) if line.bbox.top < bottom and len(pieces_of(line)) > 1]
    if not split:
        return []
    inked = [(g.x0, g.x1) for line in lines[split[0] : split[-1] + 1] for g in line.glyphs if g.text.strip()]
    inked += [(rule.x0, rule.x1) for rule in rules if rule.horizontal]
    gaps, end = [], 0.0
    for start, stop in sorted(inked):
        gaps.append((end, start))
        end = max(end, stop)
    least = GUTTER * median(g.height for line in lines for g in line.glyphs)
    wide = [(x0, x1) for x0, x1 in gaps[1:] if x1 - x0 >= least and abs((x0 + x1) / 2 / width - 0.5) <= MIDDLE]
    return sorted(wide, key=lambda white: white[0] - white[1])


def _has_table(lines: Sequence[Line]) -> bool:
    """Whether rows of a label and an amount stand there: columns cut off from their labels are no half."""
    rows = [pieces for pieces in map(pieces_of, lines) if any(is_number(p.text) for p in pieces)]
    labelled = [pieces for pieces in rows if len(pieces) > 1 and re.search(r"[\u4e00-\u9fff]{2}", pieces[0].text + pieces[1].text)]
    return len(labelled) >= 2 and len(labelled) * 2 > len(rows)


def _named(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether each half has a title, or each a unit note; one with two of a kind on one level holds two tables."""
    named = False
    for states in (_TITLE.search, unit_note):
        found = [[bounds(p.glyphs) for line in half for p in pieces_of(line) if states(p.text)] for half in (left, right)]
        if any(_on_one_level(one, other) for half in found for one, other in combinations(half, 2)):
            return False
        named = named or all(found)
    return named


def _on_one_level(one: BBox, other: BBox) -> bool:
    """Whether two pieces stand side by side, if one a little higher."""
    return abs(one.top - other.top) < NEAR * (one.bottom - one.top) and (one.x1 < other.x0 or other.x1 < one.x0)


def _numbered(left: Sequence[Line], right: Sequence[Line], width: float, height: float) -> bool:
    """Whether two page numbers that follow each other stand at the feet, at like places of the two halves."""
    feet = [[line for line in half if line.bbox.top > (1 - FOOT) * height][-1:] for half in (left, right)]
    found = [(line, match) for foot in feet for line in foot if (match := _PAGE_NUMBER.fullmatch(line.text.strip()))]
    for (one, first), (other, second) in pairwise(found):
        middles = [(line.bbox.x0 + line.bbox.x1) / 2 for line in (one, other)]
        alike = min(abs(middles[1] - middles[0] - width / 2), abs(sum(middles) - width)) <= FOOT * width / 2
        return width > height and int(second[1]) == int(first[1]) + 1 and abs(one.bbox.top - other.bbox.top) < one.size and alike
    return False
