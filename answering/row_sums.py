"""Sums and means over rows: as many as are said of one name, the first ones, all that stand under a name.

"两笔评审费合起来多少"          →  SUM of the two rows that share the name
"两年的工会经费平均"            →  AVERAGE of one thing in two years
"公用经费前三项合计多少"        →  SUM of the first three rows under 公用经费
"公用经费里有发生额的8项平均"   →  AVERAGE of the rows under it, which must be eight
"""

from __future__ import annotations

import re

from answering.amounts import MOST_DOWN, MOST_UP
from answering.marking import ANY_MARK, without_marks
from answering.parts_of_reading import Clause
from answering.row_questions import COUNTER, HEADS, INSIDE, SUBJECT, THINGS, WHOLE, marks_of, split_rows
from disclosure.amount import Unit
from disclosure.mention import chinese_number
from disclosure.question import Operation, RowKind

_DIGITS = "一二三四五六七八九十"
_NUMBER = r"(?P<n>[两二三四五六七八九十]|\d{1,2})"
_SUMMED = (
    r"(?:全部|全|都|总共|一共|一起|合)?(?:加起来|加在?一起|加总|加一起|合起来|合在一起|相加|求和|之和|总和|"
    r"合计|总计|共计|一共|总共|累计|下来)(?:起来)?"
)
_MEANT = r"(?:平均|年均)(?:每年|一年|每一年|每个年度|下来)?|均值"
_UNMARKED = "[^,，\ue100-\ue6ff]"
_HOW_MUCH = r"(?:的)?(?:是|有|为|花了?|要|每年|一年)*(?:(?:多少|几)(?:钱|[十百千]?万?元|个?亿元?)?)?"
_YEARS = "年|个?年度"
_IN_TABLE = r"(?:的?(?:项目|支出|预算|明细|决算|收支|部门|单位)*(?:表|文件|预算|决算)(?:里面?|中|上|内)的?)?"
# What shares a name, before the words of adding up or after them.
_SHARING = (
    re.compile(
        rf"^(?P<scope>{ANY_MARK}*){_IN_TABLE}(?:这|那|近|前后)?{_NUMBER}(?:笔|个|项(?!目)|条|份|{_YEARS})(?:的)?(?P<x>{_UNMARKED}+)$"
    ),
    re.compile(rf"^(?P<scope>{ANY_MARK}*)(?P<x>{_UNMARKED}+?)(?:这|那|近|前后)?{_NUMBER}(?:笔|{_YEARS})$"),
)
_YEARS_FIRST = re.compile(
    rf"^(?P<scope>{ANY_MARK}*)(?:这个?|本)?(?:街道|单位|部门|局里?|机关)?(?:这|那|近|前后)?{_NUMBER}(?:{_YEARS})(?:的)?$"
)
_NAME_MARK = re.compile("[\uf000-\uf0ff]")
_SEVERAL = re.compile("[和与、及加]")
_ROW_NOUN = re.compile(rf"(?:的)?(?:{SUBJECT}|项目|数|钱|单位|部门|街道|局|预算|决算|文件|表)(?:的)?(?:钱|金额|经费|预算|支出|资金)?")
_TOP = re.compile(
    rf"^(?P<x>.*?)(?:{INSIDE})?(?:的)?(?P<a>明细|科目|项目)?(?:的)?(?:金额|数额|花钱)?"
    rf"(?:排(?:名|在)?前|前|最(?:{MOST_UP}|(?P<down>{MOST_DOWN}))的?){COUNTER}?(?:名|位|大)?(?P<b>明细|科目|项目)?(?:的)?(?:金额|支出)?"
    rf"{_SUMMED}(?:是|有|为)?(?P<tail>(?:多少|几).*)$"
)
_EACH = re.compile(rf"(?:的)?平均(?:算?下来)?(?:每|到每)?(?:一?个|一?项(?!目)|笔)?(?:{SUBJECT})?|均值")
_ASKED_MONEY = re.compile("(?:是|有|为|要|花了?)*(?:多少|几)[十百千]?(?:钱|万元?|元|个?亿元?)?$")


def read_shared(text: str) -> Clause | None:
    """两笔评审费合起来, 工会经费两年平均, 两年下来工会经费: rows of one name, as many as are said."""
    for words, operation in ((_MEANT, Operation.AVERAGE), (_SUMMED, Operation.SUM)):
        match = re.search(words, text)
        if match is None:
            continue
        front, tail = text[: match.start()].rstrip("的"), text[match.end() :]
        years = _YEARS_FIRST.match(front)
        name = _ASKED_MONEY.sub("", tail).strip("的是")
        if years and re.fullmatch(f"{_UNMARKED}+", name):
            return _shared(operation, years["scope"], name, years["n"], tail)
        if not re.fullmatch(_HOW_MUCH, tail):
            return None
        found = next((found for pattern in _SHARING if (found := pattern.match(front))), None)
        return _shared(operation, found["scope"], found["x"], found["n"], tail) if found else None
    return None


