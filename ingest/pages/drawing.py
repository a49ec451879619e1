"""What a page draws, in the order in which it is drawn, with how each glyph, shape and picture is painted.

pdfminer's layout says where a glyph stands and what its code means, not whether it can be seen.  This interpreter also
follows the text render mode, transparency, clipping, layers (optional content), marked watermarks, and what
annotations and form fields draw over the page; each item of the layout carries a `Paint`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1, stream_value
from pdfminer.psparser import PSKeyword, PSLiteral, literal_name
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix

from ingest.pages.bounds import CALL, ITEM, PACKED, PARSED, Work, damage_met
from ingest.pages.content import tokens_of
from ingest.pages.fields import FieldValue, appearances, field_values

Box = tuple[float, float, float, float]

_UNSEEN_MODES = (3, 7)  # text that is neither filled nor stroked
_STROKED_MODES = (1, 5)
FAINT = 0.08  # of opacity: less cannot be seen
SOLID = 0.95  # of opacity: what lies below cannot be seen


class Brush(NamedTuple):
    """What of the graphics state decides whether something painted is seen."""

    fill: float = 1.0  # opacity
    stroke: float = 1.0
    soft: bool = False  # by a mask or a blend mode: how much it covers is not known
    clip: Box | None = None  # the box around the clipping path, in the layout's coordinates
    rectangular: bool = True  # whether the clipping path is that box


class Paint(NamedTuple):
    """How one item is painted."""

    seen: bool  # False: by render mode, transparency or a layer that is off
    light: float | None  # of its colour, 0 black to 1 white; None: not known
    solid: bool  # a filled area or picture that lets nothing through
    clip: Box | None
    embedded: bool = True  # of a glyph: whether its font is in the file
    watermark: bool = False  # marked as a watermark by the file itself
    font: int = 0  # of a glyph: tells fonts apart
    flipped: bool = False  # of a glyph: its font may turn its outlines over (Type 3)


class PaintedPage(PDFPageAggregator):
    """pdfminer's layout of one page; each glyph, shape and picture has its `paint`."""

    def __init__(self, rsrcmgr: Any, pageno: int, layers_off: frozenset[int], work: Work) -> None:
        super().__init__(rsrcmgr, pageno=pageno, laparams=None)
        self.layers_off = layers_off
        self.work = work
        self.marred = False  # something that it draws, or is drawn with, was damaged
        self.brush = Brush()
        self.unseen = 0  # open marked contents and forms on layers that are off
        self.values: list[FieldValue] = []
        self._tags: list[tuple[bool, bool]] = []
        self._mode = 0
        self._strung = Paint(True, None, False, None)

    def begin_marked(self, *, off: bool, watermark: bool) -> None:
        """Content that belongs to a layer, or is an artifact, begins."""
        self._tags.append((off, watermark))
        self.unseen += off

    def end_tag(self) -> None:
        """It ends."""
        if self._tags:
            self.unseen -= self._tags.pop()[0]

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Text of one colour and mode."""
        mode = textstate.render
        stroked = mode in _STROKED_MODES
        opacity = self.brush.stroke if stroked else self.brush.fill
        light = light_of(graphicstate.scs, graphicstate.scolor) if stroked else light_of(ncs, graphicstate.ncolor)
        seen = mode not in _UNSEEN_MODES and opacity >= FAINT and not self.unseen
        if light is not None:
            light = 1 - (1 - light) * min(opacity, 1.0)
        font = textstate.font
        watermark = any(marked for _, marked in self._tags)
        flipped = type(font).__name__ == "PDFType3Font"
        self._strung = Paint(seen, light, False, self.brush.clip, is_embedded(font), watermark, font.serial, flipped)
        self.work.spend(ITEM // 2 * sum(len(part) for part in seq if isinstance(part, bytes)))  # most codes are of two bytes
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, matrix: Any, font: Any, fontsize: Any, scaling: Any, rise: Any, cid: Any, ncs: Any, graphicstate: Any) -> float:
        """One glyph."""
        advance = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        char: Any = self.cur_item._objs[-1]
        char.paint = self._strung
        char.code = cid
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """A shape; several outlines in one path may leave holes in each other."""
        start = len(self.cur_item._objs)
        parts = sum(1 for segment in path if segment[0] == "m")
        self.work.spend(ITEM * parts)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        brush = self.brush
        opacity = brush.fill if fill else brush.stroke
        light = light_of(gstate.ncs, gstate.ncolor) if fill else light_of(gstate.scs, gstate.scolor)
        solid = fill and parts <= 1 and self._covers() and gstate.ncs.name != "Pattern"
        paint = Paint(opacity >= FAINT and not self.unseen, light, solid, brush.clip)
        for item in self.cur_item._objs[start:]:
            item.paint = paint  # type: ignore[attr-defined]

    def render_image(self, name: str, stream: PDFStream) -> None:
        """A picture."""
        super().render_image(name, stream)
        masked = any(key in stream for key in ("SMask", "Mask", "ImageMask", "IM"))
        paint = Paint(not self.unseen and self.brush.fill >= FAINT, None, self._covers() and not masked, self.brush.clip)
        self.cur_item._objs[-1].paint = paint  # type: ignore[attr-defined]

    def _covers(self) -> bool:
        return self.brush.fill >= SOLID and not self.brush.soft and self.brush.rectangular and not self.unseen


class PaintingInterpreter(PDFPageInterpreter):
    """pdfminer's interpreter, with the operators that it passes over."""

    device: PaintedPage
    _parent: PaintingInterpreter | None = None

    def subinterp(self) -> PaintingInterpreter:
        """For a form: it inherits colour and brush."""
        inner = super().subinterp()
        assert isinstance(inner, PaintingInterpreter)
        inner._parent = self
        return inner

    def init_state(self, ctm: Any) -> None:
        """At the beginning of a page or form."""
        super().init_state(ctm)
        self._brushes: list[Brush] = []
        if self._parent is not None:
            self.graphicstate = self._parent.graphicstate.copy()

    def init_resources(self, resources: Any) -> None:
        """Load the fonts of a page or form; one that is damaged marks all that are loaded with it."""
        before = damage_met()
        super().init_resources(resources)
        for font in self.fontmap.values():
            font.marred = getattr(font, "marred", damage_met() > before)  # type: ignore[attr-defined]
            self.device.marred |= font.marred  # type: ignore[attr-defined]

    def execute(self, streams: Sequence[Any]) -> None:
        """Run content streams, read by one expression where they are plain; pdfminer takes the others."""
        valid = [stream for stream in map(stream_value, streams) if stream.objid is not None and stream.objid not in self.parent_stream_ids]
        content = b"\n".join(self._unpacked(stream) for stream in valid)
        self.device.work.spend(len(content) // PACKED)
        tokens = tokens_of(content)
        self.device.work.spend(len(content) // PARSED if tokens is None else len(tokens))
        if tokens is None:
            super().execute(streams)
            return
        self.stream_ids.clear()
        self.stream_ids.update(stream.objid for stream in valid if stream.objid is not None)  # a form within itself has no end
        operators = _operators()
        for token in tokens:
            if not isinstance(token, PSKeyword):
                self.argstack.append(token)
            elif token.name in operators:
                operate, count = operators[token.name]
                taken = self.pop(count)
                if len(taken) == count:
                    operate(self, *taken)

    def _unpacked(self, stream: Any) -> bytes:
        """A stream's bytes; that it was damaged is seen when it is unpacked, and kept for the pages that draw it again."""
        before = damage_met()
        found: bytes = stream.get_data()
        stream.marred = getattr(stream, "marred", False) or damage_met() > before
        self.device.marred |= stream.marred
        return found

    def do_q(self) -> None:
        """Keep the state."""
        self._brushes.append(self.device.brush)
        super().do_q()

    def do_Q(self) -> None:
        """Take it back."""
        if self._brushes:
            self.device.brush = self._brushes.pop()
        super().do_Q()

    def do_gs(self, name: Any) -> None:
        """Transparency."""
        state = _entry(self.resources, "ExtGState", name)
        brush = self.device.brush
        if not isinstance(state, Mapping):
            return
        fill, stroke = resolve1(state.get("ca", brush.fill)), resolve1(state.get("CA", brush.stroke))
        blend, mask = resolve1(state.get("BM")), resolve1(state.get("SMask"))
        soft = brush.soft
        if blend is not None or mask is not None:
            soft = isinstance(mask, Mapping) or (blend is not None and _name(blend) not in ("Normal", "Compatible"))
        self.device.brush = brush._replace(fill=_share(fill), stroke=_share(stroke), soft=soft)

    def do_W(self) -> None:
        """Clip to the current path."""
        self.device.work.spend(2 * len(self.curpath))
        points = [
            apply_matrix_pt(self.ctm, (float(x), float(y)))
            for segment in self.curpath
            for x, y in zip(segment[1::2], segment[2::2], strict=False)
        ]
        if points:
            xs, ys = {round(x, 2) for x, _ in points}, {round(y, 2) for _, y in points}
            self._clip((min(xs), min(ys), max(xs), max(ys)), rectangular=len(xs) <= 2 and len(ys) <= 2)

    def do_W_a(self) -> None:
        """Clip by the even-odd rule."""
        self.do_W()

    def _clip(self, box: Box, *, rectangular: bool) -> None:
        brush = self.device.brush
        held = brush.clip
        if held:
            box = (max(box[0], held[0]), max(box[1], held[1]), min(box[2], held[2]), min(box[3], held[3]))
        self.device.brush = brush._replace(clip=box, rectangular=rectangular and brush.rectangular)

    def do_BMC(self, tag: Any) -> None:
        """Marked content begins."""
        self.device.begin_marked(off=False, watermark=False)

    def do_BDC(self, tag: Any, props: Any) -> None:
        """Marked content with properties begins: of a layer, or an artifact."""
        found = _entry(self.resources, "Properties", props, raw=True) if isinstance(props, PSLiteral) else props
        off = _name(tag) == "OC" and is_off(found, self.device.layers_off)
        kind = resolve1(found.get("Subtype")) if isinstance(found, Mapping) else None
        self.device.begin_marked(off=off, watermark=_name(kind) == "Watermark")

    def do_Do(self, xobjid_arg: Any) -> None:
        """Draw a form or a picture."""
        xobj = resolve1(self.xobjmap.get(_name(xobjid_arg)))
        if not isinstance(xobj, PDFStream):
            return
        self.device.work.spend(CALL)
        held = self.device.brush
        off = is_off(xobj.get("OC"), self.device.layers_off)
        self.device.unseen += off
        box = resolve1(xobj.get("BBox"))
        if _name(xobj.get("Subtype")) == "Form" and isinstance(box, list) and len(box) == 4:
            matrix = resolve1(xobj.get("Matrix")) or (1, 0, 0, 1, 0, 0)
            x0, y0, x1, y1 = (float(resolve1(side)) for side in box)
            self._clip(apply_matrix_rect(mult_matrix(tuple(matrix), self.ctm), (x0, y0, x1, y1)), rectangular=True)
        try:
            super().do_Do(xobjid_arg)
        finally:
            self.device.unseen -= off
            self.device.brush = held
            self.device.set_ctm(self.ctm)

    def render_contents(self, resources: Any, streams: Any, ctm: Any = (1, 0, 0, 1, 0, 0)) -> None:
        """The page, then what annotations and form fields draw over it."""
        super().render_contents(resources, streams, ctm)
        if self._parent is None and not self._annotated:
            self._annotated = True
            self._annotate(ctm)

    _annotated = False
    page: Any = None

    def process_page(self, page: Any) -> None:
        """Draw a page."""
        self.page = page
        super().process_page(page)

    def _annotate(self, ctm: Any) -> None:
        self.device.brush = Brush()
        self.device.values = field_values(self.page, ctm)
        for number, (stream, matrix) in enumerate(appearances(self.page, self.device.layers_off)):
            self.init_state(mult_matrix(matrix, ctm))
            name = f"annotation{number}"
            self.xobjmap[name] = stream
            self.do_Do(PSLiteral(name))


@lru_cache(maxsize=1)
def _operators() -> dict[bytes, tuple[Callable[..., None], int]]:
    """Each operator's method and how many operands it takes."""
    found = {}
    for name in dir(PaintingInterpreter):
        if name.startswith("do_"):
            method = getattr(PaintingInterpreter, name)
            written = {"_q": "'", "_w": '"'}.get(name[3:], name[3:].replace("_a", "*"))
            found[written.encode()] = (method, method.__code__.co_argcount - 1)
    return found


def paint_page(pdf: Any, page: Any, layers_off: frozenset[int], work: Work) -> tuple[Any, list[FieldValue], bool]:
    """The layout of a pdfplumber page, the values of form fields that draw nothing themselves, and whether what it draws is damaged.

    TooMuch where that takes more work than is left.
    """
    # pdfminer moves and turns a page within its media box; a viewer does so within what it shows of that
    page.page_obj.mediabox = shown_box(page.page_obj.mediabox, page.page_obj.cropbox)
    work.begin_page()
    device = PaintedPage(pdf.rsrcmgr, page.page_number, layers_off, work)
    PaintingInterpreter(pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.get_result(), device.values, device.marred


def shown_box(media: Box, crop: Box) -> Box:
    """What a viewer shows of a page: its crop box as far as it lies in its media box, whichever corners they state first."""
    whole, cut = ((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for x0, y0, x1, y1 in (media, crop))
    left, bottom, right, top = max(whole[0], cut[0]), max(whole[1], cut[1]), min(whole[2], cut[2]), min(whole[3], cut[3])
    return (left, bottom, right, top) if left < right and bottom < top else whole


def layers_off(catalog: Any) -> frozenset[int]:
    """Object numbers of the layers (optional-content groups) that are off when the file is opened."""
    try:
        properties = resolve1(catalog.get("OCProperties")) or {}
        config = resolve1(properties.get("D")) or {}
        every = {each.objid for each in resolve1(properties.get("OCGs")) or () if isinstance(each, PDFObjRef)}
        on = {each.objid for each in resolve1(config.get("ON")) or () if isinstance(each, PDFObjRef)}
        off = {each.objid for each in resolve1(config.get("OFF")) or () if isinstance(each, PDFObjRef)}
    except Exception:  # noqa: BLE001 — a damaged catalog says nothing of layers
        return frozenset()
    return frozenset((every - on) | off) if _name(resolve1(config.get("BaseState"))) == "OFF" else frozenset(off)


def is_off(content: Any, off: frozenset[int]) -> bool:
    """Whether content of this layer, or of this membership in layers, is not shown."""
    if isinstance(content, PDFObjRef) and content.objid in off:
        return True
    found = resolve1(content)
    if not off or not isinstance(found, Mapping) or "OCGs" not in found:
        return False
    groups = found["OCGs"] if isinstance(found["OCGs"], PDFObjRef) and found["OCGs"].objid in off else resolve1(found["OCGs"])
    members = groups if isinstance(groups, list) else [groups]
    states = [not (isinstance(member, PDFObjRef) and member.objid in off) for member in members if member is not None]
    policy = _name(resolve1(found.get("P"))) or "AnyOn"
    shown = {"AllOn": all(states), "AnyOff": not all(states), "AllOff": not any(states)}.get(policy, any(states) or not states)
    return not shown


_SERIAL = count(1)


def is_embedded(font: Any) -> bool:
    """Whether a font's outlines are in the file, so that every viewer draws the same."""
    known = getattr(font, "drawn_by_file", None)
    if known is None:
        known = type(font).__name__ == "PDFType3Font" or any(f"FontFile{n}" in font.descriptor for n in ("", "2", "3"))
        font.drawn_by_file, font.serial = known, next(_SERIAL)
    return bool(known)


def light_of(space: Any, colour: Any) -> float | None:
    """How light a colour is, 0 to 1; None for patterns and inks that the file defines itself."""
    parts: tuple[Any, ...] = tuple(colour) if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts) or space.name in ("Pattern", "Separation", "DeviceN", "Indexed", "Lab"):
        return None
    if len(parts) == 1:
        return float(parts[0])
    if len(parts) == 3:
        return float(0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2])
    if len(parts) == 4:
        return float((1 - parts[3]) * (1 - 0.299 * parts[0] - 0.587 * parts[1] - 0.114 * parts[2]))
    return None


def leaves(container: Any) -> Iterator[Any]:
    """The glyphs, shapes and pictures of a layout, in drawing order."""
    for item in container:
        kind = type(item).__name__
        if kind == "LTFigure":
            yield from leaves(item)
        elif kind in ("LTChar", "LTRect", "LTLine", "LTCurve", "LTImage"):
            yield item


def _entry(resources: Any, kind: str, name: Any, *, raw: bool = False) -> Any:
    entries = resolve1((resources or {}).get(kind))
    found = entries.get(_name(name)) if isinstance(entries, Mapping) else None
    return found if raw else resolve1(found)


def _name(literal: Any) -> str | None:
    return str(literal_name(literal)) if isinstance(literal, PSLiteral) else None


def _share(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else 1.0
