"""The pane that stays beside the talk: the page with the cell outlined, the whole table, and how the figure came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from disclosure.document import BBox, CellRole
from views.components import page_viewer, sheet
from views.language import t
from views.routes import file_url, pages_url
from views.told import LEVEL_NAMES, STAGE_NAMES, VERDICT_LABELS, escape, show_amount, shown, table_name

if TYPE_CHECKING:
    from disclosure.answer import Answer, Citation, Claim
    from disclosure.document import Cell, Table
    from disclosure.figure import Figure
    from workspace import Workspace

WANTED = "source_wanted"  # the session's key: somebody pressed a citation
SHOWN = "source"  # the session's key of what the pane shows
LOOKED = "looked"  # the session's key: how often somebody asked to see a place
TABLE_HEIGHT = 620
ROWS_SHOWN = 400  # of a whole table
MARKS_SHOWN = 12  # cells that are named beside the picture
NUMERIC = (CellRole.VALUE, CellRole.NUMBERING)
HEADS = (CellRole.HEADER, CellRole.TITLE)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a document that the pane shows."""

    document_id: str
    page: int
    boxes: tuple[BBox, ...]
    path: tuple[str, ...]  # 表
    quote: str  # the sentence, for a number of the running text
    answer: int | None = None  # number of the exchange that it belongs to; None: of a desk


def place_of(citations: Sequence[Citation], answer: int | None = None) -> Place:
    """The place of citations that stand on one page."""
    first = citations[0]
    path = (f"《{first.table_title}》" if first.table_title else table_name(first.table_title),)
    boxes = tuple(citation.bbox for citation in citations if citation.bbox)
    quote = first.quote if len(citations) == 1 and first.table_title is None else ""
    return Place(first.document_id, first.page, boxes, path, quote, answer)


def place_of_figure(figure: Figure) -> Place:
    """The place of one figure."""
    path = (f"《{figure.table_title}》" if figure.table_title else table_name(figure.table_title),)
    boxes = (figure.provenance.bbox,) if figure.provenance.bbox else ()
    return Place(figure.document_id, figure.provenance.page, boxes, path, figure.sentence or "")


def _document(workspace: Workspace, document_id: str) -> tuple[str, str]:
    """Whose document it is and of which year: the year of its figures may be another (vehicles at the end of the year before)."""
    record = next((one for one in workspace.library.documents() if one.id == document_id), None)
    if record is None:
        return "", ""  # removed since
    kind = (LEVEL_NAMES[record.level] if record.level else "") + (STAGE_NAMES[record.stage] if record.stage else "")
    return record.entity or record.file_name, f"{record.fiscal_year}年{kind}" if record.fiscal_year else kind


def look_at(place: Place) -> None:
    """Have the pane show a place; for buttons."""
    st.session_state[SHOWN] = place
    st.session_state[WANTED] = True
    st.session_state[LOOKED] = st.session_state.get(LOOKED, 0) + 1


def draw_source(workspace: Workspace, place: Place | None, answer: Answer | None, key: str) -> None:
    """The pane; `answer` is the one that `place` belongs to, when it belongs to one."""
    with st.container(key="source_pane", border=True):
        if place is None:
            st.caption(t("点一处出处或一行数，原文那一页就显示在这里，那一格用红框标出。"))
            return
        parts = (*_document(workspace, place.document_id), *place.path, t("PDF第 {page} 页", page=place.page))
        st.caption(" · ".join(escape(part) for part in parts if part))
        names = [t("原文页"), t("整张表")] + ([t("怎样得来")] if answer else [])
        shown = st.segmented_control(
            t("原文"), names, default=names[0], required=True, key=f"{key}-tab", label_visibility="collapsed", width="stretch"
        )
        if shown == names[0]:
            _draw_page(workspace, place, key)
        elif shown == names[1]:
            _draw_table(workspace, place, key)
        elif answer:
            draw_origin(answer)


def _draw_page(workspace: Workspace, place: Place, key: str) -> None:
    sizes = [(page.width, page.height) for page in workspace.library.pages(place.document_id)]
    boxes = [(box.x0, box.top, box.x1, box.bottom) for box in place.boxes]
    looked = st.session_state.get(LOOKED, 0)
    page_viewer(
        f"{key}-page", pages_url(place.document_id), place.page, sizes, boxes, viewer_words(), looked, marks=_marks(workspace, place)
    )
    quote = t("原句：{quote}", quote=escape(place.quote)) + "　" if place.quote else ""
    st.caption(f"{quote}[{t('下载原文件')}]({file_url(place.document_id)})")


