"""One answer on the page: the figure large, what vouches for it, how it was understood, where it stands, what else could be meant."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import streamlit as st

from disclosure.answer import Alternative, Answer, Citation, Claim, Status, Verdict
from views.asking import Exchange, ask_next, chosen_documents, execute_next, tried
from views.candidates import draw_candidates, draw_confirmation, draw_offered, draw_others, offered, to_confirm
from views.language import t
from views.many import all_compared, draw_compared, draw_many, is_many, listed, without_list
from views.source import look_at, place_of
from views.told import LEVEL_NAMES, OTHERS, STAGE_NAMES, UNCONFIRMED, VERDICT_LABELS, escape, show_amount, table_name
from views.understood import draw_understood

if TYPE_CHECKING:
    from workspace import Workspace

BadgeColour = Literal["green", "blue", "orange", "red", "violet"]
BADGE_COLOURS: dict[Verdict, BadgeColour] = {
    Verdict.CELL: "green",
    Verdict.COMPUTED: "blue",
    Verdict.PROSE: "orange",
    Verdict.CONFLICT: "red",
    Verdict.LIKELY: "violet",
}
BUTTONS_SHOWN = 4  # citations beyond share the button of their page
MARKERS_SHOWN = 3
CHOICES_SHOWN = 12


def draw_answer(workspace: Workspace, said: Exchange, answer: Answer, key: str) -> None:
    """Draw an answer; `key` tells its widgets from those of other answers."""
    headline, many = _headline(answer), is_many(answer)
    choice = offered(answer)
    text = "" if choice else text_below(answer, headline)
    if said.asked.before:
        _tell_change(said.asked.before, answer)
    if headline:
        _draw_headline(headline, answer, text)
    _draw_text(answer, text, many=many)
    first, _, rest = without_list(answer).partition("\n\n") if many else ("", "", "")
    if first.strip():
        st.markdown(first)
    if not headline:
        _draw_verdicts(answer)
    if many:
        draw_many(answer, said.number, key)
    elif headline:
        _draw_compared(workspace, answer, said.number, key)
    if rest.strip():
        st.markdown(rest)
    for found in answer.discrepancies:
        st.warning(t("表文不一致：{message}", message=escape(found.message)), icon=":material/warning:")
    _draw_choices(said, answer, choice, key)
    draw_understood(workspace, answer, key)
    if answer.notice:
        st.caption(escape(answer.notice))
    shown = {marker for claim in listed(answer) for marker in claim.citations} if many else set()  # its rows open them
    _draw_citations(answer, [citation for citation in answer.citations if citation.marker not in shown], said.number, key)


def _draw_choices(said: Exchange, answer: Answer, choice: Alternative | None, key: str) -> None:
    """What is offered: `choice` by itself, the answer's own reading to be confirmed, and what else may be meant."""
    if choice:
        draw_offered(said.asked.words, answer, choice, said.number, key, take_choice)
        return
    if likely := to_confirm(answer):
        draw_confirmation(said.asked.words, answer, likely, key, take_choice)
        if others := answer.alternatives[1:]:
            draw_others(answer, others, said.number, key, take_choice)
        return
    _draw_alternatives(answer, said.number, key)


def _draw_compared(workspace: Workspace, answer: Answer, number: int, key: str) -> None:
    query = all_compared(answer)
    if query is None:
        return
    known = json.dumps(query, ensure_ascii=False, default=str)
    every = workspace.library.kept(("compared", known, tuple(chosen_documents() or ())), lambda: tried(workspace, query))
    if every and len(listed(every)) > 1:
        draw_compared(every, number, key)


def _draw_text(answer: Answer, text: str, *, many: bool) -> None:
    if not text:
        return
    if answer.status is Status.NOT_FOUND:
        st.info(text, icon=":material/search_off:")
    elif answer.status is Status.AMBIGUOUS:
        st.markdown(f":material/help: {text}")
    elif not many:
        st.markdown(text)


def _tell_change(before: str, answer: Answer) -> None:
    """Of a link or a pin: whether it gives the same as when it was made."""
    now = headline_words(answer)
    if now == before:
        st.caption(f":material/link: {t('与当时相同：{before}', before=escape(before))}")
    else:
        st.warning(
            t("数变了：当时是 {before}，现在是 {now}", before=escape(before), now=escape(now or t("没有答案"))), icon=":material/update:"
        )


def headline_words(answer: Answer) -> str:
    """What an answer gives, in a few words, to be compared later."""
    return show_amount(answer.claims[0].amount) if answer.status is Status.ANSWERED and answer.claims else ""


def _headline(answer: Answer) -> Claim | None:
    """The number that the answer begins with; None for a list, a quotation, or no answer."""
    if answer.status is not Status.ANSWERED or not answer.claims:
        return None
    first = answer.claims[0]
    return first if first.span and first.span[1] <= len(answer.text.split("\n\n")[0]) else None


def _draw_verdicts(answer: Answer) -> None:
    """What vouches for the numbers of a list."""
    counts = Counter(claim.verdict for claim in answer.claims if answer.status is Status.ANSWERED)
    with st.container(horizontal=True, gap="small"):
        for verdict, count in counts.items():
            _draw_badge(verdict, t("{count}个数", count=count))


def _draw_badge(verdict: Verdict, note: str = "") -> None:
    label = VERDICT_LABELS[verdict]
    words = f"{t(label.text)} {note}".strip()
    st.badge(words, icon=f":material/{label.icon}:", color=BADGE_COLOURS[verdict], help=t(label.explanation))


