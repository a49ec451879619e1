"""The first screen: what can be asked, what is loaded, and questions that this library really answers."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from answering.draft import escape
from answering.labels import STAGE_NAMES
from disclosure.answer import Status
from disclosure.document import TableKind
from disclosure.figure import Figure
from views.chat import ask
from workspace import Workspace

if TYPE_CHECKING:
    from retrieval.library import DocumentRecord

EXAMPLES_SHOWN = 6
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
        st.button(
            escape(question), key=f"example-{number}", icon=":material/chat:", on_click=ask, args=(workspace, question), width="stretch"
        )
    st.caption("答不上来时会直说，不猜、不估。")


@st.cache_data(show_spinner=False)
def example_questions(_workspace: Workspace, version: str) -> list[str]:
    """Questions made from labels of the loaded documents, each tried before it is offered; `version` is what they depend on."""
    offered: list[str] = []
    for question in _candidates(_workspace):
        if len(offered) == EXAMPLES_SHOWN:
            break
        if question not in offered and _is_answered(_workspace, question):
            offered.append(question)
    return offered


def _is_answered(workspace: Workspace, question: str) -> bool:
    try:
        return workspace.ask(question).status is Status.ANSWERED
    except Exception:  # the first screen must come up whatever one question does
        logging.getLogger("mingzhang").exception("an example question failed: %s", question)
        return False


def _candidates(workspace: Workspace) -> Iterator[str]:
    """Questions about the newest documents, one of each in turn."""
    records = sorted(workspace.documents(), key=lambda record: -(record.fiscal_year or 0))
    asked = []
    for record in records[:DOCUMENTS_TRIED]:
        scope = _scope_words(record, records)
        asked.append([scope + question for question in _questions_about(workspace.library.figures(record.id))])
    for depth in range(max(map(len, asked), default=0)):
        yield from (questions[depth] for questions in asked if depth < len(questions))


def _scope_words(record: DocumentRecord, records: Sequence[DocumentRecord]) -> str:
    """What a question must say to mean this document among the others: 某局2026年预算."""
    entity = record.entity if len({other.entity for other in records}) > 1 else None
    year = f"{record.fiscal_year}年" if record.fiscal_year and len({other.fiscal_year for other in records}) > 1 else ""
    stage = STAGE_NAMES[record.stage] if record.stage and len({other.stage for other in records}) > 1 else ""
    return (entity or "") + year + stage


def _questions_about(figures: tuple[Figure, ...]) -> Iterator[str]:
    projects = _largest(figures, TableKind.PROJECT)
    yield from (f"{label}安排了多少" for label in projects[:1])
    yield "支出总计是多少"
    yield "哪个项目的支出最大"
    yield from (f"{label}是多少" for label in _largest(figures, TableKind.THREE_PUBLIC)[:1])
    yield from (f"{label}占项目支出的比重" for label in projects[1:2])
    yield "机关运行经费是多少"


def _largest(figures: tuple[Figure, ...], kind: TableKind) -> list[str]:
    """Labels of the rows of a kind of table, largest amount first, each once."""
    rows = [f for f in figures if f.table_kind is kind and f.amount and f.amount.unit and f.amount.unit.is_money and not f.is_total]
    rows.sort(key=lambda figure: -figure.amount.in_base if figure.amount else 0)
    return list(dict.fromkeys(figure.measure for figure in rows if 2 <= len(figure.measure) <= 30))
