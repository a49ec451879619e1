"""Figures and answers to take away: a line to paste, CSV, XLSX, and a whole talk as Markdown with pictures of its pages."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disclosure.amount import Amount
from disclosure.answer import Answer, Citation
from disclosure.figure import Figure
from views.told import LEVEL_NAMES, STAGE_NAMES, citation_place, escape

if TYPE_CHECKING:
    from retrieval.library import DocumentRecord

PagePicture = Callable[[Citation], bytes]

HEADINGS = ("名称", "数额", "计量单位", "单位", "年度", "预算或决算", "部门或单位", "表", "行", "栏", "页", "文件", "原文", "凭据")
NUMBER_COLUMNS = (1, 4, 10)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure with its citation, as a line of a table."""

    name: str
    amount: Amount | None
    entity: str
    year: int | None
    stage: str
    level: str
    table: str
    row: str
    column: str
    page: int
    file_name: str
    quote: str
    verdict: str

    @property
    def values(self) -> tuple[str, ...]:
        """In the order of HEADINGS."""
        number = self.amount.plain if self.amount else ""
        unit = self.amount.unit.name if self.amount and self.amount.unit else ""
        year = str(self.year) if self.year else ""
        place = (self.stage, self.level, self.table, self.row, self.column, str(self.page), self.file_name, self.quote, self.verdict)
        return (self.name, number, unit, self.entity, year, *place)

    @property
    def text(self) -> str:
        """A line to paste: 某局2026年单位预算《支出总表》公务接待费·合计：0.86万元（文件.pdf 第7页）."""
        year = f"{self.year}年" if self.year else ""
        table = f"《{self.table}》" if self.table else ""
        shown = self.amount.format() if self.amount else self.quote or "（空白）"
        column = f"·{self.column}" if self.column else ""
        scope = f"{self.entity}{year}{self.level}{self.stage}"
        return f"{scope}{table}{self.row or self.name}{column}：{shown}（{self.file_name} 第{self.page}页）"


def figure_line(figure: Figure, record: DocumentRecord) -> Line:
    """A figure of the desk as a line."""
    return Line(
        figure.row_label or figure.measure,
        figure.amount,
        record.entity or "",
        record.fiscal_year,
        STAGE_NAMES[record.stage] if record.stage else "",
        LEVEL_NAMES[record.level] if record.level else "",
        figure.table_title or "",
        " / ".join(figure.row_path) or figure.measure,
        " / ".join(figure.column_path),
        figure.provenance.page,
        record.file_name,
        figure.text if figure.table_id else figure.sentence or figure.text,
        "",
    )


def citation_line(name: str, amount: Amount | None, citation: Citation, verdict: str) -> Line:
    """A claim of an answer with the first place it rests on as a line."""
    return Line(
        name,
        amount,
        citation.entity or "",
        citation.fiscal_year,
        STAGE_NAMES[citation.stage] if citation.stage else "",
        LEVEL_NAMES[citation.level] if citation.level else "",
        citation.table_title or "",
        " / ".join(citation.row_path),
        " / ".join(citation.column_path),
        citation.page,
        citation.file_name,
        citation.quote,
        verdict,
    )


def _inert(text: str) -> str:
    """Words of a document that a spreadsheet would take for a formula, as words."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def as_csv(lines: Sequence[Line]) -> bytes:
    """CSV that a spreadsheet opens as UTF-8; numbers without separators, each with its citation."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    writer.writerows([_inert(value) for value in line.values] for line in lines)
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Sequence[Line]) -> bytes:
    """A workbook with one sheet; amounts are numbers where a spreadsheet holds them exactly, else text."""
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("数字")
    bold = book.add_format({"bold": True, "bottom": 1})
    formats: dict[int, Any] = {}
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(0, column, heading, bold)
    for place, line in enumerate(lines, start=1):
        for column, value in enumerate(line.values):
            if column in NUMBER_COLUMNS and value and len(value) <= 15:
                decimals = len(value.partition(".")[2])
                shown = "#,##0" + ("." + "0" * decimals if decimals else "") if column == 1 else "0"
                style = formats.setdefault(decimals if column == 1 else -1, book.add_format({"num_format": shown}))
                sheet.write_number(place, column, float(value), style)
            else:
                sheet.write_string(place, column, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(lines)), len(HEADINGS) - 1)
    sheet.autofit(max_width=360)
    book.close()
    return written.getvalue()


def talk_as_zip(talk: Sequence[tuple[str, Answer | None, str]], picture: PagePicture) -> bytes:
    """A talk as 对话.md with the pictures of its cited pages: (question, answer, problem) each."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        text = ["# 明账 · 对话", ""]
        for number, (question, answer, problem) in enumerate(talk, start=1):
            text += [f"## {number}. {escape(question)}", ""]
            text += [answer.text if answer else escape(problem), ""]
            for citation in answer.citations if answer else ():
                name = f"pages/{number}-{citation.marker}.webp"
                place = f"[{citation.marker}] {escape(citation_place(citation))}：“{escape(citation.quote)}”"
                text += [place, "", f"![第{citation.page}页]({name})", ""]
                archive.writestr(name, picture(citation))
        archive.writestr("对话.md", "\n".join(text))
    return written.getvalue()
