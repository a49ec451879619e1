"""The pieces of an answer's text, and how they are written out: words, printed labels, numbers, quotations, formulas.

    write([Line((Echo("2026年驻矿人员工资", figure), Words("："), Number(…)), headline=True)], CitationBook(…))
    →  Written("2026年驻矿人员工资：**75.00 万元**（已核对）[1]", regions, claims, citations), the places numbered in order of use

`Words` alone never carries a quantity; the read-back holds every piece to its promise.  What comes from a document or from
the query is escaped here, at the one place where it enters the text: a PDF is data, whatever Markdown or HTML it holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from disclosure.amount import Amount
from disclosure.answer import Alternative, Citation, Claim, Status, Verdict
from disclosure.document import Chunk, Level, Stage, Table
from disclosure.figure import Derivation, Discrepancy, Figure

Source: TypeAlias = Figure | Chunk | Table
# file name, entity, year, stage, level of a document; a table or a chunk does not carry them itself
DocumentScope: TypeAlias = tuple[str, str | None, int | None, Stage | None, Level | None]


@dataclass(frozen=True, slots=True)
class VerdictLabel:
    """How a verdict is shown."""

    text: str
    icon: str  # a Material icon's name, for :material/name:
    explanation: str


VERDICT_LABELS = {
    Verdict.CELL: VerdictLabel("已核对", "verified", "这个数印在所引的表格单元格里，程序已逐字核对"),
    Verdict.COMPUTED: VerdictLabel("由单元格计算", "calculate", "由所引单元格的数精确算出，算式列在下面"),
    Verdict.PROSE: VerdictLabel("仅见正文", "article", "只在文字说明里找到，没有对应的表格单元格"),
    Verdict.CONFLICT: VerdictLabel("表文不一致", "warning", "文件里不同的地方给出了不同的数，请对照原文"),
    Verdict.LIKELY: VerdictLabel("待确认", "contact_support", "数在所引的单元格里，但问题不一定是这个意思，请看“理解为”一行是不是要问的"),
}


UNCONFIRMED, OTHERS = "请确认所问，这里理解为：", "也可能是问："  # how what is to be confirmed is told, and what else it may be


@dataclass(frozen=True, slots=True)
class Words:
    """The project's own words; a year in them must be one of the answer's scope."""

    text: str


@dataclass(frozen=True, slots=True)
class Echo:
    """A label as a document prints it, or words of the query repeated; `source` None: the query's."""

    text: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What an amount is called, put together by code; a quantity in it must be printed where one of the sources stands."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the answer states, with what it rests on."""

    amount: Amount
    label: str
    verdict: Verdict
    support: Figure | Derivation | None  # None: the entries of a list, counted
    sources: tuple[Source, ...]
    formula: str | None = None  # None: printed as it is
    bold: bool = False
    entries: tuple[str, ...] = ()  # what was counted, as printed in the sources; (): nothing was


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of something the answer speaks of, told in passing: no claim of its own."""

    amount: Amount
    counted: int  # the things themselves, counted, or how many the evaluation says there are


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, verbatim, fenced as a quotation."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Formula:
    """How a number was computed."""

    derivation: Derivation


@dataclass(frozen=True, slots=True)
class Remark:
    """What the document's own arithmetic says against it, in the words of the check that found it."""

    text: str
    discrepancy: Discrepancy


@dataclass(frozen=True, slots=True)
class Cited:
    """Markers of the places just spoken of."""

    sources: tuple[Source, ...]


Piece: TypeAlias = Words | Echo | Named | Number | Tally | Quoted | Formula | Remark | Cited


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or list item; the whole of it goes when one of its numbers is not supported."""

    pieces: tuple[Piece, ...]
    headline: bool = False  # without it there is no answer


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading among several, before it is cited."""

    label: str
    amount: Amount | None = None  # None: a choice without a figure: a unit, a year, a name that is there
    source: Source | None = None  # where the amount stands; None: nowhere, or computed from several places
    question: str | None = None  # asking this gives this reading; None: no such wording
    query: Mapping[str, Any] | None = None  # the query that gives this reading, as JSON; None: none could be made


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is written and read back."""

    status: Status
    lines: tuple[Line, ...]
    reason: str | None = None  # NOT_FOUND, AMBIGUOUS: why, in Chinese; None: answered
    choices: tuple[Choice, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the finished text and the piece that wrote it."""

    start: int
    end: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class Written:
    """The text with what each stretch of it rests on."""

    text: str
    regions: tuple[Region, ...]
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    alternatives: tuple[Alternative, ...] = ()


def line(*pieces: Piece | str, headline: bool = False) -> Line:
    """A line of pieces; a string is the project's own words."""
    return Line(tuple(Words(one) if isinstance(one, str) else one for one in pieces), headline)


_ACTIVE = re.compile(r"([\\`*_\[\]<>|~$&#!{}])")
# A scheme or www. would be linked by itself, and :name: is an icon to some renderers.
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data)(:)|\b(www)(\.)")
_ICON = re.compile(r"(?<!\\):(?=[A-Za-z_/])")


def escape(text: str) -> str:
    """Document text made inert in Markdown: shown as printed, never a link, an image, markup or a new line."""
    flat = "".join(" " if c in "\n\r\t" else c for c in text if c in "\n\r\t" or not _is_control(c))
    flat = _ACTIVE.sub(r"\\\1", " ".join(filter(None, flat.split(" "))))
    flat = _LINK.sub(lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}", flat)
    return _ICON.sub(r"\\:", flat)


def unescape(text: str) -> str:
    """What `escape` was given, but for white space and control characters."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def flatten(text: str) -> str:
    """Without white space and control characters, to compare a quotation with its source."""
    dense = "".join(text.split())
    return dense if dense.isprintable() else "".join(c for c in dense if not _is_control(c))


def _is_control(character: str) -> bool:
    # Cf holds the bidirectional overrides and zero-width characters that could hide or reorder digits.
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")


def show_amount(amount: Amount) -> str:
    """An amount for people: 2,221.42 万元, 72.76%, 7 人; the unit is left out where none is stated."""
    unit = amount.unit
    return f"{amount.number:,f}" + ("" if unit is None else f"{unit}" if unit.name in ("%", "‰") else f" {unit}")


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
        elif isinstance(piece, (Echo, Named)):
            self._put(escape(piece.text), piece)
        elif isinstance(piece, Quoted):
            self.text += "> "
            self._put(escape(piece.text), piece)
            self.text += self._markers((piece.source,))
        elif isinstance(piece, Formula):
            self._put(escape(piece.derivation.formula), piece)
        elif isinstance(piece, Remark):
            self._put(escape(piece.text), piece)
            self.text += self._markers(piece.discrepancy.figures[:3])
        elif isinstance(piece, Cited):
            self._put(self._markers(piece.sources), piece)
        elif isinstance(piece, Tally):
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
