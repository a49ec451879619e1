"""Stretches of a line that wide gaps cut off: what stands in one column of a table without vertical rules.

208   05   社会保障…   76.90   68.12   →  five pieces
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.figures.units import is_dash, is_number
from ingest.pages.lines import Line, blanks_within_numbers
from ingest.pages.pdf import Glyph
from ingest.pages.spacing import evenly_set

GAP = 1.0  # of the height: a wider gap cuts a line into pieces
CLOSE_GAP = 0.3  # of the height: as wide a gap behind a number cuts it off where no sentence stands
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d+)%?")  # written as amounts are, unlike a year or a count


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line without wide gaps."""

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    text: str
    reach: tuple[float, float] | None = None  # the width that a header's rules leave it; None: not said
    fills: bool = False  # its own rule says that it stands over all of its reach

    @property
    def is_value(self) -> bool:
        """A number or a dash."""
        return is_number(self.text) or is_dash(self.text)


def pieces_of(line: Line, *, between_rules: bool = False) -> list[Piece]:
    """A line cut where gaps are wide; a number never runs into the next one.

    Between rules, where no sentence stands, a number is also cut off from a number or label that starts close behind
    it: the left half of a table ends with amounts set to the right, the right half starts with labels set to the left.
    """
    groups: list[list[Glyph]] = []
    within = blanks_within_numbers(line.glyphs) if between_rules else set()
    within |= evenly_set([glyph for glyph in line.glyphs if glyph.text.isascii()])  # words set apart may head a column each: 类 款 项
    for glyph in line.glyphs:
        if glyph.text == " ":
            continue
        if groups and (id(glyph) in within or not _ends(groups[-1], glyph, between_rules)):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [_piece(group) for group in groups]


def halves(piece: Piece, columns: Sequence[tuple[float, float]]) -> list[Piece]:
    """A piece of a header cut at a small gap when its two words stand over two columns: 2023年预算数 2024年预算数.

    Single characters set apart (收 入) are one word.
    """
    for place, (left, right) in enumerate(pairwise(piece.glyphs), 1):
        if right.x0 - left.x1 <= CLOSE_GAP * min(left.height, right.height) or min(place, len(piece.glyphs) - place) < 2:
            continue
        first, rest = _piece(piece.glyphs[:place]), _piece(piece.glyphs[place:])
        if _over(first, columns) != _over(rest, columns):
            return [replace(half, reach=piece.reach) for half in (first, *halves(rest, columns))]
    return [piece]


def unmatched(words: Sequence[tuple[float, float]], columns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The header words left over when words and columns are paired in order at the least total distance."""
    surplus = len(words) - len(columns)
    if surplus <= 0:
        return []
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, ())}
    for n in range(1, len(words) + 1):
        for m in range(max(0, n - surplus), min(n, len(columns)) + 1):
            options = []
            if (n - 1, m) in best:
                cost, left = best[n - 1, m]
                options.append((cost, (*left, n - 1)))
            if m and (n - 1, m - 1) in best:
                cost, left = best[n - 1, m - 1]
                options.append((cost + abs(sum(words[n - 1]) - sum(columns[m - 1])) / 2, left))
            best[n, m] = min(options)
    return [words[n] for n in best[len(words), len(columns)][1]]


def _over(piece: Piece, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a piece shares most width with, or is nearest to."""
    return max(range(len(columns)), key=lambda n: min(piece.x1, columns[n][1]) - max(piece.x0, columns[n][0]))


def _piece(glyphs: Sequence[Glyph]) -> Piece:
    return Piece(tuple(glyphs), glyphs[0].x0, max(g.x1 for g in glyphs), "".join(g.text for g in glyphs))


def _ends(piece: Sequence[Glyph], glyph: Glyph, between_rules: bool) -> bool:
    """Whether a piece ends before the glyph."""
    gap = glyph.x0 - piece[-1].x1
    height = min(glyph.height, piece[-1].height)
    if gap > GAP * height or not between_rules or gap <= CLOSE_GAP * height:
        return gap > GAP * height
    if glyph.text.isdecimal():
        return piece[-1].text.isdecimal()
    return bool(_AMOUNT.fullmatch("".join(g.text for g in piece)))
