"""The answer: what is shown, what each number rests on, and the record to replay it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from disclosure.amount import Amount
from disclosure.document import BBox, Level, Stage
from disclosure.figure import Derivation, Discrepancy, Figure


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"


class Verdict(StrEnum):
    """What a shown number rests on; a number without one is never shown."""

    CELL = "cell"  # 已核对: printed in this cell
    COMPUTED = "computed"  # 由单元格计算
    PROSE = "prose"  # 仅见正文
    CONFLICT = "conflict"  # 表文不一致
    LIKELY = "likely"  # 待确认: printed in a cell, or computed from cells, but not surely what was asked


class Standing(StrEnum):
    """How sure it is that a reading is what was asked."""

    SURE = "sure"  # its figures are shown as verified
    LIKELY = "likely"  # … as the answer, to be confirmed
    OPEN = "open"  # … as what may be meant, and no answer


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that the answer points to."""

    marker: int  # [1]
    document_id: str
    file_name: str
    entity: str | None
    fiscal_year: int | None
    stage: Stage | None
    level: Level | None
    page: int
    table_title: str | None  # None: prose
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    quote: str  # the cell as printed, or the sentence
    bbox: BBox | None  # None: the page as a whole


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of the answer, bound to what supports it."""

    label: str  # 2026年驻矿人员工资 · 合计
    amount: Amount
    verdict: Verdict
    support: Figure | Derivation | None  # None: a prose sentence alone
    citations: tuple[int, ...]  # markers
    formula: str | None = None  # None: printed as it is
    text: str = ""  # as it stands in the answer's text
    span: tuple[int, int] | None = None  # where in the answer's text; None: not placed in it


@dataclass(frozen=True, slots=True)
class Alternative:
    """One reading among several of equal standing."""

    label: str
    amount: Amount | None  # None: a choice without a figure (a unit, a year)
    citation: int | None  # marker; None: none
    question: str | None = None  # asking this gives this reading; None: no such wording
    query: Mapping[str, object] | None = None  # the query, as JSON, that gives this reading; None: none could be made


@dataclass(frozen=True, slots=True)
class Verification:
    """What the read-back of the finished text found."""

    passed: bool
    unbound: tuple[str, ...] = ()  # numbers of the text that nothing supports
    removed: tuple[str, ...] = ()  # sentences left out because of them


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, whole."""

    question: str
    status: Status
    text: str  # Markdown with markers [1]
    claims: tuple[Claim, ...] = ()  # headline first
    citations: tuple[Citation, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    reason: str | None = None  # NOT_FOUND, AMBIGUOUS: why, in Chinese; None: answered
    query: Mapping[str, object] | None = None  # the query that was executed, as JSON; None: none was
    understood: str = ""  # the query in one line of Chinese, unit and year settled: 应急管理局 · 2026年预算 · 驻矿人员工资
    unused: tuple[str, ...] = ()  # telling words of the question that no part of the query holds
    verification: Verification | None = None  # None: nothing to read back
    record: Mapping[str, object] = field(default_factory=dict)  # audit: rungs, matches, prompt hashes, times
    elapsed_ms: float = 0.0
    model: str | None = None  # None: no model took part
    notice: str | None = None  # a quiet line beside the answer, such as that the model did not reply; None: nothing to say
    library_version: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same talk, with the query that it was understood as."""

    question: str
    query: Mapping[str, object] | None = None  # as JSON; None: it was not understood
