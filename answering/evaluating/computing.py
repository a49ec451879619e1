"""Amounts from amounts: sums, differences, shares, growths; claims and comparisons; what several places print of one thing.

A part that is absent, open or empty makes the whole so, and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from answering.binding.columns import aspect_of, every, in_column
from answering.binding.scopes import Scoped
from answering.binding.things import ThingKind
from answering.binding.wholes import hinted, reach, whole_of
from answering.evaluating import amounts, arithmetic, result
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.result import Absent, Amounted, Empty, Judged, Listed, Open, Operand, Outcome, Refused
from answering.evaluating.work import Work, told_apart, want_of
from answering.query import tree
from answering.query.tree import Cell, Place, Relation, Scope
from disclosure.amount import EXACT, Amount, Unit
from disclosure.errors import AmountError
from disclosure.figure import Derivation, Figure
from retrieval.matching import SURE
from retrieval.names import name_of

ABOUT = Decimal("0.05")  # of an amount that a round word leaves open
TELLING = 4  # digits of a claimed number that is looked for elsewhere
AMONG_ROWS = "同名的有几行，这是其中一行，其余各行的数额不同"
AMONG_TABLES = "这一项在几张表里各有其数，这是其中一张表里的"
AMONG_COLUMNS = "这一项有几栏同名，这是其中一栏"
PERCENTAGES = "各个百分比的基数不同，相加或平均没有意义"
_JOIN: dict[type[object], tuple[Callable[[Operand, Operand], Derivation], str]] = {
    tree.Minus: (arithmetic.subtract, "{0} 减 {1}"),
    tree.Ratio: (arithmetic.ratio, "{0} 是 {1} 的倍数"),
    tree.Share: (arithmetic.share, "{0} 占 {1} 的比重"),
    tree.Growth: (arithmetic.growth, "{0} 比 {1} 的增长率"),
    tree.Per: (arithmetic.per_capita, "{0} 平均到 {1}"),
}


def given(work: Work, node: tree.Given, scope: Scope) -> Outcome:
    """An amount that the asker states, in the unit that was said."""
    amount = stated(node)
    if amount is None:
        return Refused(node, f"“{node.said or node.number}”不是能计算的数")
    return Amounted(node, arithmetic.given(amount), "问题中给出的数")


def stated(node: tree.Given, like: Amount | None = None) -> Amount | None:
    """What is stated, in the unit of what it is held against where none was said; None where it is no number."""
    try:
        number = Decimal(node.number)
    except InvalidOperation:
        return None
    unit = Unit.find(node.unit) if node.unit else like.unit if like else None
    if not number.is_finite() or (node.unit and unit is None):
        return None
    amount = Amount(number, unit)
    return amount.as_money() if amount.dimension == "number" and (like is None or like.dimension == "money") else amount


def pair(work: Work, node: tree.Minus | tree.Ratio | tree.Share | tree.Growth | tree.Per, scope: Scope) -> Outcome:
    """An operation on two amounts."""
    combine, words = _JOIN[type(node)]
    parts = [_first(outcome) for outcome in _in_one_table(work, node.of, scope)]
    return _joined(node, parts, lambda operands: combine(operands[0], operands[1]), words)


def _in_one_table(work: Work, of: Sequence[tree.Node], scope: Scope) -> list[Outcome]:
    """What the parts come to; where a table is said of one of them, the other is of the same table if that prints it."""
    tables = {part.table for part in of if isinstance(part, Cell) and part.table}
    table = tables.pop() if len(tables) == 1 else None
    out: list[Outcome] = []
    for part in of:
        outcome = None
        if table and isinstance(part, Cell) and not (part.table or part.place):
            outcome = work.evaluate(work, replace(part, table=table), scope)
        out.append(outcome if isinstance(outcome, Amounted) else work.evaluate(work, part, scope))
    return out


def _first(outcome: Outcome) -> Outcome:
    """The one that a rank is asked for, as an amount; of equal ones the first."""
    one = isinstance(outcome, Listed) and isinstance(outcome.node, tree.Rank) and bool(outcome.items)
    return replace(outcome.items[0], left_out=outcome.left_out) if isinstance(outcome, Listed) and one else outcome


def _joined(node: tree.Node, parts: Sequence[Outcome], combine: Callable[[Sequence[Operand]], Derivation], words: str) -> Outcome:
    """The parts' operands combined; the first part that is no amount is the outcome."""
    items = _alike_exact([part for part in parts if isinstance(part, Amounted)])
    if len(items) < len(parts):
        return _stopped(node, next(part for part in parts if not isinstance(part, Amounted)))
    derivation = combine([item.operand for item in items])
    notes = "；".join(dict.fromkeys(item.note for item in items if item.note))
    bound = tuple(candidate for item in items for candidate in item.bound)
    rivals = tuple(figure for item in items for figure in item.rivals)
    label = words.format(*(item.label for item in items))
    return Amounted(node, derivation, label, bound, rivals=rivals, note=notes or None, items=tuple(items))