def _draw_headline(claim: Claim, answer: Answer, text: str) -> None:
    st.caption(escape(claim.label))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {escape(show_amount(claim.amount))}", width="content")
        _draw_badge(claim.verdict)
    cited = [citation for citation in answer.citations if citation.marker in claim.citations]
    if cited and escape(cited[0].entity or cited[0].file_name) not in text:
        st.caption(escape(scope_line(cited[0])))
    if claim.formula and escape(claim.formula) not in text:
        st.markdown(t("算式：{formula}", formula=escape(claim.formula)))


def scope_line(citation: Citation) -> str:
    """Whose figure it is: 某局 · 2026年 · 单位预算 · 2026年项目支出预算表."""
    level = LEVEL_NAMES[citation.level] if citation.level else ""
    stage = STAGE_NAMES[citation.stage] if citation.stage else ""
    year = f"{citation.fiscal_year}年" if citation.fiscal_year else ""
    return " · ".join(filter(None, (citation.entity, year, level + stage, table_name(citation.table_title))))


def text_below(answer: Answer, headline: Claim | None) -> str:
    """The text less what is drawn otherwise: a first paragraph that says no more than the headline, and the list of choices."""
    first, *others = answer.text.partition(f"\n\n{OTHERS}")[0].split("\n\n")
    if headline and headline.span:
        start, end = headline.span
        words = _MARKS.sub("", first[:start] + first[end:])
        if words in re.sub(r"\s", "", escape(headline.label)):
            return "\n\n".join(others)
    choices = answer.alternatives and answer.status is not Status.NOT_FOUND
    missing = [paragraph for paragraph in others if paragraph.startswith(MISSING)]  # of several things asked, what is not there
    return "\n\n".join((first, *missing)) if choices else answer.text


MISSING = ("没有找到：", "没有用到", UNCONFIRMED)  # how a paragraph begins that is told beside the choices
_MARKS = re.compile(r"\s|[：*]|（(?:" + "|".join(label.text for label in VERDICT_LABELS.values()) + r")）|\[\d+\]")


def _draw_alternatives(answer: Answer, number: int, key: str) -> None:
    """Candidates as a table with a button each where they have figures; else a button each."""
    if not answer.alternatives or answer.status is Status.NOT_FOUND:  # what is near is tried first, with the follow-ups
        return
    if any(choice.amount for choice in answer.alternatives):
        draw_candidates(answer, number, key, take_choice)
        return
    with st.container(horizontal=True, gap="small"):
        for place, choice in enumerate(answer.alternatives[:CHOICES_SHOWN]):
            if choice.query or choice.question:
                icon = ":material/subdirectory_arrow_right:"
                st.button(escape(choice.label), key=f"{key}-choice-{place}", icon=icon, on_click=take_choice, args=(choice,))
            else:
                st.markdown(f"- {escape(choice.label)}")


def take_choice(choice: Alternative) -> None:
    """Answer with one of the readings."""
    if choice.query:
        execute_next(choice.label, choice.query)
    elif choice.question:
        ask_next(choice.question)


def _draw_citations(answer: Answer, citations: Sequence[Citation], number: int, key: str) -> None:
    if not citations or (answer.alternatives and any(choice.citation for choice in answer.alternatives)):
        return
    found = places(citations)
    shown = len(found) if len(found) <= BUTTONS_SHOWN else BUTTONS_SHOWN - 1
    with st.container(horizontal=True, gap="small"):
        _draw_places(answer, found[:shown], number, key)
        if found[shown:]:
            with st.popover(t("另见 {count} 处", count=len(found) - shown), icon=":material/more_horiz:"):
                _draw_places(answer, found[shown:], number, key)


def _draw_places(answer: Answer, found: Sequence[Sequence[Citation]], number: int, key: str) -> None:
    """A button for each place; its unit is named where the answer speaks of several documents."""
    several = len({citation.document_id for citation in answer.citations}) > 1
    for together in found:
        markers = "".join(f"\\[{citation.marker}\\]" for citation in together[:MARKERS_SHOWN])
        more = "…" if len(together) > MARKERS_SHOWN else ""
        page = t("PDF第{page}页", page=together[0].page)
        whose = f"{escape(together[0].entity or together[0].file_name)} " if several else ""
        label = f"{markers}{more} {whose}{page} {escape(_place_name(together, answer.citations))}"
        st.button(
            label,
            key=f"{key}-source-{together[0].marker}",
            icon=":material/find_in_page:",
            on_click=look_at,
            args=(place_of(together, number),),
        )


def places(citations: Sequence[Citation]) -> list[tuple[Citation, ...]]:
    """One button each while they are few; else those of one table on one page together."""
    if len(citations) <= BUTTONS_SHOWN:
        return [(citation,) for citation in citations]
    pages: dict[tuple[str, int, str | None], list[Citation]] = {}
    for citation in citations:
        pages.setdefault((citation.document_id, citation.page, citation.table_title), []).append(citation)
    return [tuple(together) for together in list(pages.values())[: 2 * BUTTONS_SHOWN]]


def _place_name(together: Sequence[Citation], citations: Sequence[Citation]) -> str:
    """The table; for one of several rows of a table the row."""
    first = together[0]
    of_table = sum((other.document_id, other.table_title) == (first.document_id, first.table_title) for other in citations)
    if len(together) == 1 and of_table > 1 and first.row_path:
        return first.row_path[-1]
    return f"《{first.table_title}》" if first.table_title else table_name(first.table_title)
