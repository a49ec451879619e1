"""Amounts from amounts: sums, differences, shares, growths, and claims held against them.

A part that is absent, open or empty makes the whole so, and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from answering.evaluating import arithmetic
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.result import Absent, Amounted, Empty, Judged, LeftOut, Listed, Open, Operand, Outcome, Refused, Together
from answering.evaluating.work import Work
from answering.query import tree
from answering.query.tree import Relation, Scope
from disclosure.amount import EXACT, Amount, Unit
from disclosure.errors import AmountError
from disclosure.figure import Derivation

ABOUT = Decimal("0.05")  # of an amount that a round word leaves open
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
    if not number.is_finite():
        return None
    unit = Unit.find(node.unit) if node.unit else None
    if node.unit and unit is None:
        return None
    if unit is None and like is not None:
        return Amount(number, like.unit)
    amount = Amount(number, unit)
    return amount.as_money() if unit is not None and unit.dimension == "number" and (like is None or like.dimension == "money") else amount


def pair(work: Work, node: tree.Minus | tree.Ratio | tree.Share | tree.Growth | tree.Per, scope: Scope) -> Outcome:
    """An operation on two amounts."""
    parts = [work.evaluate(work, part, scope) for part in node.of]
    combine, words = _JOIN[type(node)]
    return joined(node, parts, lambda operands: combine(operands[0], operands[1]), words)


def joined(node: tree.Node, parts: Sequence[Outcome], combine: Callable[[Sequence[Operand]], Derivation], words: str) -> Outcome:
    """The parts' operands combined; the first part that is no amount is the outcome."""
    lacking = next((part for part in parts if not isinstance(part, Amounted)), None)
    if lacking is not None:
        return stopped(node, lacking)
    amounted = [part for part in parts if isinstance(part, Amounted)]
    try:
        derivation = combine([part.operand for part in amounted])
    except AmountError as error:
        return Refused(node, str(error))
    label = words.format(*(part.label for part in amounted)) if "{" in words else words
    notes = tuple(dict.fromkeys(part.note for part in amounted if part.note))
    bound = tuple(candidate for part in amounted for candidate in part.bound)
    rivals = tuple(figure for part in amounted for figure in part.rivals)
    return Amounted(node, derivation, label, bound, rivals=rivals, note="；".join(notes) or None, items=tuple(amounted))


def stopped(node: tree.Node, part: Outcome) -> Outcome:
    """Why a whole cannot be had: the part that is not there, open, or empty, with its own node."""
    if isinstance(part, Absent | Open | Empty | Refused):
        return part
    return Refused(node, "其中一部分不是一个数，无法计算")


def total(work: Work, node: tree.Sum, scope: Scope) -> Outcome:
    """The sum of amounts, or over a set."""
    return _over(work, node, node.of, scope, arithmetic.add_up, "合计")


def mean(work: Work, node: tree.Mean, scope: Scope) -> Outcome:
    """The average of amounts, or over a set."""
    return _over(work, node, node.of, scope, arithmetic.average, "平均")


def _over(
    work: Work,
    node: tree.Sum | tree.Mean,
    of: Sequence[tree.Node],
    scope: Scope,
    combine: Callable[[Sequence[Operand]], Derivation],
    word: str,
) -> Outcome:
    if len(of) == 1 and isinstance(of[0], tree.Rows | tree.Units | tree.Rank | tree.List):
        listed = work.evaluate(work, of[0], scope)
        if not isinstance(listed, Listed):
            return listed
        return over_set(node, listed, combine, word)
    parts = [work.evaluate(work, part, scope) for part in of]
    if _of_other_bases([part for part in parts if isinstance(part, Amounted)]):
        return Refused(node, PERCENTAGES)
    words = "、".join(f"{{{place}}}" for place in range(len(parts))) + word
    return joined(node, parts, combine, words)


PERCENTAGES = "各个百分比的基数不同，相加或平均没有意义"


def _of_other_bases(items: Sequence[Amounted]) -> bool:
    """Whether percentages are among amounts, other than shares of one whole."""
    if not any(amount_of(item.operand).dimension == "%" for item in items):
        return False
    shares = [item.operand for item in items if isinstance(item.operand, Derivation) and item.operand.operation == arithmetic.SHARE]
    return len(shares) < len(items) or len({amount_of(share.operands[1]).in_base for share in shares}) > 1


def over_set(node: tree.Node, listed: Listed, combine: Callable[[Sequence[Operand]], Derivation], word: str) -> Outcome:
    """A set's amounts combined; units that print another dimension are left out and told, rows of several are not added."""
    items, left = alike(listed.items)
    if not items:
        return Absent(node, "amount", word, "所问的范围里没有可以计算的数")
    if any(amount_of(item.operand).dimension == "%" for item in items):
        return Refused(node, PERCENTAGES)
    units = {amount.dimension: str(amount.unit) for item in listed.items if (amount := amount_of(item.operand)).unit}
    if isinstance(listed.node, tree.Rows) and len(units) > 1:
        return Refused(node, f"这些行的计量单位不同类（{'、'.join([*units.values()][:4])}），不能放在一起计算")
    try:
        derivation = combine([item.operand for item in items])
    except AmountError as error:
        return Refused(node, str(error))
    bound = tuple(candidate for item in items for candidate in item.bound)
    return Amounted(node, derivation, f"{len(items)}项{word}", bound, items=items, left_out=(*listed.left_out, *left))


