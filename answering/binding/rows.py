"""Which rows of a document a set means: of a table, of a kind, under a name, or one row in every form.

rows_of(index, RowSet(kind=项目))           →  the rows of the project table less units and totals
rows_of(index, RowSet(under="工资福利支出"))  →  基本工资, 津贴补贴, …
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from answering.binding.cells import under_tests
from answering.binding.columns import Want, choose
from answering.binding.decision import ROW_ORDER
from answering.binding.things import DocumentIndex, Thing, ThingKind
from answering.binding.units import is_unit_like
from answering.binding.wholes import hinted, reach
from answering.query.tree import RowKind, RowSet
from disclosure.amount import parse_amount
from disclosure.document import CellRole, Chunk, ChunkKind, Stage, TableKind
from retrieval.matching import SURE
from retrieval.names import code_in, name_of

_SIZES = {RowKind.CLASS: 3, RowKind.DIVISION: 5, RowKind.ITEM: 7}
_FUNCTIONAL = (TableKind.EXPENDITURE, TableKind.GENERAL_EXPENDITURE, TableKind.SUMMARY, TableKind.REVENUE, TableKind.APPROPRIATION)
_ECONOMIC = (TableKind.BASIC_ECONOMIC, TableKind.OTHER, TableKind.EXPENDITURE, TableKind.GENERAL_EXPENDITURE)
_CENTS = Decimal("0.0001")  # of a whole, what rounding may leave between it and its parts
LONGEST_HEAD = 24  # characters of a cell that heads others
_PUBLIC_PARTS = ("因公出国", "公务接待", "用车购置", "用车运行", "购置费", "运行费", "运行维护费")


def rows_of(index: DocumentIndex, rows: RowSet) -> list[Thing]:
    """The rows that a set means, in printed order, totals left out; none where it means none."""
    tables = hinted(rows.table, index.tables) if rows.table else None
    if rows.table and rows.under is not None:  # 基本支出的工资福利支出: in whichever of the tables so called it has rows under it
        said = name_of(rows.table).key
        tables = frozenset(table.id for table in index.tables if said in name_of(table.title).key) or tables
    if rows.table and not tables:
        return []
    if tables and (rows.kind is RowKind.PROJECT or rows.row is not None):
        tables = _all_forms(index, rows.table or "", tables)
    if rows.row is not None:
        return _everywhere(index, rows.row, tables)
    if rows.under is not None:
        below = _below(index, rows.under, tables, rows.kind)
        if not below and rows.kind is not None and rows.kind not in (RowKind.PROJECT, RowKind.INDICATOR, RowKind.PROCUREMENT):
            below = _below(index, rows.under, tables, None)  # 项 of an economic subject, which has none: what stands under it
        headed = frozenset(table.id for table in index.tables if name_of(rows.under).key in name_of(table.heading).key)
        return below or (_of_kind(index, rows.kind, headed) if rows.kind and headed and not tables else [])
    if rows.kind is not None:
        return _of_kind(index, rows.kind, tables)
    return _forms(index, tables) or _lowest(_items(_table_rows(index, tables or frozenset())))


def _all_forms(index: DocumentIndex, hint: str, tables: frozenset[str]) -> frozenset[str]:
    """The forms of all projects, where a title means one that is a project's and names no project: 项目支出绩效目标表."""
    forms = {thing.table_id: name_of(thing.label).key for thing in index.things if thing.kind is ThingKind.FORM and thing.table_id}
    asked = name_of(hint).key
    if not tables <= set(forms) or "整体" in asked or any(key in asked for key in forms.values()):
        return tables
    return frozenset(forms)


def _table_rows(index: DocumentIndex, tables: Iterable[str]) -> list[Thing]:
    return sorted((thing for key in tables for thing in index.by_table.get(key, ())), key=lambda thing: thing.order)


def _items(things: Sequence[Thing]) -> list[Thing]:
    """Rows less totals and less the rows of units that sum up what stands under them."""
    return [thing for thing in things if not _is_sum(thing)]


def _is_sum(thing: Thing) -> bool:
    total = thing.figures[0].is_total and not thing.code
    return thing.is_whole or thing.stands or total or thing.names[0].key in ("小计", "其中")


def _usual(index: DocumentIndex) -> Want:
    """What is wanted of a row of a document where nothing is said."""
    return Want(index.record.fiscal_year, final=index.record.stage is Stage.FINAL_ACCOUNTS)


