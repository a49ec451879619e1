"""One cell of a query in one document: resolved, blank, several, or missing, decided in one place by what is bound.

    bind(index, Cell("行政运行", column="项目支出"), Want(2026))  →  Blank: the cell is there and prints nothing

Only the best rung that brings something counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from answering.binding.columns import Want, choose, in_column
from answering.binding.decision import Binding, Blank, Bound, Missing, Pick, decide, same_value
from answering.binding.things import DocumentIndex, Thing, ThingKind, is_year
from answering.binding.wholes import Reached, empty_tables, hinted, reach, whole_of
from answering.query.tree import Cell, Place
from disclosure.document import TableKind
from disclosure.figure import Figure
from retrieval.matching import SURE, Rung
from retrieval.names import core, holds, is_generic, name_of, other_words, years_in

_NAMED = (*SURE, Rung.CORE)
_PARTS = 0.3  # of a heading that `under` must share to mean it


def bind(index: DocumentIndex, cell: Cell, want: Want, *, strict: bool = False) -> Binding:
    """What a cell means in one document; with `strict` a table that is named is meant and is no hint."""
    tables = hinted(cell.table, index.tables) if cell.table else None
    if cell.table and not tables and strict:
        return Missing("table", cell.table)
    found = _in_place(index, cell, want, tables or None)
    if tables and not strict and isinstance(found, Missing):
        elsewhere = _in_place(index, cell, want, None)
        if isinstance(elsewhere, Bound) and elsewhere.pick.reached.rung in SURE:
            return replace(elsewhere, astray=True)
    if isinstance(found, Missing):
        found = _said_otherwise(index, cell, want, found, tables or None) or _counted(index, cell, want) or found
    return replace(found, astray=True) if isinstance(found, Bound) and cell.table and not tables else found


def _said_otherwise(index: DocumentIndex, cell: Cell, want: Want, missing: Missing, tables: frozenset[str] | None) -> Binding | None:
    """The same cell with its words divided otherwise: what is a column in one table is a row, a heading or a title in another."""
    want, column = replace(want, column=None), name_of(cell.column or "").key
    if cell.under and cell.counted and missing.part in ("row", "under"):  # 会议费 … 人数约400人
        joined = _in_place(index, replace(cell, row=cell.under + cell.row, under=None), want, tables)
        return joined if isinstance(joined, Bound) else None
    if cell.under and cell.column is None and missing.part in ("row", "under"):  # 三公经费 of 市执法队: a column of the row so called
        turned = replace(cell, row=cell.under, under=None, column=cell.row)
        other = _in_place(index, turned, replace(want, column=cell.row), tables)
        return other if isinstance(other, Bound | Blank) and other.pick and other.pick.reached.rung in _NAMED else None
    part, _, whole = cell.row.partition("占")
    if part and whole and cell.column is None:  # 研发投入占GDP比重: the share that the text prints of the one in the other
        share = replace(cell, row=part, column=f"占{whole}", counted=None)
        other = _in_place(index, share, replace(want, column=share.column, dimension=None), tables)
        return other if isinstance(other, Bound) and other.pick.reached.rung in SURE else None
    if missing.part != "column" or is_generic(column):
        return None
    joined = _in_place(index, replace(cell, row=cell.row + column, column=None), want, tables)  # 项目纳入绩效目标管理，涉及财政性资金
    if isinstance(joined, Bound) and joined.pick.reached.rung in (*SURE, Rung.CORE):
        return joined
    heads = _in_place(index, replace(cell, row=column, under=cell.row, column=None), want, tables)  # 上年结转结余 | 单位资金 of a total row
    if isinstance(heads, Bound | Blank) and heads.pick and heads.pick.thing.kind is ThingKind.HEAD:
        return heads if _below([heads.pick.thing.parents], cell.row) else None
    titled = frozenset(table.id for table in index.tables if column in name_of(table.title).key)  # 差旅费 of the table of 基本支出
    other = _in_place(index, replace(cell, column=None), want, titled & tables if tables else titled)
    return other if isinstance(other, Bound | Blank) else None


def _counted(index: DocumentIndex, cell: Cell, want: Want) -> Bound | None:
    """The one count of what is counted among things that hold the name, where none is called so: 加梯 in 完成加梯500部."""
    key = name_of(cell.row).key
    held = [thing for thing in index.things if len(key) > 1 and any(key in name.key for name in thing.names) and _stands(thing, cell, None)]
    reached = [Reached(thing, Rung.CONTAINMENT, holds(key, thing.names[0].key), "标签包含所问的文字，按所问的单位计") for thing in held]
    reached = _under(reached, cell.under) if cell.under else reached
    picks = [Pick(figure, one) for one in reached for figure in choose(one.thing, want)] if want.dimension not in (None, "money") else []
    return Bound(picks[0]) if picks and all(same_value(pick.figure, picks[0].figure) for pick in picks) else None


def _in_place(index: DocumentIndex, cell: Cell, want: Want, tables: frozenset[str] | None) -> Binding:
    """The first rung that brings a figure; a blank is held while lower rungs may print a nought for it."""
    missing: Missing | None = None
    blank: Blank | None = None
    for rung in reach(index, cell.row):
        placed = [one for one in rung if _stands(one.thing, cell, tables)]
        under = placed if cell.under is None else _under(placed, cell.under)
        picks = [Pick(figure, one) for one in under for figure in _figures(one.thing, want, cell)]
        if want.column is not None:
            named = [pick for pick in picks if in_column((pick.figure,), want.column, want.year)]
            picks = named or picks  # 小计 of the table that prints it, before the total of one that does not
        if not picks:
            if placed and not under:
                missing = missing or Missing("under", cell.under or "")
            elif placed and not (missing and missing.part == "column"):
                missing = _why_none(under, want, cell)
            continue
        if tables is None and not (cell.under or cell.column or cell.place):
            picks = _public(index, cell.row, picks, want) or picks
        decided = decide(index, picks, want)
        if blank is None and isinstance(decided, Blank):
            blank = decided
        elif blank is None or _is_nought(decided):
            return decided
    whole = whole_of(name_of(cell.row).key)
    if blank is None and whole is not None and (whole.named or (cell.place is not Place.TEXT and cell.column is None)):
        empty = [table for table in empty_tables(index, whole) if tables is None or table.id in tables]
        blank = Blank(None, empty[0]) if empty else None
    return blank or missing or Missing("row", cell.row)


def _public(index: DocumentIndex, row: str, picks: Sequence[Pick], want: Want) -> list[Pick]:
    """What the table of the three public expenses prints of a thing by another usual name, where others print the basic spending's."""
    kinds = {pick.thing.table_kind for pick in picks if pick.thing.table_id is not None}
    if not kinds or not kinds <= {TableKind.BASIC_ECONOMIC, TableKind.GENERAL_EXPENDITURE} or picks[0].reached.rung not in SURE:
        return []
    sure = takewhile(lambda rung: rung[0].rung in SURE, reach(index, row))
    named = [one for rung in sure for one in rung if one.thing.table_kind is TableKind.THREE_PUBLIC]
    return [Pick(figure, one) for one in named for figure in choose(one.thing, want)]