def alike(items: Sequence[Amounted]) -> tuple[tuple[Amounted, ...], tuple[LeftOut, ...]]:
    """The amounts of the dimension that most have, and the others as left out."""
    dimensions = [amount_of(item.operand).dimension for item in items]
    if not dimensions:
        return (), ()
    most = max(dict.fromkeys(dimensions), key=dimensions.count)
    kept = tuple(item for item, dimension in zip(items, dimensions, strict=True) if dimension == most)
    left = tuple(
        LeftOut(item.label, f"计量单位是{amount_of(item.operand).unit or '未注明'}")
        for item, dimension in zip(items, dimensions, strict=True)
        if dimension != most
    )
    return kept, left


def convert(work: Work, node: tree.Convert, scope: Scope) -> Outcome:
    """An amount in another unit of measure."""
    unit = Unit.find(node.to)
    if unit is None:
        return Refused(node, f"不认识的计量单位：{node.to}")
    part = work.evaluate(work, node.of, scope)
    if not isinstance(part, Amounted):
        return stopped(node, part)
    try:
        derivation = arithmetic.convert(part.operand, unit)
    except AmountError as error:
        return Refused(node, str(error))
    return Amounted(node, derivation, part.label, part.bound, part.also, part.rivals, part.note, items=(part,))


def verify(work: Work, node: tree.Verify, scope: Scope) -> Outcome:
    """Whether what is claimed of an amount holds."""
    left = work.evaluate(work, node.of, scope)
    if node.relation in (Relation.FIRST, Relation.LAST):
        return _first_of(work, node, left, scope)
    if isinstance(node.claimed, tree.Given):
        return _against_given(node, left, node.claimed)
    right = work.evaluate(work, node.claimed, scope)
    if not isinstance(left, Amounted) or not isinstance(right, Amounted):
        return Judged(node, None, left, right, why="有一边没有数，无法比较")
    try:
        difference = arithmetic.subtract(left.operand, right.operand)
    except AmountError as error:
        return Judged(node, None, left, right, why=str(error))
    holds, why = _relates(amount_of(left.operand), amount_of(right.operand), node.relation)
    return Judged(node, holds, left, right, difference, why)


def _against_given(node: tree.Verify, left: Outcome, claimed: tree.Given) -> Outcome:
    if isinstance(left, Empty):
        amount = stated(claimed)
        none = amount is not None and amount.number == 0
        return Judged(node, None if none else False, left, None, why="这一格没有印数")
    if not isinstance(left, Amounted):
        return Judged(node, None, left, None)
    mine = amount_of(left.operand)
    amount = stated(claimed, mine)
    if amount is None:
        return Refused(node, f"“{claimed.said or claimed.number}”不是能比较的数")
    if amount.dimension != mine.dimension:
        if {amount.dimension, mine.dimension} <= {"%", "百分点", None}:
            amount = Amount(amount.number, mine.unit)
        else:
            return Judged(node, None, left, None, why=f"{mine} 与 {amount} 的计量单位不同类")
    if mine.number < 0 < amount.number and mine.dimension in ("%", "money") and _is_change(node.of):
        mine = -mine  # a fall is claimed as a positive number
    holds: bool | None
    holds, why = _relates(mine, amount, node.relation)
    if node.relation is Relation.EQUAL and holds and amount.step < mine.step and amount.in_base != mine.in_base:
        printed = any(one.amount is not None and one.amount.in_base == amount.in_base for one in left.also)
        holds, why = (True, None) if printed else (None, "印出的数没有这么细，只到四舍五入相符")
    return Judged(node, holds, left, None, arithmetic.subtract(arithmetic.given(mine), arithmetic.given(amount)), why)


def _is_change(node: tree.Node) -> bool:
    change = (tree.CellAspect.CHANGE, tree.CellAspect.RATE)
    return isinstance(node, tree.Growth | tree.Minus) or (isinstance(node, tree.Cell) and node.aspect in change)


def _relates(mine: Amount, claimed: Amount, relation: Relation) -> tuple[bool, str | None]:
    """Whether the relation holds, and what a reader must know of how: equal within the coarser of the last places."""
    difference = EXACT.subtract(mine.in_base, claimed.in_base)
    if relation is Relation.EQUAL:
        same = mine.agrees_with(claimed)
        return same, "按四舍五入相符" if same and difference else None
    if relation is Relation.ABOUT:
        return mine.agrees_with(claimed) or abs(difference) <= ABOUT * abs(mine.in_base), "约数按相差不超过5%判断"
    return {
        Relation.MORE: difference > 0,
        Relation.LESS: difference < 0,
        Relation.AT_LEAST: difference >= 0,
        Relation.AT_MOST: difference <= 0,
    }[relation], None


def _first_of(work: Work, node: tree.Verify, left: Outcome, scope: Scope) -> Outcome:
    """Whether an amount is the largest (or smallest) of a set."""
    listed = work.evaluate(work, tree.Rank((node.claimed,), n=1, ascending=node.relation is Relation.LAST), scope)
    if not isinstance(left, Amounted) or not isinstance(listed, Listed) or not listed.items:
        return Judged(node, None, left, listed)
    best = listed.items[0]
    mine, most = amount_of(left.operand), amount_of(best.operand)
    if mine.dimension != most.dimension:
        return Judged(node, None, left, listed, why="计量单位不同类")
    reached = mine.in_base <= most.in_base if node.relation is Relation.LAST else mine.in_base >= most.in_base
    return Judged(node, reached or mine.agrees_with(most), left, best, arithmetic.subtract(left.operand, best.operand))


def several(work: Work, node: tree.Several, scope: Scope) -> Outcome:
    """Things asked in one breath, each with its own outcome."""
    return Together(node, tuple(work.evaluate(work, part, scope) for part in node.of))
