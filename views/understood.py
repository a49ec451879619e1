"""理解为: one line under each answer, its parts as chips; a chip changes that part of the query and answers again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from answering.query.codec import parse_query
from answering.query.say import ASPECTS, Part, say
from answering.query.tree import CellAspect
from disclosure.document import Level
from disclosure.errors import MingzhangError
from retrieval.figure_writer import LabelRole
from views.asking import execute_next, understood_line
from views.editing import changed, only_cell, value_at
from views.language import t
from views.many import is_many
from views.told import escape

if TYPE_CHECKING:
    from disclosure.answer import Answer
    from workspace import Workspace

SHOWN_UNITS = ("元", "万元", "亿元", "%")
NEAR_ROWS = 12
NEAR_COLUMNS = 20
MORE = "more"
TOLD = "理解为："
STAGES = {"budget": "预算", "final": "决算"}
LEVELS = {str(Level.DEPARTMENT): "整个部门", str(Level.UNIT): "单位本身"}
YEAR = "scope.year"
ADDED = (("scope.unit", "单位"), (YEAR, "年度"), ("scope.stage", "阶段"), ("scope.level", "层级"), ("show", "计量单位"))
ADDED_TO_CELL = (("ask.cell.table", "表"), ("ask.cell.column", "栏"), ("ask.cell.aspect", "问法"))
PLAIN = {"阶段": "预算还是决算", "层级": "部门还是单位本身", "问法": "问的是什么", "数": "问的是什么"}  # of the query's own names
OPERATIONS = {
    "value": "数额",
    **{str(aspect): words for aspect, words in ASPECTS.items()},
}


def draw_understood(workspace: Workspace, answer: Answer, key: str) -> None:
    """The line and the chips; nothing for an answer without a query."""
    line = understood_line(answer)
    if not line:
        return
    whole = [word for word in answer.unused if not any(word != other and word in other for other in answer.unused)]
    unused = " ".join(f"~~{escape(word)}~~" for word in whole)
    with st.container(key=f"{key}-understood", gap="small"):
        told = "" if TOLD in answer.text else t("理解为：{line}", line=escape(line)) + "　"  # a refusal says it by itself
        struck = f"{t('没有用到')}：{unused}　" if unused and told else ""
        st.caption(told + struck + t("（不对就点下面的一项来改）"))
        if answer.query:
            _draw_chips(workspace, answer, answer.query, key)


def _draw_chips(workspace: Workspace, answer: Answer, query: Mapping[str, Any], key: str) -> None:
    try:
        parts = say(parse_query(dict(query))).parts
    except MingzhangError:
        return
    chips = _with_year(workspace, answer, {part.place: replace(part, name=PLAIN.get(part.name, part.name)) for part in parts}) | {
        MORE: Part(MORE, "加条件", "")
    }
    chosen = st.pills(
        t("改"),
        list(chips),
        format_func=lambda place: _chip(chips[place]),
        key=f"{key}-chips",
        label_visibility="collapsed",
        help=t("点一处就能改，改了立刻重答"),
    )
    if chosen == MORE:
        missing = {place: Part(place, name, "") for place, name in _missing(query) if place not in chips}
        chosen = st.pills(
            t("加条件"), list(missing), format_func=lambda place: t(missing[place].name), key=f"{key}-more", label_visibility="collapsed"
        )
        chips = missing
    if chosen:
        _draw_editor(workspace, answer, query, chips[chosen], key)


def _with_year(workspace: Workspace, answer: Answer, chips: dict[str, Part]) -> dict[str, Part]:
    """With the year that was taken where none was said, behind the unit."""
    first = answer.claims[0].citations if answer.claims and not is_many(answer) else None  # other years may stand beside it
    shown = {cited.document_id for cited in answer.citations if first is None or cited.marker in first}
    years = {record.fiscal_year for record in workspace.library.documents() if record.id in shown and record.fiscal_year}
    if YEAR in chips or not years or (first is None and len(years) > 1):
        return chips
    before = [place for place in chips if place in ("scope.unit", "scope.units")]
    assumed = Part(YEAR, "年度", t("{year}年（没说，按最新）", year=max(years)))
    return {place: chips[place] for place in before} | {YEAR: assumed} | {p: c for p, c in chips.items() if p not in before}


def _missing(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(place, name) of the fields that the query leaves open."""
    fields = (*ADDED, *(ADDED_TO_CELL if only_cell(query) else ()))
    over_many = bool(value_at(query, "scope.units"))
    return [
        (place, PLAIN.get(name, name))
        for place, name in fields
        if value_at(query, place) is None and not (over_many and place == "scope.unit")
    ]


