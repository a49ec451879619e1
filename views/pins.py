"""Pins: answers that someone keeps in their own browser, each evaluated anew when it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from disclosure.errors import MingzhangError
from views.answer import headline_words
from views.asking import EXCHANGES, NEXT, Asked, Exchange, run_query, understood_line
from views.language import t
from views.links import Kept, packed, unpacked
from views.told import escape

if TYPE_CHECKING:
    from workspace import Workspace

PINS = "pins"  # the session's key: a list of packed queries, newest first
CHANGES = "pins_changed"  # how often this session changed them; the browser keeps them from the first change on
MOST = 50
EVALUATED = 20


def pins() -> list[str]:
    """The pins of this browser, as far as it has told them."""
    held: list[str] = st.session_state.setdefault(PINS, [])
    return held


def take_from_browser(told: object) -> None:
    """What the browser kept; taken once, before this session changes anything."""
    if isinstance(told, list) and not st.session_state.get(CHANGES) and not pins():
        st.session_state[PINS] = [text for text in told[:MOST] if unpacked(text)]


def pin(query: Mapping[str, Any], shown: str, label: str) -> None:
    """Keep an answer."""
    made = packed(query, shown, label)
    st.session_state[PINS] = [made, *(held for held in pins() if held != made)][:MOST]
    _changed()


def unpin(made: str) -> None:
    """Keep it no more."""
    st.session_state[PINS] = [held for held in pins() if held != made]
    _changed()


def _changed() -> None:
    st.session_state[CHANGES] = st.session_state.get(CHANGES, 0) + 1


def draw_pins(workspace: Workspace) -> None:
    """All of them with what they give now; a changed value says so."""
    held = pins()
    if not held:
        return
    st.markdown(f"#### :material/keep: {t('固定的回答')}")
    for number, made in enumerate(held[:EVALUATED]):
        kept = unpacked(made)
        if kept:
            _draw_pin(workspace, kept, made, number)


def _draw_pin(workspace: Workspace, kept: Kept, made: str, number: int) -> None:
    now, line = _evaluated(workspace, kept)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        label = kept.label or line
        st.button(
            f"{escape(label)}：**{escape(now or t('没有答案'))}**",
            key=f"pin-{number}",
            on_click=open_pin,
            args=(kept,),
            width="stretch",
            icon=":material/keep:",
        )
        st.button("", key=f"unpin-{number}", icon=":material/close:", help=t("不再固定"), on_click=unpin, args=(made,), type="tertiary")
    if now != kept.shown:
        words = t("数变了：当时是 {before}，现在是 {now}", before=escape(kept.shown or "—"), now=escape(now or t("没有答案")))
        st.caption(f":material/update: {words}")


def open_pin(kept: Kept) -> None:
    """Have a pin answered in the talk."""
    st.session_state[NEXT] = Asked(kept.label or t("固定的回答"), kept.query, kept.shown)
    st.session_state.setdefault(EXCHANGES, [])


def _evaluated(workspace: Workspace, kept: Kept) -> tuple[str, str]:
    """(what it gives now, how it is understood)."""
    try:
        answer = run_query(workspace, kept.query)
    except MingzhangError:
        return "", ""
    return headline_words(answer), understood_line(answer)


def pin_words(said: Exchange) -> str:
    """What a pin is called: how it was understood, else what was asked."""
    return (understood_line(said.answer) if said.answer else "") or said.asked.words