def _forms(index: DocumentIndex, tables: frozenset[str] | None) -> list[Thing]:
    """The projects of performance forms by the row that says their money, the year's before that of several; each once."""
    forms: dict[str | None, list[Thing]] = {}
    for thing in index.things:
        if thing.kind is ThingKind.FORM and (tables is None or thing.table_id in tables):
            forms.setdefault(thing.table_id, []).append(thing)
    found: dict[object, Thing] = {}
    for things in forms.values():
        paid = [_dimension(thing, index) in ("money", None) for thing in things]
        best = min(zip(paid, things, strict=True), key=lambda one: (not one[0], "实施期" in one[1].figures[0].row_label, one[1].order))[1]
        amount = choose(best, _usual(index))[:1]
        if amount and amount[0].amount is not None and amount[0].amount.dimension == "%":
            continue  # a form that prints no money of its project, but how much of it is to be spent
        found.setdefault((best.names[0].key, amount[0].amount if amount else None), best)
    return list(found.values())


def _dimension(thing: Thing, index: DocumentIndex) -> str | None:
    """Of what the amount that stands for a thing is; "" where it prints none."""
    amount = next((figure.amount for figure in choose(thing, _usual(index))[:1]), None)
    return amount.dimension if amount is not None else ""


def _of_kind(index: DocumentIndex, kind: RowKind, tables: frozenset[str] | None) -> list[Thing]:
    if kind is RowKind.PROJECT:
        return _projects(index, tables)
    if kind is RowKind.THREE_PUBLIC:
        return _three_public(index, tables)
    if kind is RowKind.INDICATOR:
        funds = {thing.order for thing in index.things if thing.kind is ThingKind.FORM}
        forms = (table.id for table in index.tables if table.kind is TableKind.PERFORMANCE_FORM and (not tables or table.id in tables))
        return [thing for thing in _table_rows(index, forms) if thing.order not in funds]
    if kind is RowKind.PROCUREMENT:
        return _deepest(_first_table(index, (TableKind.PROCUREMENT,), tables, lambda thing: not _is_sum(thing)), index)
    order = _ECONOMIC if kind is RowKind.ECONOMIC else _FUNCTIONAL
    found = _first_table(index, order, tables, lambda thing: _is_of_kind(thing, kind))
    if kind in _SIZES:
        return found or _uncoded_level(index, tables, list(_SIZES).index(kind))
    if found or kind is not RowKind.ECONOMIC:
        return _deepest(found, index) or _items(_uncoded_level(index, tables, 2))
    return _deepest(_first_table(index, _ECONOMIC[:1], tables, lambda thing: not _is_total(thing)), index)


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
    """The fitting rows of the first table, in the order of kinds, that has several, or any; a name that a table repeats, once a code."""
    order = [table.id for kind in kinds for table in index.tables if table.kind is kind and not table.is_empty]
    order = sorted(tables, key=lambda key: index.table_place[key]) if tables else order
    found = [[thing for thing in index.by_table.get(key, ()) if fits(thing)] for key in order]
    held = [things for things in found if things and _has_amounts(things)]
    return next((things for things in held if len(things) > 1), held[0] if held else [])


def _uncoded_level(index: DocumentIndex, tables: frozenset[str] | None, depth: int) -> list[Thing]:
    """Rows of a table that prints no codes, by how deep they stand: 类 outermost; else the 类 that the summary table lists."""
    for kind in (TableKind.EXPENDITURE, TableKind.GENERAL_EXPENDITURE):
        for table in index.tables:
            if table.kind is not kind or table.is_empty or (tables and table.id not in tables):
                continue
            rows = [thing for thing in index.by_table.get(table.id, ()) if not (thing.code or _is_total(thing))]
            rows = [thing for thing in rows if not is_unit_like(thing.label)]
            depths = [thing.figures[0].depth for thing in rows]
            found = [thing for thing, deep in zip(rows, depths, strict=True) if deep == min(depths) + depth]
            if found and (max(depths) > min(depths) or depth == 0):
                return found
    near = [thing for thing in index.things if not tables or thing.table_id in tables]
    listed = (thing for thing in near if thing.kind is ThingKind.ROW and thing.table_kind is TableKind.SUMMARY)
    return [
        thing
        for thing in (listed if depth == 0 else ())
        if not thing.is_whole
        and thing.label[:1] in "一二三四五六七八九十"
        and any("支" in part and "出" in part for part in thing.figures[0].column_path)
    ]


def _is_total(thing: Thing) -> bool:
    return thing.is_whole or thing.stands


