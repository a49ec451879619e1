"""Cells that hold words: what a table says beside the figures of a row.

text_beside(index, 1.8%, 偏差原因)                  →  「过境货车增多」
津贴补贴对应的政府经济科目叫什么          →  「工资福利支出」, of the row 绩效工资 and the column of that name
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answering.compose import Work, finished
from answering.document_index import DocumentIndex
from answering.draft import Draft, Echo, Line, Quoted, Words
from answering.wanted import content_words
from disclosure.document import Cell, CellRole, Chunk, ChunkKind, Table, TableKind
from disclosure.figure import Figure
from retrieval.matching import normalise_label, simplify

FEW = 12  # documents whose tables are looked through
SHORTEST_HEADER = 4  # characters of the name of a column: 名称 and 备注 tell none from another
SHORTEST_ROW = 2
_WORDS = (CellRole.STUB, CellRole.TEXT)
_ASKS_NUMBER = re.compile("多少|几|合计|占")
# What ties a row to its other column.
_TIES = re.compile("(?:所)?(?:对应|填写?|列|归|属于?|写|叫|用|是)的?(?:是)?|科目|这[一项行]*|项目|那一?[行栏列]|[里中上的是]")


@dataclass(frozen=True, slots=True)
class _Said:
    """A cell of words, and the row and column that it was asked for by."""

    cell: Cell
    row: Cell
    header: str
    table: Table
    named: int  # characters of the names that are in the question


def text_beside(index: DocumentIndex, figure: Figure, header: re.Pattern[str]) -> Chunk | None:
    """The words in a figure's row under a header; None where there is no such column, or nothing is written."""
    table = index.table_by_id.get(figure.table_id or "")
    row = figure.provenance.row
    if table is None or row is None:
        return None
    for cell in table.cells:
        if cell.row <= row < cell.row + cell.row_span and cell.role in _WORDS and cell.text.strip() and header.search(_header(table, cell)):
            return _source(table, cell)
    return None


def cell_named(work: Work, text: str) -> Draft | None:
    """The words at a row and a column that a question names whole; None where it names no such place, or asks for a number."""
    if _ASKS_NUMBER.search(text) or len(work.documents) > FEW:
        return None
    key = normalise_label(simplify(text))
    found = [one for document in work.documents for one in _named(work.shelf.index(document), key)]
    most = max((one.named for one in found), default=0)
    found = [one for one in found if one.named == most]
    if not found or len({(one.cell.text, one.table.id) for one in found}) > 1:
        return None
    first = found[0]
    source = _source(first.table, first.cell)
    head = (
        Echo(first.row.text, _source(first.table, first.row)),
        Words("的“"),
        Echo(first.header, _source(first.table, first.cell, first.header)),
        Words("”："),
    )
    return finished(work, [Line((*head, Quoted(first.cell.text, source, block=False)), headline=True), Line(work.place(first.table))], [])


def _named(index: DocumentIndex, key: str) -> Iterator[_Said]:
    for table in index.tables:
        if table.kind is TableKind.PERFORMANCE_FORM:
            continue
        columns = {
            cell.column: cell.text for cell in table.cells if cell.role is CellRole.HEADER and _asked(cell.text, key, SHORTEST_HEADER)
        }
        for column, header in columns.items():
            rest = key.replace(normalise_label(header), "\n", 1)
            rows: dict[int, list[Cell]] = {}
            for cell in table.cells:
                if cell.role in _WORDS and cell.text.strip():
                    rows.setdefault(cell.row, []).append(cell)
            for cells in rows.values():
                here = next((cell for cell in cells if cell.column == column), None)
                named = max(
                    (c for c in cells if c is not here and _asked(c.text, rest, SHORTEST_ROW)), key=lambda c: len(c.text), default=None
                )
                if here is None or named is None:
                    continue
                left = rest.replace(normalise_label(named.text), "\n", 1)
                if not content_words(_TIES.sub(" ", left)):
                    yield _Said(here, named, header, table, len(normalise_label(header)) + len(normalise_label(named.text)))


def _asked(name: str, key: str, least: int) -> bool:
    name = normalise_label(name)
    return len(name) >= least and name in key


def _header(table: Table, cell: Cell) -> str:
    """The header nearest above a cell."""
    above = [
        c for c in table.cells if c.role is CellRole.HEADER and c.column <= cell.column < c.column + c.column_span and c.row < cell.row
    ]
    return max(above, key=lambda c: c.row).text if above else ""


def _source(table: Table, cell: Cell, text: str | None = None) -> Chunk:
    """A cell as a passage that can be quoted."""
    heading = tuple(part for part in (table.title, table.project) if part)
    words = text or cell.text
    return Chunk(f"{table.id}-{cell.row}-{cell.column}", ChunkKind.TABLE_ROW, words, words, heading, cell.provenance, cell.provenance.page)
