"""Lines of text → blocks: headings with their path, paragraphs whole again, contents, running heads.

    "2026年度…收入总计307.82" + "万元，增长…" + (next page) "…。"   →  one PARAGRAPH under ('第三部分 …', '一、…')

A numbered line is a heading by its numbering (第一部分 › 一、 › （一） › 1、 › （1）), an unnumbered one by its size and
place.  What the table of contents lists is a heading where it stands again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from disclosure.document import BBox
from ingest.pages.pdf import TextLine
from ingest.prose.numbering import numbering, ordinal
from ingest.tables.furniture import entry_words, find_contents, find_furniture


class BlockKind(StrEnum):
    """What a block of text is for."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CONTENTS = "contents"  # an entry of the table of contents
    COVER = "cover"  # a line of the first page, before any text
    CAPTION = "caption"  # above a table: 编制单位：…, 预算公开表1
    FURNITURE = "furniture"  # running heads and page numbers


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; a paragraph may run over pages."""

    kind: BlockKind
    text: str  # joined, without the spaces that layout put between Chinese characters
    heading: tuple[str, ...]  # outer to inner; a heading's own text is the last
    page: int
    end_page: int
    bbox: BBox  # of its lines on its first page
    lines: tuple[TextLine, ...]
    starts: tuple[int, ...]  # offset of each line in `text`
    level: int | None = None  # of a heading: 1 第一部分, 2 一、 … 6 ①; 0 an unnumbered title; None: no heading

    def place(self, start: int, end: int) -> tuple[int, BBox]:
        """Page and box of text[start:end], by its share of its line's width; the first line's part when it breaks."""
        number = max((n for n, at in enumerate(self.starts) if at <= start), default=0)
        line, first = self.lines[number], self.starts[number]
        last = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        words = self.text[first:last]
        whole = _advance(words) or 1.0
        width = line.bbox.x1 - line.bbox.x0
        left = line.bbox.x0 + width * _advance(words[: start - first]) / whole
        right = line.bbox.x0 + width * _advance(words[: max(min(end, last) - first, 0)]) / whole
        return line.page, BBox(left, line.bbox.top, max(right, left), line.bbox.bottom)


_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f“”‘’—…·①-⑳"
_LAYOUT_SPACE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")
_PART = re.compile(r"^(第[一二三四五六七八九十\d]+(?:部分|章|篇|节))")
_TERMINAL = "。；！？;!?"
_HEADING_LENGTH = 45  # characters; the longest real ones name a unit and a table
_CAPTION = re.compile(
    r"(?:(?:单位|部门|编制单位|编制部门|预算单位|填报单位|填报部门|编报单位|公开单位)(?:名称)?[:：].*)"
    r"|.*(?:金额)?单位\s*[:：]\s*(?:人民币)?[百千万亿]*元.*|(?:预算|部门|单位|决算)?(?:公开|附)\S{0,3}表\s*\d+(?:-\d+)?"
)


def build_blocks(lines: Sequence[TextLine], page_count: int) -> tuple[Block, ...]:
    """Blocks in reading order; every line is in exactly one."""
    rows = _join_baselines(lines)
    furniture = find_furniture(rows, page_count)
    kept = [row for row in rows if id(row) not in furniture]
    contents = find_contents(kept)
    layout = _Layout(kept, contents)
    blocks = [_block(BlockKind.FURNITURE, (row,)) for row in rows if id(row) in furniture]
    blocks += [_block(BlockKind.CONTENTS, (row,)) for row in kept if id(row) in contents]
    groups = _paragraphs([row for row in kept if id(row) not in contents], layout)
    blocks += _nest(_demote_lists([_classify(group, layout) for group in groups]))
    order = {id(row): place for place, row in enumerate(rows)}
    return tuple(sorted(blocks, key=lambda block: order[id(block.lines[0])]))


def join_text(pieces: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """One text out of lines, and where each starts: no space beside a Chinese character, none inside a number."""
    text, starts = "", []
    for piece in pieces:
        piece = _LAYOUT_SPACE.sub("", piece.strip())
        if re.match(r"[A-Za-z]", text[-1:]) and re.match(r"[A-Za-z]", piece):
            text += " "
        starts.append(len(text))
        text += piece
    return text, tuple(starts)


def _advance(words: str) -> float:
    return sum(1.0 if re.match(f"[{_WIDE}]", character) else 0.5 for character in words)


def _block(kind: BlockKind, lines: tuple[TextLine, ...], level: int | None = None) -> Block:
    if kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        text, starts = join_text([line.text for line in lines])
        if kind is BlockKind.HEADING and (part := _PART.match(text)) and len(text) > part.end():
            text = f"{part[1]} {text[part.end() :]}"
            starts = tuple(start + 1 if start else 0 for start in starts)
    else:
        text, starts = " ".join(line.text for line in lines), ()
        starts = tuple(sum(len(line.text) + 1 for line in lines[:number]) for number in range(len(lines)))
    first = lines[0].page
    box = lines[0].bbox
    for line in lines[1:]:
        box = box.union(line.bbox) if line.page == first else box
    return Block(kind, text, (), first, lines[-1].page, box, lines, starts, level)


def _join_baselines(lines: Sequence[TextLine]) -> list[TextLine]:
    """Pieces that stand beside each other become one line, also when a number sits a little higher than its sentence."""
    rows: list[list[TextLine]] = []
    for line in lines:
        row = next((row for row in rows[-1:-4:-1] if all(_beside(piece, line) for piece in row)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [_one_line(row) for row in rows]


def _one_line(pieces: Sequence[TextLine]) -> TextLine:
    if len(pieces) == 1:
        return pieces[0]
    ordered = sorted(pieces, key=lambda piece: piece.bbox.x0)
    box = ordered[0].bbox
    for piece in ordered[1:]:
        box = box.union(piece.bbox)
    size = max(ordered, key=lambda piece: len(piece.text)).size
    return TextLine(ordered[0].page, " ".join(piece.text for piece in ordered), box, size)


def _beside(one: TextLine, other: TextLine) -> bool:
    if one.page != other.page:
        return False
    overlap = min(one.bbox.bottom, other.bbox.bottom) - max(one.bbox.top, other.bbox.top)
    lower = min(one.bbox.bottom - one.bbox.top, other.bbox.bottom - other.bbox.top)
    apart = one.bbox.x1 <= other.bbox.x0 + 1 or other.bbox.x1 <= one.bbox.x0 + 1
    return apart and overlap > 0.5 * lower


class _Layout:
    """What the pages have in common: body size, margins, the levels that the contents give."""

    def __init__(self, rows: Sequence[TextLine], contents: set[int]) -> None:
        body = [row for row in rows if id(row) not in contents]
        sizes: Counter[float] = Counter()
        for row in body:
            sizes[round(row.size * 2) / 2] += len(row.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 10.0
        self.margins = _margins(body)
        self.entries: dict[str, int] = {}
        for row in rows:
            if id(row) in contents and len(words := entry_words(row.text)) > 1:
                mark = numbering(row.text.strip())
                self.entries.setdefault(words, mark[0] if mark else 0)
        self.first_page = body[0].page if body else 1
        self.indents = any(self.indented(row) for row in body)  # paragraphs start with an indent somewhere in this document

    def left(self, row: TextLine) -> float:
        return self.margins[row.page][0]

    def right(self, row: TextLine) -> float:
        return self.margins[row.page][1]

    def indented(self, row: TextLine) -> bool:
        return row.bbox.x0 - self.left(row) > 0.8 * row.size

    def centred(self, row: TextLine) -> bool:
        left, right = self.margins[row.page]
        off = abs((row.bbox.x0 + row.bbox.x1) - (left + right)) / 2
        return off < max(0.04 * (right - left), row.size) and row.bbox.x0 - left > 2 * row.size

    def full(self, row: TextLine, following: TextLine) -> bool:
        """Whether the line ends at the right margin, as far as the next word would not have fitted."""
        word = re.match(r"[\d.,%A-Za-z]+|.", following.text)
        room = _advance(word[0]) * row.size if word else 0.0
        return row.bbox.x1 > self.right(row) - max(2.0 * row.size, room + row.size)


def _margins(rows: Sequence[TextLine]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the text of each page; a page with little text takes those of its likes."""
    extents: dict[int, tuple[float, float]] = {}
    full: Counter[tuple[float, float]] = Counter()
    for page, group in groupby(rows, key=lambda row: row.page):
        boxes = [row.bbox for row in group]
        extents[page] = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        if len(boxes) > 4:
            full[round(extents[page][0]), round(extents[page][1])] += 1
    result = {}
    for page, (left, right) in extents.items():
        around = [pair for pair in full if pair[0] <= left + 3 and pair[1] >= right - 3]
        result[page] = max(around, key=lambda pair: (full[pair], pair[0] - pair[1]), default=(left, right))
    return result


