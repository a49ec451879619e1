"""One page of a PDF: what it shows, upright.

pdfminer's layout, painted (drawing)  →  glyphs in drawing order, areas, rules
→  what can be seen of them, by the file and by its picture (shown, ink)
→  turned upright, doubled glyphs once  →  strokes, footnote marks, watermarks set aside (marks)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from disclosure.document import BBox
from ingest.pages.bounds import TooMuch, Work
from ingest.pages.drawing import Paint, leaves, paint_page
from ingest.pages.fields import FieldValue, value_size
from ingest.pages.glyph import Glyph, Mark, MarkKind, Rule, box_of
from ingest.pages.ink import CLOSE_SCALE, SCALE, Ink, mark_in
from ingest.pages.marks import footnotes, half_struck, marks_of, struck_out, without_watermarks
from ingest.pages.outlines import Outline, outlines, shape_of
from ingest.pages.pdf import PageContent, clean_text
from ingest.pages.pdfium import Pictures
from ingest.pages.shapes import SCALE as SHAPE_SCALE
from ingest.pages.shapes import DigitShapes
from ingest.pages.shown import Cover, Drawn, runs, settle

FAR = 100_000.0  # points: nothing of a page lies as far out
THIN = 3.0  # points: a filled rectangle no wider is a rule
MOST_ENDS = 6  # of a stroke's outline: what has more is a figure or a letter drawn as a shape
LAYERED = 0.5  # of a page: a picture so large with an unseen text layer is a scan

_BLACK = Paint(True, 0.0, False, None)


@dataclass(slots=True)
class _Raw:
    """The items of a page as displayed."""

    drawn: list[Drawn] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    slants: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[BBox] = field(default_factory=list)
    shapes: list[BBox] = field(default_factory=list)  # outlines that are no rules, small enough for a character


def read_page(page: Any, layers_off: frozenset[int], pictures: Pictures, shapes: DigitShapes, work: Work) -> PageContent:
    """What a pdfplumber page shows."""
    content = PageContent(page.page_number, float(page.width), float(page.height))
    try:
        layout, values, content.marred = paint_page(page.pdf, page, layers_off, work)
    except TooMuch:
        content.overfull = True
        return content
    except Exception:  # noqa: BLE001 — one damaged page must not cost the others
        content.damaged = True
        return content
    content.width, content.height = float(layout.width), float(layout.height)
    raw = _collect(layout, content)
    stale = _add_values(raw, values, content)
    picture = pictures.draw(content.number, SCALE) if raw.drawn else None
    content.digits = pictures.digits(content.number)
    ink = Ink(picture) if picture is not None else None
    seen = settle(raw.drawn, raw.covers, raw.rules, raw.pictures, ink, _Looker(pictures, content.number))
    content.marks = seen.marks + stale
    liars = shapes.miscoded(seen.drawn, lambda: pictures.draw(content.number, SHAPE_SCALE))
    content.marks += runs(MarkKind.MISCODED, [each.glyph for each in liars])
    content.unmapped = sum(each.glyph.text == "\ufffd" for each in seen.drawn)
    shown = sum(bool(each.glyph.text.strip()) for each in seen.drawn)
    content.layered = content.picture_share >= LAYERED and len(seen.layer) > 4 * shown
    if content.layered:
        content.layer, content.marks = seen.layer, []
    content.rules = raw.rules
    content.outlines = outlines(raw.shapes, raw.pictures, raw.rules, [each.glyph for each in seen.drawn], ink)
    _set_aside(content, _upright(content, seen.drawn, raw), raw)
    return content


class _Looker:
    """Looks closely at single glyphs."""

    def __init__(self, pictures: Pictures, page: int) -> None:
        self._pictures, self._page = pictures, page

    def __call__(self, glyph: Glyph, rules: Sequence[Rule], beside: Sequence[Glyph]) -> str:
        box = BBox(*_sides(glyph))
        patch = self._pictures.draw(self._page, CLOSE_SCALE, box)
        return "" if patch is None else mark_in(patch, CLOSE_SCALE, box, rules, map(box_of, beside))


def _collect(layout: Any, content: PageContent) -> _Raw:
    raw = _Raw()
    page = BBox(0.0, 0.0, content.width, content.height)
    for order, item in enumerate(leaves(layout)):
        kind = type(item).__name__
        x0, x1 = item.x0, item.x1
        top, bottom = content.height - item.y1, content.height - item.y0
        if not (-FAR < x0 <= x1 < FAR and -FAR < top <= bottom < FAR):
            continue  # damaged coordinates, not-a-number among them
        paint = item.paint
        if kind == "LTChar":
            text = item.get_text()
            text = "\ufffd" if text.startswith("(cid:") else clean_text(text)
            glyph = Glyph(text, x0, top, x1, bottom)
            if _on_page(glyph, page):
                clip = _clipped(paint.clip, glyph, page)
                raw.drawn.append(Drawn(glyph, paint._replace(clip=clip) if clip else paint, order, _turn(item), item.code))
            continue
        if not paint.seen:
            continue
        content.has_drawing = True
        box = BBox(x0, top, x1, bottom)
        if kind == "LTImage":
            share = (x1 - x0) * (bottom - top) / max(1.0, content.width * content.height)
            raw.pictures.append(box)
            content.picture_share = min(1.0, content.picture_share + share)
        elif kind == "LTCurve" and (shape := shape_of(item, content.height)):
            if clipped := _within(shape, _moved(paint.clip, content.height)):
                raw.shapes.append(clipped)
        else:
            raw.rules.extend(_rules(item, x0, top, x1, bottom))
            if kind != "LTRect" and min(x1 - x0, bottom - top) > THIN and len(item.pts) <= MOST_ENDS:
                ends = [(x, content.height - y) for x, y in item.pts]
                raw.slants.extend((*one, *other) for one, other in pairwise(ends) if abs(one[1] - other[1]) > THIN / 2)
        if paint.solid and kind != "LTLine" and min(x1 - x0, bottom - top) > THIN:
            clipped = _within(box, _moved(paint.clip, content.height))
            if clipped and kind != "LTCurve":
                raw.covers.append(Cover(clipped, order, paint.light, kind == "LTImage"))
    return raw


def _on_page(glyph: Glyph, page: BBox) -> bool:
    """Whether a glyph stands on the page, or next to its edge: then a number may be cut there."""
    beyond, above = 1 + glyph.x1 - glyph.x0, 1 + glyph.bottom - glyph.top
    across = page.x0 - beyond < glyph.x1 and glyph.x0 < page.x1 + beyond
    return across and page.top - above < glyph.bottom and glyph.top < page.bottom + above


def _clipped(clip: tuple[float, float, float, float] | None, glyph: Glyph, page: BBox) -> tuple[float, float, float, float] | None:
    """What a glyph is clipped by: at the page's edge, by that."""
    box = _moved(clip, page.bottom)
    if page.x0 <= glyph.x0 and glyph.x1 <= page.x1 and page.top <= glyph.top and glyph.bottom <= page.bottom:
        return box
    within = _within(page, box)
    return (within.x0, within.top, within.x1, within.bottom) if within else box