def _alike_exact(items: Sequence[Amounted]) -> list[Amounted]:
    """Each where it is printed as exactly as the others: 7,315元 of another table for 0.73万元, beside 5,000元."""
    steps = [amount.step for item in items if (amount := amount_of(item.operand)).dimension == "money"]
    out = []
    for item in items:
        prints = [item.operand, *item.also] if isinstance(item.operand, Figure) else []
        finer = [one for one in prints if one.amount and steps and min(steps) <= one.amount.step < amount_of(item.operand).step]
        out.append(replace(item, operand=finer[0]) if finer else item)
    return out


def _stopped(node: tree.Node, part: Outcome) -> Outcome:
    """Why a whole cannot be had: the part that is not there, open, or empty, with its own node."""
    return part if isinstance(part, Absent | Open | Empty | Refused) else Refused(node, "其中一部分不是一个数，无法计算")


def total(work: Work, node: tree.Sum | tree.Mean, scope: Scope) -> Outcome:
    """The sum or the average: of amounts, or over a set."""
    combine, word = (arithmetic.add_up, "合计") if isinstance(node, tree.Sum) else (arithmetic.average, "平均")
    parts = [work.evaluate(work, part, scope) for part in node.of]
    if len(node.of) == 1 and isinstance(node.of[0], tree.Rows | tree.Units | tree.Rank | tree.List):
        listed = result.whole(node, parts[0])
        return _over_set(node, listed, combine, word) if isinstance(listed, Listed) else listed
    if _of_other_bases([part for part in parts if isinstance(part, Amounted)]):
        return Refused(node, PERCENTAGES)
    return _joined(node, parts, combine, "、".join(f"{{{place}}}" for place in range(len(parts))) + word)


def _of_other_bases(items: Sequence[Amounted]) -> bool:
    """Whether percentages are among amounts, other than shares of one whole."""
    if not any(amount_of(item.operand).dimension == "%" for item in items):
        return False
    shares = [item.operand for item in items if isinstance(item.operand, Derivation) and item.operand.operation == arithmetic.SHARE]
    return len(shares) < len(items) or len({amount_of(share.operands[1]).in_base for share in shares}) > 1


def _over_set(node: tree.Node, listed: Listed, combine: Callable[[Sequence[Operand]], Derivation], word: str) -> Outcome:
    """A set's amounts combined; units that print another dimension are left out and told, rows of several are not added."""
    items, left = alike(listed.items)
    if not items:
        return Absent(node, "amount", word, "所问的范围里没有可以计算的数")
    if any(amount_of(item.operand).dimension == "%" for item in items):
        return Refused(node, PERCENTAGES)
    units = {amount.dimension: str(amount.unit) for item in listed.items if (amount := amount_of(item.operand)).unit}
    if isinstance(listed.node, tree.Rows) and len(units) > 1:
        return Refused(node, f"这些行的计量单位不同类（{'、'.join([*units.values()][:4])}），不能放在一起计算")
    derivation = combine([item.operand for item in items])
    bound = tuple(candidate for item in items for candidate in item.bound)
    return Amounted(node, derivation, f"{len(items)}项{word}", bound, items=items, left_out=(*listed.left_out, *left))


