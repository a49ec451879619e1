"""Levels of a table that nothing tells but its sums: each row is as much as the rows below it, up to the total.

合计 188.50 │ 货物 5.50 │ 某局 5.50 │ 打印机 5.50 │ 服务 183.00 │ 某局 183.00     →     depths 0 1 2, 0 1
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

MOST_ROWS = 120
_MOST_STEPS = 20_000  # tries: a table that takes more has no such levels


def depths_by_sums(values: Sequence[Decimal], total: Decimal, slack: Decimal) -> list[int] | None:
    """A depth for each row such that the outermost add up to the total and each parent is the sum of its parts; None without."""
    if not 3 <= len(values) <= MOST_ROWS or total <= 0 or any(value < 0 for value in values):
        return None
    depths = _Search(values, slack).level(0, total, 0)
    return depths if depths is not None and len(depths) == len(values) and max(depths) else None


class _Search:
    """Deepest levels first, with a bound on the tries."""

    def __init__(self, values: Sequence[Decimal], slack: Decimal) -> None:
        self.values, self.slack, self.steps = values, slack, 0

    def level(self, start: int, target: Decimal, depth: int) -> list[int] | None:
        """Depths of the rows from `start` on that make up `target`; at the outermost level all rows must be used."""
        self.steps += 1
        if self.steps > _MOST_STEPS or start >= len(self.values):
            return None
        value = self.values[start]
        if value > target + self.slack:
            return None
        below = self.level(start + 1, value, depth + 1) if value and depth < 4 else None
        for inner in (below, []):
            if inner is None:
                continue
            after, left = start + 1 + len(inner), target - value
            here = [depth, *inner]
            if abs(left) <= self.slack and (depth or after == len(self.values)):
                return here
            if after < len(self.values) and (rest := self.level(after, left, depth)) is not None:
                return here + rest
        return None
