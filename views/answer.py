"""One answer on the page: the figure large, what vouches for it, where it stands, and what else could be meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Literal

import streamlit as st

from answering.draft import escape
from answering.labels import LEVEL_NAMES, STAGE_NAMES, VERDICT_LABELS
from answering.render import one_line, show_amount
from disclosure.answer import Answer, Citation, Claim, Status, Verdict
from views.source import show_source
from workspace import Workspace

BadgeColour = Literal["green", "blue", "orange", "red"]
BADGE_COLOURS: dict[Verdict, BadgeColour] = {
    Verdict.CELL: "green",
    Verdict.COMPUTED: "blue",
    Verdict.PROSE: "orange",
    Verdict.CONFLICT: "red",
}
CITATIONS_SHOWN = 8  # more are in the text's markers, one click away

Ask = Callable[[str], None]


def draw_answer(workspace: Workspace, answer: Answer, key: str, ask: Ask) -> None:
    """Draw an answer; `key` tells its widgets from those of other answers, `ask` puts a follow-up question."""
    headline = answer.claims[0] if answer.status is Status.ANSWERED and answer.claims else None
    text = _text_below(answer, headline)
    if headline:
        _draw_headline(headline, answer, text)
    if text and answer.status is Status.NOT_FOUND:
        st.info(text, icon=":material/search_off:")
    elif text and answer.status is Status.AMBIGUOUS:
        st.warning(text, icon=":material/help:")
    elif text:
        st.markdown(text)
    for found in answer.discrepancies:
        st.warning(f"表文不一致：{escape(found.message)}", icon=":material/warning:")
    _draw_alternatives(answer, key, ask)
    if answer.notice:
        st.caption(escape(answer.notice))
    _draw_citations(workspace, answer, key)
    if headline:
        with st.popover("复制这一行", icon=":material/content_copy:"):
            st.code(one_line(answer), language=None, wrap_lines=True)


def _draw_headline(claim: Claim, answer: Answer, text: str) -> None:
    label = VERDICT_LABELS[claim.verdict]
    st.caption(escape(claim.label))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {escape(show_amount(claim.amount))}", width="content")
        st.badge(label.text, icon=f":material/{label.icon}:", color=BADGE_COLOURS[claim.verdict], help=label.explanation)
    cited = [citation for citation in answer.citations if citation.marker in claim.citations]
    if cited and escape(cited[0].entity or cited[0].file_name) not in text:
        st.caption(escape(scope_line(cited[0])))
    if claim.formula and escape(claim.formula) not in text:
        st.markdown(f"算式：{escape(claim.formula)}")


def scope_line(citation: Citation) -> str:
    """Whose figure it is: 某局 · 2026年 · 单位预算 · 2026年项目支出预算表."""
    level = LEVEL_NAMES[citation.level] if citation.level else ""
    stage = STAGE_NAMES[citation.stage] if citation.stage else ""
    year = f"{citation.fiscal_year}年" if citation.fiscal_year else ""
    return " · ".join(filter(None, (citation.entity, year, level + stage, citation.table_title or "正文")))


def _text_below(answer: Answer, headline: Claim | None) -> str:
    """The text less what is drawn otherwise: the paragraph of the headline, and the list of choices."""
    paragraphs = answer.text.split("\n\n")
    repeats = headline and headline.span and headline.span[1] <= len(paragraphs[0])
    if repeats and not re.match(r"- |\d+\. ", paragraphs[0]):
        return "\n\n".join(paragraphs[1:])
    return paragraphs[0] if answer.alternatives else answer.text


def _draw_alternatives(answer: Answer, key: str, ask: Ask) -> None:
    for number, choice in enumerate(answer.alternatives):
        shown = escape(choice.label) + (f"：**{escape(show_amount(choice.amount))}**" if choice.amount else "")
        shown += f" \\[{choice.citation}\\]" if choice.citation else ""
        if choice.question:
            st.button(
                shown, key=f"{key}-choice-{number}", icon=":material/subdirectory_arrow_right:", on_click=ask, args=(choice.question,)
            )
        else:
            st.markdown(f"- {shown}")


def _draw_citations(workspace: Workspace, answer: Answer, key: str) -> None:
    if not answer.citations:
        return
    cited = Counter((citation.document_id, citation.table_title) for citation in answer.citations)
    with st.container(horizontal=True):
        for citation in answer.citations[:CITATIONS_SHOWN]:
            # several rows of one table are told apart by their names
            by_row = citation.row_path and cited[citation.document_id, citation.table_title] > 1
            place = citation.row_path[-1] if by_row else f"《{citation.table_title}》" if citation.table_title else "正文"
            label = f"\\[{citation.marker}\\] 第{citation.page}页 {escape(place)}"
            if st.button(label, key=f"{key}-source-{citation.marker}", icon=":material/find_in_page:", help="看原文，红框标出这个数"):
                show_source(workspace, citation)
