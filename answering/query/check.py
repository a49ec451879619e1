"""What is wrong with a query, beyond its JSON: which nodes fit where, units of measure, and that its words were really said.

Faults are small values, collected, so that a writer (a model, a caller, a chip) can mend all at once.

    Issue("名称", "ask.cell.row", "“维修养护费”不在2026年的表里", exists=("维修(护)费",), mend="写表里印出的名称")
    str(issue)                         →  [名称] ask.cell.row：“维修养护费”不在2026年的表里；有：维修(护)费。写表里印出的名称
    check(query)                       →  ()  or Issues of kinds 结构, 量纲
    check_spans(query, ["驻矿多少"])     →  Issues of kind 跨度: an amount or a word `said` that no question holds

Names that no document prints are binding's to find; here nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from answering.query import tree
from answering.query.tree import Cell, Given, Node, Nothing, Query, Rank, Relation, Rows, RowSet, Scope, Units, Verify, Where, walk
from disclosure.amount import Unit, fold_width, parse_amount
from disclosure.errors import MingzhangError
from disclosure.mention import find_numbers

AMOUNTS = (Cell, Given, tree.Sum, tree.Mean, tree.Convert, tree.Count, tree.Pair)
SETS = (Rows, Units, Rank)
_OVER = (tree.Sum, tree.Mean, Rank)  # over one set, or two and more amounts
EARLIEST, LATEST = 1990, 2100  # years of disclosures
LAST_PLACE = 1000  # of a rank
MOST_TOLD = 8  # issues, and things that exist, in one line


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault: of what kind, where in the tree, what it is, what exists instead, how to mend it."""

    kind: str  # 格式, 名称, 跨度, 量纲, 余下, 数目, 年度, 单位
    place: str  # the way to it in the JSON: ask.share[0].cell.row
    what: str
    exists: tuple[str, ...] = ()
    mend: str = ""  # "": what it is says it

    def __str__(self) -> str:
        """One line for a model and for people."""
        exists = f"；有：{'、'.join(self.exists[:MOST_TOLD])}" if self.exists else ""
        place = f"{self.place}：" if self.place else ""
        return f"[{self.kind}] {place}{self.what}{exists}{f'。{self.mend}' if self.mend else ''}"


