"""A unit that a department's tables list in their rows, read as a document of its own within the department's.

    渔政执法支队 of 海洋与渔业局: the row 渔政执法支队 of the revenue table is its 总计, the projects beside its name are its projects

Where its tables print no total of it, the total of its projects or purchases is the sum of its rows.
"""

from __future__ import annotations

import re

from answering.calculate import add_up
from answering.columns import choose_figures
from answering.document_index import DocumentIndex, EntryKind
from answering.found import Found
from answering.totals import whole_meant
from disclosure.document import CellRole, Table, TableKind
from disclosure.question import Selector
from retrieval.matching import normalise_label

# Headings of the columns in which a table says whose a row is.
_WHOSE = re.compile(r"(?:预算|基层|所属|下属|二级|项目|实施|执行|采购|使用|申报|填报|用款)?(?:单位|部门)(?:名称)?")
# Tables of rows that add up to a unit's own.
_ADDED = (TableKind.PROJECT, TableKind.PROCUREMENT)


def part_view(index: DocumentIndex, unit: str) -> DocumentIndex | None:
    """What the document prints of a unit that it lists; None when it lists none of that name."""
    wanted = normalise_label(unit)
    tables = tuple(table for table in index.tables if _lists(table, wanted))
    ids = {table.id for table in tables}
    figures = [f for f in index.figures if f.table_id in ids and any(normalise_label(part) == wanted for part in f.row_path)]
    if not figures:
        return None
    return DocumentIndex(index.document_id, unit, index.fiscal_year, figures, tables)


def _lists(table: Table, unit: str) -> bool:
    """Whether a table has the unit in a column of units."""
    heads = {
        column
        for cell in table.cells
        if cell.role is CellRole.HEADER and _WHOSE.fullmatch(normalise_label(cell.text))
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return any(cell.column in heads and cell.role is CellRole.STUB and normalise_label(cell.text) == unit for cell in table.cells)


def added_up(view: DocumentIndex, selector: Selector) -> Found | None:
    """The total of a unit's projects or purchases, which its department's table prints for all units only."""
    whole = whole_meant(selector.label, selector)
    for kind in whole.kinds if whole else ():
        rows = [entry for entry in view.by_kind.get(kind, ()) if entry.kind is EntryKind.ROW and not entry.is_total]
        plain = Selector(fiscal_year=selector.fiscal_year, column_label=selector.column_label, dimension="money")
        figures = [figure for entry in rows for figure in choose_figures(entry, plain)[:1] if figure.amount is not None]
        if kind in _ADDED and figures:
            return Found(selector, view.document_id, derivation=add_up(figures))
    return None
