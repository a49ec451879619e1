"""The few elements that Streamlit lacks: a table of figures with a keyboard, a page with its cells outlined, keys and pins.

Their scripts lie in `assets/` and are sent by this server like Streamlit's own, so that the security policy need not open
for them; what they draw is passed as values and put on the page as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

PACKAGE = "mingzhang"
ASSETS = Path(__file__).parent / "assets"


def _nothing() -> None:
    """Streamlit tells a component's values apart from its events by their callbacks."""


@lru_cache(maxsize=16)
def _renderer(name: str, runtime: int) -> Callable[..., Any]:
    """A component of `assets/`, known to the runtime of this process; `runtime` tells one from another, as in tests."""
    from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
    from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

    manager = get_bidi_component_manager()
    manager.register_from_manifest(ComponentManifest(PACKAGE, "1", [ComponentConfig(name, "assets")]), ASSETS.parent)
    css = (ASSETS / f"{name}.css").read_text(encoding="utf-8")
    made: Callable[..., Any] = st.components.v2.component(f"{PACKAGE}.{name}", js=f"{name}.js", css=css)
    return made


def _mounted(name: str, key: str, data: Mapping[str, Any], **callbacks: Callable[[], None]) -> Any:
    from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager

    return _renderer(name, id(get_bidi_component_manager()))(key=key, data=dict(data), **callbacks)


def column(label: str, *, number: bool = False, minor: bool = False, wide: bool = False) -> dict[str, Any]:
    """A column of `figure_table`; a minor one goes on a narrow screen."""
    return {"label": label, "kind": "number" if number else "text", "minor": minor, "wide": wide}


def row(key: str, cells: Sequence[str], copy: str = "") -> dict[str, Any]:
    """A row of `figure_table`; `copy` is what is copied of it."""
    return {"id": key, "cells": list(cells), "copy": copy}


def figure_table(
    key: str,
    label: str,
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    words: Mapping[str, str],
    *,
    ticks: bool = False,
    opens: bool = False,
    open_row: str | None = None,
    button: str | None = None,
    height: int | None = None,
    cards: bool = True,
) -> Any:
    """Draw a table, on a narrow screen as cards.

    Gives `.opened` and `.pressed` (a row's key, once) and `.chosen` (the keys that are ticked).
    """
    data = {
        "label": label,
        "columns": [dict(each) for each in columns],
        "rows": [dict(each) for each in rows],
        "words": dict(words),
        "ticks": ticks,
        "opens": opens,
        "open": open_row,
        "button": button,
        "height": height,
        "cards": cards,
    }
    return _mounted("table", key, data, on_opened_change=_nothing, on_pressed_change=_nothing, on_chosen_change=_nothing)


def sheet(key: str, label: str, lines: Sequence[Sequence[Sequence[Any]]], height: int | None = None) -> None:
    """Draw a printed table: for each line its cells as (text, row span, column span, "head" | "number" | "", lit)."""
    _mounted("table", key, {"label": label, "sheet": [list(map(list, line)) for line in lines], "height": height, "words": {}})


def page_viewer(
    key: str,
    url: str,
    page: int,
    sizes: Sequence[tuple[float, float]],
    boxes: Sequence[tuple[float, float, float, float]],
    words: Mapping[str, str],
    looked: int = 0,
    *,
    marks: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Draw a page with boxes; `sizes` of all pages in points, `url` the folder that the pictures come from.

    `marks` names what is outlined, (行, 栏, 数) each, in a strip that stays over the picture.

    `looked` counts how often somebody asked to see a place: one more than before, and a phone scrolls to it.
    """
    data = {
        "url": url,
        "page": page,
        "pages": len(sizes),
        "sizes": [list(size) for size in sizes],
        "boxes": [list(box) for box in boxes],
        "words": dict(words),
        "look": looked,
        "marks": [list(mark) for mark in marks],
    }
    _mounted("page", key, data)


def desk_keys(data: Mapping[str, Any]) -> Any:
    """Mount keys and pins; gives `.pins`, what this browser has kept."""
    return _mounted("desk", "desk-keys", data, on_pins_change=_nothing)