def _paragraphs(rows: Sequence[TextLine], layout: _Layout) -> list[list[TextLine]]:
    groups: list[list[TextLine]] = []
    for row in rows:
        if groups and _continues(groups[-1], row, layout):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _continues(group: Sequence[TextLine], row: TextLine, layout: _Layout) -> bool:
    """Whether `row` goes on with the paragraph or title that `group` began."""
    last = group[-1]
    if abs(last.size - row.size) > 1.0 or any(_CAPTION.fullmatch(each.text.strip()) for each in (last, row)):
        return False
    cover = row.page == layout.first_page == 1 and row.size > layout.size + 1
    if row.page == last.page and (cover or (layout.centred(last) and layout.centred(row))) and numbering(row.text) is None:
        joined = entry_words("".join(each.text for each in group) + row.text)
        return joined in layout.entries or (row.size > layout.size + 1 and _close(last, row) and not _known(row, layout))
    return _runs_on(last, row, layout)


def _known(row: TextLine, layout: _Layout) -> bool:
    return entry_words(row.text) in layout.entries


def _close(last: TextLine, row: TextLine) -> bool:
    return row.bbox.top - last.bbox.bottom < 1.2 * row.size


def _runs_on(last: TextLine, row: TextLine, layout: _Layout) -> bool:
    """Whether a line of running text is followed by `row` in the same paragraph."""
    ended = last.text.rstrip()[-1:] in _TERMINAL + "：:"
    # in a list that is set in as a whole, what has not ended goes on
    anew = ended or row.bbox.x0 > last.bbox.x0 + 1 or numbering(row.text) is not None
    if not layout.full(last, row) or (layout.indented(row) and anew and not layout.centred(row)) or (layout.centred(row) and ended):
        return False
    if numbering(row.text) is not None and ended:
        return False
    if row.page == last.page:
        return row.bbox.top - last.bbox.bottom < 2.2 * row.size or not ended
    return row.page == last.page + 1 and (not ended or layout.indents)


