"""What ingest makes of one PDF: pages, tables with their cells, chunks of text, findings.

Everywhere in the project: a page is 1-based; a row and a column of a table are 0-based and count in the joined
table (a table that runs over three pages is one table); a box is in PDF points from the top left of its page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disclosure.amount import Unit
    from disclosure.figure import Discrepancy, Figure, Footing


class Stage(StrEnum):
    """Which of the year's two disclosures: 预算 or 决算."""

    BUDGET = "budget"
    FINAL_ACCOUNTS = "final_accounts"


class Level(StrEnum):
    """部门 (with its subordinate units) or 单位 (one unit alone)."""

    DEPARTMENT = "department"
    UNIT = "unit"


class CellRole(StrEnum):
    """What a cell is for."""

    TITLE = "title"  # a caption printed inside the grid
    HEADER = "header"  # names columns
    STUB = "stub"  # names rows: 项目, 科目名称
    CODE = "code"  # 科目编码, whole or as 类/款/项
    NUMBERING = "numbering"  # 栏次 rows, 行次 and sequence numbers: never an amount
    VALUE = "value"  # holds a figure, or is blank where one could stand
    TEXT = "text"  # running text inside a table (立项依据 …)
    NOTE = "note"  # 注：… inside the grid


class TableKind(StrEnum):
    """The standard tables of a disclosure, whatever a province calls or numbers them."""

    SUMMARY = "summary"  # 收支预算总表
    REVENUE = "revenue"  # 收入总表
    EXPENDITURE = "expenditure"  # 支出总表
    APPROPRIATION = "appropriation"  # 财政拨款收支总表
    GENERAL_EXPENDITURE = "general_expenditure"  # 一般公共预算支出表 by functional subject
    BASIC_ECONOMIC = "basic_economic"  # 基本支出 by economic subject
    GOVERNMENT_FUND = "government_fund"  # 政府性基金
    STATE_CAPITAL = "state_capital"  # 国有资本经营
    THREE_PUBLIC = "three_public"  # 三公经费 (may carry 机关运行经费)
    OPERATING = "operating"  # 机关运行经费
    PROJECT = "project"  # 项目支出表
    PERFORMANCE_FORM = "performance_form"  # 项目支出绩效目标表, one form a project
    PROCUREMENT = "procurement"  # 政府采购
    OTHER = "other"


class Severity(StrEnum):
    """How much a finding matters to a reader of figures."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class BBox:
    """A rectangle on a page, in points from the top left; x0 ≤ x1, top ≤ bottom."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: BBox) -> BBox:
        """The smallest box that holds both."""
        return BBox(min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where something is printed."""

    document_id: str  # SHA-256 of the file's bytes, hex
    page: int
    bbox: BBox | None = None  # None: the page as a whole
    table_id: str | None = None  # None: not in a table
    row: int | None = None  # None: not in a table
    column: int | None = None  # None: not in a table


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read."""

    number: int
    width: float  # points, as displayed (after rotation)
    height: float
    text: str  # the page's text in reading order; "" where there is no text layer
    recognised: bool = False  # True: the text comes from OCR


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a joined table."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str  # as printed; line breaks inside a cell are removed between Chinese characters
    role: CellRole
    provenance: Provenance
    indent: float | None = None  # points between its left side and its text; None: blank, not measured, or set in the middle
    hang: float = 0.0  # points by which its first line begins further in than the others


@dataclass(frozen=True, slots=True)
class Table:
    """A table, joined over the pages that it spans."""

    id: str  # document_id[:12] + "-t" + running number
    number: str | None  # as printed: 表十二, 公开表1-1; None: not numbered
    title: str  # as printed; "" when no caption was found
    kind: TableKind
    unit: Unit | None  # for amounts that state none themselves; None: the table states no unit
    unit_note: str | None  # the words it was read from: 单位：万元; None: no such note
    cells: tuple[Cell, ...]
    provenances: tuple[Provenance, ...]  # one a page, each with the table's box there
    heading: str = ""  # the section that it stands under
    notes: tuple[str, ...] = ()  # 注：… under the table
    is_empty: bool = False  # no cell holds a number (a note 本表无数据 alone does not decide it)
    project: str | None = None  # the project of a performance form; None: no such form


class ChunkKind(StrEnum):
    """What a chunk was cut from."""

    TEXT = "text"
    TABLE_ROW = "table_row"
    DEFINITION = "definition"  # an entry of 名词解释


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece that can be searched and quoted."""

    id: str  # document_id[:12] + "-c" + running number
    kind: ChunkKind
    text: str  # verbatim: what a citation quotes
    embedding_text: str  # heading, entity, year, unit and text: what is embedded and indexed
    heading: tuple[str, ...]  # outer to inner; for a definition the last one is the term
    provenance: Provenance  # of its first line
    end_page: int  # the page of its last line


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the document that a reader should know: unread, left over, or contradictory."""

    kind: str  # a short stable word: no_text_layer, ragged_table, left_over_digits, …
    message: str  # one line in Chinese
    severity: Severity
    provenance: Provenance | None  # None: about the whole file


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about the document and where it was read."""

    name: str  # entity, fiscal_year, stage, level
    value: str
    source: str  # cover, title, table, row, sentence, file_name
    provenance: Provenance | None  # None: from the file's name


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One PDF, read."""

    document_id: str  # SHA-256 of the file's bytes, hex
    file_name: str
    entity: str | None  # 单位名称 in full; None: not found
    fiscal_year: int | None  # None: not found
    stage: Stage | None  # None: not found
    level: Level | None  # None: not said
    facts: tuple[Fact, ...]
    pages: tuple[Page, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    chunks: tuple[Chunk, ...]
    findings: tuple[Finding, ...]
    footings: tuple[Footing, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
