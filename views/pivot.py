"""The same cell elsewhere: all units side by side with differences and ranks, or one unit over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from views.charts import bars, years_line
from views.components import column, figure_table, row
from views.export import as_csv, as_xlsx, figure_line
from views.language import t
from views.source import LOOKED
from views.told import escape, shown, table_name

if TYPE_CHECKING:
    from disclosure.figure import Figure
    from retrieval.figure_search import Alike, FigureSearch
    from retrieval.library import DocumentRecord
    from views.export import Line
    from workspace import Workspace


BESIDE = "desk_beside"  # the session's key: a figure that was opened here, which the results need not hold


def draw_pivot(workspace: Workspace, search: FigureSearch, figure: Figure) -> None:
    """Under the results: what other documents print in this cell."""
    by_unit, by_year = t("各单位并列"), t("历年并列")
    name = figure.row_label or figure.measure
    leaf = f"·{figure.column_path[-1]}" if figure.column_path else ""
    st.markdown(t("**同一格在别处**：{name}", name=escape(name + leaf)))
    way = st.segmented_control(
        t("并列"), [by_unit, by_year], default=by_unit, required=True, key="desk-pivot", label_visibility="collapsed"
    )
    alike = search.alike(figure)
    records = {record.id: record for record in workspace.documents()}
    own = records[figure.document_id]
    if way == by_year:
        kept = [each for each in alike.figures if records[each.document_id].entity == own.entity]
        _draw(kept, records, alike, figure, by_years=True)
    else:
        kept = [each for each in alike.figures if _same_kind(records[each.document_id], own)]
        _draw(kept, records, alike, figure, by_years=False)


def draw_ticked(figures: Sequence[Figure], lines: Mapping[str, Line]) -> None:
    """Two or more rows that are ticked, side by side: ranked where they can be compared, each with its difference from the first."""
    if len(figures) < 2:
        return
    st.markdown(t("**所选并列**：{count} 个数", count=len(figures)))
    comparable = len({figure.amount.dimension for figure in figures if figure.amount}) == 1
    if comparable:
        figures = sorted(figures, key=lambda each: each.amount.in_base if each.amount else Decimal("-Infinity"), reverse=True)
    first = figures[0]
    columns = [
        column(t("单位 · 年度"), wide=True),
        column(t("行 · 栏"), wide=True),
        column(t("数额"), number=True),
        column(t("与第一个相差"), number=True),
    ]
    rows = []
    for figure in figures:
        line = lines[figure.id]
        scope = f"{line.entity or line.file_name} {line.year or ''}年{line.level}{line.stage}\n{table_name(figure.table_title)}"
        name = "\n".join(filter(None, (figure.row_label or figure.measure, figure.column_path[-1] if figure.column_path else "")))
        rows.append(row(figure.id, (scope, name, shown(figure), difference(figure, first)), line.text))
    figure_table("ticked-table", t("所选并列"), columns, rows, {"tick": "", "copied": t("已复制")}, height=420)
    if not comparable:
        st.caption(t("所选的数计量不同，不能比大小。"))


def difference(figure: Figure, other: Figure) -> str:
    """By how much a figure is more or less than another, in the other's unit; "" where they cannot be compared."""
    if figure.id == other.id or not (figure.amount and other.amount and other.amount.unit):
        return ""
    if figure.amount.dimension != other.amount.dimension:
        return ""
    apart = figure.amount.to(other.amount.unit) - other.amount
    return f"{'+' if apart.number > 0 else ''}{apart.format()}"


def _same_kind(record: DocumentRecord, own: DocumentRecord) -> bool:
    """Of the same year and stage: units side by side are of one time."""
    return (record.fiscal_year, record.stage) == (own.fiscal_year, own.stage)


def _draw(kept: Sequence[Figure], records: dict[str, DocumentRecord], alike: Alike, own: Figure, *, by_years: bool) -> None:
    printed = [each for each in kept if each.amount is not None]
    ranked = sorted(printed, key=lambda each: -each.amount.in_base if each.amount else 0)
    ranks = {each.id: place for place, each in enumerate(ranked, start=1)}
    ordered = sorted(kept, key=lambda each: (records[each.document_id].fiscal_year or 0, str(records[each.document_id].stage)))
    shown = ordered if by_years else [*ranked, *(each for each in kept if each.amount is None)]
    rows = [
        row(each.id, _cells(each, own, records[each.document_id], ranks.get(each.id)), figure_line(each, records[each.document_id]).text)
        for each in shown
    ]
    columns = [
        column(t("名次"), number=True),
        column(t("单位 · 年度"), wide=True),
        column(t("表"), minor=True, wide=True),
        column(t("数额"), number=True),
        column(t("与所选相差"), number=True),
        column(t("页"), number=True, minor=True),
    ]
    drawn = figure_table(
        "pivot-table", t("同一格在别处"), columns, rows, {"tick": "", "copied": t("已复制")}, opens=True, open_row=own.id, height=420
    )
    if drawn.opened and drawn.opened != own.id:
        st.session_state[BESIDE] = next(each for each in shown if each.id == drawn.opened)
        st.session_state["desk_open"] = drawn.opened
        st.session_state[LOOKED] = st.session_state.get(LOOKED, 0) + 1
        st.rerun(scope="fragment")
    _say_what_is_missing(kept, records, alike, own, by_years=by_years)
    lines = [figure_line(each, records[each.document_id]) for each in shown]
    with st.container(horizontal=True):
        st.download_button(
            "CSV", lambda: as_csv(lines), "并列.csv", "text/csv", key="pivot-csv", icon=":material/download:", on_click="ignore"
        )
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        st.download_button(
            "XLSX", lambda: as_xlsx(lines), "并列.xlsx", mime, key="pivot-xlsx", icon=":material/download:", on_click="ignore"
        )
    if len(printed) > 1:
        names = [_unit_name(records[each.document_id], by_years) for each in (ordered if by_years else ranked) if each.amount]
        amounts = [each.amount for each in (ordered if by_years else ranked) if each.amount]
        (years_line if by_years else bars)(names, amounts, key="pivot-chart")


def _unit_name(record: DocumentRecord, by_years: bool) -> str:
    return f"{record.fiscal_year or '?'}年" if by_years else record.entity or record.file_name


def _cells(figure: Figure, own: Figure, record: DocumentRecord, rank: int | None) -> tuple[str, ...]:
    line = figure_line(figure, record)
    amount = figure.amount.format() if figure.amount else figure.text or t("（空白）")
    scope = f"{line.entity or line.file_name} {record.fiscal_year or ''}年{line.level}{line.stage}"
    return (str(rank or ""), scope, table_name(figure.table_title), amount, difference(figure, own), str(line.page))


def _say_what_is_missing(kept: Sequence[Figure], records: dict[str, DocumentRecord], alike: Alike, own: Figure, *, by_years: bool) -> None:
    """Silence is told: which documents of the same kind print no such cell, and which print it more than once."""
    mine = records[own.document_id]
    without = [
        records[key] for key in alike.without if (records[key].entity == mine.entity if by_years else _same_kind(records[key], mine))
    ]
    if without:
        names = "、".join(escape(record.entity or record.file_name) for record in without[:8])
        more = "……" if len(without) > 8 else ""
        st.caption(t("没有印出这一格的同类文件 {count} 份：{names}", count=len(without), names=names + more))
    several = [records[key] for key in alike.several if key in {figure.document_id for figure in kept}]
    if several:
        names = "、".join(escape(record.entity or record.file_name) for record in several[:8])
        st.caption(t("这些文件里同名的格不止一个，数也不同，列出的是最先的一个：{names}", names=names))
