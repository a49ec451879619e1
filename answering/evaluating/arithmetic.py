"""Arithmetic on bound figures: exact decimals in, a derivation with its formula out.  The operation is the node's name.

    share(驻矿人员工资 75.00万元, 项目支出 1,616.27万元)
    →  Derivation("share", …, shown=4.64%, formula="75.00万元 ÷ 1,616.27万元 × 100% = 4.64%")

Sums and differences keep the printed decimals of their operands; quotients are rounded half up to two places for a
percentage and to the decimals of the money for a mean.  No figure is ever made from a float, and nothing is computed
from a blank: that is an AmountError with a line for the user.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import reduce
from typing import TypeAlias

from disclosure.amount import EXACT, Amount, Unit
from disclosure.errors import AmountError
from disclosure.figure import Aspect, Derivation, Figure

Operand: TypeAlias = Figure | Derivation

QUOTIENT = Context(prec=40, rounding=ROUND_HALF_UP)
PERCENT = Unit.parse("%")
POINTS = Unit.parse("个百分点")
PERCENT_PLACES = 2
SUM, MINUS, SHARE, RATIO, GROWTH, MEAN, PER, CONVERT, COUNT = "sum", "minus", "share", "ratio", "growth", "mean", "per", "convert", "count"
GIVEN = "given"  # the operation of an operand that the question states and no document prints
LEAST_PLACES = 2  # of money told in another unit; more where they say something
MOST_PLACES = 4  # of a mean
# A list longer than this is abbreviated in its formula; all operands stay in the derivation.
FORMULA_TERMS = 8


def amount_of(operand: Operand) -> Amount:
    """The amount that an operand stands for, a decrease negative; AmountError for a blank."""
    if isinstance(operand, Derivation):
        return operand.shown
    if operand.amount is None:
        raise AmountError("参与计算的单元格是空白的，无法计算")
    return -operand.amount if operand.aspect is Aspect.DECREASE and operand.amount.number > 0 else operand.amount


def leaves(operand: Operand) -> list[Figure]:
    """The printed figures that an operand rests on, each once."""
    if isinstance(operand, Figure):
        return [operand]
    return list({figure.id: figure for part in operand.operands for figure in leaves(part)}.values())


def add_up(operands: Sequence[Operand]) -> Derivation:
    """SUM in the unit of the first operand, with the most decimals that any of them prints."""
    amounts = _alike(operands)
    whole = _trimmed(_whole(amounts), amounts)
    return Derivation(SUM, tuple(operands), whole.number, whole, f"{_joined(amounts, ' + ')} = {whole}")


def subtract(minuend: Operand, subtrahend: Operand) -> Derivation:
    """DIFFERENCE: the first less the second, signed, in the unit of the first; of two percentages in 个百分点."""
    first, second = _alike((minuend, subtrahend))
    left = _trimmed(first - second, (first, second))
    if first.dimension == "%":
        left = Amount(left.to(PERCENT).number, POINTS)
    return Derivation(MINUS, (minuend, subtrahend), left.number, left, f"{first} − {_bracketed(second)} = {left}")


def share(part: Operand, whole: Operand) -> Derivation:
    """SHARE of the part in the whole, in percent."""
    above, below = _alike((part, whole))
    exact = QUOTIENT.multiply(_quotient(above, below), Decimal(100))
    shown = _percent(exact)
    return Derivation(SHARE, (part, whole), exact, shown, f"{above} ÷ {below} × 100% = {shown}")


def ratio(first: Operand, second: Operand) -> Derivation:
    """RATIO: how many times the second the first is, a number without unit, two decimals."""
    above, below = _alike((first, second))
    exact = _quotient(above, below)
    shown = Amount(exact, None).rounded(PERCENT_PLACES)
    return Derivation(RATIO, (first, second), exact, shown, f"{above} ÷ {below} = {shown}")


def growth(new: Operand, old: Operand) -> Derivation:
    """GROWTH of the new figure on the old one, in percent; negative for a fall."""
    now, before = _alike((new, old))
    change = EXACT.subtract(now.in_base, before.in_base)
    if before.in_base == 0:
        raise AmountError(f"基数为 {before}，增长率无意义")
    exact = QUOTIENT.multiply(QUOTIENT.divide(change, before.in_base), Decimal(100))
    shown = _percent(exact)
    formula = f"（{now} − {_bracketed(before)}） ÷ {before} × 100% = {shown}"
    return Derivation(GROWTH, (new, old), exact, shown, formula)


def average(operands: Sequence[Operand]) -> Derivation:
    """AVERAGE in the unit of the first operand, with the decimals that the operands print (at least two for money)."""
    amounts = _alike(operands)
    whole = _whole(amounts)
    exact = QUOTIENT.divide(whole.number, Decimal(len(amounts)))
    shown = Amount(exact, whole.unit).rounded(max(places(whole), 2))
    formula = f"（{_joined(amounts, ' + ')}） ÷ {len(amounts)} = {shown}"
    return Derivation(MEAN, tuple(operands), exact, shown, formula)


def per_capita(money: Operand, heads: Operand) -> Derivation:
    """PER_CAPITA: money a head, a square metre, a vehicle; the unit is a rate such as 万元/人."""
    amount, count = amount_of(money), amount_of(heads)
    if amount.unit is None or count.unit is None or count.unit.is_money:
        raise AmountError(f"{amount} 与 {count} 不能求平均每单位金额")
    if amount.unit.dimension == count.unit.dimension:
        raise AmountError(f"{amount} 与 {count} 是同一种数，不能平均")
    if count.number <= 0:
        raise AmountError(f"数量为 {count}，无法求平均")
    if count.unit.name.endswith(f"万{count.unit.dimension}"):
        count = count.to(Unit.parse(count.unit.dimension))  # what falls to one of 5万人, and not to ten thousand
    exact = QUOTIENT.divide(amount.number, count.number)
    few = MOST_PLACES if abs(exact) < 1 else places(amount)  # 0.0125万元/人 is not 0.01
    shown = _readable(Amount(exact, Unit.parse(f"{amount.unit}/{count.unit}")), few)
    return Derivation(PER, (money, heads), exact, shown, f"{amount} ÷ {count} = {shown}")


def apiece(unit: Unit, amount: Amount) -> Unit:
    """The unit in which an amount is told where a unit of money is asked for: 元/人, of 万元/人 in 元."""
    heads = amount.unit.name.partition("/")[2] if amount.unit is not None and unit.is_money else ""
    return Unit.parse(f"{unit.name}/{heads}") if heads else unit


def convert(operand: Operand, unit: Unit, decimals: int | None = None) -> Derivation:
    """CONVERT to another unit of the same dimension, exactly, or rounded half up to so many decimals."""
    amount = amount_of(operand)
    whole = Amount(operand.exact, amount.unit) if isinstance(operand, Derivation) else amount  # 0.0125万元/人, shown as 0.01
    moved = whole.to(unit)
    exact = Amount(Decimal(format(moved.number, "f")), unit)
    endless = whole.number != amount.number and places(exact) > MOST_PLACES
    shown = exact.rounded(LEAST_PLACES if decimals is None else decimals) if endless or decimals is not None else exact
    sign = "=" if shown.number == exact.number else "≈"
    amount = whole if places(whole) <= MOST_PLACES else amount
    return Derivation(CONVERT, (operand,), exact.number, shown, f"{amount} {sign} {shown}")


def given(amount: Amount) -> Derivation:
    """An operand that the question states: 按6个人算.  The answer says that it is the asker's."""
    return Derivation(GIVEN, (), amount.number, amount, f"{amount}（问题中给出）")