def _projects(index: DocumentIndex, tables: frozenset[str] | None) -> list[Thing]:
    """The rows of the project table, else the projects of the forms, be it one form for all of them."""
    if tables:
        return _forms(index, tables) or _deepest(_spent(_items(_table_rows(index, tables)), index), index)
    named = [table for table in index.tables if table.kind in (TableKind.PROJECT, TableKind.OTHER) and "项目" in table.title]
    for table in sorted(named, key=lambda table: table.kind is not TableKind.PROJECT):
        found = _deepest(_spent(_items(index.by_table.get(table.id, ())), index), index)
        coded = [thing for thing in found if code_in(thing.label) or (thing.code and not thing.parents and thing.code[:1] in "35")]
        if found and not table.is_empty and len(coded) * 2 < len(found):  # a table by economic subject lists no projects
            return found
    forms = [table.id for table in index.tables if table.kind is TableKind.PERFORMANCE_FORM and "整体" not in table.title]
    return _forms(index, None) or _deepest(_spent(_items(_table_rows(index, forms)), index), index)


def _spent(things: list[Thing], index: DocumentIndex) -> list[Thing]:
    """Less rows that print something else than money, and what stands under others in a form: the indicators of a project."""
    paid = [thing for thing in things if _dimension(thing, index) == "money"]
    if any(thing.table_kind is TableKind.PERFORMANCE_FORM for thing in things):
        return [thing for thing in paid if not set(thing.parents) - {thing.label}]
    return paid if paid and any(_dimension(thing, index) not in ("money", "") for thing in things) else things


def _deepest(things: Sequence[Thing], index: DocumentIndex) -> list[Thing]:
    """Less the rows that are parents of others of the set, less units among projects, and less a row that prints the total of others."""
    kept = _lowest(things)
    named = [thing for thing in kept if not thing.is_own_office and (thing.parents or not is_unit_like(thing.label))]
    return _less_headings(named or kept, index)


def _lowest(things: Sequence[Thing]) -> list[Thing]:
    """Less the rows that are parents of others of the set, by their names or by their codes."""
    parents = {(thing.table_id, parent) for thing in things for parent in thing.parents if parent != thing.label}
    codes = {(thing.table_id, thing.code[:size]) for thing in things if thing.code for size in range(len(thing.code))}
    kept = (thing for thing in things if (thing.table_id, thing.code) not in codes)
    return [thing for thing in kept if (thing.table_id, thing.label) not in parents or thing.label in thing.parents]


def _less_headings(things: list[Thing], index: DocumentIndex) -> list[Thing]:
    """Less rows that head others in a table that shows no levels: they come to those behind them, and without them all to the total."""
    amounts = [_amount(thing, index) for thing in things]
    totals = {_amount(thing, index) for thing in index.by_table.get(things[0].table_id or "", ()) if _is_sum(thing)} if things else set()
    headings: set[int] = set()
    roots: list[int] = []  # of the rows behind, those that stand under none of them
    for place in reversed(range(len(things))):
        left, taken = amounts[place], 0
        while left > 0 and taken < len(roots):
            left, taken = left - amounts[roots[taken]], taken + 1
        if not left and (taken > 1 or (taken and roots[0] in headings)):
            headings.add(place)
            del roots[:taken]
        roots.insert(0, place)
    leaves = [place for place in range(len(things)) if place not in headings]
    whole = sum(amounts, Decimal(0))
    apart = whole not in totals and sum((amounts[place] for place in leaves), Decimal(0)) in totals
    return [things[place] for place in leaves] if apart else things


def _three_public(index: DocumentIndex, tables: frozenset[str] | None) -> list[Thing]:
    """The public expenses of their table, in a document without one those of its text."""
    for kind in (TableKind.THREE_PUBLIC, None):
        found: dict[str, Thing] = {}
        for thing in index.things:
            if thing.table_kind is not kind or thing.kind is ThingKind.FORM or (tables and thing.table_id not in tables):
                continue
            part = any(part in name.key for name in thing.names for part in _PUBLIC_PARTS) and "购置及运行" not in thing.names[0].key
            if part and choose(thing, Want(index.record.fiscal_year)):
                found.setdefault(thing.names[-1].key, thing)
        if found:
            return list(found.values())
    return []


def _everywhere(index: DocumentIndex, row: str, tables: frozenset[str] | None) -> list[Thing]:
    """One row, in every form or table that prints it."""
    for rung in reach(index, row):
        found = [one.thing for one in rung if one.thing.kind is ThingKind.ROW and (tables is None or one.thing.table_id in tables)]
        if found and (rung[0].rung in SURE or len(found) > 1):
            return sorted(found, key=lambda thing: thing.order)
    return []


