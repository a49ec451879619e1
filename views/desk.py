"""查数: one search box over every figure of the library, with filters, the page beside it, and the same cell elsewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import streamlit as st

from disclosure.amount import Unit
from disclosure.document import Level, Stage
from retrieval.figure_search import MOST, SHOWN, FigureSearch, Found, Order, Wanted
from views.components import column, figure_table, row
from views.export import Line, as_csv, as_xlsx, figure_line
from views.language import t
from views.links import unpacked
from views.navigation import GO_TO
from views.pins import open_pin, pins
from views.pivot import BESIDE, draw_pivot, draw_ticked
from views.source import LOOKED, draw_source, place_of_figure
from views.told import LEVEL_NAMES, STAGE_NAMES, escape, shown, table_name
from workspace import scope_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disclosure.figure import Figure
    from workspace import Workspace

TEXT = "desk_text"  # the session's key of the search box; assets/desk.js looks for it
OPEN = "desk_open"  # of the figure whose page is shown
TABLE_HEIGHT = 430
ORDERS = {Order.NEAREST: "最贴切", Order.LARGEST: "从大到小", Order.SMALLEST: "从小到大", Order.READING: "按原文顺序"}
MEASURES = {"元": "元", "万元": "万元", "亿元": "亿元", "%": "%", "人": "人", "辆": "辆"}
FILTERS = {
    "desk_units": "单位",
    "desk_years": "年度",
    "desk_stages": "预算或决算",
    "desk_levels": "部门或单位",
    "desk_tables": "表",
    "desk_row": "行里有",
    "desk_column": "栏里有",
    "desk_least": "不少于",
    "desk_most": "不多于",
}
BY_SIZE = (Order.LARGEST, Order.SMALLEST)


def draw_desk(workspace: Workspace) -> None:
    """The page."""
    st.subheader(t("查数"), anchor=False)
    if not workspace.documents():
        st.info(t("还没有收录任何文件；在“文件”页上传以后，这里就能查到每一个数。"), icon=":material/upload_file:")
        return
    _draw_search(workspace)


@st.fragment
def _draw_search(workspace: Workspace) -> None:
    """All of it in a fragment, so that typing draws nothing else anew."""
    search = FigureSearch(workspace.library)
    st.text_input(
        t("查数"),
        key=TEXT,
        type="search",
        live="100ms",
        placeholder=t("单位、表、行、栏、科目编码或数，空格分开，例如：公务接待 2024 决算"),
        label_visibility="collapsed",
        icon=":material/search:",
        persist_state="session",
    )
    _draw_jumps(workspace, search, st.session_state.get(TEXT) or "")
    wanted = _draw_filters(workspace, search)
    found = search.find(wanted)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        chosen = _draw_results(workspace, search, wanted, found)
        if chosen:
            draw_pivot(workspace, search, chosen)
    with right:
        draw_source(workspace, place_of_figure(chosen) if chosen else None, None, "desk")


def _draw_jumps(workspace: Workspace, search: FigureSearch, text: str) -> None:
    """Units, tables and rows that the words name: a click makes a filter of them; pins, which open in the talk."""
    word = text.strip()
    if not word:
        return
    pinned = [kept for kept in map(unpacked, pins()) if kept and word in kept.label]
    entities = sorted({record.entity for record in workspace.documents() if record.entity and word in record.entity}, key=len)
    jumps = [("desk_units", entity, t("单位")) for entity in entities[:3]]
    jumps += [("desk_tables", title, t("表")) for title in sorted((name for name in search.titles() if word in name), key=len)[:2]]
    jumps += [("desk_row", label, t("行")) for label in search.rows_named(word, 3)]
    with st.container(horizontal=True, gap="small"):
        for number, (key, value, kind) in enumerate(jumps):
            st.button(f"{kind}：{escape(value)}", key=f"desk-jump-{number}", on_click=_jump, args=(key, value), type="tertiary")
        for number, kept in enumerate(pinned[:3]):
            words = escape(t("固定的回答：{name}", name=f"{kept.label} {kept.shown}"))
            if st.button(words, key=f"desk-pin-{number}", icon=":material/keep:", type="tertiary"):
                open_pin(kept)
                st.session_state[GO_TO] = ("chat", "")
                st.rerun()


def _jump(key: str, value: str) -> None:
    st.session_state[key] = value if key == "desk_row" else [value]
    st.session_state[TEXT] = ""


def _forget_filters() -> None:
    for key in (*FILTERS, TEXT, "desk_document"):
        st.session_state.pop(key, None)


def _forget(key: str) -> None:
    st.session_state[key] = "" if isinstance(st.session_state.get(key), str) else []


def _filter_words(key: str, value: object) -> str:
    """What a filter lets through, in a few words: 西安市信访局、长春市信访局 等5个."""
    if not isinstance(value, list | tuple):
        unit = st.session_state.get("desk_measure", "万元") if key in ("desk_least", "desk_most") else ""
        return f"{value}{unit}"
    names = {str(kind): name for kinds in (STAGE_NAMES, LEVEL_NAMES) for kind, name in kinds.items()}
    words = [t(names[str(each)]) if str(each) in names else str(each) for each in value]
    return "、".join(words[:2]) + (t(" 等{count}个", count=len(words)) if len(words) > 2 else "")


def _draw_filters(workspace: Workspace, search: FigureSearch) -> Wanted:
    records = workspace.documents()
    entities = sorted({record.entity for record in records if record.entity})
    years = sorted({record.fiscal_year for record in records if record.fiscal_year}, reverse=True)
    set_ = sum(bool(st.session_state.get(key)) for key in FILTERS)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.popover(t("筛选") + (f"（{set_}）" if set_ else ""), icon=":material/filter_list:"):
            units = st.multiselect(t("单位"), entities, key="desk_units", placeholder=t("全部"), persist_state="session")
            chosen_years = st.multiselect(t("年度"), years, key="desk_years", placeholder=t("全部"), persist_state="session")
            stages = st.pills(
                t("预算或决算"), list(Stage), format_func=lambda s: t(STAGE_NAMES[s]), selection_mode="multi", key="desk_stages"
            )
            levels = st.pills(
                t("部门或单位"), list(Level), format_func=lambda s: t(LEVEL_NAMES[s]), selection_mode="multi", key="desk_levels"
            )
            tables = st.multiselect(t("表"), search.titles(), key="desk_tables", placeholder=t("全部"), persist_state="session")
            row_text = st.text_input(t("行里有"), key="desk_row", persist_state="session")
            column_text = st.text_input(t("栏里有"), key="desk_column", persist_state="session")
            low, high, measure = st.columns(3)
            least = low.text_input(t("不少于"), key="desk_least", persist_state="session")
            most = high.text_input(t("不多于"), key="desk_most", persist_state="session")
            unit = Unit.parse(measure.selectbox(t("计量"), list(MEASURES), index=1, key="desk_measure", persist_state="session"))
            empty = st.toggle(t("也列出空白和短横"), key="desk_empty", persist_state="session")
        order = st.selectbox(
            t("次序"),
            list(ORDERS),
            format_func=lambda each: t(ORDERS[each]),
            key="desk_order",
            label_visibility="collapsed",
            width=150,
            persist_state="session",
        )
        document = st.session_state.get("desk_document")
        if document:
            name = next((scope_line(record) for record in records if record.id == document), "")
            st.button(escape(name), icon=":material/close:", on_click=_forget_filters, help=t("只在这份文件里查；点一下查全部"))
        for key, name in FILTERS.items():
            if st.session_state.get(key):
                words = f"{t(name)}：{_filter_words(key, st.session_state[key])}"
                st.button(escape(words), key=f"{key}-off", icon=":material/close:", on_click=_forget, args=(key,))
        if set_:
            st.button(t("清除筛选"), icon=":material/filter_list_off:", on_click=_forget_filters, type="tertiary")
    bounds = [_bound(least, unit), _bound(most, unit)]
    if any(isinstance(bound, str) for bound in bounds):
        st.warning(t("数额请写成数字，例如 50 或 1200.5"), icon=":material/warning:")
    at_least, at_most = (None if isinstance(bound, str) else bound for bound in bounds)
    bounded = at_least is not None or at_most is not None
    return Wanted(
        text=st.session_state.get(TEXT) or "",
        units=tuple(units),
        years=tuple(chosen_years),
        stages=tuple(stages),
        levels=tuple(levels),
        tables=tuple(tables),
        row=row_text or "",
        column=column_text or "",
        at_least=at_least,
        at_most=at_most,
        dimension=unit.dimension if bounded or order in BY_SIZE else None,
        printed=not empty,
        documents=(document,) if document else (),
        order=order,
    )


def _bound(text: str | None, unit: Unit) -> Decimal | str | None:
    """A bound in the base unit; the text itself where it is no number; None where there is none."""
    words = (text or "").replace(",", "").replace("，", "").strip()
    try:
        return Decimal(words).scaleb(unit.scale) if words else None
    except InvalidOperation:
        return words


def _draw_results(workspace: Workspace, search: FigureSearch, wanted: Wanted, found: Found) -> Figure | None:
    """The table; gives the figure that is open."""
    if not found.figures:
        st.info(t("没有这样的数。少写一个词，或清除筛选再试。"), icon=":material/search_off:")
        return None
    more = t("，先列出 {count} 个", count=SHOWN) if found.total > SHOWN else ""
    st.caption(t("{total} 个数，在 {documents} 份文件里", total=f"{found.total:,}", documents=found.documents) + more)
    _say_what_is_left_out(search, wanted, found)
    lines = {figure.id: figure_line(figure, workspace.library.document(figure.document_id)) for figure in found.figures}
    by_id = {figure.id: figure for figure in found.figures}
    with st.container(key="desk_results"):
        drawn = figure_table(
            "desk-table",
            t("查到的数"),
            desk_columns(),
            [row(figure.id, cells_of(figure, lines[figure.id]), lines[figure.id].text) for figure in found.figures],
            table_words(),
            ticks=True,
            opens=True,
            open_row=st.session_state.get(OPEN),
            height=TABLE_HEIGHT,
        )
    if drawn.opened and drawn.opened != st.session_state.get(OPEN):
        st.session_state[OPEN] = drawn.opened
        st.session_state[LOOKED] = st.session_state.get(LOOKED, 0) + 1
        st.rerun(scope="fragment")
    ticked = [lines[key] for key in drawn.chosen or () if key in lines]
    _draw_downloads(workspace, search, wanted, found, ticked)
    draw_ticked([by_id[key] for key in drawn.chosen or () if key in by_id], lines)
    key, beside = st.session_state.get(OPEN, ""), st.session_state.get(BESIDE)
    return by_id.get(key) or (beside if beside and beside.id == key else None)


def _say_what_is_left_out(search: FigureSearch, wanted: Wanted, found: Found) -> None:
    """Only amounts of one dimension can be put in order; how many others fit the words is told."""
    if wanted.order not in BY_SIZE or wanted.at_least is not None or wanted.at_most is not None:
        return
    others = search.find(replace(wanted, dimension=None), limit=1).total - found.total
    if others > 0:
        measure = st.session_state.get("desk_measure") or "万元"
        kind = t("金额") if measure in ("元", "万元", "亿元") else t("以“{measure}”计的数", measure=measure)
        words = t(
            "排大小只能比同一种数，这里只排{kind}；另有 {count} 个别的数（人数、百分比、没印计量的等）没有列出",
            kind=kind,
            count=f"{others:,}",
        )
        st.caption(f":material/info: {words}")


def _draw_downloads(workspace: Workspace, search: FigureSearch, wanted: Wanted, found: Found, ticked: Sequence[Line]) -> None:
    def lines() -> list[Line]:
        if ticked:
            return list(ticked)
        return [figure_line(figure, workspace.library.document(figure.document_id)) for figure in search.find(wanted, limit=MOST).figures]

    count = len(ticked) or min(found.total, MOST)
    every = t("全部 {count} 个", count=f"{count:,}") if count == found.total else t("前 {count} 个", count=f"{count:,}")
    what = t("所选 {count} 个", count=count) if ticked else every
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            f"CSV · {what}", lambda: as_csv(lines()), "查数.csv", "text/csv", key="desk-csv", icon=":material/download:", on_click="ignore"
        )
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        st.download_button(
            f"XLSX · {what}", lambda: as_xlsx(lines()), "查数.xlsx", mime, key="desk-xlsx", icon=":material/download:", on_click="ignore"
        )
        if ticked:
            with st.popover(t("复制所选"), icon=":material/content_copy:"):
                st.code("\n".join(line.text for line in ticked), language=None, wrap_lines=True)


def desk_columns() -> list[dict[str, object]]:
    """The columns of a table of figures."""
    return [
        column(t("单位 · 年度 · 表"), wide=True),
        column(t("行"), wide=True),
        column(t("栏")),
        column(t("数额"), number=True),
        column(t("页"), number=True, minor=True),
    ]


def cells_of(figure: Figure, line: Line) -> tuple[str, ...]:
    """A figure in those columns."""
    year = f"{line.year}年{line.level}{line.stage}" if line.year else f"{line.level}{line.stage}"
    leaf = figure.column_path[-1] if figure.column_path else ""
    name = figure.row_label or figure.measure
    scope = f"{line.entity or line.file_name} {year}\n{table_name(figure.table_title)}"
    return (scope, name, leaf, shown(figure), str(line.page))


def table_words() -> dict[str, str]:
    """The words of the table component."""
    return {"tick": t("选中"), "copied": t("已复制")}
