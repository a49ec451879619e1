"""The one doorway to pdfplumber: a PDF file becomes pages of glyphs and rules, one page at a time.

A page is parsed once; what leaves here is small and holds nothing of pdfplumber.  Coordinates are points from the
top left of the page as displayed.  A page whose text runs sideways is turned upright, and `displayed` turns a box
back.
"""

from __future__ import annotations

import logging
import mmap
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from disclosure.document import BBox
from disclosure.errors import EmptyDocumentError, EncryptedError, NotPdfError, SourceError, TooLargeError
from ingest.mishaps import Mishaps
from ingest.pages.glyph import Glyph as Glyph
from ingest.pages.glyph import Mark
from ingest.pages.glyph import Rule as Rule
from ingest.pages.outlines import Outline
from ingest.pages.pdfium import Pictures

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

MAX_PAGES = 3000  # a province's whole yearbook has fewer; more is a mistake or an attack
MAX_BYTES = 300 * 1024 * 1024
TAIL = 4096  # bytes at the end within which %%EOF must stand


@dataclass(frozen=True, slots=True)
class TextLine:
    """One visual line of text outside tables.

    Titles of tables, their unit notes and the notes under them are not among the lines; a line that names the unit
    above a table (编制单位：…) is.
    """

    page: int
    text: str
    bbox: BBox
    size: float  # of its commonest character, in points


