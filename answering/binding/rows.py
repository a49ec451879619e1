"""Which rows of a document a set means: of a table, of a kind, under a name, or one row in every form.

rows_of(index, RowSet(kind=项目))           →  the rows of the project table less units and totals
rows_of(index, RowSet(under="工资福利支出"))  →  基本工资, 津贴补贴, …
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from answering.binding.cells import ROW_ORDER, under_tests
from answering.binding.columns import Want, choose
from answering.binding.things import DocumentIndex, Thing, ThingKind
from answering.binding.units import is_unit_like
from answering.binding.wholes import hinted, reach
from answering.query.tree import RowKind, RowSet
from disclosure.amount import parse_amount
from disclosure.document import CellRole, Stage, TableKind
from retrieval.matching import SURE
from retrieval.names import code_in, name_of

_SIZES = {RowKind.CLASS: 3, RowKind.DIVISION: 5, RowKind.ITEM: 7}
_FUNCTIONAL = (TableKind.EXPENDITURE, TableKind.GENERAL_EXPENDITURE, TableKind.SUMMARY, TableKind.REVENUE, TableKind.APPROPRIATION)
_ECONOMIC = (TableKind.BASIC_ECONOMIC, TableKind.OTHER, TableKind.EXPENDITURE, TableKind.GENERAL_EXPENDITURE)
_GOODS = frozenset("货物 工程 服务 货物类 工程类 服务类".split())  # what a list of purchases is grouped by
_PUBLIC_PARTS = ("因公出国", "公务接待", "用车购置", "用车运行", "购置费", "运行费", "运行维护费")


def rows_of(index: DocumentIndex, rows: RowSet) -> list[Thing]:
    """The rows that a set means, in printed order, totals left out; none where it means none."""
    tables = hinted(rows.table, index.tables) if rows.table else None
    if rows.table and not tables:
        return []
    if rows.row is not None:
        return _everywhere(index, rows.row, tables)
    if rows.under is not None:
        found = _below(index, rows.under, tables)
        return [thing for thing in found if _is_of_kind(thing, rows.kind)] if rows.kind else found
    if rows.kind is not None:
        return _of_kind(index, rows.kind, tables)
    return _forms(index, tables) or _items(_table_rows(index, tables or frozenset()), index)


def _table_rows(index: DocumentIndex, tables: Iterable[str]) -> list[Thing]:
    return sorted((thing for key in tables for thing in index.by_table.get(key, ())), key=lambda thing: thing.order)


def _items(things: Sequence[Thing], index: DocumentIndex) -> list[Thing]:
    """Rows less totals and less the rows of units that sum up what stands under them."""
    return [thing for thing in things if not _is_sum(thing, index)]


def _is_sum(thing: Thing, index: DocumentIndex) -> bool:
    return thing.is_whole or thing.stands or (thing.figures[0].is_total and not thing.code) or thing.names[0].key in ("小计", "其中")


def _forms(index: DocumentIndex, tables: frozenset[str] | None) -> list[Thing]:
    """The projects of performance forms by the row that says their money, the year's before that of several; each once."""
    forms: dict[str | None, list[Thing]] = {}
    for thing in index.things:
        if thing.kind is ThingKind.FORM and (tables is None or thing.table_id in tables):
            forms.setdefault(thing.table_id, []).append(thing)
    want = Want(index.record.fiscal_year, final=index.record.stage is Stage.FINAL_ACCOUNTS)
    found: dict[object, Thing] = {}
    for things in forms.values():
        best = min(things, key=lambda thing: (not prints_money(thing, want), "实施期" in thing.figures[0].row_label, thing.order))
        amount = choose(best, want)[:1]
        found.setdefault((best.names[0].key, amount[0].amount if amount else None), best)
    return list(found.values())


