"""One number of a sentence, understood."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from disclosure.figure import Aspect
from disclosure.mention import Mention, MentionKind

NOWHERE = Mention(0, 0, "", MentionKind.QUANTITY, None)


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a paragraph, understood."""

    mention: Mention
    sentence: tuple[int, int]  # offsets into the paragraph
    measure: str  # "" when nothing says what it measures
    aspect: Aspect = Aspect.AMOUNT
    basis: str | None = None
    year: int | None = None  # None: no year is said
    column: str | None = None  # 年初预算, 2023年预算执行数; None: the amount itself
    chain: tuple[str, ...] = ()  # what encloses the measure: 类 and 款, or the whole of a 其中
    code: str | None = None  # subject code, when the text prints one
    own: bool = True  # the number has a phrase of its own
    before: bool = False  # it is the earlier year's, to which the sentence compares


@dataclass(slots=True)
class Whole:
    """What the parts behind 其中 are parts of."""

    reading: Reading
    outer: Whole | None = None  # of the 其中 that this one stands in
    members: int = 0  # numbers with a phrase of their own
    split: bool = False  # its parts are set apart by semicolons


@dataclass(slots=True)
class Context:
    """What a paragraph leaves behind for the next one under the same heading."""

    names: tuple[str, ...] = ()  # of the document's unit, width-folded: never part of a measure
    fallback: str = ""  # the measure when nothing else says it: the heading
    whole: Reading | None = None  # a paragraph that ended with 其中：
    year: int | None = None  # of the document


def allows(subject: Reading, change: Reading, rate: Decimal | None) -> bool:
    """Whether `subject` can have changed by that much, and at that rate where one follows."""
    amount, by = subject.mention.amount, change.mention.amount
    if amount is None or by is None or amount.dimension != by.dimension:
        return False
    was = amount.in_base - by.in_base if change.aspect is Aspect.INCREASE else amount.in_base + by.in_base
    if was < 0:
        return False
    if rate is None:
        return True
    return rate == 100 if was == 0 else abs(by.in_base / was * 100 - rate) <= Decimal("0.05")
