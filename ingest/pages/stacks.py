"""Text of a cell that does not run from left to right: turned, upside down, or upright characters one below the other.

What is turned is read as it stands once the page is turned to it; what is stacked is read down each column, the
columns in the order in which they are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.pages.glyph import Glyph

ALIGNED = 0.4  # of the height: characters whose middles or beginnings differ by less stand below each other
FARTHEST = 2.2  # of the height: from one character of a column to the next


def turned_upright(glyphs: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    """The glyphs by the way that they stand, each group as one sees it with the page turned so that it stands upright."""
    groups: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        groups.setdefault(glyph.turn, []).append(_upright(glyph))
    return {turn: group for turn, group in groups.items() if any(glyph.text.strip() for glyph in group)}


def _upright(glyph: Glyph) -> Glyph:
    x0, top, x1, bottom = glyph.x0, glyph.top, glyph.x1, glyph.bottom
    if glyph.turn == 90:
        x0, top, x1, bottom = -bottom, x0, -top, x1
    elif glyph.turn == 180:
        x0, top, x1, bottom = -x1, -bottom, -x0, -top
    elif glyph.turn == 270:
        x0, top, x1, bottom = top, -x1, bottom, -x0
    else:
        return glyph
    return replace(glyph, x0=x0, top=top, x1=x1, bottom=bottom, turn=0)


def stacked(glyphs: Sequence[Glyph]) -> str | None:
    """The text of characters that stand one below the other, glyphs in drawing order; None where they do not.

    Digits alone are no word: they may be a number a row.
    """
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    if len(inked) < 3 or all(glyph.text.isascii() for glyph in inked) or len({round(glyph.top) for glyph in inked}) < 3:
        return None
    in_order = sorted(inked, key=lambda glyph: glyph.top)
    if all(_below(upper, lower) for upper, lower in pairwise(in_order)):
        return "".join(glyph.text for glyph in in_order)
    columns = [[inked[0]]]
    for glyph in inked[1:]:
        if _below(columns[-1][-1], glyph):
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    if len(columns) > len(inked) / 2 or any(len(column) < 2 for column in columns[:-1]) or not _apart(columns):
        return None
    return "".join(glyph.text for column in columns for glyph in column)


def _below(upper: Glyph, lower: Glyph) -> bool:
    height = min(upper.height, lower.height)
    aligned = min(abs(upper.x0 + upper.x1 - lower.x0 - lower.x1) / 2, abs(upper.x0 - lower.x0)) <= ALIGNED * height
    return aligned and 0.6 * height <= lower.top - upper.top <= FARTHEST * height


def _apart(columns: Sequence[Sequence[Glyph]]) -> bool:
    """Whether no column stands over another one."""
    reach = sorted((min(glyph.x0 for glyph in column), max(glyph.x1 for glyph in column)) for column in columns)
    return all(left[1] <= right[0] + 0.5 for left, right in pairwise(reach))
