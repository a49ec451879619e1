"""Nothing silently lost: every digit of a page is accounted for, or the page has a finding.

First the digits of the raw text layer, as PDFium reads it, against those of our reading: glyphs that were lost.  Then
each number of the reading: it is a figure, or it names something (a code, a year, a document number, part of a label
such as 单价100万元以上设备), or it is page furniture.  What is none of these is left over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from disclosure.document import Cell, CellRole, Finding, Page, Provenance, Severity, Table
from disclosure.figure import Figure
from disclosure.mention import MentionKind, find_numbers
from ingest.figures.units import is_number, is_year
from ingest.prose.text import Block, BlockKind

SHOWN = 6  # left-over numbers that a message names

_NAMES = (CellRole.CODE, CellRole.NUMBERING, CellRole.TITLE, CellRole.NOTE)


@dataclass(frozen=True, slots=True)
class _LeftOver:
    page: int
    text: str


def left_over(
    document_id: str,
    raw: Sequence[Counter[str]],
    pages: Sequence[Page],
    blocks: Sequence[Block],
    tables: Sequence[Table],
    figures: Sequence[Figure],
) -> tuple[Finding, ...]:
    """The findings of every page with digits that are not accounted for; `raw` may be empty when there is no second witness."""
    found = [*_lost(document_id, raw, pages)]
    numbers: dict[int, list[str]] = {}
    for each in (*_in_text(blocks, figures), *_in_tables(tables, figures)):
        numbers.setdefault(each.page, []).append(each.text)
    for page, texts in sorted(numbers.items()):
        named = "、".join(texts[:SHOWN]) + ("……" if len(texts) > SHOWN else "")
        message = f"第{page}页有 {len(texts)} 个数字没有归入任何表格或句子：{named}"
        found.append(Finding("left_over_digits", message, Severity.NOTE, Provenance(document_id, page)))
    return tuple(found)


def _lost(document_id: str, raw: Sequence[Counter[str]], pages: Sequence[Page]) -> Iterator[Finding]:
    for page, witness in zip(pages, raw, strict=False):
        if page.recognised:
            continue
        missing = witness - Counter(character for character in page.text if character.isdecimal())
        if missing:
            digits = "".join(sorted(missing.elements()))[:40]
            message = f"第{page.number}页的文字层有 {missing.total()} 个数字字符没有读出（{digits}），请对照原页"
            yield Finding("left_over_digits", message, Severity.WARNING, Provenance(document_id, page.number))


def _in_text(blocks: Sequence[Block], figures: Sequence[Figure]) -> Iterator[_LeftOver]:
    """Quantities of paragraphs that became no figure and are no part of another one's name."""
    said = Counter(f.text for f in figures if f.table_id is None)
    labels = {f.provenance.page: "" for f in figures}
    for figure in figures:
        if figure.table_id is None:
            labels[figure.provenance.page] += f"\n{figure.measure}"
    for block in blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        for mention in find_numbers(block.text):
            if mention.kind is not MentionKind.QUANTITY:
                continue
            if said[mention.text]:
                said[mention.text] -= 1
            elif mention.text not in "\n".join(labels.get(page, "") for page in range(block.page, block.end_page + 1)):
                yield _LeftOver(block.page, mention.text)


def _in_tables(tables: Iterable[Table], figures: Sequence[Figure]) -> Iterator[_LeftOver]:
    """Cells that print one number but are neither figures nor names, nor the value beside a form's label."""
    read = (f for f in figures if f.table_id and (f.amount is not None or not any(map(str.isdecimal, f.text))))
    known = {(f.table_id, f.provenance.row, f.provenance.column) for f in read}
    for table in tables:
        for cell in table.cells:
            figured = (table.id, cell.row, cell.column) in known
            unread = cell.role is CellRole.VALUE and any(map(str.isdecimal, cell.text))
            names = cell.role in _NAMES or (is_year(cell.text) and cell.role is not CellRole.VALUE)
            if names or figured or not (is_number(cell.text) or unread):
                continue
            if not (table.project and _is_attribute(cell, table)):
                yield _LeftOver(cell.provenance.page, cell.text)


def _is_attribute(cell: Cell, table: Table) -> bool:
    """项目期 │ 1年: a property of the form's project."""
    left = [c for c in table.cells if c.row == cell.row and c.column + c.column_span == cell.column]
    return bool(left) and left[0].role is CellRole.STUB and cell.role is CellRole.TEXT
