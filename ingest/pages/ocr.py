"""Pages that are pictures: their characters by RapidOCR, their table rules from the picture itself.

    a scanned page  →  straightened picture  →  lines of characters with boxes, long dark strokes
                    →  a PageContent with glyphs and rules, which the table reader takes as any other page

RapidOCR carries its models; it is loaded when the first such page comes, and may be missing.
"""

from __future__ import annotations

import importlib.util
import math
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from disclosure.document import BBox
from ingest.pages.pdf import Glyph, PageContent, Rule, clean_text
from ingest.pages.pdfium import draw_page

INSTALL = "pip install rapidocr onnxruntime"
PIXELS = 1800  # of the longer side: enough for 9-point figures, and what the detector takes
MOST_PAGES = 60  # of one file: at seconds a page, more would keep a reader waiting for minutes
MOST_SCALE = 4.0  # pixels a point, for very small pages
SURE = 0.85  # a line recognised with less confidence is told to the reader
LONG_STROKE = 30.0  # points: shorter horizontal strokes are parts of characters
TALL_STROKE = 13.0  # points: less than the lowest table row
THICK = 4.0  # points: a thicker stroke is no rule
NEAR = 2.5  # points: strokes that close are one rule
STEEPEST = 8.0  # degrees: a page that leans more is not straightened

_ONE_AT_A_TIME = threading.Lock()


@dataclass(slots=True)
class ScannedContent(PageContent):
    """A page read from its picture; its coordinates are those of the straightened picture."""

    angle: float = 0.0  # degrees counter-clockwise by which the picture was turned to stand straight
    unsure: tuple[str, ...] = field(default=())  # lines recognised with little confidence

    def displayed(self, box: BBox) -> BBox:
        """A box of the straightened page on the page as displayed: around its turned middle, as large as it was."""
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        dx, dy = _turned(x - self.width / 2, y - self.height / 2, -self.angle)
        dx, dy = dx + self.width / 2 - x, dy + self.height / 2 - y
        return BBox(box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)


def is_picture(content: PageContent) -> bool:
    """Whether a page prints something but no character."""
    return content.has_drawing and not content.damaged and not any(glyph.text.strip() for glyph in content.glyphs)


@lru_cache(maxsize=1)
def can_recognise() -> bool:
    """Whether RapidOCR is installed here."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def recognise(path: Path, content: PageContent) -> PageContent:
    """The page with the characters and rules that its picture shows; as it was where that fails.

    Call `can_recognise` before.
    """
    try:
        found = _recognise(path, content)
        return found if found.glyphs else content
    except Exception:  # noqa: BLE001 — an inference engine raises anything over a strange picture
        return content


def _recognise(path: Path, content: PageContent) -> ScannedContent:
    import numpy

    width, height = content.displayed_size
    image, scale = draw_page(path, content.number, min(PIXELS / max(width, height, 1.0), MOST_SCALE))
    picture = numpy.asarray(image)[:, :, ::-1]  # RapidOCR and OpenCV take blue first
    strokes = _strokes(picture, scale)
    angle = _leaning(strokes)
    if abs(angle) > 0.05:
        picture = _straightened(picture, angle)
        strokes = _strokes(picture, scale)
    with _ONE_AT_A_TIME:
        lines = list(_recognised(_engine()(picture, return_word_box=True), scale))
    rules = _rules([stroke for stroke in strokes if not any(_of_character(stroke, line.box, scale) for line in lines)], scale)
    standing = [rule.x0 for rule in rules if not rule.horizontal]
    return ScannedContent(
        number=content.number,
        width=width,
        height=height,
        glyphs=[glyph for line in lines for glyph in line.glyphs(standing)],
        rules=rules,
        has_drawing=True,
        angle=angle,
        unsure=tuple(line.text for line in lines if line.score < SURE),
    )


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 2})


# --- characters -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """One recognised line, in points."""

    text: str
    score: float
    box: BBox
    words: tuple[tuple[str, float, float], ...]  # text, left, right

    def glyphs(self, standing: Sequence[float]) -> Iterator[Glyph]:
        """The characters, spread over the line; by the recogniser's word boxes where a vertical rule crosses it."""
        crossed = any(self.box.x0 + 2 < x < self.box.x1 - 2 for x in standing)
        pieces = self.words if crossed and self.words else ((self.text, self.box.x0, self.box.x1),)
        middle, half = (self.box.top + self.box.bottom) / 2, self._size() / 2
        for text, left, right in pieces:
            step = (right - left) / (sum(map(_advance, text)) or 1.0)
            at = left
            for character in text:
                end = at + _advance(character) * step
                yield Glyph(character, at, middle - half, end, middle + half)
                at = end

    def _size(self) -> float:
        """The font size: the box is higher than its characters, their advance is not."""
        by_width = (self.box.x1 - self.box.x0) / (sum(map(_advance, self.text)) or 1.0)
        return min(by_width, self.box.bottom - self.box.top)


def _advance(character: str) -> float:
    return 0.5 if character.isascii() else 1.0


def _recognised(result: Any, scale: float) -> Iterator[_Line]:
    if result is None or result.txts is None:
        return
    words = result.word_results or [()] * len(result.txts)
    for corners, text, score, parts in zip(result.boxes, result.txts, result.scores, words, strict=False):
        text = clean_text(str(text)).strip()
        if not text:
            continue
        xs = [float(corner[0]) / scale for corner in corners]
        ys = [float(corner[1]) / scale for corner in corners]
        box = BBox(min(xs), min(ys), max(xs), max(ys))
        yield _Line(text, float(score), box, tuple(_words(parts, scale)))


