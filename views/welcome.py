"""The first screen: what can be asked, what is loaded, and questions that this library really answers."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from disclosure.answer import Status
from disclosure.document import TableKind
from disclosure.figure import Figure
from views.asking import ask_next
from views.language import t
from views.pins import draw_pins
from views.told import STAGE_NAMES, escape
from workspace import Workspace

if TYPE_CHECKING:
    from retrieval.library import DocumentRecord

KINDS = 6  # of example questions
DOCUMENTS_TRIED = 3


def draw_welcome(workspace: Workspace) -> None:
    """Shown until the first question."""
    st.title("明账", anchor=False)
    records = workspace.documents()
    st.markdown(t("问部门和单位的**预算、决算公开文件**，得到的每个数都印在原文里，点一下就看到那一页、那一格。"))
    if not records:
        st.info(t("还没有收录任何文件：请到“文件”页上传预算或决算公开的 PDF。"), icon=":material/upload_file:")
        return
    draw_pins(workspace)
    years = sorted({record.fiscal_year for record in records if record.fiscal_year})
    span = (
        t("，{first}年至{last}年", first=years[0], last=years[-1]) if len(years) > 1 else t("，{first}年", first=years[0]) if years else ""
    )
    entities = {record.entity for record in records if record.entity}
    st.caption(
        t("现在收录了 {documents} 份文件、{units} 个单位{span}。可以这样问：", documents=len(records), units=len(entities), span=span)
    )
    ready = ready_examples(workspace)
    if ready is None:
        _wait_for_examples(workspace)
    for number, question in enumerate(ready or ()):
        st.button(escape(question), key=f"example-{number}", icon=":material/chat:", on_click=ask_next, args=(question,))
    st.caption(t("答不上来时会直说，不猜、不估。"))
    st.caption(t("上面还有：“查数”查所有的数、比各单位和历年，“体检”看一份文件哪里对不上，“总览”看收录了哪些单位和年度。"))


@st.fragment(run_every="700ms")
def _wait_for_examples(workspace: Workspace) -> None:
    """Bars where the examples will stand, until they have been tried."""
    if ready_examples(workspace) is not None:
        st.rerun()
    for _ in range(4):
        st.skeleton(height=38, width=360)


_ready: dict[tuple[int, str], tuple[str, ...]] = {}
_trying = threading.Lock()


def ready_examples(workspace: Workspace) -> tuple[str, ...] | None:
    """The examples, when they have been tried for this state of the library; None: they are being tried meanwhile."""
    key = (id(workspace), workspace.library.version)
    if key not in _ready and not _trying.locked():
        threading.Thread(target=try_examples, args=(workspace,), daemon=True).start()
    return _ready.get(key)


def try_examples(workspace: Workspace) -> None:
    """Try them, once at a time; also warms what the first questions need."""
    with _trying:
        key = (id(workspace), workspace.library.version)
        if key not in _ready:
            _ready[key] = example_questions(workspace, workspace.library.version)


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
