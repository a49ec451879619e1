"""Chinese or English on the page: every word of the page's own goes through `t`; what documents print is shown as printed."""

from __future__ import annotations

import streamlit as st

from views.english import ENGLISH

LANGUAGES = {"zh": "中文", "en": "English"}
KEY = "language"


def is_english() -> bool:
    """Whether this session reads English."""
    return st.session_state.get(KEY) == "en"


def t(chinese: str, **values: object) -> str:
    """The page's own words in the session's language, with `values` put into their places."""
    words = ENGLISH.get(chinese, chinese) if is_english() else chinese
    return words.format(**values) if values else words


def draw_language_switch() -> None:
    """中文 | English, kept in the address as ?language=English."""
    st.segmented_control(
        "语言 Language",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default="zh",
        required=True,
        key=KEY,
        bind="query-params",
        label_visibility="collapsed",
    )
