"""问答: the talk at the left, the source of what is looked at beside it, the box to ask in below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from views.actions import draw_actions
from views.answer import draw_answer, places
from views.asking import SELECTED, Asked, Exchange, answer_asked, exchanges, forget, taken
from views.follow_ups import draw_follow_ups
from views.language import t
from views.links import unpacked
from views.source import SHOWN, WANTED, Place, draw_source, place_of
from views.told import escape
from views.welcome import draw_welcome
from workspace import scope_line

if TYPE_CHECKING:
    from disclosure.answer import Answer, Citation
    from workspace import Workspace

QUESTION_SHOWN = 300  # characters of a question that are repeated
LINK = "q"
OPENED = "opened_link"
DRAWN = 6  # exchanges that are drawn; older ones wait behind a button


def draw_chat(workspace: Workspace) -> None:
    """The page."""
    typed = st.chat_input(t("问一个数，例如：项目支出一共多少"))
    asked = Asked(typed) if typed is not None else taken() or _linked()
    if not exchanges() and asked is None:
        draw_welcome(workspace)
        _draw_scope(workspace)
        return
    left, right = st.columns([11, 9], gap="medium")
    with left:
        _draw_tools(workspace)
        _draw_talk(workspace, asked)
    # a phone shows the pane when somebody asked for it, and stays at the answer otherwise
    with right, st.container(key="source_wanted" if st.session_state.get(WANTED) else "source_waiting"):
        place = st.session_state.get(SHOWN)
        draw_source(workspace, place, _answer_of(place), "chat")


def _linked() -> Asked | None:
    """What the address asks, once."""
    text = st.query_params.get(LINK)
    if not text or st.session_state.get(OPENED) == text:
        return None
    st.session_state[OPENED] = text
    kept = unpacked(text)
    if kept is None:
        st.warning(t("这个链接不完整，打不开。"), icon=":material/link_off:")
        return None
    return Asked(kept.label or t("链接里的问题"), kept.query, kept.shown)


def _answer_of(place: Place | None) -> Answer | None:
    if place is None or place.answer is None:
        return None
    return next((said.answer for said in exchanges() if said.number == place.answer), None)


def _draw_tools(workspace: Workspace) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _draw_scope(workspace)
        st.button(t("新对话"), icon=":material/add_comment:", on_click=forget, type="tertiary")
        st.download_button(
            t("导出对话"),
            lambda: _exported(workspace),
            "明账对话.zip",
            "application/zip",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )


def _draw_scope(workspace: Workspace) -> None:
    """Which documents are searched."""
    records = workspace.documents()
    labels = {record.id: f"{scope_line(record)}（{record.file_name}）" for record in records}
    chosen = st.session_state.get(SELECTED) or []
    words = t("在 {count} 份文件里找", count=len(chosen)) if chosen else t("在全部 {count} 份文件里找", count=len(records))
    with st.popover(words, icon=":material/folder_open:", type="tertiary"):
        st.multiselect(
            t("只在这些文件里找"),
            list(labels),
            format_func=lambda document: labels.get(document, document),
            key=SELECTED,
            placeholder=t("不选就在全部文件里找"),
            persist_state="session",
        )


def _exported(workspace: Workspace) -> bytes:
    from views.export import talk_as_zip
    from views.routes import draw_outlined

    def picture(citation: Citation) -> bytes:
        return draw_outlined(workspace, citation.document_id, citation.page, citation.bbox)

    return talk_as_zip([(said.asked.words, said.answer, said.problem) for said in exchanges()], picture)


def _draw_talk(workspace: Workspace, asked: Asked | None) -> None:
    talk = exchanges()
    shown = talk if st.session_state.get("all_drawn") else talk[-DRAWN:]
    if len(shown) < len(talk):
        st.button(t("显示先前的 {count} 问", count=len(talk) - len(shown)), on_click=_draw_all, type="tertiary")
    for said in list(shown):
        _draw_exchange(workspace, said, last=asked is None and said is talk[-1])
    if asked is not None:
        _draw_question(asked)
        with _answerer():
            with st.spinner(t("正在查找并核对…")):
                said = answer_asked(workspace, asked)
            _look_at_first(said)
            _draw_said(workspace, said, last=True)


def _draw_all() -> None:
    st.session_state["all_drawn"] = True


def _look_at_first(said: Exchange) -> None:
    """The pane shows where a new answer stands."""
    st.session_state[WANTED] = False
    if said.answer and said.answer.citations:
        st.session_state[SHOWN] = place_of(places(said.answer.citations)[0], said.number)


def _draw_exchange(workspace: Workspace, said: Exchange, *, last: bool) -> None:
    _draw_question(said.asked)
    with _answerer():
        _draw_said(workspace, said, last=last)


def _draw_said(workspace: Workspace, said: Exchange, *, last: bool) -> None:
    key = f"answer-{said.number}"
    if said.answer is None:
        st.error(escape(said.problem), icon=":material/error:")
        return
    draw_answer(workspace, said, said.answer, key)
    draw_actions(said, said.answer, key)
    if last:
        draw_follow_ups(workspace, said.answer, key)


def _draw_question(asked: Asked) -> None:
    with st.chat_message("user", avatar=":material/tune:" if asked.query else ":material/person:"):
        st.markdown(escape(asked.words[:QUESTION_SHOWN]) or t("（空）"))


def _answerer() -> st.delta_generator.DeltaGenerator:
    return st.chat_message("assistant", avatar=":material/account_balance:")
