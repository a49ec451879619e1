"""The node types of a query: what a question becomes before anybody looks for figures.

    Query(Scope(unit="应急管理局", year=2026), Share(Cell("驻矿人员工资"), Cell("项目支出")), show="%")

Every node is a frozen value; sequences are tuples; a field that the asker did not say is None (or an empty tuple).
The package's docstring is the manual of the language, with a real example of every node.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from disclosure.document import Level

VERSION = 1  # of the JSON form; a tree of another version is refused


class QueryStage(StrEnum):
    """预算 or 决算, as a query writes it."""

    BUDGET = "budget"
    FINAL = "final"


class Place(StrEnum):
    """Where the asker wants the figure from."""

    TABLE = "table"  # 表里
    TEXT = "text"  # 说明里, 文字里


class CellAspect(StrEnum):
    """Which number of a thing is meant; one that is not printed is computed from the others where it can be."""

    VALUE = "value"  # the thing itself
    PLAN = "plan"  # 年初预算数
    ADJUSTED = "adjusted"  # 全年预算数, 调整预算数
    PRIOR = "prior"  # 上年数: last year's budget beside this year's budget, last year's accounts beside this year's accounts
    EXECUTED = "executed"  # 上年执行数
    CHANGE = "change"  # 增减额, signed: this year less the year before
    RATE = "rate"  # 增减率, signed percent
    DONE = "done"  # 完成率, 执行率: value over plan in percent
    PRINTED_SHARE = "printed_share"  # 占比 as the document prints it


class RowKind(StrEnum):
    """What a set of rows consists of, where the asker says so."""

    PROJECT = "项目"
    CLASS = "类"
    DIVISION = "款"
    ITEM = "项"
    FUNCTIONAL = "功能科目"
    ECONOMIC = "经济科目"
    INDICATOR = "指标"
    THREE_PUBLIC = "三公"
    PROCUREMENT = "采购"


class Relation(StrEnum):
    """What is claimed of `of` in a verify."""

    EQUAL = "equal"
    MORE = "more"  # of > claimed
    LESS = "less"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"  # within what the claimed amount's written places allow, or 5 % where a round word is said
    FIRST = "first"  # of is the largest of `claimed` (a set)
    LAST = "last"  # of is the smallest of `claimed` (a set)


@dataclass(frozen=True, slots=True)
class Given:
    """An amount that the asker states: 按36人算, 是不是57万元.  It must stand in the question."""

    number: str  # a decimal string without separators: "57", "0.5"
    unit: str | None = None  # 万元, 人, %; None: none was said
    said: str | None = None  # the words it was read from; None: the number itself


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures, of which disclosure.  On the query as a whole, and on a cell where it differs (laid over it)."""

    unit: str | None = None  # one unit, by any telling part of its name
    units: str | None = None  # a pattern over many: "*" all, or words that their names hold: 街道, 岚县
    year: int | None = None  # of the disclosure that prints the figure
    stage: QueryStage | None = None
    level: Level | None = None
    documents: tuple[str, ...] = ()  # file names or ids; (): the library

    def over(self, outer: Scope) -> Scope:
        """This scope laid over an outer one: what is said here wins; a unit here drops a pattern there, and the other way round."""
        named = self.unit is not None or self.units is not None
        return Scope(
            self.unit if named else outer.unit,
            self.units if named else outer.units,
            self.year if self.year is not None else outer.year,
            self.stage or outer.stage,
            self.level or outer.level,
            self.documents or outer.documents,
        )


NOWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Where:
    """Which of some rows: all conditions hold together."""

    above: Given | None = None  # strictly more than
    below: Given | None = None
    at_least: Given | None = None
    at_most: Given | None = None
    equal: Given | None = None
    name: str | None = None  # the row's name holds this
    begins: str | None = None  # the row's name begins with this
    source: str | None = None  # a word that another cell of the row prints: 一次性, 是, 上级资金
    not_: tuple[str, ...] = ()  # rows of these names are left out


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed figure."""

    row: str  # the thing: its printed name or subject code; whether it prints as a row or as a column is binding's affair
    column: str | None = None  # 基本支出, 决算数 …; None: the usual total column
    under: str | None = None  # what the row stands under: parent row, project of a form, unit row, heading
    table: str | None = None  # part of a table's title
    place: Place | None = None
    aspect: CellAspect = CellAspect.VALUE
    counted: str | None = None  # the counter asked for: 辆, 人, 批次, 平方米 …; None: money, or whatever is printed
    as_of: str | None = None  # 2025-12-31 or 2025: a date that the figure is of, which may differ from the disclosure's year
    scope: Scope = NOWHERE
    said: str | None = None  # the asker's words for the row
    spans: tuple[tuple[str, str], ...] = ()  # (field, the asker's words) for column, under, table, unit, aspect …


@dataclass(frozen=True, slots=True)
class RowSet:
    """Which rows: at least one field is said; those said hold together."""

    table: str | None = None
    under: str | None = None
    kind: RowKind | None = None
    row: str | None = None  # this row, in every form or table that prints it


@dataclass(frozen=True, slots=True)
class Rows:
    """Printed rows less totals, each with its figure in `column`."""

    of: RowSet
    column: str | None = None
    where: Where | None = None
    aspect: CellAspect = CellAspect.VALUE  # rank by change or rate
    scope: Scope = NOWHERE
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """The same amount of every unit (or year) in scope: one operand a document."""

    of: Node  # a cell, or an amount made of cells: the share of 三公 of each unit
    where: Where | None = None
    scope: Scope = NOWHERE  # units: the pattern; without one, all units of the library
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """Over several: two and more amounts, or for a sum and a mean one set."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Of two amounts."""

    of: tuple[Node, Node]