def _chip(part: Part) -> str:
    return f"{t(part.name)}：{escape(part.text)}" if part.text else f"＋{t(part.name)}"


def _draw_editor(workspace: Workspace, answer: Answer, query: Mapping[str, Any], part: Part, key: str) -> None:
    """What else the part may be; a choice answers again at once."""
    choices, free = _choices(workspace, answer, query, part)
    field = part.place.rsplit(".", 1)[-1]
    editor = f"{key}-edit-{part.place}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            t("{name}改为", name=t(part.name)),
            list(choices),
            index=None,
            format_func=lambda value: choices.get(value, str(value)),
            key=editor,
            placeholder=t("选一个，或直接输入") if free else t("选一个"),
            accept_new_options=free,
            on_change=_change,
            args=(query, part, editor, f"{key}-chips", choices),
            width=340,
        )
        if value_at(query, part.place) is not None and field not in ("row", "topic", "term", "of"):
            st.button(t("去掉"), key=f"{editor}-none", on_click=_take_away, args=(query, part, f"{key}-chips"), icon=":material/close:")


def _change(query: Mapping[str, Any], part: Part, editor: str, chips: str, choices: Mapping[Any, str]) -> None:
    value = st.session_state.get(editor)
    if value is None:
        return
    st.session_state[chips] = None
    field = part.place.rsplit(".", 1)[-1]
    made = changed(query, part.place, None if (field, value) == ("aspect", "value") else value)
    if field == "unit":
        made["scope"].pop("units", None)
    execute_next(f"{t(part.name)} → {choices.get(value, value)}", made)


def _take_away(query: Mapping[str, Any], part: Part, chips: str) -> None:
    st.session_state[chips] = None
    execute_next(t("不限{name}", name=t(part.name)), changed(query, part.place, None))


def _choices(workspace: Workspace, answer: Answer, query: Mapping[str, Any], part: Part) -> tuple[dict[Any, str], bool]:
    """(value → words) of what a part may be, and whether something else may be typed."""
    records = workspace.documents()
    field = part.place.rsplit(".", 1)[-1]
    cited = list(dict.fromkeys(citation.document_id for citation in answer.citations))
    if field in ("unit", "units"):
        part_names = sorted({record.entity for record in records if record.entity})
        return {name: name for name in part_names}, False
    if field == "year":
        entities = {record.entity for record in records if record.id in cited}
        years = {record.fiscal_year for record in records if record.fiscal_year and (not entities or record.entity in entities)}
        return {year: f"{year}年" for year in sorted(years, reverse=True)}, False
    if field == "stage":
        return {value: t(words) for value, words in STAGES.items()}, False
    if field == "level":
        return {value: t(words) for value, words in LEVELS.items()}, False
    if field == "show":
        return {unit: unit for unit in SHOWN_UNITS}, False
    if field == "aspect":
        return {value: t(words) for value, words in OPERATIONS.items()}, False
    if field == "place":
        return {"table": t("表里"), "text": t("文字说明里")}, False
    if field == "table":
        return {title: title for title in _titles(workspace, cited)}, True
    if field == "column":
        return {name: name for name in _columns(workspace, query, part, cited)}, True
    if field in ("row", "under", "topic", "term"):
        return {name: name for name in _rows(workspace, part.text, cited)}, True
    return {}, True


def _titles(workspace: Workspace, cited: Sequence[str]) -> list[str]:
    ids = cited or [record.id for record in workspace.documents()[:20]]
    return list(dict.fromkeys(table.title for document in ids for table in workspace.library.tables(document) if table.title))


def _rows(workspace: Workspace, text: str, cited: Sequence[str]) -> list[str]:
    roles = (LabelRole.ROW, LabelRole.PROJECT, LabelRole.PROSE)
    hits = workspace.library.match_labels(text, cited or None, NEAR_ROWS, roles=roles)
    return [hit.label for hit in hits if hit.label != text]


def _columns(workspace: Workspace, query: Mapping[str, Any], part: Part, cited: Sequence[str]) -> list[str]:
    row = value_at(query, part.place.rsplit(".", 1)[0] + ".row") or ""
    labels = [hit.label for hit in workspace.library.match_labels(row, cited or None, 4)] if row else []
    figures = workspace.library.find_figures(labels=[row, *labels], document_ids=cited or None)
    return list(dict.fromkeys(figure.column_path[-1] for figure in figures if figure.column_path))[:NEAR_COLUMNS]


def is_plain_value(query: Mapping[str, Any]) -> bool:
    """Whether one cell's own value is asked."""
    cell = only_cell(query)
    return cell is not None and cell.get("aspect") in (None, str(CellAspect.VALUE))
