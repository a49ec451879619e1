"""Which glyphs of a page can be seen, and what those without a readable code show.

    485.00 | white box | 520.00   →  520.00; 485.00 is a mark
    U+00AD with a bar drawn        →  -

What the file says (mode, colour, clip, layer, order) and what PDFium draws must agree that a glyph is there; where two
glyphs stand in one place, the order of drawing decides, or both are doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from disclosure.document import BBox
from ingest.pages.drawing import Paint
from ingest.pages.glyph import Glyph, Mark, MarkKind, Rule
from ingest.pages.ink import Ink

TINY = 2.0  # points: nobody reads characters so small
LIKE = 0.07  # of lightness: a difference that cannot be seen
PALE = (0.55, 0.97)  # lightness of watermarks
BESIDE = 1.2  # of the height: a code that names nothing matters so close to a digit
NEXT = 0.6  # of the height: parts of one number stand so close
FAINT, PALER = 0.75, 0.5  # lightness of what may be overlooked, and by how much the digits beside it must be darker
_INSIDE = frozenset("-‐‑‒–—―−－﹣.,，")  # what a number holds besides digits
_LOW = frozenset(".,、，。·:;：；'\"’‘“”…_`^~")  # too small or too low to be looked for in the middle of their box


# what the picture shows in a glyph's box, less the rules and the glyphs beside it: "", "-" or "\ufffd"
Look = Callable[[Glyph, Sequence[Rule], Sequence[Glyph]], str]


class Drawn(NamedTuple):
    """One glyph as the file draws it."""

    glyph: Glyph
    paint: Paint
    order: int  # of drawing, over the page
    turn: int  # degrees that it is turned counter-clockwise; -1: aslant or mirrored
    code: int = 0  # in its font


class Cover(NamedTuple):
    """A filled area or picture that lets nothing through, of any colour."""

    box: BBox
    order: int
    light: float | None
    picture: bool


@dataclass(slots=True)
class Seen:
    """The glyphs that a page shows, in drawing order, and what was settled about the others."""

    drawn: list[Drawn]
    marks: list[Mark]
    layer: list[Glyph]  # of those left out, what lies over or under a picture as the text layer of a scan does


def settle(
    drawn: Sequence[Drawn],
    covers: Sequence[Cover],
    rules: Sequence[Rule],
    pictures: Sequence[BBox],
    ink: Ink | None,
    look: Look,
) -> Seen:
    """Tell what is shown from what is not."""
    import numpy

    if not drawn:
        return Seen([], [], [])
    boxes = numpy.array([_sides(each.glyph) for each in drawn])
    state = _states(drawn, boxes)
    middle, whole = _inked(drawn, boxes, ink)
    drawn_by_viewer = _reliable(drawn, middle)
    hidden = ~state
    doubtful: set[int] = set()
    readable: dict[int, str] = {}
    for n, each in enumerate(drawn):
        text = each.glyph.text
        if hidden[n]:
            continue
        if not text or text == " " or text == "\ufffd":
            if not middle[n]:
                hidden[n] = text != " "
            elif ink is not None:
                readable[n] = text
        elif not (whole[n] if text in _LOW else middle[n]) and drawn_by_viewer(each):
            hidden[n] = True
    _cover(drawn, boxes, covers, hidden, doubtful, middle if ink is not None else None)
    _overlaps(drawn, boxes, covers, hidden, doubtful)
    return _result(drawn, rules, hidden, doubtful, readable, look, pictures)


def _sides(glyph: Glyph) -> tuple[float, float, float, float]:
    return glyph.x0, glyph.top, glyph.x1, glyph.bottom


def _states(drawn: Sequence[Drawn], boxes: Any) -> Any:
    """Whether the file lets each glyph be seen at all."""
    import numpy

    seen = numpy.array([each.paint.seen and not each.paint.watermark for each in drawn])
    seen &= (boxes[:, 3] - boxes[:, 1] >= TINY) | (boxes[:, 2] - boxes[:, 0] >= 2 * TINY)
    clips = {each.paint.clip for each in drawn}
    if clips != {None}:
        far = (-1e9, -1e9, 1e9, 1e9)
        clip = numpy.array([each.paint.clip or far for each in drawn])
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        seen &= (clip[:, 0] <= x) & (x <= clip[:, 2]) & (clip[:, 1] <= y) & (y <= clip[:, 3])
    return seen


def _inked(drawn: Sequence[Drawn], boxes: Any, ink: Ink | None) -> tuple[Any, Any]:
    import numpy

    if ink is None:
        every = numpy.ones(len(drawn), dtype=bool)
        return every, every
    return ink.drawn(boxes), ink.drawn(boxes, whole=True)


def _reliable(drawn: Sequence[Drawn], inked: Any) -> Callable[[Drawn], bool]:
    """Whether nothing drawn means nothing shown: PDFium may lack a font that the file leaves to the viewer, or its Chinese alone."""
    tally: dict[tuple[int, bool], list[int]] = {}
    for each, there in zip(drawn, inked, strict=True):
        if not each.paint.embedded and each.glyph.text.strip() and each.paint.seen:
            count = tally.setdefault((each.paint.font, each.glyph.text.isascii()), [0, 0])
            count[0] += bool(there)
            count[1] += 1

    def reliable(each: Drawn) -> bool:
        if each.paint.embedded:
            return True
        there, every = tally.get((each.paint.font, each.glyph.text.isascii()), (0, 0))
        return there > 0.5 * every

    return reliable


def _cover(drawn: Sequence[Drawn], boxes: Any, covers: Sequence[Cover], hidden: Any, doubtful: set[int], inked: Any) -> None:
    """Hide what lies under later areas and pictures."""
    import numpy

    if not covers:
        return
    orders = numpy.array([each.order for each in drawn])
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for cover in covers:
        if cover.order <= orders[0]:
            continue
        box = cover.box
        inside = (orders < cover.order) & ~hidden & (box.x0 <= x) & (x <= box.x1) & (box.top <= y) & (y <= box.bottom)
        for n in inside.nonzero()[0]:
            others = (orders > cover.order) & (numpy.abs(x - x[n]) < boxes[n, 2] - boxes[n, 0])
            over = others & (numpy.abs(y - y[n]) < (boxes[n, 3] - boxes[n, 1]) / 2)
            if cover.picture or over.any() or inked is None or not inked[n]:
                hidden[n] = True
            else:
                doubtful.add(int(n))  # something is there, and it may be anything


def _overlaps(drawn: Sequence[Drawn], boxes: Any, covers: Sequence[Cover], hidden: Any, doubtful: set[int]) -> None:
    """Glyphs that stand in one place: what has the colour of its ground is not seen, of two that are seen neither can be read."""
    import numpy

    visible = [n for n in (~hidden).nonzero()[0] if drawn[n].glyph.text.strip() and drawn[n].turn >= 0]
    if len(visible) < 2:
        return
    kept = boxes[visible]
    x, y = (kept[:, 0] + kept[:, 2]) / 2, (kept[:, 1] + kept[:, 3]) / 2
    width, height = kept[:, 2] - kept[:, 0], kept[:, 3] - kept[:, 1]
    pairs: set[tuple[int, int]] = set()
    for shift in (0.0, 2.0):
        band = numpy.floor((y + shift) / 4)
        order = numpy.lexsort((x, band))
        for step in (1, 2):
            a, b = order[:-step], order[step:]
            smaller = numpy.minimum(width[a], width[b])
            near = (numpy.abs(x[a] - x[b]) < 0.45 * smaller) & (numpy.abs(y[a] - y[b]) < 0.45 * numpy.minimum(height[a], height[b]))
            like = numpy.maximum(height[a], height[b]) < 1.6 * numpy.minimum(height[a], height[b])
            for i in (near & like).nonzero()[0]:
                pairs.add((min(int(a[i]), int(b[i])), max(int(a[i]), int(b[i]))))
    for first, second in sorted(pairs):
        one, two = visible[first], visible[second]
        if drawn[one].glyph.text == drawn[two].glyph.text or hidden[one] or hidden[two]:
            continue
        lost = [n for n in (one, two) if _like_its_ground(drawn[n], covers)]
        if lost:
            hidden[lost] = True
        else:
            doubtful |= {int(one), int(two)}


def _like_its_ground(each: Drawn, covers: Sequence[Cover]) -> bool:
    """Whether a glyph has the colour of the paper or of the last area filled below it."""
    if each.paint.light is None:
        return False
    x, y = (each.glyph.x0 + each.glyph.x1) / 2, (each.glyph.top + each.glyph.bottom) / 2
    ground: float | None = 1.0
    for cover in covers:
        if cover.order < each.order and cover.box.x0 <= x <= cover.box.x1 and cover.box.top <= y <= cover.box.bottom:
            ground = cover.light
    return ground is not None and abs(ground - each.paint.light) < LIKE


def _result(
    drawn: Sequence[Drawn],
    rules: Sequence[Rule],
    hidden: Any,
    doubtful: set[int],
    readable: dict[int, str],
    look: Look,
    pictures: Sequence[BBox],
) -> Seen:
    seen = Seen([], [], [])
    lost: list[Glyph] = []
    overlaid: list[Glyph] = []
    cut: list[Glyph] = []
    torn = _torn(drawn, hidden)
    for n, each in enumerate(drawn):
        glyph = each.glyph
        if hidden[n]:
            if glyph.text.strip() and glyph.text != "\ufffd":
                lost.append(glyph)
                if any(_within(glyph, box) for box in pictures):
                    seen.layer.append(glyph)
            continue
        if n in readable:
            mark = _what_is_drawn(n, drawn, rules, look)
            if mark != glyph.text:
                each = each._replace(glyph=Glyph(mark, *_sides(glyph)))
            if mark == "\ufffd":
                seen.marks.append(Mark(MarkKind.UNREADABLE, mark, BBox(*_sides(glyph))))
        if n in torn:
            cut.append(glyph)
        if n in doubtful:
            overlaid.append(glyph)
        if each.glyph.text:
            seen.drawn.append(each)
    seen.marks.extend(runs(MarkKind.UNSEEN, lost))
    seen.marks.extend(runs(MarkKind.OVERLAID, overlaid))
    seen.marks.extend(runs(MarkKind.CUT, cut))
    return seen


def _what_is_drawn(n: int, drawn: Sequence[Drawn], rules: Sequence[Rule], look: Look) -> str:
    """What a code that names nothing shows; looked at closely beside digits only."""
    each = drawn[n]
    neighbours = [drawn[place] for place in (n - 1, n + 1) if 0 <= place < len(drawn)]
    if not any(_beside(each.glyph, other.glyph) for other in neighbours):
        return each.glyph.text or ""
    shown = look(each.glyph, rules, [other.glyph for other in neighbours])
    if shown == "-" or (shown == "\ufffd" and (each.paint.embedded or each.glyph.text == "\ufffd")):
        return shown
    return each.glyph.text if each.glyph.text == " " else ""


def _beside(glyph: Glyph, other: Glyph) -> bool:
    reach = BESIDE * max(glyph.height, other.height)
    level = abs(glyph.top + glyph.bottom - other.top - other.bottom) < glyph.height
    return other.text.isdecimal() and level and glyph.x0 - reach < other.x1 and other.x0 < glyph.x1 + reach


def _torn(drawn: Sequence[Drawn], hidden: Any) -> set[int]:
    """Places in numbers beside a part that cannot be seen, or that is so much paler that it may be overlooked."""
    import numpy

    parts = [n for n, each in enumerate(drawn) if each.glyph.text.isdecimal() or each.glyph.text in _INSIDE]
    light = numpy.array([numpy.nan if drawn[n].paint.light is None else drawn[n].paint.light for n in parts])
    unseen = numpy.array([hidden[n] for n in parts], dtype=bool)
    lost = (unseen | (light >= FAINT)).nonzero()[0]
    if not len(lost):
        return set()
    # along the line, and across it
    sides = numpy.array([_along(drawn[n]) for n in parts])
    start, end, low, high = sides.T
    size = high - low
    found: set[int] = set()
    for k in lost:
        level = (
            ~unseen & (numpy.arange(len(parts)) != k) & (numpy.abs(low - low[k]) < 0.2 * size) & (numpy.abs(size - size[k]) < 0.1 * size)
        )
        middle = (start[k] + end[k]) / 2
        if (level & (start < middle) & (middle < end)).any():
            continue  # its place is taken
        near = level & (numpy.minimum(numpy.abs(start - end[k]), numpy.abs(end - start[k])) < NEXT * size)
        if not unseen[k]:
            near &= numpy.abs(light - light[k]) > PALER
        pieces = [k, *near.nonzero()[0]]
        if len(pieces) > 1 and any(drawn[parts[m]].glyph.text.isdecimal() for m in pieces):
            found |= {parts[m] for m in pieces}
    return found


def _along(each: Drawn) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = _sides(each.glyph)
    return (top, bottom, x0, x1) if each.turn in (90, 270) else (x0, x1, top, bottom)


def _within(glyph: Glyph, box: BBox) -> bool:
    return box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1 and box.top <= (glyph.top + glyph.bottom) / 2 <= box.bottom


def runs(kind: MarkKind, glyphs: Sequence[Glyph]) -> list[Mark]:
    """One mark for glyphs that follow each other on a line."""
    found: list[Mark] = []
    for glyph in glyphs:
        box = BBox(*_sides(glyph))
        last = found[-1] if found else None
        if last and abs(last.box.top - box.top) < 0.5 * glyph.height and -1 < box.x0 - last.box.x1 < glyph.height:
            found[-1] = Mark(kind, last.text + glyph.text, last.box.union(box))
        else:
            found.append(Mark(kind, glyph.text, box))
    return found
