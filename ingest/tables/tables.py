"""Pages laid out → the tables of the document, joined over pages, with title, unit and a role for every cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from disclosure.amount import Unit
from disclosure.document import Cell, CellRole, Provenance, Table, TableKind
from disclosure.terms import table_kind
from ingest.figures.forms import read_form
from ingest.figures.units import counted_note, is_number, title_unit, unit_note
from ingest.mishaps import Mishaps
from ingest.pages.pdf import TextLine
from ingest.tables.beside import is_beside, span_of
from ingest.tables.captions import Caption, is_year_line, looks_like_title, note_texts, read_caption, read_notes, split_number, title_before
from ingest.tables.draft import Draft, DraftCell, draft_of, filled
from ingest.tables.grid import Grid, GridCell
from ingest.tables.headers import assign_roles, header_extent
from ingest.tables.join import is_form, join_parts
from ingest.tables.layout import PageLayout, as_displayed, mark_furniture, union
from ingest.tables.sections import is_title, sections
from ingest.tables.split_numbers import join_split_numbers


@dataclass(frozen=True, slots=True)
class TableReading:
    """The tables of a document and the lines of text that belong to none."""

    tables: tuple[Table, ...]
    lines: tuple[TextLine, ...]  # in reading order, boxes as displayed; furniture included
    ragged: tuple[str, ...]  # ids of tables with cells that fit no grid


def read_tables(document_id: str, pages: Sequence[PageLayout], mishaps: Mishaps | None = None) -> TableReading:
    """Tables and remaining lines of laid-out pages; a table that breaks the reader is left as text and told in `mishaps`."""
    mishaps = mishaps or Mishaps(document_id)
    mark_furniture(pages)
    drafts: list[Draft] = []
    used: set[int] = set()
    loose: list[tuple[PageLayout, Grid]] = []
    for place, page in enumerate(pages):
        page.grids = [part for grid in page.grids for part in mishaps.tried("表格线", page.number, partial(sections, grid), [grid])]
        for half in range(len(page.halves)):
            parts, taken = _parts(page, half, pages[place - 1] if place and not half else None)
            drafts.extend(parts)
            used.update(id(line) for line in taken)
    joined = join_parts(drafts, mishaps)
    by_number = {page.number: page for page in pages}
    tables: list[Table] = []
    ragged: list[str] = []
    for draft in joined:
        table = None
        if not filled(draft.cells):
            continue
        if draft.column_count > 1:
            what = f"第{draft.parts[0][0]}页《{draft.caption.title or '无标题表'}》"
            table = mishaps.tried(what, draft.parts[0][0], partial(_finish, document_id, len(tables) + 1, draft, by_number), None)
        if table is None:
            loose.extend((by_number[n], grid) for n, box in draft.parts for grid in by_number[n].grids if grid.bbox == box)
            continue
        tables.append(table)
        if draft.ragged:
            ragged.append(table.id)
    return TableReading(tuple(tables), _rest(pages, used, loose), tuple(ragged))


def _parts(page: PageLayout, half: int, before: PageLayout | None) -> tuple[list[Draft], list[TextLine]]:
    """The grids of a page, or of one half of its sheet, as drafts with captions and notes, and the lines that these use.

    `before`: the page before, whose last lines may be the title of the first grid.
    """
    grids = [grid for grid in page.grids if page.half(grid.bbox) == half]
    reach = page.halves[half]
    then = page.halves[half + 1 :]  # nothing there but text: no table goes on over it
    ends_in_text = any(page.lines_between(0, page.height, other) for other in then) and not any(
        page.half(g.bbox) > half for g in page.grids
    )
    drafts: list[Draft] = []
    used: list[TextLine] = []
    ends: list[float] = []
    for place, grid in enumerate(grids):
        span = span_of(grid, grids)
        span = max(span[0], reach[0]), min(span[1], reach[1])
        above = max((end for end, other in zip(ends, grids, strict=False) if not is_beside(grid, other)), default=0.0)
        below = min((other.ys[0] for other in grids[place + 1 :] if not is_beside(grid, other)), default=page.height)
        caption = read_caption(page, grid.bbox, above, span)
        if before is not None and not place:
            caption = title_before(before, caption)
        if place and not caption.foreign:
            caption = _on_same_page(caption)
        notes = read_notes(page, grid.bbox, below, span)
        draft = draft_of(grid, caption)
        draft.notes = note_texts(notes)
        draft.caption = _with_inner_title(draft)
        if drafts and grids[place - 1].ys[-1] == grid.ys[0] and grids[place - 1].page == grid.page:
            draft.unit_above = _unit_of(drafts[-1], drafts[-1].caption.title)
        draft.last_on_page = place == len(grids) - 1 and not ends_in_text and not page.lines_between(grid.ys[-1], page.height, reach)
        draft.opens_half = half == 1 and place == 0
        used.extend((*caption.lines, *notes))
        drafts.append(draft)
        ends.append(notes[-1].bbox.bottom if notes else grid.ys[-1])
    return drafts, used


def _with_inner_title(draft: Draft) -> Caption:
    """The caption, with the title that stands in the first rows of the grid where none stands above it."""
    if looks_like_title(draft.caption.title):
        return draft.caption
    preamble = header_extent(draft).first
    for cell in filled(c for c in draft.cells if c.row < preamble):
        alone = not any(c is not cell and c.row == cell.row and c.text.strip() for c in draft.cells)
        if alone and is_title(cell.text):
            number, title = split_number(cell.text.strip())
            return replace(draft.caption, number=draft.caption.number or number, title=title)
    return draft.caption


def _on_same_page(caption: Caption) -> Caption:
    """A second table of a page never goes on from the page before."""
    return Caption(caption.number, caption.title, caption.unit_note, caption.unit, caption.lines, foreign=True, bare=False)


def _rest(pages: Sequence[PageLayout], used: set[int], loose: Iterable[tuple[PageLayout, Grid]]) -> tuple[TextLine, ...]:
    lines = [(page, line) for page in pages for line in page.lines if id(line) not in used]
    lines.extend((page, line) for page, grid in loose for line in (grid.lines or _rows_as_lines(grid)))
    lines.sort(key=lambda pair: (pair[0].number, pair[0].half(pair[1].bbox), (pair[1].bbox.top + pair[1].bbox.bottom) / 2, pair[1].bbox.x0))
    return tuple(as_displayed(page, line) for page, line in lines)


def _rows_as_lines(grid: Grid) -> list[TextLine]:
    """The rows of a grid of several columns as lines of text."""
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.text_bbox is not None:
            rows.setdefault(cell.row, []).append(cell)
    lines = []
    for cells in rows.values():
        boxes = [cell.text_bbox for cell in cells if cell.text_bbox is not None]
        size = min(box.bottom - box.top for box in boxes)
        lines.append(TextLine(grid.page, " ".join(cell.text for cell in cells), union(boxes), size))
    return lines


def _finish(document_id: str, number: int, draft: Draft, pages: dict[int, PageLayout]) -> Table:
    table_id = f"{document_id[:12]}-t{number}"
    form = is_form(draft)
    title, words, unit = _names(draft)
    kind = TableKind.PERFORMANCE_FORM if form else table_kind(title)
    if kind is TableKind.PERFORMANCE_FORM and not form:
        kind = TableKind.OTHER
    project = None
    if form:
        reading = read_form(draft.cells)
        project = reading.project
        for cell in draft.cells:
            cell.role = reading.roles.get((cell.row, cell.column), CellRole.TEXT)
    else:
        assign_roles(draft)
        join_split_numbers(draft)
    cells = tuple(_cell(document_id, table_id, cell, pages) for cell in sorted(draft.cells, key=lambda c: (c.row, c.column)))
    parts = tuple(Provenance(document_id, n, pages[n].content.displayed(box), table_id) for n, box in draft.parts)
    empty = not any(cell.role is CellRole.VALUE and is_number(cell.text) for cell in cells)
    return Table(table_id, draft.caption.number, title, kind, unit, words, cells, parts, draft.section, draft.notes, empty, project)


def _names(draft: Draft) -> tuple[str, str | None, Unit | None]:
    """Title, unit note and unit, from above the table, from its first rows, or from the notes below it."""
    title = draft.caption.title
    if not title:
        wide = [c for c in filled(draft.cells) if c.row < 6 and c.column_span >= max(2, draft.column_count - 1)]
        title = next((c.text.strip() for c in wide if looks_like_title(c.text) and not is_year_line(c.text)), "")
    return title, *(_unit_of(draft, title) or (None, None))


def _unit_of(draft: Draft, title: str) -> tuple[str, Unit] | None:
    """The unit note of a table: above it, in its first rows, in its title, in the notes below it, or of the table above it in one grid."""
    if draft.caption.unit_note and draft.caption.unit:
        return draft.caption.unit_note, draft.caption.unit
    inside = (c.text for c in filled(draft.cells) if c.row < 6)
    stated = next((note for text in (*inside, title) if (note := unit_note(text))), None) or title_unit(title)
    return stated or next((note for text in draft.notes if (note := counted_note(text))), None) or draft.unit_above


def _cell(document_id: str, table_id: str, cell: DraftCell, pages: dict[int, PageLayout]) -> Cell:
    box = pages[cell.page].content.displayed(cell.bbox)
    place = Provenance(document_id, cell.page, box, table_id, cell.row, cell.column)
    return Cell(cell.row, cell.column, cell.row_span, cell.column_span, cell.text, cell.role, place, cell.indent, cell.hang)
