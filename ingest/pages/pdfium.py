"""The doorway to PDFium: pages as pictures, and the raw text layer as a second witness of what is printed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from disclosure.document import BBox
from disclosure.errors import NotPdfError, UnknownNameError

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

MAX_PIXELS = 40_000_000  # a page so large that it would take more is drawn smaller
ONE_AT_A_TIME = threading.Lock()  # PDFium crashes when two threads use it at once


def draw_page(path: Path, page: int, scale: float, name: str | None = None) -> tuple[Image, float]:
    """One page (1-based) as a picture, and the pixels a point that it was drawn with.

    UnknownNameError for no such page, NotPdfError where PDFium cannot draw it; both call the file `name`.
    """
    import pypdfium2

    name = name or path.name
    with _opened(path, name) as pdf:
        if not 1 <= page <= len(pdf):
            raise UnknownNameError(f"{name} 没有第 {page} 页（共 {len(pdf)} 页）")
        try:
            sheet = pdf[page - 1]
            width, height = sheet.get_size()
            scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
            return sheet.render(scale=scale).to_pil().convert("RGB"), scale
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise NotPdfError(f"{name} 第 {page} 页画不出来：这一页可能已损坏") from error


class Pictures:
    """The pages of one file as small grey pictures, for looking whether something is drawn; use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        import pypdfium2

        self._pdf: PdfDocument | None = None
        self._open: tuple[int, Any] | None = None
        with ONE_AT_A_TIME, suppress(pypdfium2.PdfiumError, OSError):
            self._pdf = pypdfium2.PdfDocument(path)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        if self._pdf is not None:
            with ONE_AT_A_TIME:
                if self._open is not None:
                    self._open[1].close()
                self._pdf.close()

    @property
    def page_count(self) -> int | None:
        """How many pages PDFium sees; None: it cannot open the file."""
        if self._pdf is None:
            return None
        with ONE_AT_A_TIME:
            return len(self._pdf)

    def draw(self, page: int, scale: float, box: BBox | None = None) -> Any | None:
        """One page (1-based), or a box of it, as an array of grey values, rows from the top; None where PDFium cannot draw it."""
        import pypdfium2

        if self._pdf is None:
            return None
        with ONE_AT_A_TIME:
            try:
                sheet = self._turn_to(page)
                width, height = sheet.get_size()
                crop = (
                    (max(0.0, box.x0), max(0.0, height - box.bottom), max(0.0, width - box.x1), max(0.0, box.top)) if box else (0, 0, 0, 0)
                )
                if width * height * scale * scale > MAX_PIXELS and box is None:
                    return None
                bitmap = sheet.render(scale=scale, grayscale=True, crop=crop)
                picture = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
                bitmap.close()
            except (pypdfium2.PdfiumError, IndexError, ValueError):
                return None
        return picture

    def digits(self, page: int) -> Counter[str] | None:
        """How often each digit stands in the text layer of a page; None where PDFium cannot read it."""
        import pypdfium2

        if self._pdf is None:
            return None
        with ONE_AT_A_TIME:
            try:
                words = self._turn_to(page).get_textpage()
                text = words.get_text_bounded()
                words.close()
            except (pypdfium2.PdfiumError, IndexError):
                return None
        return Counter(character for character in text if character.isdecimal())

    def _turn_to(self, page: int) -> Any:
        """The page, which stays open until another one is asked for."""
        if self._open is None or self._open[0] != page:
            if self._open is not None:
                self._open[1].close()
            self._open = None
            assert self._pdf is not None
            self._open = (page, self._pdf[page - 1])
        return self._open[1]


@contextmanager
def _opened(path: Path, name: str) -> Iterator[PdfDocument]:
    import pypdfium2

    with ONE_AT_A_TIME:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise NotPdfError(f"{name} 无法作为 PDF 打开，不能显示页面") from error
        try:
            yield pdf
        finally:
            pdf.close()