def project_names(index: DocumentIndex, tables: frozenset[str] | None) -> tuple[str, ...]:
    """The projects that tables of targets name in a column, where no amount of theirs was read."""
    found: list[str] = []
    for table in index.tables:
        if table.kind is not TableKind.PERFORMANCE_FORM or (tables is not None and table.id not in tables):
            continue
        heads = {cell.column: cell.row for cell in table.cells if name_of(cell.text).key.endswith("项目名称")}
        priced = {cell.row for cell in table.cells if "." in cell.text and parse_amount(cell.text) is not None}
        below = [cell.text for cell in table.cells if cell.row in priced and cell.row > heads.get(cell.column, cell.row)]
        found += [text for text in below if text and not is_unit_like(text)]
    return tuple(dict.fromkeys(found)) if len(found) > 1 else ()


def prints_money(thing: Thing, want: Want) -> bool:
    """Whether what stands for a thing is an amount of money, or a number whose unit of measure is not told."""
    return any(figure.amount is not None and figure.amount.dimension in ("money", None) for figure in choose(thing, want)[:1])


def _of_kind(index: DocumentIndex, kind: RowKind, tables: frozenset[str] | None) -> list[Thing]:
    if kind is RowKind.PROJECT:
        return _projects(index, tables)
    if kind is RowKind.THREE_PUBLIC:
        return _three_public(index, tables)
    if kind is RowKind.INDICATOR:
        forms = [
            key for key, table in index.table_by_id.items() if table.kind is TableKind.PERFORMANCE_FORM and (not tables or key in tables)
        ]
        funds = {thing.order for thing in index.things if thing.kind is ThingKind.FORM}
        return [thing for thing in _table_rows(index, forms) if thing.order not in funds]
    if kind is RowKind.PROCUREMENT:
        found = _leaves(_deepest(_first_table(index, (TableKind.PROCUREMENT,), tables, lambda thing: not _is_sum(thing, index)), index))
        return [thing for thing in found if thing.names[0].key not in _GOODS] or found
    if kind in _SIZES:
        found = _first_table(index, _FUNCTIONAL, tables, lambda thing: _is_of_kind(thing, kind))
        return found or _uncoded_level(index, tables, list(_SIZES).index(kind))
    order = _ECONOMIC if kind is RowKind.ECONOMIC else _FUNCTIONAL
    found = _first_table(index, order, tables, lambda thing: _is_of_kind(thing, kind))
    if found or kind is not RowKind.ECONOMIC:
        return _deepest(_leaves(found), index) or _items(_uncoded_level(index, tables, 2), index)
    return _deepest(_first_table(index, _ECONOMIC[:1], tables, lambda thing: not _is_whole(thing, index)), index)


def _is_of_kind(thing: Thing, kind: RowKind | None) -> bool:
    code = thing.code or ""
    if kind in _SIZES:
        return len(code) == _SIZES[kind] and code.startswith("2")
    if kind is RowKind.FUNCTIONAL:
        return code.startswith("2")
    if kind is RowKind.ECONOMIC:
        return code.startswith(("3", "5"))
    return True


def _first_table(
    index: DocumentIndex, kinds: Sequence[TableKind], tables: frozenset[str] | None, fits: Callable[[Thing], bool]
) -> list[Thing]:
    """The fitting rows of the first table, in the order of kinds, that has any; a name that a table repeats, once a code."""
    order = [key for kind in kinds for key, table in index.table_by_id.items() if table.kind is kind and not table.is_empty]
    for key in sorted(tables, key=lambda key: index.table_place[key]) if tables else order:
        found = [thing for thing in index.by_table.get(key, ()) if fits(thing)]
        if found and any(figure.amount is not None for thing in found for figure in thing.figures):
            return found
    return []


def _leaves(things: Sequence[Thing]) -> list[Thing]:
    """Coded rows that hold no others of the set."""
    codes = [thing.code or "" for thing in things]
    return [thing for thing in things if not any(code != thing.code and code.startswith(thing.code or "-") for code in codes)]


