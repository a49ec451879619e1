"""From the pieces of a draft to its text, with a record of which piece wrote which stretch, and the places numbered in order of use.

write([Line((Echo("2026年驻矿人员工资", figure), Words("："), Number(…)), headline=True)], CitationBook(…))
→  Written("2026年驻矿人员工资：**75.00 万元**（已核对）[1]", regions, claims, citations)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from answering.telling import draft
from answering.telling.draft import Choice, Line, Number, Piece, Region, Source, Words, Written, escape
from answering.telling.labels import VERDICT_LABELS, DocumentScope, show_amount
from disclosure.answer import Alternative, Citation, Claim
from disclosure.document import Chunk, Table
from disclosure.figure import Figure

BLOCK_STARTS = ("- ", "> ")  # begins a block of its own
MOST_MARKERS = 8  # behind one number; the rest of what it was computed from is cited with the operands


class CitationBook:
    """The citations of one answer: one for each cell, sentence, passage or table."""

    def __init__(self, scope_of: Callable[[str], DocumentScope]) -> None:
        """`scope_of` gives the scope of a document id."""
        self._scope_of = scope_of
        self._cited: dict[tuple[object, ...], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that were used, by marker."""
        return tuple(self._cited.values())

    def mark(self, source: Source) -> int:
        """The marker of a place; a new one when it was not cited yet."""
        key = _place_of(source)
        if key not in self._cited:
            self._cited[key] = self._citation(len(self._cited) + 1, source)
        return self._cited[key].marker

    def _citation(self, marker: int, source: Source) -> Citation:
        place = source.provenances[0] if isinstance(source, Table) else source.provenance
        file_name, entity, year, stage, level = self._scope_of(place.document_id)
        title, row, column, quote = _words(source)
        if isinstance(source, Figure):
            entity, year = source.entity or entity, source.fiscal_year or year
            stage, level = source.stage or stage, source.level or level
        return Citation(marker, place.document_id, file_name, entity, year, stage, level, place.page, title, row, column, quote, place.bbox)


def _place_of(source: Source) -> tuple[object, ...]:
    if isinstance(source, Table):
        return ("table", source.id)
    place = source.provenance
    if isinstance(source, Chunk) or source.table_id is None:
        return ("text", place.document_id, place.page, source.text if isinstance(source, Chunk) else source.sentence)
    return ("figure", source.id) if place.row is None else ("cell", source.table_id, place.row, place.column, source.text)


def _words(source: Source) -> tuple[str | None, tuple[str, ...], tuple[str, ...], str]:
    """Table title, row path, column path and quotation of a place."""
    if isinstance(source, Table):
        return source.title, (), (), next(iter(source.notes), source.title)
    if isinstance(source, Chunk):
        return None, (), (), source.text
    if source.table_id is None:
        return None, (), (), source.sentence or source.text
    row, code = source.row_path, source.subject_code
    row = (code, *row) if code and not any(code in part for part in row) else row
    return source.table_title or "", row, source.column_path, source.text


def write(lines: Sequence[Line], book: CitationBook, choices: Sequence[Choice] = ()) -> Written:
    """The text of the lines in order, one a paragraph; `choices` become the alternatives, cited through `book`."""
    scribe = _Scribe(book)
    for one in lines:
        scribe.line(one)
    alternatives = [
        Alternative(one.label, one.amount, book.mark(one.source) if one.source else None, one.question, one.query) for one in choices
    ]
    return Written(scribe.text, tuple(scribe.regions), tuple(scribe.claims), book.citations, tuple(alternatives))


class _Scribe:
    def __init__(self, book: CitationBook) -> None:
        self.text = ""
        self.regions: list[Region] = []
        self.claims: list[Claim] = []
        self._book = book

    def line(self, one: Line) -> None:
        start = one.pieces[0].text if one.pieces and isinstance(one.pieces[0], Words) else ""
        if self.text:
            listed = start.startswith(BLOCK_STARTS) and self.text.rsplit("\n", 1)[-1].startswith(start[:2])
            self.text += "\n" if listed else "\n\n"
        for piece in one.pieces:
            self._piece(piece)

    def _piece(self, piece: Piece) -> None:
        if isinstance(piece, Words):
            self._put(piece.text, piece)
        elif isinstance(piece, (draft.Echo, draft.Named)):
            self._put(escape(piece.text), piece)
        elif isinstance(piece, draft.Quoted):
            self.text += "> "
            self._put(escape(piece.text), piece)
            self.text += self._markers((piece.source,))
        elif isinstance(piece, draft.Formula):
            self._put(escape(piece.derivation.formula), piece)
        elif isinstance(piece, draft.Remark):
            self._put(escape(piece.text), piece)
            self.text += self._markers(piece.discrepancy.figures[:3])
        elif isinstance(piece, draft.Cited):
            self._put(self._markers(piece.sources), piece)
        elif isinstance(piece, draft.Tally):
            self._put(show_amount(piece.amount), piece)
        else:
            self._number(piece)

    def _number(self, piece: Number) -> None:
        fence = "**" if piece.bold else ""
        self.text += fence
        shown, start = show_amount(piece.amount), len(self.text)
        self._put(shown, piece)
        self.text += f"{fence}（{VERDICT_LABELS[piece.verdict].text}）" if piece.bold else ""
        markers = tuple(dict.fromkeys(self._book.mark(source) for source in piece.sources))
        self.text += "".join(f"[{marker}]" for marker in markers[:MOST_MARKERS])
        self.claims.append(
            Claim(piece.label, piece.amount, piece.verdict, piece.support, markers, piece.formula, shown, (start, start + len(shown)))
        )

    def _put(self, words: str, piece: Piece) -> None:
        self.regions.append(Region(len(self.text), len(self.text) + len(words), piece))
        self.text += words

    def _markers(self, sources: Iterable[Source]) -> str:
        return "".join(f"[{marker}]" for marker in dict.fromkeys(self._book.mark(source) for source in sources))
