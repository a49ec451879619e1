"""A page as blocks on paper: grids, the lines around them, and what of these is page furniture.

Enters a page of glyphs and rules, leaves its grids and lines; running heads and page numbers are told by their
place and by coming back on other pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure.document import BBox
from ingest.pages.glyph import Mark, MarkKind
from ingest.pages.lines import Line, group_lines
from ingest.pages.outlines import NEXT
from ingest.pages.pdf import Glyph, PageContent, Rule, TextLine
from ingest.tables.alignment import find_aligned
from ingest.tables.beside import set_apart, span_of
from ingest.tables.grid import Grid, find_grids
from ingest.tables.gutter import find_gutter, part_lines, part_rules, under_two_units

MARGIN = 0.1  # of the page's height: where running heads and feet stand
NUMBER_MARGIN = 0.16  # and where page numbers do
EVERYWHERE = (float("-inf"), float("inf"))
REPEATS = 3  # pages on which a line must come back to be a running head

_PAGE_NUMBER = re.compile(
    r"[\s\-–—~·.]*(?:第\s*)?(?:\d{1,4}|[ivxlcIVXLC]{1,6})\s*(?:页)?(?:\s*[/,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-–—~·.]*"
)
_DIGIT = re.compile(r"\d")
_TITLE = re.compile(r"表\s*(?:[（(].*[)）])?\s*$|单位\s*[:：]")


@dataclass(slots=True)
class PageLayout:
    """One page, upright; its lines are those outside the grids, from the top down."""

    number: int
    width: float
    height: float
    content: PageContent  # without glyphs and rules: for its turn and its flags
    grids: list[Grid] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)  # places in `lines`
    gutter: float | None = None  # between two pages that one sheet shows side by side; None: it is one page

    @property
    def halves(self) -> tuple[tuple[float, float], ...]:
        """From where to where across the sheet its pages reach: one, or the left and the right one."""
        return (EVERYWHERE,) if self.gutter is None else ((EVERYWHERE[0], self.gutter), (self.gutter, EVERYWHERE[1]))

    def half(self, box: BBox) -> int:
        """Which of the halves a box stands in."""
        return int(self.gutter is not None and (box.x0 + box.x1) / 2 > self.gutter)

    def lines_between(self, top: float, bottom: float, span: tuple[float, float] = EVERYWHERE) -> list[TextLine]:
        """Lines that are no furniture with their middle between two heights, and across the page within a span, from the top down."""
        return [
            line
            for place, line in enumerate(self.lines)
            if place not in self.furniture
            and top <= (line.bbox.top + line.bbox.bottom) / 2 <= bottom
            and span[0] <= (line.bbox.x0 + line.bbox.x1) / 2 <= span[1]
        ]


def lay_out(content: PageContent) -> PageLayout:
    """Grids and lines of a page; the content's glyphs and rules are let go."""
    page = PageLayout(content.number, content.width, content.height, content)
    page.gutter = find_gutter(content.glyphs, content.rules, content.width, content.height)
    halves: list[tuple[Sequence[Glyph], Sequence[Rule]]] = [(content.glyphs, content.rules)]
    if page.gutter is not None:
        parted = part_lines(group_lines(content.glyphs), page.gutter)
        rules = part_rules(content.rules, page.gutter)
        halves = [([g for line in half for g in line.glyphs], own) for half, own in zip(parted, rules, strict=True)]
    for glyphs, own in halves:
        grids, lines = _grids_and_lines(content, glyphs, own)
        page.grids += grids
        doubtful = [
            cell for grid in grids if under_two_units(grid, lines, span_of(grid, grids)) for cell in grid.cells if _DIGIT.search(cell.text)
        ]
        content.marks += [Mark(MarkKind.MIXED, cell.text, content.displayed(cell.bbox)) for cell in doubtful]
        content.marks += [Mark(MarkKind.OUTLINED, "", content.displayed(box)) for box in _outlined(content, glyphs, grids)]
        page.lines += [TextLine(content.number, line.text, line.bbox, line.size) for line in lines]
    content.glyphs, content.rules = [], []
    return page


