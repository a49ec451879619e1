"""Characters drawn as shapes or as small pictures: something stands there that no code tells.

A shape counts when it is as large as a digit of the page, can be seen, and no printed character stands in its place;
a bar before a number as a minus does.  Shapes that follow each other on a line are one piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from disclosure.document import BBox
from ingest.pages.glyph import Glyph, Rule
from ingest.pages.ink import Ink

LOWEST, HIGHEST = 0.4, 1.3  # of the height of the page's digits: that of a digit drawn as a shape
NARROWEST, WIDEST = 0.08, 1.4  # and how wide it is
LEAST, LARGEST = 1.2, 20.0  # points: the sides of a shape that may be a character
BAR = (0.35, 0.7)  # of the height from a digit's top: where a minus stands
MOST_PAIRS = 4_000_000  # of bars and digits
LEAST_ENDS = 5  # of an outline: what has fewer is a triangle or a square
PICTURED = 2.5  # of the height of the page's digits: a picture in a line of text is no higher
NEXT = 0.7  # of the height: shapes of one number stand so close
MOST = 20_000  # shapes: more is a map


@dataclass(frozen=True, slots=True)
class Outline:
    """Shapes that follow each other on a line."""

    box: BBox
    count: int


def shape_of(item: Any, page_height: float) -> BBox | None:
    """What a path covers that may be a character's outline, and no rule, stroke or frame: it bends, or has many ends not all in line."""
    steps = item.original_path or ()
    points = [(x, page_height - y) for step in steps for x, y in step[1:]] or [(x, page_height - y) for x, y in item.pts]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = BBox(min(xs), min(ys), max(xs), max(ys))
    if not all(LEAST <= side <= LARGEST for side in (box.x1 - box.x0, box.bottom - box.top)):
        return None
    bends = any(step[0] in "cvy" for step in steps)
    slanted = any(abs(ax - bx) > 0.3 and abs(ay - by) > 0.3 for (ax, ay), (bx, by) in pairwise(points))
    return box if bends or (slanted and len({(round(x, 1), round(y, 1)) for x, y in points}) >= LEAST_ENDS) else None


def outlines(
    shapes: Sequence[BBox], pictures: Sequence[BBox], rules: Sequence[Rule], glyphs: Sequence[Glyph], ink: Ink | None
) -> list[Outline]:
    """What of a page's shapes and pictures may be numbers or words; glyphs are those shown."""
    shown = [glyph for glyph in glyphs if glyph.text.strip()]
    if ink is None or not shown or len(shapes) > MOST:
        return []
    digits = [glyph for glyph in shown if glyph.text.isdecimal()]
    size = median([glyph.height for glyph in digits or shown])
    seen = _seen([box for box in shapes if _is_like(box, size, HIGHEST, WIDEST)], ink, whole=True)
    seen += _seen([box for box in pictures if _is_like(box, size, PICTURED, 20.0)], ink, whole=False)
    return [*_pieces(_without_text(seen, shown), size), *(Outline(box, 1) for box in _bars(rules, digits, shown))]


def _seen(boxes: Sequence[BBox], ink: Ink, *, whole: bool) -> list[BBox]:
    import numpy

    there = ink.drawn(numpy.array([_sides(box) for box in boxes]), whole=whole) if boxes else ()
    return [box for box, drawn in zip(boxes, there, strict=True) if drawn]


def _bars(rules: Sequence[Rule], digits: Sequence[Glyph], shown: Sequence[Glyph]) -> Iterator[BBox]:
    """Short bars at the middle of a number's height right before it, as a minus stands."""
    import numpy

    longest = HIGHEST * max((glyph.height for glyph in digits), default=0)
    lying = [rule for rule in rules if rule.horizontal and rule.x1 - rule.x0 <= longest]
    if not lying or len(lying) * len(digits) > MOST_PAIRS:
        return
    ends = {(round(rule.x0), round(rule.top)) for rule in rules} | {(round(rule.x1), round(rule.bottom)) for rule in rules}
    place = numpy.array([_sides(BBox(g.x0, g.top, g.x1, g.bottom)) for g in digits])
    every = numpy.array([_sides(BBox(g.x0, g.top, g.x1, g.bottom)) for g in shown])
    height = place[:, 3] - place[:, 1]
    for rule in lying:
        at, gap = (rule.top - place[:, 1]) / height, (place[:, 0] - rule.x1) / height
        beside = ((at > BAR[0]) & (at < BAR[1]) & (gap > -0.2) & (gap < NEXT) & (rule.x1 - rule.x0 > 0.15 * height)).any()
        under = ((every[:, 0] < rule.x1 - 0.5) & (rule.x0 + 0.5 < every[:, 2]) & (every[:, 1] < rule.top) & (rule.top < every[:, 3])).any()
        meets = sum((round(x) + a, round(rule.top) + b) in ends for x in (rule.x0, rule.x1) for a in (-1, 0, 1) for b in (-1, 0, 1))
        if beside and not under and meets <= 2:
            yield BBox(rule.x0, rule.top - 0.5, rule.x1, rule.top + 0.5)


def _is_like(box: BBox, size: float, highest: float, widest: float) -> bool:
    return LOWEST * size <= box.bottom - box.top <= highest * size and NARROWEST * size <= box.x1 - box.x0 <= widest * size


def _sides(box: BBox) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


def _without_text(boxes: Sequence[BBox], glyphs: Sequence[Glyph]) -> list[BBox]:
    """The boxes in which no character stands, nor they in a character's."""
    import numpy

    if not boxes:
        return []
    places = numpy.array([(glyph.x0, glyph.top, glyph.x1, glyph.bottom) for glyph in glyphs])
    x, y = (places[:, 0] + places[:, 2]) / 2, (places[:, 1] + places[:, 3]) / 2
    kept = []
    for box in boxes:
        holds = (box.x0 <= x) & (x <= box.x1) & (box.top <= y) & (y <= box.bottom)
        across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        held = (places[:, 0] <= across) & (across <= places[:, 2]) & (places[:, 1] <= down) & (down <= places[:, 3])
        if not (holds | held).any():
            kept.append(box)
    return kept


def _pieces(boxes: Sequence[BBox], size: float) -> Iterator[Outline]:
    last: Outline | None = None
    for box in sorted(boxes, key=lambda box: (round((box.top + box.bottom) / size), box.x0)):
        if last is not None and -size < box.x0 - last.box.x1 < NEXT * size and abs(box.bottom - last.box.bottom) < 0.5 * size:
            last = Outline(last.box.union(box), last.count + 1)
            continue
        if last is not None:
            yield last
        last = Outline(box, 1)
    if last is not None:
        yield last