def _uncoded_level(index: DocumentIndex, tables: frozenset[str] | None, depth: int) -> list[Thing]:
    """Rows of a table that prints no codes, by how deep they stand: 类 outermost; else the 类 that the summary table lists."""
    for kind in (TableKind.EXPENDITURE, TableKind.GENERAL_EXPENDITURE):
        keys = [
            key for key, table in index.table_by_id.items() if table.kind is kind and not table.is_empty and (not tables or key in tables)
        ]
        for key in keys:
            rows = [
                thing
                for thing in index.by_table.get(key, ())
                if not thing.code and not _is_whole(thing, index) and not is_unit_like(thing.label)
            ]
            if not rows:
                continue
            least = min(thing.figures[0].depth for thing in rows)
            deepest = max(thing.figures[0].depth for thing in rows)
            found = [thing for thing in rows if thing.figures[0].depth == least + depth]
            if found and (deepest > least or depth == 0):
                return found
    if depth == 0:
        return [
            thing
            for thing in index.things
            if thing.kind is ThingKind.ROW
            and thing.table_kind is TableKind.SUMMARY
            and not thing.is_whole
            and thing.label[:1] in "一二三四五六七八九十"
            and any("支" in part and "出" in part for part in thing.figures[0].column_path)
        ]
    return []


def _is_whole(thing: Thing, index: DocumentIndex) -> bool:
    return thing.is_whole or thing.stands


def _projects(index: DocumentIndex, tables: frozenset[str] | None) -> list[Thing]:
    """The rows of the project table, else the projects of the forms."""
    if tables:
        if forms := _forms(index, tables):
            return forms
        rows = [thing for thing in _table_rows(index, tables) if thing.table_kind is not TableKind.PERFORMANCE_FORM]
        return _deepest(_spent(_items(rows, index), index), index)
    named = [table for table in index.tables if table.kind in (TableKind.PROJECT, TableKind.OTHER) and "项目" in table.title]
    for table in sorted(named, key=lambda table: table.kind is not TableKind.PROJECT):
        found = _deepest(_spent(_items(index.by_table.get(table.id, ()), index), index), index)
        coded = [thing for thing in found if code_in(thing.label) or (thing.code and not thing.parents and thing.code[:1] in "35")]
        if found and not table.is_empty and len(coded) * 2 < len(found):  # a table by economic subject lists no projects
            return found
    return _forms(index, None)


def _spent(things: list[Thing], index: DocumentIndex) -> list[Thing]:
    """Less rows that print something else than money: the indicators of a project, whose money its first row prints."""
    want = Want(index.record.fiscal_year, final=index.record.stage is Stage.FINAL_ACCOUNTS)
    others = [thing for thing in things if (found := choose(thing, want)) and found[0].amount is not None and not prints_money(thing, want)]
    return [thing for thing in things if thing not in others and (not others or prints_money(thing, want))]


def _deepest(things: Sequence[Thing], index: DocumentIndex) -> list[Thing]:
    """Less the rows that are parents of others of the set, and less units among projects."""
    parents = {(thing.table_id, parent) for thing in things for parent in thing.parents}
    kept = [thing for thing in things if (thing.table_id, thing.label) not in parents]
    named = [
        thing
        for thing in kept
        if not (is_unit_like(thing.label) and any(map(is_unit_like, thing.figures[0].row_path)) and not thing.parents)
    ]
    return _less_heading(named or kept, index)


def _less_heading(things: list[Thing], index: DocumentIndex) -> list[Thing]:
    """Less a row that prints its table's total over others: 特定目标类项目 over its projects, in a table that shows no levels."""
    want = Want(index.record.fiscal_year)

    def amount(thing: Thing) -> Decimal:
        figures = choose(thing, want)
        return figures[0].amount.in_base if figures and figures[0].amount is not None else Decimal(0)

    table = index.by_table.get(things[0].table_id or "", ()) if things else ()
    totals = {amount(thing) for thing in table if _is_sum(thing, index)}
    whole = sum(map(amount, things), Decimal(0))
    return [thing for thing in things if not (amount(thing) and amount(thing) in totals and amount(thing) * 2 == whole)]