def _classify(group: Sequence[TextLine], layout: _Layout) -> Block:
    lines = tuple(group)
    raw = "".join(line.text.strip() for line in lines)
    if len(lines) == 1 and _CAPTION.fullmatch(raw):
        return _block(BlockKind.CAPTION, lines)
    level = _heading_level(lines, raw, layout)
    if lines[0].page == layout.first_page == 1 and level in (0, None) and len(raw) < _HEADING_LENGTH and "。" not in raw:
        return _block(BlockKind.COVER, lines)
    return _block(BlockKind.PARAGRAPH if level is None else BlockKind.HEADING, lines, level)


def _heading_level(lines: tuple[TextLine, ...], raw: str, layout: _Layout) -> int | None:
    mark = numbering(raw)
    words = raw[mark[1] :] if mark else raw
    plain = not re.search(r"[。；;？！]|[：:，,].", words) and not words.endswith(("，", ",", "、")) and len(raw) <= _HEADING_LENGTH
    listed = layout.entries.get(entry_words(raw))
    if mark and plain and words.strip():
        return mark[0]
    if not plain or mark or len(raw) < 2:
        return None
    if lines[0].size > layout.size * 1.12 and layout.centred(lines[0]):
        return 0
    return listed


def _demote_lists(blocks: list[Block]) -> list[Block]:
    """Numbered short lines that follow one another with nothing between are a list, not headings.

    So is one that goes on counting from a numbered paragraph; what it introduces is joined to it.
    """
    result: list[Block] = []
    for number, block in enumerate(blocks):
        before = result[-1] if result else None
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.kind is BlockKind.HEADING and (block.level or 0) >= 2 and _counts_on(before, block):
            block = _block(BlockKind.PARAGRAPH, block.lines)
        elif (
            block.kind is BlockKind.HEADING
            and (block.level or 0) >= 4
            and (_siblings(blocks[number - 1], block) or _siblings(block, after))
        ):
            block = _block(BlockKind.PARAGRAPH, block.lines)
        elif before is not None and block.kind is BlockKind.PARAGRAPH and before.kind is block.kind and _introduces(before, block):
            block = _block(BlockKind.PARAGRAPH, result.pop().lines + block.lines)
        result.append(block)
    return result


def _siblings(one: Block, other: Block | None) -> bool:
    return other is None or (one is not other and one.kind is other.kind is BlockKind.HEADING and other.level == one.level)


def _counts_on(before: Block | None, block: Block) -> bool:
    """Whether `before` is a paragraph numbered one less than `block`."""
    if before is None or before.kind is not BlockKind.PARAGRAPH:
        return False
    here, there = numbering(block.text), numbering(before.text)
    if here is None or there is None or here[0] != there[0]:
        return False
    return ordinal(block.text[: here[1]]) == ordinal(before.text[: there[1]]) + 1


def _introduces(before: Block, block: Block) -> bool:
    return before.text.endswith(("：", ":")) and len(before.text) < 30 and bool(numbering(before.text)) and not numbering(block.text)


def _nest(blocks: Sequence[Block]) -> list[Block]:
    """Give each block the path of headings that it stands under."""
    path: list[Block] = []
    result = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            path = [*_parents(path, block), block]
        heading = tuple(each.text for each in path) if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.CAPTION) else ()
        result.append(replace(block, heading=heading))
    return result


def _parents(path: list[Block], block: Block) -> list[Block]:
    level = block.level or 0
    if level == 1:
        return []
    if level:
        cut = next((n for n, each in enumerate(path) if (each.level or 0) >= level), len(path))
        return path[:cut]
    parents = list(path)
    while parents and not (parents[-1].level and parents[-1].lines[0].size >= block.lines[0].size - 0.5):
        parents.pop()
    return parents
