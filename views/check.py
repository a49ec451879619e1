"""体检: for one document the footings that hold and fail, what contradicts, what is doubtful or left over, with its pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from disclosure.document import Severity
from disclosure.figure import Trust
from views.components import column, figure_table, row
from views.language import t
from views.source import SHOWN, Place, draw_source, look_at, place_of_figure
from views.told import escape, shown, table_name
from workspace import scope_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from disclosure.document import Finding
    from disclosure.figure import Discrepancy, Figure, Footing
    from retrieval.library import DocumentRecord
    from workspace import Workspace

LISTED = 60
TILE = 150  # pixels; two stand side by side on a phone
RULES = {
    "parts_of_total": "各项之和等于合计",
    "columns_of_total": "各栏之和等于合计",
    "basic_plus_project": "基本支出加项目支出等于合计",
    "personnel_plus_public": "人员经费加公用经费等于合计",
    "children_of_subject": "下级科目之和等于上级科目",
    "revenue_is_expenditure": "收入总计等于支出总计",
    "same_figure": "各处同一个数相同",
    "same_total": "各处合计相同",
    "narrative": "文字与表相符",
    "growth": "增减额、增减率与两年的数相符",
    "share": "占比与数相符",
    "form_is_project_row": "绩效目标表与项目相符",
    "form_prose": "绩效目标表与项目相符",
    "funds_of_form": "各项资金之和等于总额",
}
MEANINGS = {
    "加总对得上": "印出的合计与各项之和对得上的地方",
    "加总对不上": "印出的合计与各项之和对不上的地方；也可能是表没有读准，请对照原文",
    "表文不一致": "同一件事，两处印的数不同",
    "须留意": "看不见的字、没有读进来的内容等",
}
SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}


def draw_check(workspace: Workspace) -> None:
    """The page."""
    st.subheader(t("体检"), anchor=False)
    records = workspace.documents()
    if not records:
        st.info(t("还没有收录任何文件。"), icon=":material/upload_file:")
        return
    counts = {record.id: workspace.library.kept(("check counts", record.id), partial(_counts, workspace, record.id)) for record in records}
    worst = sorted(records, key=lambda record: sum(counts[record.id][:2]), reverse=True)
    _draw_documents(worst, counts)
    labels = {record.id: f"{scope_line(record)}（{record.file_name}）" for record in worst}
    document = st.selectbox(t("文件"), list(labels), format_func=labels.__getitem__, key="document", persist_state="session")
    left, right = st.columns([11, 9], gap="medium")
    with left:
        _draw_report(workspace, document)
    with right:
        place = st.session_state.get(SHOWN)
        looked = place and place.document_id == document and place.answer is None
        draw_source(workspace, place if looked else _first_place(workspace, document), None, "check")


def _counts(workspace: Workspace, document: str) -> tuple[int, int, int]:
    """(totals that do not add up, contradictions, what to mind) of a document."""
    library = workspace.library
    failed = sum(not footing.holds for footing in library.footings(document))
    serious = sum(finding.severity is not Severity.NOTE for finding in library.findings(document))
    return failed, len(library.discrepancies(document)), serious


def _draw_documents(records: Sequence[DocumentRecord], counts: Mapping[str, tuple[int, int, int]]) -> None:
    """All documents with what does not add up, the worst first; a click opens one below."""
    bad = sum(any(counts[record.id][:2]) for record in records)
    st.caption(t("{documents} 份文件，{bad} 份有对不上的数；点一份看它对不上的地方", documents=len(records), bad=bad))
    columns = [column(t("文件"), wide=True), *(column(t(name), number=True) for name in ("加总对不上", "表文不一致", "须留意"))]
    rows = [row(record.id, (f"{scope_line(record)}\n{record.file_name}", *map(str, counts[record.id]))) for record in records]
    opened = st.session_state.get("document") or records[0].id
    words = {"tick": "", "copied": t("已复制")}
    drawn = figure_table("check-documents", t("文件"), columns, rows, words, opens=True, open_row=opened, height=240, cards=False)
    if drawn.opened and drawn.opened != opened:
        st.session_state["document"] = drawn.opened
        st.rerun()


def _first_place(workspace: Workspace, document: str) -> Place:
    """Where the first thing is that does not add up; the cover of a document in which all does."""
    library = workspace.library
    wrong = [footing.total for footing in library.footings(document) if not footing.holds]
    wrong += [figure for found in library.discrepancies(document) for figure in found.figures[:1]]
    return place_of_figure(wrong[0]) if wrong else Place(document, 1, (), (t("封面"),), "")


def _draw_report(workspace: Workspace, document: str) -> None:
    library = workspace.library
    footings, discrepancies = library.footings(document), library.discrepancies(document)
    failed = [footing for footing in footings if not footing.holds]
    findings = sorted(library.findings(document), key=lambda finding: list(SEVERITIES).index(finding.severity))
    doubted = [f for f in library.figures(document) if f.trust in (Trust.DOUBTED, Trust.RECOGNISED) and f.amount is not None]
    serious = [finding for finding in findings if finding.severity is not Severity.NOTE]
    counts = {
        "加总对得上": len(footings) - len(failed),
        "加总对不上": len(failed),
        "表文不一致": len(discrepancies),
        "须留意": len(serious),
    }
    with st.container(horizontal=True, gap="small"):
        for name, count in counts.items():
            st.metric(t(name), count, border=True, width=TILE, help=t(MEANINGS[name]))
    if not (failed or discrepancies or serious or doubted):
        st.success(t("试过的加总都对得上，没有发现互相矛盾或读不准的数。"), icon=":material/check_circle:")
    _draw_failed(workspace, failed)
    _draw_discrepancies(workspace, discrepancies)
    _draw_findings(findings)
    _draw_doubted(workspace, doubted)
    _draw_holding(workspace, [footing for footing in footings if footing.holds])


def _draw_failed(workspace: Workspace, failed: Sequence[Footing]) -> None:
    if not failed:
        return
    st.markdown(f"#### :material/rule: {t('对不上的加总')}（{len(failed)}）")
    for number, footing in enumerate(failed[:LISTED]):
        with st.container(border=True):
            unit = footing.total.amount.unit if footing.total.amount else None
            difference = f"{footing.difference:f}{unit or ''}"
            st.markdown(
                f"**{t(_broken(footing.rule))}**，"
                + t("相差 {difference}（四舍五入最多可差 {tolerance}）", difference=difference, tolerance=f"{footing.tolerance:f}")
            )
            _draw_side_by_side(workspace, (footing.total, *footing.parts), f"failed-{number}", t("合计"), t("各项"))
    _say_more(len(failed))


def _broken(rule: str) -> str:
    """A rule, said of numbers that break it: 各项之和不等于合计."""
    said = RULES.get(rule, "加总关系对不上")
    for holds, fails in (("等于", "不等于"), ("相同", "不同"), ("相符", "不符")):
        said = said.replace(holds, fails)
    return said


def _draw_discrepancies(workspace: Workspace, discrepancies: Sequence[Discrepancy]) -> None:
    if not discrepancies:
        return
    st.markdown(f"#### :material/compare_arrows: {t('表文不一致')}（{len(discrepancies)}）")
    for number, found in enumerate(discrepancies[:LISTED]):
        with st.container(border=True):
            st.markdown(escape(found.message))
            _draw_side_by_side(workspace, found.figures, f"discrepancy-{number}", t("一处"), t("另一处"))
    _say_more(len(discrepancies))


def _draw_side_by_side(workspace: Workspace, figures: Sequence[Figure], key: str, first: str, other: str) -> None:
    columns = [
        column(""),
        column(t("表"), minor=True, wide=True),
        column(t("行"), wide=True),
        column(t("栏")),
        column(t("数额"), number=True),
        column(t("页"), number=True),
    ]
    rows = [row(figure.id, (first if place == 0 else other, *_cells(figure))) for place, figure in enumerate(figures)]
    drawn = figure_table(f"check-{key}", first, columns, rows, {"tick": "", "copied": t("已复制")}, opens=True, height=300)
    if drawn.opened:
        look_at(place_of_figure(next(figure for figure in figures if figure.id == drawn.opened)))


def _cells(figure: Figure) -> tuple[str, ...]:
    name = figure.row_label or figure.measure
    leaf = figure.column_path[-1] if figure.column_path else ""
    return (table_name(figure.table_title), name, leaf, shown(figure), str(figure.provenance.page))


def _draw_findings(findings: Sequence[Finding]) -> None:
    if not findings:
        return
    notes = sum(finding.severity is Severity.NOTE for finding in findings)
    st.markdown(f"#### :material/flag: {t('须留意')}（{len(findings) - notes}，{t('另有说明 {count} 条', count=notes)}）")
    columns = [column(t("轻重")), column(t("说明"), wide=True), column(t("页"), number=True)]
    words = {Severity.ERROR: t("错误"), Severity.WARNING: t("留意"), Severity.NOTE: t("说明")}
    rows = [
        row(str(number), (words[finding.severity], finding.message, str(finding.provenance.page) if finding.provenance else ""))
        for number, finding in enumerate(findings)
    ]
    drawn = figure_table("check-findings", t("须留意"), columns, rows, {"tick": "", "copied": t("已复制")}, opens=True, height=340)
    if drawn.opened:
        place = findings[int(drawn.opened)].provenance
        if place:
            boxes = (place.bbox,) if place.bbox else ()
            look_at(Place(place.document_id, place.page, boxes, (findings[int(drawn.opened)].message,), ""))


def _draw_doubted(workspace: Workspace, doubted: Sequence[Figure]) -> None:
    if not doubted:
        return
    st.markdown(f"#### :material/help: {t('读不准的数')}（{len(doubted)}）")
    columns = [
        column(t("表"), minor=True, wide=True),
        column(t("行"), wide=True),
        column(t("栏")),
        column(t("数额"), number=True),
        column(t("页"), number=True),
    ]
    rows = [row(figure.id, _cells(figure)) for figure in doubted[:200]]
    drawn = figure_table("check-doubted", t("读不准的数"), columns, rows, {"tick": "", "copied": t("已复制")}, opens=True, height=340)
    if drawn.opened:
        look_at(place_of_figure(next(figure for figure in doubted if figure.id == drawn.opened)))


def _draw_holding(workspace: Workspace, holding: Sequence[Footing]) -> None:
    if not holding:
        return
    st.markdown(f"#### :material/check: {t('对得上的加总')}（{len(holding)}）")
    columns = [
        column(t("加总关系"), minor=True),
        column(t("表"), minor=True, wide=True),
        column(t("合计"), wide=True),
        column(t("数额"), number=True),
        column(t("项数"), number=True),
        column(t("页"), number=True),
    ]
    rows = [
        row(
            str(number),
            (
                t(RULES.get(footing.rule, "加总关系")),
                table_name(footing.total.table_title),
                "·".join(filter(None, (footing.total.row_label or footing.total.measure, *footing.total.column_path[-1:]))),
                shown(footing.total),
                str(len(footing.parts)),
                str(footing.total.provenance.page),
            ),
        )
        for number, footing in enumerate(holding[:300])
    ]
    drawn = figure_table("check-holding", t("对得上的加总"), columns, rows, {"tick": "", "copied": t("已复制")}, opens=True, height=340)
    if drawn.opened:
        look_at(place_of_figure(holding[int(drawn.opened)].total))


def _say_more(count: int) -> None:
    if count > LISTED:
        st.caption(t("……共 {count} 处", count=count))