def _shared(operation: Operation, scope: str, name: str, number: str, tail: str) -> Clause | None:
    if len(name) < 2 and not _NAME_MARK.match(name):
        return None
    if _SEVERAL.search(name) or WHOLE.fullmatch(name) or _ROW_NOUN.fullmatch(name):
        return None  # 办公费和差旅费两项合计: two things, each of its own name
    things = int(number) if number.isdigit() else _DIGITS.index(number.replace("两", "二")) + 1
    phrase = scope + re.sub("(?<=.)(?:这|那)?(?:项目|项)$", "", name)
    return Clause(operation, (phrase,), rows=RowKind.NAMED, things=things, unit=_unit(tail), asked=True, reason="同名的几行合起来看")


def read_top_sum(text: str) -> Clause | None:
    """公用经费前三项合计多少; the limit is read before, so that its number is gone."""
    match = _TOP.match(text)
    if match is None:
        return None
    before = match["x"]
    kind = next((kind for kind, pattern in HEADS if pattern.fullmatch(without_marks(before))), None)
    if "项目" in (match["a"], match["b"]) and not re.sub("金额|数额|花钱", "", without_marks(before)):
        kind = RowKind.PROJECT
    if kind is None and not without_marks(before):
        return None
    phrase = marks_of(before) if kind else split_rows(before).parent
    return Clause(
        Operation.SUM, (phrase,), rows=kind or RowKind.DETAIL, descending=not match["down"], unit=_unit(match["tail"]), asked=True,
        reason="前几项的和",
    )  # fmt: skip


# 报了绩效目标的19个项目涉及资金: projects, how many by the question, and the money that is theirs in any case
_MEAN_OF_PROJECTS = re.compile(
    rf"^(?P<before>.*?)(?:(?P<n>\d{{1,3}}|[一两二三四五六七八九十]{{1,3}})个)?(?P<with>(?:[纳报编填申公][^,，]{{0,6}})?绩效(?:目标)?(?:管理)?的?)?"
    rf"(?:全部|所有|各个?)?(?P<mark>{ANY_MARK})?(?:个)?项目(?:的)?(?:涉及|安排|投入)?(?:的)?(?:预算)?(?:支出|资金|金额|经费|预算|钱)?(?:是|有|为)?$"
)


def _mean_of_projects(rest: str, text: str) -> Clause | None:
    """21个项目平均下来每个, 报绩效目标的项目平均每个涉及: the mean over all projects, or over as many as are said."""
    match = _MEAN_OF_PROJECTS.match(rest)
    if match is None or re.search("[里中]$", without_marks(match["before"])):
        return None
    number = match["n"]
    things = None if number is None else int(number) if number.isdigit() else chinese_number(number)
    phrase = match["before"] + (match["mark"] or "")
    return Clause(
        Operation.AVERAGE, (phrase,), rows=RowKind.PROJECT, things=int(things) if things else None, unit=_unit(text), asked=True,
        reason="各项目的平均数",
    )  # fmt: skip


def read_row_mean(text: str) -> Clause | None:
    """公用经费里有发生额的8项平均, 平均每项: the mean over the rows under a name."""
    match = _EACH.search(text)
    if match is None:
        return None
    rest = _ASKED_MONEY.sub("", text[: match.start()] + text[match.end() :])
    each = re.search("[个项笔]|科目", match.group())
    if clause := _mean_of_projects(rest, text):
        return clause
    phrase = split_rows(rest)
    if phrase.inside and phrase.rows in (RowKind.PART, RowKind.DETAIL, RowKind.ECONOMIC, RowKind.FUNCTIONAL):
        rows = phrase.rows
    elif each and not phrase.inside and without_marks(rest) and not re.search("项目$|^项目", without_marks(rest)):
        rows = RowKind.DETAIL
    else:
        return None
    counted = THINGS.search(without_marks(phrase.words).strip()) if phrase.words else None
    things = int(counted["n"]) if counted and counted["n"].isdigit() else None
    return Clause(Operation.AVERAGE, (phrase.parent,), rows=rows, things=things, unit=_unit(text), asked=True, reason="名下各行的平均数")


def _unit(text: str) -> Unit | None:
    """The unit of money that words of asking name: 多少万元."""
    match = re.search("(?P<scale>[万亿千]?)元$|(?:多少|几)(?:个)?(?P<bare>[万亿])$", text)
    return Unit.find(f"{match['scale'] or match['bare'] or ''}元") if match else None