def _grids_and_lines(content: PageContent, glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Grid], list[Line]]:
    found = find_grids(content.number, rules, glyphs)
    outside = [glyph for glyph in found.outside if not glyph.struck]
    ruled, printed = set_apart(found.grids, group_lines(outside))
    aligned = find_aligned(content.number, printed, found.loose, content.height)
    return sorted((*ruled, *aligned.grids), key=lambda g: (g.ys[0], g.xs[0])), aligned.lines


def _outlined(content: PageContent, glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> list[BBox]:
    """Where shapes stand in for numbers: in a cell that prints a number or nothing, beside a digit, or several in a row."""
    if not content.outlines:
        return []
    digits = [glyph for glyph in glyphs if glyph.text.isdecimal()]
    found = []
    for outline in content.outlines:
        box = outline.box
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        cell = next((c for grid in grids for c in grid.cells if c.bbox.x0 <= x <= c.bbox.x1 and c.bbox.top <= y <= c.bbox.bottom), None)
        if cell is not None and (not cell.text or _DIGIT.search(cell.text)):
            found.append(box)
        elif cell is None and (outline.count > 1 or any(_beside(box, digit) for digit in digits)):
            found.append(box)
    return found


def _beside(box: BBox, glyph: Glyph) -> bool:
    level = glyph.top < (box.top + box.bottom) / 2 < glyph.bottom
    return (level and -glyph.height < glyph.x0 - box.x1 < NEXT * glyph.height) or (
        level and -glyph.height < box.x0 - glyph.x1 < NEXT * glyph.height
    )


def lines_alone(content: PageContent, glyphs: Sequence[Glyph]) -> PageLayout:
    """A page whose rules could not be made sense of: its lines, as text."""
    lines = [TextLine(content.number, line.text, line.bbox, line.size) for line in group_lines(glyphs)]
    content.glyphs, content.rules = [], []
    return PageLayout(content.number, content.width, content.height, content, [], lines)


def mark_furniture(pages: Sequence[PageLayout]) -> None:
    """Find page numbers and running heads: short lines in the margins that count pages or come back."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_mark(page, line) for line in page.lines if _in_margin(page, line)})
    for page in pages:
        for place, line in enumerate(page.lines):
            if _PAGE_NUMBER.fullmatch(line.text) and _in_margin(page, line, NUMBER_MARGIN):
                page.furniture.add(place)
            if not _in_margin(page, line):
                continue
            # a title comes back too, above each form of a series
            often = len(pages) * 4 // 5 if _TITLE.search(line.text) else len(pages) // 4
            if seen[_mark(page, line)] >= max(REPEATS, often):
                page.furniture.add(place)


def _in_margin(page: PageLayout, line: TextLine, margin: float = MARGIN) -> bool:
    middle = (line.bbox.top + line.bbox.bottom) / 2
    return middle < margin * page.height or middle > (1 - margin) * page.height


def _mark(page: PageLayout, line: TextLine) -> tuple[str, int]:
    """What a running head keeps from page to page: its words and its height."""
    return re.sub(r"[\d\s]+", "", line.text), round(line.bbox.top / 6)


def page_text(page: PageLayout) -> str:
    """The text of a page in reading order: lines, and each row of a grid as one line with tabs between cells."""
    rows = [(page.half(line.bbox), (line.bbox.top + line.bbox.bottom) / 2, line.text) for line in page.lines]
    for grid in page.grids:
        by_row: dict[int, list[str]] = {}
        for cell in grid.cells:
            by_row.setdefault(cell.row, []).append(cell.text)
        rows.extend((page.half(grid.bbox), grid.ys[row] + 0.01, "\t".join(texts)) for row, texts in by_row.items() if any(texts))
    return "\n".join(text for *_, text in sorted(rows, key=lambda row: row[:2]))


def as_displayed(page: PageLayout, line: TextLine) -> TextLine:
    """The line with its box in the coordinates of the page as displayed."""
    return TextLine(line.page, line.text, page.content.displayed(line.bbox), line.size) if page.content.turn else line


def union(boxes: Sequence[BBox]) -> BBox:
    """The smallest box around several."""
    box = boxes[0]
    for other in boxes[1:]:
        box = box.union(other)
    return box
