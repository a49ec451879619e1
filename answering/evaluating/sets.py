"""Sets: rows of a document, the same amount of many units, and what is asked of them: order, number, each.

Rank(Rows(kind=项目), n=3)   →  Listed: the three largest of 21
Units(Cell("“三公”经费"))     →  Listed: one amount a unit; what has none, or is of another year, is left out and told
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answering.binding.columns import choose
from answering.binding.rows import project_names, rows_of, says
from answering.binding.scopes import ManyUnits, NoScope, document_name, per_unit, unit_of
from answering.binding.tables import hinted
from answering.binding.things import DocumentIndex, Thing, ThingKind
from answering.evaluating import arithmetic
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.computing import alike, stated
from answering.evaluating.found import index_of, want_of
from answering.evaluating.labels import label_of
from answering.evaluating.result import Absent, Amounted, Candidate, Empty, LeftOut, Listed, Open, Outcome, Refused
from answering.evaluating.work import Work, said_of
from answering.query import tree
from answering.query.tree import Cell, Rows, Scope, Units, Where
from disclosure.document import TableKind
from disclosure.figure import Figure
from retrieval.matching import Rung
from retrieval.names import name_of


def rows(work: Work, node: Rows, outer: Scope) -> Outcome:
    """Printed rows, each with its figure; those without one are left out, or are the answer as names where none has one."""
    scope = node.scope.over(outer)
    found = work.documents(scope)
    if isinstance(found, NoScope):
        return Absent(node, found.part, found.name, found.why, found.near)
    if isinstance(found, ManyUnits):
        return Open(node, "单位", (), found.units)
    if len(found.units) > 1:
        return Open(node, "单位", (), found.units)
    for record in found.records:
        index = index_of(work, record, found.part)
        things = rows_of(index, node.of)
        if things:
            work.use(record, year_said=found.year_said)
            return _listed(work, node, scope, index, things)
    for record in found.records if node.of.kind is tree.RowKind.PROJECT and node.where is None else ():
        index = index_of(work, record, found.part)
        if names := project_names(index, hinted(node.of.table, index.tables) if node.of.table else None):
            work.use(record, year_said=found.year_said)
            return Listed(node, (), 0, (), names)
    said = node.of.table or node.of.under or node.of.row or (str(node.of.kind) if node.of.kind else "")
    part = "table" if node.of.table else "under" if node.of.under else "row"
    where = said_of(found.records)
    return Absent(node, part, said, f"{where}里没有找到“{said}”的各行", (), (where,))


def _listed(work: Work, node: Rows, scope: Scope, index: DocumentIndex, things: Sequence[Thing]) -> Outcome:
    items: list[Amounted] = []
    left: list[LeftOut] = []
    names: list[str] = []
    for thing in things:
        if node.where and not _named_so(index, thing, node.where):
            continue
        names.append(thing.label)
        item = _item(node, scope, index, thing)
        if item is None:
            left.append(LeftOut(thing.label, "没有印数"))
        elif node.where is None or _amounts_to(item, node.where):
            items.append(item)
    texts = tuple(name for name in dict.fromkeys(names)) if not items else ()
    return Listed(node, tuple(items), len(items), tuple(left), texts)


def _item(node: Rows, scope: Scope, index: DocumentIndex, thing: Thing) -> Amounted | None:
    """The figure of a row of a set; of a form the row that is named as column."""
    record = index.record
    cell = Cell(thing.label, column=node.column, aspect=node.aspect)
    if thing.kind is ThingKind.FORM and node.column is not None:
        key = name_of(node.column).key
        mine = [one for one in index.by_table.get(thing.table_id or "", ()) if key in {name.key for name in one.names}]
        if mine:
            chosen = choose(mine[0], want_of(replace(cell, column=None), record, scope, node.aspect))
            return _as_item(node, chosen[0], thing) if chosen and chosen[0].amount is not None else None
    chosen = choose(thing, want_of(cell, record, scope, node.aspect))
    if not chosen or chosen[0].amount is None:
        return None
    return _as_item(node, chosen[0], thing)


def _as_item(node: tree.Node, figure: Figure, thing: Thing) -> Amounted:
    label = thing.label if thing.kind is ThingKind.FORM else label_of(figure, thing)
    if figure.table_kind is TableKind.PERFORMANCE_FORM and thing.kind is ThingKind.ROW and figure.project:
        label = f"{figure.project} · {thing.label}"
    return Amounted(node, figure, label, (Candidate(figure, Rung.EXACT, 1.0, "在所问的各行之中"),))


def _named_so(index: DocumentIndex, thing: Thing, where: Where) -> bool:
    key, printed = thing.names[0].key, thing.names[0].printed
    if where.name and name_of(where.name).key not in key and name_of(where.name).printed not in printed:
        return False
    if where.begins and not (printed.startswith(name_of(where.begins).printed) or key.startswith(name_of(where.begins).key)):
        return False
    if where.source and not says(index, thing, where.source):
        return False
    return not any(name_of(out).key == key for out in where.not_)


def _amounts_to(item: Amounted, where: Where) -> bool:
    """Whether an amount is within the bounds; one of another dimension is not."""
    mine = amount_of(item.operand)

    for given, signs in ((where.above, ">"), (where.below, "<"), (where.at_least, ">="), (where.at_most, "<="), (where.equal, "=")):
        if given is None:
            continue
        bound = stated(given, mine)
        if bound is None or bound.dimension != mine.dimension:
            return False
        sign = ">" if mine.in_base > bound.in_base else "<" if mine.in_base < bound.in_base else "="
        if sign not in signs:
            return False
    return True


def units(work: Work, node: Units, outer: Scope) -> Outcome:
    """The same amount of every unit in scope, or of every year of one unit."""
    scope = node.scope.over(outer)
    found = per_unit(work.shelf, scope)
    if isinstance(found, NoScope):
        return Absent(node, found.part, found.name, found.why, found.near)
    if isinstance(found, ManyUnits):
        return Open(node, "单位", (), found.units)
    records, left_out = found
    items: list[Amounted] = []
    left = [LeftOut(document_name(record), why) for record, why in left_out]
    narrow = work.shelf.narrowed(records, node.of)
    of_years = scope.unit is not None
    inner = (
        replace(scope, unit=None, units=None, documents=())
        if not of_years
        else replace(scope, units=None, documents=(), unit=None, year=None)
    )
    for record in records:
        work.only, work.narrow = record, narrow
        try:
            outcome = work.evaluate(work, node.of, inner)
        finally:
            work.only, work.narrow = None, None
        if isinstance(outcome, Amounted) and (node.where is None or _amounts_to(outcome, node.where)):
            items.append(replace(outcome, label=f"{unit_of(record)}{outcome.label}"))
        elif not isinstance(outcome, Amounted):
            left.append(LeftOut(document_name(record), _why(outcome)))
    if not items and len(left) == len(records) and node.where is None:
        return Absent(node, "row", node.said or "", f"{len(records)}份文件里都没有这一项", (), (f"{len(records)}份文件",))
    return Listed(node, tuple(items), len(items), tuple(left))


def _why(outcome: Outcome) -> str:
    if isinstance(outcome, Empty):
        return "这一格没有印数"
    if isinstance(outcome, Open):
        return f"有几处不同的数（{outcome.why}）"
    if isinstance(outcome, Absent | Refused):
        return "没有印出这一项" if isinstance(outcome, Absent) else outcome.why
    return "不是一个数"


def members(work: Work, of: Sequence[tree.Node], scope: Scope, node: tree.Node) -> Outcome:
    """A set as a list: one set, or amounts one by one."""
    if len(of) == 1 and isinstance(of[0], Rows | Units | tree.Rank | tree.List):
        return work.evaluate(work, of[0], scope)
    items: list[Amounted] = []
    left: list[LeftOut] = []
    for part in of:
        outcome = work.evaluate(work, part, scope)
        if isinstance(outcome, Amounted):
            items.append(outcome)
        elif isinstance(outcome, Empty):
            left.append(LeftOut(outcome.label, "这一格没有印数"))
        else:
            return outcome
    return Listed(node, tuple(items), len(items), tuple(left))


def rank(work: Work, node: tree.Rank, scope: Scope) -> Outcome:
    """The greatest (or least) first; equal ones keep their printed order, and one equal to the last is shown with it."""
    listed = members(work, node.of, scope, node)
    if not isinstance(listed, Listed):
        return listed
    items, left = alike(listed.items)
    ordered = sorted(items, key=lambda item: amount_of(item.operand).in_base, reverse=not node.ascending)
    taken = ordered
    if node.nth is not None:
        taken = ordered[node.nth - 1 : node.nth]
        if not taken:
            return Absent(node, "amount", f"第{node.nth}", f"一共只有{len(ordered)}项")
    elif node.n is not None:
        taken = ordered[: node.n]
        last = amount_of(taken[-1].operand).in_base if taken else None
        taken = [*taken, *(item for item in ordered[node.n :] if amount_of(item.operand).in_base == last)]
    return Listed(node, tuple(taken), len(ordered), (*listed.left_out, *left), listed.texts)


def count(work: Work, node: tree.Count, scope: Scope) -> Outcome:
    """How many there are; where no bound on the amount is set, those that print none count as well."""
    listed = members(work, (node.of,), scope, node)
    if not isinstance(listed, Listed):
        return listed
    if listed.texts and not listed.items:
        derivation = arithmetic.count_of(len(listed.texts))
        return Amounted(node, derivation, "个数", left_out=())
    where = node.of.where if isinstance(node.of, Rows | Units) else None
    bounded = where is not None and any((where.above, where.below, where.at_least, where.at_most, where.equal))
    uncounted = () if bounded or isinstance(node.of, Units) else tuple(one for one in listed.left_out if one.why == "没有印数")
    derivation = arithmetic.count([item.operand for item in listed.items])
    if uncounted:
        derivation = arithmetic.count_of(len(listed.items) + len(uncounted))
    bound = tuple(candidate for item in listed.items for candidate in item.bound)
    return Amounted(node, derivation, "个数", bound, items=listed.items, left_out=listed.left_out)


def each(work: Work, node: tree.List, scope: Scope) -> Outcome:
    """Each of them, in printed order."""
    listed = members(work, (node.of,), scope, node)
    return replace(listed, node=node) if isinstance(listed, Listed) else listed
