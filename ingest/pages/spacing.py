"""Characters set apart so evenly that no blank stands between them: character spacing, text spread over its cell.

4 8 5 . 0 0     one number: its gaps are all alike
4 8 5   2 0     two: one gap is clearly wider than the others
2 0 2 6 年      one word
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.pages.glyph import Glyph

LEAST = 0.2  # of the height: narrower gaps part nothing anyhow
UNEVEN = 0.12  # of the height, and of the gap: gaps that differ by more are not alike
WIDER = 1.6  # times the usual gap: a gap as wide parts two numbers
CLOSE = 0.6  # of the height: whole numbers and mixed words set wider may be several
FARTHEST = 3.0  # of the height: no character of a number stands as far off
_NUMBER = re.compile(r"[-−－(（]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?[%％)）]?")
_EXACT = re.compile(r"\d[.．,，]\d")
_YEAR = re.compile(r"(?:19|20)\d{2}[年度]")


def evenly_set(glyphs: Sequence[Glyph], farthest: float = FARTHEST) -> set[int]:
    """Ids of glyphs of a line, left to right, that spacing alone and no blank parts from the one before them.

    `farthest`: of the height, how far apart characters of one word may stand; without an end within a cell.
    """
    found: set[int] = set()
    for stretch in _stretches(glyphs):
        for piece in _parted(stretch):
            if len(piece) > 1 and _is_one(piece, farthest):
                found |= {id(glyph) for glyph in piece[1:]}
    return found


def _stretches(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """What stands between blanks that are printed as such."""
    stretch: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text.strip():
            stretch.append(glyph)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _parted(stretch: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """A stretch cut where a gap is clearly wider than usual in it."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(stretch)]
    if not gaps:
        return
    most = WIDER * median(gaps) + UNEVEN * stretch[0].height
    piece = [stretch[0]]
    for gap, glyph in zip(gaps, stretch[1:], strict=True):
        if gap > most:
            yield piece
            piece = []
        piece.append(glyph)
    yield piece


def _is_one(piece: Sequence[Glyph], farthest: float) -> bool:
    """Whether the characters of a piece are one number or one word, evenly set apart."""
    height = min(glyph.height for glyph in piece)
    gaps = [right.x0 - left.x1 for left, right in pairwise(piece)]
    widest = max(gaps)
    if min(gaps) <= 0 or widest <= LEAST * height or widest > farthest * height:
        return False
    steps = [right.x0 - left.x0 for left, right in pairwise(piece)]
    centres = [(right.x0 + right.x1 - left.x0 - left.x1) / 2 for left, right in pairwise(piece)]
    if not any(max(each) - min(each) <= UNEVEN * (height + max(each)) for each in (gaps, steps, centres)):
        return False
    text = "".join(glyph.text for glyph in piece)
    if _NUMBER.fullmatch(text):
        return widest <= CLOSE * height or bool(_EXACT.search(text))
    if not any(character.isascii() for character in text):
        return True
    return widest <= CLOSE * height or bool(_YEAR.match(text))
