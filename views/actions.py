"""What one may do with an answer: copy it with its source, link to it, pin it, ask it otherwise, say that it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from disclosure.answer import Status
from views.answer import headline_words
from views.asking import Exchange
from views.feedback import draw_feedback
from views.language import t
from views.links import packed
from views.pins import pin, pin_words
from views.told import one_line, unescape
from workspace import Settings

if TYPE_CHECKING:
    from disclosure.answer import Answer

EDIT = "edit_question"


def draw_actions(said: Exchange, answer: Answer, key: str) -> None:
    """A row of quiet buttons under the answer."""
    with st.container(horizontal=True, gap="small", key=f"{key}-actions", vertical_alignment="center"):
        if answer.status is Status.ANSWERED:
            with st.popover(t("复制"), icon=":material/content_copy:", type="tertiary", help=t("一行话，带出处")):
                st.code(one_line(answer) if answer.claims else unescape(answer.text), language=None, wrap_lines=True)
        if answer.query:
            link = packed(answer.query, headline_words(answer), pin_words(said))
            with st.popover(t("链接"), icon=":material/link:", type="tertiary", help=t("打开时重新核对，数变了会说")):
                st.code(f"{_address()}?q={link}", language=None, wrap_lines=True)
            st.button(
                t("固定"),
                icon=":material/keep:",
                key=f"{key}-pin",
                type="tertiary",
                help=t("留在这个浏览器里，下次打开重新核对"),
                on_click=pin,
                args=(answer.query, headline_words(answer), pin_words(said)),
            )
        st.button(
            t("改问法"),
            icon=":material/edit:",
            key=f"{key}-edit",
            type="tertiary",
            help=t("把问题放回输入框"),
            on_click=_edit,
            args=(said.asked.words,),
        )
        draw_feedback(Settings.from_environment().index, said.asked.words, answer, key)


def _address() -> str:
    """Where the page was opened, without what stood behind it."""
    address = st.context.url or ""
    return address.split("?")[0]


def _edit(words: str) -> None:
    number = st.session_state.get(EDIT, {}).get("number", 0) + 1
    st.session_state[EDIT] = {"number": number, "text": words}
