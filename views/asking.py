"""The talk of a session: what was asked or changed, what came back, and what is to be asked when the page is drawn next."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from answering.query.codec import parse_query
from answering.query.say import say
from disclosure.answer import Answer, Status, Turn
from disclosure.errors import MingzhangError
from views.language import t
from workspace import Workspace

SELECTED = "selected_documents"  # the session's key of the documents that the asker chose
EXCHANGES = "exchanges"
NEXT = "next_asked"
KEPT = 40  # exchanges of a session; older ones go


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be answered: words, or a query that a chip, a link or a button made."""

    words: str  # shown as the question
    query: Mapping[str, Any] | None = None  # None: the words are read
    before: str = ""  # of a link: what it gave when it was made


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and how it ended."""

    asked: Asked
    answer: Answer | None  # None: it could not be asked
    problem: str = ""  # one line, when there is no answer
    number: int = 0  # running within the session


def exchanges() -> list[Exchange]:
    """What was said in this session, oldest first."""
    said: list[Exchange] = st.session_state.setdefault(EXCHANGES, [])
    return said


def ask_next(question: str) -> None:
    """Have a question asked when the page is drawn next; for buttons."""
    st.session_state[NEXT] = Asked(question)


def execute_next(words: str, query: Mapping[str, Any]) -> None:
    """Have a query answered when the page is drawn next; for chips, candidates and follow-ups."""
    st.session_state[NEXT] = Asked(words, query)


def taken() -> Asked | None:
    """What a button asked, once; None: none did."""
    asked: Asked | None = st.session_state.pop(NEXT, None)
    return asked


def forget() -> None:
    """Begin anew."""
    st.session_state[EXCHANGES] = []
    st.session_state.pop("source", None)
    st.query_params.pop("q", None)


def answer_asked(workspace: Workspace, asked: Asked) -> Exchange:
    """Answer, and keep what comes back."""
    number = st.session_state.get("asked_so_far", 0)
    st.session_state["asked_so_far"] = number + 1
    try:
        documents = st.session_state.get(SELECTED) or None
        if asked.query is None:
            answer = workspace.ask(asked.words, history=_history(), documents=documents)
        else:
            answer = run_query(workspace, asked.query)
        said = Exchange(asked, answer, number=number)
    except MingzhangError as problem:
        said = Exchange(asked, None, str(problem), number)
    except Exception:
        logging.getLogger("mingzhang").exception("a question failed")
        said = Exchange(asked, None, t("程序出错，没有得到答案；请换个说法再问，并把这个问题告诉维护人员"), number)
    talk = exchanges()
    talk.append(said)
    del talk[:-KEPT]
    return said


def _history() -> tuple[Turn, ...]:
    """The earlier questions with what they were understood as."""
    return tuple(Turn(said.asked.words, said.answer.query) for said in exchanges() if said.answer)


def run_query(workspace: Workspace, query: Mapping[str, Any]) -> Answer:
    """Answer a query; QueryError (one line in Chinese) when it is none."""
    return workspace.execute(parse_query(dict(query)), documents=chosen_documents())


def tried(workspace: Workspace, query: Mapping[str, Any]) -> Answer | None:
    """The answer to a query, when it has one; None otherwise, whatever goes wrong."""
    try:
        answer = run_query(workspace, query)
    except MingzhangError:
        return None
    except Exception:
        logging.getLogger("mingzhang").exception("a query that was tried failed")
        return None
    return answer if answer.status is Status.ANSWERED else None


def understood_line(answer: Answer) -> str:
    """How it was understood, in a line; "" where there is no query."""
    if answer.understood:
        return answer.understood
    try:
        return say(parse_query(dict(answer.query))).line if answer.query else ""
    except MingzhangError:
        return ""


def chosen_documents() -> list[str] | None:
    """The documents that the asker chose; None: all."""
    chosen: list[str] = st.session_state.get(SELECTED) or []
    return chosen or None
