"""A unit that a department's tables list in their rows, read as a document of its own within the department's.

    渔政执法支队 of 海洋与渔业局: the row 渔政执法支队 of the revenue table is its 总计, the projects beside its name are its projects

A row 小计 beside its name is the unit's total, and what a sentence counts of it by name (其中…某站16人) is said of it.
Where its tables print no total of it, the total of its projects or purchases is the sum of its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from answering.calculate import add_up
from answering.columns import choose_figures
from answering.document_index import DocumentIndex, EntryKind
from answering.found import Found
from answering.totals import whole_meant
from answering.unit_names import part_pattern
from disclosure.document import CellRole, Table, TableKind
from disclosure.figure import Figure
from disclosure.question import Selector
from retrieval.matching import normalise_label

# Headings of the columns in which a table says whose a row is.
_WHOSE = re.compile(r"(?:预算|基层|所属|下属|二级|项目|实施|执行|采购|使用|申报|填报|用款)?(?:单位|部门)(?:名称)?")
_SUBTOTALS = frozenset(("小计", "合计", "总计"))
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
    figures = [_as_total(figure, wanted) for figure in figures]
    return DocumentIndex(index.document_id, unit, index.fiscal_year, [*figures, *_said_of(index, unit)], tables)


def _as_total(figure: Figure, unit: str) -> Figure:
    """The row 小计 of a unit as the row of the unit itself."""
    name = next((part for part in figure.row_path if normalise_label(part) == unit), None)
    rest = {normalise_label(part) for part in figure.row_path} - {unit}
    return replace(figure, row_path=(name,), measure=name, is_total=True) if name and rest and rest <= _SUBTOTALS else figure


def _said_of(index: DocumentIndex, unit: str) -> Iterator[Figure]:
    """What sentences count of the unit under a name of its own, by what is counted: 在职人员128人，其中…某站16人."""
    pattern = part_pattern(unit)
    for figure in index.figures:
        path = figure.row_path
        counts = figure.amount is not None and figure.amount.dimension not in (None, "money", "%")
        if figure.table_id is None and counts and len(path) > 1 and pattern.fullmatch(path[-1]):
            yield replace(figure, entity=unit, row_path=(*path[:-2], path[-1], path[-2]), measure=path[-2])


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