def count(operands: Sequence[Operand], unit: Unit | None = None) -> Derivation:
    """COUNT of the figures, in 个 unless another counter is asked for."""
    shown = Amount(Decimal(len(operands)), unit or Unit.parse("个"))
    return Derivation(COUNT, tuple(operands), shown.number, shown, f"符合条件的共 {shown}")


def count_of(number: int) -> Derivation:
    """COUNT of things that print no figure."""
    shown = Amount(Decimal(number), Unit.parse("个"))
    return Derivation(COUNT, (), shown.number, shown, f"共 {shown}")


def recomputed(derivation: Derivation) -> Amount:
    """The derivation's amount worked out again from its operands; AmountError when it cannot be.

    Rounding follows what the derivation shows, so that equality with `shown` is the check.
    """
    of_two = OF_TWO.get(derivation.operation)
    return (of_two(*derivation.operands) if of_two else _WORK[derivation.operation](derivation)).shown


#: What is made of two operands.
OF_TWO: dict[str, Callable[[Operand, Operand], Derivation]] = {MINUS: subtract, SHARE: share, RATIO: ratio, GROWTH: growth, PER: per_capita}
_WORK: dict[str, Callable[[Derivation], Derivation]] = {
    SUM: lambda d: add_up(d.operands),
    MEAN: lambda d: average(d.operands),
    CONVERT: lambda d: convert(d.operands[0], d.shown.unit or PERCENT, places(d.shown)),
    COUNT: lambda d: count(d.operands, d.shown.unit) if d.operands else d,
    GIVEN: lambda d: given(d.shown),
}


