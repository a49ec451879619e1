"""What the marks of a page mean for its figures, and how they are told to a reader.

a mark "overlaid" in the cell of 485.00  →  the figure is doubtful, and a finding says so with the page
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from disclosure.document import BBox, Finding, Provenance, Severity
from disclosure.figure import Figure, Trust
from ingest.pages.glyph import Mark, MarkKind

SHOWN = 5  # pieces of text that a message names

_SAYS = {
    MarkKind.UNSEEN: ("hidden_text", "有 {count} 处文字在页面上看不见，没有读入", Severity.WARNING),
    MarkKind.WATERMARK: ("watermark", "有水印，没有读入", Severity.NOTE),
    MarkKind.NOTE: ("footnote_mark", "有 {count} 个数字带脚注标记，标记没有算进数字", Severity.NOTE),
    MarkKind.STRUCK: ("struck_out", "有 {count} 处被划去", Severity.WARNING),
    MarkKind.UNREADABLE: ("unmapped_glyphs", "有 {count} 个字符在文件中没有编码，无法读出", Severity.WARNING),
    MarkKind.OUTLINED: ("outlined_text", "有 {count} 处数字或文字是画出来的图形，没有编码，未能读出", Severity.WARNING),
    MarkKind.OVERLAID: ("overlaid_text", "有 {count} 处文字与别的内容重叠，读数存疑", Severity.WARNING),
    MarkKind.CUT: ("cut_number", "有 {count} 个数字只显示了一部分，读数存疑", Severity.WARNING),
    MarkKind.TURNED: ("turned_text", "有 {count} 处数字与页面方向不同，读数存疑", Severity.WARNING),
    MarkKind.MISCODED: ("miscoded_digits", "有 {count} 处数字的字形与编码不符，读数存疑", Severity.WARNING),
    MarkKind.STALE: ("stale_field", "有 {count} 个表单域显示的内容与其值不同，读数存疑", Severity.WARNING),
    MarkKind.MIXED: ("mixed_units", "有 {count} 处数字，表上方并排写着两种计量单位，分不清用哪一种，单位存疑", Severity.WARNING),
}


def with_doubts(figures: Iterable[Figure], marks: Mapping[int, Sequence[Mark]], recognised: Set[int]) -> tuple[Figure, ...]:
    """The figures; those of recognised pages and those that a mark concerns have their trust lowered."""
    doubts = {page: [mark for mark in found if mark.doubtful] for page, found in marks.items()}
    marked = []
    for figure in figures:
        page = figure.provenance.page
        if any(_concerns(mark, figure) for mark in doubts.get(page, ())):
            figure = replace(figure, trust=Trust.DOUBTFUL)
        elif page in recognised and figure.trust is not Trust.DOUBTFUL:
            figure = replace(figure, trust=Trust.RECOGNISED)
        marked.append(figure)
    return tuple(marked)


def mark_findings(document_id: str, page: int, marks: Sequence[Mark]) -> Iterator[Finding]:
    """One finding a kind of mark."""
    place = Provenance(document_id, page)
    for kind, (name, says, severity) in _SAYS.items():
        found = [mark for mark in marks if mark.kind is kind]
        if not found:
            continue
        texts = [f"“{mark.text}”" for mark in found if mark.text.strip("\ufffd ")]
        named = "：" + "、".join(texts[:SHOWN]) + ("……" if len(texts) > SHOWN else "") if texts else ""
        yield Finding(name, f"第{page}页{says.format(count=len(found))}{named}", severity, place)


def sign_findings(figures: Iterable[Figure]) -> Iterator[Finding]:
    """One finding a page whose changes are doubtful by themselves: what states their sign contradicts them, or is missing."""
    pages: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.trust is Trust.DOUBTFUL:
            pages.setdefault(figure.provenance.page, []).append(figure)
    for page, found in pages.items():
        named = "、".join(f"“{figure.text}”" for figure in found[:SHOWN]) + ("……" if len(found) > SHOWN else "")
        words = f"第{page}页有 {len(found)} 处增减数，写明的增减与数的正负对不上，读数存疑：{named}"
        yield Finding("unclear_sign", words, Severity.WARNING, Provenance(found[0].document_id, page))


def left_out_digits(marks: Iterable[Mark]) -> str:
    """The digits of a page that were left out on purpose."""
    return "".join(mark.text for mark in marks if not mark.doubtful or mark.kind is MarkKind.STRUCK)


def _concerns(mark: Mark, figure: Figure) -> bool:
    box = figure.provenance.bbox
    if box is None or not _meets(mark.box, box):
        return False
    said = "".join(figure.text.split())
    if mark.kind is MarkKind.STRUCK:
        return bool(said) and ("".join(mark.text.split()) in said or said in mark.text)
    # a paragraph's box holds all its figures: only those with the marked character
    return figure.table_id is not None or mark.text in figure.text


def _meets(mark: BBox, box: BBox) -> bool:
    x, y = (mark.x0 + mark.x1) / 2, (mark.top + mark.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
