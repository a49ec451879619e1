"""总览: units × years, with stage, level and state, so that it is plain what is there and what is not."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from disclosure.document import Severity
from views.components import column, figure_table, row
from views.language import t
from views.told import LEVEL_NAMES, STAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.library import DocumentRecord
    from workspace import Workspace


UNIT = "overview_unit"  # the session's key of the unit whose documents are listed
HEIGHT = 520
YEARS_SHOWN = 15  # in a row; of older ones only those that are there


class State(StrEnum):
    """How well a document was read."""

    CLEAN = "clean"
    APART = "apart"
    DOUBTFUL = "doubtful"
    SCANNED = "scanned"
    EMPTY = "empty"


SIGNS = {State.CLEAN: "✓", State.APART: "≠", State.DOUBTFUL: "△", State.SCANNED: "▤", State.EMPTY: "✕"}
WORDS = {
    State.CLEAN: "读取无碍",
    State.APART: "有的数对不上：合计不等于各项之和，或两处不同",
    State.DOUBTFUL: "有读不准或须留意之处",
    State.SCANNED: "扫描件，数由识别得来",
    State.EMPTY: "没有读出任何数",
}


def draw_overview(workspace: Workspace) -> None:
    """The page."""
    st.subheader(t("总览"), anchor=False)
    records = workspace.documents()
    if not records:
        st.info(t("还没有收录任何文件。"), icon=":material/upload_file:")
        return
    entities = {record.entity for record in records}
    years = sorted({record.fiscal_year for record in records if record.fiscal_year}, reverse=True)
    if years:  # a year of which there is nothing is seen too
        years = list(range(years[0], max(years[-1], years[0] - YEARS_SHOWN) - 1, -1)) + [
            year for year in years if year < years[0] - YEARS_SHOWN
        ]
    st.caption(
        t(
            "{documents} 份文件，{units} 个单位，{years} 个年度",
            documents=len(records),
            units=len(entities),
            years=len({record.fiscal_year for record in records} - {None}),
        )
    )
    st.caption("　".join(f"{sign} {t(WORDS[state])}" for state, sign in SIGNS.items()) + f"　— {t('没有收录')}")
    wanted = st.text_input(
        t("单位里有"), key="overview_text", live=True, icon=":material/search:", label_visibility="collapsed", placeholder=t("单位名里的字")
    )
    _draw_matrix(workspace, [record for record in records if not wanted or wanted in (record.entity or record.file_name)], years)


def _draw_matrix(workspace: Workspace, records: Sequence[DocumentRecord], years: Sequence[int]) -> None:
    cells: dict[str, dict[int, list[DocumentRecord]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        cells[record.entity or t("（单位未识别）")][record.fiscal_year or 0].append(record)
    shown = [*years, *([0] if any(0 in by_year for by_year in cells.values()) else [])]
    columns = [column(t("单位"), wide=True), *(column(f"{year}" if year else t("年度未识别")) for year in shown)]
    rows = []
    for entity in sorted(cells):
        by_year = cells[entity]
        rows.append(
            row(entity, (entity, *("\n".join(_sign(workspace, record) for record in by_year.get(year, ())) or "—" for year in shown)))
        )
    if not rows:
        st.info(t("没有这样的单位。"), icon=":material/search_off:")
        return
    drawn = figure_table(
        "overview-table",
        t("总览"),
        columns,
        rows,
        {"tick": "", "copied": t("已复制")},
        opens=True,
        open_row=st.session_state.get(UNIT),
        height=HEIGHT,
        cards=False,
    )
    if drawn.opened and drawn.opened != st.session_state.get(UNIT):
        st.session_state[UNIT] = drawn.opened
        st.rerun()
    _draw_unit(workspace, cells.get(st.session_state.get(UNIT, ""), {}))


def _draw_unit(workspace: Workspace, by_year: dict[int, list[DocumentRecord]]) -> None:
    for year in sorted(by_year, reverse=True):
        for record in by_year[year]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{_sign(workspace, record)} {record.fiscal_year or ''}", width="content")
                st.caption(
                    t("{pages} 页，{tables} 张表，{figures} 个数值格", pages=record.pages, tables=record.tables, figures=record.figures),
                    width="content",
                )
                st.button(
                    t("体检"),
                    key=f"overview-check-{record.id}",
                    icon=":material/health_and_safety:",
                    on_click=_remember,
                    args=("check", record.id),
                )
                st.button(
                    t("查数"), key=f"overview-desk-{record.id}", icon=":material/search:", on_click=_remember, args=("desk", record.id)
                )


def _remember(page: str, document: str) -> None:
    st.session_state["go_to"] = (page, document)


def _sign(workspace: Workspace, record: DocumentRecord) -> str:
    kind = (LEVEL_NAMES[record.level] if record.level else "") + (STAGE_NAMES[record.stage] if record.stage else t("阶段未识别"))
    state = state_of(workspace, record)
    also = state in (State.DOUBTFUL, State.SCANNED) and workspace.library.kept(("apart", record.id), lambda: _apart(workspace, record))
    signs = SIGNS[state] + (SIGNS[State.APART] if also else "")
    return f"{signs} {kind}"


def state_of(workspace: Workspace, record: DocumentRecord) -> State:
    """How well a document was read, kept while the library stays as it is."""
    return workspace.library.kept(("state", record.id), lambda: _judge(workspace, record))


def _judge(workspace: Workspace, record: DocumentRecord) -> State:
    library = workspace.library
    if not record.figures:
        return State.EMPTY
    findings = library.findings(record.id)
    if any(finding.kind in ("no_text_layer", "recognised", "scanned") for finding in findings):
        return State.SCANNED
    if any(finding.severity is not Severity.NOTE for finding in findings):
        return State.DOUBTFUL
    return State.APART if _apart(workspace, record) else State.CLEAN


def _apart(workspace: Workspace, record: DocumentRecord) -> bool:
    """Whether figures of a document disagree with one another."""
    library = workspace.library
    return any(not footing.holds for footing in library.footings(record.id)) or bool(library.discrepancies(record.id))