def alike(items: Sequence[Amounted]) -> tuple[tuple[Amounted, ...], tuple[result.LeftOut, ...]]:
    """The amounts of the dimension that most have, of rows those of money, and the others as left out."""
    counted = {item.node.counted if isinstance(item.node, Cell) else None for item in items}
    if len(counted) == 1 and counted != {None}:  # 辆 of one and 台 of another, where 辆 are asked for
        return tuple(items), ()
    dimensions = [amount_of(item.operand).dimension for item in items]
    most = max(dict.fromkeys(dimensions), key=dimensions.count, default=None)
    most = "money" if "money" in dimensions and any(isinstance(item.node, tree.Rows) for item in items) else most
    others = [item for item, dimension in zip(items, dimensions, strict=True) if dimension != most]
    left = tuple(result.LeftOut(item.label, f"计量单位是{amount_of(item.operand).unit or '未注明'}") for item in others)
    return tuple(item for item in items if item not in others), left


def convert(work: Work, node: tree.Convert, scope: Scope) -> Outcome:
    """An amount in another unit of measure."""
    unit = Unit.find(node.to)
    if unit is None:
        return Refused(node, f"不认识的计量单位：{node.to}")
    part = work.evaluate(work, node.of, scope)
    if not isinstance(part, Amounted):
        return _stopped(node, part)
    derivation = arithmetic.convert(part.operand, arithmetic.apiece(unit, arithmetic.amount_of(part.operand)))
    return Amounted(node, derivation, part.label, part.bound, part.also, part.rivals, part.note, items=(part,))


def verify(work: Work, node: tree.Verify, scope: Scope) -> Outcome:
    """Whether what is claimed of an amount holds."""
    left = work.evaluate(work, node.of, scope)
    ranked = node.relation in (Relation.FIRST, Relation.LAST)
    if isinstance(node.claimed, tree.Given) and not ranked:
        judged = _as_printed(work, node, node.claimed, scope) or _against_given(node, left, node.claimed)
        return judged if isinstance(judged, Judged) and judged.holds else _among_namesakes(work, node, node.claimed, left, scope) or judged
    right = work.evaluate(work, tree.Rank((node.claimed,), ascending=node.relation is Relation.LAST) if ranked else node.claimed, scope)
    if ranked and isinstance(right, Listed) and right.items:
        right = right.items[0]
    if not isinstance(left, Amounted) or not isinstance(right, Amounted):
        return Judged(node, None, left, right, why="有一边没有数，无法比较")
    try:
        difference = arithmetic.subtract(left.operand, right.operand)
    except AmountError as error:
        return Judged(node, None, left, right, why=str(error))
    holds, why = _relates(amount_of(left.operand), amount_of(right.operand), node.relation)
    return Judged(node, holds, left, right, difference, why)


def _as_printed(work: Work, node: tree.Verify, claimed: tree.Given, scope: Scope) -> Judged | None:
    """A share that is claimed as the documents print it, which may be rounded otherwise than what its amounts come to."""
    part = node.of.of[0] if isinstance(node.of, tree.Share) else None
    if not isinstance(part, Cell) or part.aspect is not tree.CellAspect.VALUE or node.relation is not Relation.EQUAL:
        return None
    left = work.evaluate(work, replace(part, aspect=tree.CellAspect.PRINTED_SHARE), scope)
    amount = stated(claimed, amount_of(left.operand)) if isinstance(left, Amounted) else None
    prints = isinstance(left, Amounted) and isinstance(left.operand, Figure) and amount is not None and _prints(left.operand, amount)
    return Judged(node, True, left, None, why="按文件印出的占比") if prints else None


