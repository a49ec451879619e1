"""Pages with running text and ruled tables, drawn box by box so that every page break is where the sample wants it.

A table is rows of boxes; a box may span columns and rows.  Rows that do not fit go on the next page, with the
header rows again when the table says so; a tall row may break inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

# Debian's fonts-wqy-microhei, Apache-2.0; only the glyphs used are embedded, so that readers need no font.
FONT_FILE = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
FONT = "MicroHei"
MARGIN = 42.0
TOP = 60.0
BOTTOM = 56.0
NOT_FIRST = "，。、；：！？）”》〕%"  # never at the start of a line


@dataclass(frozen=True)
class Box:
    """One cell: its text and how many columns and rows it covers."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    align: str = "center"  # left, center, right


@dataclass(frozen=True)
class Grid:
    """A table to be drawn."""

    widths: tuple[float, ...]  # points
    rows: tuple[tuple[Box, ...], ...]  # a row leaves out the places that boxes above cover
    header_rows: int = 0
    repeat_header: bool = False
    row_height: float = 20.0  # at least, points
    size: float = 9.0
    breakable: bool = False  # a tall row may break over the page
    vertical_rules: bool = True
    rule_at_break: bool = True  # False: a broken row has no rule where it breaks


@dataclass
class _Placed:
    """A box with its place in the grid."""

    box: Box
    row: int
    column: int
    lines: list[str]


def register_font() -> None:
    """Load the font once; FileNotFoundError names the Debian package that brings it."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        if not FONT_FILE.exists():
            raise FileNotFoundError(f"{FONT_FILE} is missing: apt-get install fonts-wqy-microhei")
        pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE), subfontIndex=0))


def wrap(text: str, width: float, size: float) -> list[str]:
    """The lines of `text` at `size`; a number or word stays whole, closing marks stay off the line start."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for token in re.findall(r"[0-9A-Za-z,.+\-]+[%]?|.", part):
            if line and pdfmetrics.stringWidth(line + token, FONT, size) > width and token not in NOT_FIRST:
                lines.append(line)
                line = ""
            line += token
        lines.append(line)
    return lines


