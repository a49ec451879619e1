"""The doorway to PDFium: pages as pictures, and the raw text layer as a second witness of what is printed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from disclosure.errors import NotPdfError, UnknownNameError

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

MAX_PIXELS = 40_000_000  # a page so large that it would take more is drawn smaller
ONE_AT_A_TIME = threading.Lock()  # PDFium crashes when two threads use it at once


def draw_page(path: Path, page: int, scale: float) -> tuple[Image, float]:
    """One page (1-based) as a picture, and the pixels a point that it was drawn with; UnknownNameError for no such page."""
    with _opened(path) as pdf:
        if not 1 <= page <= len(pdf):
            raise UnknownNameError(f"{path.name} 没有第 {page} 页（共 {len(pdf)} 页）")
        sheet = pdf[page - 1]
        width, height = sheet.get_size()
        scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        return sheet.render(scale=scale).to_pil().convert("RGB"), scale


class Pictures:
    """The pages of one file as small grey pictures, for looking whether something is drawn; use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        import pypdfium2

        self._pdf: PdfDocument | None = None
        with ONE_AT_A_TIME, suppress(pypdfium2.PdfiumError, OSError):
            self._pdf = pypdfium2.PdfDocument(path)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        if self._pdf is not None:
            with ONE_AT_A_TIME:
                self._pdf.close()

    def draw(self, page: int, scale: float) -> Any | None:
        """One page (1-based) as an array of grey values, rows from the top; None where PDFium cannot draw it."""
        import pypdfium2

        if self._pdf is None:
            return None
        with ONE_AT_A_TIME:
            try:
                sheet = self._pdf[page - 1]
                width, height = sheet.get_size()
                if width * height * scale * scale > MAX_PIXELS:
                    return None
                bitmap = sheet.render(scale=scale, grayscale=True)
                picture = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()
                bitmap.close()
                sheet.close()
            except (pypdfium2.PdfiumError, IndexError, ValueError):
                return None
        return picture


def raw_digits(path: Path) -> list[Counter[str]]:
    """How often each digit stands in the text layer of each page; NotPdfError when PDFium cannot open the file."""
    import pypdfium2

    pages = []
    with _opened(path) as pdf:
        for number in range(len(pdf)):
            try:
                text = pdf[number].get_textpage().get_text_bounded()
            except pypdfium2.PdfiumError:
                text = ""  # a page that PDFium cannot read says nothing against our reading
            pages.append(Counter(character for character in text if character.isdecimal()))
    return pages


@contextmanager
def _opened(path: Path) -> Iterator[PdfDocument]:
    import pypdfium2

    with ONE_AT_A_TIME:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise NotPdfError(f"{path.name} 无法作为 PDF 打开，不能显示页面") from error
        try:
            yield pdf
        finally:
            pdf.close()
