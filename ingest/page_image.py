"""A page of a PDF as a picture, with boxes outlined: what a citation opens."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from disclosure.document import BBox
from disclosure.errors import NotPdfError, UnknownNameError

if TYPE_CHECKING:
    from PIL.Image import Image

OUTLINE = (208, 32, 32)
MARGIN = 2.0  # points between a box and its outline
MAX_PIXELS = 40_000_000  # a page so large that it would take more is drawn smaller

ONE_AT_A_TIME = threading.Lock()  # PDFium crashes when two threads use it at once


def render_page(path: Path, page: int, *, boxes: Sequence[BBox] = (), scale: float = 2.0) -> bytes:
    """One page (1-based) as a PNG, `scale` pixels a point; UnknownNameError when there is no such page."""
    from PIL import ImageDraw

    with ONE_AT_A_TIME:
        image, scale = _draw(path, page, scale)
    draw = ImageDraw.Draw(image)
    for box in boxes:
        corners = [(box.x0 - MARGIN) * scale, (box.top - MARGIN) * scale, (box.x1 + MARGIN) * scale, (box.bottom + MARGIN) * scale]
        draw.rectangle(corners, outline=OUTLINE, width=max(2, round(scale)))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _draw(path: Path, page: int, scale: float) -> tuple[Image, float]:
    """The page as an image, and the scale that it was drawn at."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise NotPdfError(f"{path.name} 无法作为 PDF 打开，不能显示页面") from error
    try:
        if not 1 <= page <= len(pdf):
            raise UnknownNameError(f"{path.name} 没有第 {page} 页（共 {len(pdf)} 页）")
        sheet = pdf[page - 1]
        width, height = sheet.get_size()
        scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        return sheet.render(scale=scale).to_pil().convert("RGB"), scale
    finally:
        pdf.close()