def _moved(clip: tuple[float, float, float, float] | None, height: float) -> tuple[float, float, float, float] | None:
    """A box from the layout's coordinates to the page's, which is so high."""
    return (clip[0], height - clip[3], clip[2], height - clip[1]) if clip else None


def _within(box: BBox, clip: tuple[float, float, float, float] | None) -> BBox | None:
    if clip is None:
        return box
    cut = BBox(max(box.x0, clip[0]), max(box.top, clip[1]), min(box.x1, clip[2]), min(box.bottom, clip[3]))
    return cut if cut.x0 < cut.x1 and cut.top < cut.bottom else None


def _turn(char: Any) -> int:
    """Degrees counter-clockwise by which a glyph is turned; -1: aslant or mirrored."""
    a, b, c, d, _, _ = char.matrix
    if a > 0 and d > 0 and abs(b) <= 0.03 * a:
        return 0
    if char.size < 0:
        a, b, c, d = -a, -b, -c, -d
    if a * d - b * c < 0:
        return 0 if a > 0 and abs(b) <= 0.03 * a and char.paint.flipped else -1
    angle = math.degrees(math.atan2(b, a))
    near = round(angle / 90) * 90
    return near % 360 if abs(angle - near) <= 2 else -1


def _add_values(raw: _Raw, values: Sequence[FieldValue], content: PageContent) -> list[Mark]:
    """Write the values of form fields that draw nothing; a mark where a field's value and what it draws differ."""
    stale = []
    for value in values:
        x0, top, x1, bottom = _moved(value.box, content.height) or (0.0, 0.0, 0.0, 0.0)
        box = BBox(x0, top, x1, bottom)
        inside = [each for each in raw.drawn if _stands_in(each.glyph, box)]
        written = "".join(each.glyph.text for each in inside if each.paint.seen)
        if value.drawn:
            if "".join(value.text.split()) not in "".join(written.split()):
                stale.append(Mark(MarkKind.STALE, value.text, box))
            continue
        if written.strip():
            raw.drawn = [each for each in raw.drawn if each not in inside]
        size = value_size((x0, top, x1, bottom))
        middle, at = (top + bottom) / 2, x0 + 2
        for character in value.text:
            end = at + size * (0.5 if character.isascii() else 1.0)
            glyph = Glyph(clean_text(character), at, middle - size / 2, end, middle + size / 2)
            raw.drawn.append(Drawn(glyph, _BLACK._replace(embedded=False, font=-1), 10**9, 0))
            at = end
        content.has_drawing = True
    return stale


def _stands_in(glyph: Glyph, box: BBox) -> bool:
    return box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1 and box.top <= (glyph.top + glyph.bottom) / 2 <= box.bottom