class QueryError(MingzhangError):
    """A query that cannot be executed as it is written."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        more = f"；另有{len(issues) - MOST_TOLD}处" if len(issues) > MOST_TOLD else ""
        super().__init__("查询式不合规矩：" + "；".join(map(str, issues[:MOST_TOLD])) + more)


def check(query: Query) -> tuple[Issue, ...]:
    """Every fault of structure and measure; () when the tree can be evaluated."""
    issues = list(_scope(query.scope, "scope"))
    if query.show and Unit.find(query.show) is None:
        issues.append(Issue("量纲", "show", f"不认识的计量单位“{query.show}”", mend="写元、万元、亿元、% 或印出的计数单位"))
    if isinstance(query.ask, (Given, Rows, Units)):
        issues.append(Issue("结构", "ask", "这不是一个问题", mend="行的集合放进 list、rank、sum 或 count 里"))
    for node in walk(query.ask):
        issues += _node(node)
    return tuple(issues)


def _node(node: Node) -> Iterator[Issue]:
    place = type(node).__name__.lower()
    for kinds, broken, kind, field, what, mend in _RULES:
        if isinstance(node, kinds) and broken(node):
            yield Issue(kind, place + field, what, mend=mend)
    if isinstance(node, (tree.Pair, tree.Compare, tree.Convert)) or (isinstance(node, _OVER) and len(node.of) > 1):
        for at, one in enumerate(node.of if isinstance(node.of, tuple) else (node.of,)):
            if not _is_amount(one):
                yield Issue("结构", f"{place}[{at}]", "这里应是一个数", mend="写 cell，或由 cell 算出的 sum、minus、share …")
    for given in _givens(node):
        yield from _given(given, place)
    if isinstance(scope := getattr(node, "scope", None), Scope):
        yield from _scope(scope, f"{place}.scope")


def _is_amount(node: Node) -> bool:
    """Whether a node comes to one amount; the first or nth of a rank does."""
    return isinstance(node, AMOUNTS) or (isinstance(node, Rank) and (node.n == 1 or node.nth is not None))


def _ranked(node: Verify) -> bool:
    return node.relation in (Relation.FIRST, Relation.LAST)


# Of which nodes, when it is broken, the kind of the fault, the field, what it is, how to mend it.
_RULES: tuple[tuple[Any, Callable[[Any], bool], str, str, str, str], ...] = (
    (_OVER, lambda node: len(node.of) == 1 and not isinstance(node.of[0], SETS),
     "结构", "", "一个数不能自己相加、平均或排名", "给两个以上的数，或 rows、units"),
    (Rank, lambda node: any(one is not None and not 1 <= one <= LAST_PLACE for one in (node.n, node.nth)),
     "数目", "", f"名次应在 1 到 {LAST_PLACE} 之间", ""),
    ((tree.Compare, tree.Several), lambda node: len(node.of) < 2, "结构", "", "至少要有两样", ""),
    (tree.Several, lambda node: any(isinstance(one, Nothing) for one in node.of), "结构", "", "nothing 只能单独写", ""),
    ((tree.Count, tree.List), lambda node: not isinstance(node.of, SETS), "结构", "", "要数的、要列的应是 rows 或 units", ""),
    (Units, lambda node: not _is_amount(node.of), "结构", "", "每个单位的应是一个数", ""),
    (tree.Agree, lambda node: not all(isinstance(one, Cell) for one in node.of), "结构", "", "比对各处的应是 cell", ""),
    (tree.Convert, lambda node: Unit.find(node.to) is None, "量纲", ".to", "不认识的计量单位", "写元、万元、亿元、%"),
    (Rows, lambda node: node.of == RowSet(), "结构", "", "没有说是哪些行", "of 里写 table、under、kind 或 row"),
    ((Rows, Units), lambda node: node.where == Where(), "结构", ".where", "没有写条件", ""),
    (Verify, lambda node: not (_is_amount(node.of) or isinstance(node.of, Rank)), "结构", ".of", "要核实的应是一个数", ""),
    (Verify, lambda node: _ranked(node) and not isinstance(node.claimed, SETS),
     "结构", ".claimed", "说谁最大最小，应给出和哪些比：rows 或 units", ""),
    (Verify, lambda node: not _ranked(node) and not _is_amount(node.claimed), "结构", ".claimed", "应是所说的数，或另一个数", ""),
)  # fmt: skip


def _given(node: Given, place: str) -> Iterator[Issue]:
    if parse_amount(node.number) is None:
        yield Issue("格式", f"{place}.number", f"“{node.number[:40]}”不是十进制数", mend="只写数字，单位写在 unit 里")
    if node.unit and Unit.find(node.unit) is None:
        yield Issue("量纲", f"{place}.unit", f"不认识的计量单位“{node.unit[:40]}”")


def _scope(scope: Scope, place: str) -> Iterator[Issue]:
    if scope.year is not None and not EARLIEST <= scope.year <= LATEST:
        yield Issue("年度", f"{place}.year", f"没有 {scope.year} 年的预算、决算")


def check_spans(query: Query, questions: Sequence[str]) -> tuple[Issue, ...]:
    """Words and amounts of the tree that none of the questions (this one and earlier ones) holds.

    `questions` is only compared with; nothing is read out of it.
    """
    heard = [_folded(question) for question in questions]
    amounts = [mention.amount for question in questions for mention in find_numbers(question) if mention.amount is not None]
    issues = []
    for place, words in _said(query):
        if not any(_folded(words) in text for text in heard):
            issues.append(Issue("跨度", place, f"“{words}”没有在问题里说过", mend="said 照抄问题里的字"))
    for node in walk(query.ask):
        for given in _givens(node):
            number = parse_amount(given.number, Unit.find(given.unit) if given.unit else None)
            held = number is not None and any(
                number.number == one.number or number.as_money().in_base == one.as_money().in_base for one in amounts
            )
            if not held and not any(given.number in text for text in heard):
                issues.append(Issue("跨度", "given", f"{given.number}{given.unit or ''} 没有在问题里说过", mend="数只能照抄问题里的"))
    return tuple(issues)


def _givens(node: Node) -> Iterator[Given]:
    if isinstance(node, Given):
        yield node
    where = getattr(node, "where", None)
    if isinstance(where, Where):
        bounds = (where.above, where.below, where.at_least, where.at_most, where.equal)
        yield from (one for one in bounds if one is not None)


def _said(query: Query) -> Iterator[tuple[str, str]]:
    yield from ((f"said.{name}", words) for name, words in query.said)
    for node in walk(query.ask):
        place = type(node).__name__.lower()
        words = getattr(node, "said", None)
        if words:
            yield f"{place}.said", words
        yield from ((f"{place}.said.{name}", one) for name, one in getattr(node, "spans", ()))


def _folded(text: str) -> str:
    return "".join(fold_width(text).lower().split())
