"""The chat: `make chat`, or `python cli.py serve`.  Wiring only; what is drawn stands in views/."""

from __future__ import annotations

import streamlit as st

from disclosure.errors import MingzhangError
from views.chat import asked, draw_conversation, exchanges
from views.library import draw_library
from views.session import shared_workspace, warm_up_in_background
from views.style import apply_style
from views.welcome import draw_welcome
from workspace import ROOT, Settings


def main() -> None:
    """One run of the page."""
    st.set_page_config(page_title="明账 · 预算决算公开问答", page_icon=str(ROOT / "views" / "icon.svg"), layout="centered")
    apply_style()
    st.title("明账", anchor=False)
    try:
        with st.spinner("正在打开资料库…"):
            workspace = shared_workspace(Settings.from_environment())
    except MingzhangError as problem:
        st.error(str(problem), icon=":material/error:")
        st.stop()
    typed = st.chat_input("问一个数，例如：项目支出一共多少")
    question = asked() if typed is None else typed
    begun = bool(exchanges()) or question is not None
    with st.sidebar:
        draw_library(workspace, begun)
    first_screen = st.empty()
    if begun:
        first_screen.empty()  # at once, and not when an answer that is waited for is there
        draw_conversation(workspace, question)
    else:
        with first_screen.container():
            draw_welcome(workspace)
    warm_up_in_background(workspace)


main()
