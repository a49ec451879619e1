"""What the picture of a page shows where a glyph is said to stand: something, nothing, or a bar like a minus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disclosure.document import BBox
    from ingest.pages.glyph import Rule

SCALE = 1.0  # pixels a point, for looking whether anything is drawn
CLOSE_SCALE = 6.0  # for looking what it is
EDGE = 16  # of 255: a step in grey that an eye can see
OVERHANG = 0.06  # of its height: so far a glyph may reach over the side of its box
_SIDE = 0.08  # of a glyph's box left off at each side: where its neighbours and the rules around it reach in
_ENDS = 0.22  # and above and below


class Ink:
    """Where a page's picture changes from light to dark."""

    def __init__(self, picture: Any, scale: float = SCALE) -> None:
        import numpy

        self.scale = scale
        height, width = picture.shape
        # sums wrap around at 65536, which differences of them do not notice: no glyph has as many pixels
        steps = numpy.zeros((height + 1, width + 1), dtype=numpy.uint16)
        block = (picture[:-1, :-1], picture[1:, :-1], picture[:-1, 1:], picture[1:, 1:])
        lightest = numpy.maximum(numpy.maximum(block[0], block[1]), numpy.maximum(block[2], block[3]))
        darkest = numpy.minimum(numpy.minimum(block[0], block[1]), numpy.minimum(block[2], block[3]))
        numpy.greater(lightest - darkest, EDGE, out=steps[1:-1, 1:-1], casting="unsafe")
        numpy.add.accumulate(steps, axis=0, out=steps)
        numpy.add.accumulate(steps, axis=1, out=steps)
        self._sums = steps

    def drawn(self, boxes: Any, *, whole: bool = False) -> Any:
        """For each box (x0, top, x1, bottom in points; an array n × 4) whether anything is drawn in its middle, or in it as a whole."""
        import numpy

        side, ends = (0.0, 0.0) if whole else (_SIDE, _ENDS)
        across, down = (boxes[:, 2] - boxes[:, 0]) * side, (boxes[:, 3] - boxes[:, 1]) * ends
        height, width = (size - 1 for size in self._sums.shape)
        x0 = numpy.clip(numpy.floor((boxes[:, 0] + across) * self.scale), 0, width).astype(int)
        x1 = numpy.clip(numpy.ceil((boxes[:, 2] - across) * self.scale) + 1, 0, width).astype(int)
        y0 = numpy.clip(numpy.floor((boxes[:, 1] + down) * self.scale), 0, height).astype(int)
        y1 = numpy.clip(numpy.ceil((boxes[:, 3] - down) * self.scale) + 1, 0, height).astype(int)
        sums = self._sums
        return sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0] != 0


def mark_in(patch: Any, scale: float, box: BBox, rules: Iterable[Rule], beside: Iterable[BBox] = ()) -> str:
    """What the picture of a glyph's box shows: "" nothing, "-" a bar at the height of a minus, "\ufffd" something else.

    Rules that cross the box are no part of it, nor is what reaches over its sides from the glyphs `beside` it.
    """
    if patch.size == 0:
        return ""
    grey = patch.astype(int)
    dark = grey.max() - grey > 96
    thick = 1.5 * scale
    for rule in rules:
        if rule.horizontal and rule.x0 < box.x1 and rule.x1 > box.x0:
            at = (rule.top - box.top) * scale
            dark[max(0, round(at - thick)) : max(0, round(at + thick)), :] = False
        elif not rule.horizontal and rule.top < box.bottom and rule.bottom > box.top:
            at = (rule.x0 - box.x0) * scale
            dark[:, max(0, round(at - thick)) : max(0, round(at + thick))] = False
    over = round(1 + OVERHANG * (box.bottom - box.top) * scale)
    for other in beside:
        if abs(other.x0 - box.x1) * scale < over:
            dark[:, -over:] = False
        if abs(box.x0 - other.x1) * scale < over:
            dark[:, :over] = False
    rows, columns = dark.any(axis=1).nonzero()[0], dark.any(axis=0).nonzero()[0]
    if len(rows) < 2 or len(columns) < 2:
        return ""
    size = (box.bottom - box.top) * scale
    high, wide = float(rows[-1] - rows[0] + 1) / size, float(columns[-1] - columns[0] + 1) / size
    middle = (rows[0] + rows[-1] + 1) / 2 / size
    full = dark.sum() > 0.5 * high * wide * size * size
    return "-" if full and high <= 0.16 and 0.12 <= wide <= 0.8 and wide > 1.4 * high and 0.3 <= middle <= 0.75 else "\ufffd"
