"""The cells of a form by place, and what reading it brings: shared by the parts of a form's reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from disclosure.amount import Unit
from disclosure.document import CellRole

LONGEST_LABEL = 60  # characters: a longer text in a label column is a description


class Placed(Protocol):
    """A cell, finished or not."""

    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> int: ...  # noqa: D102
    @property
    def row_span(self) -> int: ...  # noqa: D102
    @property
    def column_span(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class FormValue:
    """One value of a form with the labels that it stands under."""

    row: int
    column: int
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    indicator: bool  # a value of 绩效指标, which has no unit but its own
    unit: Unit | None = None  # from a column of units; None: none
    project: str | None = None  # of its row, where one table lists several; None: the form's own


@dataclass(slots=True)
class FormReading:
    """What a form says: its project, its values, the role of each cell."""

    project: str | None = None
    values: list[FormValue] = field(default_factory=list)
    roles: dict[tuple[int, int], CellRole] = field(default_factory=dict)  # by first row and column


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a form by row and column; a merged cell stands in each of its places."""

    cells: Sequence[Placed]
    at: dict[tuple[int, int], Placed]
    rows: list[list[Placed]]  # the distinct cells that stand in each row, left to right


def sheet_of(cells: Sequence[Placed]) -> Sheet:
    """The cells by place."""
    at: dict[tuple[int, int], Placed] = {}
    rows: list[list[Placed]] = [[] for _ in range(max((c.row + c.row_span for c in cells), default=0))]
    for cell in sorted(cells, key=lambda c: c.column):
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].append(cell)
            at |= {(row, column): cell for column in range(cell.column, cell.column + cell.column_span)}
    return Sheet(cells, at, rows)


def label(text: str) -> str:
    """A label without white space."""
    return "".join(text.split())


def path_of(sheet: Sheet, row: int, columns: Sequence[int]) -> tuple[str, ...]:
    """The labels of a row, outer to inner; a merged cell once."""
    cells: list[Placed] = []
    for column in columns:
        cell = sheet.at.get((row, column))
        if cell is not None and 0 < len(cell.text.strip()) <= LONGEST_LABEL and not any(cell is known for known in cells):
            cells.append(cell)
    return tuple(c.text.strip() for c in cells)