def _below(index: DocumentIndex, under: str, tables: frozenset[str] | None, kind: RowKind | None) -> list[Thing]:
    """What stands right under a name, of a kind: rows by code or depth, columns by their path, amounts of the text by theirs."""
    code, tests = code_in(under), under_tests(under)[:4]
    places: dict[str | None, list[Thing]] = {}
    for thing in index.things:
        if thing.kind is ThingKind.FORM or (tables is not None and thing.table_id not in tables) or not _is_of_kind(thing, kind):
            continue
        coded = code and thing.kind is ThingKind.ROW and thing.code and thing.code != code and thing.code.startswith(code)
        if not thing.is_whole and (coded or any(test(parent) for test in tests for parent in thing.parents)):
            places.setdefault(thing.table_id, []).append(thing)
    ranked = sorted((_less_units(some) for some in places.values() if _has_amounts(some)), key=_rank)

    def steps(thing: Thing) -> int:
        found = [place for place, parent in enumerate(thing.parents) if any(test(parent) for test in tests)]
        return len(thing.parents) - found[-1] if found else len(thing.code or "")

    nearest = min(map(steps, ranked[0])) if ranked else 0
    found = [thing for thing in ranked[0] if steps(thing) == nearest] if ranked else []
    return found if kind else _adding_up(index, found, lambda label: any(test(label) for test in tests))


def _less_units(things: list[Thing]) -> list[Thing]:
    """Less units that only sum up, between a name and what stands under it: 货物, the unit, and what it buys."""
    parents = {parent for thing in things for parent in thing.parents}
    return [thing for thing in things if not (thing.label in parents and is_unit_like(thing.label))] or things


def _adding_up(index: DocumentIndex, found: list[Thing], is_parent: Callable[[str], bool]) -> list[Thing]:
    """Rows under a name; where they do not come to what it prints, the rows behind it that do: what stands beside them is no parent."""
    rows = list(index.by_table.get(found[0].table_id or "", ())) if found and found[0].kind is ThingKind.ROW else []
    at = next((place for place, thing in enumerate(rows) if is_parent(thing.label)), None)
    whole = _amount(rows[at], index) if at is not None else None
    if at is None or not whole or abs(sum((_amount(thing, index) for thing in found), Decimal(0)) - whole) <= _CENTS * whole:
        return found
    run, left = list[Thing](), whole
    for thing in rows[at + 1 :]:
        run, left = [*run, thing], left - _amount(thing, index)
        if abs(left) <= _CENTS * whole:
            return run
    return found


def _amount(thing: Thing, index: DocumentIndex) -> Decimal:
    figures = choose(thing, Want(index.record.fiscal_year))
    return figures[0].amount.in_base if figures and figures[0].amount is not None else Decimal(0)


def _has_amounts(things: Sequence[Thing]) -> bool:
    return any(figure.amount is not None for thing in things for figure in thing.figures)


def _rank(things: Sequence[Thing]) -> tuple[int, int, int]:
    first = things[0]
    if first.table_kind is None:
        return (len(ROW_ORDER), 0, first.order)
    return (ROW_ORDER.index(first.table_kind), 1 if first.kind is ThingKind.HEAD else 0, first.order)


def words_beside(index: DocumentIndex, thing: Thing, heads: Sequence[str]) -> tuple[Chunk, ...]:
    """The words that a thing's row prints under a head that says one of some words, in a form those beside a label that does."""
    table, row = index.table_by_id.get(thing.table_id or ""), thing.figures[0].provenance.row
    if table is None or row is None:
        return ()
    first = min(other.figures[0].provenance.row or 0 for other in index.by_table.get(table.id, (thing,)))
    keys = [name_of(head).key for head in heads]
    meant = [cell for cell in table.cells if any(key in name_of(cell.text).key for key in keys) and len(cell.text) <= LONGEST_HEAD]
    columns = {column for cell in meant if cell.row < first for column in range(cell.column, cell.column + cell.column_span)}
    rows = {cell.row: cell.column for cell in meant if table.project and cell.role is not CellRole.HEADER}
    place = thing.figures[0].provenance
    return tuple(
        Chunk(table.id, ChunkKind.TABLE_ROW, cell.text, cell.text, (table.title,), place, place.page)
        for cell in table.cells
        if cell.text.strip()
        and cell.role in (CellRole.TEXT, CellRole.STUB, CellRole.VALUE)
        and parse_amount(cell.text) is None
        and (
            cell.column > rows.get(cell.row, cell.column)
            if table.project
            else cell.column in columns and cell.row <= row < cell.row + cell.row_span
        )
    )


def says(index: DocumentIndex, thing: Thing, word: str) -> bool:
    """Whether a cell of words in a thing's row prints a word: 一次性, 是, 上级资金; of a form whether any of its cells does."""
    table, key = index.table_by_id.get(thing.table_id or ""), name_of(word).key
    row = thing.figures[0].provenance.row
    words = (CellRole.TEXT, CellRole.STUB, CellRole.CODE, CellRole.VALUE)
    return any(
        cell.role in words
        and (thing.kind is ThingKind.FORM or (row is not None and cell.row <= row < cell.row + cell.row_span))
        and cell.text != thing.label
        and key in name_of(cell.text).key
        for cell in (table.cells if table else ())
    )
