"""From the pieces of a draft to its text, with a record of which piece wrote which stretch.

write([Line((Echo("2026年驻矿人员工资", figure), Words("："), Number(…)), headline=True)], book)
→  Written("2026年驻矿人员工资：**75.00 万元**（已核对）[1]", regions, claims, citations)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from answering.telling.cite import CitationBook
from answering.telling.draft import (
    Choice,
    Cited,
    Echo,
    Formula,
    Line,
    Named,
    Number,
    Piece,
    Quoted,
    Region,
    Remark,
    Source,
    Tally,
    Words,
    Written,
    escape,
)
from answering.telling.labels import VERDICT_LABELS, show_amount
from disclosure.answer import Alternative, Claim

# What has an icon, a bullet or a fence at its start begins a block of its own.
BLOCK_STARTS = ("- ", "> ", "| ")
MOST_MARKERS = 8  # behind one number; the rest of what it was computed from is cited with the operands


def write(lines: Sequence[Line], book: CitationBook, choices: Sequence[Choice] = ()) -> Written:
    """The text of the lines in order, one a paragraph; `choices` become the alternatives, cited through `book`."""
    scribe = _Scribe(book)
    for line in lines:
        scribe.line(line)
    alternatives = tuple(_alternative(choice, book) for choice in choices)
    return Written(scribe.text, tuple(scribe.regions), tuple(scribe.claims), book.citations, alternatives)


def _alternative(choice: Choice, book: CitationBook) -> Alternative:
    marker = book.mark(choice.source) if choice.source is not None else None
    return Alternative(choice.label, choice.amount, marker, choice.question, choice.query)


class _Scribe:
    def __init__(self, book: CitationBook) -> None:
        self.text = ""
        self.regions: list[Region] = []
        self.claims: list[Claim] = []
        self._book = book

    def line(self, line: Line) -> None:
        start = "".join(piece.text for piece in line.pieces[:1] if isinstance(piece, Words))
        if self.text:
            listed = start.startswith(BLOCK_STARTS) and self.text.rsplit("\n", 1)[-1].startswith(start[:2])
            self.text += "\n" if listed else "\n\n"
        for piece in line.pieces:
            self._piece(piece)

    def _piece(self, piece: Piece) -> None:
        if isinstance(piece, Words):
            self._put(piece.text, piece)
        elif isinstance(piece, (Echo, Named)):
            self._put(escape(piece.text), piece)
        elif isinstance(piece, Quoted):
            before, after = ("> ", "") if piece.block else ("「", "」")
            self.text += before
            self._put(escape(piece.text), piece)
            self.text += after + self._markers((piece.source,))
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
        shown = show_amount(piece.amount)
        start = len(self.text)
        self._put(shown, piece)
        self.text += fence
        if piece.bold:
            self.text += f"（{VERDICT_LABELS[piece.verdict].text}）"
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