def _against_given(node: tree.Verify, left: Outcome, claimed: tree.Given) -> Outcome:
    if isinstance(left, Empty):
        amount = stated(claimed)
        # what prints nothing is no 0, and is all that can be told; what was not read may be anything
        nothing = (amount is not None and amount.number == 0) or (left.figure is not None and not left.figure.certain)
        return left if nothing else Judged(node, False, left, None, why="这一格没有印数")
    if not isinstance(left, Amounted):
        return Judged(node, None, left, None)
    mine = amount_of(left.operand)
    amount = stated(claimed, mine)
    if amount is None:
        return Refused(node, f"“{claimed.said or claimed.number}”不是能比较的数")
    if amount.dimension != mine.dimension and {amount.dimension, mine.dimension} <= {"%", "百分点", None}:
        amount = Amount(amount.number, mine.unit)
    if amount.dimension != mine.dimension:
        return Judged(node, None, left, None, why=f"{mine} 与 {amount} 的计量单位不同类")
    if mine.number < 0 < amount.number and _is_change(node.of) and not claimed.number.startswith("+"):
        mine = -mine  # a fall is claimed as a positive number, unless a rise is said
    holds: bool | None
    holds, why = _relates(mine, amount, node.relation)
    if node.relation is Relation.EQUAL and holds and amount.step < mine.step and amount.in_base != mine.in_base:
        printed = any(one.amount is not None and one.amount.in_base == amount.in_base for one in left.also)
        holds, why = (True, None) if printed else (None, "印出的数没有这么细，只到四舍五入相符")
    return Judged(node, holds, left, None, arithmetic.subtract(arithmetic.given(mine), arithmetic.given(amount)), why)


def _among_namesakes(work: Work, node: tree.Verify, claimed: tree.Given, left: Outcome, outer: Scope) -> Judged | None:
    """Whether one of several rows of one name, or of several columns of the name said, prints what is claimed; else where it is printed."""
    cell, amount = node.of, stated(claimed, amount_of(left.operand) if isinstance(left, Amounted) else None)
    if not isinstance(cell, Cell) or node.relation is not Relation.EQUAL or amount is None or claimed.number[:1] in "+-":
        return None
    if isinstance(left, Open):
        rows = [Amounted(cell, one.figure, label, (one,), note=AMONG_ROWS) for label, one in left.choices if _prints(one.figure, amount)]
        return Judged(node, True, rows[0], None) if rows else None
    found = work.documents(cell.scope.over(outer), cell.as_of)
    if not isinstance(left, Amounted) or not isinstance(found, Scoped) or len(found.units) > 1:
        return None
    index, telling = work.index(found.records[0], found.part), len(amount.number.as_tuple().digits) >= TELLING
    whole = whole_of(name_of(cell.row).key)
    if cell.under is None and (cell.column is not None or (telling and whole is None)):
        tables, year = hinted(cell.table, index.tables) if cell.table else None, index.record.fiscal_year
        for one in [one for rung in reach(index, cell.row) for one in rung if one.rung in SURE]:
            for figure in in_column(one.thing.figures, cell.column, year, exactly=True) if cell.column else one.thing.figures:
                same = figure.fiscal_year in (None, year) and (cell.column is not None or aspect_of(figure, year) is cell.aspect)
                if _prints(figure, amount) and same and (not tables or one.thing.table_id in tables):
                    how, why = (result.Candidate(figure, one.rung, one.score, one.reason),), AMONG_COLUMNS if cell.column else AMONG_TABLES
                    return Judged(node, True, Amounted(cell, figure, told_apart(figure, one.thing), how, note=why), None)
    judged = _against_given(node, left, claimed)
    elsewhere = next((figure for figure in index.figures if telling and _prints(figure, amount)), None)
    return replace(judged, printed=(elsewhere,)) if elsewhere and isinstance(judged, Judged) and judged.holds is False else None


def _prints(figure: Figure, amount: Amount) -> bool:
    return figure.amount is not None and figure.amount.dimension == amount.dimension and figure.amount.in_base == amount.in_base


def _is_change(node: tree.Node) -> bool:
    change = (tree.CellAspect.CHANGE, tree.CellAspect.RATE)
    return isinstance(node, tree.Growth | tree.Minus) or (isinstance(node, Cell) and node.aspect in change)


