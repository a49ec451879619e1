"""What annotations and form fields show over a page: their appearances, and values that have none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import LIT, PSLiteral, literal_name
from pdfminer.utils import apply_matrix_rect, decode_text

Point = tuple[float, float]

_NO_OBJECT = -1  # the number of what stands in no file
_HIDDEN, _NO_VIEW = 2, 32  # bits of /F
_UNDRAWN = ("Link", "Popup")
_LARGEST = 12.0  # points: a value without a size of its own


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The text of a form field, and where it is shown, in the layout's coordinates."""

    text: str
    box: tuple[float, float, float, float]
    drawn: bool  # whether the field's own appearance draws it too


def appearances(page: Any, layers_off: frozenset[int]) -> Iterator[tuple[PDFStream, Any]]:
    """Each annotation's picture of itself with the matrix that puts it in its place, in drawing order."""
    from ingest.pages.drawing import is_off

    for annotation in _annotations(page):
        stream = _appearance(annotation) or _picture_of(annotation)
        if stream is None or is_off(annotation.get("OC"), layers_off):
            continue
        rect, box = _numbers(annotation.get("Rect")), _numbers(stream.get("BBox"))
        if not rect or not box:
            continue
        matrix = resolve1(stream.get("Matrix")) or (1, 0, 0, 1, 0, 0)
        x0, y0, x1, y1 = apply_matrix_rect(tuple(matrix), box)
        if x1 <= x0 or y1 <= y0:
            continue
        left, right = sorted((rect[0], rect[2]))
        bottom, top = sorted((rect[1], rect[3]))
        across, up = (right - left) / (x1 - x0), (top - bottom) / (y1 - y0)
        yield stream, (across, 0, 0, up, left - x0 * across, bottom - y0 * up)


def _picture_of(annotation: Mapping[str, Any]) -> PDFStream | None:
    """What a viewer draws for an annotation without a picture of its own: a text struck out, a line, a pen's stroke, a filled box."""
    kind = _word(annotation.get("Subtype"))
    rect, ends = _numbers(annotation.get("Rect")), []
    if kind == "StrikeOut":
        corners = _points(annotation.get("QuadPoints"))
        ends = [_through(*corners[n : n + 4]) for n in range(0, len(corners) - 3, 4)]
    elif kind == "Line":
        ends = list(pairwise(_points(annotation.get("L"))))
    elif kind == "Ink":
        pen = [_points(stroke) for stroke in resolve1(annotation.get("InkList")) or ()]
        ends = [(points[0], points[-1]) for points in pen if len(points) > 1]
    filled = kind == "Square" and bool(resolve1(annotation.get("IC")))
    if not rect or not (ends or filled):
        return None
    box = [min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[0], rect[2]), max(rect[1], rect[3])]
    drawn = f"1 g {box[0]:.2f} {box[1]:.2f} {box[2] - box[0]:.2f} {box[3] - box[1]:.2f} re f " if filled else ""
    drawn += "".join(f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S " for (x0, y0), (x1, y1) in ends)
    stream = PDFStream({"Subtype": LIT("Form"), "BBox": box}, drawn.encode("ascii"))
    stream.set_objid(_NO_OBJECT, 0)
    return stream


def _through(a: Point, b: Point, c: Point, d: Point) -> tuple[Point, Point]:
    """A stroke through the middle of a text's four corners, which stand a b over c d, or around from a to d."""
    if abs(a[0] + c[0] - b[0] - d[0]) + abs(a[1] + c[1] - b[1] - d[1]) < 1:
        c, d = d, c
    return ((a[0] + c[0]) / 2, (a[1] + c[1]) / 2), ((b[0] + d[0]) / 2, (b[1] + d[1]) / 2)


def field_values(page: Any, ctm: Any) -> list[FieldValue]:
    """The texts of the page's form fields."""
    try:
        form = resolve1(page.doc.catalog.get("AcroForm")) or {}
        anew = bool(resolve1(form.get("NeedAppearances")))
        return list(_field_values(page, ctm, anew=anew))
    except Exception:  # noqa: BLE001 — a damaged form must not cost the page
        return []


def _field_values(page: Any, ctm: Any, *, anew: bool) -> Iterator[FieldValue]:
    for annotation in _annotations(page):
        if _word(annotation.get("Subtype")) != "Widget" or _word(_inherited(annotation, "FT")) not in ("Tx", "Ch"):
            continue
        value, rect = _inherited(annotation, "V"), _numbers(annotation.get("Rect"))
        text = decode_text(value) if isinstance(value, bytes) else ""
        if text.strip() and rect:
            yield FieldValue(text.strip(), apply_matrix_rect(ctm, rect), _appearance(annotation) is not None and not anew)


def value_size(box: tuple[float, float, float, float]) -> float:
    """Points: how large a viewer writes a value that states no size."""
    return min(_LARGEST, 0.7 * (box[3] - box[1]))


def _annotations(page: Any) -> Iterator[Mapping[str, Any]]:
    for each in resolve1(page.annots) or ():
        annotation = resolve1(each)
        if not isinstance(annotation, Mapping) or _word(annotation.get("Subtype")) in _UNDRAWN:
            continue
        flags = resolve1(annotation.get("F")) or 0
        if not (isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW)):
            yield annotation


def _appearance(annotation: Mapping[str, Any]) -> PDFStream | None:
    choices = resolve1(annotation.get("AP"))
    found = resolve1(choices.get("N")) if isinstance(choices, Mapping) else None
    if isinstance(found, Mapping) and not isinstance(found, PDFStream):
        found = resolve1(found.get(_word(annotation.get("AS")) or ""))
    return found if isinstance(found, PDFStream) else None


def _inherited(annotation: Mapping[str, Any], key: str) -> Any:
    """An entry of a field, or of the fields that it belongs to."""
    held: Any = annotation
    for _ in range(8):
        if not isinstance(held, Mapping):
            return None
        if key in held:
            return resolve1(held[key])
        held = resolve1(held.get("Parent"))
    return None


def _numbers(value: Any) -> tuple[float, float, float, float] | None:
    sides = [resolve1(side) for side in resolve1(value) or ()] if isinstance(resolve1(value), list) else []
    if len(sides) != 4 or not all(isinstance(side, (int, float)) for side in sides):
        return None
    return float(sides[0]), float(sides[1]), float(sides[2]), float(sides[3])


def _points(value: Any) -> list[Point]:
    sides = [resolve1(side) for side in resolve1(value) or ()]
    if not all(isinstance(side, (int, float)) for side in sides):
        return []
    return list(zip(map(float, sides[::2]), map(float, sides[1::2]), strict=False))


def _word(literal: Any) -> str | None:
    literal = resolve1(literal)
    return str(literal_name(literal)) if isinstance(literal, PSLiteral) else None
