"""The one doorway to pdfplumber: a PDF file becomes pages of glyphs and rules, one page at a time.

A page is parsed once; what leaves here is small and holds nothing of pdfplumber.  Coordinates are points from the
top left of the page as displayed.  A page whose text runs sideways is turned upright, and `displayed` turns a box
back.
"""

from __future__ import annotations

import logging
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from disclosure.document import BBox
from disclosure.errors import EmptyDocumentError, EncryptedError, NotPdfError, SourceError, TooLargeError

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

MAX_PAGES = 3000  # a province's whole yearbook has fewer; more is a mistake or an attack
MAX_BYTES = 300 * 1024 * 1024
FAR = 100_000.0  # points: nothing of a page lies as far out
THIN = 3.0  # points: a filled rectangle no wider is a rule
TAIL = 4096  # bytes at the end within which %%EOF must stand


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character (a ligature counts as one)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        """Close to the font size."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight printed line: horizontal when top equals bottom, else vertical."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether it lies rather than stands."""
        return self.top == self.bottom


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
    turn: int = 0  # degrees clockwise by which the displayed page was turned to stand upright: 0, 90 or 270
    damaged: bool = False  # its content could not be parsed
    unmapped: int = 0  # glyphs whose character the file does not tell

    def displayed(self, box: BBox) -> BBox:
        """A box of this upright page in the coordinates of the page as displayed."""
        if self.turn == 90:
            return BBox(box.top, self.width - box.x1, box.bottom, self.width - box.x0)
        if self.turn == 270:
            return BBox(self.height - box.bottom, box.x0, self.height - box.top, box.x1)
        return box

    @property
    def displayed_size(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        return (self.width, self.height) if self.turn == 0 else (self.height, self.width)


class PdfFile:
    """An open PDF; use it in a `with` statement."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Open and check; raises a SourceError with one line in Chinese, in which the file is called `name`."""
        name = name or path.name
        _check_bytes(path, name)
        self._pdf = _open(path, name)
        try:
            self.page_count = len(self._pdf.pages)
        except Exception as error:  # pdfminer raises anything over a damaged page tree
            self._close()
            raise NotPdfError(f"{name} 的页面目录已损坏，无法读取：请重新下载该文件") from error
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

    def pages(self) -> Iterator[PageContent]:
        """Each page in order; nothing of a page stays in memory once the next is asked for."""
        for page in self._pdf.pages:
            try:
                yield _read_page(page)
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
    if b"%%EOF" not in tail:
        raise NotPdfError(f"{name} 不完整（没有 PDF 结尾标记），可能没有下载完：请重新下载")


def _open(path: Path, name: str) -> PDF:
    import pdfplumber

    # pdfminer warns of every odd font on stderr, where notes for the user stand
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        return pdfplumber.open(path)
    except Exception as error:
        causes = {type(cause).__name__ for cause in (error, *error.args)}
        if causes & {"PDFPasswordIncorrect", "PDFEncryptionError"}:
            raise EncryptedError(f"{name} 已加密，需要密码：请换用未加密的公开版本") from error
        raise NotPdfError(f"{name} 已损坏，无法作为 PDF 打开：请重新下载该文件") from error


def _page_count_problem(name: str, count: int) -> SourceError | None:
    if count == 0:
        return EmptyDocumentError(f"{name} 没有任何页面")
    if count > MAX_PAGES:
        return TooLargeError(f"{name} 有 {count} 页，超过上限 {MAX_PAGES} 页：请拆分后再导入")
    return None


def _read_page(page: Any) -> PageContent:
    content = PageContent(page.page_number, float(page.width), float(page.height))
    try:
        # pdfminer moves the page by the box's first corner, which some producers make the upper one
        left, top, right, bottom = page.page_obj.mediabox
        page.page_obj.mediabox = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        layout = page.layout
    except Exception:  # noqa: BLE001 — one damaged page must not cost the others
        content.damaged = True
        return content
    left, top = page.mediabox[0], page.mediabox[1]
    crop = page.cropbox
    # pdfminer counts from the corner of the media box, a viewer shows the crop box
    shift_x, shift_y = crop[0] - left, crop[1] - top
    content.width, content.height = float(crop[2] - crop[0]), float(crop[3] - crop[1])
    media_height = float(page.height)
    directions: Counter[int] = Counter()
    for item in _leaves(layout):
        kind = type(item).__name__
        x0, x1 = item.x0 - shift_x, item.x1 - shift_x
        item_top, item_bottom = media_height - item.y1 - shift_y, media_height - item.y0 - shift_y
        if not (-FAR < x0 <= x1 < FAR and -FAR < item_top <= item_bottom < FAR):
            continue  # damaged coordinates, not-a-number among them
        if kind == "LTChar":
            text = item.get_text()
            if text.startswith("(cid:"):
                content.unmapped += 1
                text = "\ufffd"
            text = clean_text(text)
            if text and x1 > -1 and item_bottom > -1 and x0 < content.width + 1 and item_top < content.height + 1:
                content.glyphs.append(Glyph(text, x0, item_top, x1, item_bottom))
                directions[_direction(item)] += 1
            continue
        content.has_drawing = True
        if kind == "LTImage":
            share = (x1 - x0) * (item_bottom - item_top) / max(1.0, content.width * content.height)
            content.picture_share = min(1.0, content.picture_share + share)
        else:
            content.rules.extend(_rules(item, x0, item_top, x1, item_bottom))
    _turn_upright(content, directions)
    content.glyphs = _without_doubles(content.glyphs)
    return content


def _leaves(container: Any) -> Iterator[Any]:
    for item in container:
        kind = type(item).__name__
        if kind == "LTFigure":
            yield from _leaves(item)
        elif kind in ("LTChar", "LTRect", "LTLine", "LTCurve", "LTImage"):
            yield item


def _direction(char: Any) -> int:
    if char.upright:
        return 0
    return 90 if char.matrix[1] > 0 else 270


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


def _turn_upright(content: PageContent, directions: Counter[int]) -> None:
    turn, count = directions.most_common(1)[0] if directions else (0, 0)
    if turn == 0 or count < 0.6 * directions.total():
        return
    width, height = content.width, content.height

    def turned(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        return (height - bottom, x0, height - top, x1) if turn == 90 else (top, width - x1, bottom, width - x0)

    content.glyphs = [Glyph(g.text, *turned(g.x0, g.top, g.x1, g.bottom)) for g in content.glyphs]
    content.rules = [Rule(*turned(r.x0, r.top, r.x1, r.bottom)) for r in content.rules]
    content.turn, content.width, content.height = turn, height, width


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
