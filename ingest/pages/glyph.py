"""What a page is made of for a reader: glyphs, rules, and marks at what is not as plain as it looks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from disclosure.document import BBox


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character (a ligature counts as one)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    struck: bool = False  # a stroke runs through it
    turn: int = 0  # degrees counter-clockwise by which it stands turned on its upright page

    @property
    def height(self) -> float:
        """Close to the font size."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight printed line: horizontal when top equals bottom, else vertical."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether it lies rather than stands."""
        return self.top == self.bottom


class MarkKind(StrEnum):
    """What the picture of a page says against, or besides, its text."""

    UNSEEN = "unseen"  # in the file, not on the page: left out
    WATERMARK = "watermark"  # left out
    NOTE = "note"  # a footnote's mark behind a number: left out
    STRUCK = "struck"  # struck out: left out where anything else stands in its place
    UNREADABLE = "unreadable"  # drawn, but its code names no character: \ufffd
    OUTLINED = "outlined"  # drawn as a shape or a small picture: no code says what it is
    OVERLAID = "overlaid"  # something else is drawn over it
    CUT = "cut"  # part of a number of which the rest cannot be seen
    TURNED = "turned"  # stands another way than its page
    MISCODED = "miscoded"  # looks like another digit than its code says
    STALE = "stale"  # of a form field: its value and what it draws differ
    MIXED = "mixed"  # in a table over which two units stand side by side


DOUBTFUL = frozenset(
    (
        MarkKind.STRUCK,
        MarkKind.UNREADABLE,
        MarkKind.OUTLINED,
        MarkKind.OVERLAID,
        MarkKind.CUT,
        MarkKind.TURNED,
        MarkKind.MISCODED,
        MarkKind.STALE,
        MarkKind.MIXED,
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Some glyphs that are not simply read."""

    kind: MarkKind
    text: str
    box: BBox  # on the page as displayed

    @property
    def doubtful(self) -> bool:
        """Whether a figure with these glyphs must not count as read."""
        return self.kind in DOUBTFUL


def box_of(glyph: Glyph) -> BBox:
    """The glyph's box."""
    return BBox(glyph.x0, glyph.top, glyph.x1, glyph.bottom)
