"""Citations, numbered in the order of use, one for each place.

CitationBook(file_names).mark(figure of 驻矿人员工资 on page 17)  →  1; asked again for the same cell: 1
"""

from __future__ import annotations

from collections.abc import Callable

from answering.telling.draft import Source
from disclosure.answer import Citation
from disclosure.document import BBox, Chunk, Level, Stage, Table
from disclosure.figure import Figure

# file name, entity, year, stage, level of a document; a table or a chunk does not carry them itself
DocumentScope = tuple[str, str | None, int | None, Stage | None, Level | None]


class CitationBook:
    """The citations of one answer."""

    def __init__(self, scope_of: Callable[[str], DocumentScope]) -> None:
        """`scope_of` gives the scope of a document id."""
        self._scope_of = scope_of
        self._markers: dict[tuple[object, ...], int] = {}
        self._citations: list[Citation] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that were used, by marker."""
        return tuple(self._citations)

    def mark(self, source: Source) -> int:
        """The marker of a place; a new one when it was not cited yet."""
        key = place_of(source)
        if key not in self._markers:
            self._markers[key] = len(self._citations) + 1
            self._citations.append(self._citation(self._markers[key], source))
        return self._markers[key]

    def _citation(self, marker: int, source: Source) -> Citation:
        place = source.provenances[0] if isinstance(source, Table) else source.provenance
        file_name, entity, year, stage, level = self._scope_of(place.document_id)
        title, row, column, quote = _words(source)
        if isinstance(source, Figure):
            entity, year = source.entity or entity, source.fiscal_year or year
            stage, level = source.stage or stage, source.level or level
        box: BBox | None = place.bbox
        return Citation(marker, place.document_id, file_name, entity, year, stage, level, place.page, title, row, column, quote, box)


def place_of(source: Source) -> tuple[object, ...]:
    """What makes two places one: the cell, the sentence, the chunk or the table."""
    if isinstance(source, Table):
        return ("table", source.id)
    if isinstance(source, Chunk):
        return ("text", source.provenance.document_id, source.provenance.page, source.text)
    if source.table_id is None:
        return ("text", source.document_id, source.provenance.page, source.sentence)
    place = source.provenance
    if place.row is None:
        return ("figure", source.id)
    return ("cell", source.table_id, place.row, place.column, source.text)


def _words(source: Source) -> tuple[str | None, tuple[str, ...], tuple[str, ...], str]:
    """Table title, row path, column path and quotation of a place."""
    if isinstance(source, Table):
        return source.title, (), (), next(iter(source.notes), source.title)
    if isinstance(source, Chunk):
        return None, (), (), source.text
    if source.table_id is None:
        return None, (), (), source.sentence or source.text
    row = source.row_path
    if source.subject_code and not any(source.subject_code in part for part in row):
        row = (source.subject_code, *row)
    return source.table_title or "", row, source.column_path, source.text
