"""The parents of rows that would otherwise have one address: what a table tells by its levels goes into the path where the labels do not.

某学校      120.00            (某学校, 办公费)
  办公费     20.00     and
某中心       80.00            (某中心, 办公费)
  办公费     10.00
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.figures.tree import TreeRow, depths_by_print, is_total_label

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One row of one half of a table: its labels, what names it, and how deep it stands."""

    path: Path
    depth: int
    tree: TreeRow
    reach: tuple[int, int] = (0, 0)  # the first and the last column of its labels


def parents_of(rows: Mapping[int, LabelledRow]) -> dict[int, Path]:
    """For rows of one half that share their labels with another, by row, the labels that they stand under, outer to inner.

    Rows that their parents do not tell apart either are left out.
    """
    alike: dict[Path, list[int]] = {}
    for number, row in rows.items():
        alike.setdefault(row.path, []).append(number)
    several = [same for path, same in alike.items() if path and len(same) > 1]
    if not several:
        return {}
    order = list(rows)
    every = [rows[n] for n in order]
    ways = [dict(zip(order, way(every), strict=True)) for way in (_by_depth, _by_print, _by_columns)]
    found: dict[int, Path] = {}
    for same in several:
        telling = [chains for chains in ways if len({chains[n] for n in same}) > 1]
        # one that puts each row under another, else the first that tells them apart
        if chains := next((chains for chains in telling if all(chains[n] for n in same)), telling[0] if telling else None):
            found |= {n: tuple(label for label in chains[n] if label not in rows[n].path[:-1]) for n in same}
    return found


def _by_depth(rows: Sequence[LabelledRow]) -> list[Path]:
    return _chains(rows, [row.depth for row in rows])


def _by_print(rows: Sequence[LabelledRow]) -> list[Path]:
    return _chains(rows, depths_by_print([row.tree for row in rows]) or [0] * len(rows))


def _by_columns(rows: Sequence[LabelledRow]) -> list[Path]:
    """Under the last row whose labels all stand left of a row's own: 某学校 | (blank) over (blank) | 办公费 | 打印机."""
    chains: list[Path] = []
    for n, row in enumerate(rows):
        over = next((upper for upper in reversed(rows[:n]) if upper.reach[1] < row.reach[0] and not is_total_label(upper.tree.label)), None)
        chains.append((over.tree.label,) if over and over.tree.label else ())
    return chains


def _chains(rows: Sequence[LabelledRow], depths: Sequence[int]) -> list[Path]:
    """The labels of the rows that each stands under."""
    chains: list[Path] = []
    stack: list[tuple[int, str]] = []
    for row, depth in zip(rows, depths, strict=True):
        while stack and stack[-1][0] >= depth:
            stack.pop()
        chains.append(tuple(label for _, label in stack))
        if row.tree.label and not is_total_label(row.tree.label):
            stack.append((depth, row.tree.label))
    return chains
