"""Several things fit: a small table of them, with what tells them apart, their figures, and a button each.

What was found without some of the asker's words is offered by itself: the words struck in the question, the figure, one button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

import streamlit as st

from disclosure.answer import Status
from views.components import column, figure_table, row
from views.editing import only_cell
from views.language import t
from views.source import look_at, place_of
from views.told import LEVEL_NAMES, STAGE_NAMES, escape, show_amount, table_name

if TYPE_CHECKING:
    from disclosure.answer import Alternative, Answer, Citation

QUESTION_SHOWN = 300  # characters
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


def offered(answer: Answer) -> Alternative | None:
    """The reading that leaves out what was not used, where nothing else stands between the question and its answer."""
    alone = answer.status is Status.AMBIGUOUS and answer.unused and len(answer.alternatives) == 1
    return _own(answer) if alone else None


def _own(answer: Answer) -> Alternative | None:
    """The first choice, where it is the query that was answered, less the words that it does not use."""
    if not answer.query or not answer.alternatives:
        return None
    rest = {name: value for name, value in answer.query.items() if name != "unused"}
    first = answer.alternatives[0]
    return first if first.query is not None and dict(first.query) == rest else None


def to_confirm(answer: Answer) -> Alternative | None:
    """The answer's own reading, where its numbers are still to be confirmed."""
    return _own(answer) if answer.status is Status.ANSWERED else None


def draw_confirmation(question: str, answer: Answer, choice: Alternative, key: str, take: Callable[[Alternative], None]) -> None:
    """The words that were not used struck in the question, and a button that makes the answer a checked one."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-confirm"):
        if answer.unused:
            st.markdown(struck(question[:QUESTION_SHOWN], answer.unused), width="content")
        words = t("是，就看这个数") if only_cell(answer.query or {}) else t("是，就这样查")
        st.button(words, key=f"{key}-confirm-take", icon=":material/check:", on_click=take, args=(choice,))


def draw_others(answer: Answer, others: Sequence[Alternative], number: int, key: str, take: Callable[[Alternative], None]) -> None:
    """What else may be meant, a line each: what it is, its figure, its page, and a button that takes it."""
    cited = {citation.marker: citation for citation in answer.citations}
    st.caption(t("也可能是问："))
    for place, choice in enumerate(others):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            amount = f"：{show_amount(choice.amount)}" if choice.amount else ""
            st.markdown(escape(_apart(choice.label, answer.understood) + amount), width="content")
            source = cited.get(choice.citation or 0)
            if source:
                page = t("PDF第{page}页", page=source.page)
                target = (place_of((source,), number),)
                st.button(page, key=f"{key}-other-{place}-source", icon=":material/find_in_page:", on_click=look_at, args=target)
            st.button(t("就是这个"), key=f"{key}-other-{place}", on_click=take, args=(choice,))


def _apart(label: str, understood: str) -> str:
    """A reading without the unit and the year that it shares with the answer's."""
    parts, shared = label.split(" · "), understood.split(" · ")
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(parts[:-1], shared, strict=False)))
    return " · ".join(parts[same:])


def draw_offered(question: str, answer: Answer, choice: Alternative, number: int, key: str, take: Callable[[Alternative], None]) -> None:
    """What was not used, struck in the question; what the rest of it gives; a click makes that the answer."""
    with st.container(border=True, key=f"{key}-offered"):
        st.markdown(f":material/help: {t('划去的字没有用上，请看看去掉以后还是不是要问的：')}")
        st.markdown(struck(question[:QUESTION_SHOWN], answer.unused))
        cited = {citation.marker: citation for citation in answer.citations}.get(choice.citation or 0)
        with st.container(horizontal=True, vertical_alignment="center"):
            found = f"{choice.label}：{show_amount(choice.amount) if choice.amount else t('（空白）')}"
            st.markdown(escape(found), width="content")
            if cited:
                page = t("PDF第{page}页", page=cited.page)
                st.button(
                    page,
                    key=f"{key}-offered-source",
                    icon=":material/find_in_page:",
                    on_click=look_at,
                    args=(place_of((cited,), number),),
                )
        words = t("是，就看这个数") if only_cell(answer.query or {}) else t("是，就这样查")
        st.button(words, key=f"{key}-offered-take", icon=":material/check:", type="primary", on_click=take, args=(choice,))


def struck(question: str, unused: Sequence[str]) -> str:
    """The question with what was not used struck, as Markdown: 2026年~~大厅~~公务接待费; words that it has not stand behind it."""
    gone, elsewhere = [False] * len(question), []
    for word in unused:
        blocks = [(question.find(word), len(word))]
        if blocks[0][0] < 0:  # its parts may stand apart
            blocks = [(block.a, block.size) for block in SequenceMatcher(None, question, word, autojunk=False).get_matching_blocks()]
        if sum(size for _, size in blocks) < len(word):
            elsewhere.append(word)
            continue
        for at, size in blocks:
            gone[at : at + size] = [True] * size
    runs = [(out, "".join(question[at] for at in places)) for out, places in groupby(range(len(question)), gone.__getitem__)]
    words = "".join(_struck(words) if out else escape(words) for out, words in runs)
    return " ".join((words, *map(_struck, elsewhere)))


def _struck(words: str) -> str:
    return f"~~{escape(words)}~~" if words.strip() else escape(words)


def _fields(citation: Citation | None) -> tuple[str, ...]:
    if citation is None:
        return ("",) * len(FIELDS)
    kind = (LEVEL_NAMES[citation.level] if citation.level else "") + (STAGE_NAMES[citation.stage] if citation.stage else "")
    year = f"{citation.fiscal_year}年{kind}" if citation.fiscal_year else kind
    row_, column_ = " / ".join(citation.row_path), " / ".join(citation.column_path)
    return (citation.entity or citation.file_name, year, table_name(citation.table_title), row_, column_)
