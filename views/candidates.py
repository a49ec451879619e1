"""Several things fit: a small table of them, with what tells them apart, their figures, and a button each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from views.components import column, figure_table, row
from views.language import t
from views.source import look_at, place_of
from views.told import LEVEL_NAMES, STAGE_NAMES, show_amount, table_name

if TYPE_CHECKING:
    from disclosure.answer import Alternative, Answer, Citation

FIELDS = ("单位", "年度", "表", "行", "栏")


def draw_candidates(answer: Answer, number: int, key: str, take: Callable[[Alternative], None]) -> None:
    """The table; only the fields in which they differ have a column."""
    cited = {citation.marker: citation for citation in answer.citations}
    fields = [_fields(cited.get(choice.citation or 0)) for choice in answer.alternatives]
    telling = [place for place in range(len(FIELDS)) if len({each[place] for each in fields}) > 1]
    columns = [column(t("可能是"), wide=True), *(column(t(FIELDS[place])) for place in telling), column(t("数额"), number=True)]
    columns.append(column(t("页"), number=True, minor=True))
    rows = []
    for place, (choice, told) in enumerate(zip(answer.alternatives, fields, strict=True)):
        citation = cited.get(choice.citation or 0)
        amount = show_amount(choice.amount) if choice.amount else t("（空白）")
        cells = (choice.label, *(told[each] for each in telling), amount, str(citation.page) if citation else "")
        rows.append(row(str(place), cells))
    words = {"tick": "", "copied": t("已复制")}
    can = any(choice.query or choice.question for choice in answer.alternatives)
    drawn = figure_table(
        f"{key}-candidates", t("可能是"), columns, rows, words, opens=True, button=t("就是这个") if can else None, height=360
    )
    if drawn.opened:
        chosen = cited.get(answer.alternatives[int(drawn.opened)].citation or 0)
        if chosen:
            look_at(place_of((chosen,), number))
    if drawn.pressed:
        take(answer.alternatives[int(drawn.pressed)])
        st.rerun()


def _fields(citation: Citation | None) -> tuple[str, ...]:
    if citation is None:
        return ("",) * len(FIELDS)
    kind = (LEVEL_NAMES[citation.level] if citation.level else "") + (STAGE_NAMES[citation.stage] if citation.stage else "")
    year = f"{citation.fiscal_year}年{kind}" if citation.fiscal_year else kind
    row_, column_ = " / ".join(citation.row_path), " / ".join(citation.column_path)
    return (citation.entity or citation.file_name, year, table_name(citation.table_title), row_, column_)
