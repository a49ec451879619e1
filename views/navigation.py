"""The five pages, and the ways from one to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from views.language import t
from views.session import shared_workspace
from workspace import Settings

if TYPE_CHECKING:
    from streamlit.navigation.page import Page as StreamlitPage

# path → name, icon, module and function: a page's module is imported when it is first drawn
PAGES: Mapping[str, tuple[str, str, str, str]] = {
    "chat": ("问答", ":material/forum:", "views.chat", "draw_chat"),
    "desk": ("查数", ":material/table_view:", "views.desk", "draw_desk"),
    "check": ("体检", ":material/health_and_safety:", "views.check", "draw_check"),
    "overview": ("总览", ":material/grid_on:", "views.overview", "draw_overview"),
    "documents": ("文件", ":material/folder:", "views.documents", "draw_documents"),
}
GO_TO = "go_to"  # the session's key: (page, document) that a button asked for


def pages() -> dict[str, StreamlitPage]:
    """All of them, the chat first."""
    return {
        path: st.Page(_drawn(module, function), title=t(name), icon=icon, url_path=path, default=path == "chat")
        for path, (name, icon, module, function) in PAGES.items()
    }


def _drawn(module: str, function: str) -> Callable[[], None]:
    def draw() -> None:
        getattr(import_module(module), function)(shared_workspace(Settings.from_environment()))

    return draw


def import_pages() -> None:
    """Import what the pages need, before anybody waits for it."""
    for _, _, module, _ in PAGES.values():
        import_module(module)


def current_page(made: Mapping[str, StreamlitPage]) -> StreamlitPage:
    """The page that the address names, or the one that a button asked for."""
    page = st.navigation(list(made.values()), position="top")
    asked = st.session_state.pop(GO_TO, None)
    if asked:
        path, document = asked
        if path == "check":
            st.session_state["document"] = document
        elif path == "desk":
            st.session_state["desk_document"] = document
        st.switch_page(made[path])
    return page
