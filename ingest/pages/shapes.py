"""Whether digits look like what their codes say: a font's table of characters can lie, its outlines are what is read.

One sample of each digit of each font is compared with the shapes of digits in the typefaces of published disclosures
and common systems (digit_shapes.txt: one line a shape, the digit and 10 × 14 levels of grey in hex digits).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.pages.shown import Drawn

SCALE = 3.0  # pixels a point
WIDE, HIGH = 10, 14  # of a shape
SMALLEST = 5.0  # points: a smaller digit shows too few pixels
TRIES = 3  # samples of one code that may be spoilt by what stands beside them
LIKE = 0.7  # of likeness to another digit that counts
LEAD = 0.08  # by which the other digit must be more like
DIGITS = frozenset("0123456789")


class DigitShapes:
    """What is known of the digits of one file's fonts."""

    def __init__(self) -> None:
        self._honest: dict[tuple[int, int, str], bool] = {}
        self._tries: dict[tuple[int, int, str], int] = {}

    def miscoded(self, drawn: Sequence[Drawn], draw: Callable[[], Any | None]) -> list[Drawn]:
        """The digits of a page in whose font a digit looks like another one; `draw` gives the page's picture at SCALE."""
        unknown: dict[tuple[int, int, str], Drawn] = {}
        for each in drawn:
            if each.glyph.text in DIGITS and each.paint.embedded and each.turn == 0 and each.glyph.height >= SMALLEST:
                key = (each.paint.font, each.code, each.glyph.text)
                if key not in self._honest and key not in unknown:
                    unknown[key] = each
        if unknown:
            picture = draw()
            for key, each in unknown.items():
                self._judge(key, sample(picture, each) if picture is not None else None)
        liars = {font for (font, _, _), honest in self._honest.items() if not honest}
        return [each for each in drawn if each.glyph.text in DIGITS and each.paint.font in liars] if liars else []

    def _judge(self, key: tuple[int, int, str], shape: Any | None) -> None:
        tries = self._tries[key] = self._tries.get(key, 0) + 1
        if shape is not None:
            self._honest[key] = looks_like(shape, key[2])
        elif tries >= TRIES:
            self._honest[key] = True  # nothing was seen that says otherwise


def looks_like(shape: Any, digit: str) -> bool:
    """Whether no other digit is clearly more like the shape."""
    known, digits = shapes()
    likeness = known @ shape
    own = max((float(like) for like, said in zip(likeness, digits, strict=True) if said == digit), default=0.0)
    other = max((float(like) for like, said in zip(likeness, digits, strict=True) if said != digit), default=0.0)
    return not (other > LIKE and other - own > LEAD)


def sample(picture: Any, each: Drawn) -> Any | None:
    """A digit's shape in the page's picture, as long as one; None where something else stands in its box."""
    import numpy
    from PIL import Image

    glyph = each.glyph
    x0, x1 = round(glyph.x0 * SCALE), round(glyph.x1 * SCALE)
    top, bottom = round(glyph.top * SCALE), round(glyph.bottom * SCALE)
    patch = picture[max(0, top) : bottom, max(0, x0) : x1].astype(numpy.float32)
    if patch.shape[0] < 8 or patch.shape[1] < 4:
        return None
    ink = numpy.abs(patch - numpy.median(patch[:, [0, -1]]))
    if ink.max() < 64:
        return None
    ink /= ink.max()
    dark = ink > 0.4
    rows, columns = dark.any(axis=1).nonzero()[0], dark.any(axis=0).nonzero()[0]
    high, wide = int(rows[-1] - rows[0] + 1), int(columns[-1] - columns[0] + 1)
    if not 0.45 * patch.shape[0] <= high <= 0.9 * patch.shape[0] or (dark.any(axis=1)[rows[0] : rows[-1] + 1] == 0).any():
        return None
    inside = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    width = min(WIDE, max(2, round(wide / high * HIGH)))
    scaled = Image.fromarray((inside * 255).astype(numpy.uint8)).resize((width, HIGH), Image.Resampling.BOX)
    shape = numpy.zeros((HIGH, WIDE), dtype=numpy.float32)
    left = (WIDE - width) // 2
    shape[:, left : left + width] = numpy.asarray(scaled)
    return _level(shape.ravel())


def _level(shape: Any) -> Any:
    import numpy

    shape = shape - shape.mean()
    return shape / (numpy.linalg.norm(shape) or 1.0)


@lru_cache(maxsize=1)
def shapes() -> tuple[Any, list[str]]:
    """The known shapes, a row each, and the digit of each."""
    import numpy

    lines = Path(__file__).with_name("digit_shapes.txt").read_text(encoding="ascii").split("\n")
    pairs = [line.split(" ") for line in lines if line]
    known = numpy.array([_level(numpy.array([int(level, 16) for level in levels], dtype=numpy.float32)) for _, levels in pairs])
    return known, [digit for digit, _ in pairs]