def _marks(workspace: Workspace, place: Place) -> list[tuple[str, str, str]]:
    """(行, 栏, 数) of what is outlined: the names of a cell stand far from it on the page."""
    inside = [
        figure
        for figure in (workspace.library.figures(place.document_id) if place.boxes else ())
        if figure.provenance.page == place.page and figure.provenance.bbox and any(_near(figure.provenance.bbox, b) for b in place.boxes)
    ]
    named = [(" / ".join(figure.row_path) or figure.measure, " / ".join(figure.column_path), shown(figure)) for figure in inside]
    return list(dict.fromkeys(named))[:MARKS_SHOWN]


def viewer_words() -> dict[str, str]:
    """The words of the page viewer."""
    return {
        "before": t("上一页"),
        "after": t("下一页"),
        "back": t("回到所引之处"),
        "smaller": t("缩小"),
        "larger": t("放大"),
        "place": t("PDF第 {page} / {pages} 页", page="{page}", pages="{pages}"),
        "row": t("行"),
        "column": t("栏"),
        "number": t("数"),
        "alt": t("原文第 {page} 页", page="{page}"),
        "problem": t("这一页画不出来；可以下载原文件来看"),
    }


def _draw_table(workspace: Workspace, place: Place, key: str) -> None:
    table = _table_at(workspace, place)
    if table is None:
        st.info(t("这个数印在文字说明里，不在表格中。"), icon=":material/article:")
        return
    lines = _lines(table, place)
    pages = sorted({provenance.page for provenance in table.provenances})
    unit = f" · {table.unit_note}" if table.unit_note else ""
    st.caption(escape(f"{table.title}{unit} · " + t("PDF第 {pages} 页", pages="、".join(map(str, pages)))))
    sheet(f"{key}-sheet", table.title or t("表"), lines[:ROWS_SHOWN], TABLE_HEIGHT)
    if len(lines) > ROWS_SHOWN:
        st.caption(t("只显示前 {count} 行", count=ROWS_SHOWN))


def _table_at(workspace: Workspace, place: Place) -> Table | None:
    """The table that holds the place's first box."""
    if not place.boxes:
        return None
    for table in workspace.library.tables(place.document_id):
        if any(_cites(cell, place) for cell in table.cells):
            return table
    return None


def _cites(cell: Cell, place: Place) -> bool:
    return (
        cell.provenance.page == place.page
        and cell.provenance.bbox is not None
        and any(_near(cell.provenance.bbox, box) for box in place.boxes)
    )


def _near(cell: BBox, box: BBox) -> bool:
    """Whether the middle of the one lies in the other: a box may be of the cell or of its words."""
    across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return cell.x0 <= across <= cell.x1 and cell.top <= down <= cell.bottom


def _lines(table: Table, place: Place) -> list[list[tuple[Any, ...]]]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    return [
        [
            (
                cell.text,
                cell.row_span,
                cell.column_span,
                "head" if cell.role in HEADS else "number" if cell.role in NUMERIC else "",
                _cites(cell, place),
            )
            for cell in sorted(rows.get(number, ()), key=lambda cell: cell.column)
        ]
        for number in range(max(rows, default=-1) + 1)
    ]


def draw_origin(answer: Answer) -> None:
    """How the figures of an answer came about: each with its verdict, formula and cells."""
    for claim in answer.claims[:12]:
        _draw_claim(answer, claim)
    if len(answer.claims) > 12:
        st.caption(t("……共 {count} 个数", count=len(answer.claims)))
    if not answer.claims:
        st.caption(t("这个回答里没有数。"))


def _draw_claim(answer: Answer, claim: Claim) -> None:
    label = VERDICT_LABELS[claim.verdict]
    st.markdown(f"**{escape(claim.label)}：{escape(show_amount(claim.amount))}**")
    st.caption(f":material/{label.icon}: {t(label.text)} — {t(label.explanation)}")
    if claim.formula:
        st.markdown(t("算式：{formula}", formula=escape(claim.formula)))
    for citation in answer.citations:
        if citation.marker in claim.citations:
            path = (citation.table_title, " / ".join(citation.row_path), " / ".join(citation.column_path))
            place = (citation.entity or citation.file_name, *path, t("PDF第 {page} 页", page=citation.page))
            quote = escape(citation.quote) if citation.table_title is None else f"**{escape(citation.quote)}**"
            st.markdown(f"- \\[{citation.marker}\\] {escape(' · '.join(filter(None, place)))}：{quote}")