@dataclass(slots=True)
class PageContent:
    """What is printed on one page, upright."""

    number: int
    width: float  # upright
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    has_drawing: bool = False  # a picture or a drawn shape
    picture_share: float = 0.0  # of the page that pictures cover, at most 1
    turn: int = 0  # degrees clockwise by which the displayed page was turned to stand upright
    damaged: bool = False  # its content could not be parsed
    marred: bool = False  # part of its content is damaged, and what was left was read
    overfull: bool = False  # it would take more work than any page is worth
    unmapped: int = 0  # glyphs that are drawn and whose character the file does not tell
    marks: list[Mark] = field(default_factory=list)  # what is not simply read, boxes as displayed
    outlines: list[Outline] = field(default_factory=list)  # what may be numbers or words without a code
    digits: Counter[str] | None = None  # of its text layer as PDFium reads it; None: it cannot
    layered: bool = False  # a picture with a text layer that nobody sees
    layer: list[Glyph] = field(default_factory=list)  # that text layer

    def displayed(self, box: BBox) -> BBox:
        """A box of this upright page in the coordinates of the page as displayed."""
        if self.turn == 90:
            return BBox(box.top, self.width - box.x1, box.bottom, self.width - box.x0)
        if self.turn == 180:
            return BBox(self.width - box.x1, self.height - box.bottom, self.width - box.x0, self.height - box.top)
        if self.turn == 270:
            return BBox(self.height - box.bottom, box.x0, self.height - box.top, box.x1)
        return box

    @property
    def displayed_size(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        return (self.width, self.height) if self.turn in (0, 180) else (self.height, self.width)


class PdfFile:
    """An open PDF; use it in a `with` statement."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Open and check; raises a SourceError with one line in Chinese, in which the file is called `name`."""
        name = name or path.name
        _check_bytes(path, name)
        self._path = path
        self.seen_count: int | None = None  # pages by PDFium, once they are asked for; None: it cannot open the file
        self._pdf = _open(path, name)
        try:
            self.page_count = len(self._pdf.pages)
        except Exception as error:  # pdfminer raises anything over a damaged page tree
            self._close()
            raise _too_large(name, error) or NotPdfError(f"{name} 的页面目录已损坏，无法读取：请重新下载该文件") from error
        problem = _page_count_problem(name, self.page_count)
        if problem:
            self._close()
            raise problem

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file."""
        self._close()

    def _close(self) -> None:
        self._pdf.stream.close()  # its own close() reads the page tree again, which may be what is damaged

    def pages(self, mishaps: Mishaps) -> Iterator[PageContent]:
        """Each page in order; nothing of a page stays in memory once the next is asked for.

        A page that breaks the reader is a damaged one, and the mishaps tell of it.
        """
        from ingest.pages.bounds import Work
        from ingest.pages.drawing import layers_off
        from ingest.pages.page import read_page
        from ingest.pages.shapes import DigitShapes

        shapes = DigitShapes()
        off, work = layers_off(self._pdf.doc.catalog), Work()
        with Pictures(self._path) as pictures:
            self.seen_count = pictures.page_count
            for page in self._pdf.pages:
                number = page.page_number
                look = partial(read_page, page, off, pictures, shapes, work)
                try:
                    yield mishaps.tried(
                        f"第{number}页", number, look, PageContent(number, float(page.width), float(page.height), damaged=True)
                    )
                finally:
                    page.close()


def clean_text(text: str) -> str:
    """What a glyph says: control characters, surrogates and private marks dropped, radicals as the characters they stand for."""
    if len(text) == 1 and "一" <= text <= "鿿":
        return text
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Cf", "Cn"):
            if character in "\t\n\r":
                kept.append(" ")
        elif character in _RADICALS:
            kept.append(_RADICALS[character])
        elif "⼀" <= character <= "⿕" or "豈" <= character <= "﫿":
            kept.append(unicodedata.normalize("NFKC", character))
        else:
            kept.append(" " if category == "Zs" else character)
    return "".join(kept)


# Radicals that NFKC leaves alone; some producers write them for the whole character.
_RADICALS = dict(
    zip(
        "⺁⺇⺌⺍⺎⺏⺐⺑⺒⺓⺔⺘⺟⺠⺢⺣⺤⺪⺫⺬⺭⺮⺯⺰⺶⺷⺸⺻⺼⺽⺾⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻎⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "厂几小小兀尢尢尢巳幺彑扌母民氵灬爪疋罒示礻竹糸纟羊羊羊聿月臼艹虎衤覀西见角覀讠贝车辶钅长镸长门阝雨青韦页风飞食饣饣马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)


def _check_bytes(path: Path, name: str) -> None:
    try:
        size = path.stat().st_size
        if size == 0:
            raise EmptyDocumentError(f"{name} 是空文件（0 字节）")
        if size > MAX_BYTES:
            raise TooLargeError(f"{name} 有 {size // 1024 // 1024} MB，超过上限 {MAX_BYTES // 1024 // 1024} MB")
        with path.open("rb") as file:
            head = file.read(1024)
            file.seek(max(0, size - TAIL))
            tail = file.read()
    except OSError as error:
        raise SourceError(f"{name} 无法打开：{error.strerror or error}") from error
    if b"%PDF-" not in head:
        raise NotPdfError(f"{name} 不是 PDF 文件（开头没有 %PDF 标记）")
    if b"%%EOF" not in tail and not _whole_before_rubbish(path):
        raise NotPdfError(f"{name} 不完整（没有 PDF 结尾标记），可能没有下载完：请重新下载")


def _whole_before_rubbish(path: Path) -> bool:
    """Whether a file's end mark is followed by what is no part of a PDF; a part that is cut off has objects behind an earlier mark."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = content.rfind(b"%%EOF")
        return end >= 0 and not any(content.find(word, end) >= 0 for word in (b"endobj", b"endstream", b" obj"))


def _open(path: Path, name: str) -> PDF:
    import pdfplumber

    from ingest.pages.bounds import bound_pdfminer

    bound_pdfminer()
    # pdfminer warns of every odd font on stderr, where notes for the user stand
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        return pdfplumber.open(path)
    except Exception as error:
        causes = {type(cause).__name__ for cause in (error, *error.args)}
        if causes & {"PDFPasswordIncorrect", "PDFEncryptionError"}:
            raise EncryptedError(f"{name} 已加密，需要密码：请换用未加密的公开版本") from error
        raise _too_large(name, error) or NotPdfError(f"{name} 已损坏，无法作为 PDF 打开：请重新下载该文件") from error


def _too_large(name: str, error: Exception) -> SourceError | None:
    """Where a file was not opened for its size once unpacked."""
    from ingest.pages.bounds import MOST_UNPACKED, TooMuch

    if any(isinstance(cause, TooMuch) for cause in (error, *error.args)):
        return TooLargeError(f"{name} 解压后过大（有一段超过 {MOST_UNPACKED // 1024 // 1024} MB），没有读取")
    return None


def _page_count_problem(name: str, count: int) -> SourceError | None:
    if count == 0:
        return EmptyDocumentError(f"{name} 没有任何页面")
    if count > MAX_PAGES:
        return TooLargeError(f"{name} 有 {count} 页，超过上限 {MAX_PAGES} 页：请拆分后再导入")
    return None
