"""One arithmetic relation between figures, with its tolerance.

    75.00万元 = 750,000元        difference 0, tolerance 0.005万元 + 0.00005万元
    2221.42 = 605.15 + 1616.27   difference 0.00, tolerance 3 × 0.005

Each printed number may be off by half of its last place, so a sum of n parts may be off by (n + 1) halves (尾差).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from disclosure.amount import EXACT, Amount, fold_width
from disclosure.figure import Aspect, Figure, Footing

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|\(?[一二三四五六七八九十\d]{1,3}\)\s*、?|\d{1,2}\s*[、．.](?!\d)|[①-⑳])\s*"
)


def plain_label(text: str) -> str:
    """A label without numbering, 其中, year, spaces, quotes and width, to tell one by the other."""
    words = re.sub(r"[\s“”\"'‘’]", "", fold_width(text))
    before = None
    while words != before:
        before = words
        words = _NUMBERING.sub("", words)
        words = re.sub(r"^其中[:：]?", "", words)
        words = re.sub(r"^20\d\d年度?", "", words)
    return words.rstrip(":：")


def same_kind(figures: Iterable[Figure]) -> bool:
    """Whether all have an amount, in one dimension that can be added."""
    dimensions = {figure.amount.dimension if figure.amount else "blank" for figure in figures}
    return len(dimensions) == 1 and not dimensions & {"blank", "%", "百分点"}


def half_step(amount: Amount) -> Decimal:
    """Half of one in the last printed place, in the base unit; a bare 0 is exact."""
    exponent = amount.number.as_tuple().exponent
    if amount.number == 0 and isinstance(exponent, int) and exponent >= 0:
        return Decimal(0)
    return amount.step / 2


def add_up(rule: str, total: Figure, parts: Sequence[Figure]) -> Footing | None:
    """Total against the sum of its parts; None when they cannot be added or are all zero."""
    if not parts or not same_kind((total, *parts)):
        return None
    amounts = [amount for part in parts if (amount := _with_sign(part))]
    whole = _with_sign(total)
    assert whole is not None
    if not any(amount.number for amount in (whole, *amounts)):
        return None
    summed = sum((amount.in_base for amount in amounts), Decimal(0))
    scale = -whole.unit.scale if whole.unit else 0
    difference = EXACT.subtract(whole.in_base, summed).scaleb(scale)
    tolerance = sum((half_step(amount) for amount in amounts), half_step(whole)).scaleb(scale)
    return Footing(rule, total, tuple(parts), difference, tolerance)


def _with_sign(figure: Figure) -> Amount | None:
    """A decrease as a negative amount."""
    return -figure.amount if figure.amount and figure.aspect is Aspect.DECREASE else figure.amount


def equal(rule: str, one: Figure, others: Sequence[Figure]) -> Footing | None:
    """One figure against places that should repeat it: the first that agrees, else the first; None without any."""
    tried = [footing for other in others if (footing := add_up(rule, one, (other,)))]
    return next((footing for footing in tried if footing.holds), tried[0] if tried else None)


def show(figure: Figure) -> str:
    """第17页“2026年驻矿人员工资”75.00万元."""
    words = figure.text.strip()
    if figure.amount and figure.amount.unit and not re.search(r"[^\d.,，\s()（）+\-≥≤]", words):
        words += figure.amount.unit.name
    column = figure.column_path[-1] if figure.column_path else ""
    label = figure.measure + (f"·{column}" if column and column != figure.measure else "")
    return f"第{figure.provenance.page}页“{label}”{words}"
