"""What was asked, and the plan to answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from disclosure.amount import Amount, Unit
from disclosure.document import Level, Stage, TableKind


class Operation(StrEnum):
    """What is to be done with the figures that the selectors find."""

    LOOKUP = "lookup"
    LIST = "list"
    RANK = "rank"
    COUNT = "count"
    SUM = "sum"
    DIFFERENCE = "difference"
    SHARE = "share"
    RATIO = "ratio"
    AVERAGE = "average"
    GROWTH = "growth"
    PER_CAPITA = "per_capita"
    CONVERT = "convert"
    VERIFY = "verify"
    COMPARE = "compare"
    DEFINE = "define"
    EXPLAIN = "explain"
    NONE = "none"  # not a question about a disclosure


class DecidedBy(StrEnum):
    """Who understood the question."""

    RULE = "rule"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Selector:
    """Which figures one part of the question means. None: not said."""

    label: str | None = None  # what is asked for, in the asker's words, less scope and question words
    subject_code: str | None = None
    entity: str | None = None  # an entity of the library, in full, once scope has resolved it
    fiscal_year: int | None = None
    stage: Stage | None = None
    level: Level | None = None
    table_kind: TableKind | None = None
    column_label: str | None = None  # 基本支出, 决算数, 一般公共预算 …


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same chat, with what it was understood as."""

    question: str
    plan: Plan | None = None  # None: not yet understood


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it comes in."""

    text: str
    history: tuple[Turn, ...] = ()  # oldest first
    documents: tuple[str, ...] | None = None  # document ids selected in the chat; None: the whole library


@dataclass(frozen=True, slots=True)
class Plan:
    """The question understood; what lookup and calculation execute."""

    question: str  # standalone: follow-ups completed
    operation: Operation
    selectors: tuple[Selector, ...] = ()
    unit: Unit | None = None  # asked for: 多少元; None: as printed
    limit: int | None = None  # 前五; None: all, or the single best
    descending: bool = True  # RANK: largest first
    threshold: Amount | None = None  # 超过100万元; None: no threshold
    above: bool = True  # threshold: figures above it; False: below
    claimed: tuple[Amount, ...] = ()  # VERIFY: the figures that the question states
    decided_by: DecidedBy = DecidedBy.RULE
    reasons: tuple[str, ...] = ()  # each rule that fired, for the audit
    note: str | None = None  # shown with the answer: how a year or unit was understood; None: nothing to say
    share_of: Selector | None = None  # SHARE: the whole; None: not a share
    precision: Decimal | None = field(default=None)  # asked rounding; None: the default of the operation
