"""What outcomes come to: whether there is something to tell, and whether two tell the same."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from answering.evaluating import result
from answering.evaluating.arithmetic import leaves
from answering.query.tree import Count, Mean, Minus, Relation, Rows, Verify
from disclosure.amount import Amount
from disclosure.figure import Derivation, Figure
from retrieval.names import core, normalise_label


def finds(outcome: result.Outcome) -> bool:
    """Whether there is something to tell: a figure, a blank, rows, words, a judgement."""
    if isinstance(outcome, result.Together):
        return all(finds(part) for part in outcome.parts)
    if isinstance(outcome, result.Listed):
        return bool(outcome.items or outcome.texts)
    if isinstance(outcome, result.Judged):
        return outcome.holds is not None
    if isinstance(outcome, result.Amounted) and isinstance(outcome.node, (Mean, Count)) and len(outcome.items) == 1:
        of = outcome.node.of[0] if isinstance(outcome.node, Mean) else outcome.node.of
        if isinstance(of, Rows) and of.where is None and (isinstance(outcome.node, Mean) or of.of.row is not None):
            return False  # the mean of one, and how many rows have one name: that is no answer
    if isinstance(outcome, result.Amounted) and isinstance(outcome.node, Count) and not outcome.items:
        where = getattr(outcome.node.of, "where", None)
        return not (where and (where.name or where.source or where.begins))  # words that no row prints
    if isinstance(outcome, result.Agreed):
        return len(outcome.places) > 1 or any(one.rivals for one in outcome.places)  # one place agrees with nothing
    if isinstance(outcome, result.Quoted):
        return bool(outcome.passages or outcome.entries or outcome.code)
    return not isinstance(outcome, (result.Absent, result.Open, result.Refused))


def of_the_same_cells(derived: result.Outcome, told: result.Outcome) -> bool:
    """Whether an amount is made of just the cells that the other outcome tells one by one."""
    parts = told.parts if isinstance(told, result.Together) else (told,)
    amounts = [part for part in parts if isinstance(part, result.Amounted)]
    derivation = isinstance(derived, result.Amounted) and isinstance(derived.operand, Derivation)
    return derivation and len(amounts) == len(parts) and _cells((derived,)) == _cells(amounts)  # type: ignore[arg-type]


def same(one: result.Outcome, other: result.Outcome) -> bool:
    """Whether two outcomes tell the same: the same cells, or the same amounts made of the same cells."""
    one, other = _whole(one), _whole(other)
    if isinstance(one, result.Compared) != isinstance(other, result.Compared):
        return _same_gap(one, other) or _same_gap(other, one)
    if isinstance(one, result.Amounted) and isinstance(other, result.Amounted):
        return _same_amount(one, other)
    if {type(one), type(other)} == {result.Agreed, result.Judged}:
        return _same_claim(one, other) or _same_claim(other, one)
    if type(one) is not type(other):
        return False
    if isinstance(one, result.Together) and isinstance(other, result.Together):
        return _alike(one.parts, other.parts)
    if isinstance(one, result.Listed) and isinstance(other, result.Listed):
        return one.texts == other.texts and _alike(one.items, other.items) and bool(one.items or one.texts)
    if isinstance(one, result.Compared) and isinstance(other, result.Compared):
        return _alike(one.items, other.items)
    if isinstance(one, result.Agreed) and isinstance(other, result.Agreed):
        return one.same == other.same and _cells(one.places) == _cells(other.places)
    if isinstance(one, result.Judged) and isinstance(other, result.Judged):
        return one.holds is not None and one.holds == other.holds and same(one.left, other.left)
    if isinstance(one, result.Empty) and isinstance(other, result.Empty):
        return one.figure is not None and other.figure is not None and one.figure.id == other.figure.id
    if isinstance(one, result.Quoted) and isinstance(other, result.Quoted):
        return finds(one) and one.code == other.code and bool({chunk.id for chunk in one.passages} & {chunk.id for chunk in other.passages})
    return False


def _same_claim(agreed: result.Outcome, judged: result.Outcome) -> bool:
    """Whether two places are held against each other in both: 一致吗, as an agreement and as a claim."""
    if not isinstance(agreed, result.Agreed) or not isinstance(judged, result.Judged):
        return False
    sides = tuple(side for side in (judged.left, judged.right) if isinstance(side, result.Amounted))
    equal = isinstance(judged.node, Verify) and judged.node.relation is Relation.EQUAL
    return equal and len(sides) == 2 and agreed.same is judged.holds and _cells(agreed.places) == _cells(sides)


def _whole(outcome: result.Outcome) -> result.Outcome:
    """The one thing that is told, where a query asks for the same twice."""
    if isinstance(outcome, result.Together) and outcome.parts and all(same(outcome.parts[0], part) for part in outcome.parts[1:]):
        return _whole(outcome.parts[0])
    return outcome


def _same_gap(compared: result.Outcome, amount: result.Outcome) -> bool:
    """Whether what two things differ by is what the other outcome tells: 谁多，多多少 read as a comparison and as a difference."""
    if (
        not isinstance(compared, result.Compared)
        or not isinstance(amount, result.Amounted)
        or compared.difference is None
        or len(compared.items) > 2
    ):
        return False
    cells = frozenset(figure.id for figure in leaves(compared.difference))
    mine, theirs = amount.operand, compared.difference.shown
    return isinstance(mine, Derivation) and _cells((amount,)) == cells and abs(mine.shown.in_base) == abs(theirs.in_base)


def _alike(these: tuple[result.Outcome, ...], those: tuple[result.Outcome, ...]) -> bool:
    return len(these) == len(those) and all(same(a, b) for a, b in zip(these, those, strict=True))


def _same_amount(one: result.Amounted, other: result.Amounted) -> bool:
    """The same printed figure, another place that prints the same thing, or the same amount of the same documents, unless it is 0."""
    if isinstance(one.operand, Figure) and isinstance(other.operand, Figure) and (_places(one) & _places(other)):
        return True
    if isinstance(one.operand, Derivation) and isinstance(other.operand, Derivation) and _cells((one,)) == _cells((other,)):
        gap = isinstance(one.node, Minus) and isinstance(other.node, Minus)  # which is more is told, whichever is named first
        return one.operand.shown == other.operand.shown or (gap and abs(one.operand.shown.in_base) == abs(other.operand.shown.in_base))
    left, right = _amount(one.operand), _amount(other.operand)
    if left is None or right is None or _documents(one) != _documents(other):
        return False
    known = left.unit is not None and right.unit is not None and _base(left) == _base(right)
    return known and (bool(left.number) or _named_alike(one.operand, other.operand))


def _named_alike(one: result.Operand, other: result.Operand) -> bool:
    """Whether one row's name holds the other's: a 0 is told by many rows that have nothing else to do with each other."""
    if not isinstance(one, Figure) or not isinstance(other, Figure):
        return False
    mine, theirs = core(normalise_label(one.measure)), core(normalise_label(other.measure))
    return bool(mine and theirs) and (mine in theirs or theirs in mine)


def _amount(operand: result.Operand) -> Amount | None:
    return operand.amount if isinstance(operand, Figure) else operand.shown


def _base(amount: Amount) -> tuple[str, Decimal]:
    return amount.unit.dimension if amount.unit else "", amount.in_base


def _documents(amounted: result.Amounted) -> frozenset[str]:
    return frozenset(figure.document_id for figure in leaves(amounted.operand))


def _places(amounted: result.Amounted) -> frozenset[str]:
    operand = amounted.operand
    return frozenset(figure.id for figure in ((operand,) if isinstance(operand, Figure) else ()) + amounted.also)


def _cells(amounts: Iterable[result.Amounted]) -> frozenset[str]:
    return frozenset(figure.id for one in amounts for figure in leaves(one.operand))
