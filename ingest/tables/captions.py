"""What stands above and below a table: number, title, unit note, notes.

预算公开表1
2026年预算收支总表
单位名称：…                 单位：万元     →  Caption("预算公开表1", "2026年预算收支总表", "单位：万元", 万元)
┌──────┬──────┐
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from disclosure.amount import Unit, fold_width
from disclosure.document import BBox
from ingest.figures.units import counted_note, line_unit, unit_note
from ingest.pages.pdf import TextLine
from ingest.tables.layout import EVERYWHERE, PageLayout

REACH = 8  # lines above a table that may belong to it
TITLE_LENGTH = 60  # characters

_NUMBER = (
    r"(?:(?:附?表|预算公开表|决算公开表|部门公开表|单位公开表|公开表?|附件|附录)\s*"
    r"(?:\d+(?:[-—－.]\d+)*|[一二三四五六七八九十]{1,3})\s*(?:表)?(?:[（(]续[)）])?|(?:预算|决算|公开)\s*\d{1,2}\s*表)"
)
_NUMBER_LINE = re.compile(rf"\s*[（(]?{_NUMBER}[)）]?\s*[:：]?\s*")
_NUMBERED_TITLE = re.compile(rf"\s*(?P<number>{_NUMBER})\s*[:：.、]?\s*(?P<title>\S.*)")
_TITLE_NUMBERED = re.compile(rf"\s*(?P<title>\S.*?)\s+(?P<number>{_NUMBER})\s*")
_ENTITY = re.compile(r"^\s*(?:编制|填报|公开|预算|决算|制表)?\s*(?:单位|部门)\s*(?:名称|全称|[(（]盖章[)）])?\s*[:：]")
_YEAR_LINE = re.compile(r"\s*[（(]?\s*(?:20\d{2}|二[〇○零0]\S{2})\s*年\s*(?:度)?\s*[)）]?\s*")
_TITLE_END = re.compile(
    r"(?:表|目录|一览|清单|明细|情况|台账)\s*(?:[（(\[【][^()（）]*[)）\]】])?\s*(?:之[一二三四五六七八九十]|[（(]?续表?[)）]?)?\s*$"
)
_BRACKETED = re.compile(r"\s*[（(][^()（）]{2,40}[)）]\s*")  # （按支出功能分类科目） under …支出明细表: the end of the title
_SENTENCE = re.compile(r"[。；;，,：:！？]\s*$")
_NOTE = re.compile(r"^\s*(?:备?注|说明)\s*\d?\s*[:：.、]")
_HEADING = re.compile(r"^\s*(?:第[一二三四五六七八九十]+(?:部分|章|节)|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")
CONTINUED = re.compile(r"[（(]?续\s*表?\s*\d*[)）]?\s*$|^\s*续\s*表")


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a table, as printed."""

    number: str | None = None
    title: str = ""
    unit_note: str | None = None
    unit: Unit | None = None
    lines: tuple[TextLine, ...] = ()  # that make it up, for taking them out of the running text
    foreign: bool = False  # other text stands between it and whatever came before on the page
    bare: bool = True  # nothing at all stands above the table but furniture


@dataclass(slots=True)
class _Reading:
    number: str | None = None
    title_lines: list[TextLine] = field(default_factory=list)
    note: tuple[str, Unit] | None = None
    used: list[TextLine] = field(default_factory=list)
    passed: int = 0  # entity lines, which stay in the running text


def read_caption(page: PageLayout, box: BBox, above: float, span: tuple[float, float] = EVERYWHERE) -> Caption:
    """The caption of a table whose upper side is `box.top`, among the lines below the height `above`, within its span of the page."""
    lines = page.lines_between(above, box.top, span)
    reading = _Reading()
    rest = list(reversed(lines))[:REACH]
    while rest:
        line = rest[0]
        if not _take(reading, line, rest[1:]):
            break
        rest.pop(0)
    title = "".join(line.text for line in reversed(reading.title_lines)).strip()
    number = reading.number
    if number is None:
        number, title = split_number(title)
    taken = len(reading.used) + reading.passed
    return Caption(
        number,
        title,
        reading.note[0] if reading.note else None,
        reading.note[1] if reading.note else None,
        tuple(reading.used),
        foreign=len(lines) > taken,
        bare=not lines,
    )


def title_before(page: PageLayout, caption: Caption) -> Caption:
    """The caption of a page's first table, which has no title, with the title that ends the page before: behind its tables, centred."""
    if caption.title or caption.foreign:
        return caption
    ends = [grid.ys[-1] for grid in page.grids if page.half(grid.bbox) == len(page.halves) - 1]
    left, right = page.halves[-1]
    left, right = max(left, 0.0), min(right, page.width)
    end = BBox(left, page.height, right, page.height)
    found = read_caption(page, end, max(ends, default=0.0), page.halves[-1])
    titles = [line for line in found.lines if looks_like_title(line.text)]
    if not looks_like_title(found.title) or not any(_centred(line, replace(line, bbox=end)) for line in titles):
        return caption
    note = (caption.unit_note, caption.unit) if caption.unit is not None else (found.unit_note, found.unit)
    return Caption(found.number, found.title, *note, (*found.lines, *caption.lines), foreign=True, bare=False)


