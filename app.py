"""The site: `make chat`, or `python cli.py serve`.  Navigation and wiring only; what is drawn stands in views/."""

from __future__ import annotations

import streamlit as st

from disclosure.errors import MingzhangError
from views.keys import draw_keys
from views.language import draw_language_switch, t
from views.navigation import current_page, pages
from views.session import shared_workspace, warm_up_in_background
from views.style import apply_style
from workspace import ROOT, Settings, keep_log

ABOUT = "**明账**：问部门和单位的预算、决算公开文件，每个数都能点回原文的那一格。按 Ctrl + / 看键盘怎样用。"


def main() -> None:
    """One run of the page."""
    icon = str(ROOT / "views" / "icon.svg")
    st.set_page_config(
        page_title="明账 · 预算决算公开问答", page_icon=icon, layout="wide", menu_items={"About": ABOUT}
    )  # the menu holds the theme
    apply_style()
    with st.container(key="language_switch"):
        draw_language_switch()
    page = current_page(pages())
    try:
        with st.spinner(t("正在打开资料库…")):
            settings = Settings.from_environment()
            keep_log(settings.index)
            workspace = shared_workspace(settings)
    except MingzhangError as problem:
        st.error(str(problem), icon=":material/error:")
        st.stop()
    page.run()
    draw_keys()
    warm_up_in_background(workspace)


main()
