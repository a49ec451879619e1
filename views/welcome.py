"""The first screen: what can be asked, what is loaded, and questions that this library really answers."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from answering.draft import escape
from answering.labels import STAGE_NAMES
from disclosure.answer import Status
from disclosure.document import TableKind
from disclosure.figure import Figure
from views.chat import ask_next
from workspace import Workspace

if TYPE_CHECKING:
    from retrieval.library import DocumentRecord

KINDS = 6  # of example questions
DOCUMENTS_TRIED = 3


def draw_welcome(workspace: Workspace) -> None:
    """Shown until the first question."""
    records = workspace.documents()
    st.markdown("问部门和单位的**预算、决算公开文件**，得到的每个数都印在原文里，点一下就看到那一页、那一格。")
    if not records:
        st.info("还没有收录任何文件：请在左侧上传预算或决算公开的 PDF。", icon=":material/upload_file:")
        return
    years = sorted({record.fiscal_year for record in records if record.fiscal_year})
    span = f"，{years[0]}年至{years[-1]}年" if len(years) > 1 else f"，{years[0]}年" if years else ""
    entities = {record.entity for record in records if record.entity}
    st.caption(f"现在收录了 {len(records)} 份文件、{len(entities)} 个单位{span}。可以这样问：")
    for number, question in enumerate(example_questions(workspace, workspace.library.version)):
        st.button(escape(question), key=f"example-{number}", icon=":material/chat:", on_click=ask_next, args=(question,), width="stretch")
    st.caption("答不上来时会直说，不猜、不估。")


@lru_cache(maxsize=4)
def example_questions(workspace: Workspace, version: str) -> tuple[str, ...]:
    """Questions made from labels of the loaded documents, each tried before it is offered; `version` is what they depend on."""
    answered = (next((wording for wording in kind if _is_answered(workspace, wording)), None) for kind in _kinds(workspace))
    return tuple(dict.fromkeys(question for question in answered if question))


def _is_answered(workspace: Workspace, question: str) -> bool:
    try:
        return workspace.ask(question).status is Status.ANSWERED
    except Exception:  # the first screen must come up whatever one question does
        logging.getLogger("mingzhang").exception("an example question failed: %s", question)
        return False


def _kinds(workspace: Workspace) -> Iterator[list[str]]:
    """For each kind of question its wordings, one a document; each kind begins with another of the newest documents."""
    records = sorted(workspace.documents(), key=lambda record: -(record.fiscal_year or 0))
    newest = records[:DOCUMENTS_TRIED]
    asked = [(_scope_words(record, records), _questions_about(workspace.library.figures(record.id))) for record in newest]
    for kind in range(KINDS):
        turned = asked[kind % len(asked) :] + asked[: kind % len(asked)]
        yield [scope + questions[kind] for scope, questions in turned if questions[kind]]


def _scope_words(record: DocumentRecord, records: Sequence[DocumentRecord]) -> str:
    """What a question must say to mean this document among the others: 某局2026年预算."""
    entity = record.entity if len({other.entity for other in records}) > 1 else None
    year = f"{record.fiscal_year}年" if record.fiscal_year and len({other.fiscal_year for other in records}) > 1 else ""
    stage = STAGE_NAMES[record.stage] if record.stage and len({other.stage for other in records}) > 1 else ""
    return (entity or "") + year + stage


def _questions_about(figures: tuple[Figure, ...]) -> tuple[str, ...]:
    """KINDS questions; "" where the document has nothing to ask that way."""
    projects = [*_largest(figures, TableKind.PROJECT), "", ""]
    public = [label for label in _largest(figures, TableKind.THREE_PUBLIC) if re.search("接待|用车|出国", label)]
    return (
        projects[0] and f"{projects[0]}安排了多少",
        "支出总计是多少",
        projects[0] and "哪个项目的支出最大",
        public[0] + "是多少" if public else "",
        projects[1] and f"{projects[1]}占项目支出的比重",
        "机关运行经费是多少",
    )


def _largest(figures: tuple[Figure, ...], kind: TableKind) -> list[str]:
    """Labels of the rows of a kind of table, largest amount first, each once."""
    rows = [f for f in figures if f.table_kind is kind and f.amount and f.amount.unit and f.amount.unit.is_money and not f.is_total]
    rows.sort(key=lambda figure: -figure.amount.in_base if figure.amount else 0)
    # the question says the year already
    labels = (re.sub(r"^\d{4}年度?", "", figure.measure) for figure in rows)
    return list(dict.fromkeys(label for label in labels if 2 <= len(label) <= 30))
