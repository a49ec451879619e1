"""文件: what is loaded, and for whoever may: adding PDFs or a ZIP of them, putting right, reading anew, deleting."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from disclosure.document import Level, Severity, Stage
from disclosure.errors import MingzhangError
from views.components import column, figure_table, row
from views.language import t
from views.overview import SIGNS, WORDS, state_of
from views.routes import file_url
from views.sign_in import draw_sign_in, draw_sign_out, may_change
from views.told import LEVEL_NAMES, STAGE_NAMES, escape
from views.unpacking import Unpacked, unpack
from workspace import IngestOutcome, IngestReport, Workspace, scope_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disclosure.figure import Figure
    from retrieval.library import DocumentRecord

REPORTS = "upload_reports"
BATCH = "upload_batch"
SHOWN = "document"  # the session's key of the document looked at, shared with 体检
DIFFERING_SHOWN = 50  # figures of two editions that are put side by side
ICONS = {
    IngestOutcome.ADDED: ":material/check_circle:",
    IngestOutcome.PRESENT: ":material/info:",
    IngestOutcome.RENAMED: ":material/info:",
    IngestOutcome.FAILED: ":material/error:",
}


def draw_documents(workspace: Workspace) -> None:
    """The page."""
    st.subheader(t("文件"), anchor=False)
    allowed = may_change()
    if allowed:
        _draw_upload(workspace)
        draw_sign_out()
    else:
        draw_sign_in()
    records = workspace.documents()
    if not records:
        st.info(t("还没有收录任何文件。"), icon=":material/upload_file:")
        return
    st.markdown(f"#### {t('收录的文件')}（{len(records)}）")
    wanted = st.text_input(
        t("找文件"),
        key="documents_text",
        live=True,
        icon=":material/search:",
        label_visibility="collapsed",
        placeholder=t("单位、年度或文件名"),
    )
    held = [
        record for record in records if not wanted or all(word in f"{scope_line(record)} {record.file_name}" for word in wanted.split())
    ]
    _draw_list(workspace, held)
    chosen = next((record for record in records if record.id == st.session_state.get(SHOWN)), None)
    if chosen:
        _draw_document(workspace, chosen, allowed)


def _draw_upload(workspace: Workspace) -> None:
    batch = st.session_state.setdefault(BATCH, 0)  # a new key after each batch empties the box
    uploaded = st.file_uploader(
        t("预算或决算公开的 PDF，或装着它们的 ZIP"), type=["pdf", "zip"], accept_multiple_files=True, key=f"upload-{batch}"
    )
    if uploaded:
        with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
            files: list[Unpacked] = []
            for place, file in enumerate(uploaded):
                files += unpack(Path(folder) / str(place), file.name, file.getvalue())
            st.session_state[REPORTS] = _take_in(workspace, files)
        st.session_state[BATCH] = batch + 1
        st.rerun()
    for number, report in enumerate(st.session_state.get(REPORTS, ())):
        _draw_report(workspace, report, number)


def _take_in(workspace: Workspace, files: Sequence[Unpacked]) -> list[IngestReport]:
    """Read the files one after another, with a bar for each."""
    bars = [st.progress(0.0, text=t("等待 {name}", name=escape(file.name))) for file in files]
    reports = []
    for file, bar in zip(files, bars, strict=True):
        if file.path is None:
            reports.append(IngestReport(Path(file.name), IngestOutcome.FAILED, file.problem))
            bar.progress(1.0, text=escape(file.problem))
            continue

        def progress(_: str, done: int, total: int, shown: Unpacked = file, at: st.delta_generator.DeltaGenerator = bar) -> None:
            at.progress(done / max(total, 1), text=t("正在读取 {name}：{done}/{total} 页", name=escape(shown.name), done=done, total=total))

        report = next(workspace.ingest([file.path], progress=progress))
        bar.progress(1.0, text=escape(report.message))
        reports.append(report)
    return reports


def _draw_report(workspace: Workspace, report: IngestReport, number: int) -> None:
    (st.error if report.failed else st.success)(escape(report.message), icon=ICONS[report.outcome])
    record = next((record for record in workspace.documents() if record.id == report.document_id), None)
    if record:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(t("读出的是：{scope}", scope=escape(scope_line(record))), width="content")
            st.button(t("不对，更正"), key=f"report-{number}", icon=":material/edit:", type="tertiary", on_click=_choose, args=(record.id,))


def _choose(document: str) -> None:
    st.session_state[SHOWN] = document


def _draw_list(workspace: Workspace, records: Sequence[DocumentRecord]) -> None:
    columns = [
        column(""),
        column(t("单位 · 年度"), wide=True),
        column(t("文件名"), minor=True, wide=True),
        column(t("页"), number=True, minor=True),
    ]
    columns += [column(t("表"), number=True, minor=True), column(t("数值格"), number=True)]
    rows = [
        row(
            record.id,
            (
                SIGNS[state_of(workspace, record)],
                scope_line(record),
                record.file_name,
                str(record.pages),
                str(record.tables),
                f"{record.figures:,}",
            ),
        )
        for record in sorted(records, key=lambda record: (record.entity or "", -(record.fiscal_year or 0)))
    ]
    if not rows:
        st.info(t("没有这样的文件。"), icon=":material/search_off:")
        return
    drawn = figure_table(
        "documents-table",
        t("收录的文件"),
        columns,
        rows,
        {"tick": "", "copied": t("已复制")},
        opens=True,
        open_row=st.session_state.get(SHOWN),
        height=420,
    )
    if drawn.opened and drawn.opened != st.session_state.get(SHOWN):
        _choose(drawn.opened)
        st.rerun()


def _draw_document(workspace: Workspace, record: DocumentRecord, allowed: bool) -> None:
    with st.container(border=True, key="document_detail"):
        st.markdown(f"**{escape(scope_line(record))}**")
        state = state_of(workspace, record)
        findings = workspace.library.findings(record.id)
        serious = sum(finding.severity is not Severity.NOTE for finding in findings)
        st.caption(
            f"{SIGNS[state]} {t(WORDS[state])} · {escape(record.file_name)} · "
            + t("{pages} 页，{tables} 张表，{figures} 个数值格", pages=record.pages, tables=record.tables, figures=record.figures)
        )
        if record.aliases:
            st.caption(t("同一文件还以这些名字上传过：{names}", names=escape("、".join(record.aliases))))
        _draw_editions(workspace, record)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"[:material/download: {t('下载原文件')}]({file_url(record.id)})", width="content")
            st.button(
                t("体检") + (f"（{serious}）" if serious else ""),
                icon=":material/health_and_safety:",
                on_click=_go,
                args=("check", record.id),
            )
            st.button(t("查这份文件的数"), icon=":material/search:", on_click=_go, args=("desk", record.id))
        if allowed:
            _draw_correction(workspace, record)
            _draw_rereading(workspace, record)


def _go(page: str, document: str) -> None:
    st.session_state["go_to"] = (page, document)


def _draw_editions(workspace: Workspace, record: DocumentRecord) -> None:
    """Other editions of a document, with what they print otherwise."""
    library = workspace.library
    for other in library.editions(record.id):
        older, newer = (record, other) if record.replaced_by == other.id else (other, record)
        changed = library.differing(older.id, newer.id)
        words = t("这是较早的一版，问答用后来收录的：{name}") if older is record else t("还有较早的一版，问答用这一版：{name}")
        name = f"{other.file_name}（{t('{day}收录', day=other.added[:10])}）" if other.added else other.file_name
        count = t("{count}处数字不同", count=len(changed))
        st.warning(f"{words.format(name=escape(name))} · {count}", icon=":material/content_copy:")
        if changed:
            _draw_differing(f"differing-{other.id}", changed)


def _draw_differing(key: str, changed: Sequence[tuple[Figure, Figure]]) -> None:
    columns = [column(t("表"), minor=True), column(t("行"), wide=True), column(t("栏"))]
    columns += [column(t("较早的一版"), number=True), column(t("后来的一版"), number=True)]
    rows = [
        row(str(place), (older.table_title or "", older.row_label, " ".join(older.column_path), older.text, newer.text))
        for place, (older, newer) in enumerate(changed[:DIFFERING_SHOWN])
    ]
    figure_table(key, t("不同的数字"), columns, rows, {"tick": "", "copied": t("已复制")}, height=min(420, 60 + 40 * len(rows)))


def _draw_correction(workspace: Workspace, record: DocumentRecord) -> None:
    facts = workspace.library.facts(record.id)
    with st.expander(t("更正单位、年度、阶段"), icon=":material/edit:"), st.form(f"correct-{record.id}", border=False):
        entity = st.text_input(t("单位全称"), value=record.entity or "", max_chars=120)
        year = st.number_input(t("年度"), 2000, date.today().year + 2, value=record.fiscal_year or date.today().year, step=1)
        stage = st.segmented_control(t("预算或决算"), list(Stage), default=record.stage, format_func=lambda each: t(STAGE_NAMES[each]))
        level = st.segmented_control(t("部门或单位"), list(Level), default=record.level, format_func=lambda each: t(LEVEL_NAMES[each]))
        sources = {fact.name: fact.source for fact in reversed(facts)}
        st.caption(t("原先读自：{sources}", sources="、".join(sorted(set(sources.values()))) or "—"))
        if st.form_submit_button(t("更正"), type="primary") and entity.strip():
            changed = {
                "entity": entity.strip() if entity.strip() != record.entity else None,
                "fiscal_year": int(year) if year != record.fiscal_year else None,
            }
            try:
                workspace.correct(
                    record.id,
                    entity=changed["entity"] if isinstance(changed["entity"], str) else None,
                    fiscal_year=changed["fiscal_year"] if isinstance(changed["fiscal_year"], int) else None,
                    stage=stage if stage is not record.stage else None,
                    level=level if level is not record.level else None,
                )
            except MingzhangError as problem:
                st.error(escape(str(problem)), icon=":material/error:")
            else:
                st.toast(t("已更正"), icon=":material/check:")
                st.rerun()


def _draw_rereading(workspace: Workspace, record: DocumentRecord) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("重新读取"), icon=":material/refresh:", help=t("程序更新以后，用新的读法再读一遍；更正过的单位和年度保留")):
            with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
                copy = Path(folder) / (Path(record.file_name).name or "原件.pdf")
                copy.write_bytes(workspace.library.pdf_path(record.id).read_bytes())
                bar = st.progress(0.0, text=t("正在重新读取…"))
                report = next(workspace.ingest([copy], again=True, progress=lambda _, done, total: _turn(bar, done, total)))
                bar.empty()
            (st.error if report.failed else st.success)(escape(report.message))
        with st.popover(t("删除"), icon=":material/delete:"):
            st.markdown(t("从资料库里删除 {name}？原文件也一并删除。", name=escape(f"{scope_line(record)}（{record.file_name}）")))
            if st.button(t("确认删除"), type="primary", key=f"delete-{record.id}"):
                workspace.library.remove(record.id)
                st.session_state.pop(SHOWN, None)
                st.rerun()


def _turn(bar: st.delta_generator.DeltaGenerator, done: int, total: int) -> None:
    bar.progress(done / max(total, 1), text=t("正在重新读取：{done}/{total} 页", done=done, total=total))
