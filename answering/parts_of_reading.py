"""What a question says, before it is known which documents it means: the values between the rules.

Clause: one stretch between commas with its operation and its raw phrases.  Part: one thing asked for.  Reading: the
whole question.  All are made by rules from the marked text; nothing here has been looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from answering.amounts import Bounds
from answering.entities import EntityMention
from answering.years import YearMention
from disclosure.amount import Amount, Unit
from disclosure.document import Level, Stage, TableKind
from disclosure.question import Facet, Operation, Relation, RowKind

# Every unit that is loaded.
ALL_UNITS = re.compile("(?:各|所有|全部|每)(?:个|家|的)?(?:单位|部门)(?:的)?")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause read."""

    operation: Operation | None = None  # None: it only names things
    phrases: tuple[str, ...] = ()  # raw, with marks; each may name several things
    whole: str | None = None  # SHARE: the phrase of the whole; "" : not said
    base: str | None = None  # GROWTH: the phrase of the base, with its year's mark; "": the year before
    facet: Facet | None = None
    relation: Relation | None = None
    rows: RowKind | None = None
    descending: bool = True
    decrease: bool = False
    asked: bool = False  # holds words of asking
    unit: Unit | None = None
    dimension: str | None = None
    by_year: bool = False  # 哪年多: the years are compared
    across: bool = False  # 哪个单位: the units are compared
    states: bool = False  # an amount is stated in passing, and nothing asked
    things: int | None = None  # SUM, AVERAGE: how many rows the clause says there are
    plain: str = ""  # SUM: the clause with 合计 in it, which may be part of a name
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for."""

    label: str | None = None
    variants: tuple[str, ...] = ()
    code: str | None = None
    column: str | None = None
    within: str | None = None
    table_kind: TableKind | None = None
    table_hint: str | None = None
    in_prose: bool | None = None
    dimension: str | None = None
    stage: Stage | None = None
    said: Amount | None = None  # the amount that the question states of it
    years: tuple[YearMention, ...] = ()  # said inside this part's phrase
    entities: tuple[EntityMention, ...] = ()  # named inside this part's phrase
    context: bool = False  # named in a clause before the one that asks


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What the names and the amounts of rows are held against."""

    holds: str | None = None  # the rows' printed name holds this
    begins: bool = False  # and begins with it
    nought: bool = False  # they print 0
    excluding: tuple[str, ...] = ()  # names of rows that are left out, as said


@dataclass(frozen=True, slots=True)
class Reading:
    """A question read."""

    operation: Operation | None = None  # None: only things are named
    parts: tuple[Part, ...] = ()
    whole: Part | None = None
    base: Part | None = None
    facet: Facet | None = None
    relation: Relation | None = None
    rows: RowKind | None = None
    unit: Unit | None = None
    bounds: Bounds = field(default_factory=Bounds)
    descending: bool = True
    decrease: bool = False
    by_year: bool = False
    across: bool = False
    across_head: str = ""  # 哪个街道: the kind of unit compared
    per: str | None = None  # PER_CAPITA: what is divided by: 人, 辆
    claimed: tuple[Amount, ...] = ()
    years: tuple[YearMention, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    pairs: tuple[tuple[EntityMention | None, YearMention, Stage | None], ...] = ()  # 青溪街道2024年、区府办2025年: each unit with its year
    stage: Stage | None = None
    level: Level | None = None
    as_of: tuple[int, int, int | None] | None = None  # 截至: the date that things are counted at
    things: int | None = None  # how many rows there are by the question: 两笔, 8项
    filter: RowFilter = field(default_factory=RowFilter)
    asks_on: bool = False
    asked: bool = False
    reasons: tuple[str, ...] = ()
