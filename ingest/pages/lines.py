"""Glyphs to lines of text, and lines to the text of a cell.

A line is what stands on one level: numbers in another font often sit a little higher or lower than their sentence,
so glyphs belong together when they overlap by half.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import attrgetter

from disclosure.document import BBox
from ingest.pages.pdf import Glyph
from ingest.pages.spacing import FARTHEST, evenly_set
from ingest.pages.stacks import stacked, turned_upright

OVERLAP = 0.5  # of the lower glyph's height: two glyphs are on one line
ASCII_GAP = 0.22  # of the height: a wider gap between two letters or digits is a space
BLANK = "\u202f"  # stands for a blank that parts the thousands of one number: 13 310.50
THOUSANDS_GAP = 0.5  # of the height: a wider gap parts two numbers
WIDE_GAP = 1.2  # of the height: a wider gap is a space between any two


_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_THOUSANDS = re.compile(rf"(?<![\d.,，{BLANK}])\d{{1,3}}(?:(?:{BLANK}\d{{3}})+\.\d+|(?:{BLANK}\d{{3}}){{2,}})(?![\d.,，{BLANK}])")
_BROKEN_CENTS = re.compile(r"[-−]?[\d,]+\.(?:\|\d{2}|\d\|\d)")  # 1682.7 over 6, 12. over 50: the rest of one amount


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs of one level, left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def bbox(self) -> BBox:
        """Around all glyphs that are not spaces."""
        return bounds(self.glyphs)

    @property
    def text(self) -> str:
        """As printed; spaces where the gap shows one."""
        return _line_text(self.glyphs)

    @property
    def size(self) -> float:
        """The commonest glyph height, in points."""
        return Counter(round(g.height, 1) for g in self.glyphs).most_common(1)[0][0]


def bounds(glyphs: Iterable[Glyph]) -> BBox:
    """The box around glyphs, spaces left out unless there is nothing else."""
    every = list(glyphs)
    inked = [g for g in every if g.text != " "] or every
    return BBox(min(g.x0 for g in inked), min(g.top for g in inked), max(g.x1 for g in inked), max(g.bottom for g in inked))


def group_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of the glyphs, from the top down; blank ones left out."""
    groups: list[list[Glyph]] = []
    bands: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=attrgetter("top", "x0")):
        place = _line_of(glyph, bands)
        if place is None:
            groups.append([glyph])
            bands.append((glyph.top, glyph.bottom))
        else:
            groups[place].append(glyph)
    lines = [Line(tuple(sorted(group, key=attrgetter("x0")))) for group in groups if any(g.text.strip() for g in group)]
    return sorted(lines, key=lambda line: (line.bbox.top + line.bbox.bottom) / 2)


def _line_of(glyph: Glyph, bands: Sequence[tuple[float, float]]) -> int | None:
    """Which of the last few lines the glyph overlaps most by height; None for a line of its own."""
    best, best_share = None, OVERLAP
    for place in range(max(0, len(bands) - 4), len(bands)):
        top, bottom = bands[place]
        shared = min(bottom, glyph.bottom) - max(top, glyph.top)
        share = shared / max(0.1, min(bottom - top, glyph.height))
        if share > best_share:
            best, best_share = place, share
    return best


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """The text of a cell `width` points wide: its lines joined as a reader joins them.

    Between Chinese characters a line break is nothing.  A number that fills its line goes on in the next one
    (91,016, | 775.35); two numbers on short lines stay apart.
    """
    parts = []
    for turn, group in turned_upright(without_struck(glyphs)).items():
        box = bounds(group)
        parts.append(stacked(group) or _lines_joined(group, box.x1 - box.x0 if turn else width))
    return " ".join(parts)


def _lines_joined(glyphs: Sequence[Glyph], width: float) -> str:
    text = ""
    previous: Line | None = None
    for line in group_lines(glyphs):
        piece = _line_text(line.glyphs, inf)
        if previous is not None and _stays_apart(text, piece, previous, width):
            text += " "
        text += piece
        previous = line
    return text


def without_struck(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """What stands beside words struck out, or the struck words where nothing else stands."""
    if not any(glyph.struck for glyph in glyphs):
        return glyphs
    return [glyph for glyph in glyphs if not glyph.struck] if any(g.text.strip() and not g.struck for g in glyphs) else glyphs


def _stays_apart(before: str, after: str, line: Line, width: float) -> bool:
    left, right = before[-1:], after[:1]
    if _broken(before.rsplit(" ", 1)[-1], after.split(" ", 1)[0]):
        return False
    if not (left.isascii() and right.isascii()):
        return False
    if _BROKEN_CENTS.fullmatch(f"{before.split()[-1]}|{after}"):
        return False
    letters = left.isalnum() and right.isalnum()
    if letters or (left in ",." and right.isdecimal()) or (left.isdecimal() and right in ",.%"):
        box = line.bbox
        return width - (box.x1 - box.x0) > 1.6 * line.size
    return False


def blanks_within_numbers(glyphs: Sequence[Glyph]) -> set[int]:
    """Ids of the digits of a line that a narrow blank before them does not part from their number: 1 212 310.00.

    The number shows by its groups of three and its decimals, or by two such groups.
    """
    inked = [glyph for glyph in glyphs if glyph.text != " "]
    text, behind = "", []
    for left, right in pairwise(inked):
        text += left.text if len(left.text) == 1 else "\x00"
        gap = right.x0 - left.x1
        low, high = 0.1 * right.height, THOUSANDS_GAP * right.height
        if left.text.isdecimal() and right.text.isdecimal() and low < gap <= high:
            text += BLANK
            behind.append((len(text), right))
    if not behind:
        return set()
    text += inked[-1].text[:1]
    found: set[int] = set()
    for match in _THOUSANDS.finditer(text):
        found |= {id(glyph) for place, glyph in behind if match.start() < place < match.end()}
    return found


def _broken(before: str, after: str) -> bool:
    """Whether the first part of a number is none by itself and the second completes it: 1,234, | 567.89 and 234,56 | 7.89."""
    whole = before + after
    return bool(after[:1].isdecimal() or after[:1] in ",.") and bool(_AMOUNT.fullmatch(whole)) and not _AMOUNT.fullmatch(before)


def _line_text(glyphs: Sequence[Glyph], farthest: float = FARTHEST) -> str:
    parts: list[str] = []
    last: Glyph | None = None
    within = blanks_within_numbers(glyphs)
    spaced = evenly_set(glyphs, farthest)
    for glyph in glyphs:
        if id(glyph) in spaced:
            pass
        elif id(glyph) in within:
            parts[-1] = parts[-1].rstrip(" ")
            parts.append(BLANK)
        elif last is not None and parts[-1] != " " and glyph.text != " " and _is_space(last, glyph):
            parts.append(" ")
        if not (glyph.text == " " and parts and parts[-1] == " "):
            parts.append(glyph.text)
        last = glyph
    return "".join(parts).strip()


def _is_space(left: Glyph, right: Glyph) -> bool:
    gap = right.x0 - left.x1
    both_ascii = left.text.isascii() and right.text.isascii()
    return gap > (ASCII_GAP if both_ascii else WIDE_GAP) * min(left.height, right.height)
