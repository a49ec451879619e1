"""A query in Chinese: one line that says how the question was understood, and its parts for chips.

    say(query).line   →  应急管理局 · 2026年预算 · “驻矿人员工资”占“项目支出”的比重（%）
    say(query).parts  →  (Part("scope.unit", "单位", "应急管理局"), Part("scope.year", "年度", "2026年"), …)

Made from the tree alone, so that what is shown is what is executed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from answering.query import tree
from answering.query.tree import CellAspect, Given, Node, Place, Query, QueryStage, Relation, Scope, Where
from disclosure.document import Level

STAGES = {QueryStage.BUDGET: "预算", QueryStage.FINAL: "决算"}
LEVELS = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}
PLACES = {Place.TABLE: "表里", Place.TEXT: "文字说明里"}
ASPECTS = {
    CellAspect.PLAN: "年初预算数",
    CellAspect.ADJUSTED: "全年（调整）预算数",
    CellAspect.PRIOR: "上年数",
    CellAspect.EXECUTED: "上年执行数",
    CellAspect.CHANGE: "比上年增减额",
    CellAspect.RATE: "比上年增减率",
    CellAspect.DONE: "完成率",
    CellAspect.PRINTED_SHARE: "所印占比",
}
RELATIONS = {
    Relation.EQUAL: "等于",
    Relation.MORE: "多于",
    Relation.LESS: "少于",
    Relation.AT_LEAST: "不少于",
    Relation.AT_MOST: "不多于",
    Relation.ABOUT: "约为",
    Relation.FIRST: "最大",
    Relation.LAST: "最小",
}
ALL_UNITS = "*"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the query says, which a chip shows and a click may change."""

    place: str  # the way to it in the JSON: scope.year, ask.share[0].cell.row
    name: str  # 单位, 年度, 阶段, 表, 行, 栏 …
    text: str  # as shown


@dataclass(frozen=True, slots=True)
class Spoken:
    """A query put in words."""

    line: str
    parts: tuple[Part, ...]


def say(query: Query) -> Spoken:
    """The whole query in one line, without a full stop, and its parts in the order of the tree."""
    scope = scope_words(query.scope)
    show = f"（{query.show}）" if query.show else ""
    return Spoken(" · ".join([*scope, phrase(query.ask) + show]), tuple(_parts(query)))


def scope_words(scope: Scope) -> list[str]:
    """A scope as the words that stand before what is asked: 应急管理局, 2026年部门预算."""
    words = []
    if scope.unit or scope.units:
        words.append(scope.unit or ("所有单位" if scope.units == ALL_UNITS else f"各“{scope.units}”"))
    year = f"{scope.year}年" if scope.year else ""
    kind = (LEVELS[scope.level] if scope.level else "") + (STAGES[scope.stage] if scope.stage else "")
    if year or kind:
        words.append(year + kind)
    return words


def phrase(node: Node) -> str:
    """A node as a noun phrase."""
    return _WORDINGS[type(node)](node)


def _cell(node: Any) -> str:
    words = "".join(f"{word}的" for word in scope_words(node.scope))
    words += f"《{node.table}》" if node.table else ""
    words += PLACES[node.place] if node.place else ""
    words += f"“{node.under}”下的" if node.under else ""
    words += f"“{node.row}”{_of_what(node)}"
    words += f"（{node.as_of}）" if node.as_of else ""
    return words + (f"（{node.counted}）" if node.counted else "")


def _rows(node: Any) -> str:
    of = node.of
    words = "".join(f"{word}的" for word in scope_words(node.scope))
    words += f"《{of.table}》里的" if of.table else ""
    words += f"“{of.under}”下的" if of.under else ""
    words += f"各处“{of.row}”" if of.row else f"各{of.kind or '行'}"
    return words + _of_what(node) + _conditions(node.where)


def _of_what(node: Any) -> str:
    return (f"·{node.column}" if node.column else "") + (f"的{ASPECTS[node.aspect]}" if node.aspect in ASPECTS else "")


def _units(node: Any) -> str:
    scope = node.scope if node.scope.units else Scope(units=ALL_UNITS, year=node.scope.year, stage=node.scope.stage)
    return f"{'，'.join(scope_words(scope))}的{phrase(node.of)}{_conditions(node.where)}"


def _conditions(where: Where | None) -> str:
    if where is None:
        return ""
    bounds = ((where.above, "大于"), (where.at_least, "不小于"), (where.below, "小于"), (where.at_most, "不大于"), (where.equal, "等于"))
    words = [said + phrase(given) for given, said in bounds if given]
    words += [f"名称含“{where.name}”"] if where.name else []
    words += [f"名称以“{where.begins}”开头"] if where.begins else []
    words += [f"注明“{where.source}”"] if where.source else []
    words += [f"不含{'、'.join(where.not_)}"] if where.not_ else []
    return f"（{'，'.join(words)}）" if words else ""


