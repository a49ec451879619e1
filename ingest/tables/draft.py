"""A table while it is being put together: cells with page and box, before they have roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from disclosure.amount import Unit
from disclosure.document import BBox, CellRole
from ingest.tables.captions import Caption
from ingest.tables.grid import Grid, GridCell

MIDDLE = 8.0  # points of white on both sides: set in the middle, not indented


@dataclass(slots=True)
class DraftCell:
    """A cell of a draft; rows and columns are those of the joined table."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int
    bbox: BBox  # upright coordinates of its page
    role: CellRole = CellRole.TEXT
    indent: float | None = None  # points between its left side and its text; None: blank or set in the middle
    hang: float = 0.0  # points by which its first line begins further in than the others

    @property
    def row_end(self) -> int:
        """One past its last row."""
        return self.row + self.row_span

    @property
    def column_end(self) -> int:
        """One past its last column."""
        return self.column + self.column_span

    def covers_column(self, column: int) -> bool:
        """Whether it stands in this column."""
        return self.column <= column < self.column_end


@dataclass(slots=True)
class Draft:
    """A table over one page or several."""

    caption: Caption
    cells: list[DraftCell]
    xs: list[float]  # sides of the columns on the first page
    row_count: int
    parts: list[tuple[int, BBox]]  # page and box, upright
    top_ruled: tuple[bool, ...]  # of the first page, for each column
    bottom_ruled: tuple[bool, ...]  # of the last page
    notes: tuple[str, ...] = ()
    ragged: bool = False
    unit_above: tuple[str, Unit] | None = None  # of the table that stands above it in one grid; None: none does, or it states none
    last_on_page: bool = False  # nothing but furniture stands below it
    opens_half: bool = False  # the first of the right one of two pages on one sheet
    project: str | None = None
    section: str = ""
    unit_note: tuple[str, Unit] | None = None  # that its last page goes by; None: not joined yet, or no page states one
    dropped: list[DraftCell] = field(default_factory=list)  # repeated headers

    @property
    def column_count(self) -> int:
        """Columns."""
        return len(self.xs) - 1

    @property
    def page(self) -> int:
        """Its last page so far."""
        return self.parts[-1][0]

    def follows(self, before: Draft) -> bool:
        """Whether it stands on the page after that of another: on the next sheet, or on the right half of one."""
        return self.page == before.page + 1 or (self.opens_half and self.page == before.page)

    def by_row(self) -> list[list[DraftCell]]:
        """For each row the cells that start there, left to right."""
        rows: list[list[DraftCell]] = [[] for _ in range(self.row_count)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=lambda c: c.column)
        return rows


def draft_of(grid: Grid, caption: Caption) -> Draft:
    """A grid of one page as a draft."""
    cells = [
        DraftCell(c.row, c.column, c.row_span, c.column_span, c.text, grid.page, c.bbox, indent=_indent(c), hang=c.hang) for c in grid.cells
    ]
    return Draft(
        caption, cells, list(grid.xs), grid.row_count, [(grid.page, grid.bbox)], grid.top_ruled, grid.bottom_ruled, ragged=grid.ragged
    )


def _indent(cell: GridCell) -> float | None:
    if cell.text_bbox is None:
        return None
    left, right = cell.text_bbox.x0 - cell.bbox.x0, cell.bbox.x1 - cell.text_bbox.x1
    in_the_middle = min(left, right) > MIDDLE and abs(left - right) < 0.2 * (left + right)
    return None if in_the_middle else round(left, 1)


def plain(text: str) -> str:
    """A label without white space, for comparing."""
    return "".join(text.split())


def filled(cells: Iterable[DraftCell]) -> list[DraftCell]:
    """Those that print something."""
    return [c for c in cells if c.text.strip()]
