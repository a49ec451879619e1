"""The pieces of an answer's text before it is written out: words, printed labels, numbers, quotations, formulas.

    Line((Echo("2026年驻矿人员工资"), Words("："), Number(75.00万元, …)), headline=True)
    →  2026年驻矿人员工资：**75.00 万元**（已核对）[1]

`Words` alone never carries a quantity; the read-back holds every piece to its promise.  What comes from a document or from
the query is escaped here, at the one place where it enters the text: a PDF is data, whatever Markdown or HTML it holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from disclosure.amount import Amount
from disclosure.answer import Alternative, Citation, Claim, Status, Verdict
from disclosure.document import Chunk, Table
from disclosure.figure import Derivation, Discrepancy, Figure

Source: TypeAlias = Figure | Chunk | Table


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
