"""Keys and what this browser keeps: mounted once on every page."""

from __future__ import annotations

import streamlit as st

from views.actions import EDIT
from views.asking import exchanges
from views.components import desk_keys
from views.language import t
from views.navigation import PAGES
from views.pins import CHANGES, pins, take_from_browser

RECALLED = 30

KEYS = (
    ("/", "到搜索框或提问框；在查数页输入，可跳到单位、表、行和固定的回答"),
    ("Ctrl + /", "打开或关上这张表"),
    ("↑", "提问框空着时：先前问过的"),
    ("↓", "在搜索框里：到结果"),
    ("↑ ↓ Home End", "在结果里走"),
    ("Enter", "看这一行的原文"),
    ("空格", "选中或不选"),
    ("Ctrl + A", "全选"),
    ("Ctrl + C", "复制所选各行，带出处"),
    ("PgUp PgDn + −", "在原文里翻页、放大、缩小"),
)


def draw_keys() -> None:
    """Mount them."""
    told = desk_keys(
        {
            "history": [said.asked.words for said in exchanges()[-RECALLED:] if said.asked.query is None],
            "keys": {"title": t("键盘"), "keys": [[key, t(meaning)] for key, meaning in KEYS]},
            "pages": list(PAGES),
            "menu": t("菜单：浅色或深色"),
            "edit": st.session_state.get(EDIT),
            "pins": pins(),
            "pinned": st.session_state.get(CHANGES, 0),
        }
    )
    if told.pins and not pins() and not st.session_state.get(CHANGES):
        take_from_browser(told.pins)
        if pins():
            st.rerun()
