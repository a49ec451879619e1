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


class RowKind(StrEnum):
    """What the rows are that an aggregate runs over."""

    PROJECT = "project"  # 项目
    CLASS = "class"  # 类: functional subjects of three digits
    DIVISION = "division"  # 款: of five
    ITEM = "item"  # 项: of seven
    FUNCTIONAL = "functional"  # 支出功能分类科目 without a level said: the leaves
    ECONOMIC = "economic"  # 支出经济分类科目
    THREE_PUBLIC = "three_public"  # the parts of 三公经费
    INDICATOR = "indicator"  # 绩效指标
    PART = "part"  # whatever stands right under the selector's label: 公用经费包括哪些
    DETAIL = "detail"  # the lowest rows under the label: 工资福利支出明细
    CHANGE = "change"  # increases and rates that are printed: 增幅最大的是哪项
    NAMED = "named"  # the rows that share the label as their name: 两笔会诊费, 两年的工会经费


class Facet(StrEnum):
    """What a question wants beside a figure: which kind of passage, or which property of a table."""

    REASON = "reason"  # 为什么, 原因
    BASIS = "basis"  # 立项依据, 根据什么
    DUTIES = "duties"  # 职责, 做什么的
    ORGANISATION = "organisation"  # 内设机构, 下属单位
    NECESSITY = "necessity"  # 必要性
    MEASURES = "measures"  # 制度、措施
    SCHEDULE = "schedule"  # 实施计划, 什么时候
    TARGET = "target"  # 绩效目标, 指标
    CODE = "code"  # 科目编码, 采购编码
    CONTENTS = "contents"  # 包括哪些, 用在哪里
    WHO = "who"  # 谁, 哪个单位
    EMPTY_TABLE = "empty_table"  # 是不是空表, 那格是什么
    COMPUTED_FROM = "computed_from"  # 这个百分比是对哪个数算的
    GENERAL = "general"  # 怎么样, 情况


class Relation(StrEnum):
    """What a VERIFY without a claimed amount asks of its selectors, or what a RANK claims."""

    EQUAL = "equal"  # all the same: 一样吗, 对得上吗
    SUM = "sum"  # the first is the sum of the others: 合计等于基本支出加项目支出吗
    DIFFERENCE = "difference"  # the first is the second less the others
    FIRST = "first"  # of a RANK: the second selector is said to come first


@dataclass(frozen=True, slots=True)
class Flag:
    """A word that a column of kinds, or a line of a form, says of a row: 项目类型 一次性, 是否政府采购 是."""

    header: str  # as printed
    value: str


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
    document_ids: tuple[str, ...] | None = None  # documents that can answer this part; None: all in scope; (): none is loaded
    label_year: int | None = None  # a year said before the label, which may be part of the row's name: 2025年经费
    variants: tuple[str, ...] = ()  # further wordings of the label, to be tried in this order after it
    within: str | None = None  # what the label stands under: the project of a form, a parent row
    rows: RowKind | None = None  # aggregates: the rows meant
    dimension: str | None = None  # Unit.dimension of what is asked: 多少辆 → 辆, 多少钱 → money
    table_hint: str | None = None  # words that name a table: 财务收支总表
    in_prose: bool | None = None  # True: 说明里; False: 表里
    as_of: tuple[int, int, int | None] | None = None  # 截至: year, month, day (None: not said) that what there is is counted at
    context: bool = False  # LOOKUP: named before the clause that asks; what is asked stands under it or beside it
    name_holds: str | None = None  # aggregates: only rows whose printed name holds this: 名字里带2025年的
    name_begins: bool = False  # and begins with it: 2025年打头的
    things: int | None = None  # aggregates: how many rows the question says there are (两笔, 8项); None: not said
    nought: bool = False  # aggregates: only rows that print 0
    excluding: tuple[str, ...] = ()  # aggregates: rows of these names, or under them, are left out: 除了A
    flag: Flag | None = None  # aggregates: only rows that carry this word
    said: Amount | None = None  # what the question itself states of it, to be held against the figure; None: nothing


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
    inclusive: bool = False  # threshold: the figure equal to it counts as well
    upper: Amount | None = None  # 50万到100万之间: the upper end; threshold is the lower one; None: no upper end
    nth: bool = False  # RANK: the limit-th alone (第二大), not the first `limit`
    facet: Facet | None = None  # EXPLAIN, LIST, VERIFY: what is wanted beside a figure
    relation: Relation | None = None  # VERIFY without a claimed amount
    decrease: bool = False  # GROWTH, DIFFERENCE: a decrease is supposed (少了多少), and a drop is told as a positive number
    precision: Decimal | None = field(default=None)  # asked rounding; None: the default of the operation
    answered: bool | None = None  # whether it brought an answer; None: not executed.  What was found is what a later 它 means
    shown: tuple[Selector, ...] = ()  # RANK, LIST, COUNT: the rows that the answer named, for 它, 这几个 and 一共 in the next question
