"""One answer on the page: the figure large, what vouches for it, where it stands, and what else could be meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from answering.draft import escape
from answering.labels import LEVEL_NAMES, STAGE_NAMES, VERDICT_LABELS
from answering.render import one_line, show_amount
from answering.word import LEAD
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
BUTTONS_SHOWN = 4  # citations beyond share the button of their page
MARKERS_SHOWN = 3

Ask = Callable[[str], None]


def draw_answer(workspace: Workspace, answer: Answer, key: str, ask: Ask) -> None:
    """Draw an answer; `key` tells its widgets from those of other answers, `ask` puts a follow-up question."""
    headline = _headline(answer)
    text = _text_below(answer, headline)
    if headline:
        _draw_headline(headline, answer, text)
    if text and answer.status is Status.NOT_FOUND:
        st.info(text, icon=":material/search_off:")
    elif text and answer.status is Status.AMBIGUOUS:
        st.warning(text, icon=":material/help:")
    elif text:
        st.markdown(text)
    if not headline:
        _draw_verdicts(answer)
    for found in answer.discrepancies:
        st.warning(f"表文不一致：{escape(found.message)}", icon=":material/warning:")
    _draw_alternatives(answer, key, ask)
    if answer.notice:
        st.caption(escape(answer.notice))
    _draw_citations(workspace, answer, key)
    if headline:
        with st.popover("复制这一行", icon=":material/content_copy:"):
            st.code(one_line(answer), language=None, wrap_lines=True)


def _headline(answer: Answer) -> Claim | None:
    """The number that the answer begins with; None for a list, a quotation, or no answer."""
    if answer.status is not Status.ANSWERED or not answer.claims:
        return None
    first, lead = answer.claims[0], _lead(answer)
    return first if first.span and first.span[1] <= len(lead) + len(answer.text[len(lead) :].split("\n\n")[0]) else None


def _lead(answer: Answer) -> str:
    """What a model put above the answer, with the blank line behind it; "" when it put nothing."""
    first, gap, _ = answer.text.partition("\n\n")
    return first + gap if first.startswith(LEAD) else ""


def _draw_verdicts(answer: Answer) -> None:
    """What vouches for the numbers of a list."""
    counts = Counter(claim.verdict for claim in answer.claims if answer.status is Status.ANSWERED)
    for verdict, count in counts.items():
        _draw_badge(verdict, f"{count}个数")


def _draw_badge(verdict: Verdict, note: str = "") -> None:
    label = VERDICT_LABELS[verdict]
    st.badge(f"{label.text} {note}".strip(), icon=f":material/{label.icon}:", color=BADGE_COLOURS[verdict], help=label.explanation)


def _draw_headline(claim: Claim, answer: Answer, text: str) -> None:
    st.caption(escape(claim.label))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {escape(show_amount(claim.amount))}", width="content")
        _draw_badge(claim.verdict)
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
    """The text less what is drawn otherwise: a first paragraph that says no more than the headline, and the list of choices."""
    lead = _lead(answer)
    first, *others = answer.text[len(lead) :].split("\n\n")
    if headline and headline.span:
        start, end = (place - len(lead) for place in headline.span)
        words = _MARKS.sub("", first[:start] + first[end:])
        if words in re.sub(r"\s", "", escape(headline.label)):
            return lead + "\n\n".join(others)
    return lead + first if answer.alternatives else answer.text


_MARKS = re.compile(r"\s|[：*]|（(?:" + "|".join(label.text for label in VERDICT_LABELS.values()) + r")）|\[\d+\]")


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
    with st.container(horizontal=True):
        for together in _places(answer.citations):
            markers = "".join(f"\\[{citation.marker}\\]" for citation in together[:MARKERS_SHOWN])
            more = "…" if len(together) > MARKERS_SHOWN else ""
            label = f"{markers}{more} 第{together[0].page}页 {escape(_place_name(together, answer.citations))}"
            help_text = "看原文，红框标出所引之处"
            if st.button(label, key=f"{key}-source-{together[0].marker}", icon=":material/find_in_page:", help=help_text):
                show_source(workspace, together)


def _places(citations: Sequence[Citation]) -> list[tuple[Citation, ...]]:
    """One button each while they are few; else those of one table on one page together."""
    if len(citations) <= BUTTONS_SHOWN:
        return [(citation,) for citation in citations]
    pages: dict[tuple[str, int, str | None], list[Citation]] = {}
    for citation in citations:
        pages.setdefault((citation.document_id, citation.page, citation.table_title), []).append(citation)
    return [tuple(together) for together in pages.values()]


def _place_name(together: Sequence[Citation], citations: Sequence[Citation]) -> str:
    """The table; for one of several rows of a table the row."""
    first = together[0]
    of_table = sum((other.document_id, other.table_title) == (first.document_id, first.table_title) for other in citations)
    if len(together) == 1 and of_table > 1 and first.row_path:
        return first.row_path[-1]
    return f"《{first.table_title}》" if first.table_title else "正文"