def _whole(amounts: Sequence[Amount]) -> Amount:
    return reduce(Amount.__add__, amounts)


def _alike(operands: Sequence[Operand]) -> list[Amount]:
    """The amounts, of one dimension; AmountError when there are none or when they differ."""
    amounts = [amount_of(operand) for operand in operands]
    if not amounts:
        raise AmountError("没有可以计算的数")
    if other := next((amount for amount in amounts if amount.dimension != amounts[0].dimension), None):
        raise AmountError(f"{amounts[0]} 与 {other} 的计量单位不同类，不能放在一起计算")
    return amounts


def _quotient(above: Amount, below: Amount) -> Decimal:
    if below.in_base == 0:
        raise AmountError(f"除数为 {below}，无法计算")
    return QUOTIENT.divide(above.in_base, below.in_base)


def _percent(exact: Decimal) -> Amount:
    return Amount(exact, PERCENT).rounded(PERCENT_PLACES)


def places(amount: Amount) -> int:
    """The decimals that an amount is written with."""
    exponent = amount.number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _readable(mean: Amount, decimals: int) -> Amount:
    """A mean of an amount of so many decimals: never more than two beyond what is usual, nor zeros beyond that at its end."""
    rounded = mean.rounded(max(LEAST_PLACES, min(decimals, MOST_PLACES)))
    return rounded.rounded(_telling_places(rounded))


def _telling_places(amount: Amount) -> int:
    """The decimals of an amount that was moved to another unit, without zeros at the end that nobody printed."""
    return max(places(Amount(amount.number.normalize(), amount.unit)), LEAST_PLACES)


def _trimmed(result: Amount, operands: Sequence[Amount]) -> Amount:
    """18.31万元 − 90,000.00元 is 9.31万元, not 9.310000万元; operands of one unit keep their decimals."""
    return result if len({amount.unit for amount in operands}) == 1 else result.rounded(_telling_places(result))


def _bracketed(amount: Amount) -> str:
    return f"（{amount}）" if amount.number < 0 else str(amount)


def _joined(amounts: Sequence[Amount], sign: str) -> str:
    if len(amounts) <= FORMULA_TERMS:
        return sign.join(_bracketed(amount) for amount in amounts)
    head = sign.join(_bracketed(amount) for amount in amounts[:3])
    return f"{head}{sign}…{sign}{_bracketed(amounts[-1])}（共 {len(amounts)} 项）"