def _take(reading: _Reading, line: TextLine, above: list[TextLine]) -> bool:
    """Give a line, going upwards, its part in the caption; False when the caption ends below it."""
    text = line.text
    note = line_unit(text)
    if not reading.title_lines:
        if note and reading.note is None:
            reading.note = note
            rest = text.replace(note[0], "").strip()
            if _ENTITY.search(text):
                reading.passed += 1  # the entity's name is read from it later
            elif _TITLE_END.search(rest) and len(rest) <= TITLE_LENGTH:
                reading.title_lines.append(line if "（" in text or "(" in text else replace(line, text=rest))
                reading.used.append(line)
            elif len(fold_width(text).replace(" ", "")) <= len(note[0].replace(" ", "")) + 12 or not _TITLE_END.search(text):
                reading.used.append(line)
            return True
        if _ENTITY.search(text) and not _TITLE_END.search(text):
            reading.passed += 1
            return True
        if _YEAR_LINE.fullmatch(text):
            reading.used.append(line)
            return True
    if _NUMBER_LINE.fullmatch(text):
        reading.number = reading.number or text.strip()
        reading.used.append(line)
        return True
    if not reading.title_lines:
        return _take_title(reading, line, above)
    return _take_upper_title(reading, line)


def _take_title(reading: _Reading, line: TextLine, above: list[TextLine]) -> bool:
    text = line.text
    if len(text) > TITLE_LENGTH or _SENTENCE.search(text) or _NOTE.match(text):
        return False
    if _BRACKETED.fullmatch(text):
        if not (above and _TITLE_END.search(above[0].text) and _centred(line, above[0])):
            return False
    elif not _TITLE_END.search(text):
        # a heading serves as a title, unless a real one stands just above
        if any(_TITLE_END.search(upper.text) and len(upper.text) <= TITLE_LENGTH for upper in above[:2]):
            return False
        if not (_HEADING.match(text) or reading.note or (above and line.size > 1.15 * above[0].size)):
            return False
    reading.title_lines.append(line)
    reading.used.append(line)
    return True


def _take_upper_title(reading: _Reading, line: TextLine) -> bool:
    """A title may break over lines: the upper part has the same size, stands close and is no sentence or heading."""
    lower = reading.title_lines[-1]
    close = lower.bbox.top - line.bbox.bottom < 0.9 * lower.size
    bracketed = _BRACKETED.fullmatch(lower.text) is not None
    same = abs(line.size - lower.size) < (0.4 if bracketed else 0.12) * lower.size
    centred = _centred(line, lower)
    ended = _TITLE_END.search(line.text) and not bracketed
    whole = ended or _SENTENCE.search(line.text) or _HEADING.match(line.text) or _ENTITY.search(line.text)
    if not (close and same and centred) or whole or len(line.text) > TITLE_LENGTH or unit_note(line.text):
        return False
    reading.title_lines.append(line)
    reading.used.append(line)
    return True


def _centred(upper: TextLine, lower: TextLine) -> bool:
    """Whether one line stands in the middle over the other."""
    return abs((upper.bbox.x0 + upper.bbox.x1) - (lower.bbox.x0 + lower.bbox.x1)) < 4 * lower.size


def read_notes(page: PageLayout, box: BBox, below: float, span: tuple[float, float] = EVERYWHERE) -> list[TextLine]:
    """The lines of 注：… and 说明：… that follow a table, as far as the height `below`, within its span of the page.

    A line that states a unit and no more, close below the table, is one too where what follows has a unit of its own.
    """
    notes: list[TextLine] = []
    previous = box.bottom
    lines = page.lines_between(box.bottom, below, span)
    for place, line in enumerate(lines):
        near = line.bbox.top - previous <= 2.2 * line.size
        if _NOTE.match(line.text) and (notes or line.bbox.top - previous <= 4 * line.size):
            notes.append(line)
        elif notes and near and not _HEADING.match(line.text) and not _TITLE_END.search(line.text) and abs(line.size - notes[-1].size) < 1:
            notes.append(line)
        elif not place and near and _states_unit(line.text) and (below >= page.height or any(unit_note(rest.text) for rest in lines[1:])):
            notes.append(line)
        else:
            break
        previous = line.bbox.bottom
    return notes


def _states_unit(text: str) -> bool:
    """Whether a line says what amounts are counted in, and little else: （单位：元）, 以上数据单位均为万元."""
    note = counted_note(text)
    return note is not None and len(plain_words(text)) <= len(plain_words(note[0])) + 8


def plain_words(text: str) -> str:
    """A text without white space and punctuation."""
    return re.sub(r"[\W_]+", "", text)


def note_texts(lines: list[TextLine]) -> tuple[str, ...]:
    """Notes as texts: a new one at each 注： or 说明：, lines run together."""
    texts: list[str] = []
    for line in lines:
        if not texts or _NOTE.match(line.text):
            texts.append(line.text)
        else:
            texts[-1] += line.text
    return tuple(texts)


def split_number(title: str) -> tuple[str | None, str]:
    """A title without its number, and the number: 预算01表 收支总表."""
    numbered = _NUMBERED_TITLE.fullmatch(title) or _TITLE_NUMBERED.fullmatch(title)
    return (numbered["number"].strip(), numbered["title"].strip()) if numbered else (None, title)


def looks_like_title(text: str) -> bool:
    """Whether a cell that spans a whole row names the table."""
    return bool(_TITLE_END.search(text)) and len(text) <= TITLE_LENGTH and not _SENTENCE.search(text)


def is_year_line(text: str) -> bool:
    """（2026年度） under a title."""
    return bool(_YEAR_LINE.fullmatch(text))


def names_entity(text: str) -> bool:
    """编制单位：… above a table."""
    return bool(_ENTITY.search(text))


def is_note(text: str) -> bool:
    """注：… or 说明：…."""
    return bool(_NOTE.match(text))