def _upright(content: PageContent, drawn: Sequence[Drawn], raw: _Raw) -> list[Drawn]:
    """Turn the page so that most of its text stands upright; what then does not stand so is marked or left out."""
    directions = Counter(each.turn for each in drawn if each.turn >= 0 and each.glyph.text.strip())
    turn, count = directions.most_common(1)[0] if directions else (0, 0)
    if turn and count >= 0.6 * directions.total():
        width, height = content.width, content.height

        def turned(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
            if turn == 180:
                return width - x1, height - bottom, width - x0, height - top
            return (height - bottom, x0, height - top, x1) if turn == 90 else (top, width - x1, bottom, width - x0)

        drawn = [each._replace(glyph=Glyph(each.glyph.text, *turned(*_sides(each.glyph)))) for each in drawn]
        content.rules = [Rule(*turned(r.x0, r.top, r.x1, r.bottom)) for r in content.rules]
        content.outlines = [Outline(BBox(*turned(o.box.x0, o.box.top, o.box.x1, o.box.bottom)), o.count) for o in content.outlines]
        raw.slants = [(*turned(*slant[:2], *slant[:2])[:2], *turned(*slant[2:], *slant[2:])[:2]) for slant in raw.slants]
        content.turn = turn
        if turn != 180:
            content.width, content.height = height, width
    else:
        turn = 0
    aslant = [each.glyph for each in drawn if each.turn < 0]
    odd = [each.glyph for each in drawn if each.turn not in (turn, -1) and each.glyph.text.isdecimal()]
    content.marks += marks_of(MarkKind.WATERMARK, aslant, content.displayed)
    content.marks += marks_of(MarkKind.TURNED, odd, content.displayed)
    return [_standing(each, (each.turn - turn) % 360) for each in drawn if each.turn >= 0]


def _standing(each: Drawn, turn: int) -> Drawn:
    return each._replace(glyph=replace(each.glyph, turn=turn)) if turn else each


def _sides(glyph: Glyph) -> tuple[float, float, float, float]:
    return glyph.x0, glyph.top, glyph.x1, glyph.bottom


def _set_aside(content: PageContent, drawn: Sequence[Drawn], raw: _Raw) -> None:
    """The page's glyphs without doubles, watermarks, struck words in lines and footnote marks."""
    painted, watermarks = without_watermarks([(each.glyph, each.paint) for each in drawn], content.rules)
    content.marks += [Mark(mark.kind, mark.text, content.displayed(mark.box)) for mark in watermarks]
    glyphs = _without_doubles([glyph for glyph, _ in painted])
    struck, strokes = struck_out(glyphs, content.rules, raw.slants)
    content.rules = [rule for rule in content.rules if rule not in strokes]
    partly = half_struck(glyphs, struck)
    struck -= partly
    notes, unsure = footnotes(glyphs, content.rules)
    content.marks += marks_of(MarkKind.STRUCK, [glyphs[n] for n in sorted(struck)], content.displayed)
    content.marks += marks_of(MarkKind.NOTE, [glyphs[n] for n in sorted(notes)], content.displayed)
    content.marks += marks_of(MarkKind.OVERLAID, [glyphs[n] for n in sorted(unsure | partly)], content.displayed)
    content.glyphs = [replace(glyph, struck=True) if n in struck else glyph for n, glyph in enumerate(glyphs) if n not in notes]


def _rules(item: Any, x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    """The rules that a drawn shape shows: a line, a thin filled bar, or the four sides of a stroked box."""
    width, height = x1 - x0, bottom - top
    if not (item.stroke or item.fill):
        return
    if min(width, height) <= THIN:
        if max(width, height) < 0.5:
            return
        if width >= height:
            middle = (top + bottom) / 2
            yield Rule(x0, middle, x1, middle)
        else:
            middle = (x0 + x1) / 2
            yield Rule(middle, top, middle, bottom)
    elif item.stroke and type(item).__name__ == "LTRect":
        yield Rule(x0, top, x1, top)
        yield Rule(x0, bottom, x1, bottom)
        yield Rule(x0, top, x0, bottom)
        yield Rule(x1, top, x1, bottom)
    elif item.stroke and type(item).__name__ == "LTCurve":
        yield from _path_rules(item, x0, top, x1, bottom)


def _path_rules(item: Any, x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    """The straight upright pieces of a path: some producers draw a whole row of boxes as one."""
    scale_x, scale_top = x0 - item.x0, top + item.y1
    points = [(x + scale_x, scale_top - y) for x, y in item.pts]
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) < 0.5 < abs(ax - bx):
            yield Rule(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2)
        elif abs(ax - bx) < 0.5 < abs(ay - by):
            yield Rule((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by))


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """One of each glyph: bold is often faked by printing a character twice, a hair apart."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept = []
    for glyph in glyphs:
        column, row = round(glyph.x0 / 4), round(glyph.top / 4)
        near = (other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in seen.get((glyph.text, column + dx, row + dy), ()))
        reach = 0.15 * glyph.height
        if any(abs(other.x0 - glyph.x0) <= reach and abs(other.top - glyph.top) <= reach for other in near):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        kept.append(glyph)
    return kept