def _is_nought(decided: Binding) -> bool:
    """Whether a lower rung prints, in the text, a nought for what a table leaves blank."""
    amount = decided.pick.figure.amount if isinstance(decided, Bound) and decided.pick.reached.rung is not Rung.SLIP else None
    return amount is not None and amount.number == 0


def _stands(thing: Thing, cell: Cell, tables: frozenset[str] | None) -> bool:
    if thing.table_kind is TableKind.PERFORMANCE_FORM and tables is None and cell.under is None:
        if thing.label.startswith("其中") or whole_of(name_of(cell.row).key) is not None:  # what makes up one project's money
            return False
    if cell.place is not None and (thing.kind is ThingKind.TEXT) is not (cell.place is Place.TEXT):
        return False
    return tables is None or thing.table_id in tables or (cell.place is Place.TEXT and thing.table_id is None)


def _figures(thing: Thing, want: Want, cell: Cell) -> tuple[Figure, ...]:
    if is_year(cell.row):
        want = replace(want, year=years_in(cell.row)[0])  # a row that is a year is of that year
    if cell.under and want.column is None and thing.kind is ThingKind.ROW and not _below([thing.parents], cell.under):
        return tuple(in_column(thing.figures, cell.under, want.year)[:1]) or choose(thing, want)  # else the table is called so
    return choose(thing, want)


def _why_none(reached: Sequence[Reached], want: Want, cell: Cell) -> Missing:
    if want.column is not None and not any(in_column(one.thing.figures, want.column, want.year) for one in reached):
        return Missing("column", want.column)
    if want.dimension is not None:
        return Missing("counted", cell.counted or want.dimension)
    return Missing("aspect" if want.aspect != "value" else "stage" if want.stage is not None else "year", cell.row)


def _under(reached: Sequence[Reached], under: str) -> list[Reached]:
    """Those that stand under a name: a parent, a project, a heading, a column; else in a table or a section so called."""
    if found := _below([one.thing.parents for one in reached], under):
        return [reached[place] for place in found]
    heads = [one for one in reached if one.thing.kind is ThingKind.ROW and in_column(one.thing.figures, under, None)]
    bare = core(name_of(under).key) or name_of(under).key
    return heads or [
        one
        for one in reached
        if (one.thing.table_id and bare in name_of(one.thing.figures[0].table_title or "").key)
        or (one.thing.kind is ThingKind.TEXT and any(bare in name_of(part).key for part in one.thing.parents))
    ]


def _below(parents: Sequence[Sequence[str]], under: str) -> list[int]:
    """The places of those whose parents are meant by a name, by the surest way that finds any; those right under it before others."""
    for test in under_tests(under):
        if found := [place for place, some in enumerate(parents) if any(map(test, some))]:
            return [place for place in found if test(parents[place][-1])] or found
    return []


def under_tests(under: str) -> list[Callable[[str], bool]]:
    """How a parent may be what a name says that a row stands under, surest first."""
    asked = name_of(under)
    bare = core(asked.key)
    words = other_words(asked.key)
    return [
        lambda parent: name_of(parent).printed == asked.printed,
        lambda parent: name_of(parent).key == asked.key,
        lambda parent: name_of(parent).key in words,
        lambda parent: bool(bare) and core(name_of(parent).key) == bare,
        lambda parent: holds(asked.key, name_of(parent).key) > _PARTS or holds(name_of(parent).key, asked.key) > 2 * _PARTS,
    ]


def is_plain_total(cell: Cell) -> bool:
    """Whether a cell means the budget, income or spending of the whole, which every document has."""
    whole = whole_of(name_of(cell.row).key)
    return whole is not None and whole.sides and cell.under is None and (cell.column is None or is_generic(name_of(cell.column).key))
