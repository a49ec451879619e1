"""A figure: one number with everything that it is bound to.

row_path ('2026年驻矿人员工资',) × column_path ('合计',) → text '75.00', amount 75.00 万元
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from disclosure.amount import Amount
from disclosure.document import Level, Provenance, Stage, TableKind


class Aspect(StrEnum):
    """What a number says of its measure."""

    AMOUNT = "amount"  # the thing itself
    INCREASE = "increase"  # 增加 …: the amount is the change, positive
    DECREASE = "decrease"  # 减少 …: the amount is the change, positive
    GROWTH_RATE = "growth_rate"  # 增长 …%; negative for 下降
    SHARE = "share"  # 占 …%, 完成 …%


class Trust(StrEnum):
    """How sure it is that a figure is what the page shows, and what the document's own arithmetic says of it."""

    PLAIN = "plain"  # read from the text layer; no footing touches it
    CONFIRMED = "confirmed"  # a footing with it holds
    DOUBTED = "doubted"  # read, and a footing with it fails: the document contradicts itself
    RECOGNISED = "recognised"  # read by OCR, or from a scan's own text layer, and not confirmed: never 已核对
    DOUBTFUL = "doubtful"  # what the page shows is not certain (struck out, overlaid, without a readable code …): never 已核对

    @property
    def certain(self) -> bool:
        """Whether the figure is what the page shows; only such a figure, and what is computed from such, may be 已核对."""
        return self not in (Trust.RECOGNISED, Trust.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number, or a blank where one could stand.

    A blank cell has text "" and amount None; a dash has text "-" (as printed) and amount None; a printed 0 has
    amount 0; 无 has text "无" and amount None.
    """

    document_id: str
    number: int  # running within the document, from 0, in reading order
    text: str  # as printed
    amount: Amount | None  # None: blank, dash or 无, never 0
    entity: str | None  # whose figure it is; None: the document's entity was not found
    fiscal_year: int | None  # the year the figure is of (上年 columns differ from the document's); None: unknown
    stage: Stage | None  # 预算 or 决算 of this figure (决算数 and 年初预算数 differ in one table); None: unknown
    level: Level | None
    measure: str  # the label that names it: the innermost row label, for prose the subject of the number
    aspect: Aspect
    subject_code: str | None  # 科目编码 with 类款项 joined, digits only; None: none printed
    row_path: tuple[str, ...]  # outer to inner, as printed; first the joined subject code where the row prints one
    column_path: tuple[str, ...]  # top to leaf, as printed
    is_total: bool  # a 合计/总计/小计 row, or a subject that has children in this table
    table_id: str | None  # None: prose
    table_title: str | None  # None: prose
    table_kind: TableKind | None  # None: prose
    project: str | None  # the project of a performance form; None: elsewhere
    sentence: str | None  # the whole sentence, verbatim; None: in a table
    basis: str | None  # what a change or share is against, as printed: 比2024年预算执行数; None: not said
    provenance: Provenance
    depth: int = 0  # of its row in the table's tree: 类 0, 款 1, 项 2; 0 where there is no tree
    trust: Trust = Trust.PLAIN

    @property
    def id(self) -> str:
        """Unique over the library."""
        return f"{self.document_id[:12]}-f{self.number}"

    @property
    def certain(self) -> bool:
        """Whether the page surely shows this number; an uncertain one is never 已核对, alone or in a sum."""
        return self.trust.certain

    @property
    def row_label(self) -> str:
        """The label that names its row, not always the innermost: 设备购置 | 经常性, 办公费 | 办公经费; "" without labels."""
        if self.measure in self.row_path:
            return self.measure
        return self.row_path[-1] if self.row_path else ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A number that code computed from figures, so that it can be shown and computed again."""

    operation: str  # an Operation's value
    operands: tuple[Figure | Derivation, ...]
    exact: Decimal  # unrounded as far as Decimal goes, in the unit of `shown`
    shown: Amount  # rounded half up to what is shown
    formula: str  # 75.00万元 ÷ 1,616.27万元 × 100% = 4.64%


@dataclass(frozen=True, slots=True)
class Footing:
    """One arithmetic relation that the document should satisfy (勾稽), tried."""

    rule: str  # short name: parts_of_total, basic_plus_project, children_of_subject, …
    total: Figure
    parts: tuple[Figure, ...]
    difference: Decimal  # total − parts, in the total's unit
    tolerance: Decimal  # from the printed decimals, in the total's unit

    @property
    def holds(self) -> bool:
        """Whether the difference stays within the tolerance."""
        return abs(self.difference) <= self.tolerance


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Places of one document that give different figures for the same thing (表文不一致)."""

    figures: tuple[Figure, ...]
    message: str  # one line in Chinese that names both figures and pages
