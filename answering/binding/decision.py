"""Which of the figures that one rung brings is meant: one, a blank, or several that cannot be told apart and differ.

    decide(index, picks of 行政运行, Want(2026))  →  Bound(the row of the expenditure table, also=(of the appropriation table,))

Of one standing, tables come in a fixed order; rows of one name in one table that differ are several, whatever their codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from answering.binding.columns import Want
from answering.binding.things import DocumentIndex, Thing, ThingKind
from answering.binding.units import is_unit_like
from answering.binding.wholes import Reached
from disclosure.document import Table, TableKind
from disclosure.figure import Figure
from retrieval.matching import SURE, Rung
from retrieval.names import name_of

GAP = 0.12  # between the scores of two candidates of one unsure rung that are told apart
ROW_ORDER = (
    TableKind.THREE_PUBLIC, TableKind.PROJECT, TableKind.EXPENDITURE, TableKind.BASIC_ECONOMIC, TableKind.OPERATING,
    TableKind.SUMMARY, TableKind.GENERAL_EXPENDITURE, TableKind.APPROPRIATION, TableKind.REVENUE, TableKind.OTHER, TableKind.PROCUREMENT,
    TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL, TableKind.PERFORMANCE_FORM,
)  # fmt: skip
_HEAD_ORDER = (
    TableKind.THREE_PUBLIC, TableKind.OPERATING, TableKind.BASIC_ECONOMIC, TableKind.EXPENDITURE, TableKind.SUMMARY,
    TableKind.GENERAL_EXPENDITURE, TableKind.APPROPRIATION, TableKind.REVENUE, TableKind.PROJECT, TableKind.PROCUREMENT, TableKind.OTHER,
    TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL, TableKind.PERFORMANCE_FORM,
)  # fmt: skip
_UNIT_ORDER = (TableKind.EXPENDITURE, TableKind.REVENUE, TableKind.SUMMARY, TableKind.APPROPRIATION, TableKind.GENERAL_EXPENDITURE)
_OF_ALL = ("结转", "结余", "总计", "收入合计", "支出合计")  # whole-unit things, which the summary table prints

_BOTH = ("基本支出", "项目支出")  # the two that the spending of a unit is made of


@dataclass(frozen=True, slots=True)
class Pick:
    """A figure that a cell may mean, the thing that it is of, and how it was reached."""

    figure: Figure
    reached: Reached

    @property
    def thing(self) -> Thing:
        """What it is a figure of."""
        return self.reached.thing


@dataclass(frozen=True, slots=True)
class Bound:
    """Resolved."""

    pick: Pick
    also: tuple[Figure, ...] = ()
    rivals: tuple[Figure, ...] = ()
    astray: bool = False  # the table that was hinted at does not print it


@dataclass(frozen=True, slots=True)
class Blank:
    """The cell is there and prints nothing, or the table that it would stand in is empty."""

    pick: Pick | None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Picks of equal standing that differ."""

    picks: tuple[Pick, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing that fits: which part of the cell is not there."""

    part: str  # row, column, under, table, amount
    name: str


Binding: TypeAlias = Bound | Blank | Several | Missing


def decide(index: DocumentIndex, picks: Sequence[Pick], want: Want) -> Binding:
    """What the picks of one rung come to."""
    scored = max(pick.reached.score for pick in picks)
    near = [pick for pick in picks if scored - pick.reached.score <= GAP]
    standing = {id(pick): _standing(index, pick, scored) for pick in near}
    near.sort(key=lambda pick: standing[id(pick)])
    stated = [pick for pick in near if pick.figure.amount is not None]
    if not stated:
        return Blank(near[0])
    first = stated[0]
    others = [pick for pick in stated[1:] if _alike(pick.figure, first.figure)]
    if rivals := _rivals(index, first, others):
        whole = _sum_of(rivals.picks, stated)
        if whole is None:
            return rivals
        first, others = whole, [pick for pick in others if pick is not whole and same_value(pick.figure, whole.figure)]
    also = {pick.figure.id: pick.figure for pick in others if same_value(pick.figure, first.figure)}
    differing = (pick for pick in others if pick.figure.id not in also and standing[id(pick)][0] == standing[id(first)][0])
    rival = {pick.figure.id: pick.figure for pick in differing if _prints_same_money(pick, first)}
    return Bound(first, tuple(also.values()), tuple(rival.values()))


# Of what money a table or a sentence speaks, by its kind, title and columns, narrowest first; and of what part of the spending.
_SOURCES = (
    ("国有资本", TableKind.STATE_CAPITAL), ("政府性基金", TableKind.GOVERNMENT_FUND), ("一般公共预算", TableKind.GENERAL_EXPENDITURE),
    ("财政拨款", TableKind.APPROPRIATION),
)  # fmt: skip
_PARTS_OF_SPENDING = (
    ("三公", TableKind.THREE_PUBLIC), ("机关运行", TableKind.OPERATING), ("基本支出", TableKind.BASIC_ECONOMIC),
    ("项目", TableKind.PROJECT), ("项目", TableKind.PERFORMANCE_FORM), ("采购", TableKind.PROCUREMENT), ("收入总", TableKind.REVENUE),
)  # fmt: skip


def _prints_same_money(pick: Pick, first: Pick) -> bool:
    """Whether two picks of one name are the same thing out of the same money, so that other amounts contradict each other."""
    if _of_another_project(pick, first):
        return False
    if not {name.key for name in pick.thing.names} & {name.key for name in first.thing.names} or _beside(pick) != _beside(first):
        return False
    if pick.thing.is_own_office or (pick.thing.code and first.thing.code and pick.thing.code != first.thing.code):
        return False
    (source, part), (other, rest) = _money_of(pick), _money_of(first)
    if pick.figure.table_id is None or first.figure.table_id is None:
        return source == other or (part or rest) in ("三公", "机关运行", "项目", "采购")
    return (source, part) == (other, rest)


def _money_of(pick: Pick) -> tuple[str, str]:
    """The source of money and the part of the spending that a pick's place is of; "" for all of it."""
    figure, kind = pick.figure, pick.thing.table_kind
    title = figure.table_title or ""
    said = title + "".join(figure.column_path) if figure.table_id else "".join(figure.row_path)
    source = next((word for word, own in _SOURCES if own is kind or word in said), "")
    part = next((word for word, own in _PARTS_OF_SPENDING if own is kind or word in title), "")
    return ("" if part == "三公" else source), part


def _standing(index: DocumentIndex, pick: Pick, best: float) -> tuple[float, ...]:
    """What orders picks of one rung, low first."""
    thing, figure, amount = pick.thing, pick.figure, pick.figure.amount
    of_unit = thing.kind is ThingKind.ROW and (is_unit_like(thing.label) or thing.label in index.units)
    order = _UNIT_ORDER if of_unit else _HEAD_ORDER if thing.kind is ThingKind.HEAD else ROW_ORDER
    kind = order.index(thing.table_kind) if thing.table_kind in order else len(order)
    if pick.reached.rung is Rung.CODE and thing.table_kind in (TableKind.PROCUREMENT, TableKind.PROJECT):
        kind += len(order)  # where a code only says what the money is booked under
    if thing.table_kind is TableKind.SUMMARY and any(word in thing.names[0].key for word in _OF_ALL):
        kind = -1
    source, part = _money_of(pick)
    if thing.names[0].key in _BOTH and source:
        kind += len(order)  # of all the money, before what one source of it pays
    if thing.kind is ThingKind.HEAD and part and any(word in thing.names[0].key for word, _ in _SOURCES):
        kind += len(order)  # of all that a source pays, before what it pays of one part of the spending
    own = thing.kind is ThingKind.ROW and not thing.is_whole and thing.names[0].key in map(_key, thing.parents)
    return (
        _year_standing(index, thing),
        amount is None,
        2 if thing.kind is ThingKind.TEXT else thing.table_kind is TableKind.PERFORMANCE_FORM,
        pick.reached.standing,
        best - pick.reached.score,
        0 if amount is None or amount.dimension == "money" else 1 if amount.dimension is None else 2,
        _beside(pick),
        thing.kind is ThingKind.ROW and "基本支出" in (figure.table_title or ""),
        kind,
        pick.reached.rung is not Rung.EXACT,
        len(thing.parents) if own else 0,
        index.table_place.get(thing.table_id or "", 999),
        figure.number,
    )


def _beside(pick: Pick) -> int:
    """A column of what was carried over stands behind those of the year; things that are to be bought behind those that are there."""
    if pick.thing.kind is ThingKind.TEXT and pick.figure.amount is not None and pick.figure.amount.dimension != "money":
        return 1 if any("购置" in part for part in pick.thing.parents) and "购" not in pick.thing.label else 0
    return 1 if pick.thing.kind is ThingKind.HEAD and any("结转" in part or "结余" in part for part in pick.thing.parents) else 0


def _key(label: str) -> str:
    return name_of(label).key


def _year_standing(index: DocumentIndex, thing: Thing) -> int:
    """Things named with the disclosure's year, or with none, come before those named with another."""
    named = thing.names[0].year
    return 0 if named is None or named == index.record.fiscal_year else 1


def _rivals(index: DocumentIndex, first: Pick, others: Sequence[Pick]) -> Several | None:
    """Picks that cannot be told apart from the first and differ: of one table, of the text, or near in an unsure rung."""
    sure, distinct = first.reached.rung in SURE, [first]
    for pick in others:
        named_so = pick.thing.names[0].key == first.thing.names[0].key
        apart = pick.thing.is_own_office or not (sure and named_so) or first.thing.kind is ThingKind.TEXT
        if apart and (_is_part(pick.thing, first.thing) or _is_part(first.thing, pick.thing)):
            continue
        beside = pick.thing.table_id == first.thing.table_id and pick.thing.kind is first.thing.kind and _beside(pick) == _beside(first)
        equal = pick.reached.standing == first.reached.standing and _year_standing(index, pick.thing) == _year_standing(index, first.thing)
        told = any(same_value(pick.figure, other.figure) for other in distinct)
        if equal and not told and (beside or _of_another_project(pick, first) or not (sure or named_so)):
            distinct.append(pick)
    if len(distinct) > 1 and _of_another_project(distinct[1], first):
        return Several(tuple(distinct), "几个项目的绩效表里都有")
    why = "同一张表里有几行同名" if first.thing.table_id and sure else "正文里有几处说法" if sure else "有几项名称都相近"
    return Several(tuple(distinct), why) if len(distinct) > 1 else None


def _of_another_project(pick: Pick, first: Pick) -> bool:
    """Whether two rows of one name stand in the forms of two projects: 满意度 of each."""
    forms = {pick.thing.table_kind, first.thing.table_kind} == {TableKind.PERFORMANCE_FORM}
    return forms and pick.figure.project != first.figure.project


def _sum_of(parts: Sequence[Pick], picks: Sequence[Pick]) -> Pick | None:
    """The one row of another table that prints what rows of its name come to together: 商品和服务支出 of 基本支出 and of 项目支出."""
    found = [pick for pick in picks if pick.figure.table_id and pick.thing.table_id != parts[0].thing.table_id]
    total = sum((pick.figure.amount.in_base for pick in parts if pick.figure.amount), Decimal(0))
    return next((pick for pick in found if pick.figure.amount and pick.figure.amount.in_base == total), None)


def _is_part(thing: Thing, whole: Thing) -> bool:
    """Whether a thing is a part of another of the same name, which holds it: by code, by what it stands under, or as the text nests it."""
    if thing.kind is ThingKind.TEXT and whole.kind is ThingKind.TEXT:
        return len(thing.parents) > len(whole.parents) and whole.names[0].key in map(_key, thing.parents)
    if thing.table_id != whole.table_id:
        return False
    if thing.code and whole.code and thing.code != whole.code:
        return thing.code.startswith(whole.code)
    return whole.label in thing.parents and len(thing.parents) > len(whole.parents)


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are amounts of one dimension, which can agree or not."""
    return one.amount is not None and other.amount is not None and one.amount.dimension == other.amount.dimension


def same_value(one: Figure, other: Figure) -> bool:
    """Whether two figures print one amount, each as exactly as it is printed."""
    if one.amount is None or other.amount is None:
        return one.amount is other.amount
    return one.amount.dimension == other.amount.dimension and one.amount.agrees_with(other.amount)
