"""The conversation: what was asked, what came back, and the box to ask in."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st

from answering.draft import escape
from disclosure.answer import Answer
from disclosure.errors import MingzhangError
from disclosure.question import Turn
from views.answer import draw_answer
from workspace import Workspace

SELECTED = "selected_documents"  # the session's key of the documents that the asker ticked


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and how it ended."""

    question: str
    answer: Answer | None  # None: it could not be asked
    problem: str = ""  # one line, when there is no answer


def exchanges() -> list[Exchange]:
    """What was said in this session, oldest first."""
    said: list[Exchange] = st.session_state.setdefault("exchanges", [])
    return said


def ask(workspace: Workspace, question: str) -> None:
    """Put a question and keep what comes back."""
    history = tuple(Turn(said.question, said.answer.plan) for said in exchanges() if said.answer)
    try:
        answer = workspace.ask(question, history=history, documents=st.session_state.get(SELECTED) or None)
        exchanges().append(Exchange(question, answer))
    except MingzhangError as problem:
        exchanges().append(Exchange(question, None, str(problem)))
    except Exception:
        logging.getLogger("mingzhang").exception("a question failed")
        exchanges().append(Exchange(question, None, "程序出错，没有得到答案；请换个说法再问，并把这个问题告诉维护人员"))


def draw_conversation(workspace: Workspace) -> None:
    """All exchanges of the session."""
    for number, said in enumerate(exchanges()):
        with st.chat_message("user", avatar=":material/person:"):
            st.markdown(escape(said.question[:300]) or "（空）")
        with st.chat_message("assistant", avatar=":material/account_balance:"):
            if said.answer:
                draw_answer(workspace, said.answer, f"answer-{number}", lambda question: ask(workspace, question))
            else:
                st.error(escape(said.problem), icon=":material/error:")


def forget() -> None:
    """Begin anew."""
    st.session_state["exchanges"] = []