def _three_public(index: DocumentIndex, tables: frozenset[str] | None) -> list[Thing]:
    found: dict[str, Thing] = {}
    for thing in index.things:
        if thing.table_kind is not TableKind.THREE_PUBLIC or thing.kind not in (ThingKind.ROW, ThingKind.HEAD):
            continue
        if tables and thing.table_id not in tables:
            continue
        key = thing.names[0].key
        part = any(part in name.key for name in thing.names for part in _PUBLIC_PARTS) and "购置及运行" not in key
        if part and choose(thing, Want(index.record.fiscal_year)):
            found.setdefault(thing.names[-1].key, thing)
    return sorted(found.values(), key=lambda thing: thing.order)


def _everywhere(index: DocumentIndex, row: str, tables: frozenset[str] | None) -> list[Thing]:
    """One row, in every form or table that prints it."""
    for rung in reach(index, row):
        found = [one.thing for one in rung if one.thing.kind is ThingKind.ROW and (tables is None or one.thing.table_id in tables)]
        if found and (rung[0].rung in SURE or len(found) > 1):
            return sorted(found, key=lambda thing: thing.order)
    return []


def _below(index: DocumentIndex, under: str, tables: frozenset[str] | None) -> list[Thing]:
    """What stands right under a name: rows by code or depth, columns by their path, amounts of the text by theirs."""
    code = code_in(under)
    places: dict[str | None, list[Thing]] = {}
    for thing in index.things:
        if tables is not None and thing.table_id not in tables:
            continue
        if thing.kind is not ThingKind.FORM and (_is_child(thing, under) or (code and _is_coded_child(thing, code))):
            places.setdefault(thing.table_id, []).append(thing)
    places = {key: [thing for thing in found if not thing.is_whole] for key, found in places.items()}
    ranked = sorted((found for found in places.values() if found and _has_amounts(found)), key=_rank)
    return _direct(ranked[0], under) if ranked else []


def _has_amounts(things: Sequence[Thing]) -> bool:
    return any(figure.amount is not None for thing in things for figure in thing.figures)


def _rank(things: Sequence[Thing]) -> tuple[int, int, int]:
    first = things[0]
    if first.table_kind is None:
        return (len(ROW_ORDER), 0, first.order)
    return (ROW_ORDER.index(first.table_kind), 1 if first.kind is ThingKind.HEAD else 0, first.order)


def _is_coded_child(thing: Thing, code: str) -> bool:
    return thing.kind is ThingKind.ROW and bool(thing.code) and thing.code != code and (thing.code or "").startswith(code)


def _is_child(thing: Thing, under: str) -> bool:
    return any(test(parent) for test in under_tests(under)[:4] for parent in thing.parents)


def _direct(things: Sequence[Thing], under: str) -> list[Thing]:
    """Of all below a name those right below it."""
    tests = under_tests(under)[:4]

    def steps(thing: Thing) -> int:
        places = [place for place, parent in enumerate(thing.parents) if any(test(parent) for test in tests)]
        return len(thing.parents) - places[-1] if places else len(thing.code or "")

    nearest = min(steps(thing) for thing in things)
    return [thing for thing in things if steps(thing) == nearest]


def says(index: DocumentIndex, thing: Thing, word: str) -> bool:
    """Whether a cell of words in a thing's row prints a word: 一次性, 是, 上级资金; of a form whether any of its cells does."""
    table = index.table_by_id.get(thing.table_id or "")
    if table is None:
        return False
    key = name_of(word).key
    row = thing.figures[0].provenance.row
    words = (CellRole.TEXT, CellRole.STUB, CellRole.CODE, CellRole.VALUE)
    return any(
        key in name_of(cell.text).key
        for cell in table.cells
        if cell.role in words
        and (thing.kind is ThingKind.FORM or (row is not None and cell.row <= row < cell.row + cell.row_span))
        and cell.text != thing.label
    )
