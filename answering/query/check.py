"""The rules of a query beyond its JSON: which nodes fit where, units of measure, and that its words were really said.

    check(query)                       →  ()  or Issues of kinds 结构, 量纲
    check_spans(query, ["驻矿多少"])     →  Issues of kind 跨度: an amount or a word `said` that no question holds

Names that no document prints are binding's to find; here nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from answering.query.issues import Issue
from answering.query.tree import (
    Agree,
    Cell,
    Compare,
    Convert,
    Count,
    Given,
    Growth,
    List,
    Mean,
    Minus,
    Node,
    Nothing,
    Per,
    Query,
    Rank,
    Ratio,
    Relation,
    Rows,
    Scope,
    Several,
    Share,
    Sum,
    Units,
    Verify,
    Where,
    walk,
)
from disclosure.amount import Unit, fold_width, parse_amount
from disclosure.mention import find_numbers

AMOUNTS = (Cell, Given, Sum, Minus, Ratio, Share, Growth, Mean, Per, Convert, Count)
SETS = (Rows, Units, Rank)
_PAIRS = (Minus, Ratio, Share, Growth, Per)
EARLIEST, LATEST = 1990, 2100  # years of disclosures
LAST_PLACE = 1000  # of a rank


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
    for kinds, rule in _RULES:
        if isinstance(node, kinds):
            yield from rule(node, place)
    scope = getattr(node, "scope", None)
    if isinstance(scope, Scope):
        yield from _scope(scope, f"{place}.scope")


def _pair(node: Any, place: str) -> Iterator[Issue]:
    yield from _amounts(node.of, place)


def _over(node: Any, place: str) -> Iterator[Issue]:
    """Sum, mean and rank run over one set, or take two and more amounts."""
    if len(node.of) > 1:
        yield from _amounts(node.of, place)
    elif not isinstance(node.of[0], SETS):
        yield Issue("结构", place, "一个数不能自己相加、平均或排名", mend="给两个以上的数，或 rows、units")


def _places(node: Any, place: str) -> Iterator[Issue]:
    if any(one is not None and not 1 <= one <= LAST_PLACE for one in (node.n, node.nth)):
        yield Issue("数目", place, f"名次应在 1 到 {LAST_PLACE} 之间")


def _at_least_two(node: Any, place: str) -> Iterator[Issue]:
    if len(node.of) < 2:
        yield Issue("结构", place, "至少要有两样")


def _of_set(node: Any, place: str) -> Iterator[Issue]:
    if not isinstance(node.of, SETS):
        yield Issue("结构", place, "要数的、要列的应是 rows 或 units")


def _each(node: Any, place: str) -> Iterator[Issue]:
    if not _is_amount(node.of):
        yield Issue("结构", place, "每个单位的应是一个数")


def _cells(node: Any, place: str) -> Iterator[Issue]:
    if not all(isinstance(one, Cell) for one in node.of):
        yield Issue("结构", place, "比对各处的应是 cell")


def _converted(node: Any, place: str) -> Iterator[Issue]:
    yield from _amounts((node.of,), place)
    if Unit.find(node.to) is None:
        yield Issue("量纲", f"{place}.to", f"不认识的计量单位“{node.to}”")


def _row_set(node: Any, place: str) -> Iterator[Issue]:
    if not (node.of.table or node.of.under or node.of.kind or node.of.row):
        yield Issue("结构", place, "没有说是哪些行", mend="of 里写 table、under、kind 或 row")


def _conditions(node: Any, place: str) -> Iterator[Issue]:
    if node.where:
        yield from _where(node.where, f"{place}.where")


def _alone(node: Any, place: str) -> Iterator[Issue]:
    if any(isinstance(one, Nothing) for one in node.of):
        yield Issue("结构", place, "nothing 只能单独写")


def _amounts(nodes: Sequence[Node], place: str) -> Iterator[Issue]:
    for at, one in enumerate(nodes):
        if not _is_amount(one):
            yield Issue("结构", f"{place}[{at}]", "这里应是一个数", mend="写 cell，或由 cell 算出的 sum、minus、share …")


def _is_amount(node: Node) -> bool:
    """Whether a node comes to one amount; the first or nth of a rank does."""
    return isinstance(node, AMOUNTS) or (isinstance(node, Rank) and (node.n == 1 or node.nth is not None))


def _verify(node: Verify, place: str) -> Iterator[Issue]:
    ranked = node.relation in (Relation.FIRST, Relation.LAST)
    if not (_is_amount(node.of) or isinstance(node.of, Rank)):
        yield Issue("结构", f"{place}.of", "要核实的应是一个数")
    if ranked and not isinstance(node.claimed, SETS):
        yield Issue("结构", f"{place}.claimed", "说谁最大最小，应给出和哪些比：rows 或 units")
    if not ranked and not _is_amount(node.claimed):
        yield Issue("结构", f"{place}.claimed", "应是所说的数，或另一个数")


def _given(node: Given, place: str) -> Iterator[Issue]:
    if parse_amount(node.number) is None:
        yield Issue("格式", f"{place}.number", f"“{node.number[:40]}”不是十进制数", mend="只写数字，单位写在 unit 里")
    if node.unit and Unit.find(node.unit) is None:
        yield Issue("量纲", f"{place}.unit", f"不认识的计量单位“{node.unit[:40]}”")


def _where(where: Where, place: str) -> Iterator[Issue]:
    for one in (where.above, where.below, where.at_least, where.at_most, where.equal):
        if one is not None:
            yield from _given(one, place)
    if where == Where():
        yield Issue("结构", place, "没有写条件")


def _scope(scope: Scope, place: str) -> Iterator[Issue]:
    if scope.year is not None and not EARLIEST <= scope.year <= LATEST:
        yield Issue("年度", f"{place}.year", f"没有 {scope.year} 年的预算、决算")


_RULES: tuple[tuple[Any, Callable[[Any, str], Iterator[Issue]]], ...] = (
    (_PAIRS, _pair),
    ((Sum, Mean, Rank), _over),
    (Rank, _places),
    ((Compare, Several), _at_least_two),
    (Compare, _pair),
    ((Count, List), _of_set),
    (Units, _each),
    (Agree, _cells),
    (Convert, _converted),
    (Verify, lambda node, place: _verify(node, place)),
    (Rows, _row_set),
    ((Rows, Units), _conditions),
    (Several, _alone),
    (Given, lambda node, place: _given(node, place)),
)


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
        yield from (one for one in (where.above, where.below, where.at_least, where.at_most, where.equal) if one is not None)


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
