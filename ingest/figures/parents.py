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
    chains = _chains([rows[n] for n in order], [rows[n].depth for n in order])
    found = _telling(several, dict(zip(order, chains, strict=True)), rows)
    left = [same for same in several if not any(n in found for n in same)]
    printed = depths_by_print([rows[n].tree for n in order]) if left else None
    if printed:
        found |= _telling(left, dict(zip(order, _chains([rows[n] for n in order], printed), strict=True)), rows)
    return found


def _telling(several: Sequence[Sequence[int]], chains: Mapping[int, Path], rows: Mapping[int, LabelledRow]) -> dict[int, Path]:
    found: dict[int, Path] = {}
    for same in several:
        if len({chains[n] for n in same}) > 1:
            found |= {n: tuple(label for label in chains[n] if label not in rows[n].path[:-1]) for n in same}
    return found


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