class Sum(Many):
    """Together: of amounts, or over a set."""


class Minus(Pair):
    """The first, of which it is told, less the second; the sign tells 多 or 少."""


class Ratio(Pair):
    """How many times the second the first is."""


class Share(Pair):
    """The part in the whole, in percent."""


class Growth(Pair):
    """The new on the old, in percent."""


class Mean(Many):
    """The average: of amounts, or over a set."""


class Per(Pair):
    """An amount spread over a count: money a head, a vehicle, a square metre, a month."""


@dataclass(frozen=True, slots=True)
class Convert:
    """An amount in another unit of measure, where several things are asked in different ones."""

    of: Node
    to: str  # 元, 万元, 亿元, %


@dataclass(frozen=True, slots=True)
class Rank:
    """The greatest (or least) of a set, in order."""

    of: tuple[Node, ...]  # one set, or two and more amounts
    n: int | None = 1  # how many; None: all of them in order
    nth: int | None = None  # only the nth: 第二大
    ascending: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are."""

    of: Node  # a set


@dataclass(frozen=True, slots=True)
class List:
    """Each of them, with its figure."""

    of: Node  # a set


class Compare(Many):
    """Which is more, and by how much: two and more amounts."""


@dataclass(frozen=True, slots=True)
class Verify:
    """Is it so: an amount against what is claimed of it."""

    of: Node
    claimed: Node  # Given, or an amount, or for first and last a set
    relation: Relation = Relation.EQUAL


class Agree(Many):
    """Do the places that print this say the same: one cell means all places, several mean these."""


@dataclass(frozen=True, slots=True)
class Define:
    """What a term means."""

    term: str
    scope: Scope = NOWHERE
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What the documents say in words about something."""

    topic: str  # a name that the document prints: a row, a project, a section, an organ
    facet: str | None = None  # 原因 依据 职责 机构 必要性 措施 计划 目标 构成 用途 编码 时间 地点 主体 概况; None: whatever is said
    heading: str | None = None  # the heading it stands under
    scope: Scope = NOWHERE
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """A list in the text: 内设机构, 采购内容, 下属单位."""

    topic: str
    heading: str | None = None
    scope: Scope = NOWHERE
    said: str | None = None


class Several(Many):
    """Things asked in one breath, each answered, in order."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No question for disclosures."""

    why: str


Node: TypeAlias = (
    Cell | Given | Rows | Units | Sum | Minus | Ratio | Share | Growth | Mean | Per | Convert | Rank | Count | List
    | Compare | Verify | Agree | Define | Passage | Entries | Several | Nothing
)  # fmt: skip

#: The JSON key of every node type, in the order of the manual.
NAMES: dict[str, type[Node]] = {
    "cell": Cell, "given": Given, "rows": Rows, "units": Units,
    "sum": Sum, "minus": Minus, "ratio": Ratio, "share": Share, "growth": Growth, "mean": Mean, "per": Per, "convert": Convert,
    "rank": Rank, "count": Count, "list": List, "compare": Compare, "verify": Verify, "agree": Agree,
    "define": Define, "passage": Passage, "entries": Entries, "several": Several, "nothing": Nothing,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood."""

    scope: Scope
    ask: Node
    show: str | None = None  # the unit of measure asked for: 元, 万元, 亿元, %; None: as printed
    origin: tuple[tuple[str, str], ...] = ()  # JSON "from": (field, history | default) for what the question itself does not say
    unused: tuple[str, ...] = ()  # telling words of the question that no part of the tree holds
    said: tuple[tuple[str, str], ...] = field(default=())  # (unit, year, stage, level, show …, the asker's words) for the scope


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below a node, in order."""
    below: list[Node] = []
    for name in ("of", "claimed"):
        value = getattr(node, name, None)
        parts = value if isinstance(value, tuple) else (value,)
        below += [part for part in parts if type(part) in _TYPES]
    return tuple(below)


_TYPES = frozenset(NAMES.values())


def walk(node: Node) -> tuple[Node, ...]:
    """The node and all below it, each before what is below it."""
    return (node, *(one for child in children(node) for one in walk(child)))
