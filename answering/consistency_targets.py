"""The target of an indicator against what was done, on a self-evaluation form.

群众满意度达标了吗                →  达标: 指标值 ≥85%, 实际完成值 91%
护栏实际装了多少公里，目标是多少    →  实际完成值 31公里, 指标值 35公里
车辆超限率没达标的原因             →  没有达标, with the cell of 偏差原因
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.compose import Work, finished
from answering.consistency import Asked, of_year
from answering.document_index import DocumentIndex, Entry
from answering.draft import Draft, Echo, Line, Quoted, Words
from answering.form_rows import projects_named, rows_said
from answering.phrases import label_of, number_of
from answering.text_cells import text_beside
from disclosure.document import TableKind
from disclosure.figure import Figure
from retrieval.matching import normalise_label, simplify

TARGET = re.compile(
    "达标|达[到成](?:了|过)?(?:绩效|年度|预期|设定|既定)*(?:目标|指标|要求)|完成(?:了)?(?:绩效|年度|预期)*(?:目标|指标)|没?(?:有)?达[到成]"
)
_DID = re.compile("实际|完成值|完成了?(?:多少|几)|做[到了成]")
_MEANT = re.compile("目标|指标值|计划|预期|原定|应")
_HOW_MUCH = re.compile("多少|几|[各分]别")
_WHY = re.compile("原因|为什么|为何|为啥|怎么回事|咋回事")
# What a question says of target and deed, and of nothing that is counted.
_ASKING = re.compile(
    "实际|完成(?:值|情况|了)?|做到了?|目标值?|指标值?|年度|计划|预期|原定|(?:有|是|为)?多少[\u4e00-\u9fff]{0,2}?(?=[,，和与跟及]|$)|[几各]|分别|[,，和与跟及的了吗呢?？是]|没?(?:有)?达[标到成]"
)
_MEASURE = re.compile("(?<=..)(?:数量|长度|个数|次数|人数|台数|户数|里程|面积|时间|比例|数|率)$")
_AIM, _DONE = re.compile("指标值|目标值"), re.compile("实际|完成值|完成情况")
_DEVIATION = re.compile("偏差|未完成原因|原因分析|改进措施")


def asks_target(question: str) -> bool:
    """Whether a question sets a target against what was done: reached or not, or how much of each."""
    both = _DID.search(question) and _MEANT.search(question) and _HOW_MUCH.search(question)
    return bool(TARGET.search(question) or both)


def target_reached(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """Target and deed of the one indicator named, and why they differ where that is asked; None where a form does not print both."""
    if not asks_target(asked.words) or not of_year(index, asked):
        return None
    found = list(dict.fromkeys(pair for entry in _indicators(index, asked) if (pair := _aim_and_done(entry))))
    if len(found) != 1:
        return None
    aim, done = found[0]
    reached = _reaches(aim, done)
    judged = bool(TARGET.search(asked.words))
    if judged and reached is None:
        return None
    lead = "" if not judged else "达标。" if reached else "没有达标。"
    head = (Words(lead), Echo(label_of(done), done), Words("：实际完成值 "), number_of(done, bold=True))
    lines = [Line((*head, Words("，指标值 "), number_of(aim), Words("（印的是“"), Echo(aim.text, aim), Words("”）")), headline=True)]
    reason = text_beside(index, done, _DEVIATION) if _WHY.search(asked.words) else None
    if reason is not None:
        lines.append(Line((Words("表中写的偏差原因："), Quoted(reason.text, reason, block=False))))
    return finished(work, [*lines, Line(work.place(done))], [])


def _indicators(index: DocumentIndex, asked: Asked) -> Iterator[Entry]:
    """The indicators that a question names: whole, less the word of what is measured, or in the words around it."""
    words = normalise_label(simplify(asked.words))
    projects = projects_named(index, words)
    rows = [e for e in index.by_kind.get(TableKind.PERFORMANCE_FORM, ()) if e.label != e.project and _aim_and_done(e)]
    rows = [e for e in rows if normalise_label(e.project or "") in projects] or rows
    named = [e for e in rows if e.key in asked.names] or [e for e in rows if e.key in words]
    named = named or [e for e in rows if len(stem := _MEASURE.sub("", e.key)) > 2 and stem in words]
    longest = max((len(e.key) for e in named), default=0)
    named = [e for e in named if len(e.key) == longest]
    yield from named or rows_said(index, _ASKING.sub("", words), lambda figure: True)


def _aim_and_done(entry: Entry) -> tuple[Figure, Figure] | None:
    columns = [("".join(figure.column_path[-1:]), figure) for figure in entry.figures if figure.amount is not None]
    aims = [figure for leaf, figure in columns if _AIM.search(leaf)]
    done = [figure for leaf, figure in columns if _DONE.search(leaf)]
    return (aims[0], done[0]) if len(aims) == 1 and len(done) == 1 else None


def _reaches(aim: Figure, done: Figure) -> bool | None:
    """Whether a value meets a target as printed (≥90%, ≤3, 100%); None where the two are of unlike kinds."""
    assert aim.amount is not None and done.amount is not None
    if aim.amount.dimension != done.amount.dimension:
        return None
    if re.search("[≤<＜]|不超过|以内", aim.text):
        return done.amount.in_base <= aim.amount.in_base
    if re.search("[≥>＞]|不低于|以上", aim.text) or done.amount.in_base == aim.amount.in_base:
        return done.amount.in_base >= aim.amount.in_base
    return None  # 100元 for a cost is a bound above, 100件 one below: the form does not say
