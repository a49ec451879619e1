"""A page of a PDF as a picture, with boxes outlined: what a citation opens."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from disclosure.document import BBox
from ingest.pages.pdfium import draw_page

OUTLINE = (208, 32, 32)
MARGIN = 2.0  # points between a box and its outline


def render_page(path: Path, page: int, *, boxes: Sequence[BBox] = (), scale: float = 2.0, name: str | None = None) -> bytes:
    """One page (1-based) as a PNG, `scale` pixels a point.

    UnknownNameError when there is no such page, NotPdfError when it cannot be drawn; both call the file `name`.
    """
    from PIL import ImageDraw

    image, scale = draw_page(path, page, scale, name)
    draw = ImageDraw.Draw(image)
    for box in boxes:
        corners = [(box.x0 - MARGIN) * scale, (box.top - MARGIN) * scale, (box.x1 + MARGIN) * scale, (box.bottom + MARGIN) * scale]
        draw.rectangle(corners, outline=OUTLINE, width=max(2, round(scale)))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
