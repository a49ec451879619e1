"""What evaluation makes of each node of a query, and what telling is given: one outcome type for each way a node can end.

    cell   → Amounted (a printed figure), Empty (the cell prints nothing), Open (several fit), Absent (there is none)
    share  → Amounted with a Derivation; a part that is Absent, Open or Empty makes the whole so, and is named
    rank   → Listed;  verify → Judged;  passage → Quoted;  several → Together

Nothing here holds a word of the question beyond what the query itself carries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from answering.query.tree import Node
from disclosure.document import Chunk, Table
from disclosure.figure import Derivation, Figure

Operand: TypeAlias = Figure | Derivation


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that a cell of the query may mean, and how it was found."""

    figure: Figure
    rung: str  # code, exact, normalised, synonym: sure; core, containment, slip, meaning: told as such
    score: float  # orders candidates of one rung, 0 to 1
    reason: str  # one line in Chinese


@dataclass(frozen=True, slots=True)
class Amounted:
    """An amount with all it rests on."""

    node: Node
    operand: Operand  # a printed figure, or a derivation whose leaves are printed figures
    label: str  # 2026年驻矿人员工资 · 合计
    bound: tuple[Candidate, ...] = ()  # how each leaf was found, in order
    also: tuple[Figure, ...] = ()  # other places that print the same thing with the same amount
    rivals: tuple[Figure, ...] = ()  # other places that print the same thing with another amount: told with the answer
    note: str | None = None  # what a reader must know of how it was taken: 上年数由本年数减增减额得出; None: nothing
    other_years: tuple[Figure, ...] = ()  # no year was said: the same thing in the unit's other years, newest first
    items: tuple[Amounted, ...] = ()  # over a set: what it was made of; a printed 完成率: what it was reckoned from
    left_out: tuple[LeftOut, ...] = ()  # over a set: what could not be used, and why


@dataclass(frozen=True, slots=True)
class Empty:
    """The cell is there and prints nothing: blank, a dash, 无; or the table says that it has no data."""

    node: Node
    label: str
    figure: Figure | None  # None: the empty table itself says so
    table: Table | None = None
    told: tuple[Chunk, ...] = ()  # sentences that say something of it: 无此项预算


@dataclass(frozen=True, slots=True)
class Absent:
    """Nothing printed is what was named."""

    node: Node
    part: str  # unit, year, stage, level, table, row, column, under, aspect, term, topic, amount
    name: str  # what was looked for, as the query has it
    why: str  # one line in Chinese, which never contradicts `near`
    near: tuple[str, ...] = ()  # nearest names that do exist, each of which would answer
    searched: tuple[str, ...] = ()  # what was looked through: 3 份文件, 《支出预算总表》


@dataclass(frozen=True, slots=True)
class Open:
    """Several things fit equally well and differ: asked back."""

    node: Node
    why: str  # what tells them apart, in Chinese: 单位, 表, 上级科目 …
    choices: tuple[tuple[str, Candidate], ...]  # (label that tells it apart, the candidate)
    scopes: tuple[str, ...] = ()  # units, where no figure was looked for because the unit is not certain


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member of a set that could not take part."""

    label: str
    why: str  # UNREAD, 没有印出这一项, 是2024年的, 单位是人 …


@dataclass(frozen=True, slots=True)
class Listed:
    """A set in order: the rows, units or amounts that a list or a rank names."""

    node: Node
    items: tuple[Amounted, ...]
    total: int  # how many there are before the first n were taken
    left_out: tuple[LeftOut, ...] = ()
    texts: tuple[str, ...] = ()  # rows that carry no figure, where the names are the answer


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether what is claimed holds."""

    node: Node
    holds: bool | None  # None: cannot be told
    left: Outcome  # what the documents say
    right: Outcome | None  # what it is held against, where that is of the documents; None: the asker's amount
    difference: Derivation | None = None
    why: str | None = None  # one line where it needs saying: 按四舍五入相符
    printed: tuple[Figure, ...] = ()  # where else the asker's amount is printed, for another thing or in another place


@dataclass(frozen=True, slots=True)
class Compared:
    """Two and more amounts, largest first, with what the first is more than the last."""

    node: Node
    items: tuple[Amounted, ...]  # in the order that was asked
    difference: Derivation | None  # of the first two; None: equal or not alike
    same: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """What several places say of one thing."""

    node: Node
    places: tuple[Amounted, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the documents, best first."""

    node: Node
    passages: tuple[Chunk, ...]  # text cut to what is quoted
    entries: tuple[str, ...] = ()  # of a list: its entries, word for word
    code: str | None = None  # where a code is asked for: the code as printed


@dataclass(frozen=True, slots=True)
class Together:
    """Several things, each with its own outcome."""

    node: Node
    parts: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """No question for disclosures, or one that cannot be computed: unlike dimensions, division by 0 or a blank."""

    node: Node
    why: str  # one line in Chinese


UNREAD = "这一格显示的内容未能读出"  # it may be any amount


def whole(node: Node, outcome: Outcome) -> Outcome:
    """A set of which every member is known, or why nothing can be told over it."""
    lost = [one.label for one in outcome.left_out if one.why == UNREAD] if isinstance(outcome, Listed) else ()
    return Refused(node, f"“{lost[0]}”{UNREAD}，不能放在一起比较或计算，请对照原文") if lost else outcome


Outcome: TypeAlias = Amounted | Empty | Absent | Open | Listed | Judged | Compared | Agreed | Quoted | Together | Refused


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """What the whole query was answered from, for the interpretation line and the headings of the answer."""

    entity: str | None
    year: int | None
    stage: str | None
    level: str | None
    document_ids: tuple[str, ...]
    year_said: bool = True  # False: nobody said the year, the newest was taken


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A query evaluated."""

    outcome: Outcome
    scopes: tuple[DocumentScope, ...] = ()
    audit: tuple[tuple[str, str], ...] = ()  # steps for --explain: (what, how)
