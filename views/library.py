"""The sidebar: what is loaded, which of it to search, and the way to add more."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from answering.draft import escape
from disclosure.document import Severity
from views.chat import SELECTED, forget
from workspace import IngestOutcome, IngestReport, Workspace, scope_line

if TYPE_CHECKING:
    from retrieval.library import DocumentRecord

LISTED = 50  # documents shown one by one; more are found by the selection box
FINDINGS_LISTED = 20
REPORT_ICONS = {
    IngestOutcome.ADDED: ":material/check_circle:",
    IngestOutcome.PRESENT: ":material/info:",
    IngestOutcome.RENAMED: ":material/info:",
    IngestOutcome.FAILED: ":material/error:",
}


def draw_library(workspace: Workspace, begun: bool) -> None:
    """The whole sidebar; `begun`: there is a conversation that can be forgotten."""
    records = workspace.documents()
    labels = {record.id: f"{scope_line(record)}（{record.file_name}）" for record in records}
    st.subheader("收录的文件", divider="gray")
    st.multiselect(
        "只在这些文件里找",
        list(labels),
        format_func=lambda document_id: labels.get(document_id, document_id),
        key=SELECTED,
        placeholder="不选就在全部文件里找",
    )
    for record in records[:LISTED]:
        st.markdown(f"**{escape(scope_line(record))}**")
        st.caption(f"{escape(record.file_name)} · {record.pages}页 · {record.tables}张表 · {record.figures}个数值格")
        _draw_findings(workspace, record)
    if len(records) > LISTED:
        st.caption(f"……共 {len(records)} 份，其余可在上面的选择框里搜索")
    _draw_upload(workspace)
    if begun:
        st.button("清空对话", icon=":material/delete:", on_click=forget)


def _draw_findings(workspace: Workspace, record: DocumentRecord) -> None:
    serious = [finding for finding in workspace.library.findings(record.id) if finding.severity is not Severity.NOTE]
    if serious:
        with st.popover(f"{len(serious)} 处须留意", icon=":material/warning:"):
            for finding in serious[:FINDINGS_LISTED]:
                st.caption(escape(finding.message))
            if len(serious) > FINDINGS_LISTED:
                st.caption(f"……共 {len(serious)} 处，用 cli.py check 可看全部")


def _draw_upload(workspace: Workspace) -> None:
    st.subheader("添加文件", divider="gray")
    # a new key after each batch empties the box
    batch = st.session_state.setdefault("upload_batch", 0)
    uploaded = st.file_uploader("预算或决算公开的 PDF", type=["pdf"], accept_multiple_files=True, key=f"upload-{batch}")
    if uploaded:
        bar = st.progress(0.0, text="正在读取…")
        with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
            reports = [_take_in(workspace, Path(folder), file.name, file.getvalue(), bar) for file in uploaded]
        bar.empty()
        st.session_state["upload_reports"] = reports
        st.session_state["upload_batch"] = batch + 1
        st.rerun()
    for report in st.session_state.get("upload_reports", ()):
        (st.error if report.failed else st.success)(escape(report.message), icon=REPORT_ICONS[report.outcome])


def _take_in(workspace: Workspace, folder: Path, name: str, content: bytes, bar: st.delta_generator.DeltaGenerator) -> IngestReport:
    path = folder / (Path(name).name or "未命名.pdf")
    try:
        path.write_bytes(content)
    except OSError as problem:
        return IngestReport(path, IngestOutcome.FAILED, f"{name}：存不下这个文件（{problem.strerror}）")

    def progress(_: str, done: int, total: int) -> None:
        bar.progress(done / max(total, 1), text=f"正在读取 {escape(name)}：{done}/{total}页")

    return next(workspace.ingest([path], progress=progress))