def _relates(mine: Amount, claimed: Amount, relation: Relation) -> tuple[bool, str | None]:
    """Whether the relation holds, and what a reader must know of how: equal within the coarser of the last places."""
    difference, same = EXACT.subtract(mine.in_base, claimed.in_base), mine.agrees_with(claimed)
    if relation is Relation.EQUAL:
        return same, "按四舍五入相符" if same and difference else None
    if relation is Relation.ABOUT:
        about = ABOUT if len(claimed.number.normalize().as_tuple().digits) > 1 else 2 * ABOUT  # 快三成, 约一倍
        return same or abs(difference) <= about * abs(mine.in_base), f"约数按相差不超过{int(100 * about)}%判断"
    return {
        Relation.MORE: difference > 0,
        Relation.LESS: difference < 0,
        Relation.AT_LEAST: difference >= 0,
        Relation.AT_MOST: difference <= 0,
        Relation.FIRST: same or difference >= 0,
        Relation.LAST: same or difference <= 0,
    }[relation], None


def compare(work: Work, node: tree.Compare, scope: Scope) -> Outcome:
    """Which is more, and by how much."""
    parts = [work.evaluate(work, part, scope) for part in node.of]
    items = tuple(part for part in parts if isinstance(part, Amounted))
    if len(items) < len(parts):
        return _stopped(node, next(part for part in parts if not isinstance(part, Amounted)))
    try:
        more, less = sorted(items[:2], key=lambda item: amount_of(item.operand).in_base, reverse=True)
        difference = arithmetic.subtract(more.operand, less.operand)
    except (AmountError, ValueError):  # unlike things, or one alone
        return result.Compared(node, items, None)
    same = len({amount_of(item.operand).in_base for item in items}) == 1
    return result.Compared(node, items, None if same else difference, same)


def agree(work: Work, node: tree.Agree, scope: Scope) -> Outcome:
    """Do the places say the same: one cell means every place that prints it, several mean these."""
    places: list[Amounted] = []
    for part in node.of:
        if isinstance(part, Cell) and (len(node.of) == 1 or part.place is Place.TEXT) and (found := _everywhere(work, part, scope, node)):
            places += found
            continue
        outcome = amounts.cell(work, part, scope, strict=True) if isinstance(part, Cell) else work.evaluate(work, part, scope)
        if not isinstance(outcome, Amounted):
            return _stopped(node, outcome)
        places.append(outcome)
    first, *others = (amount_of(one.operand) for one in places)
    return result.Agreed(node, tuple(places), all(first.agrees_with(other) for other in others))


def _everywhere(work: Work, part: Cell, outer: Scope, node: tree.Agree) -> list[Amounted]:
    """Every figure of one dimension that the first document to print any prints for a name, by its sure rungs, else by its best."""
    scope = part.scope.over(outer)
    found = work.documents(scope, part.as_of)
    if not isinstance(found, Scoped) or len(found.units) > 1:
        return []
    for record in found.records:
        index = work.index(record, found.part)
        tables = hinted(part.table, index.tables) if part.table else None
        rungs = list(reach(index, part.row))
        kept: dict[str, Amounted] = {}
        for one in [one for rung in rungs for one in rung if one.rung in SURE] or [rung[0] for rung in rungs]:
            text = one.thing.kind is ThingKind.TEXT
            if (part.place is not None and text is not (part.place is Place.TEXT)) or (tables and one.thing.table_id not in tables):
                continue
            for figure in every(one.thing, want_of(part, record, scope)):
                candidate = result.Candidate(figure, one.rung, one.score, one.reason)
                if figure.amount is not None:
                    kept.setdefault(figure.id, Amounted(node, figure, told_apart(figure, one.thing), (candidate,)))
        if kept:
            work.use(record, year_said=found.year_said)
            first = amount_of(next(iter(kept.values())).operand).dimension
            return [one for one in kept.values() if amount_of(one.operand).dimension == first]
    return []


def several(work: Work, node: tree.Several, scope: Scope) -> Outcome:
    """Things asked in one breath, each with its own outcome."""
    return result.Together(node, tuple(work.evaluate(work, part, scope) for part in node.of))