def _words(parts: Iterable[Any], scale: float) -> Iterator[tuple[str, float, float]]:
    for part in parts or ():
        if len(part) < 3 or part[2] is None:
            continue
        xs = [float(corner[0]) / scale for corner in part[2]]
        yield clean_text(str(part[0])), min(xs), max(xs)


# --- rules ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A long thin dark stroke, in pixels; lying or standing."""

    lying: bool
    x0: float
    y0: float
    x1: float
    y1: float


def _strokes(picture: Any, scale: float) -> list[_Stroke]:
    """Strokes that are long and thin enough to be rules, noise and characters left out."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 31, -12)
    found = []
    for lying, length in ((True, LONG_STROKE * scale), (False, TALL_STROKE * scale)):
        # in short pieces first, since a leaning line is a staircase; pieces that touch are joined
        piece = max(8, round(length / 3))
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (piece, 1) if lying else (1, piece))
        kept = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
        bridge = cv2.getStructuringElement(cv2.MORPH_RECT, (round(3 * scale), 3) if lying else (3, round(3 * scale)))
        kept = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, bridge)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
        for number in range(1, count):
            x, y, w, h, area = (int(value) for value in stats[number])
            along, across = (w, h) if lying else (h, w)
            if along >= length and area / along <= THICK * scale and across <= max(THICK * scale, along * math.tan(math.radians(STEEPEST))):
                found.append(_ends(labels, number, lying, x, y, w, h))
    return found


def _ends(labels: Any, number: int, lying: bool, x: int, y: int, w: int, h: int) -> _Stroke:
    """The stroke through the middles of its first and last pixels."""
    import numpy

    inside = labels[y : y + h, x : x + w] == number
    edge = 3
    if lying:
        first, last = numpy.nonzero(inside[:, :edge])[0].mean(), numpy.nonzero(inside[:, -edge:])[0].mean()
        return _Stroke(True, x, y + float(first), x + w, y + float(last))
    first, last = numpy.nonzero(inside[:edge, :])[1].mean(), numpy.nonzero(inside[-edge:, :])[1].mean()
    return _Stroke(False, x + float(first), y, x + float(last), y + h)


def _of_character(stroke: _Stroke, box: BBox, scale: float) -> bool:
    """Whether the stroke lies within a line of characters: a bold 一 or 出."""
    slack = 1.0
    inside = box.x0 - slack <= stroke.x0 / scale and stroke.x1 / scale <= box.x1 + slack
    return inside and box.top - slack <= min(stroke.y0, stroke.y1) / scale and max(stroke.y0, stroke.y1) / scale <= box.bottom + slack


def _leaning(strokes: Sequence[_Stroke]) -> float:
    """Degrees by which the picture must be turned counter-clockwise: the middle one of its lying strokes, by length."""
    leans = sorted(
        (math.degrees(math.atan2(stroke.y1 - stroke.y0, stroke.x1 - stroke.x0)), stroke.x1 - stroke.x0)
        for stroke in strokes
        if stroke.lying
    )
    total, passed = sum(length for _, length in leans), 0.0
    for angle, length in leans:
        passed += length
        if passed >= total / 2:
            return angle if abs(angle) <= STEEPEST else 0.0
    return 0.0


def _straightened(picture: Any, angle: float) -> Any:
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _turned(dx: float, dy: float, degrees: float) -> tuple[float, float]:
    """A point about the origin, turned counter-clockwise on a page whose y runs down."""
    radians = math.radians(degrees)
    cos, sin = math.cos(radians), math.sin(radians)
    return dx * cos + dy * sin, -dx * sin + dy * cos


def _rules(strokes: Sequence[_Stroke], scale: float) -> list[Rule]:
    """Straight rules in points; strokes at nearly one height are at one height, and a rule meets another one."""
    lying = _aligned([((s.y0 + s.y1) / 2 / scale, s.x0 / scale, s.x1 / scale) for s in strokes if s.lying])
    standing = _aligned([((s.x0 + s.x1) / 2 / scale, s.y0 / scale, s.y1 / scale) for s in strokes if not s.lying])
    rules = [Rule(start, at, end, at) for at, start, end in lying if _meets(at, start, end, standing)]
    rules += [Rule(at, start, at, end) for at, start, end in standing if _meets(at, start, end, lying)]
    return rules


def _aligned(pieces: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pieces with their place moved to the mean of those beside it, by length."""
    found: list[tuple[float, float, float]] = []
    group: list[tuple[float, float, float]] = []
    for piece in sorted(pieces):
        if group and piece[0] - group[-1][0] > NEAR:
            found += _together(group)
            group = []
        group.append(piece)
    return found + _together(group)


def _together(group: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    total = sum(end - start for _, start, end in group)
    at = sum(place * (end - start) for place, start, end in group) / total if total else 0.0
    return [(at, start, end) for _, start, end in group]


def _meets(at: float, start: float, end: float, others: Sequence[tuple[float, float, float]]) -> bool:
    """Whether a rule of the other direction touches this one."""
    slack = 2 * NEAR
    return any(start - slack <= place <= end + slack and low - slack <= at <= high + slack for place, low, high in others)
