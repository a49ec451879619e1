"""Numbers broken over two lines of a cell where nothing but the sums tells that they are one.

群众文化 | 45000 | 45000      the column of 合计 adds up with 450000.00,
         |  0.00 |  0.00      so that is what the cell prints
"""

from __future__ import annotations

import re
from decimal import Decimal

from disclosure.document import CellRole
from ingest.figures.tree import is_total_label
from ingest.figures.units import read_amount
from ingest.tables.draft import Draft, DraftCell, plain

_PARTS = re.compile(r"(?P<first>-?\d+) (?P<second>\d*\.\d{1,6}|\d{1,3})")


def join_split_numbers(draft: Draft) -> None:
    """Join the parts of numbers where the total of the column, or the row's first amount, is the sum with them."""
    split = [c for c in draft.cells if c.role is CellRole.VALUE and _PARTS.fullmatch(c.text.strip())]
    if not split:
        return
    totals = {c.row for c in draft.cells if c.role is CellRole.STUB and is_total_label(plain(c.text))}
    values = [c for c in draft.cells if c.role is CellRole.VALUE and c.row_span == 1]
    for column in {c.column for c in split}:
        parts = [c for c in values if c.column == column and c.row not in totals]
        total = [c for c in values if c.column == column and c.row in totals]
        if len(total) == 1 and _sum(parts) == _number(total[0]):
            for cell in parts:
                cell.text = _joined(cell.text)


def _joined(text: str) -> str:
    return "".join(text.split()) if _PARTS.fullmatch(text.strip()) else text


def _number(cell: DraftCell) -> Decimal | None:
    amount = read_amount(_joined(cell.text), None)
    return amount.number if amount else None


def _sum(cells: list[DraftCell]) -> Decimal:
    return sum((number for cell in cells if (number := _number(cell)) is not None), Decimal(0))