class Sheets:
    """A PDF written from the top down, page after page."""

    def __init__(self, path: Path, title: str, contents: dict[str, int] | None = None) -> None:
        """`contents` maps headings to pages, from an earlier run; a first run leaves it out."""
        register_font()
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("示例")
        self.title = title
        self.known_contents = contents or {}
        self.contents: dict[str, int] = {}
        self.page = 0
        self.width, self.height = A4
        self.y = 0.0  # from the top, where the next thing goes

    def new_page(self, *, landscape: bool = False, plain: bool = False) -> None:
        """Start a page; a plain one has neither running head nor number."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.width, self.height = (A4[1], A4[0]) if landscape else A4
        self.canvas.setPageSize((self.width, self.height))
        self.y = TOP
        if not plain:
            self._text(MARGIN, 36, self.title, 8)
            self._text(self.width / 2, self.height - 30, f"- {self.page} -", 9, "center")

    def save(self) -> None:
        """Finish the file."""
        self.canvas.showPage()
        self.canvas.save()

    def _text(self, x: float, y: float, text: str, size: float, align: str = "left") -> None:
        """One line with its baseline `y` below the top."""
        self.canvas.setFont(FONT, size)
        draw = {"left": self.canvas.drawString, "center": self.canvas.drawCentredString, "right": self.canvas.drawRightString}[align]
        draw(x, self.height - y, text)

    def line(self, text: str, size: float = 10.5, align: str = "left", gap: float = 6.0, indent: float = 0.0) -> None:
        """One line of text; a new page when there is no room."""
        if self.y + size + gap > self.height - BOTTOM:
            self.new_page()
        self.y += size
        x = {"left": MARGIN + indent, "center": self.width / 2, "right": self.width - MARGIN}[align]
        self._text(x, self.y, text, size, align)
        self.y += gap

    def two_ends(self, left: str, right: str, size: float = 9.0) -> None:
        """One line with a text at either margin: 单位名称 and 单位：元 above a table."""
        self.y += size
        self._text(MARGIN, self.y, left, size)
        self._text(self.width - MARGIN, self.y, right, size, "right")
        self.y += 5

    def heading(self, text: str, size: float = 14.0, align: str = "center", *, listed: bool = True) -> None:
        """A heading; a listed one goes into the table of contents."""
        if self.y > self.height - BOTTOM - 3 * size:
            self.new_page()
        if listed:
            self.contents[text] = self.page
        self.line(text, size, align, gap=8)

    def paragraph(self, text: str, size: float = 11.0) -> None:
        """Running text, first line indented by two characters."""
        for number, line in enumerate(wrap("　　" + text, self.width - 2 * MARGIN, size)):
            self.line(line if number else "　　" + line.lstrip("　"), size, gap=7.5)

    def contents_line(self, text: str) -> None:
        """An entry with dots and its page; the page is known from the second run on."""
        size, page = 10.5, str(self.known_contents.get(text, 0))
        room = self.width - 2 * MARGIN - pdfmetrics.stringWidth(text + page, FONT, size) - 8
        dots = "." * int(room / pdfmetrics.stringWidth(".", FONT, size))
        self.line(f"{text}{dots}{page}", size, gap=5)

    def table(self, grid: Grid) -> None:
        """Draw a table from here on, over as many pages as it needs."""
        placed = _place(grid)
        heights = _heights(grid, placed)
        landscape = self.width > self.height
        first = 0
        skip = 0  # lines of row `first` that the page before has shown
        while first < len(grid.rows):
            room = self.height - BOTTOM - self.y
            again = list(range(grid.header_rows)) if first >= grid.header_rows and grid.repeat_header and self.y == TOP else []
            room -= sum(heights[r] for r in again)
            pieces = [(r, 0, heights[r]) for r in again]
            row, start = first, skip
            while row < len(grid.rows) and (left := _rest(grid, placed, heights, row, start)) <= room:
                pieces.append((row, start, left))
                room -= left
                row, start = row + 1, 0
            if row < len(grid.rows) and grid.breakable and (shown := _fitting(grid, room)) >= 2:
                if len(_longest(placed, row)) - start - shown >= 1:
                    pieces.append((row, start, room))
                    start += shown
            self._draw(grid, placed, pieces)
            first, skip = row, start
            if first < len(grid.rows):
                self.new_page(landscape=landscape)
        self.y += 10

    def _draw(self, grid: Grid, placed: list[_Placed], pieces: list[tuple[int, int, float]]) -> None:
        """Draw the pieces (row, first line, height) of one page from `self.y` down."""
        tops, y = {}, self.y
        for row, _, height in pieces:
            tops[row] = (y, y + height)
            y += height
        starts = {row: start for row, start, _ in pieces}
        edges = [MARGIN + sum(grid.widths[:n]) for n in range(len(grid.widths) + 1)]
        for item in placed:
            rows = [r for r in range(item.row, item.row + item.box.rows) if r in tops]
            if not rows:
                continue
            top, bottom = tops[rows[0]][0], tops[rows[-1]][1]
            left, right = edges[item.column], edges[item.column + item.box.columns]
            begins, ends = rows[0] == item.row and not starts[rows[0]], self._ends(item, rows, tops, placed, grid, starts)
            self._rules(grid, (left, top, right, bottom), begins or grid.rule_at_break, ends or grid.rule_at_break)
            self._lines(grid, item, (left, top, right, bottom), starts[rows[0]] if item.box.rows == 1 else (0 if begins else 10**6))
        self.y = y

    @staticmethod
    def _ends(
        item: _Placed,
        rows: list[int],
        tops: dict[int, tuple[float, float]],
        placed: list[_Placed],
        grid: Grid,
        starts: dict[int, int],
    ) -> bool:
        """Whether the box is whole at the bottom of this page."""
        last = item.row + item.box.rows - 1
        if rows[-1] != last:
            return False
        shown = _fitting(grid, tops[last][1] - tops[last][0]) + starts[last]
        return item.box.rows > 1 or shown >= len(_longest(placed, last))

    def _rules(self, grid: Grid, box: tuple[float, float, float, float], top: bool, bottom: bool) -> None:
        left, upper, right, lower = box
        self.canvas.setLineWidth(0.6)
        rules = [(left, upper, right, upper)] * top + [(left, lower, right, lower)] * bottom
        if grid.vertical_rules:
            rules += [(left, upper, left, lower), (right, upper, right, lower)]
        for x0, y0, x1, y1 in rules:
            self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def _lines(self, grid: Grid, item: _Placed, box: tuple[float, float, float, float], start: int) -> None:
        left, upper, right, lower = box
        leading = _leading(grid)
        lines = item.lines[start:]
        if item.box.rows == 1:
            lines = lines[: _fitting(grid, lower - upper)]
        y = (upper + lower - leading * len(lines)) / 2 + grid.size
        x = {"left": left + 3, "center": (left + right) / 2, "right": right - 3}[item.box.align]
        for number, line in enumerate(lines):
            self._text(x, y + number * leading, line, grid.size, item.box.align)


def _leading(grid: Grid) -> float:
    return grid.size * 1.32


def _fitting(grid: Grid, height: float) -> int:
    """How many lines a cell of this height shows; the small part keeps 2.0 lines from counting as 1.99."""
    return int((height - 6) / _leading(grid) + 0.01)


def _place(grid: Grid) -> list[_Placed]:
    """Give every box its row and column, as HTML does with spans."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, boxes in enumerate(grid.rows):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            width = sum(grid.widths[column : column + box.columns]) - 6
            placed.append(_Placed(box, row, column, wrap(box.text, width, grid.size)))
            taken |= {(r, c) for r in range(row, row + box.rows) for c in range(column, column + box.columns)}
        if any((row, column) not in taken for column in range(len(grid.widths))):
            raise ValueError(f"row {row} of the table does not fill its {len(grid.widths)} columns")
    return placed


def _heights(grid: Grid, placed: list[_Placed]) -> list[float]:
    heights = [grid.row_height] * len(grid.rows)
    for item in sorted(placed, key=lambda p: p.box.rows):
        need = len(item.lines) * _leading(grid) + 6
        last = item.row + item.box.rows - 1
        missing = need - sum(heights[item.row : last + 1])
        if missing > 0:
            heights[last] += missing
    return heights


def _longest(placed: Sequence[_Placed], row: int) -> list[str]:
    return max((p.lines for p in placed if p.row == row and p.box.rows == 1), key=len)


def _rest(grid: Grid, placed: Sequence[_Placed], heights: Sequence[float], row: int, start: int) -> float:
    """The height that a row still needs after its first `start` lines."""
    return heights[row] if not start else (len(_longest(placed, row)) - start) * _leading(grid) + 6
