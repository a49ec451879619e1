"""Amounts that are said loosely: 三百多万, 约40万, 近50万, and which figures they are true of.

reach("花了三百多万", 300万元)   →  above 300万元, below 400万元
reach("大约40万", 40万元)       →  38万元 and 42万元 too
reach("是40万", 40万元)         →  None: said exactly
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from disclosure.amount import EXACT, Amount
from disclosure.mention import find_numbers

_OVER = re.compile("[多余]")
_OVER_BEHIND = re.compile("^(?:多|余|出头|挂零)")
_NEARLY = re.compile("(?:将近|接近|临近|快要?|快到|逼近|(?<![最附远靠])近)$")
_ABOUT = re.compile("(?:大约|大概|约摸?|差不多|左右|估计|估摸着?|大致|可能有)(?:是|有|为|花了?|用了?)?$")
_ABOUT_BEHIND = re.compile("^(?:块?钱|人民币)?(?:左右|上下|前后|来(?:万|个|人|块)|的样子)")
# How far a round number reaches that is said loosely: a tenth of it at most.
WIDEST = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Reach:
    """The figures of which a loosely said amount is true, in the base unit; the ends count where said."""

    low: Decimal
    high: Decimal
    with_low: bool = True
    with_high: bool = True

    def holds(self, amount: Amount) -> bool:
        """Whether the amount lies within."""
        above = amount.in_base > self.low or (self.with_low and amount.in_base == self.low)
        return above and (amount.in_base < self.high or (self.with_high and amount.in_base == self.high))


def reach(question: str, amount: Amount) -> Reach | None:
    """What an amount of the question is true of; None when it is said exactly."""
    for mention in find_numbers(question):
        if mention.amount is None or mention.amount.as_money().in_base != amount.as_money().in_base or amount.in_base <= 0:
            continue
        before, after = question[max(0, mention.start - 6) : mention.start], question[mention.end : mention.end + 4]
        size, place = amount.in_base, _last_place(amount.in_base)
        if _OVER.search(mention.text) or _OVER_BEHIND.search(after):
            return Reach(size, EXACT.add(size, place), with_low=False, with_high=False)
        if _NEARLY.search(before):
            return Reach(EXACT.multiply(size, 1 - WIDEST), size)
        if _ABOUT.search(before) or _ABOUT_BEHIND.search(after) or "来" in mention.text:
            play = min(place / 2, EXACT.multiply(size, WIDEST))
            return Reach(EXACT.subtract(size, play), EXACT.add(size, play))
    return None


def _last_place(number: Decimal) -> Decimal:
    """One in the last place of a number that is not nought: 100万 of 300万, 1万 of 312万."""
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent))
