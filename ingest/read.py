"""A PDF file → a Disclosure: the table of contents of ingest.

pages (pdf, layout) → tables & lines (tables) → blocks (text) → facts → figures (figures, prose) → chunks
    and what the figures' arithmetic says of them (footing),
    and what was left over (ledger)
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from disclosure.document import Disclosure, Finding, Page, Provenance, Severity, Table
from disclosure.errors import MingzhangError, SourceError
from disclosure.figure import Figure
from ingest.checks.doubt import left_out_digits, mark_findings, sign_findings, with_doubts
from ingest.checks.footing import check_footings, with_trust
from ingest.checks.ledger import left_over
from ingest.facts import NO_FACTS, DocumentFacts, name_disagreements, read_facts
from ingest.figures.figures import table_figures
from ingest.mishaps import Mishaps
from ingest.pages.ocr import INSTALL, MOST_PAGES, ScannedContent, can_recognise, is_picture, recognise
from ingest.pages.pdf import PageContent, PdfFile
from ingest.prose.chunks import build_chunks
from ingest.prose.document_unit import with_document_unit
from ingest.prose.numbering import numbering
from ingest.prose.prose import form_prose_figures, prose_figures
from ingest.prose.text import Block, BlockKind, build_blocks
from ingest.tables.layout import PageLayout, lay_out, lines_alone, page_text
from ingest.tables.tables import TableReading, read_tables

Progress = Callable[[int, int], None]


def read_disclosure(path: Path, *, file_name: str | None = None, progress: Progress | None = None) -> Disclosure:
    """Read one PDF.

    `file_name` stands for the path's own name; `progress(pages_done, pages_total)` is called after each page.  Raises
    a SourceError with one line in Chinese for a file that cannot be read; what cannot be read within a file is a
    Finding.
    """
    name = file_name or path.name
    try:
        return _read(path, name, progress)
    except MingzhangError:
        raise
    except Exception as error:
        logging.getLogger("mingzhang.ingest").exception("%s", name)
        raise SourceError(f"{name} 未能读取（程序内部错误 {type(error).__name__}），其余文件不受影响") from error


def _read(path: Path, name: str, progress: Progress | None) -> Disclosure:
    with PdfFile(path, name) as pdf:
        document_id = _digest(path)
        mishaps = Mishaps(document_id, name)
        layouts = _lay_out(path, pdf, mishaps, progress)
    scanned = {p.number for p in layouts if isinstance(p.content, ScannedContent) or p.content.layered}
    marks = {p.number: p.content.marks for p in layouts if p.content.marks}
    pages = tuple(Page(p.number, *p.content.displayed_size, page_text(p), p.number in scanned) for p in layouts)
    reading = read_tables(document_id, layouts, mishaps)
    blocks = build_blocks(reading.lines, len(pages))
    tables = with_document_unit(_under_headings(reading.tables, blocks), blocks)
    facts = mishaps.tried("文件的单位与年度", None, lambda: read_facts(document_id, name, blocks, tables), NO_FACTS)
    read = _figures(document_id, tables, blocks, facts, mishaps)
    figures = with_doubts(read, marks, scanned)
    footings, discrepancies = mishaps.tried("勾稽关系", None, lambda: check_footings(tables, figures), ((), ()))
    return Disclosure(
        document_id=document_id,
        file_name=name,
        entity=facts.entity,
        fiscal_year=facts.fiscal_year,
        stage=facts.stage,
        level=facts.level,
        facts=facts.facts,
        pages=pages,
        tables=tables,
        figures=with_trust(figures, footings),
        chunks=mishaps.tried("可检索的段落", None, lambda: build_chunks(document_id, blocks, tables, facts), ()),
        findings=(
            *_whole_findings(pdf, pages, tables, figures),
            *_findings(document_id, layouts, reading, tables, figures),
            *sign_findings(read),
            *(Finding("name_disagrees", f"{words}；以内容为准", Severity.WARNING, None) for words in name_disagreements(name, facts)),
            *mishaps.tried("余下的数字", None, lambda: left_over(document_id, _witness(layouts), pages, blocks, tables, figures), ()),
            *mishaps,
        ),
        footings=footings,
        discrepancies=discrepancies,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _witness(layouts: Sequence[PageLayout]) -> list[Counter[str]]:
    """The digits of each page by another reader, less those left out on purpose; none of a page that it cannot read."""
    return [Counter(page.content.digits) - Counter(left_out_digits(page.content.marks)) for page in layouts]


def _lay_out(path: Path, pdf: PdfFile, mishaps: Mishaps, progress: Progress | None) -> list[PageLayout]:
    layouts = []
    left = MOST_PAGES
    for content in pdf.pages(mishaps):
        if left and (is_picture(content) or content.layered) and can_recognise():
            content, left = recognise(path, content), left - 1
        if content.layered:
            content.glyphs += content.layer
        layouts.append(_page_layout(content, mishaps))
        if progress:
            progress(len(layouts), pdf.page_count)
    return layouts


def _page_layout(content: PageContent, mishaps: Mishaps) -> PageLayout:
    """The page laid out; where its rules break the reader, its lines alone."""
    glyphs = list(content.glyphs)
    page = mishaps.tried(f"第{content.number}页的表格线", content.number, lambda: lay_out(content), None)
    return page or lines_alone(content, glyphs)


def _figures(
    document_id: str, tables: Sequence[Table], blocks: Sequence[Block], facts: DocumentFacts, mishaps: Mishaps
) -> tuple[Figure, ...]:
    figures: tuple[Figure, ...] = ()
    for table in tables:
        page, first = table.provenances[0].page, len(figures)
        what = f"第{page}页《{table.title or '无标题表'}》的数字"
        figures += mishaps.tried(what, page, partial(table_figures, document_id, (table,), facts, first), ())
    figures += mishaps.tried("正文的数字", None, lambda: prose_figures(document_id, blocks, facts, len(figures)), ())
    return figures + mishaps.tried("绩效目标表文字中的数字", None, lambda: form_prose_figures(tables, facts, len(figures)), ())


def _under_headings(tables: Sequence[Table], blocks: Sequence[Block]) -> tuple[Table, ...]:
    """The tables with the heading that each stands under; it serves as a title where none is printed and nothing parts the two."""
    placed = []
    ended = (0, 0.0)  # where the table before ends
    for table in tables:
        first, last = table.provenances[0], table.provenances[-1]
        top = (first.page, first.bbox.top if first.bbox else 0.0)
        over = [block for block in blocks if (block.page, block.bbox.top) <= top and block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)]
        at = max((n for n, block in enumerate(over) if block.kind is BlockKind.HEADING), default=None)
        if at is not None:
            near = first.page - over[at].page <= 1 and (over[at].page, over[at].bbox.top) >= ended
            leads = all(block.text.endswith(("：", ":")) for block in over[at + 1 :]) and len(over) - at <= 2
            title = table.title or (_less_number(over[at].text) if near and leads else "")
            table = replace(table, heading=" › ".join(over[at].heading), title=title)
        placed.append(table)
        ended = (last.page, last.bbox.bottom if last.bbox else 0.0)
    return tuple(placed)


def _less_number(heading: str) -> str:
    """A heading without its number: 七、重点项目情况 → 重点项目情况."""
    mark = numbering(heading)
    return heading[mark[1] if mark else 0 :].strip()


def _whole_findings(pdf: PdfFile, pages: Sequence[Page], tables: Sequence[Table], figures: Sequence[Figure]) -> Iterator[Finding]:
    """What must be said of the whole file: the two readers do not see the same pages, or nothing was read."""
    if pdf.seen_count is None:
        yield Finding("unlike_pages", "这个文件画不出页面，可能已损坏，读出的未必完整，也无法与页面核对", Severity.WARNING, None)
    elif pdf.seen_count != pdf.page_count:
        message = f"两种读法看到的页数不同（{pdf.page_count}页和{pdf.seen_count}页）：文件可能已损坏，可能有页没有读到，页码也可能对不上"
        yield Finding("unlike_pages", message, Severity.WARNING, None)
    if not tables and not any(figure.amount for figure in figures):
        what = "任何表或数字" if any(page.text.strip() for page in pages) else "任何表、数字或文字"
        yield Finding("nothing_read", f"{len(pages)}页里没有读出{what}，请打开原文件看看", Severity.WARNING, None)


def _findings(
    document_id: str, layouts: Sequence[PageLayout], reading: TableReading, tables: Sequence[Table], figures: Sequence[Figure]
) -> tuple[Finding, ...]:
    found = [finding for layout in layouts for finding in _page_findings(document_id, layout)]
    unitless = {f.table_id for f in figures if f.amount and f.amount.unit is None and not f.project}
    for table in tables:
        place = table.provenances[0]
        name = f"第{place.page}页《{table.title or '无标题表'}》"
        if table.id in reading.ragged:
            found.append(Finding("ragged_table", f"{name}有单元格不成矩形，可能有误，请对照原页", Severity.WARNING, place))
        if table.id in unitless and table.unit is None:
            found.append(Finding("no_unit", f"{name}没有写明计量单位，其中有数字不带单位", Severity.NOTE, place))
    return tuple(found)


def _page_findings(document_id: str, layout: PageLayout) -> list[Finding]:
    place = Provenance(document_id, layout.number)
    content = layout.content
    if content.damaged:
        return [Finding("damaged_page", f"第{layout.number}页已损坏，无法读取", Severity.ERROR, place)]
    if content.overfull:
        return [Finding("overfull_page", f"第{layout.number}页的内容多得不合常理，超过了一页的上限，没有读取", Severity.ERROR, place)]
    if isinstance(content, ScannedContent):
        return _scanned_findings(layout.number, content, place)
    if not any((layout.lines, *(cell.text for grid in layout.grids for cell in grid.cells))) and content.has_drawing:
        how = "" if can_recognise() else f"；安装文字识别后可以读取：{INSTALL}"
        return [Finding("no_text_layer", f"第{layout.number}页没有文字层（扫描件或图片），未能读取{how}", Severity.ERROR, place)]
    found = list(mark_findings(document_id, layout.number, content.marks))
    if content.marred:
        found.append(Finding("marred_page", f"第{layout.number}页的内容有损坏，可能没有读全，请对照原页", Severity.WARNING, place))
    if content.layered:
        found.append(Finding("recognised_page", f"第{layout.number}页是扫描件，文字来自文件自带的识别层，请对照原页", Severity.NOTE, place))
    return found


def _scanned_findings(number: int, content: ScannedContent, place: Provenance) -> list[Finding]:
    found = [Finding("recognised_page", f"第{number}页是扫描件，文字由识别得到，请对照原页", Severity.NOTE, place)]
    if content.unsure:
        shown = "、".join(f"“{line}”" for line in content.unsure[:5])
        found.append(
            Finding("unsure_recognition", f"第{number}页有 {len(content.unsure)} 处识别把握不大：{shown}", Severity.WARNING, place)
        )
    return found
