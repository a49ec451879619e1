"""Drawing a disclosure and writing down, from the same data, the cells that a reader of it must find.

A table is given as header rows, one letter a column, and body rows.  The letters: c code, t label, v value, n numbering,
x words that are no label.  A value's row labels are the t cells of the nearest run of t to its left; a value's column
is every header box over it.  Merged cells are `Box`es, as in data/sample/layout.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from data.sample.figures import subject_name
from data.sample.layout import Box, Grid, Sheets, _place

NOTICE = "为测试而写的样张，单位、项目和数字均为虚构"
ZERO = Decimal(0)
Row = Sequence["Box | str"]
Codes = Mapping[str, str]

_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?")
_NUMBERING = re.compile(r"\d{1,2}|栏次|行次|—|")


class Form(Sheets):
    """A disclosure: pages as in the sample, with a font of one's own and the gold cells of every table."""

    def __init__(self, path: Path, title: str, *, font: str = "", head: bool = True, page_number: str = "- {} -") -> None:
        """`font` "" is the embedded one; STSong-Light is only named in the file, as office programs do it."""
        super().__init__(path, title)
        self.font, self.head, self.page_number = font, head, page_number
        self.gold: list[dict[str, object]] = []
        self._pages: dict[int, int] = {}
        if font:
            pdfmetrics.registerFont(UnicodeCIDFont(font))

    def new_page(self, *, landscape: bool = False, plain: bool = True) -> None:
        """A page; the running head and number are this document's own."""
        super().new_page(landscape=landscape, plain=True)
        if self.page > 1:
            if self.head:
                self._text(self.width - 42, 30, self.title, 7.5, "right")
            self._text(self.width / 2, self.height - 28, self.page_number.format(self.page), 9, "center")

    def _text(self, x: float, y: float, text: str, size: float, align: str = "left") -> None:
        if not self.font:
            super()._text(x, y, text, size, align)
            return
        self.canvas.setFont(self.font, size)
        draw = {"left": self.canvas.drawString, "center": self.canvas.drawCentredString, "right": self.canvas.drawRightString}[align]
        draw(x, self.height - y, text)

    def _draw(self, grid: Grid, placed, pieces) -> None:
        for row, _, _ in pieces:
            if row >= grid.header_rows:
                self._pages[row] = self.page
        super()._draw(grid, placed, pieces)

    def cover(self, unit: str, title: str) -> None:
        """The first page."""
        self.new_page()
        self.y = 230
        self.line(unit, 24, "center", gap=20)
        self.line(title, 24, "center", gap=70)
        self.line(NOTICE, 12, "center")

    def paragraphs(self, *texts: str) -> None:
        """Running text; a text that begins with ## is a heading."""
        for text in texts:
            if text.startswith("## "):
                self.heading(text[3:], 12.5, "left")
            else:
                self.paragraph(text, 10.5)

    def sheet(
        self,
        title: str,
        unit: str,
        kinds: str,
        widths: Sequence[float],
        header: Sequence[Row],
        rows: Sequence[Row],
        *,
        units: Mapping[int, str] | None = None,
        repeat: bool = True,
        vertical: bool = True,
        size: float = 8.5,
        height: float = 17.0,
    ) -> None:
        """Draw a table and record its cells; `units` gives columns with a unit of their own."""
        boxed = [tuple(cell if isinstance(cell, Box) else Box(cell) for cell in row) for row in header]
        for row in rows:
            boxed.append(tuple(cell if isinstance(cell, Box) else Box(cell, align=_align(cell)) for cell in row))
        grid = Grid(
            tuple(widths),
            tuple(boxed),
            header_rows=len(header),
            repeat_header=repeat,
            row_height=height,
            size=size,
            vertical_rules=vertical,
        )
        self._pages = {}
        self.table(grid)
        self._record(grid, title, unit, kinds, units or {})

    def _record(self, grid: Grid, title: str, unit: str, kinds: str, units: Mapping[int, str]) -> None:
        placed = _place(grid)
        at = {(p.row + r, p.column + c): p for p in placed for r in range(p.box.rows) for c in range(p.box.columns)}
        for item in placed:
            if item.row < grid.header_rows or kinds[item.column] != "v" or not _NUMBER.fullmatch(item.box.text):
                continue
            header = _over(at, grid, item.column)
            labels = [at[item.row, column].box.text for column in _label_columns(kinds, item.column)]
            own = units.get(item.column, unit)
            self.gold.append(
                {
                    "table_title": title,
                    "row": [label for label in dict.fromkeys(labels) if label],
                    "column": header,
                    "raw": item.box.text,
                    "unit": own,
                    "page": self._pages[item.row],
                }
            )

    def write_gold(self, path: Path) -> None:
        """The cells as score_cells.py wants them, one a line."""
        path.write_text("".join(json.dumps(cell, ensure_ascii=False) + "\n" for cell in self.gold), encoding="utf-8")


def _over(at, grid: Grid, column: int) -> list[str]:
    texts = [at[row, column].box.text for row in range(grid.header_rows)]
    return [text for text in dict.fromkeys(texts) if not _NUMBERING.fullmatch(text)]


def _label_columns(kinds: str, column: int) -> list[int]:
    last = kinds.rfind("t", 0, column)
    first = last
    while first > 0 and kinds[first - 1] in "tc":
        first -= 1
    return [c for c in range(first, last + 1) if kinds[c] == "t"] if last >= 0 else []


def _align(text: str) -> str:
    return "right" if _NUMBER.fullmatch(text) and len(text) > 2 else "left"


def wide(text: str, columns: int, rows: int = 1, align: str = "center") -> Box:
    """A merged box."""
    return Box(text, columns, rows, align)


def tall(text: str, rows: int, align: str = "center") -> Box:
    """A box over several rows."""
    return Box(text, 1, rows, align)


def d(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def money(value: Decimal, places: int = 2, *, comma: bool = False, zero: str | None = None) -> str:
    """An amount as printed; `zero` stands for nothing."""
    if value == 0 and zero is not None:
        return zero
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,f}" if comma else f"{rounded:f}"


def percent(part: Decimal, whole: Decimal, places: int = 2) -> str:
    """part ÷ whole in percent, without the sign."""
    return money(part * 100 / whole, places)


def tree(*columns: Mapping[str, Decimal]) -> list[tuple[str, str, list[Decimal]]]:
    """(code, name, one amount a column) for every class, section and item, in code order."""
    codes = sorted({code[:length] for column in columns for code in column for length in (3, 5, 7)})
    return [
        (code, subject_name(code), [sum((v for k, v in column.items() if k.startswith(code)), ZERO) for column in columns])
        for code in codes
    ]


def total(column: Mapping[str, Decimal]) -> Decimal:
    """The sum of a column."""
    return sum(column.values(), ZERO)