def _rank(node: Any) -> str:
    end, of = "小" if node.ascending else "大", _all(node, "、")
    if node.nth:
        return f"{of}中第{node.nth}{end}的"
    if node.n is None:
        return f"{of}中从{'小到大' if node.ascending else '大到小'}"
    return f"{of}中最{end}的" + (f"{node.n}个" if node.n > 1 else "")


def _verify(node: Any) -> str:
    claimed, relation = phrase(node.claimed), RELATIONS[node.relation]
    ranked = node.relation in (Relation.FIRST, Relation.LAST)
    return f"{phrase(node.of)}是否为{claimed}中{relation}" if ranked else f"{phrase(node.of)}是否{relation}{claimed}"


def _minus(node: Any) -> str:
    second = phrase(node.of[1])
    return f"{phrase(node.of[0])}减" + (f"（{second}）" if isinstance(node.of[1], (tree.Minus, tree.Sum)) else second)


def _all(node: Any, joint: str) -> str:
    return joint.join(map(phrase, node.of))


def _two(words: str) -> Callable[[Any], str]:
    return lambda node: words.format(*map(phrase, node.of))


_WORDINGS: dict[type, Callable[[Any], str]] = {
    tree.Cell: _cell,
    Given: lambda node: node.number + (node.unit or ""),
    tree.Rows: _rows,
    tree.Units: _units,
    tree.Sum: lambda node: f"{phrase(node.of[0])}之和" if len(node.of) == 1 else _all(node, "＋"),
    tree.Minus: _minus,
    tree.Ratio: _two("{}是{}的几倍"),
    tree.Share: _two("{}占{}的比重"),
    tree.Growth: _two("{}比{}增长的百分比"),
    tree.Mean: lambda node: f"{_all(node, '、')}的平均",
    tree.Per: _two("{}按{}平均"),
    tree.Convert: lambda node: f"{phrase(node.of)}（{node.to}）",
    tree.Rank: _rank,
    tree.Count: lambda node: f"{phrase(node.of)}有几个",
    tree.List: lambda node: f"列出{phrase(node.of)}",
    tree.Compare: lambda node: f"比较{_all(node, '与')}",
    tree.Verify: _verify,
    tree.Agree: lambda node: f"{_all(node, '与')}各处是否一致",
    tree.Define: lambda node: f"“{node.term}”的含义",
    tree.Passage: lambda node: f"“{node.topic}”的{node.facet or '说明'}",
    tree.Entries: lambda node: f"“{node.topic}”包括哪些",
    tree.Several: lambda node: _all(node, "；"),
    tree.Nothing: lambda node: f"与预算、决算公开无关（{node.why}）",
}


_FIELDS = (("unit", "单位"), ("units", "单位"), ("year", "年度"), ("stage", "阶段"), ("level", "层级"))
_CELL = {"row": "行", "column": "栏", "under": "上级", "table": "表", "place": "位置", "counted": "计量", "as_of": "截至"}
_NAMES: dict[str, Mapping[Any, str]] = {"stage": STAGES, "level": LEVELS, "place": PLACES}
_TOPICS = {tree.Define: "term", tree.Passage: "topic", tree.Entries: "topic"}


def _parts(query: Query) -> Iterator[Part]:
    yield from _scope_parts(query.scope, "scope")
    yield from _node_parts(query.ask, "ask")
    if query.show:
        yield Part("show", "计量单位", query.show)


def _scope_parts(scope: Scope, place: str) -> Iterator[Part]:
    for field, name in _FIELDS:
        value = getattr(scope, field)
        if value:
            yield Part(f"{place}.{field}", name, _shown(field, value))


def _node_parts(node: Node, place: str) -> Iterator[Part]:
    place = f"{place}.{next(name for name, kind in tree.NAMES.items() if kind is type(node))}"
    if isinstance(node, tree.Cell):
        yield from _scope_parts(node.scope, f"{place}.scope")
        for field, name in _CELL.items():
            if value := getattr(node, field):
                yield Part(f"{place}.{field}", name, _shown(field, value))
        if node.aspect is not CellAspect.VALUE:
            yield Part(f"{place}.aspect", "数", ASPECTS[node.aspect])
    elif field := _TOPICS.get(type(node), ""):
        yield Part(f"{place}.{field}", "主题", getattr(node, field))
    elif isinstance(node, tree.Rows):
        yield Part(f"{place}.of", "行", phrase(node))
    below = tree.children(node)
    several = isinstance(getattr(node, "of", None), tuple) and len(below) > 1
    for at, child in enumerate(below):
        yield from _node_parts(child, f"{place}[{at}]" if several else place)


def _shown(field: str, value: object) -> str:
    if field in ("units", "year"):
        return f"{value}年" if field == "year" else "所有单位" if value == ALL_UNITS else f"各“{value}”"
    return _NAMES[field].get(value, "") if field in _NAMES else str(value)
