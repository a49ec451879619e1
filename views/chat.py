"""The conversation: what was asked, what came back, and the box to ask in."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from answering.draft import escape
from answering.word import LEAD
from disclosure.answer import Answer
from disclosure.errors import MingzhangError
from disclosure.question import Turn
from views.answer import draw_answer
from workspace import Workspace

QUESTION_SHOWN = 300  # characters of a question that are repeated
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


def ask_next(question: str) -> None:
    """Have a question asked when the page is drawn next; for buttons."""
    st.session_state["next_question"] = question


def asked() -> str | None:
    """The question of a button that was pressed, once; None: none was."""
    question: str | None = st.session_state.pop("next_question", None)
    return question


def ask(
    workspace: Workspace, question: str, release: Callable[[str], None] | None = None, preview: Callable[[str], None] | None = None
) -> Exchange:
    """Put a question and keep what comes back.

    `release` is given each sentence that a model words, once it has passed its check; `preview` the answer without them.
    """
    history = tuple(Turn(said.question, said.answer.plan) for said in exchanges() if said.answer)
    try:
        documents = st.session_state.get(SELECTED) or None
        answer = workspace.ask(question, history=history, documents=documents, release=release, preview=preview)
        said = Exchange(question, answer)
    except MingzhangError as problem:
        said = Exchange(question, None, str(problem))
    except Exception:
        logging.getLogger("mingzhang").exception("a question failed")
        said = Exchange(question, None, "程序出错，没有得到答案；请换个说法再问，并把这个问题告诉维护人员")
    exchanges().append(said)
    return said


def draw_conversation(workspace: Workspace, question: str | None) -> None:
    """All exchanges of the session, and the one that begins with `question`."""
    for number, said in enumerate(exchanges()):
        _draw_question(said.question)
        with _answerer():
            _draw_answer(workspace, said, number)
    if question is not None:
        _draw_question(question)
        with _answerer():
            worded, found = st.empty(), st.empty()
            with st.spinner("正在查找并核对…"):
                said = ask(workspace, question, _shown_in(worded), lambda text: _show_plainly(found, text))
            worded.empty()
            found.empty()
            _draw_answer(workspace, said, len(exchanges()) - 1)


def _shown_in(place: st.delta_generator.DeltaGenerator) -> Callable[[str], None]:
    """What shows checked sentences one after another, while the rest of the answer is still on its way."""
    shown: list[str] = []

    def show(sentence: str) -> None:
        shown.append(sentence)
        place.markdown(LEAD + "\n\n".join(shown))

    return show


def _show_plainly(place: st.delta_generator.DeltaGenerator, text: str) -> None:
    """An answer that is being worded still; its markers come with the whole, which may number its places anew."""
    place.markdown(_MARKER.sub("", text))


_MARKER = re.compile(r"(?<!\\)\[\d+\]")


def _draw_question(question: str) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(question[:QUESTION_SHOWN]) or "（空）")


def _answerer() -> st.delta_generator.DeltaGenerator:
    return st.chat_message("assistant", avatar=":material/account_balance:")


def _draw_answer(workspace: Workspace, said: Exchange, number: int) -> None:
    if said.answer:
        draw_answer(workspace, said.answer, f"answer-{number}", ask_next)
    else:
        st.error(escape(said.problem), icon=":material/error:")


def forget() -> None:
    """Begin anew."""
    st.session_state["exchanges"] = []
